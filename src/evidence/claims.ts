import { convert } from './formats/quantity.ts';
import type { Labeller } from './labeller.ts';
import { hintOf, type MetricHint } from './reading/metric-words.ts';
import { type ProsePair, prosePairs } from './reading/prose-pairs.ts';

/** A claim of speed as it is written. */
export interface FoundClaim {
  /** The words themselves. */
  readonly text: string;
  /** The sentence they stand in. */
  readonly sentence: string;
  readonly origin: 'title' | 'body' | 'comment' | 'commit' | 'change' | 'file';
  readonly kind: 'factor' | 'percent' | 'values';
  /** The factor, or the fraction: 2 for `2x`, 0.3 for `30 %`; after / before for values. The least of a range. */
  readonly amount: number;
  readonly isWorse: boolean;
  /** `about`, `~`, `up to`: the figure is rounded, or the best of several. */
  readonly isRough: boolean;
  /** What the sentence says is measured; undefined when it does not. */
  readonly metric: MetricHint | undefined;
  readonly pair?: ProsePair;
}

const GOOD =
  'as fast|faster|quicker|speed-?ups?|improve\\w*|better|gains?|boost\\w*|win|less|lower|fewer|smaller|reductions?|decreases?|shorter|more|higher|increases?|throughput|cheaper';
const BAD = 'slower|worse|regress\\w*|degrad\\w*|slow-?downs?|penalty|overhead|loss';
const ABOUT = '(?:about|around|approximately|roughly|nearly|almost|up to|over|more than|at least|some|~|≈)';
const NUMBER = '(\\d{1,7}(?:[.,]\\d{1,6})?)';
const TIMES = '(?:x|×|times|-?fold)';

const RANGE = `(?: ?[-–] ?[x×]?${NUMBER})?`;
const SPEAKS = `(?:[\\w/-]{1,20} ){0,3}?(?:${GOOD}|${BAD})(?![\\w])`;

/** Factors: `2.5x faster`, `x13`, `10 times faster`, `a factor of 3`. The gaps are bounded, so that each is linear. */
const FACTORS: readonly RegExp[] = [
  new RegExp(`${ABOUT}? ?(?<![\\w.])${NUMBER}${RANGE} ?${TIMES}(?![\\w×])(?:[ -]${SPEAKS})?`, 'gi'),
  new RegExp(`${ABOUT}? ?(?<![\\w.[-])[x×]${NUMBER}${RANGE} ${SPEAKS}`, 'g'),
  new RegExp(`\\bfactor of ${ABOUT}? ?${NUMBER}`, 'gi'),
];
const PERCENT = new RegExp(`${ABOUT}? ?(?<![\\w.])([-+\u2212]?)${NUMBER}${RANGE} ?(?:%|percent\\b)`, 'gi');
const VERB =
  /(?<![\w/-])(?:impr?o\w{0,3}ve\w*|increas\w*|reduc\w*|decreas\w*|speed(?:s|ed)?(?: \w{1,20}){0,3} up|speed-?up|cuts?|drop\w*|boost\w*|lower\w*|gain\w*|save[sd]?|degrad\w*|slow\w*|regress\w*|shr[iu]nk\w*|faster|better|worse)\b(?![-/_])[^.;%]{0,110}?(?:\bby|\bof|:|\bis|\bwas|\bto be|\()\s?$/i;
const AFTERWARDS = new RegExp(`^,? ?\\(?${SPEAKS}`, 'i');
const METRIC_AFTERWARDS = /^ (?!(?:for|of|in|on|the|and|with|to|from|vs|by|at|when|is|was|than|over|but|or)\b)[A-Za-z][\w/]{1,30}\b/;

const WORDS: readonly (readonly [pattern: RegExp, factor: number])[] = [
  [
    /\b(?:twice as (?:fast|quick|many)|halv(?:es|ed|ing)|doubl(?:es|ed|ing) (?:the )?(?:throughput|speed|performance|rate|bandwidth|iops)|(?:cuts?|reduces?|reduced) (?:[\w-]{1,20} ){1,5}(?:in|by) half)\b/gi,
    2,
  ],
  [/\b(?:an? )?order of magnitude\b/gi, 10],
];

const LONGEST = 1000;
const MOST_CLAIMS = 60;

/** The claims in one sentence: factors, percentages, and values `from A to B`. */
export function findClaims(sentence: string, origin: FoundClaim['origin'], label: Labeller): readonly FoundClaim[] {
  const text = sentence.slice(0, LONGEST).replace(/[`*]/g, '');
  if (/\?\s*$/.test(text)) return [];
  const drafts = [...percentages(text), ...factors(text), ...valuesIn(text, label)].slice(0, MOST_CLAIMS);
  const free = drafts.filter(
    (draft, i) => !drafts.some((other, j) => j < i && draft.at < other.at + other.text.length && other.at < draft.at + draft.text.length),
  );
  return free.map(({ at, verb, ...draft }) => {
    const [lead, rest] = [text.slice(Math.max(0, at - 70), at), text.slice(at + draft.text.length, at + draft.text.length + 40)];
    const metric = hintOf(`${lead} ${rest}`) ?? hintOf(draft.text.replace(/\btimes\b/g, ''));
    return { ...draft, sentence: text, origin, metric, isWorse: isWorseVerb(verb, metric) ?? isWorseAround(draft.text, lead) };
  });
}

/** Whether the verb speaks of a loss, which may depend on the metric: throughput is reduced, latency increased. */
function isWorseVerb(verb: string | undefined, metric: MetricHint | undefined): boolean | undefined {
  if (verb === undefined) return undefined;
  if (/^(?:degrad|slow|regress|worse)/i.test(verb)) return true;
  if (/^(?:reduc|decreas|drop|lower|cut|shr)/i.test(verb) && metric?.better === 'higher') return true;
  return /^increas/i.test(verb) && metric?.better === 'lower' ? true : undefined;
}

type Draft = Pick<FoundClaim, 'text' | 'kind' | 'amount' | 'isRough' | 'pair'> & {
  readonly at: number;
  /** The verb that governs a percentage. */
  readonly verb?: string;
};

function percentages(text: string): readonly Draft[] {
  const drafts: Draft[] = [];
  let end = -1;
  for (const match of text.matchAll(PERCENT)) {
    const after = match.index + match[0].length;
    const [lead, rest] = [text.slice(Math.max(0, match.index - 130), match.index), text.slice(after, after + 90)];
    const verb = VERB.exec(lead);
    const spoken = AFTERWARDS.exec(rest)?.[0];
    const isListed = end >= 0 && /^[,\s]*(?:and|or)?\s*$/.test(text.slice(end, match.index));
    const isSigned = match[1] !== '' && (METRIC_AFTERWARDS.test(rest) || (/[:(] ?$/.test(lead) && hintOf(lead.slice(-40)) !== undefined));
    if (verb === null && spoken === undefined && !isListed && !isSigned) continue;
    const own: string | undefined = verb?.[0].split(/[\s:]/)[0] ?? (isListed ? drafts.at(-1)?.verb : undefined);
    const words = spoken ?? (isSigned ? (METRIC_AFTERWARDS.exec(rest)?.[0] ?? '') : '');
    const start = spoken === undefined && verb !== null && verb[0].length <= 60 ? match.index - verb[0].length : match.index;
    const written = text.slice(start, after + words.length);
    drafts.push({
      text: written.trim(),
      at: start + written.search(/\S/),
      kind: 'percent',
      amount: numberIn(match[2]) / 100,
      isRough: IS_ROUGH.test(match[0]),
      ...(own === undefined ? {} : { verb: own }),
    });
    end = after;
  }
  return drafts.filter(({ amount }) => amount > 0);
}

function factors(text: string): readonly Draft[] {
  const drafts = FACTORS.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match): readonly Draft[] => {
      const amount = numberIn(match[1]);
      const written = match[0].trim();
      // `run 3 times` counts runs; `1.0x` claims nothing.
      if (!(amount >= 1.05) || /^\d+ ?times$/i.test(written)) return [];
      return [{ text: written, at: match.index + match[0].search(/\S/), kind: 'factor', amount, isRough: IS_ROUGH.test(written) }];
    }),
  );
  const words = WORDS.flatMap(([pattern, amount]) =>
    [...text.matchAll(pattern)].map((match): Draft => ({ text: match[0], at: match.index, kind: 'factor', amount, isRough: true })),
  );
  return [...drafts, ...words];
}

const IS_ROUGH = new RegExp(ABOUT, 'i');

function numberIn(text: string | undefined): number {
  return Number((text ?? '').replace(',', '.'));
}

function valuesIn(text: string, label: Labeller): readonly Draft[] {
  return prosePairs(text, label).flatMap((pair): readonly Draft[] => {
    const { before, after } = pair;
    const [start, end] = [Math.min(before.start, after.start), Math.max(before.end, after.end)];
    if (before.value === 0) return [];
    const written = text.slice(start, end);
    return [
      {
        text: written.trim(),
        at: start + written.search(/\S/),
        kind: 'values',
        amount: (convert(after.value, after.unit, before.unit) ?? after.value) / before.value,
        isRough: before.isApproximate || after.isApproximate,
        pair,
      },
    ];
  });
}

function isWorseAround(words: string, lead: string): boolean {
  const isBad =
    new RegExp(`\\b(?:${BAD})`, 'i').test(words) || /\b(?:degrad\w*|slows?|regress\w*|worsen\w*|loses?|costs?)\b[^,;.]{0,60}$/i.test(lead);
  return isBad && !/\b(?:fix\w*|recover\w*|remov\w*|avoid\w*|undo\w*|eliminat\w*)\b.{0,20}$/i.test(lead);
}
