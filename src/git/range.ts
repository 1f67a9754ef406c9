import { UserError } from '../user-error.ts';
import { GitFailure, GitMissing, runGit } from './git.ts';
import type { Objects } from './objects.ts';

/** Where `git` found a repository. */
export interface Repository {
  /** Name of its folder. */
  readonly name: string;
  readonly isShallow: boolean;
}

/** Looks for a repository at or above the directory. Throws a UserError that says what is wrong. */
export async function findRepository(directory: string): Promise<Repository> {
  try {
    const output = await runGit(directory, ['rev-parse', '--is-shallow-repository', '--absolute-git-dir']);
    const [shallow, folder] = output.toString('utf8').split('\n');
    return { name: repositoryName(folder ?? ''), isShallow: shallow === 'true' };
  } catch (error) {
    if (error instanceof GitMissing) throw new UserError('git could not be started; install git 2.31 or newer and put it on the PATH.');
    if (!(error instanceof GitFailure)) throw error;
    if (error.message.includes('not a git repository'))
      throw new UserError(`${directory} is not in a git repository; name one with --repo DIR.`);
    if (error.message.includes('cannot change to'))
      throw new UserError(`There is no folder ${directory}; name a git repository with --repo DIR.`);
    if (error.message.includes('dubious ownership')) {
      throw new UserError(`${directory} belongs to another user; allow it with \`git config --global --add safe.directory ${directory}\`.`);
    }
    throw new UserError(`git could not open the repository at ${directory}: ${error.message}`);
  }
}

/** `/x/name/.git`, `/x/name.git`, `/x/name/.git/worktrees/other` → `name`. */
function repositoryName(folder: string): string {
  const main = folder.replace(/\/worktrees\/[^/]+$/, '').replace(/\/\.git$/, '');
  return main.slice(main.lastIndexOf('/') + 1).replace(/\.git$/, '');
}

/** What a range compares: two commits by full SHA. The base is the empty tree for a first commit. */
export interface Range {
  readonly base: string;
  readonly head: string;
}

/** Where the default branch is looked for, in this order. */
const DEFAULT_BRANCHES = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/upstream/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
  'refs/heads/trunk',
];

/**
 * The commits that a range means. `A..B`: A and B. `A...B`: their merge base, and B. A missing side is HEAD. None: the merge base of the
 * default branch and HEAD, and HEAD. One revision: likewise from the default branch; but a commit that the default branch already has is
 * compared with its first parent. Throws a UserError for what does not exist.
 */
export async function resolveRange(directory: string, range: string | undefined, objects: Objects, repository: Repository): Promise<Range> {
  const commit = (name: string) => resolveCommit(name, objects, repository);
  const parts = /^(.*?)(\.\.\.?)(.*)$/.exec(range ?? '');
  if (parts) {
    const [from, to] = [await commit(parts[1] || 'HEAD'), await commit(parts[3] || 'HEAD')];
    return { base: parts[2] === '..' ? from : await mergeBase(directory, from, to, range ?? '', repository), head: to };
  }
  const head = await commit(range ?? 'HEAD');
  const branch = await defaultBranch(objects);
  if (branch === undefined && range === undefined) {
    throw new UserError('The repository has no default branch (origin/HEAD, main, master); name a range, as in `perf-review review A..B`.');
  }
  const base = branch === undefined ? head : await mergeBase(directory, branch, head, range ?? 'HEAD', repository);
  if (base !== head || range === undefined) return { base, head };
  return { base: await firstParent(directory, head, objects, repository), head };
}

async function resolveCommit(name: string, objects: Objects, { isShallow }: Repository): Promise<string> {
  const found = await objects.read(`${name}^{commit}`);
  if (found.state === 'read' || found.state === 'large') return found.id;
  if (found.state === 'ambiguous') throw new UserError(`\`${name}\` names several objects; write more of the SHA.`);
  const remedy = isShallow
    ? 'the clone is shallow, so fetch it with `git fetch --unshallow` (`fetch-depth: 0` in actions/checkout).'
    : 'check the spelling, or fetch it.';
  throw new UserError(`There is no commit \`${name}\` in this repository; ${remedy}`);
}

async function defaultBranch(objects: Objects): Promise<string | undefined> {
  const found = await Promise.all(DEFAULT_BRANCHES.map((name) => objects.read(`${name}^{commit}`)));
  const first = found.find((object) => object.state === 'read');
  return first?.state === 'read' ? first.id : undefined;
}

async function mergeBase(directory: string, a: string, b: string, range: string, { isShallow }: Repository): Promise<string> {
  try {
    return (await runGit(directory, ['merge-base', a, b])).toString('utf8').trim();
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    const remedy = isShallow
      ? 'the clone is shallow, so fetch the history with `git fetch --unshallow` (`fetch-depth: 0` in actions/checkout)'
      : 'compare two commits directly with `A..B`';
    throw new UserError(`\`${range}\` has no merge base in this repository; ${remedy}.`);
  }
}

async function firstParent(directory: string, commit: string, objects: Objects, repository: Repository): Promise<string> {
  const object = await objects.read(commit);
  const parent =
    object.state === 'read' ? /^parent ([0-9a-f]+)$/m.exec(object.bytes.toString('latin1').split('\n\n')[0] ?? '')?.[1] : undefined;
  if (parent !== undefined) return resolveCommit(parent, objects, repository);
  return (await runGit(directory, ['hash-object', '-t', 'tree', '--stdin'])).toString('utf8').trim();
}
