import type { Observation } from '../reading/observation.ts';
import { settingOf } from '../setting.ts';
import { opposite, type SideName } from '../side-labels.ts';
import { groupBy, metricKey, type Step, withSide } from './step.ts';

/** One side is labelled, and one other passage under the same headings has the same benchmarks: it is the other side. */
export const byElimination: Step = (observations) => {
  const key = (one: Observation): string => JSON.stringify([settingOf(one), one.measurement.benchmark, metricKey(one)]);
  const given = new Map<Observation, SideName>();
  for (const group of groupBy(observations, key).values()) {
    const sides = new Set(group.map(({ side }) => side));
    const [labelled] = [...sides].filter((side) => side !== undefined);
    const open = group.filter(({ side }) => side === undefined);
    if (labelled === undefined || sides.size !== 2 || new Set(open.map(({ passage }) => passage)).size !== 1) continue;
    if (group.some(({ side, passage }) => side !== undefined && passage === open[0]?.passage)) continue;
    for (const observation of open) given.set(observation, opposite(labelled));
  }
  return observations.map((observation) => {
    const side = given.get(observation);
    return side === undefined ? observation : withSide(observation, side);
  });
};
