import type { Labeller } from '../labeller.ts';
import type { Observation } from '../reading/observation.ts';
import { settingOf } from '../setting.ts';
import { opposite, type SideName } from '../side-labels.ts';
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
  const alone = otherThanLabels(
    open.map(({ observation }) => observation),
    label,
  );
  return named.map(({ observation, own }) => {
    const lone = observation.side === undefined ? alone.get(`${observation.passage} ${observation.measurement.benchmark}`) : undefined;
    if (lone !== undefined) return withSide(observation, lone, '');
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

/** Two names in a passage, of which one is nothing but a label (`main` and `perf` of two commands): the other is the other side. */
function otherThanLabels(open: readonly Observation[], label: Labeller): ReadonlyMap<string, SideName> {
  const names = new Map<number, Set<string>>();
  for (const { passage, measurement, tier } of open) {
    if (tier === 'tool') names.set(passage, (names.get(passage) ?? new Set<string>()).add(measurement.benchmark));
  }
  const sides = new Map<string, SideName>();
  for (const [passage, [one = '', two = '', more]] of names) {
    const labels = [label(one), label(two)];
    const told = labels.findIndex(({ side, rest }) => side !== undefined && rest === '');
    const side = labels[told]?.side;
    if (more !== undefined || side === undefined || labels[1 - told]?.side === side) continue;
    sides.set(`${passage} ${told === 0 ? one : two}`, side).set(`${passage} ${told === 0 ? two : one}`, opposite(side));
  }
  return sides;
}
