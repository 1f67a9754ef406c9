import type { ChecklistRow } from './checklist.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { Finding } from './findings.ts';
import type { PullRequest } from './pull-request.ts';
import type { Verdict } from './verdict.ts';

/** The whole result as plain JSON (contract, section 5); every report is a view of it. */
export interface Review {
  readonly schema: 1;
  readonly tool: { readonly name: 'perf-review'; readonly version: string };
  readonly subject: Subject;
  readonly coverage: Coverage;
  /** Worst first; all states. */
  readonly findings: readonly Finding[];
  /** Findings that the base has and the head no longer has. */
  readonly fixed: readonly Finding[];
  readonly checklist: readonly ChecklistRow[];
  readonly evidence: Evidence;
  readonly verdict: Verdict;
}

export interface Subject {
  readonly repository: string;
  readonly pullRequest: number | null;
  readonly base: string;
  readonly head: string;
  readonly diffSource: PullRequest['diffSource'];
}

/** What was looked at and what was not; nothing that could not be read counts as clean. */
export interface Coverage {
  readonly changedFiles: number;
  readonly cppFiles: number;
  readonly reviewed: number;
  readonly excluded: readonly { readonly path: string; readonly reason: string }[];
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
  /** Changed lines that lie in a part of a file that could not be parsed. */
  readonly unparsedLines: number;
}
