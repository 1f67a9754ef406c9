import type { Measurement } from '../formats/format.ts';
import { dimensionOf, findUnit } from '../formats/quantity.ts';
import type { Labeller } from '../labeller.ts';
import type { SideName } from '../side-labels.ts';
import { hintOf } from './metric-words.ts';
import type { Observation } from './observation.ts';
import type { Passage } from './passages.ts';
import { type FoundQuantity, findQuantities } from './quantities.ts';
import { type Sentence, sentencesOf } from './sentences.ts';

/** Two values that a sentence compares, told apart by its words. */
export interface ProsePair {
  readonly before: FoundQuantity;
  readonly after: FoundQuantity;
  /** The clause they stand in. */
  readonly text: string;
}

/** A pair with the passage and the sentence it stands in. */
export interface StatedPair {
  readonly observations: readonly Observation[];
  readonly sentence: Sentence;
}

/** The pairs that the sentences of a text state: `from ~12Gbps to ~34Gbps`, `reduced to 120ns (from 450ns)`, `10 ops/s before this patch, 33 after`. */
export function readProse(passages: readonly Passage[], label: Labeller): readonly StatedPair[] {
  return passages.flatMap((passage, index) =>
    sentencesOf(passage).flatMap((sentence) =>
      prosePairs(sentence.text, label).map((pair, number): StatedPair => {
        const place = {
          headings: passage.headings,
          tier: 'prose',
          passage: -1 - index,
          part: '',
          caption: '',
          command: '',
          first: undefined,
        } as const;
        const observations = (['before', 'after'] as const).map((side) => ({
          ...place,
          side,
          measurement: measurementOf(pair, side, number, sentence.line),
        }));
        return { observations, sentence };
      }),
    ),
  );
}

const LONGEST = 1000;
const MOST_QUANTITIES = 40;

/** The pairs in one sentence. */
export function prosePairs(sentence: string, label: Labeller): readonly ProsePair[] {
  const text = sentence.slice(0, LONGEST);
  const all = findQuantities(text).slice(0, MOST_QUANTITIES);
  const quantities = repaired(all, text).filter(({ unit, isSigned }) => unit !== '' && unit !== 'x' && !isSigned);
  const pairs: ProsePair[] = [];
  for (let i = 0; i + 1 < quantities.length; i++) {
    const [one, two] = [quantities[i], quantities[i + 1]];
    if (one === undefined || two === undefined || !isComparable(one, two)) continue;
    const between = text.slice(one.end, two.start);
    const before = text.slice(Math.max(0, one.start - 40), one.start);
    const order = orderOf(before, between) ?? labelledOrder(text, one, two, label);
    if (order === undefined) continue;
    pairs.push(
      order === 'before'
        ? { before: one, after: two, text: clauseAt(text, one, two) }
        : { before: two, after: one, text: clauseAt(text, one, two) },
    );
    i++;
  }
  if (pairs.length > 0) return pairs;
  const against = againstEachOther(text, all);
  return against.length > 0 ? against : countsIn(text, all);
}

/** `allocations per request go from 14 to 3`: what is counted stands in the words. */
function countsIn(text: string, quantities: readonly FoundQuantity[]): readonly ProsePair[] {
  return quantities.flatMap((one, i): readonly ProsePair[] => {
    const two = quantities[i + 1];
    if (two === undefined || one.unit !== '' || two.unit !== '' || one.isSigned || two.isSigned) return [];
    const [lead, between] = [text.slice(Math.max(0, one.start - 80), one.start), text.slice(one.end, two.start)];
    const counted = COUNTED.exec(`${lead} ${text.slice(two.end, two.end + 40)}`)?.[0];
    if (counted === undefined || orderOf(lead, between) !== 'before') return [];
    const unit = hintOf(counted)?.unit ?? '';
    return [{ before: { ...one, unit }, after: { ...two, unit }, text: clauseAt(text, one, two) }];
  });
}

const COUNTED =
  /\b(?:allocations?|mallocs?|instructions?|insns|cycles|sys(?:tem )?calls?|(?:cache|tlb|branch) ?-?misses|page faults?|context switches|wake-?ups|ipis?|vm ?exits?|exits|interrupts|copies|lock acquisitions)\b/i;

/** `+13.4 % (6.29M vs 5.55M requests)`: the printed change says which one is the base. */
function againstEachOther(text: string, quantities: readonly FoundQuantity[]): readonly ProsePair[] {
  const change = quantities.find(({ isSigned, unit }) => isSigned && unit === '%');
  if (change === undefined) return [];
  return quantities.flatMap((one, i): readonly ProsePair[] => {
    const two = quantities[i + 1];
    if (two === undefined || !/^ ?(?:vs\.?|versus|against|compared (?:to|with)) ?[~≈]?$/.test(text.slice(one.end, two.start))) return [];
    const unit = two.unit === '' ? one.unit : two.unit;
    const [a, b] = [
      { ...one, unit },
      { ...two, unit },
    ];
    const isChange = (from: number, to: number): boolean => Math.abs((to / from - 1) * 100 - change.value) <= 0.6;
    const isFirst = isChange(one.value, two.value);
    if (isFirst === isChange(two.value, one.value)) return [];
    const clause = clauseAt(text, one, two);
    return [isFirst ? { before: a, after: b, text: clause } : { before: b, after: a, text: clause }];
  });
}

function isComparable(one: FoundQuantity, two: FoundQuantity): boolean {
  return dimensionOf(one.unit) === dimensionOf(two.unit);
}

/** A value whose unit was cut or mistyped takes the unit of the value it is compared with: `12 to 34 Gbps`, `40ms, down from 60m`. */
function repaired(quantities: readonly FoundQuantity[], text: string): readonly FoundQuantity[] {
  return quantities.map((quantity, i) => {
    const previous = quantities[i - 1];
    if (quantity.unit === 'm' && previous !== undefined && /^[nu]?m?s$/.test(previous.unit))
      return { ...quantity, unit: previous.unit, isApproximate: true };
    if (quantity.unit !== '') return quantity;
    const next = quantities[i + 1];
    return next !== undefined && next.unit !== '' && /^ ?(?:to|->|→|-) ?[~≈]?$/.test(text.slice(quantity.end, next.start))
      ? { ...quantity, unit: next.unit }
      : quantity;
  });
}

const FROM_END = /\bfrom (?:(?:a|an|the|roughly|about|around|over|under|nearly|almost|as much as|some)\s){0,2}$/i;
const TO =
  /^[^.;]{0,60}?\b(?:to|->|→)\s(?:(?:a|an|the|only|just|about|around|roughly|nearly|under|over|below|less than|as low as)\s){0,2}$/i;
const DOWN_FROM =
  /^[^.;]{0,60}?(?:\bfrom|\(was|, was|\binstead of|\bcompared (?:to|with)|\brather than|\bagainst|\bover the previous|\bversus the (?:old|previous|original))\s(?:(?:a|an|the|previous|old|original|roughly|about|around|previously)\s){0,2}$/i;
const ARROW = /^\s?(?:->|→|=>|⇒)\s?$/;

/** Which side the first of two quantities is, by the words around it. */
function orderOf(before: string, between: string): SideName | undefined {
  if (ARROW.test(between)) return 'before';
  if (FROM_END.test(before) && TO.test(between)) return 'before';
  if (DOWN_FROM.test(between)) return 'after';
  if (/\b(?:took|was|were|used to (?:be|take))\b[^.;]{0,40}$/i.test(before) && /^[^.]{0,40}\b(?:now|takes only|is now)\b/i.test(between))
    return 'before';
  if (
    /\b(?:was|took|used to (?:be|take)|went|dropp?(?:ed|s)|improved|fell|grew|increased|decreased|reduced)\b[^.;]{0,30}$/i.test(before) &&
    /^[^.;]{0,20}\bto\s(?:[a-z]+\s){0,2}$/i.test(between)
  )
    return 'before';
  return undefined;
}

/** Each of two quantities beside a label of its own side. */
function labelledOrder(text: string, one: FoundQuantity, two: FoundQuantity, label: Labeller): SideName | undefined {
  const clauses = [text.slice(0, one.start), text.slice(one.end, two.start), text.slice(two.end)];
  const [head = '', middle = '', tail = ''] = clauses;
  const left = firstClause(middle);
  const right = middle.slice(left.length).slice(-CLAUSE);
  const [after, lead] = [firstClause(tail), lastClause(head)];
  const isSplit = /[,;.]/.test(middle);
  const sides = isSplit
    ? [label(left).side ?? label(lead).side, label(right).side ?? label(after).side]
    : [label(lead).side ?? label(middle).side, label(middle).side ?? label(after).side];
  const [a, b] = sides;
  return a !== undefined && b !== undefined && a !== b ? a : undefined;
}

const CLAUSE = 80;

function firstClause(text: string): string {
  return text.slice(0, CLAUSE).split(/[,;.]/, 1)[0] ?? '';
}

function lastClause(text: string): string {
  return text.slice(-CLAUSE).split(/[,;.]/).at(-1) ?? '';
}

function clauseAt(text: string, one: FoundQuantity, two: FoundQuantity): string {
  return text.slice(Math.max(0, one.start - 120), Math.min(text.length, two.end + 60));
}

/** A short name for what a clause is about. */
function clauseName(clause: string): string {
  return clause.replace(/\s+/g, ' ').trim().slice(0, 100);
}

function measurementOf(pair: ProsePair, side: SideName, number: number, line: number): Measurement {
  const benchmark = `${clauseName(pair.text)}${number === 0 ? '' : ` (${number + 1})`}`;
  const quantity = side === 'before' ? pair.before : pair.after;
  const unit = findUnit(quantity.unit);
  const hint = unit ?? hintOf(benchmark);
  return {
    benchmark,
    metric: 'stated',
    unit: quantity.unit,
    better: hint?.better ?? 'lower',
    kind: hint?.kind ?? 'other',
    primary: true,
    values: [quantity.value],
    line,
    side,
    ...(quantity.isApproximate ? { approximate: true } : {}),
    ...(hint === undefined ? { isDirectionUnknown: true } : {}),
  };
}
