import type { Suggestion } from '../findings.ts';
import { terminalCode } from './escape.ts';
import type { Style } from './style.ts';

/** Range to underline, 1-based, columns in UTF-16 units, the end exclusive. */
export interface FrameRange {
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
}

const CONTEXT = 1;
/** Lines of a long range that are shown before it is cut. */
const SHOWN = 6;

/**
 * The lines of a range with one line around them, line numbers, and the range underlined, for a terminal `width` columns wide. A line that is
 * too long is cut to a window around the range. A suggestion stands in green under the lines it replaces. Empty when the lines are not there.
 */
export function codeFrame(
  lines: readonly string[],
  range: FrameRange,
  style: Style,
  mark: (text: string) => string,
  width = 120,
  suggestion: Suggestion | null = null,
): readonly string[] {
  const last = Math.min(range.endLine, lines.length);
  if (range.line > last) return [];
  const shownEnd = Math.min(last, range.line + SHOWN - 1);
  const from = Math.max(1, range.line - CONTEXT);
  const to = shownEnd < last ? shownEnd : Math.min(lines.length, last + CONTEXT);
  const gutter = String(to).length;
  const room = Math.max(20, width - gutter - 7);
  const out: string[] = [];
  for (let number = from; number <= to; number++) {
    const text = lines[number - 1] ?? '';
    const inside = number >= range.line && number <= last;
    const start = inside ? (number === range.line ? range.column - 1 : text.length - text.trimStart().length) : 0;
    const end = inside ? (number === range.endLine ? range.endColumn - 1 : text.trimEnd().length) : 0;
    const cut = windowOf(text, start, end, room);
    out.push(`${inside ? mark('>') : ' '} ${style.dim(`${String(number).padStart(gutter)} │`)} ${cut.code}`.trimEnd());
    if (inside && cut.length > 0) {
      out.push(`  ${style.dim(`${' '.repeat(gutter)} │`)} ${' '.repeat(cut.offset)}${mark('^'.repeat(cut.length))}`);
    }
    if (number === last && suggestion !== null) out.push(...suggestionLines(suggestion, style, gutter));
  }
  if (shownEnd === last) return out;
  const more = `  ${style.dim(`${' '.repeat(gutter)} │ … ${last - shownEnd} more lines`)}`;
  return [...out, more, ...(suggestion === null ? [] : suggestionLines(suggestion, style, gutter))];
}

/** The replacement's lines in green, after a gutter of so many columns. */
export function suggestionLines(suggestion: Suggestion, style: Style, gutter: number): readonly string[] {
  const label = `+ ${' '.repeat(gutter)} │`;
  return suggestion.replacement.split(/\r\n|\r|\n/).map((line) => style.green(`${label} ${terminalCode(line)}`.trimEnd()));
}

/** The words of a text in lines of at most `width` columns, a longer word alone on its line. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Columns that the text takes in a terminal: two for wide East Asian characters and emoji, none for combining marks. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += /\p{M}|[\u200c\u200d]/u.test(character) ? 0 : isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  return width;
}

interface Window {
  readonly code: string;
  /** Where the underline starts and how long it is, in terminal columns. */
  readonly offset: number;
  readonly length: number;
}

function windowOf(text: string, start: number, end: number, room: number): Window {
  const from = Math.min(Math.max(0, start), text.length);
  const to = Math.min(Math.max(from, end), text.length);
  if (text.length <= room) return windowIn(text, from, to, '', '');
  // The range is the point of the line: a third of the room stands before it.
  const first = Math.max(0, Math.min(from - Math.floor(room / 3), text.length - room));
  const last = Math.min(text.length, first + room);
  return windowIn(text.slice(first, last), from - first, Math.min(to, last) - first, first > 0 ? '…' : '', last < text.length ? '…' : '');
}

function windowIn(text: string, from: number, to: number, head: string, tail: string): Window {
  const before = head + terminalCode(text.slice(0, from));
  const marked = terminalCode(text.slice(from, to));
  return { code: before + marked + terminalCode(text.slice(to)) + tail, offset: displayWidth(before), length: displayWidth(marked) };
}

/** Ranges of Unicode's East Asian Width W and F (UAX 11), blocks merged. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

function isWide(code: number): boolean {
  return code >= 0x1100 && WIDE.some(([from, to]) => code >= from && code <= to);
}
