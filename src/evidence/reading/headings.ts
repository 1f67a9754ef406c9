import type { Labeller } from '../labeller.ts';
import type { Label } from '../side-labels.ts';

/** A heading in force over a passage. */
export interface Heading extends Label {
  readonly text: string;
  readonly form: HeadingForm;
  /** 1-based line. */
  readonly line: number;
}

/** How a heading is written. */
export type HeadingForm = 'command' | 'markdown' | 'underlined' | 'ruled' | 'bold' | 'bracketed' | 'numbered' | 'colon' | 'bare';

/** A heading as it is found. */
export interface FoundHeading {
  readonly text: string;
  readonly label: Label;
  readonly form: HeadingForm;
  /** A heading closes those of its own rank and above. */
  readonly rank: number;
  /** Whether what stands below is another passage even if the heading names no side. */
  readonly closes: boolean;
}

/** The lines around a line. */
export interface Surroundings {
  readonly previous: string;
  readonly next: string;
  readonly isFenced: boolean;
  /** Form of the label in force: a short line like it is its sibling. */
  readonly labelForm: HeadingForm | undefined;
}

/** Labels rank below headings, so that they may stand under them, and above plain lines that end in a colon. */
const LABEL_RANK = 11;
const RANK: Readonly<Record<HeadingForm, number>> = {
  markdown: 1,
  underlined: 1,
  ruled: 8,
  bold: 9,
  bracketed: 9,
  numbered: 10,
  command: LABEL_RANK,
  bare: LABEL_RANK,
  colon: 12,
};

/** What is built and run below it is that branch. */
const CHECKOUT = /^\s{0,8}(?:[$#>%] ?)?git (?:checkout|switch)(?: -{1,2}[a-z-]{1,20}){0,4} ([\w./~^-]{1,100})/;
const MARKDOWN = /^\s{0,3}(#{1,6})\s+(\S.*?)\s*#*\s*$/;
const RULED = /^\s{0,8}[=~#-]{2,}\s*(\S.{0,120}?)\s*[=~#:-]{2,}\s*$/;
const BOLD = /^\s{0,8}(?:[-*+]\s+)?(\*\*|__)([^*_|]{1,120}(?:[*_][^*_|]{1,60}){0,4})\1(?:\s*\([^()|]{0,80}\))?\s*:?\s*$/;
const BRACKETED = /^\s{0,8}\[([^[\]]{1,120})\]\s*:?\s*$/;
const NUMBERED = /^\s{0,8}\d{1,3}[.)]\s+(\S.{0,80}?)\s*:?\s*$/;
const COLON = /^\s{0,12}(?:[-*+$#]\s+)?(\S.{0,160}?)\s*:\s*$/;
const UNDERLINE = /^\s{0,3}(?:={3,}|-{3,})\s*$/;
const BARE_WORDS = 6;
const SIBLING_WORDS = 4;

/** The heading that a line is; undefined for any other line. */
export function headingOf(line: string, { previous, next, isFenced, labelForm }: Surroundings, label: Labeller): FoundHeading | undefined {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.length > 200) return undefined;
  const make = (text: string, form: HeadingForm, closes: boolean, depth = 0): FoundHeading => ({
    text,
    label: label(text),
    form,
    rank: RANK[form] + depth,
    closes,
  });
  const branch = CHECKOUT.exec(line)?.[1];
  if (branch !== undefined) return make(branch, 'command', true);
  const markdown = isFenced ? null : MARKDOWN.exec(line);
  if (markdown !== null) return make(markdown[2] ?? '', 'markdown', true, markdown[1]?.length ?? 1);
  const ruled = RULED.exec(line)?.[1];
  if (ruled !== undefined && /\p{L}/u.test(ruled)) return notColumns(make(ruled, 'ruled', !isFenced));
  if (UNDERLINE.test(next) && /^\p{L}[\p{L}\d ()/.,'-]{0,80}:?$/u.test(trimmed) && !/\s{2}/.test(trimmed)) {
    const found = make(trimmed, 'underlined', !isFenced);
    if (previous.trim() === '' || found.label.side !== undefined) return notColumns(found);
  }
  if (BOLD.test(line) && !/\.\W*$/.test(line)) return make(trimmed.replace(/\*\*|__/g, ''), 'bold', !isFenced);
  const bracketed = BRACKETED.exec(line)?.[1];
  if (bracketed !== undefined && /\p{L}/u.test(bracketed) && !/["',]/.test(bracketed)) return make(bracketed, 'bracketed', true);
  const numbered = isFenced ? undefined : NUMBERED.exec(line)?.[1];
  const isRow = numbered !== undefined && /[:=]\s*[~≈]?\d/.test(numbered);
  if (numbered !== undefined && !isRow && numbered.split(' ').length <= BARE_WORDS) return make(numbered, 'numbered', true);
  const colon = COLON.exec(line)?.[1];
  if (colon !== undefined) return notColumns(asLabel(make(colon, 'colon', false)));
  return bareHeading(trimmed, previous, labelForm, make);
}

/** A line that is nothing but a label: `After`, `With the patch`, `Before (read path)`; and beside one, a line as short. */
function bareHeading(
  trimmed: string,
  previous: string,
  labelForm: HeadingForm | undefined,
  make: (text: string, form: HeadingForm, closes: boolean) => FoundHeading,
): FoundHeading | undefined {
  const words = trimmed.split(/\s+/).length;
  if (words > BARE_WORDS || /[.,;]$/.test(trimmed)) return undefined;
  // A comment in a shell says what is run below it.
  const found = make(trimmed.replace(/^[$#>% ]{1,8}(?=\S)/, ''), 'bare', true);
  if (found.label.side !== undefined) return /^(?:[\p{L}_-]{0,40}|\(.*\))$/u.test(found.label.rest) ? found : undefined;
  const isSibling =
    labelForm === 'bare' && words <= SIBLING_WORDS && previous.trim() === '' && /^\p{L}[\p{L}\d .+_-]{1,40}$/u.test(trimmed);
  return isSibling && !/\d{2}/.test(trimmed) ? found : undefined;
}

/** A label may stand under a plain heading of the same form, never the other way round. */
function asLabel(heading: FoundHeading): FoundHeading {
  return heading.label.side === undefined ? heading : { ...heading, rank: LABEL_RANK };
}

/** `===== old =====  ===== new =====` heads the columns of one table. */
function notColumns(heading: FoundHeading): FoundHeading | undefined {
  return heading.label.first !== undefined && heading.closes && /\s{2,}/.test(heading.text) ? undefined : heading;
}
