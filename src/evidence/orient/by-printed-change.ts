import type { Observation } from '../reading/observation.ts';
import { groupBy, metricKey, type Step, withSide } from './step.ts';

/** A row whose printed change leads to the value of another row was compared with that one. */
export const byPrintedChange: Step = (observations) => {
  const bases = new Map<Observation, Observation>();
  for (const group of groupBy(observations, (one) => `${one.passage} ${metricKey(one)}`).values()) {
    if (group.length > MOST_ROWS) continue;
    for (const row of group) {
      const change = row.tier === 'lines' ? row.measurement.printed?.change : undefined;
      const value = row.measurement.values[0];
      if (change === undefined || value === undefined || row.side === 'before') continue;
      const base = group.filter(
        (other) => other !== row && Math.abs((other.measurement.values[0] ?? 0) * (1 + change) - value) <= 0.0006 * Math.abs(value),
      );
      if (base.length === 1 && base[0] !== undefined && base[0].side !== 'after') bases.set(row, base[0]);
    }
  }
  const pairs = [...bases].filter(([row, base]) => !bases.has(base) || row.side === 'after');
  // The row that stands for the change decides; without one, each row is compared with its own base.
  const chosen = pairs.some(([row]) => row.side === 'after') ? pairs.filter(([row]) => row.side === 'after') : pairs;
  const sides = new Map(chosen.flatMap(([row, base]) => [[row, 'after'] as const, [base, 'before'] as const]));
  const names = new Map(chosen.map(([row, base]) => [base, row.measurement.benchmark]));
  const passages = new Set(chosen.map(([row]) => `${row.passage} ${metricKey(row)}`));
  return observations.map((observation) => {
    const side = sides.get(observation);
    if (side !== undefined) return withSide(observation, side, names.get(observation));
    return passages.has(`${observation.passage} ${metricKey(observation)}`) ? { ...observation, side: undefined } : observation;
  });
};

const MOST_ROWS = 200;
