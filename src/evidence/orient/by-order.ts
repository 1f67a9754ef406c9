import type { FoundClaim } from '../claims.ts';
import type { ReadingProblem } from '../formats/format.ts';
import type { Observation } from '../reading/observation.ts';
import { opposite, type SideName } from '../side-labels.ts';
import { groupBy, metricKey, type Step, withSide } from './step.ts';

/** Each name stands twice, and a label above says which side comes first. */
export const byOrder: Step = (observations, { problems }) => {
  const open = observations.filter(({ side, first }) => side === undefined && first !== undefined);
  const split = new Map<Observation, readonly Observation[]>();
  for (const passage of groupBy(open, (one) => String(one.passage)).values()) {
    const groups = [...groupBy(passage, subjectOf).values()];
    if (!groups.every((group) => countOf(group) === 2)) continue;
    for (const group of groups)
      for (const [observation, halves] of halved(group, group[0]?.first ?? 'before')) split.set(observation, halves);
    problems.push({
      code: 'order-inferred',
      level: 'warn',
      note: 'The rows name no side; they are read in the order that the text above them states.',
    });
  }
  return observations.flatMap((observation) => split.get(observation) ?? [observation]);
};

/** Each name stands twice and only what the text claims tells the order: the one in which the numbers bear the claim out and nothing is worse. */
export function byClaims(
  observations: readonly Observation[],
  claims: readonly FoundClaim[],
  problems: ReadingProblem[],
): readonly Observation[] {
  const promises = claims.filter(({ kind, isWorse }) => kind !== 'values' && !isWorse);
  if (promises.length === 0) return observations;
  const split = new Map<Observation, readonly Observation[]>();
  const open = observations.filter(({ side, tier }) => side === undefined && tier !== 'lines');
  for (const passage of groupBy(open, (one) => String(one.passage)).values()) {
    const groups = [...groupBy(passage, subjectOf).values()];
    if (!groups.every((group) => countOf(group) === 2)) continue;
    const speedups = groups.filter((group) => group[0]?.measurement.primary).map(speedupOf);
    const first = (['before', 'after'] as const).find((side) => {
      const seen = speedups.map((speedup) => (side === 'before' ? speedup : 1 / speedup));
      const isKept = promises.some(({ kind, amount }) =>
        seen.some((speedup) => Math.abs((kind === 'factor' ? speedup : speedup - 1) - amount) <= 0.1 * amount),
      );
      return isKept && seen.every((speedup) => speedup > 0.98);
    });
    if (first === undefined) continue;
    for (const group of groups) for (const [observation, halves] of halved(group, first)) split.set(observation, halves);
    problems.push({
      code: 'order-inferred',
      level: 'warn',
      note: 'The rows name no side; they are read in the order in which they bear out the claim.',
    });
  }
  return observations.flatMap((observation) => split.get(observation) ?? [observation]);
}

/** Of two groups of columns side by side, a reader names each. */
const COLUMNS = / \(columns [12]\)$/;

function subjectOf(observation: Observation): string {
  return `${observation.measurement.benchmark.replace(COLUMNS, '')} ${metricKey(observation)}`;
}

/** How much faster the second of two values is than the first. */
function speedupOf(group: readonly Observation[]): number {
  const [one = Number.NaN, two = Number.NaN] = group.flatMap(({ measurement }) =>
    measurement.values.length > 0 ? measurement.values : [measurement.summary?.center ?? Number.NaN],
  );
  return group[0]?.measurement.better === 'higher' ? two / one : one / two;
}

function countOf(group: readonly Observation[]): number {
  return group.reduce((sum, { measurement }) => sum + Math.max(1, measurement.values.length), 0);
}

/** Two values under one name as two observations, the first on the side given. */
function halved(group: readonly Observation[], first: SideName): readonly (readonly [Observation, readonly Observation[]])[] {
  const [one, two] = group;
  if (one === undefined) return [];
  const name = one.measurement.benchmark.replace(COLUMNS, '');
  if (two !== undefined) return [[one, [withSide(one, first, name)]] as const, [two, [withSide(two, opposite(first), name)]] as const];
  const halves = one.measurement.values.map((value, i): Observation => {
    const side = i === 0 ? first : opposite(first);
    return { ...one, side, measurement: { ...one.measurement, values: [value] } };
  });
  return [[one, halves]];
}
