import { rowOf } from './binding.ts';
import { compare } from './compare.ts';
import type { Comparison } from './evidence.ts';
import type { OtherChange } from './input.ts';
import type { Labeller } from './labeller.ts';
import type { EvidenceOptions } from './options.ts';
import { orient } from './orient/orient.ts';
import { pairUp } from './pairs.ts';
import type { Observation } from './reading/observation.ts';
import { observe } from './reading/observe.ts';

/**
 * Where most of the figures of one of these texts were given before, to the last digit: the name of that change; undefined where nowhere. A
 * row that is left out or added does not make a copied table another one.
 */
export function reusedFrom(
  texts: readonly (readonly Observation[])[],
  elsewhere: readonly OtherChange[],
  { label, title, options }: { readonly label: Labeller; readonly title: string; readonly options: EvidenceOptions },
): string | undefined {
  const rowsOf = (observations: readonly Observation[]): ReadonlyMap<string, Comparison> => {
    const pairs = pairUp(orient(observations, label, title, []).observations, title);
    const compared = compare(pairs, options, { runs: undefined, isInterleaved: false });
    return new Map(compared.flatMap(({ comparison }) => (comparison.change === null ? [] : [[rowOf(comparison), comparison]])));
  };
  const own = texts.map(rowsOf).filter((rows) => digitsIn([...rows.values()]) >= FEWEST_DIGITS);
  if (own.length === 0) return undefined;
  return elsewhere.find(({ text }) => {
    if (!/\d/.test(text)) return false;
    const other = rowsOf(observe({ origin: 'body', name: '', text, side: null }, label).observations);
    return own.some((rows) => {
      const shared = [...rows].flatMap(([row, comparison]) => (other.has(row) ? [comparison] : []));
      return 2 * shared.length >= rows.size && digitsIn(shared) >= FEWEST_DIGITS;
    });
  })?.where;
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
