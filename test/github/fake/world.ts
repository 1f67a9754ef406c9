/** What GitHub remembers: one repository with its pull requests, comments, reviews, check runs and workflow runs. Plain data that changes. */
import type { GitStore } from './git-store.ts';

/** Somebody with an account. */
export interface Account {
  readonly login: string;
  readonly type: 'User' | 'Bot';
  /** What the account may do in the repository. */
  readonly permission: 'admin' | 'write' | 'read' | 'none';
}

/** A comment of the conversation or of a review thread. */
export interface StoredComment {
  readonly id: number;
  readonly author: string;
  /** Login of the last one who changed it. */
  editor: string | null;
  body: string;
  readonly createdAt: string;
  /** In lower case, as `minimizedReason` has it; null when it is not hidden. */
  hiddenBecause: string | null;
  readonly reactions: { readonly id: number; readonly login: string; readonly content: string }[];
}

/** A thread on code. Lines are those of `commit`; null on a whole file. */
export interface StoredThread {
  readonly id: number;
  readonly path: string;
  readonly commit: string;
  readonly startLine: number | null;
  readonly line: number | null;
  resolvedBy: string | null;
  comments: StoredComment[];
}

/** A pull request. */
export interface StoredPull {
  readonly number: number;
  title: string;
  body: string;
  labels: string[];
  readonly author: string;
  isDraft: boolean;
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly isFork: boolean;
  readonly baseBranch: string;
  /** Tip of the base as it was when the head was pushed last. */
  baseCommit: string;
  head: string;
  comments: StoredComment[];
  threads: StoredThread[];
  /** Submitted reviews, by how many comments each brought. */
  readonly reviews: { readonly id: number; readonly author: string; readonly comments: number; readonly body: string }[];
  /** Logins that have a review which is not submitted. */
  readonly pendingReviews: Set<string>;
}

/** A check run. */
export interface StoredCheck {
  readonly id: number;
  readonly name: string;
  readonly head: string;
  readonly author: string;
  readonly externalId: string | null;
  status: string;
  conclusion: string | null;
  title: string | null;
  summary: string | null;
  readonly annotations: Readonly<Record<string, unknown>>[];
}

/** A run of a workflow. */
export interface StoredRun {
  readonly id: number;
  readonly event: string;
  readonly path: string;
  readonly head: string;
  status: 'completed' | 'in_progress' | 'queued';
  conclusion: string | null;
  attempt: number;
}

/** Everything that GitHub holds. */
export interface World {
  readonly owner: string;
  readonly name: string;
  readonly git: GitStore;
  readonly accounts: Map<string, Account>;
  readonly pulls: Map<number, StoredPull>;
  readonly checks: StoredCheck[];
  readonly runs: StoredRun[];
  /** Entries above which a recursive tree is cut. */
  treeLimit: number;
  /** A new id, larger than all before. */
  readonly nextId: () => number;
  /** The time, a second later at each call (ISO 8601, whole seconds as GitHub has them). */
  readonly now: () => string;
}

/** Login of the account behind a job's own token. */
export const ACTIONS_BOT = 'github-actions';

/** A repository with nothing but accounts: an owner, a colleague who may write, a reader, and the bot of Actions. */
export function createWorld(git: GitStore): World {
  const accounts: Account[] = [
    { login: 'octocat', type: 'User', permission: 'admin' },
    { login: 'mona', type: 'User', permission: 'write' },
    { login: 'hubot', type: 'User', permission: 'read' },
    { login: 'stranger', type: 'User', permission: 'none' },
    { login: ACTIONS_BOT, type: 'Bot', permission: 'write' },
  ];
  let id = 1000;
  let time = Date.parse('2026-01-01T00:00:00Z');
  return {
    owner: 'octocat',
    name: 'kernel',
    git,
    accounts: new Map(accounts.map((account) => [account.login, account])),
    pulls: new Map(),
    checks: [],
    runs: [],
    treeLimit: 100_000,
    nextId: () => {
      id += 1;
      return id;
    },
    now: () => {
      time += 1000;
      return new Date(time).toISOString().replace('.000Z', 'Z');
    },
  };
}

/** All comments of a pull request: those of the conversation and those on code. */
export function commentsOf(pull: StoredPull): readonly StoredComment[] {
  return [...pull.comments, ...pull.threads.flatMap((thread) => thread.comments)];
}

/** A new comment. */
export function aNewComment(world: World, author: string, body: string): StoredComment {
  return { id: world.nextId(), author, editor: null, body, createdAt: world.now(), hiddenBecause: null, reactions: [] };
}
