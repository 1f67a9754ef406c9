/** The one summary comment of a pull request: made when there is something to say, then edited in place when that changes. */
import type { PostedComment } from './conversation.ts';
import { digestOf, withMark } from './marks.ts';
import { type Memory, mergeMemories, withHead } from './memory.ts';
import type { Target } from './post-review.ts';
import { POSTED_FIELDS, type Posted, type PostedFields, toPosted } from './posted.ts';
import { findSummaries, readMemory } from './reconcile.ts';

/** The summary comment that should stand. */
export interface SummaryPlan {
  /** Its text, given the fingerprints of the findings that stand as comments on the code. Carries no mark. */
  readonly render: (inline: ReadonlySet<string>) => string;
  /** Whether to begin one; one that exists is always kept up to date. */
  readonly isWorthMaking: boolean;
}

/** What to do about the summary comment: null for nothing. */
export interface SummaryStep {
  readonly write: { readonly body: string; readonly existing: string | null } | null;
  /** Second summaries, from runs at the same time. */
  readonly remove: readonly PostedComment[];
}

/** Compares the summary that stands with the one that should; `now` is the time on GitHub's clock. */
export function reconcileSummary(
  posted: Posted,
  plan: { readonly head: string; readonly readAt: string; readonly summary: SummaryPlan | null; readonly memory: Memory },
  inline: ReadonlySet<string>,
  now: string,
): SummaryStep {
  const { summary, remove } = findSummaries(posted.comments);
  if (plan.summary === null) return { write: null, remove };
  const remembered = mergeMemories(readMemory(posted.comments), plan.memory);
  if (summary === undefined && !plan.summary.isWorthMaking && !hasConsequences(remembered)) return { write: null, remove };
  // Another run has read the pull request, at this head, after us: what it says is newer.
  const isOvertaken = summary?.mark.memory.heads.at(-1)?.sha === plan.head && summary.mark.readAt > plan.readAt;
  if (isOvertaken && !summary.isEditedByOther) return { write: null, remove };
  const memory = withHead(remembered, plan.head, now);
  const text = plan.summary.render(inline);
  const digest = digestOf(`${text}\0${JSON.stringify(memory)}`);
  if (summary?.mark.digest === digest && !summary.isEditedByOther) return { write: null, remove };
  const body = withMark(text, { kind: 'summary', digest, readAt: plan.readAt, memory });
  return { write: { body, existing: summary?.nodeId ?? null }, remove };
}

/** A clean pull request gets no comment because somebody typed a command; it gets one when that changed what the gate says. */
function hasConsequences({ decisions }: Memory): boolean {
  return decisions.some(({ command, refused }) => refused === null && (command === 'waive' || command === 'ignore'));
}

const ADD = `mutation AddSummary($id: ID!, $body: String!) {
  addComment(input: { subjectId: $id, body: $body }) { subject { ... on PullRequest { ${POSTED_FIELDS} } } }
}`;

const UPDATE = `mutation UpdateSummary($id: ID!, $body: String!) {
  updateIssueComment(input: { id: $id, body: $body }) { issueComment { pullRequest { ${POSTED_FIELDS} } } }
}`;

interface Added {
  readonly addComment: { readonly subject: PostedFields | null } | null;
}

interface Updated {
  readonly updateIssueComment: { readonly issueComment: { readonly pullRequest: PostedFields | null } | null } | null;
}

/** Writes it, and returns what stands under the pull request after that, in the same request; undefined when GitHub does not say. */
export async function writeSummary(
  { client, repository, number }: Target,
  posted: Posted,
  { body, existing }: NonNullable<SummaryStep['write']>,
): Promise<Posted | undefined> {
  const fields =
    existing === null
      ? (await client.mutate<Added>(ADD, { id: posted.nodeId, body })).data.addComment?.subject
      : (await client.mutate<Updated>(UPDATE, { id: existing, body }, { idempotent: true })).data.updateIssueComment?.issueComment
          ?.pullRequest;
  return fields === null || fields === undefined ? undefined : toPosted(client, repository, number, fields);
}
