/** What GraphQL tells about the repository, its git objects and its pull requests. */
import type { GitStore, StoredEntry } from '../git-store.ts';
import type { Token } from '../permissions.ts';
import { placeOf, TEXT_LIMIT } from '../rules.ts';
import type { StoredComment, StoredPull, StoredThread, World } from '../world.ts';
import { connection, failure, type PageArguments } from './connection.ts';

/** Who asks, and what there is. */
export interface Context {
  readonly world: World;
  readonly token: Token;
}

/** The repository of the world. */
export function repositoryNode({ world, token }: Context): unknown {
  return {
    __typename: 'Repository',
    id: 'R_1',
    pullRequest: ({ number }: { readonly number: number }) => {
      const pull = world.pulls.get(number);
      if (pull === undefined) throw failure('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`);
      return pullNode({ world, token }, pull);
    },
    // Those with any of the labels, by their case or not; the order is that of the last change, for which the number stands here.
    pullRequests: ({ labels, ...page }: PageArguments & { readonly labels?: readonly string[] | null }) => {
      const wanted = new Set(labels?.map((label) => label.toLowerCase()));
      const pulls = [...world.pulls.values()].filter((pull) => !labels || pull.labels.some((label) => wanted.has(label.toLowerCase())));
      return connection(
        pulls.sort((a, b) => b.number - a.number).map((pull) => pullNode({ world, token }, pull)),
        page,
      );
    },
    object: ({ oid, expression }: { readonly oid?: string; readonly expression?: string }) => objectNode(world, oid ?? expression ?? ''),
  };
}

function objectNode({ git }: World, sha: string): unknown {
  const kind = git.kindOf(sha);
  if (kind === 'commit') return commitNode(git, sha);
  if (kind === 'tree') return treeNode(git, sha);
  return kind === 'blob' ? blobNode(git, sha) : null;
}

function commitNode(git: GitStore, sha: string): unknown {
  return {
    __typename: 'Commit',
    id: `C_${sha}`,
    oid: sha,
    message: () => git.about(sha).message,
    history: (page: PageArguments) =>
      connection(
        git.history(sha).map((one) => commitNode(git, one)),
        page,
      ),
    file: ({ path }: { readonly path: string }) => {
      const entry = git.entries(sha).get(path);
      return entry === undefined ? null : entryNode(git, entry);
    },
  };
}

function treeNode(git: GitStore, sha: string): unknown {
  const entries = [...git.entries(sha).values()].filter((entry) => !entry.path.includes('/'));
  return { __typename: 'Tree', id: `T_${sha}`, oid: sha, entries: entries.map((entry) => entryNode(git, entry)) };
}

function entryNode(git: GitStore, { path, mode, type, sha }: StoredEntry): unknown {
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    // A number whose octal digits are git's mode.
    mode: Number.parseInt(mode, 8),
    type,
    oid: sha,
    object: () => (type === 'blob' ? blobNode(git, sha) : type === 'tree' ? treeNode(git, sha) : null),
  };
}

/** Text is cut at a limit, absent for what GitHub takes for binary, and never with bytes that are no UTF-8. */
function blobNode(git: GitStore, sha: string): unknown {
  const bytes = git.blob(sha) ?? Buffer.alloc(0);
  const isBinary = bytes.includes(0);
  const isTruncated = bytes.length > TEXT_LIMIT;
  return {
    __typename: 'Blob',
    id: `B_${sha}`,
    oid: sha,
    byteSize: bytes.length,
    isBinary,
    isTruncated,
    text: isBinary ? null : bytes.subarray(0, TEXT_LIMIT).toString('utf8'),
  };
}

/** A pull request. */
export function pullNode(context: Context, pull: StoredPull): unknown {
  const { world } = context;
  const { git } = world;
  return {
    __typename: 'PullRequest',
    id: `PR_${pull.number}`,
    number: pull.number,
    title: pull.title,
    body: pull.body,
    isDraft: pull.isDraft,
    state: pull.state,
    isCrossRepository: pull.isFork,
    baseRefName: pull.baseBranch,
    baseRefOid: pull.baseCommit,
    headRefOid: pull.head,
    changedFiles: () => git.differences(git.mergeBase(pull.baseCommit, pull.head) ?? pull.baseCommit, pull.head).length,
    author: actorNode(world, pull.author),
    labels: (page: PageArguments) =>
      connection(
        pull.labels.map((name) => ({ name, id: `LA_${name}` })),
        page,
      ),
    baseRef: () => {
      const tip = git.resolve(`refs/heads/${pull.baseBranch}`);
      return tip === undefined ? null : { id: `REF_${pull.baseBranch}`, target: commitNode(git, tip) };
    },
    commits: (page: PageArguments) => {
      // The first 250, as on the page (docs.github.com/rest/pulls/pulls, "List commits on a pull request").
      const shas = git.commits(pull.baseCommit, pull.head).slice(0, 250);
      return connection(
        shas.map((sha) => ({ id: `PRC_${sha}`, commit: commitNode(git, sha) })),
        page,
      );
    },
    comments: (page: PageArguments) =>
      connection(
        pull.comments.map((comment) => issueCommentNode(context, pull, comment)),
        page,
      ),
    reviewThreads: (page: PageArguments) =>
      connection(
        pull.threads.map((thread) => threadNode(context, pull, thread)),
        page,
      ),
  };
}

/** A comment of the conversation. */
export function issueCommentNode(context: Context, pull: StoredPull, comment: StoredComment): unknown {
  return {
    ...commentFields(context, comment),
    __typename: 'IssueComment',
    id: `IC_${comment.id}`,
    pullRequest: () => pullNode(context, pull),
  };
}

function threadNode(context: Context, pull: StoredPull, thread: StoredThread): unknown {
  const { world, token } = context;
  const place = placeOf(world, pull, thread);
  return {
    __typename: 'PullRequestReviewThread',
    id: `PRRT_${thread.id}`,
    path: thread.path,
    ...place,
    isResolved: thread.resolvedBy !== null,
    // A `User`; a bot is none, and not named.
    resolvedBy:
      thread.resolvedBy === null || world.accounts.get(thread.resolvedBy)?.type !== 'User' ? null : actorNode(world, thread.resolvedBy),
    viewerCanResolve: token.permissions.contents === 'write' && thread.resolvedBy === null,
    comments: (page: PageArguments) =>
      connection(
        thread.comments.map((comment) => ({ ...commentFields(context, comment), id: `PRRC_${comment.id}` })),
        page,
      ),
  };
}

function commentFields({ world, token }: Context, comment: StoredComment): Readonly<Record<string, unknown>> {
  return {
    databaseId: comment.id,
    body: comment.body,
    createdAt: comment.createdAt,
    isMinimized: comment.hiddenBecause !== null,
    minimizedReason: comment.hiddenBecause,
    viewerDidAuthor: comment.author === token.viewer,
    author: actorNode(world, comment.author),
    editor: comment.editor === null ? null : actorNode(world, comment.editor),
  };
}

/** GraphQL names a bot without the suffix that REST gives it (platisd/clang-tidy-pr-comments); a deleted account is nobody. */
function actorNode(world: World, login: string): unknown {
  const account = world.accounts.get(login);
  return account === undefined ? null : { __typename: account.type, id: `U_${login}`, login };
}
