import { evidenceHash } from './binding.ts';
import { compare } from './compare.ts';
import type { Comparison } from './evidence.ts';
import type { OtherChange } from './input.ts';
import type { Labeller } from './labeller.ts';
import type { EvidenceOptions } from './options.ts';
import { orient } from './orient/orient.ts';
import { pairUp } from './pairs.ts';
import type { Observation } from './reading/observation.ts';
import { observe } from './reading/observe.ts';

/** Where the figures of one of these texts were given before, to the last digit: the name of that change; undefined where nowhere. */
export function reusedFrom(
  texts: readonly (readonly Observation[])[],
  elsewhere: readonly OtherChange[],
  label: Labeller,
  options: EvidenceOptions,
): string | undefined {
  const own = new Set(texts.map((observations) => hashOf(observations, options)).filter((hash) => hash !== ''));
  if (own.size === 0) return undefined;
  return elsewhere.find(({ text }) => {
    if (!/\d/.test(text)) return false;
    const { observations } = observe({ origin: 'body', name: '', text, side: null }, label);
    return own.has(hashOf(orient(observations, label, '', []).observations, options));
  })?.where;
}

/** Names the figures of one text; empty where they are so few and so round that two changes may well have the same. */
function hashOf(observations: readonly Observation[], options: EvidenceOptions): string {
  const pairs = pairUp(observations, '');
  const comparisons = compare(pairs, options, { runs: undefined, isInterleaved: false }).map((one) => one.comparison);
  return digitsIn(comparisons) < FEWEST_DIGITS ? '' : evidenceHash(comparisons);
}

/** Two figures of four digits each, or more of fewer: by chance they are the same once in 10^8. */
const FEWEST_DIGITS = 8;

function digitsIn(comparisons: readonly Comparison[]): number {
  const figures = comparisons.flatMap(({ before, after }) =>
    [before, after].flatMap((side) => (side === null ? [] : side.values.length > 0 ? side.values : [side.median])),
  );
  return [...new Set(figures)].reduce((sum, figure) => sum + digitsOf(figure), 0);
}

/** Significant digits, without the noughts at the end. */
function digitsOf(figure: number): number {
  return String(figure)
    .replace(/e.*$|[.-]/g, '')
    .replace(/^0+|0+$/g, '').length;
}
