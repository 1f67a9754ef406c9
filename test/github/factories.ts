import type { PostedComment } from '../../src/github/conversation.ts';
import { withMark } from '../../src/github/marks.ts';
import { findingMark } from '../../src/github/post-review.ts';
import type { Posted, PostedThread } from '../../src/github/posted.ts';
import type { InlinePlan, PlannedComment } from '../../src/github/reconcile.ts';

/** A comment of our own. */
export function aComment(overrides: Partial<PostedComment> = {}): PostedComment {
  return {
    nodeId: 'IC_1',
    id: 1,
    author: 'github-actions',
    isBot: true,
    isOwn: true,
    isEditedByOther: false,
    body: '',
    createdAt: '2026-01-01T10:00:00Z',
    isHidden: false,
    hiddenBecause: null,
    ...overrides,
  };
}

/** A comment of a person. */
export function aRemark(overrides: Partial<PostedComment> = {}): PostedComment {
  return aComment({ nodeId: 'IC_2', id: 2, author: 'hubot', isBot: false, isOwn: false, ...overrides });
}

/** A finding as it should stand. */
export function aPlannedComment(overrides: Partial<PlannedComment> = {}): PlannedComment {
  return {
    fingerprint: 'f1',
    path: 'core/queue.cc',
    startLine: 10,
    endLine: 10,
    body: 'Copies.\n\n```suggestion\nfixed\n```',
    plainBody: 'Copies.',
    ...overrides,
  };
}

/** Our thread for a planned comment, live and up to date. */
export function aThread(
  comment: PlannedComment = aPlannedComment(),
  overrides: Partial<PostedThread> = {},
  first: Partial<PostedComment> = {},
): PostedThread {
  return {
    nodeId: 'PRRT_1',
    path: comment.path,
    lines: { start: comment.startLine, end: comment.endLine },
    isResolved: false,
    resolvedBy: null,
    mayResolve: true,
    replies: 0,
    first: aComment({ nodeId: 'PRRC_1', body: withMark(comment.body, findingMark(comment.fingerprint, comment.body)), ...first }),
    ...overrides,
  };
}

/** An open pull request under which nothing stands. */
export function aPosted(overrides: Partial<Posted> = {}): Posted {
  return { nodeId: 'PR_1', head: 'a'.repeat(40), isOpen: true, comments: [], threads: [], ...overrides };
}

/** A plan without findings. */
export function anInlinePlan(overrides: Partial<InlinePlan> = {}): InlinePlan {
  return { comments: [], most: 25, resolve: 'minimize', unread: new Set(), ...overrides };
}
