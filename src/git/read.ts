import { INCLUDE_ROUNDS, indexPaths, MOST_HEADER_CHARACTERS, MOST_HEADERS, resolveIncludes } from '../includes.ts';
import { type Change, type Commit, isCpp, type PullRequest, type Source } from '../pull-request.ts';
import { decodeText } from '../text.ts';
import { UserError } from '../user-error.ts';
import { type RawChange, readRawChanges } from './changes.ts';
import { GitFailure, runGit } from './git.ts';
import { MOST_BYTES, type Objects, openObjects } from './objects.ts';
import { findRepository, type Range, resolveRange } from './range.ts';

/** Most commits whose messages are read: the newest, as many as GitHub lists for a pull request. */
const MOST_COMMITS = 250;

/** What to read. */
export interface RangeOptions {
  /** A folder in a repository, or a bare repository. */
  readonly directory: string;
  /** `A..B`, `A...B`, one revision, or undefined for what the default branch does not have (see `resolveRange`). */
  readonly range: string | undefined;
  /** Says which changed files are read though they are not C++; none by default. */
  readonly alsoRead?: (path: string) => boolean;
}

/**
 * A git range as a pull request. Title and body are those of the commit when there is one only, as GitHub proposes them, else empty.
 * Everything is read from the repository's objects: the working tree, the index and the network are never touched, and nothing that
 * the repository configures is run. Throws a UserError when the range does not exist.
 */
export async function readRange({ directory, range, alsoRead = () => false }: RangeOptions): Promise<PullRequest> {
  const repository = await findRepository(directory);
  const objects = openObjects(directory);
  try {
    const { base, head } = await resolveRange(directory, range, objects, repository);
    const [raw, commits] = await Promise.all([rawChanges(directory, { base, head }), readCommits(directory, { base, head }, objects)]);
    const changes = await Promise.all(raw.map((change) => readChange(change, objects, alsoRead)));
    const message = commits.length === 1 ? (commits[0]?.message ?? '') : '';
    const [title = '', ...rest] = message.split('\n');
    return {
      repository: repository.name,
      number: null,
      title,
      body: rest.join('\n').trim(),
      labels: [],
      author: null,
      base,
      head,
      commits,
      comments: [],
      changes,
      headers: await readHeaders(directory, head, changes, objects),
      diffSource: 'git',
    };
  } finally {
    objects.close();
  }
}

/**
 * Text of a file at a revision; null when it does not exist there. Throws a UserError when it exists and cannot be read: a
 * configuration that cannot be read must not pass for an absent one.
 */
export async function readFileAt(directory: string, revision: string, path: string): Promise<string | null> {
  await findRepository(directory);
  const objects = openObjects(directory);
  try {
    const tree = await objects.read(`${revision}^{tree}`);
    if (tree.state !== 'read')
      throw new UserError(`There is no commit \`${revision}\` in this repository; check the spelling, or fetch it.`);
    const [entry] = await listFiles(directory, tree.id, path.replace(/^(?:\.\/)+/, ''));
    if (entry === undefined) return null;
    const found = entry.isFile ? await readText(entry.id, objects) : { unread: 'it is not a regular file' };
    if ('text' in found) return found.text;
    throw new UserError(`${path} at ${revision} cannot be read: ${'unread' in found ? found.unread : 'it is binary'}.`);
  } finally {
    objects.close();
  }
}

async function rawChanges(directory: string, range: Range): Promise<readonly RawChange[]> {
  try {
    return await readRawChanges(directory, range);
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    throw new UserError(`The clone lacks folders of ${range.base} or ${range.head}; fetch both with \`git fetch origin SHA\`.`);
  }
}

async function readCommits(directory: string, { base, head }: Range, objects: Objects): Promise<readonly Commit[]> {
  // A base that is no commit is the empty tree: the head is the first commit of all.
  const known = await objects.read(base);
  const isCommit = known.state === 'read' && known.type === 'commit';
  const list = await runGit(directory, [
    'rev-list',
    '--topo-order',
    `--max-count=${MOST_COMMITS}`,
    '--reverse',
    head,
    ...(isCommit ? [`^${base}`] : []),
  ]);
  const ids = list.toString('utf8').split('\n').filter(Boolean);
  return Promise.all(ids.map(async (sha) => ({ sha, message: messageOf(await objects.read(sha)) })));
}

function messageOf(commit: Awaited<ReturnType<Objects['read']>>): string {
  if (commit.state !== 'read') return '';
  const start = commit.bytes.indexOf('\n\n');
  const text = start === -1 ? '' : decodeText(commit.bytes.subarray(start + 2));
  return typeof text === 'string' ? '' : text.text.trimEnd();
}

type Text = { readonly text: string } | { readonly binary: true } | { readonly unread: string };

async function readChange(change: RawChange, objects: Objects, alsoRead: (path: string) => boolean): Promise<Change> {
  const { path, previousPath, status, kind } = change;
  const about = { path, previousPath, status };
  const isWanted = [path, previousPath].some((each) => each !== null && (isCpp(each) || alsoRead(each)));
  if (kind !== 'file' || !isWanted) return { ...about, kind, before: null, after: null, unread: null };
  const [before, after] = await Promise.all([change.before, change.after].map((id) => (id === null ? null : readText(id, objects))));
  if ([before, after].some((side) => side && 'binary' in side))
    return { ...about, kind: 'binary', before: null, after: null, unread: null };
  return { ...about, kind, before: textOf(before), after: textOf(after), unread: reasonOf(after) ?? reasonOf(before) };
}

function textOf(side: Text | null | undefined): string | null {
  return side && 'text' in side ? side.text : null;
}

function reasonOf(side: Text | null | undefined): string | null {
  return side && 'unread' in side ? side.unread : null;
}

async function readText(id: string, objects: Objects): Promise<Text> {
  const object = await objects.read(id);
  if (object.state === 'large') return { unread: `the file has ${object.size} bytes, more than the ${MOST_BYTES} that are read` };
  if (object.state !== 'read')
    return { unread: `the clone lacks the object ${id} (it is shallow or partial); fetch it, or use a full clone` };
  const text = decodeText(object.bytes);
  return text === 'binary' ? { binary: true } : text;
}

async function readHeaders(directory: string, head: string, changes: readonly Change[], objects: Objects): Promise<readonly Source[]> {
  const sources = changes.flatMap(({ path, after }) => (after !== null && isCpp(path) ? [{ path, text: after }] : []));
  if (sources.length === 0) return [];
  const changed = new Set(changes.map((change) => change.path));
  const files = new Map<string, string>();
  for (const { path, id, isFile } of await listFiles(directory, head)) {
    if (isFile && !changed.has(path)) files.set(path, id);
  }
  const index = indexPaths(files.keys());
  const headers: Source[] = [];
  const tried = new Set<string>();
  let room = MOST_HEADER_CHARACTERS;
  for (let round = 0; round < INCLUDE_ROUNDS; round++) {
    const included = resolveIncludes([...sources, ...headers], index, MOST_HEADERS).filter((path) => !tried.has(path));
    const paths = included.slice(0, MOST_HEADERS - tried.size);
    const texts = await Promise.all(paths.map((path) => readText(files.get(path) ?? '', objects)));
    for (const [i, path] of paths.entries()) {
      tried.add(path);
      const text = textOf(texts[i]);
      if (text === null || text.length > room) continue;
      room -= text.length;
      headers.push({ path, text });
    }
  }
  return headers;
}

interface Entry {
  readonly path: string;
  readonly id: string;
  /** Whether it is a regular file: no symlink, no submodule. */
  readonly isFile: boolean;
}

/** All files of a commit or tree, or the one at `path`. */
async function listFiles(directory: string, tree: string, path?: string): Promise<readonly Entry[]> {
  const output = await runGit(directory, ['ls-tree', '-r', '-z', '--full-tree', tree, ...(path === undefined ? [] : ['--', path])]);
  return output
    .toString('utf8')
    .split('\0')
    .flatMap((row) => {
      const [about, name] = splitAt(row, row.indexOf('\t'));
      const [mode = '', , id = ''] = about.split(' ');
      return name === '' || (path !== undefined && name !== path) ? [] : [{ path: name, id, isFile: mode.startsWith('100') }];
    });
}

function splitAt(text: string, index: number): readonly [string, string] {
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
