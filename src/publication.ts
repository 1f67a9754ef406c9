import type { Hunk } from './diff/lines.ts';
import { diffLines } from './diff/lines.ts';
import type { CheckPlan } from './github/check-run.ts';
import type { Decision } from './github/memory.ts';
import type { InlinePlan, PlannedComment, Resolve } from './github/reconcile.ts';
import type { SummaryPlan } from './github/sticky.ts';
import type { ProfileViews } from './profile-views.ts';
import type { PullRequest } from './pull-request.ts';
import { renderComment } from './report/comments.ts';
import { inlineCode, markdownProse, oneLine } from './report/escape.ts';
import { intervalBars } from './report/interval-bars.ts';
import { newFindings } from './report/reported.ts';
import type { SourceLines } from './report/source-lines.ts';
import { renderSummary, verdictLine } from './report/summary.ts';
import type { Review } from './review.ts';

/** The separate check run has a name of its own: two checks of one name are both required. */
export const CHECK_NAME = 'perf-review findings';

/** What the texts of a publication need beside the review. */
export interface PublicationOptions {
  readonly serverUrl: string;
  readonly lines: SourceLines;
  /** Of the profiles that were handed in. */
  readonly views: ProfileViews;
  /** Sentences for the foot of the summary: what could not be done, and what would change after a merge. */
  readonly notes: readonly string[];
  /** What people have commanded on this pull request, oldest first; refused commands too. */
  readonly decisions: readonly Decision[];
}

/** The inline comments that should stand for a review: one for each new finding, worst first. */
export function planInline(review: Review, most: number, resolve: Resolve): InlinePlan {
  const comments = newFindings(review).map((finding): PlannedComment => {
    const { startLine, endLine } = finding.suggestion ?? { startLine: finding.line, endLine: finding.endLine };
    return {
      fingerprint: finding.fingerprint,
      path: finding.path,
      startLine,
      endLine,
      body: renderComment(finding),
      plainBody: renderComment({ ...finding, suggestion: null }),
    };
  });
  return { comments, most, resolve, unread: new Set(review.coverage.unread.map(({ path }) => path)) };
}

/** The summary comment that should stand. It is begun only where there is something to say: a clean pull request gets none. */
export function planSummary(review: Review, options: PublicationOptions): SummaryPlan {
  return {
    render: (inline) => summaryText(review, options, 'comment', inline),
    isWorthMaking:
      review.verdict.conclusion === 'fail' ||
      newFindings(review).length > 0 ||
      review.evidence.status !== 'not-required' ||
      options.notes.length > 0,
  };
}

/** The summary as Markdown, for the comment or for the job. */
export function summaryText(
  review: Review,
  { serverUrl, lines, views, notes, decisions }: PublicationOptions,
  target: 'comment' | 'job-summary',
  inline: ReadonlySet<string> = new Set(),
): string {
  const text = renderSummary(review, {
    target,
    serverUrl,
    lines,
    inline,
    bars: intervalBars(review.evidence.comparisons),
    ...(views.moved ? { moved: views.moved } : {}),
  });
  const audit = decisions.flatMap(auditLine).slice(-MOST_DECISIONS);
  const foot = notes.map((note) => `> ${oneLine(note, 400)}\n`).join('>\n');
  return [text, ...(audit.length === 0 ? [] : [`**Decisions**\n\n${audit.join('')}`]), ...(foot === '' ? [] : [foot])].join('\n');
}

const MOST_DECISIONS = 20;

/** Who set aside what and why, and who was not allowed to; a line of Markdown, none for what changes nothing. */
function auditLine({ command, by, what, reason, refused }: Decision): string[] {
  if (command !== 'waive' && command !== 'ignore') return [];
  const did =
    command === 'waive' ? `waived evidence${what === '' ? '' : ` for ${inlineCode(what.slice(0, 12))}`}` : `ignored ${inlineCode(what)}`;
  const line = `${inlineCode(by)} ${did}: ${markdownProse(reason)}`;
  return [refused === null ? `- ${line}\n` : `- Refused, ${markdownProse(refused)}: ${line}\n`];
}

/** The separate check run that should stand. */
export function planCheck(review: Review, options: PublicationOptions): CheckPlan {
  const level = { error: 'failure', warning: 'warning', note: 'notice' } as const;
  return {
    name: CHECK_NAME,
    head: review.subject.head,
    conclusion: review.verdict.conclusion === 'pass' ? 'success' : 'failure',
    title: verdictLine(review),
    summary: summaryText(review, options, 'comment'),
    annotations: newFindings(review).map((finding) => ({
      path: finding.path,
      start_line: finding.line,
      end_line: finding.endLine,
      ...(finding.line === finding.endLine ? { start_column: finding.column, end_column: finding.endColumn } : {}),
      annotation_level: level[finding.severity],
      message: [finding.message, finding.why, finding.instead].map((text) => oneLine(text)).join('\n'),
      title: oneLine(`${finding.rule} (${finding.guide})`, 255),
    })),
  };
}

/** Hunks of a changed file, computed when a comment is to be placed in it. */
export function hunksOf(pullRequest: PullRequest): (path: string) => readonly Hunk[] {
  const byPath = new Map(pullRequest.changes.map((change) => [change.path, change]));
  const known = new Map<string, readonly Hunk[]>();
  return (path) => {
    let hunks = known.get(path);
    if (!hunks) {
      const change = byPath.get(path);
      hunks = change ? diffLines(change.before ?? '', change.after ?? '').hunks : [];
      known.set(path, hunks);
    }
    return hunks;
  };
}
