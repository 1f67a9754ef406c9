/**
 * The hidden mark at the end of everything that we post: who made it, for what, and a digest of its text. Its content is base64url, so
 * nothing in it can close the HTML comment; a mark counts only in a comment whose author is the token in use.
 */
import { createHash } from 'node:crypto';
import { type Memory, toMemory } from './memory.ts';

/** What a comment of ours is. */
export type Mark =
  /** An inline comment; `gone` when its text was replaced because the finding is no more. */
  | { readonly kind: 'finding'; readonly fingerprint: string; readonly digest: string; readonly gone: boolean }
  /** The one comment that is kept up to date, and what is remembered in it; `readAt` is when its pull request was read. */
  | { readonly kind: 'summary'; readonly digest: string; readonly readAt: string; readonly memory: Memory }
  /** The answer to a command. */
  | { readonly kind: 'answer'; readonly comment: number };

/** GitHub's limit for the body of a comment or review. */
export const BODY_LIMIT = 65_536;

const OPEN = '<!-- perf-review:';
const MARK = /^<!-- perf-review:([A-Za-z0-9_-]+) -->\s*$/;
const CUT = '\n\n*Cut here for GitHub’s size limit; the report files have all.*';

/** The text with its mark, within `BODY_LIMIT`: the text is cut, at the end of a line, when there is not room for both. */
export function withMark(text: string, mark: Mark): string {
  const hidden = `\n\n${OPEN}${Buffer.from(JSON.stringify(mark), 'utf8').toString('base64url')} -->`;
  const room = BODY_LIMIT - hidden.length;
  if (text.length <= room) return `${text.trimEnd()}${hidden}`;
  const kept = text.slice(0, room - CUT.length);
  return `${kept.slice(0, Math.max(0, kept.lastIndexOf('\n'))).trimEnd()}${CUT}${hidden}`;
}

/** The mark at the end of a body; undefined when there is none that we could have made. */
export function readMark(body: string): Mark | undefined {
  const start = body.lastIndexOf(OPEN);
  const encoded = start === -1 ? undefined : MARK.exec(body.slice(start))?.[1];
  if (encoded === undefined) return undefined;
  try {
    return toMark(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

/** The body without its mark. */
export function withoutMark(body: string): string {
  const start = body.lastIndexOf(OPEN);
  return start === -1 ? body : body.slice(0, start).trimEnd();
}

/** Sixteen hex digits that stand for a text: what GitHub does to a body on its way must not look like a change. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function toMark(value: unknown): Mark | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, fingerprint, digest, gone, readAt, memory, comment } = value as Readonly<Record<string, unknown>>;
  if (kind === 'finding' && typeof fingerprint === 'string' && typeof digest === 'string') {
    return { kind, fingerprint, digest, gone: gone === true };
  }
  if (kind === 'summary' && typeof digest === 'string' && typeof readAt === 'string') {
    return { kind, digest, readAt, memory: toMemory(memory) };
  }
  return kind === 'answer' && typeof comment === 'number' ? { kind, comment } : undefined;
}
