/** Texts of files at commits, many in one request, each checked against the hash of its blob. */
import { createHash } from 'node:crypto';
import { decodeText } from '../text.ts';
import type { Client } from './client.ts';
import type { Repository } from './conversation.ts';
import { type GitHubFailure, isFailure } from './failure.ts';

/** One file at one commit. */
export interface TextRequest {
  /** Full SHA of a commit. */
  readonly commit: string;
  readonly path: string;
  /** In bytes, where it is known. */
  readonly size?: number;
}

/** What stands at a path. */
export type FileText =
  | { readonly state: 'text'; readonly text: string }
  | { readonly state: 'absent' }
  | { readonly state: 'other'; readonly kind: 'binary' | 'symlink' | 'submodule' | 'folder' }
  | { readonly state: 'unread'; readonly reason: string };

/** Bytes above which a file is not read; the same as of the reader of git. */
export const MOST_BYTES = 2 * 1024 * 1024;
/** Bytes of all texts together that are kept. */
const MOST_TOTAL_BYTES = 256 * 1024 * 1024;

const MOST_IN_BATCH = 80;
const BATCH_BYTES = 2 * 1024 * 1024;
const UNKNOWN_SIZE = 24 * 1024;
const AT_ONCE = 4;
/** So many batches may fail before GitHub is taken to be down and the rest is not asked for. */
const MOST_FAILED_BATCHES = 3;

/** Fields of a file in a commit's tree. */
export const ENTRY_FIELDS = 'mode type object { ... on Blob { oid byteSize isBinary isTruncated text } }';

/** What GitHub answers for `ENTRY_FIELDS`. */
export interface EntryFields {
  readonly mode: number;
  readonly type: string;
  readonly object: {
    readonly oid?: string;
    readonly byteSize?: number;
    readonly isBinary?: boolean | null;
    readonly isTruncated?: boolean;
    readonly text?: string | null;
  } | null;
}

/** The key of a request among the answers. */
export function textKey({ commit, path }: TextRequest): string {
  return `${commit}:${path}`;
}

/** The files by `textKey`. What cannot be read is an answer too; only a refusal of the whole request throws. */
export async function readTexts(
  client: Client,
  repository: Repository,
  requests: readonly TextRequest[],
): Promise<ReadonlyMap<string, FileText>> {
  const answers = new Map<string, FileText>();
  const wanted = new Map<string, TextRequest>();
  for (const request of requests) {
    if ((request.size ?? 0) > MOST_BYTES) answers.set(textKey(request), tooLarge(request.size ?? 0));
    else wanted.set(textKey(request), request);
  }
  const batches = batchesOf([...wanted.values()]);
  let total = 0;
  let failed = 0;

  const settle = (request: TextRequest, answer: FileText): void => {
    if (answer.state === 'text') total += answer.text.length;
    const isOver = answer.state === 'text' && total > MOST_TOTAL_BYTES;
    answers.set(textKey(request), isOver ? { state: 'unread', reason: `the change has more than ${MOST_TOTAL_BYTES} bytes` } : answer);
  };

  const read = async (batch: readonly TextRequest[], mayHalve: number): Promise<void> => {
    if (total > MOST_TOTAL_BYTES) {
      for (const request of batch) settle(request, { state: 'unread', reason: `the change has more than ${MOST_TOTAL_BYTES} bytes` });
      return;
    }
    try {
      if (failed >= MOST_FAILED_BATCHES) throw new Error('GitHub did not answer the requests before');
      const entries = await readEntries(client, repository, batch);
      for (const request of batch) settle(request, await toText(client, repository, request, entries.get(textKey(request)) ?? null));
    } catch (error) {
      if (isFailure(error, 'denied', 'missing', 'limited')) throw error;
      // What is too much for GitHub at once it may answer in parts.
      if (batch.length > 1 && mayHalve > 0 && failed < MOST_FAILED_BATCHES && isFailure(error)) {
        const middle = batch.length >> 1;
        await read(batch.slice(0, middle), mayHalve - 1);
        await read(batch.slice(middle), mayHalve - 1);
        return;
      }
      failed += 1;
      const reason = (error as GitHubFailure | Error).message;
      for (const request of batch) settle(request, { state: 'unread', reason });
    }
  };

  const work = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) await read(batch, 3);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, batches.length) }, work));
  return answers;
}

function batchesOf(requests: readonly TextRequest[]): TextRequest[][] {
  const batches: TextRequest[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const request of requests) {
    const bytes = request.size ?? UNKNOWN_SIZE;
    let batch = batches.at(-1);
    if (batch === undefined || batch.length >= MOST_IN_BATCH || size + bytes > BATCH_BYTES) {
      batch = [];
      batches.push(batch);
      size = 0;
    }
    batch.push(request);
    size += bytes;
  }
  return batches;
}

type Commits = Readonly<Record<string, Readonly<Record<string, EntryFields | null>> | null>>;

/** One query for all: a commit once, its files as aliases. Paths travel as variables, so that none can break out of the document. */
async function readEntries(
  client: Client,
  { owner, name }: Repository,
  batch: readonly TextRequest[],
): Promise<ReadonlyMap<string, EntryFields | null>> {
  const commits = [...new Set(batch.map((request) => request.commit))];
  const variables: Record<string, unknown> = { owner, name };
  const declared = ['$owner: String!', '$name: String!'];
  const parts = commits.map((commit, c) => {
    variables[`c${c}`] = commit;
    declared.push(`$c${c}: GitObjectID!`);
    const files = batch.flatMap((request, p) => (request.commit === commit ? [`p${p}: file(path: $p${p}) { ...entry }`] : []));
    return `c${c}: object(oid: $c${c}) { ... on Commit { ${files.join(' ')} } }`;
  });
  batch.forEach((request, p) => {
    variables[`p${p}`] = request.path;
    declared.push(`$p${p}: String!`);
  });
  const document = `query Texts(${declared.join(', ')}) { repository(owner: $owner, name: $name) { ${parts.join(' ')} } }
    fragment entry on TreeEntry { ${ENTRY_FIELDS} }`;
  const { data, errors } = await client.query<{ repository: Commits | null }>(document, variables);
  const failedFields = new Set(
    errors.filter((error) => error.type !== 'NOT_FOUND').map((error) => String(error.path?.[2] ?? error.path?.[1])),
  );
  const entries = new Map<string, EntryFields | null>();
  batch.forEach((request, p) => {
    const c = commits.indexOf(request.commit);
    const commit = data.repository?.[`c${c}`];
    // An entry that is null because its field failed is left to be read the other way.
    if (commit === null || commit === undefined || failedFields.has(`p${p}`)) entries.set(textKey(request), UNKNOWN);
    else entries.set(textKey(request), commit[`p${p}`] ?? null);
  });
  return entries;
}

const UNKNOWN: EntryFields = { mode: 0, type: 'unknown', object: null };

/** What an entry says, its text fetched anew where the one at hand is not, byte for byte, that of the blob. */
export async function toText(client: Client, repository: Repository, request: TextRequest, entry: EntryFields | null): Promise<FileText> {
  if (entry === null) return { state: 'absent' };
  if (entry === UNKNOWN) return { state: 'unread', reason: `GitHub does not give it at ${request.commit.slice(0, 12)}` };
  if (entry.type === 'tree') return { state: 'other', kind: 'folder' };
  if (entry.type === 'commit') return { state: 'other', kind: 'submodule' };
  if (entry.mode.toString(8) === '120000') return { state: 'other', kind: 'symlink' };
  const { oid, byteSize = 0, isTruncated, text } = entry.object ?? {};
  if (oid === undefined) return { state: 'unread', reason: 'GitHub gives no content for it' };
  if (byteSize > MOST_BYTES) return tooLarge(byteSize);
  if (isTruncated === false && typeof text === 'string') {
    const bytes = Buffer.from(text, 'utf8');
    if (blobHash(bytes) === oid) return decoded(bytes);
  }
  // Cut short, not UTF-8, or binary in GitHub's eyes, which are not git's.
  return readBlob(client, repository, oid);
}

/** A blob by its SHA. */
export async function readBlob(client: Client, { owner, name }: Repository, oid: string): Promise<FileText> {
  try {
    const blob = await client.rest('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { owner, repo: name, file_sha: oid });
    const bytes = Buffer.from(blob.content, blob.encoding === 'base64' ? 'base64' : 'utf8');
    if (blobHash(bytes) === oid) return decoded(bytes);
    return { state: 'unread', reason: `what GitHub gives for it does not have the hash ${oid}` };
  } catch (error) {
    if (isFailure(error, 'missing', 'invalid', 'unreachable')) return { state: 'unread', reason: error.message };
    throw error;
  }
}

function decoded(bytes: Uint8Array): FileText {
  const text = decodeText(bytes);
  return text === 'binary' ? { state: 'other', kind: 'binary' } : { state: 'text', text: text.text };
}

function blobHash(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function tooLarge(size: number): FileText {
  return { state: 'unread', reason: `the file has ${size} bytes, more than the ${MOST_BYTES} that are read` };
}
