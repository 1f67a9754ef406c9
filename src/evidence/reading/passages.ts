import type { Labeller } from '../labeller.ts';
import type { SideName } from '../side-labels.ts';
import { type FoundHeading, type Heading, headingOf } from './headings.ts';
import { withoutHtmlTables } from './html-tables.ts';

/** Lines of a text that belong together: no side label, heading or paragraph of prose stands between them. */
export interface Passage {
  readonly kind: 'table' | 'fence' | 'text';
  /** The headings it stands under, outermost first. */
  readonly headings: readonly Heading[];
  /** The side that the innermost heading with one names. */
  readonly side: SideName | undefined;
  /** Tells apart the rounds in which the same headings come again, and the blocks that prose divides below one heading. */
  readonly part: string;
  readonly lines: readonly PassageLine[];
}

export interface PassageLine {
  readonly text: string;
  /** 1-based line of the whole text. */
  readonly number: number;
}

/** A longer text is not read: nobody writes so much, and the time must stay bounded. */
export const MOST_LINES = 20_000;
export const LONGEST_TEXT = 4_000_000;

/** Takes a text in Markdown, or none, apart into passages, each with the headings above it. */
export function passagesOf(text: string, label: Labeller): readonly Passage[] {
  const lines = plainLines(text);
  const passages: Omit<Passage, 'part'>[] = [];
  let headings: readonly Open[] = [];
  let above: readonly Open[] = [];
  let open: PassageLine[] = [];
  let kind: Passage['kind'] = 'text';
  let isFenced = false;
  const close = (): void => {
    const side = above.findLast((heading) => heading.side !== undefined)?.side;
    if (open.some((line) => line.text.trim() !== '')) passages.push({ kind, headings: above, side, lines: open });
    open = [];
  };
  lines.forEach((line, index) => {
    if (FENCE.test(line)) {
      close();
      isFenced = !isFenced;
      kind = isFenced ? 'fence' : 'text';
      return;
    }
    const [previous = '', next = ''] = [lines[index - 1], lines[index + 1]];
    const isRow = isTableRow(line, beside(lines, index, -1), beside(lines, index, 1));
    if (isRow !== (kind === 'table')) {
      close();
      kind = isRow ? 'table' : isFenced ? 'fence' : 'text';
    }
    const labelForm = headings.findLast(({ side }) => side !== undefined)?.form;
    const heading = isRow ? undefined : headingOf(line, { previous, next, isFenced, labelForm }, label);
    const isDivided = heading !== undefined && (heading.closes || heading.label.side !== undefined);
    if (isDivided || (kind === 'text' && line.trim() !== '' && isElsewhere(line, previous, open))) close();
    if (!isDivided) {
      if (open.length === 0) above = headings;
      open.push({ text: line, number: index + 1 });
    }
    if (heading !== undefined) headings = under(headings, heading, index + 1);
  });
  close();
  return inParts(passages);
}

const FENCE = /^\s{0,12}(?:>\s?){0,3}\s{0,8}(?:```|~~~)[^`]{0,80}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with the escape character.
const COLOUR = /\u001b\[[0-9;?]{0,20}[ -/]?[@-~]/g;
const LONGEST_LINE = 4000;

function plainLines(text: string): readonly string[] {
  const lines = withoutHtmlTables(text.replace(/\r\n?/g, '\n')).split('\n', MOST_LINES);
  return lines.map((line) =>
    line.length > LONGEST_LINE
      ? ''
      : line
          .replace(COLOUR, '')
          .replace(/^(?:\s{0,8}>)+ ?/, '')
          // Headings of tables in Jira and Confluence.
          .replace(/^\s{0,3}\|\|(?=[^|]).*\|\|\s*$/, (row) => row.replaceAll('||', '|'))
          .replace(/<\/?(?:details|summary|b|strong|br|p|sub|sup|h[1-6])\s?\/?>/gi, ' '),
  );
}

/** The line before or after a row, over the rule that may lie between. */
function beside(lines: readonly string[], index: number, step: 1 | -1): string {
  const line = lines[index + step] ?? '';
  return CROSSED_RULE.test(line) ? (lines[index + 2 * step] ?? '') : line;
}

const CROSSED_RULE = /^\s{0,12}[-=+]*-\+-[-=+]*\s*$/;

/** A row has bars at both ends, or two and more between cells; a shell pipe has neither neighbour. */
function isTableRow(line: string, previous: string, next: string): boolean {
  if (CROSSED_RULE.test(line)) return barsIn(previous) >= 2 && barsIn(previous) === barsIn(next);
  const bars = barsIn(line);
  if (bars >= 2 && /^\s{0,12}[-+]?\s?\|/.test(line) && /\|\s{0,8}$/.test(line)) return true;
  return bars >= 2 && (barsIn(previous) === bars || barsIn(next) === bars);
}

function barsIn(line: string): number {
  let bars = 0;
  for (const char of line) if (char === '|') bars++;
  return bars;
}

type Open = Heading & Pick<FoundHeading, 'rank'>;

function under(headings: readonly Open[], { text, label, form, rank }: FoundHeading, line: number): readonly Open[] {
  // A label closes a label of the other side however it is written, and a plain heading below it stays open over both.
  const isOpen = (one: Open): boolean => one.rank < rank && (label.side === undefined || one.side === undefined);
  return [...headings.filter(isOpen), { ...label, text, line, rank, form }];
}

/** Whether a line begins a paragraph of prose after rows, or rows after a paragraph of prose. */
function isElsewhere(line: string, previous: string, open: readonly PassageLine[]): boolean {
  const last = open.findLast(({ text }) => text.trim() !== '');
  if (last === undefined) return false;
  if (isProse(line)) return open.some(({ text }) => /\d/.test(text) && !isProse(text));
  return previous.trim() === '' && /\d/.test(line) && isProse(open[0]?.text ?? '') && !open.some(({ text }) => /\d\s*$/.test(text));
}

const PROSE_WORDS = 9;

/** A line of many words, nearly all of letters. */
function isProse(line: string): boolean {
  const words = line.trim().split(/\s+/);
  const plain = words.filter((word) => /^["'`*(]{0,3}\p{L}[\p{L}'’-]*["'`*).,;:!?]{0,3}$/u.test(word)).length;
  return words.length >= PROSE_WORDS && plain >= words.length * 0.75;
}

/** Numbers the passages: a heading that comes again after another begins a new round, and rows after prose a new block. */
function inParts(passages: readonly Omit<Passage, 'part'>[]): readonly Passage[] {
  const rounds = new Map<string, { seen: ReadonlySet<string>; last: string; line: number; round: number }>();
  const blocks = new Map<number, { count: number; isOpen: boolean; isDivided: boolean }>();
  return passages.map((passage) => {
    const heading = passage.headings.at(-1);
    const [text, line] = [heading?.text.toLowerCase() ?? '', heading?.line ?? 0];
    const parent = passage.headings
      .slice(0, -1)
      .map((one) => one.line)
      .join(' ');
    const known = rounds.get(parent) ?? { seen: new Set<string>(), last: text, line, round: 0 };
    const isAgain = line !== known.line && text !== known.last && known.seen.has(text);
    const seen = isAgain ? new Set([text]) : new Set([...known.seen, text]);
    const round = known.round + (isAgain ? 1 : 0);
    rounds.set(parent, { seen, last: text, line, round });
    const block = blocks.get(line) ?? { count: 0, isOpen: false, isDivided: false };
    const isRows =
      passage.kind !== 'text' || !passage.lines.every((one) => one.text.trim() === '' || isProse(one.text) || !/\d/.test(one.text));
    const count = block.count + (isRows && block.isDivided ? 1 : 0);
    blocks.set(line, { count, isOpen: block.isOpen || isRows, isDivided: !isRows && block.isOpen });
    return { ...passage, part: round + count === 0 ? '' : `${round + 1}.${count + 1}` };
  });
}
