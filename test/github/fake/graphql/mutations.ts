/** The mutations that the Action uses. */
import { BODY_LIMIT, BODY_TOO_LONG } from '../rules.ts';
import { aNewComment, commentsOf, type StoredComment, type StoredPull, type StoredThread } from '../world.ts';
import { failure } from './connection.ts';
import { type Context, issueCommentNode, pullNode } from './objects.ts';

/** Carries out a mutation, given its input, and gives its payload. */
export type Mutation = (context: Context, input: Readonly<Record<string, string>>) => unknown;

const PAYLOAD = { clientMutationId: null };

/** Mutations by name. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  addComment: (context, { subjectId = '', body = '' }) => {
    const pull = [...context.world.pulls.values()].find((each) => `PR_${each.number}` === subjectId);
    if (pull === undefined) throw notFound(subjectId);
    checkBody(body);
    pull.comments.push(aNewComment(context.world, context.token.viewer, body));
    return { ...PAYLOAD, subject: pullNode(context, pull) };
  },
  updateIssueComment: (context, { id = '', body = '' }) => {
    const { pull, comment } = findComment(context, id, 'IC_');
    edit(context, comment, body);
    return { ...PAYLOAD, issueComment: issueCommentNode(context, pull, comment) };
  },
  deleteIssueComment: (context, { id = '' }) => {
    const { pull, comment } = findComment(context, id, 'IC_');
    checkRight(context, comment);
    pull.comments = pull.comments.filter((each) => each !== comment);
    return PAYLOAD;
  },
  updatePullRequestReviewComment: (context, { pullRequestReviewCommentId = '', body = '' }) => {
    edit(context, findComment(context, pullRequestReviewCommentId, 'PRRC_').comment, body);
    return PAYLOAD;
  },
  /** A thread goes with its last comment. */
  deletePullRequestReviewComment: (context, { id = '' }) => {
    const { pull, comment } = findComment(context, id, 'PRRC_');
    checkRight(context, comment);
    for (const thread of pull.threads) thread.comments = thread.comments.filter((each) => each !== comment);
    pull.threads = pull.threads.filter((thread) => thread.comments.length > 0);
    return PAYLOAD;
  },
  minimizeComment: (context, { subjectId = '', classifier = '' }) => {
    const { comment } = findComment(context, subjectId, 'IC_', 'PRRC_');
    // The reason is told in another spelling than it is given in (the schema's own words).
    comment.hiddenBecause = classifier.toLowerCase().replaceAll('_', '-');
    return PAYLOAD;
  },
  unminimizeComment: (context, { subjectId = '' }) => {
    findComment(context, subjectId, 'IC_', 'PRRC_').comment.hiddenBecause = null;
    return PAYLOAD;
  },
  resolveReviewThread: (context, { threadId = '' }) => {
    findThread(context, threadId).resolvedBy = context.token.viewer;
    return PAYLOAD;
  },
  unresolveReviewThread: (context, { threadId = '' }) => {
    findThread(context, threadId).resolvedBy = null;
    return PAYLOAD;
  },
};

function edit(context: Context, comment: StoredComment, body: string): void {
  checkRight(context, comment);
  checkBody(body);
  comment.body = body;
  comment.editor = context.token.viewer;
}

function checkBody(body: string): void {
  if (body.trim() === '') throw failure('UNPROCESSABLE', "Body can't be blank");
  if (body.length > BODY_LIMIT) throw failure('UNPROCESSABLE', BODY_TOO_LONG);
}

/** Who may write in the repository may change anybody's comment there: authorship is not proven by who could edit. */
function checkRight({ world, token }: Context, comment: StoredComment): void {
  const level = world.accounts.get(token.viewer)?.permission;
  if (comment.author !== token.viewer && level !== 'admin' && level !== 'write') {
    throw failure('FORBIDDEN', `${token.viewer} does not have permission to change this comment`);
  }
}

function findComment(
  { world }: Context,
  id: string,
  ...prefixes: readonly string[]
): { readonly pull: StoredPull; readonly comment: StoredComment } {
  for (const pull of world.pulls.values()) {
    const comment = commentsOf(pull).find((each) => prefixes.some((prefix) => `${prefix}${each.id}` === id));
    const isOfKind = comment !== undefined && id.startsWith(pull.comments.includes(comment) ? 'IC_' : 'PRRC_');
    if (comment !== undefined && isOfKind) return { pull, comment };
  }
  throw notFound(id);
}

function findThread({ world }: Context, id: string): StoredThread {
  const thread = [...world.pulls.values()].flatMap((pull) => pull.threads).find((each) => `PRRT_${each.id}` === id);
  // The id of a comment is not that of its thread (git-bot-feedback).
  if (thread === undefined) throw notFound(id);
  return thread;
}

function notFound(id: string): Error {
  return failure('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}
