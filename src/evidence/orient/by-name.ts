import type { Observation } from '../observation.ts';
import { settingOf } from '../pairs.ts';
import type { SideName } from '../side-labels.ts';
import { metricKey, type Step, withSide } from './step.ts';

/** `context_switch(master)` beside `context_switch`; `copy_old` beside `copy_new`. */
export const byName: Step = (observations, { label }) => {
  const named = observations.map((observation) => ({ observation, own: label(observation.measurement.benchmark) }));
  const open = named.filter(({ observation }) => observation.side === undefined);
  const key = (observation: Observation, name: string): string => JSON.stringify([settingOf(observation), name, metricKey(observation)]);
  const sides = new Map<string, Set<SideName>>();
  const plain = new Set<string>();
  for (const { observation, own } of open) {
    if (own.side === undefined) plain.add(key(observation, observation.measurement.benchmark));
    else {
      const at = key(observation, own.rest);
      sides.set(at, (sides.get(at) ?? new Set<SideName>()).add(own.side));
    }
  }
  return named.map(({ observation, own }) => {
    if (observation.side !== undefined) return observation;
    const { benchmark } = observation.measurement;
    if (own.side !== undefined) {
      const at = key(observation, own.rest);
      const hasOther = sides.get(at)?.size === 2 || (own.side === 'before' && plain.has(at));
      return hasOther ? withSide(observation, own.side, own.rest) : observation;
    }
    const known = sides.get(key(observation, benchmark));
    return known?.size === 1 && known.has('before') ? withSide(observation, 'after') : observation;
  });
};
