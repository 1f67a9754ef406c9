import type { Labeller } from './grid.ts';
import type { Label, SideName } from './side-labels.ts';

/** A heading in force over a passage. */
export interface Heading extends Label {
  readonly text: string;
  /** 1-based line. */
  readonly line: number;
}

/** Lines of a text that belong together: no side label or heading stands between them. */
export interface Passage {
  readonly kind: 'table' | 'fence' | 'text';
  /** The headings it stands under, outermost first. */
  readonly headings: readonly Heading[];
  /** The side that the innermost heading with one names. */
  readonly side: SideName | undefined;
  readonly lines: readonly PassageLine[];
}

export interface PassageLine {
  readonly text: string;
  /** 1-based line of the whole text. */
  readonly number: number;
}

/** A longer text is read to here and no further: nobody writes so much, and the time must stay bounded. */
export const MOST_LINES = 200_000;

/** How a heading is written decides what it closes: a smaller rank closes all of its own rank and above. */
const RANK = { underlined: 1, markdown: 1, ruled: 8, bold: 9, numbered: 10, label: 11, colon: 12 } as const;

/** Takes a text in Markdown, or none, apart into passages, each with the headings above it. */
export function passagesOf(text: string, label: Labeller): readonly Passage[] {
  const lines = plainLines(text);
  const passages: Passage[] = [];
  let headings: readonly (Heading & { readonly rank: number })[] = [];
  let open: PassageLine[] = [];
  let above: readonly Heading[] = [];
  let kind: Passage['kind'] = 'text';
  let isFenced = false;
  const close = (): void => {
    if (open.some((line) => line.text.trim() !== '')) {
      const side = above.findLast((heading) => heading.side !== undefined)?.side;
      passages.push({ kind, headings: above, side, lines: open });
    }
    open = [];
  };
  const keep = (line: string, number: number): void => {
    if (open.length === 0) above = headings;
    open.push({ text: line, number });
  };
  lines.forEach((line, index) => {
    if (FENCE.test(line)) {
      close();
      isFenced = !isFenced;
      kind = isFenced ? 'fence' : 'text';
      return;
    }
    const isRow = isTableRow(line, lines[index - 1], lines[index + 1]);
    if (isRow !== (kind === 'table')) {
      close();
      kind = isRow ? 'table' : isFenced ? 'fence' : 'text';
    }
    const heading = isRow ? undefined : headingOf(line, lines[index - 1], lines[index + 1], isFenced, label);
    if (heading === undefined || (!heading.closes && heading.label.side === undefined)) {
      keep(line, index + 1);
      if (heading !== undefined) headings = under(headings, heading, index + 1);
      return;
    }
    close();
    headings = under(headings, heading, index + 1);
  });
  close();
  return passages;
}

const FENCE = /^\s{0,12}(?:>\s?){0,3}\s{0,8}(?:```|~~~)[^`]{0,80}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with the escape character.
const COLOUR = /\u001b\[[0-9;?]{0,20}[ -/]?[@-~]/g;
const LONGEST_LINE = 4000;

function plainLines(text: string): readonly string[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n', MOST_LINES);
  return lines.map((line) =>
    line.length > LONGEST_LINE
      ? ''
      : line
          .replace(COLOUR, '')
          .replace(/^(?:\s{0,8}>)+ ?/, '')
          .replace(/<\/?(?:details|summary|b|strong|br|p|sub|sup|h[1-6])\s?\/?>/gi, ' '),
  );
}

/** A row has bars at both ends, or two and more between cells; a shell pipe has neither neighbour. */
function isTableRow(line: string, previous: string | undefined, next: string | undefined): boolean {
  const bars = barsIn(line);
  if (bars >= 2 && /^\s{0,12}[-+]?\s?\|/.test(line) && /\|\s{0,8}$/.test(line)) return true;
  return bars >= 2 && (barsIn(previous ?? '') === bars || barsIn(next ?? '') === bars);
}

function barsIn(line: string): number {
  let bars = 0;
  for (const char of line) if (char === '|') bars++;
  return bars;
}

interface FoundHeading {
  readonly text: string;
  readonly label: Label;
  readonly rank: number;
  /** Whether what stands below is another passage even if the heading names no side. */
  readonly closes: boolean;
}

const MARKDOWN = /^\s{0,3}(#{1,6})\s+(\S.*?)\s*#*\s*$/;
const RULED = /^\s{0,8}[=~#-]{2,}\s*(\S.{0,120}?)\s*[=~#:-]{2,}\s*$/;
const BOLD = /^\s{0,8}(?:[-*+]\s+)?(\*\*|__)([^*_|]{1,120}(?:[*_][^*_|]{1,60}){0,4})\1(?:\s*\([^()|]{0,80}\))?\s*:?\s*$/;
const NUMBERED = /^\s{0,8}\d{1,3}[.)]\s+(\S.{0,80}?)\s*:?\s*$/;
const COLON = /^\s{0,12}(?:[-*+$#]\s+)?(\S.{0,160}?)\s*:\s*$/;
const UNDERLINE = /^\s{0,3}(?:={3,}|-{3,})\s*$/;
const BARE_WORDS = 6;

function headingOf(
  line: string,
  previous: string | undefined,
  next: string | undefined,
  isFenced: boolean,
  labelOf: Labeller,
): FoundHeading | undefined {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.length > 200) return undefined;
  const make = (text: string, rank: number, closes: boolean): FoundHeading => ({ text, label: labelOf(text), rank, closes });
  const markdown = isFenced ? null : MARKDOWN.exec(line);
  if (markdown !== null) return make(markdown[2] ?? '', RANK.markdown + (markdown[1]?.length ?? 1), true);
  const ruled = RULED.exec(line)?.[1];
  if (ruled !== undefined && /\p{L}/u.test(ruled)) return onlySides(make(ruled, RANK.ruled, !isFenced));
  if (UNDERLINE.test(next ?? '') && /^\p{L}[\p{L}\d ()/.,'-]{0,80}:?$/u.test(trimmed) && !/\s{2}/.test(trimmed)) {
    const found = make(trimmed, RANK.underlined, !isFenced);
    if ((previous ?? '').trim() === '' || found.label.side !== undefined) return onlySides(found);
  }
  const bold = BOLD.exec(line);
  if (bold !== null) return make(trimmed.replace(/\*\*|__/g, ''), RANK.bold, !isFenced);
  const numbered = isFenced ? undefined : NUMBERED.exec(line)?.[1];
  if (numbered !== undefined && numbered.split(' ').length <= BARE_WORDS) return make(numbered, RANK.numbered, true);
  const colon = COLON.exec(line)?.[1];
  if (colon !== undefined) return onlySides(ranked(make(colon, RANK.colon, false)));
  if (trimmed.split(/\s+/).length > BARE_WORDS || /[.,;]$/.test(trimmed)) return undefined;
  const label = labelOf(trimmed);
  return label.side !== undefined && /^(?:[\p{L}_-]{0,40}|\(.*\))$/u.test(label.rest)
    ? { text: trimmed, label, rank: RANK.label, closes: true }
    : undefined;
}

/** A label may stand under a plain heading of the same form, never the other way round. */
function ranked(heading: FoundHeading): FoundHeading {
  return heading.label.side === undefined ? heading : { ...heading, rank: RANK.label };
}

/** `===== old =====  ===== new =====` heads the columns of one table. */
function onlySides(heading: FoundHeading): FoundHeading | undefined {
  return heading.label.first !== undefined && heading.closes && /\s{2,}/.test(heading.text) ? undefined : heading;
}

type Ranked = Heading & { readonly rank: number };

function under(headings: readonly Ranked[], found: FoundHeading, line: number): readonly Ranked[] {
  // A label closes a label of the other side however it is written, and a plain heading below it stays open over both.
  const isOpen = ({ rank, side }: Ranked): boolean => rank < found.rank && (found.label.side === undefined || side === undefined);
  return [...headings.filter(isOpen), { ...found.label, text: found.text, line, rank: found.rank }];
}
