/**
 * Which files differ between two commits. GitHub's lists of changed files end at 300 (compare) or 3,000 (pull request) without saying
 * so, and hold rows whose counts are wrong (github.com/orgs/community/discussions/213491); so only a short list whose length is right is
 * believed, and everything else is found by comparing two whole trees.
 */
import type { Change, Commit } from '../pull-request.ts';
import type { Client } from './client.ts';
import type { Repository } from './conversation.ts';
import { readDifferingFiles, readTree, type Tree, type TreeFile } from './trees.ts';

/** One changed file without its texts. */
export interface ChangedFile extends Pick<Change, 'path' | 'previousPath' | 'status' | 'kind'> {
  /** Bytes at the base and at the head, where they are known. */
  readonly sizeBefore?: number;
  readonly sizeAfter?: number;
}

/** What differs, and from where. */
export interface Comparison {
  /** The merge base. */
  readonly base: string;
  readonly files: readonly ChangedFile[];
  /** Between base and head, oldest first, the first 100; empty where `expected` was given. */
  readonly commits: readonly Commit[];
  /** The head's tree, when it had to be read. */
  readonly headTree: Tree | null;
}

/** The compare API lists so many files at most. */
const COMPARE_CAP = 300;

/**
 * Compares `head` with its merge base with `base`, as GitHub's "Files changed" does. `expected` is the number of files that GitHub counts
 * for the pull request, if it is known.
 */
export async function compareCommits(
  client: Client,
  repository: Repository,
  { base, head, expected }: { readonly base: string; readonly head: string; readonly expected: number | null },
): Promise<Comparison> {
  const compared = await client.rest('GET /repos/{owner}/{repo}/compare/{basehead}', {
    owner: repository.owner,
    repo: repository.name,
    basehead: `${base}...${head}`,
    // The commits of a pull request are listed elsewhere; the files are on the first page whatever its size.
    per_page: expected === null ? 100 : 1,
    page: 1,
  });
  const mergeBase = compared.merge_base_commit.sha;
  const commits = expected === null ? compared.commits.map(({ sha, commit }) => ({ sha, message: commit.message })) : [];
  const listed = compared.files ?? [];
  if (listed.length < COMPARE_CAP && (expected === null || listed.length === expected)) {
    const files = listed.flatMap((file) => toChangedFile(file.status, file.filename, file.previous_filename));
    return { base: mergeBase, commits, files, headTree: null };
  }
  const [before, after] = await Promise.all([readTree(client, repository, mergeBase), readTree(client, repository, head)]);
  if (before.isWhole && after.isWhole) return { base: mergeBase, commits, files: compareTrees(before.files, after.files), headTree: after };
  const differing = await readDifferingFiles(client, repository, mergeBase, head);
  return { base: mergeBase, commits, files: compareTrees(differing.before, differing.after), headTree: after };
}

function toChangedFile(status: string, path: string, previous: string | undefined): ChangedFile[] {
  const file = { path, previousPath: null, kind: 'file' } as const;
  if (status === 'unchanged') return [];
  if (status === 'added' || status === 'copied') return [{ ...file, status: 'added' }];
  if (status === 'removed') return [{ ...file, status: 'deleted' }];
  if (status === 'renamed' && previous !== undefined) return [{ ...file, previousPath: previous, status: 'renamed' }];
  return [{ ...file, status: 'modified' }];
}

/** What differs between two trees. A file that is gone and one that is new are one renamed file when their content is the same, or their name and no other's. */
export function compareTrees(before: ReadonlyMap<string, TreeFile>, after: ReadonlyMap<string, TreeFile>): readonly ChangedFile[] {
  const changes: ChangedFile[] = [];
  const added: [string, TreeFile][] = [];
  for (const [path, file] of after) {
    const old = before.get(path);
    if (old === undefined) added.push([path, file]);
    else if (old.sha !== file.sha || old.kind !== file.kind) {
      changes.push({ path, previousPath: null, status: 'modified', kind: file.kind, ...sizes(old, file) });
    }
  }
  const deleted = new Map([...before].filter(([path]) => !after.has(path)));
  const renames = pairRenames(deleted, added);
  for (const [path, file] of added) {
    const previousPath = renames.get(path) ?? null;
    const old = previousPath === null ? undefined : deleted.get(previousPath);
    if (previousPath !== null) deleted.delete(previousPath);
    changes.push({ path, previousPath, status: previousPath === null ? 'added' : 'renamed', kind: file.kind, ...sizes(old, file) });
  }
  for (const [path, file] of deleted) {
    changes.push({ path, previousPath: null, status: 'deleted', kind: file.kind, ...sizes(file, undefined) });
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function sizes(before: TreeFile | undefined, after: TreeFile | undefined): Pick<ChangedFile, 'sizeBefore' | 'sizeAfter'> {
  return {
    ...(before?.size === undefined ? {} : { sizeBefore: before.size }),
    ...(after?.size === undefined ? {} : { sizeAfter: after.size }),
  };
}

/** New path to old path. Same content first, and of several the one of the same name; then a name that only one file on each side has. */
function pairRenames(deleted: ReadonlyMap<string, TreeFile>, added: readonly (readonly [string, TreeFile])[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const free = new Set(deleted.keys());
  const pair = (path: string, previous: string | undefined): void => {
    if (previous === undefined || !free.delete(previous)) return;
    pairs.set(path, previous);
  };
  const bySha = groupBy([...deleted], ([, file]) => `${file.kind} ${file.sha}`);
  for (const [path, file] of added) {
    const same = (bySha.get(`${file.kind} ${file.sha}`) ?? []).map(([old]) => old).filter((old) => free.has(old));
    pair(path, same.find((old) => baseName(old) === baseName(path)) ?? same[0]);
  }
  const oldNames = groupBy([...free], baseName);
  const newNames = groupBy(
    added.filter(([path]) => !pairs.has(path)),
    ([path]) => baseName(path),
  );
  for (const [name, paths] of newNames) {
    const old = oldNames.get(name) ?? [];
    const [only] = paths;
    if (only !== undefined && paths.length === 1 && old.length === 1) pair(only[0], old[0]);
  }
  return pairs;
}

function groupBy<Value>(values: readonly Value[], key: (value: Value) => string): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return groups;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
