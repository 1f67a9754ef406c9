/** What people do on GitHub: open pull requests, push, talk, label, close. */
import type { Content } from './git-store.ts';
import { aNewComment, commentsOf, type StoredComment, type StoredPull, type StoredRun, type World } from './world.ts';

/** Files by path, as a commit takes them. */
export type Files = Readonly<Record<string, Content>>;

/** Pushes to a branch, on top of what it has, or instead of it. */
export function pushBranch(world: World, branch: string, files: Files, { isForced = false, message = 'Change' } = {}): string {
  const sha = world.git.commit(isForced ? undefined : world.git.resolve(`refs/heads/${branch}`), files, message);
  world.git.setRef(`refs/heads/${branch}`, sha);
  return sha;
}

/** Opens a pull request to `main`, which must be there, with one commit. */
export function openPullRequest(world: World, files: Files, about: Partial<Omit<StoredPull, 'number' | 'head'>> = {}): StoredPull {
  const number = world.pulls.size + 7;
  const { baseBranch = 'main' } = about;
  const baseCommit = world.git.resolve(`refs/heads/${baseBranch}`) ?? '';
  const head = world.git.commit(baseCommit, files, 'Change the queue');
  const pull: StoredPull = {
    number,
    title: 'Change the queue',
    body: '',
    labels: [],
    author: 'hubot',
    isDraft: false,
    state: 'OPEN',
    isFork: false,
    baseBranch,
    baseCommit,
    head,
    comments: [],
    threads: [],
    reviews: [],
    pendingReviews: new Set(),
    ...about,
  };
  world.pulls.set(number, pull);
  world.git.setRef(`refs/pull/${number}/head`, head);
  return pull;
}

/** Pushes a commit to a pull request, or replaces its commits by one. */
export function pushTo(world: World, pull: StoredPull, files: Files, { isForced = false } = {}): string {
  pull.head = world.git.commit(isForced ? pull.baseCommit : pull.head, files, 'Go on');
  pull.baseCommit = world.git.resolve(`refs/heads/${pull.baseBranch}`) ?? pull.baseCommit;
  world.git.setRef(`refs/pull/${pull.number}/head`, pull.head);
  return pull.head;
}

/** Comments in the conversation, through the page: its form sends line ends as CR LF. */
export function say(world: World, pull: StoredPull, author: string, body: string): StoredComment {
  const comment = aNewComment(world, author, body.replaceAll('\n', '\r\n'));
  pull.comments.push(comment);
  return comment;
}

/** Answers in the thread that began with this comment. */
export function reply(world: World, pull: StoredPull, comment: StoredComment, author: string, body: string): void {
  pull.threads.find((thread) => thread.comments[0] === comment)?.comments.push(aNewComment(world, author, body));
}

/** Changes a comment as somebody. */
export function edit(comment: StoredComment, editor: string, body: string): void {
  comment.body = body;
  comment.editor = editor;
}

/** Removes a comment, with its thread if it was the only one there. */
export function remove(pull: StoredPull, comment: StoredComment): void {
  pull.comments = pull.comments.filter((each) => each !== comment);
  for (const thread of pull.threads) thread.comments = thread.comments.filter((each) => each !== comment);
  pull.threads = pull.threads.filter((thread) => thread.comments.length > 0);
}

/** The comments that a login has written, hidden ones too. */
export function writtenBy(pull: StoredPull, login: string): readonly StoredComment[] {
  return commentsOf(pull).filter((comment) => comment.author === login);
}

/** A run of a workflow that is over. */
export function addRun(world: World, head: string, about: Partial<StoredRun> = {}): StoredRun {
  const run: StoredRun = {
    id: world.nextId(),
    event: 'pull_request',
    path: '.github/workflows/perf-review.yml',
    head,
    status: 'completed',
    conclusion: 'failure',
    attempt: 1,
    ...about,
  };
  world.runs.push(run);
  return run;
}
