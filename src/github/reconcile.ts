/** What is there and what should be there -> what to do. Pure, so that any state that a crash or a race leaves behind can be tried. */
import type { PostedComment } from './conversation.ts';
import { digestOf, type Mark, readMark } from './marks.ts';
import { type Memory, mergeMemories, NO_MEMORY } from './memory.ts';
import type { Posted, PostedThread } from './posted.ts';

/** What happens to an own comment whose finding is gone. */
export type Resolve = 'resolve' | 'minimize' | 'edit' | 'keep';

/** A finding as it would stand on its lines. Bodies carry no mark. */
export interface PlannedComment {
  readonly fingerprint: string;
  readonly path: string;
  /** Lines of the head, those of the suggestion if there is one. */
  readonly startLine: number;
  readonly endLine: number;
  readonly body: string;
  /** The body without its suggestion, for a place where that would replace the wrong lines. */
  readonly plainBody: string;
}

/** The inline comments that should stand. */
export interface InlinePlan {
  /** One for each new finding, worst first; more than `most` are given, so that what is there still is told from what is gone. */
  readonly comments: readonly PlannedComment[];
  /** Live inline comments on the pull request, those that stand already included. */
  readonly most: number;
  readonly resolve: Resolve;
  /** Files that could not be read: their comments stay, because their findings are unknown. */
  readonly unread: ReadonlySet<string>;
}

/** An own thread, with what its mark says. */
export interface OwnThread extends PostedThread {
  readonly mark: Extract<Mark, { readonly kind: 'finding' }>;
}

/** What to do about inline comments. */
export interface InlineSteps {
  readonly post: readonly PlannedComment[];
  /** Own comments whose text is out of date, and what it should be. */
  readonly rewrite: readonly { readonly thread: OwnThread; readonly comment: PlannedComment }[];
  /** Own comments that were closed when their finding went, and it is back. */
  readonly reopen: readonly { readonly thread: OwnThread; readonly comment: PlannedComment }[];
  /** Own comments whose finding is gone. */
  readonly retire: readonly OwnThread[];
  /** Second comments for the same finding, from runs at the same time. */
  readonly remove: readonly OwnThread[];
  /** Fingerprints of the findings that have a comment, or had one that a person closed. */
  readonly standing: ReadonlySet<string>;
}

/** Compares inline comments. `rejected` are fingerprints that GitHub would not take in this run. */
export function reconcileInline(posted: Posted, plan: InlinePlan, rejected: ReadonlySet<string>): InlineSteps {
  const { keepers, remove } = pickKeepers(posted.threads.flatMap(toOwnThread));
  const planned = new Map(plan.comments.map((comment) => [comment.fingerprint, comment]));
  const rewrite: { thread: OwnThread; comment: PlannedComment }[] = [];
  const reopen: typeof rewrite = [];
  const retire: OwnThread[] = [];
  let live = 0;
  for (const thread of keepers.values()) {
    const comment = planned.get(thread.mark.fingerprint);
    const mayTouch = !isTouched(thread);
    if (comment === undefined) {
      const isGone = isLive(thread) && mayTouch && plan.resolve !== 'keep' && !plan.unread.has(thread.path);
      if (isGone) retire.push(thread);
      else if (isLive(thread)) live += 1;
    } else if (isLive(thread)) {
      live += 1;
      if (mayTouch && !isUpToDate(thread, comment)) rewrite.push({ thread, comment });
    } else if (mayTouch && isClosedByUs(thread)) {
      live += 1;
      reopen.push({ thread, comment });
    }
  }
  const open = [...planned.values()].filter(({ fingerprint }) => !keepers.has(fingerprint) && !rejected.has(fingerprint));
  const post = open.slice(0, Math.max(0, plan.most - live));
  const standing = new Set([...keepers.keys()].filter((fingerprint) => planned.has(fingerprint)));
  return { post, rewrite, reopen, retire, remove, standing };
}

/** Either body counts as up to date: which one stands depends on where it could be put. */
function isUpToDate(thread: OwnThread, comment: PlannedComment): boolean {
  return thread.mark.digest === digestOf(comment.body) || thread.mark.digest === digestOf(comment.plainBody);
}

function toOwnThread(thread: PostedThread): OwnThread[] {
  const mark = thread.first.isOwn ? readMark(thread.first.body) : undefined;
  return mark?.kind === 'finding' ? [{ ...thread, mark }] : [];
}

/** For each fingerprint the thread that people answered in, else the oldest; the others go, unless people answered there too. */
function pickKeepers(threads: readonly OwnThread[]): {
  readonly keepers: ReadonlyMap<string, OwnThread>;
  readonly remove: readonly OwnThread[];
} {
  const keepers = new Map<string, OwnThread>();
  const remove: OwnThread[] = [];
  const order = [...threads].sort((a, b) => Number(isTouched(b)) - Number(isTouched(a)) || a.first.id - b.first.id);
  for (const thread of order) {
    const { fingerprint } = thread.mark;
    if (!keepers.has(fingerprint)) keepers.set(fingerprint, thread);
    else if (!isTouched(thread)) remove.push(thread);
  }
  return { keepers, remove };
}

/** Somebody else has replied, or changed the comment: it is a discussion now, and not ours to close. */
function isTouched(thread: PostedThread): boolean {
  return thread.replies > 0 || thread.first.isEditedByOther;
}

function isLive(thread: OwnThread): boolean {
  return !thread.isResolved && !thread.first.isHidden && !thread.mark.gone;
}

/** We hide as outdated; a person who hides or resolves a comment has dismissed it. */
function isClosedByUs(thread: OwnThread): boolean {
  if (thread.isResolved && thread.resolvedBy !== null && thread.resolvedBy !== thread.first.author) return false;
  return !thread.first.isHidden || thread.first.hiddenBecause === 'outdated';
}

/** An own summary, with what its mark says. */
export interface OwnSummary extends PostedComment {
  readonly mark: Extract<Mark, { readonly kind: 'summary' }>;
}

/** The summary that is kept up to date (the oldest), and second ones from runs at the same time. */
export function findSummaries(comments: readonly PostedComment[]): {
  readonly summary: OwnSummary | undefined;
  readonly remove: readonly OwnSummary[];
} {
  const [summary, ...remove] = comments
    .flatMap((comment): OwnSummary[] => {
      const mark = comment.isOwn ? readMark(comment.body) : undefined;
      return mark?.kind === 'summary' ? [{ ...comment, mark }] : [];
    })
    .sort((a, b) => a.id - b.id);
  return { summary, remove };
}

/**
 * What is remembered in the own comments of a conversation. A comment that somebody else edited is not believed, and a decision ends
 * when the comment that gave it is deleted.
 */
export function readMemory(conversation: readonly PostedComment[]): Memory {
  const { summary, remove } = findSummaries(conversation);
  const memory = [...(summary === undefined ? [] : [summary]), ...remove]
    .filter((comment) => !comment.isEditedByOther)
    .reduce((all, comment) => mergeMemories(all, comment.mark.memory), NO_MEMORY);
  const present = new Set(conversation.map((comment) => comment.id));
  return { ...memory, decisions: memory.decisions.filter((decision) => present.has(decision.comment)) };
}
