import type { Measurement, Summary } from '../formats/format.ts';
import { parseNumber } from '../formats/quantity.ts';
import type { Labeller } from '../labeller.ts';
import type { Label, SideName } from '../side-labels.ts';
import { arrowPair, inlinePair } from './line-pairs.ts';
import { cleaned, isSentence, MOST_WORDS, measurementOf, nameOf, withoutLabel } from './line-words.ts';
import { hintOf } from './metric-words.ts';
import type { PassageLine } from './passages.ts';
import { type FoundQuantity, findQuantities } from './quantities.ts';

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
  let input = '';
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
    if (INPUT.test(text)) input = text;
    else if (!COMMAND.test(text)) measurements.push(...readLine(text, side, label, line.number).map((one) => of(input, one)));
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

/** A line that is nothing but the name of a file says what the lines below it were measured on. */
const INPUT = /^[\w.~/-]{0,200}[\w-]\.[a-z][a-z0-9]{1,7}:?$/i;

function of(input: string, measurement: Measurement): Measurement {
  return input === '' ? measurement : { ...measurement, benchmark: `${input.replace(/:$/, '')} ${measurement.benchmark}`.trim() };
}

/** A shell's prompt, a program's path, a variable set for a program, an option. */
const COMMAND = /^[$#>%] ?\S|(?:^|\s)\.{0,2}\/\S|(?:^|\s)[A-Z_]{3,40}=\S* ?\S|(?:^|\s)--?[a-z][\w-]{1,40}(?:[=\s]|$)/;
const BARE = /^[~≈]?\d[\d,.'’]{0,30}(?: ?[A-Za-zµμ%][\w/µμ%]{0,12})?$/;
const ARROW = /\s?(?:-{1,2}>|={1,2}>|→|⇒|➜|➔|⟶)\s?/g;

function readLine(text: string, side: SideName | undefined, label: Labeller, line: number): readonly Measurement[] {
  if (isSentence(text)) return [];
  const list = samples(text, side, label, line);
  if (list !== undefined) return [list];
  const quantities = withoutSpreads(text, findQuantities(text)).filter(
    (quantity) => !quantity.isSigned && quantity.unit !== 'x' && !isRemark(text, quantity),
  );
  if (quantities.length === 0) return [];
  return arrowPair(text, quantities, line) ?? inlinePair(text, quantities, label, line) ?? singles(text, quantities, side, label, line);
}

/** What stands after `±` is no value; its unit is that of the value before it. */
function withoutSpreads(text: string, quantities: readonly FoundQuantity[]): readonly FoundQuantity[] {
  const isSpread = (index: number): boolean =>
    /^ ?(?:±|\+\/-|\+-) ?$/.test(text.slice(quantities[index - 1]?.end ?? 0, quantities[index]?.start ?? 0));
  return quantities.flatMap((quantity, i) => {
    if (i > 0 && isSpread(i)) return [];
    const spread = quantities[i + 1];
    return [
      spread !== undefined && isSpread(i + 1) && quantity.unit === '' && spread.unit !== '%'
        ? { ...quantity, unit: spread.unit }
        : quantity,
    ];
  });
}

/** Whether the quantity stands in brackets: a setting, a change, a count of runs. */
function isRemark(text: string, { start }: FoundQuantity): boolean {
  const before = text.slice(0, start);
  return before.lastIndexOf('(') > before.lastIndexOf(')') || before.lastIndexOf('[') > before.lastIndexOf(']');
}

/** `Before (ms): 10.1, 10.2, 10.0`: three or more values after a label are the runs. */
function samples(text: string, side: SideName | undefined, label: Labeller, line: number): Measurement | undefined {
  const start = Math.max(text.lastIndexOf(':'), text.lastIndexOf('=')) + 1;
  const values = start === 0 ? '' : text.slice(start).trim();
  if (!LIST.test(values)) return undefined;
  const quantities = findQuantities(values.replace(/[,;](?=\S)/g, ', ').replace(/^\[|\]/g, ' '));
  const [first] = quantities;
  const unit = quantities.findLast((quantity) => quantity.unit !== '')?.unit ?? hintOf(text.slice(0, start))?.unit ?? '';
  if (
    first === undefined ||
    quantities.length < FEWEST_SAMPLES ||
    quantities.some((quantity) => quantity.unit !== '' && quantity.unit !== unit)
  )
    return undefined;
  const own = label(text.slice(0, start - 1));
  const name = nameOf(own.side === undefined ? text.slice(0, start) : own.rest);
  if (name.split(' ').length > MOST_NAMING) return undefined;
  const measurement = measurementOf({ ...first, unit }, name, '', own.side ?? side, line);
  return { ...measurement, values: quantities.map(({ value }) => value), label: text.slice(0, start) };
}

const FEWEST_SAMPLES = 3;
const LIST = /^\[? ?\d[\d.]{0,20} ?[A-Za-zµμ/]{0,12}(?: ?[,;] ?| )(?:\d[\d.]{0,20} ?[A-Za-zµμ/]{0,12}(?: ?[,;] ?| |\]?$)){2,200}$/;

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
  const own = ownLabel(text, first.value.start, head, side, label);
  const benchmark = own.side === undefined ? head : nameOf(own.rest);
  return pieces.flatMap(({ start, end, value }): readonly Measurement[] => {
    if (value === undefined) return [];
    const before = nameOf(text.slice(start, value.start));
    const name = before === '' ? nameOf(text.slice(value.end, end)) : before;
    if (CLAIM_NAME.test(before)) return [];
    const spread = spreadAfter(text.slice(value.end, end), value);
    const words = text.slice(0, first.value?.start);
    const measurement = {
      ...measurementOf(spread?.value ?? value, benchmark, start === 0 ? '' : name, own.side ?? side, line),
      label: words,
    };
    const change = printedChange(text.slice(value.end, end), value.value);
    const whole = spread === undefined ? measurement : { ...measurement, values: [], summary: spread.summary };
    return [change === undefined ? whole : { ...whole, printed: { change } }];
  });
}

/** The label that a line has of its own. `done after 4 s` is none, and words inside a line do not overrule the heading. */
function ownLabel(text: string, start: number, head: string, side: SideName | undefined, label: Labeller): Label {
  const own = label(head);
  const begins = withoutLabel(text, label) !== undefined;
  const isTemporal = /\b(?:after|before|in|within)\s$/i.test(text.slice(0, start));
  return begins || (side === undefined && !isTemporal) ? own : { side: undefined, rest: head, first: undefined };
}

/** `10.1 ± 0.1 ms (n=10)`: mean, deviation and runs. */
function spreadAfter(tail: string, value: FoundQuantity): { readonly value: FoundQuantity; readonly summary: Summary } | undefined {
  const printed = /^\s?(?:±|\+\/-|\+-)\s?([\d.]{1,20})\s?(%?)\s?([A-Za-zµμ/]{0,12})/.exec(tail);
  const amount = parseNumber(printed?.[1] ?? '', '.');
  if (printed === null || amount === undefined) return undefined;
  const sd = printed[2] === '%' ? (amount / 100) * Math.abs(value.value) : amount;
  const n = /\b(?:n ?= ?(\d{1,6})|(\d{1,6}) (?:runs|samples|reps|repetitions|trials))\b/.exec(tail);
  const unit = value.unit === '' ? (findQuantities(`1 ${printed[3] ?? ''}`)[0]?.unit ?? '') : value.unit;
  const summary = { center: value.value, of: 'mean' as const, sd, ...(n === null ? {} : { n: Number(n[1] ?? n[2]) }) };
  return { value: { ...value, unit }, summary };
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
  const ends = [...text.matchAll(/;|, (?=[A-Za-z])|\s(?:->|→)\s|\s-\s+(?=\d)/g)];
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
  const rest = text
    .slice(last.end, end)
    .replace(/^ ?(?:±|\+\/-|\+-) ?[\d.]{1,20} ?%?/, '')
    .replace(/\([^()]*\)?/g, '');
  return /^[\s.,;!)\]]*$/.test(rest) || (last.unit !== '' && rest.trim().split(' ').length <= 2) ? last : undefined;
}

const MOST_NAMING = 8;
/** `Improvement: 34%` is a claim, not a measurement. */
const CLAIM_NAME = /\b(?:improve\w*|speed-?up|gain|reduction|reduced|faster|slower|change|delta|diff\w*|overhead of|win)\b/i;

/** Load generators print a rate: bare numbers in a text that names one are rates. */
export const RATE_TOOL =
  /\b(?:wrk2?|ab|hey|oha|bombardier|vegeta|redis-benchmark|memtier_benchmark|sysbench|pgbench|fio|iperf3?|netperf)\b/;
