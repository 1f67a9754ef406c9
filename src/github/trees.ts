/** Trees of commits: whole in one request, or, where they are too large for that, only the folders that differ. */
import type { Client } from './client.ts';
import type { Repository } from './conversation.ts';

/** A file, symlink or submodule in a commit's tree. */
export interface TreeFile {
  readonly sha: string;
  readonly kind: 'file' | 'symlink' | 'submodule';
  /** In bytes; undefined where GitHub does not say. */
  readonly size: number | undefined;
}

/** All files of a commit by path; not all when `isWhole` is false. */
export interface Tree {
  readonly files: ReadonlyMap<string, TreeFile>;
  readonly isWhole: boolean;
}

/** The whole tree of a commit in one request. GitHub cuts it at 100,000 entries. */
export async function readTree(client: Client, { owner, name }: Repository, commit: string): Promise<Tree> {
  const parameters = { owner, repo: name, tree_sha: commit, recursive: '1' };
  const tree = await client.rest('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', parameters);
  const files = new Map<string, TreeFile>();
  for (const entry of tree.tree) {
    if (entry.type !== 'tree') files.set(entry.path, { sha: entry.sha, kind: kindOf(entry.mode), size: entry.size });
  }
  return { files, isWhole: !tree.truncated };
}

function kindOf(mode: string): TreeFile['kind'] {
  return mode === '120000' ? 'symlink' : mode === '160000' ? 'submodule' : 'file';
}

const FOLDERS_IN_BATCH = 60;

interface FolderEntry {
  readonly name: string;
  readonly mode: number;
  readonly type: string;
  readonly oid: string;
}

interface FolderPair {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The files in which two commits differ when their trees are too large to be read whole: goes down only where folders differ. */
export async function readDifferingFiles(
  client: Client,
  repository: Repository,
  base: string,
  head: string,
): Promise<{ readonly before: ReadonlyMap<string, TreeFile>; readonly after: ReadonlyMap<string, TreeFile> }> {
  const before = new Map<string, TreeFile>();
  const after = new Map<string, TreeFile>();
  const { owner, name } = repository;
  const [rootBefore, rootAfter] = await Promise.all(
    [base, head].map(async (commit_sha) => {
      const commit = await client.rest('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', { owner, repo: name, commit_sha });
      return commit.tree.sha;
    }),
  );
  const level: FolderPair[] = [{ path: '', before: rootBefore ?? null, after: rootAfter ?? null }];
  while (level.length > 0) {
    const pairs = level.splice(0, FOLDERS_IN_BATCH);
    const folders = await readFolders(client, repository, pairs);
    for (const pair of pairs) {
      const old = folders.get(pair.before ?? '') ?? new Map<string, FolderEntry>();
      const now = folders.get(pair.after ?? '') ?? new Map<string, FolderEntry>();
      for (const entryName of new Set([...old.keys(), ...now.keys()])) {
        const was = old.get(entryName);
        const is = now.get(entryName);
        if (was?.oid === is?.oid && was?.mode === is?.mode) continue;
        const path = pair.path === '' ? entryName : `${pair.path}/${entryName}`;
        const folderBefore = was?.type === 'tree' ? was.oid : null;
        const folderAfter = is?.type === 'tree' ? is.oid : null;
        if (folderBefore !== null || folderAfter !== null) level.push({ path, before: folderBefore, after: folderAfter });
        if (was !== undefined && folderBefore === null) before.set(path, toTreeFile(was));
        if (is !== undefined && folderAfter === null) after.set(path, toTreeFile(is));
      }
    }
  }
  return { before, after };
}

function toTreeFile(entry: FolderEntry): TreeFile {
  return { sha: entry.oid, kind: kindOf(entry.mode.toString(8)), size: undefined };
}

/** Entries of the folders by the folder's SHA. */
async function readFolders(
  client: Client,
  { owner, name }: Repository,
  pairs: readonly FolderPair[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, FolderEntry>>> {
  const wanted = [...new Set(pairs.flatMap((pair) => [pair.before, pair.after]).filter((sha) => sha !== null))];
  const declared = wanted.map((_, t) => `$t${t}: GitObjectID!`).join(', ');
  const fields = wanted.map((_, t) => `t${t}: object(oid: $t${t}) { ... on Tree { entries { name mode type oid } } }`).join(' ');
  const { data, errors } = await client.query<{ repository: Record<string, { entries: FolderEntry[] | null } | null> }>(
    `query Folders($owner: String!, $name: String!, ${declared}) { repository(owner: $owner, name: $name) { ${fields} } }`,
    { owner, name, ...Object.fromEntries(wanted.map((sha, t) => [`t${t}`, sha])) },
  );
  return new Map(
    wanted.map((sha, t) => {
      const entries = data.repository[`t${t}`]?.entries;
      if (entries === null || entries === undefined) {
        throw new Error(`GitHub does not list the folder ${sha}: ${errors[0]?.message ?? 'no entries'}`);
      }
      return [sha, new Map(entries.map((entry) => [entry.name, entry]))];
    }),
  );
}
