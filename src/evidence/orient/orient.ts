import type { FoundClaim } from '../claims.ts';
import type { ReadingProblem } from '../formats/format.ts';
import type { Labeller } from '../labeller.ts';
import type { Observation } from '../reading/observation.ts';
import { byElimination } from './by-elimination.ts';
import { byName } from './by-name.ts';
import { byClaims, byOrder } from './by-order.ts';
import { byPrintedChange } from './by-printed-change.ts';
import { bySiblings } from './by-siblings.ts';

/** Observations of one text with the sides that follow from each other, and what people should know about how. */
export interface Oriented {
  readonly observations: readonly Observation[];
  readonly problems: readonly ReadingProblem[];
}

const STEPS = [byName, byPrintedChange, byOrder, bySiblings, byElimination];

/**
 * Gives a side to measurements that no heading or column labels, where something else does: their names, a printed change, a statement of
 * the order, sibling headings, the one measurement of the same name that has a label, or a claim. Position alone gives none.
 */
export function orient(observations: readonly Observation[], label: Labeller, title: string, claims: readonly FoundClaim[]): Oriented {
  const problems: ReadingProblem[] = [];
  if (observations.every(({ side, tier }) => side !== undefined && tier !== 'lines')) return { observations, problems };
  const known = STEPS.reduce((current, step) => step(current, { label, title, problems }), observations);
  return { observations: byClaims(known, claims, problems), problems };
}
