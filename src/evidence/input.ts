import type { PullRequest } from '../pull-request.ts';
import type { EvidenceOptions } from './options.ts';
import type { SideName } from './side-labels.ts';

/** All that the judgement of evidence is made from, as plain data. */
export interface EvidenceInput {
  /** Null when only files are judged. */
  readonly pullRequest: EvidencePullRequest | null;
  /** Result files that were handed in. */
  readonly files: readonly { readonly side: SideName | null; readonly path: string; readonly text: string }[];
  readonly profiles: readonly EvidenceProfile[];
  /** Names of the functions that the change touches, qualified or not. */
  readonly changedFunctions: readonly string[];
  /** Rules of the review's new findings. */
  readonly findings: readonly string[];
  readonly options: EvidenceOptions;
  /** A waiver that holds for this head. */
  readonly waiver: { readonly by: string; readonly reason: string; readonly head: string } | null;
  /** Evidence seen in earlier runs on this pull request, oldest first. */
  readonly seen: readonly SeenEvidence[];
  /** What other changes say of themselves; absent where it is not known. */
  readonly elsewhere?: readonly OtherChange[];
  /** State of the other checks on the head; absent when it is not known. */
  readonly checks?: 'passed' | 'failed' | 'pending';
  /** Evidence is asked for whatever the labels say. */
  readonly isRequired: boolean;
}

export type EvidencePullRequest = Pick<
  PullRequest,
  'title' | 'body' | 'labels' | 'author' | 'comments' | 'commits' | 'changes' | 'base' | 'head'
>;

/** A profile that was read already. */
export interface EvidenceProfile {
  readonly side: SideName | null;
  /** Path of the file. */
  readonly source: string;
  /** Shares of the samples, 0 to 1: of the function's own code, and with what it calls. */
  readonly functions: readonly { readonly name: string; readonly self: number; readonly total: number }[];
}

/** Which evidence was first seen at which head. */
export interface SeenEvidence {
  /** `evidenceHash` of the comparisons. */
  readonly hash: string;
  /** Full SHA. */
  readonly head: string;
  /** `tokensHash` of the changes then. */
  readonly tokens: string;
}

/** A description or a commit message of another change. */
export interface OtherChange {
  /** What people call it: `#12`, a commit. */
  readonly where: string;
  readonly text: string;
}
