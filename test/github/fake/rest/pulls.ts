/** Reviews and comments on code. */
import { example } from '../contract.ts';
import { anchorProblem, BODY_LIMIT, BODY_TOO_LONG, REVIEW_LIMIT, rangeOf, type WantedComment } from '../rules.ts';
import { aNewComment, type StoredPull, type StoredThread, type World } from '../world.ts';
import { type Handler, refuse, userOf } from './handler.ts';

const NOT_FOUND = refuse(404, 'Not Found');

/** All comments or none: one that cannot be placed is a 422 for the whole review (QwenLM/qwen-code#6711, reviewdog/reviewdog#1831). */
const createReview: Handler = ({ world, token, values, body }) => {
  const pull = world.pulls.get(Number(values.pull_number));
  if (pull === undefined) return NOT_FOUND;
  const { comments = [], commit_id: commit = pull.head, event, body: text = '' } = body as Partial<ReviewBody>;
  if (pull.pendingReviews.has(token.viewer)) return unprocessable('User can only have one pending review per pull request');
  if (event === undefined) {
    pull.pendingReviews.add(token.viewer);
    return { status: 200, body: reviewOf(world, pull, token.viewer, 'PENDING', commit) };
  }
  if (text.length > BODY_LIMIT) return unprocessable(BODY_TOO_LONG);
  if (text === '' && comments.length === 0) return unprocessable('Review body is missing');
  if (event === 'REQUEST_CHANGES' && text === '') return unprocessable('Review body is missing');
  if (comments.length > REVIEW_LIMIT) return unprocessable(`Review has more than ${REVIEW_LIMIT} comments`);
  const range = rangeOf(world, pull, commit);
  if (typeof range === 'string') return unprocessable(range);
  for (const comment of comments) {
    const problem = anchorProblem(world.git.hunks(range.base, range.head, comment.path, 3), comment);
    if (problem !== undefined) return unprocessable(problem);
  }
  pull.reviews.push({ id: world.nextId(), author: token.viewer, comments: comments.length, body: text });
  for (const comment of comments) addThread(world, pull, token.viewer, commit, comment);
  return { status: 200, body: reviewOf(world, pull, token.viewer, 'COMMENTED', commit) };
};

interface ReviewBody {
  readonly commit_id: string;
  readonly event: string;
  readonly body: string;
  readonly comments: readonly WantedComment[];
}

/** A single comment; only here can it be on a whole file. */
const createComment: Handler = ({ world, token, values, body }) => {
  const pull = world.pulls.get(Number(values.pull_number));
  if (pull === undefined) return NOT_FOUND;
  const { commit_id: commit, subject_type: subject, ...wanted } = body as unknown as CommentBody;
  const range = rangeOf(world, pull, commit);
  if (typeof range === 'string') return invalid(range);
  const hunks = world.git.hunks(range.base, range.head, wanted.path, 3);
  // A file that changed without lines (renamed, binary) takes a comment as a whole.
  const isChanged = world.git.differences(range.base, range.head).some((difference) => difference.path === wanted.path);
  const problem =
    subject === 'file'
      ? isChanged
        ? wanted.body.length > BODY_LIMIT
          ? BODY_TOO_LONG
          : undefined
        : 'pull_request_review_thread.path is invalid'
      : anchorProblem(hunks, wanted);
  if (problem !== undefined) return invalid(problem);
  const { path, body: text } = wanted;
  const thread = addThread(world, pull, token.viewer, commit, subject === 'file' ? { path, body: text } : wanted);
  const { id = 0, createdAt } = thread.comments[0] ?? {};
  const answer = example('pull-request-review-comment', {
    id,
    path,
    body: text,
    commit_id: commit,
    user: userOf(world, token.viewer),
    created_at: createdAt,
    _links: { self: LINK, html: LINK, pull_request: LINK },
  });
  return { status: 201, body: answer };
};

interface CommentBody extends WantedComment {
  readonly commit_id: string;
  readonly subject_type?: 'line' | 'file';
}

const LINK = { href: 'https://github.example/' };

function addThread(world: World, pull: StoredPull, author: string, commit: string, comment: WantedComment): StoredThread {
  const thread: StoredThread = {
    id: world.nextId(),
    path: comment.path,
    commit,
    startLine: comment.start_line ?? null,
    line: comment.line ?? null,
    resolvedBy: null,
    comments: [aNewComment(world, author, comment.body)],
  };
  pull.threads.push(thread);
  return thread;
}

function reviewOf(world: World, pull: StoredPull, login: string, state: string, commit: string): unknown {
  return example('pull-request-review', {
    id: pull.reviews.at(-1)?.id ?? world.nextId(),
    user: userOf(world, login),
    state,
    commit_id: commit,
    _links: { html: LINK, pull_request: LINK },
  });
}

/** The form of `validation-error-simple`. */
function unprocessable(problem: string): ReturnType<Handler> {
  return refuse(422, 'Unprocessable Entity', [problem]);
}

/** The form of `validation-error`. */
function invalid(problem: string): ReturnType<Handler> {
  return refuse(422, 'Validation Failed', [{ resource: 'PullRequestReviewComment', code: 'custom', field: 'line', message: problem }]);
}

/** Handlers by route. */
export const PULL_HANDLERS: Readonly<Record<string, Handler>> = {
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': createReview,
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments': createComment,
};
