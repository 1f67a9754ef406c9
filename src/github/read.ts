/** GitHub -> PullRequest, without a checkout: the changed files by their texts at the merge base and at the head, never by a patch. */
import {
  findIncludes,
  INCLUDE_ROUNDS,
  indexPaths,
  isRepositoryInclude,
  MOST_HEADER_CHARACTERS,
  MOST_HEADERS,
  resolveIncludes,
} from '../includes.ts';
import { type Change, isCpp, type PullRequest, type Source } from '../pull-request.ts';
import type { Client } from './client.ts';
import type { Repository } from './conversation.ts';
import { GitHubFailure } from './failure.ts';
import { type ChangedFile, type Comparison, compareCommits } from './files.ts';
import { type OpenPull, openPull } from './pull.ts';
import { type FileText, readTexts, type TextRequest, textKey } from './texts.ts';
import { readTree } from './trees.ts';

/** What to read besides C++. */
export interface ReadOptions {
  /** Says which changed files are read though they are not C++; none by default. */
  readonly alsoRead?: (path: string) => boolean;
  /** Says for a changed C++ file whether its texts are wanted; all are by default. */
  readonly isWanted?: (path: string) => boolean;
  /** Base and head of a merge queue's entry instead of the pull request's own. */
  readonly queue?: { readonly base: string; readonly head: string };
}

/** Reads a pull request whole; `baseFiles` as in `openPull`. For what stands between (config), use `openPull` and `readChanges`. */
export async function readPullRequest(
  client: Client,
  repository: Repository,
  number: number,
  options: ReadOptions & { readonly baseFiles?: readonly string[] } = {},
): Promise<{ readonly open: OpenPull; readonly pullRequest: PullRequest }> {
  const open = await openPull(client, repository, number, options.baseFiles);
  return { open, pullRequest: await readChanges(client, open, options) };
}

/** The pull request with its changes. What cannot be read is `unread` in its change; throws when GitHub cannot be asked at all. */
export async function readChanges(client: Client, open: OpenPull, options: ReadOptions = {}): Promise<PullRequest> {
  const base = options.queue?.base ?? open.baseCommit;
  const head = options.queue?.head ?? open.head;
  // The queue's commits hold other pull requests' changes too, so the count says nothing about them.
  const expected = options.queue === undefined ? open.changedFiles : null;
  const { commits: _, ...range } = await readCommits(client, open.repository, { base, head, expected }, options);
  return {
    repository: `${open.repository.owner}/${open.repository.name}`,
    number: open.number,
    title: open.title,
    body: open.body,
    labels: open.labels,
    author: open.author,
    commits: open.commits,
    comments: open.conversation
      .filter((comment) => !comment.isBot && !comment.isOwn && !comment.isHidden)
      .map(({ author, body, createdAt }) => ({ author, body, createdAt })),
    diffSource: 'api',
    ...range,
  };
}

/**
 * Two commits or branches compared as if they were a pull request (event `push`; for a branch that is new, `base` is the default branch).
 * Title and body are empty.
 */
export async function readRange(
  client: Client,
  repository: Repository,
  range: { readonly base: string; readonly head: string },
  options: ReadOptions = {},
): Promise<PullRequest> {
  const { commits, ...read } = await readCommits(client, repository, { ...range, expected: null }, options);
  return {
    repository: `${repository.owner}/${repository.name}`,
    number: null,
    title: '',
    body: '',
    labels: [],
    author: null,
    commits,
    comments: [],
    diffSource: 'api',
    ...read,
  };
}

async function readCommits(
  client: Client,
  repository: Repository,
  range: { readonly base: string; readonly head: string; readonly expected: number | null },
  options: ReadOptions,
): Promise<Pick<PullRequest, 'base' | 'head' | 'commits' | 'changes' | 'headers'>> {
  const { head } = range;
  const comparison = await compareCommits(client, repository, range);
  const { base } = comparison;
  const isRead = (file: ChangedFile): boolean => file.kind === 'file' && isWanted(file, options);
  const requests = comparison.files.filter(isRead).flatMap((file) => requestsOf(file, base, head));
  const texts = await readTexts(client, repository, requests);
  const changes = comparison.files.map((file) => (isRead(file) ? toChange(file, base, head, texts) : withoutTexts(file)));
  return { base, head, commits: comparison.commits, changes, headers: await readHeaders(client, repository, comparison, head, changes) };
}

function isWanted({ path, previousPath }: ChangedFile, { alsoRead = () => false, isWanted: wants = () => true }: ReadOptions): boolean {
  const paths = previousPath === null ? [path] : [path, previousPath];
  return paths.some((each) => alsoRead(each)) || (paths.some(isCpp) && wants(path));
}

function requestsOf({ path, previousPath, status, sizeBefore, sizeAfter }: ChangedFile, base: string, head: string): TextRequest[] {
  const before = { commit: base, path: previousPath ?? path, ...(sizeBefore === undefined ? {} : { size: sizeBefore }) };
  const after = { commit: head, path, ...(sizeAfter === undefined ? {} : { size: sizeAfter }) };
  return [...(status === 'added' ? [] : [before]), ...(status === 'deleted' ? [] : [after])];
}

function withoutTexts({ path, previousPath, status, kind }: ChangedFile): Change {
  return { path, previousPath, status, kind, before: null, after: null, unread: null };
}

function toChange(file: ChangedFile, base: string, head: string, texts: ReadonlyMap<string, FileText>): Change {
  const [before, after] = [
    { commit: base, path: file.previousPath ?? file.path },
    { commit: head, path: file.path },
  ].map((request) => texts.get(textKey(request)));
  const decisive = file.status === 'deleted' ? before : after;
  if (decisive?.state === 'other' && decisive.kind !== 'folder') return { ...withoutTexts(file), kind: decisive.kind };
  const sides: (FileText | undefined)[] = [...(file.status === 'added' ? [] : [before]), ...(file.status === 'deleted' ? [] : [after])];
  // As git has it: what was a symlink or a submodule is a new file.
  const isNew = file.status === 'modified' && before?.state === 'other' && before.kind !== 'binary';
  return {
    ...withoutTexts(file),
    status: isNew ? 'added' : file.status,
    before: file.status === 'added' ? null : textOf(before),
    after: file.status === 'deleted' ? null : textOf(after),
    unread: sides.map(reasonOf).find((reason) => reason !== null) ?? null,
  };
}

function textOf(file: FileText | undefined): string | null {
  return file?.state === 'text' ? file.text : null;
}

/** A file that was a symlink before has no text there, and needs none; one that is listed and absent was not read. */
function reasonOf(file: FileText | undefined): string | null {
  if (file === undefined || file.state === 'absent') return 'GitHub lists the file as changed and then does not have it';
  if (file.state === 'unread') return file.reason;
  return file.state === 'other' && file.kind === 'folder' ? 'it is a folder' : null;
}

/** A header that GitHub fails to give ends the run: rules that do not see its types are silent, and silence would pass for clean. */
async function readHeaders(
  client: Client,
  repository: Repository,
  comparison: Comparison,
  head: string,
  changes: readonly Change[],
): Promise<readonly Source[]> {
  const sources = changes.flatMap(({ path, after }) => (after !== null && isCpp(path) ? [{ path, text: after }] : []));
  if (!sources.some((source) => findIncludes(source.text).some(isRepositoryInclude))) return [];
  const tree = comparison.headTree ?? (await readTree(client, repository, head));
  const changed = new Set(changes.map((change) => change.path));
  const paths = [...tree.files].flatMap(([path, file]) => (file.kind === 'file' && !changed.has(path) ? [path] : []));
  const index = indexPaths(paths);
  const headers: Source[] = [];
  const tried = new Set<string>();
  let room = MOST_HEADER_CHARACTERS;
  for (let round = 0; round < INCLUDE_ROUNDS; round++) {
    const included = resolveIncludes([...sources, ...headers], index, MOST_HEADERS).filter((path) => !tried.has(path));
    const requests = included.slice(0, MOST_HEADERS - tried.size).map((path): TextRequest => {
      tried.add(path);
      const size = tree.files.get(path)?.size;
      return { commit: head, path, ...(size === undefined ? {} : { size }) };
    });
    const texts = await readTexts(
      client,
      repository,
      requests.filter(({ size }) => size === undefined || size <= MOST_HEADER_CHARACTERS),
    );
    for (const request of requests) {
      const file = texts.get(textKey(request));
      if (file?.state === 'unread')
        throw new GitHubFailure('unreachable', `the included header ${request.path} was not read: ${file.reason}`);
      const text = textOf(file);
      if (text === null || text.length > room) continue;
      room -= text.length;
      headers.push({ path: request.path, text });
    }
  }
  return headers;
}
