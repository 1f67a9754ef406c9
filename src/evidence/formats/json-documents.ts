import { unquote } from './paste.ts';

/** One JSON value found in a text. */
export interface JsonDocument {
  readonly value: unknown;
  /** 1-based line on which it begins. */
  readonly line: number;
  /** Bare `NaN` or `Infinity` stood in it; each was read as null. */
  readonly hasNonFinite: boolean;
}

/**
 * The JSON objects and arrays that begin a line of a text, with prose or a log around them. Bare NaN and Infinity and trailing commas are
 * taken, since benchmark tools write them; what is not JSON even so is left out. Linear: every character is looked at a fixed number of times.
 */
export function findJson(text: string): readonly JsonDocument[] {
  const plain = unquote(text);
  const documents: JsonDocument[] = [];
  let line = 1;
  let at = 0;
  while (at < plain.length) {
    const start = nextOpening(plain, at);
    if (start === -1) break;
    for (; at < start; at++) if (plain.charCodeAt(at) === NEWLINE) line++;
    const end = closingOf(plain, start);
    if (end === -1) break;
    const found = parseLenient(plain.slice(start, end + 1));
    if (found !== undefined) documents.push({ ...found, line });
    for (; at <= end; at++) if (plain.charCodeAt(at) === NEWLINE) line++;
  }
  return documents;
}

const NEWLINE = 10;

function nextOpening(text: string, from: number): number {
  const opening = /(?<=^|\n)[ \t]{0,40}[{[]/g;
  opening.lastIndex = from;
  const found = opening.exec(text);
  return found === null ? -1 : found.index + found[0].length - 1;
}

/** Index of the bracket that closes the one at `start`; -1 when the text ends before. */
function closingOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') {
      depth--;
      if (depth === 0) return at;
    }
  }
  return -1;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function parseLenient(text: string): { readonly value: unknown; readonly hasNonFinite: boolean } | undefined {
  const strict = parseStrict(text);
  if (strict !== undefined) return { value: strict, hasNonFinite: false };
  const { repaired, hasNonFinite } = repair(text);
  const value = parseStrict(repaired);
  return value === undefined ? undefined : { value, hasNonFinite };
}

function parseStrict(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const BARE_WORD = /-?(?:NaN|nan|Infinity|inf)\b/y;

function repair(text: string): { readonly repaired: string; readonly hasNonFinite: boolean } {
  const pieces: string[] = [];
  let hasNonFinite = false;
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      at = endOfString(text, at);
    } else if (char === ',') {
      let next = at + 1;
      while (next < text.length && /\s/.test(text[next] ?? '')) next++;
      if (text[next] === '}' || text[next] === ']') {
        pieces.push(text.slice(copied, at));
        copied = at + 1;
      }
      at = next - 1;
    } else if (char === '-' || char === 'N' || char === 'n' || char === 'I' || char === 'i') {
      BARE_WORD.lastIndex = at;
      const word = BARE_WORD.exec(text)?.[0];
      if (word === undefined) continue;
      pieces.push(text.slice(copied, at), 'null');
      hasNonFinite = true;
      copied = at + word.length;
      at = copied - 1;
    }
  }
  pieces.push(text.slice(copied));
  return { repaired: pieces.join(''), hasNonFinite };
}

/** A JSON object's own members; undefined for anything else. Ask with `field`, so that no name reaches the prototype. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object; undefined when it is none. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The value as an array; empty when it is none. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** An object's own member, never an inherited one. */
export function field(object: JsonObject | undefined, name: string): unknown {
  return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A member that is a finite number. */
export function numberField(object: JsonObject | undefined, name: string): number | undefined {
  const value = field(object, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A member that is a text. */
export function stringField(object: JsonObject | undefined, name: string): string | undefined {
  const value = field(object, name);
  return typeof value === 'string' ? value : undefined;
}

/** Lines on which a key occurs, in order, to say where an entry stands. */
export function linesOfKey(text: string, key: string): readonly number[] {
  const lines: number[] = [];
  unquote(text)
    .split('\n')
    .forEach((line, index) => {
      if (line.length < 4000 && line.includes(`"${key}"`)) lines.push(index + 1);
    });
  return lines;
}
