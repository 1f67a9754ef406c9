/** Closes, opens, rewrites and removes own comments, many in one request. All of it may be done twice without harm. */
import type { Answer, Client } from './client.ts';
import type { PostedComment } from './conversation.ts';
import { isFailure } from './failure.ts';
import { withMark, withoutMark } from './marks.ts';
import { findingMark } from './post-review.ts';
import type { InlineSteps, OwnThread, PlannedComment, Resolve } from './reconcile.ts';

/** One change of an own comment or thread. */
export interface Chore {
  /** What it is about, so that one that cannot be done is not tried again. */
  readonly key: string;
  readonly mutation: keyof typeof MUTATIONS;
  readonly id: string;
  readonly body?: string;
  /** The way of closing that this is; null for anything else. */
  readonly way: Resolve | null;
}

const MUTATIONS = {
  resolveReviewThread: (n: number) => `resolveReviewThread(input: { threadId: $i${n} }) { clientMutationId }`,
  unresolveReviewThread: (n: number) => `unresolveReviewThread(input: { threadId: $i${n} }) { clientMutationId }`,
  minimizeComment: (n: number) => `minimizeComment(input: { subjectId: $i${n}, classifier: OUTDATED }) { clientMutationId }`,
  unminimizeComment: (n: number) => `unminimizeComment(input: { subjectId: $i${n} }) { clientMutationId }`,
  updatePullRequestReviewComment: (n: number) =>
    `updatePullRequestReviewComment(input: { pullRequestReviewCommentId: $i${n}, body: $b${n} }) { clientMutationId }`,
  deletePullRequestReviewComment: (n: number) => `deletePullRequestReviewComment(input: { id: $i${n} }) { clientMutationId }`,
  deleteIssueComment: (n: number) => `deleteIssueComment(input: { id: $i${n} }) { clientMutationId }`,
} as const;

const WAYS: readonly Resolve[] = ['resolve', 'minimize', 'edit', 'keep'];
const MOST_IN_REQUEST = 20;

/** The chores that the steps ask for, in the ways that are not refused; `head` is named in comments that are edited. */
export function toChores(
  steps: InlineSteps,
  summaries: readonly PostedComment[],
  about: { readonly resolve: Resolve; readonly refused: ReadonlySet<Resolve>; readonly head: string },
): readonly Chore[] {
  return [
    ...steps.remove.map((thread) => chore('deletePullRequestReviewComment', thread.first.nodeId)),
    ...summaries.map((comment) => chore('deleteIssueComment', comment.nodeId)),
    ...steps.rewrite.map(({ thread, comment }) => rewrite(thread, comment)),
    ...steps.reopen.flatMap(({ thread, comment }) => reopen(thread, comment)),
    ...steps.retire.flatMap((thread) => retire(thread, wayFor(thread, about), about.head)),
  ];
}

function chore(mutation: Chore['mutation'], id: string, more: Partial<Pick<Chore, 'body' | 'way'>> = {}): Chore {
  return { key: `${mutation} ${id}`, mutation, id, way: null, ...more };
}

/** A suggestion replaces the lines that its comment stands on, so it is kept only where those are the right ones. */
function rewrite(thread: OwnThread, comment: PlannedComment): Chore {
  const isInPlace = thread.lines?.start === comment.startLine && thread.lines.end === comment.endLine;
  const text = isInPlace ? comment.body : comment.plainBody;
  return chore('updatePullRequestReviewComment', thread.first.nodeId, { body: withMark(text, findingMark(comment.fingerprint, text)) });
}

function reopen(thread: OwnThread, comment: PlannedComment): Chore[] {
  return [
    ...(thread.isResolved ? [chore('unresolveReviewThread', thread.nodeId)] : []),
    ...(thread.first.isHidden ? [chore('unminimizeComment', thread.first.nodeId)] : []),
    ...(thread.mark.gone ? [rewrite(thread, comment)] : []),
  ];
}

/** The way that was asked for, or the next gentler one that is open. */
function wayFor(thread: OwnThread, { resolve, refused }: { readonly resolve: Resolve; readonly refused: ReadonlySet<Resolve> }): Resolve {
  const open = WAYS.slice(WAYS.indexOf(resolve)).find((way) => !refused.has(way) && (way !== 'resolve' || thread.mayResolve));
  return open ?? 'keep';
}

function retire(thread: OwnThread, way: Resolve, head: string): Chore[] {
  const { nodeId, first } = thread;
  if (way === 'resolve') return [chore('resolveReviewThread', nodeId, { way })];
  if (way === 'minimize') return [chore('minimizeComment', first.nodeId, { way })];
  if (way === 'keep') return [];
  const text = `No longer found at \`${head.slice(0, 12)}\`.\n\n<details><summary>What it said</summary>\n\n${withoutMark(first.body)}\n\n</details>`;
  const body = withMark(text, findingMark(thread.mark.fingerprint, text, true));
  return [chore('updatePullRequestReviewComment', first.nodeId, { body, way })];
}

/** What could not be done. */
export interface ChoresOutcome {
  readonly failed: readonly { readonly chore: Chore; readonly because: string; readonly isDenied: boolean }[];
}

/** Does the chores. One that is about something gone is done. Throws only when GitHub cannot be reached or limits us. */
export async function doChores(client: Client, chores: readonly Chore[]): Promise<ChoresOutcome> {
  const failed: { chore: Chore; because: string; isDenied: boolean }[] = [];
  for (let from = 0; from < chores.length; from += MOST_IN_REQUEST) {
    const batch = chores.slice(from, from + MOST_IN_REQUEST);
    try {
      const { errors } = await send(client, batch);
      batch.forEach((each, n) => {
        const error = errors.find(({ path }) => path?.[0] === `m${n}`);
        if (error === undefined || error.type === 'NOT_FOUND') return;
        failed.push({ chore: each, because: error.message, isDenied: error.type === 'FORBIDDEN' });
      });
    } catch (error) {
      if (!isFailure(error, 'denied', 'invalid', 'missing')) throw error;
      for (const each of batch) failed.push({ chore: each, because: error.message, isDenied: error.kind === 'denied' });
    }
  }
  return { failed };
}

function send(client: Client, batch: readonly Chore[]): Promise<Answer<unknown>> {
  const declared = batch.flatMap(({ body }, n) => [`$i${n}: ID!`, ...(body === undefined ? [] : [`$b${n}: String!`])]);
  const fields = batch.map(({ mutation }, n) => `m${n}: ${MUTATIONS[mutation](n)}`);
  const variables = Object.fromEntries(
    batch.flatMap(({ id, body }, n): [string, string][] => [
      [`i${n}`, id],
      ...(body === undefined ? [] : [[`b${n}`, body] as [string, string]]),
    ]),
  );
  return client.mutate(`mutation Housekeeping(${declared.join(', ')}) { ${fields.join(' ')} }`, variables, { idempotent: true });
}
