/** One line of a pasted text: trimmed, its runs of blanks made one, without colour, quoting or fences. */
export interface Line {
  readonly text: string;
  /** 1-based line in the text as it was given. */
  readonly number: number;
}

/** A longer line is no row of any tool, and would only feed regular expressions. */
const LONGEST_LINE = 4000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with the escape character.
const ANSI = /\u001b\[[0-9;?]{0,20}[ -/]?[@-~]/g;
const QUOTE = /^(?:[ \t]{0,8}>)+[ \t]?/;
const FENCE = /^[ \t]{0,8}(?:```|~~~)[^`]{0,60}$/;

/** The text without colour codes, carriage returns, `>` quoting and code-fence lines; lines keep their numbers. */
export function unquote(text: string): string {
  return last?.text === text ? last.plain : remember(text).plain;
}

/** The lines of a pasted text, in order; blank ones too, for what ends a block. */
export function linesOf(text: string): readonly Line[] {
  return last?.text === text ? last.lines : remember(text).lines;
}

/** The first lines, enough to recognise a format by. */
export function headOf(text: string): readonly Line[] {
  return linesOf(text).slice(0, 2000);
}

/** Whether one of the first lines matches. */
export function hasLine(text: string, pattern: RegExp): boolean {
  return headOf(text).some((line) => pattern.test(line.text));
}

interface Pasted {
  readonly text: string;
  readonly plain: string;
  readonly lines: readonly Line[];
}

/** Forty formats look at one text in turn: the last one is kept, so that it is taken apart once. */
let last: Pasted | undefined;

function remember(text: string): Pasted {
  const raw = text.replace(/\r\n?/g, '\n').replace(ANSI, '').split('\n').map(plainLine);
  last = { text, plain: raw.join('\n'), lines: raw.map((line, index) => ({ text: squeeze(line), number: index + 1 })) };
  return last;
}

function plainLine(line: string): string {
  if (FENCE.test(line.slice(0, 80))) return '';
  const quote = QUOTE.exec(line.slice(0, 200));
  return quote === null ? line : line.slice(quote[0].length);
}

function squeeze(line: string): string {
  if (line.length > LONGEST_LINE) return '';
  const squeezed = line.replace(/[\s\u00a0]+/g, ' ').trim();
  return /^`[^`]+`$/.test(squeezed) ? squeezed.slice(1, -1).trim() : squeezed;
}
