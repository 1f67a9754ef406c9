import type { Measurement } from './formats/format.ts';
import { findUnit, parseNumber } from './formats/quantity.ts';
import type { Labeller } from './grid.ts';
import { hintOf } from './metric-words.ts';
import type { PassageLine } from './passages.ts';
import { type FoundQuantity, findQuantities } from './quantities.ts';
import type { SideName } from './side-labels.ts';

/**
 * Reads lines that name what they give: `Before: 5.2 us`, `Before: 5.2 us / After: 4.1 us`, `lookup: 27 ns -> 8 ns (-70 %)`, and under a
 * heading for the side `colocated: 332 ns`. Sentences are left alone: a figure must stand at the end of its line or beside a label.
 */
export function readLabelledLines(
  lines: readonly PassageLine[],
  side: SideName | undefined,
  label: Labeller,
  hasRateTool: boolean,
): readonly Measurement[] {
  const measurements: Measurement[] = [];
  let isWarmUp = false;
  for (const line of lines) {
    const text = cleaned(line.text);
    if (text === '' || text.length > 300) continue;
    if (/^warm(?:ing)?[ -]?up/i.test(text)) {
      isWarmUp = true;
      continue;
    }
    const bare = BARE.test(text) ? findQuantities(text)[0] : undefined;
    if (bare !== undefined) {
      if (!isWarmUp) measurements.push(measurementOf(bare, '', hasRateTool ? 'rate' : '', side, line.number));
      continue;
    }
    isWarmUp = false;
    if (COMMAND.test(text)) continue;
    measurements.push(...readLine(text, side, label, line.number));
  }
  return sharingUnits(measurements);
}

/** A figure without a unit takes that of the others, where all others have the same. */
function sharingUnits(measurements: readonly Measurement[]): readonly Measurement[] {
  const known = measurements.filter(({ unit }) => unit !== '');
  const [first] = known;
  if (first === undefined || known.some(({ unit }) => unit !== first.unit)) return measurements;
  return measurements.map((measurement) => {
    if (measurement.unit !== '' || !measurement.isDirectionUnknown) return measurement;
    const { isDirectionUnknown, ...rest } = measurement;
    return { ...rest, unit: first.unit, better: first.better, kind: first.kind };
  });
}

/** The side that begins a line and what follows it; undefined for a line that does not begin with one. */
export function withoutLabel(line: string, label: Labeller): { readonly side: SideName; readonly rest: string } | undefined {
  const text = cleaned(line);
  const head = /^[^\d:=|]{1,60}?(?=\s?[:=]\s|\s[~≈]?\d|:$)/.exec(text)?.[0];
  if (head === undefined) return undefined;
  const words = head.split(' ');
  for (let count = Math.min(words.length, 4); count > 0; count--) {
    const { side, rest } = label(words.slice(0, count).join(' '));
    // A word or two may follow the label: `before optimise : 678515.000 micros/op`.
    if (side !== undefined && rest === '' && words.length - count <= 2) {
      return { side, rest: text.slice(head.length).replace(/^\s?[:=]?\s?/, '') };
    }
  }
  return undefined;
}

/** A shell's prompt, a program's path, a variable set for a program, an option. */
const COMMAND = /^[$#>%] ?\S|(?:^|\s)\.{0,2}\/\S|(?:^|\s)[A-Z_]{3,40}=\S* ?\S|(?:^|\s)--?[a-z][\w-]{1,40}(?:[=\s]|$)/;
const BARE = /^[~≈]?\d[\d,.'’]{0,30}(?: ?[A-Za-zµμ%][\w/µμ%]{0,12})?$/;
const ARROW = /\s?(?:-{1,2}>|={1,2}>|→|⇒|➜|➔|⟶)\s?/g;

function cleaned(line: string): string {
  return line
    .replace(/^\s*(?:[-*+•]\s+)?/, '')
    .replace(/\*\*|__|`/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function readLine(text: string, side: SideName | undefined, label: Labeller, line: number): readonly Measurement[] {
  const quantities = findQuantities(text).filter((quantity) => !quantity.isSigned && !isChange(quantity) && !isRemark(text, quantity));
  if (quantities.length === 0 || isSentence(text)) return [];
  return arrowPair(text, quantities, line) ?? inlinePair(text, quantities, label, line) ?? singles(text, quantities, side, label, line);
}

/** Words that run on, rather than a name and what it has. */
function isSentence(text: string): boolean {
  const words = text.split(' ').length;
  return words > MOST_WORDS + 6 || (words > 6 && /[.!?]$/.test(text)) || /[a-z][.!?] [A-Z]/.test(text);
}

function isChange({ unit }: FoundQuantity): boolean {
  return unit === 'x';
}

/** Whether the quantity stands in brackets: a setting, a change, a count of runs. */
function isRemark(text: string, { start }: FoundQuantity): boolean {
  const before = text.slice(0, start);
  return before.lastIndexOf('(') > before.lastIndexOf(')') || before.lastIndexOf('[') > before.lastIndexOf(']');
}

/** `name: A -> B`, where both are values of one kind; arrows in a chain divide a line instead. */
function arrowPair(text: string, quantities: readonly FoundQuantity[], line: number): readonly Measurement[] | undefined {
  const found: Measurement[] = [];
  for (const [index, from] of quantities.entries()) {
    const to = quantities[index + 1];
    if (to === undefined || !ONLY_ARROW.test(text.slice(from.end, to.start))) continue;
    if (CHAINED.test(text.slice(to.end)) || /(?:->|=>|→|⇒)\s?$/.test(text.slice(0, from.start))) continue;
    const unit = from.unit === '' ? to.unit : from.unit;
    const other = to.unit === '' ? unit : to.unit;
    if (!sameDimension(unit, other)) continue;
    const name = nameOf(lastPiece(text.slice(0, from.start)));
    found.push(measurementOf({ ...from, unit }, name, '', 'before', line), measurementOf({ ...to, unit: other }, name, '', 'after', line));
  }
  return found.length === 0 ? undefined : found;
}

const ONLY_ARROW = /^\s?(?:-{1,2}>|={1,2}>|→|⇒|➜|➔|⟶)\s?[~≈]?\s?$/;
const CHAINED = /^[^;,(]{0,60}(?:->|=>|→|⇒)/;

function lastPiece(text: string): string {
  return /[^;]*$/.exec(text)?.[0].replace(/^.*\),\s/, '') ?? '';
}

/** Two values in a line, each beside a label of another side: `before 5.2us, after 4.1us`; `5.2us before, 4.1us after`. */
function inlinePair(text: string, quantities: readonly FoundQuantity[], label: Labeller, line: number): readonly Measurement[] | undefined {
  const [one, two, more] = quantities;
  if (one === undefined || two === undefined || more !== undefined) return undefined;
  const [head, middle, tail] = [text.slice(0, one.start), text.slice(one.end, two.start), text.slice(two.end)];
  const leading = [label(lastClause(head)), label(middle)];
  const trailing = [label(middle), label(firstClause(tail))];
  for (const [a, b] of [leading, trailing]) {
    if (a?.side === undefined || b?.side === undefined || a.side === b.side) continue;
    const unit = one.unit === '' ? two.unit : one.unit;
    if (!sameDimension(unit, two.unit === '' ? unit : two.unit)) continue;
    const name = nameOf(label(lastClause(head)).rest);
    const other = { ...two, unit: two.unit === '' ? unit : two.unit };
    return [measurementOf({ ...one, unit }, name, '', a.side, line), measurementOf(other, name, '', b.side, line)];
  }
  return undefined;
}

/** `label: value`, `label = value unit`, `value unit` under a heading for the side; several values of a line are several metrics. */
function singles(
  text: string,
  quantities: readonly FoundQuantity[],
  side: SideName | undefined,
  label: Labeller,
  line: number,
): readonly Measurement[] {
  const pieces = piecesOf(text).map((piece) => ({ ...piece, value: valueIn(text, piece.start, piece.end, quantities) }));
  const first = pieces.find(({ value }) => value !== undefined);
  if (first?.value === undefined) return [];
  // `threads 512 -> 57% cpu -> 7K/s`: what comes before the first piece with a value names the line.
  const head = nameOf(text.slice(0, first.start === 0 ? first.value.start : first.start).replace(ARROW, ' '));
  if (head.split(' ').length > MOST_NAMING || (head !== '' && !/\p{L}/u.test(head))) return [];
  const own = label(head);
  const benchmark = own.side === undefined ? head : nameOf(own.rest);
  return pieces.flatMap(({ start, end, value }): readonly Measurement[] => {
    if (value === undefined) return [];
    const before = nameOf(text.slice(start, value.start));
    const name = before === '' ? nameOf(text.slice(value.end, end)) : before;
    if (CLAIM_NAME.test(before)) return [];
    const measurement = measurementOf(value, benchmark, start === 0 ? '' : name, own.side ?? side, line);
    const change = printedChange(text.slice(value.end, end), value.value);
    return [change === undefined ? measurement : { ...measurement, printed: { change } }];
  });
}

/** The change in brackets after a value, of the value or in per cent, as a fraction: `36768 (-184, fixed)`, `51272625 (+8.5%)`. */
function printedChange(tail: string, value: number): number | undefined {
  const printed = /^\s*\(\s*([-+\u2212]\s?[\d.,]{1,20})\s?(%?)/.exec(tail);
  const amount = printed === null ? undefined : parseNumber((printed[1] ?? '').replace(/\s/g, '').replace(/[.,]$/, ''));
  if (amount === undefined) return undefined;
  if (printed?.[2] === '%') return amount / 100;
  return value === amount ? undefined : value / (value - amount) - 1;
}

/** The parts of a line that hold a value each: at semicolons, arrows, and commas before a word. */
function piecesOf(text: string): readonly { readonly start: number; readonly end: number }[] {
  const ends = [...text.matchAll(/;|, (?=[A-Za-z])|\s(?:->|→)\s/g)];
  return [
    ...ends.map((match, i) => ({ start: i === 0 ? 0 : (ends[i - 1]?.index ?? 0) + (ends[i - 1]?.[0].length ?? 0), end: match.index })),
    { start: (ends.at(-1)?.index ?? 0) + (ends.at(-1)?.[0].length ?? 0), end: text.length },
  ];
}

/** The value that ends a piece of a line, or follows its `:` or `=`. */
function valueIn(text: string, start: number, end: number, quantities: readonly FoundQuantity[]): FoundQuantity | undefined {
  if (text.slice(start, end).split(' ').length > MOST_WORDS) return undefined;
  const inside = quantities.filter((quantity) => quantity.start >= start && quantity.end <= end);
  const separated = inside.find((quantity) => /[:=]\s?$/.test(text.slice(start, quantity.start)));
  if (separated !== undefined) return separated;
  const last = inside.find((quantity) => quantity.unit !== '') ?? inside.at(-1);
  // Beside figures with units, a bare number is a setting.
  if (last === undefined || (last.unit === '' && quantities.some(({ unit }) => unit !== ''))) return undefined;
  const rest = text.slice(last.end, end).replace(/\([^()]*\)?/g, '');
  return /^[\s.,;!)\]]*$/.test(rest) || (last.unit !== '' && rest.trim().split(' ').length <= 2) ? last : undefined;
}

const MOST_WORDS = 14;
const MOST_NAMING = 8;
/** `Improvement: 34%` is a claim, not a measurement. */
const CLAIM_NAME = /\b(?:improve\w*|speed-?up|gain|reduction|reduced|faster|slower|change|delta|diff\w*|overhead of|win)\b/i;

function nameOf(text: string): string {
  return text
    .replace(/\([^()]*\)?/g, ' ')
    .replace(/\b[0-9a-f]{7,40}\b/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s:=,;.-]+|[\s:=,;~≈-]+$/g, '')
    .slice(-120)
    .trim();
}

function lastClause(text: string): string {
  return text.slice(Math.max(0, text.length - 80));
}

function firstClause(text: string): string {
  return /^[^,;.]{0,60}/.exec(text)?.[0] ?? '';
}

function sameDimension(one: string, two: string): boolean {
  return one === two || (findUnit(one)?.dimension ?? one) === (findUnit(two)?.dimension ?? two);
}

/** Load generators print a rate: bare numbers in a text that names one are rates. */
export const RATE_TOOL =
  /\b(?:wrk2?|ab|hey|oha|bombardier|vegeta|redis-benchmark|memtier_benchmark|sysbench|pgbench|fio|iperf3?|netperf)\b/;

function measurementOf(quantity: FoundQuantity, benchmark: string, metric: string, side: SideName | undefined, line: number): Measurement {
  const unit = quantity.unit === '' ? undefined : findUnit(quantity.unit);
  const hint = unit === undefined ? (hintOf(metric) ?? hintOf(benchmark)) : { unit: unit.name, kind: unit.kind, better: unit.better };
  return {
    benchmark,
    metric: metric === '' ? 'value' : metric,
    unit: hint?.unit ?? '',
    better: hint?.better ?? 'lower',
    kind: hint?.kind ?? 'other',
    primary: true,
    values: [quantity.value],
    line,
    ...(side === undefined ? {} : { side }),
    ...(quantity.isApproximate ? { approximate: true } : {}),
    ...(hint === undefined ? { isDirectionUnknown: true } : {}),
  };
}
