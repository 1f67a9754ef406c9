import type { Profile, ProfileProblem } from '../profile.ts';

/**
 * One tool's profile format. A format is recognised by its own marks, so that adding one is adding one file and one line in `index.ts`.
 * `read` never throws on bad input: it says what is written and what was odd about it.
 */
export interface ProfileFormat {
  /** Kebab-case, the file's name: `perf-script`. */
  readonly id: string;
  /** Name people know it by. */
  readonly title: string;
  /** Whether the first characters of the file look like this tool's output. Linear in the text. */
  readonly recognises: (head: string, bytes: Uint8Array) => boolean;
  readonly read: (file: ProfileFile) => ProfileReading;
}

/** What one file in one format says. */
export type ProfileReading = Pick<Profile, 'unit' | 'total' | 'samples' | 'functions' | 'named' | 'calls' | 'problems'>;

/** A file to read: in pieces, because a profile can be longer than a string may be. */
export interface ProfileFile {
  readonly bytes: Uint8Array;
  /** Lines without their ends; an overlong one is cut at `LONGEST_LINE`. */
  readonly lines: () => Iterable<string>;
}

/** Characters of the file that a format is recognised by. */
export const HEAD = 64 * 1024;

/** UTF-16 units of a line that are read: no tool prints longer ones, and a hostile file has nothing to gain. */
export const LONGEST_LINE = 256 * 1024;

/** A file of these bytes. */
export function profileFile(bytes: Uint8Array): ProfileFile {
  return { bytes, lines: () => linesOf(bytes) };
}

/** The first characters as text; bytes that are not UTF-8 become U+FFFD. */
export function headOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, HEAD));
}

const PIECE = 1024 * 1024;
const NEWLINE = 10;

function* linesOf(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder();
  for (let from = 0; from < bytes.length; ) {
    const full = Math.min(bytes.length, from + PIECE);
    const cut = full === bytes.length ? full : bytes.lastIndexOf(NEWLINE, full - 1) + 1;
    const isCut = cut <= from;
    const piece = decoder.decode(bytes.subarray(from, isCut ? full : cut));
    let start = 0;
    while (start < piece.length) {
      const newline = piece.indexOf('\n', start);
      const end = newline < 0 ? piece.length : newline;
      const trimmed = end > start && piece.charCodeAt(end - 1) === 13 ? end - 1 : end;
      yield piece.slice(start, Math.min(trimmed, start + LONGEST_LINE));
      start = end + 1;
    }
    from = isCut ? lineAfter(bytes, full) : cut;
  }
}

function lineAfter(bytes: Uint8Array, from: number): number {
  const newline = bytes.indexOf(NEWLINE, from);
  return newline < 0 ? bytes.length : newline + 1;
}

/** The format's reading of nothing, with what was wrong. */
export function unreadable(code: string, note: string): ProfileReading {
  return { unit: 'samples', total: 0, samples: null, functions: [], named: 0, calls: null, problems: [{ code, level: 'block', note }] };
}

/** The problem of lines that are not as the format has them; none when there are none. */
export function malformedLines(count: number, first: number, what: string): readonly ProfileProblem[] {
  if (count === 0) return [];
  return [
    {
      code: 'malformed',
      level: 'warn',
      note: `${count} ${count === 1 ? 'line is' : 'lines are'} no ${what}, the first of them line ${first}.`,
    },
  ];
}
