import type { ReadingProblem } from '../formats/format.ts';
import { dimensionOf } from '../formats/quantity.ts';
import type { Labeller } from '../labeller.ts';
import type { Observation } from '../reading/observation.ts';
import type { SideName } from '../side-labels.ts';

/** What a step may look at beside the observations. */
export interface Surroundings {
  readonly label: Labeller;
  /** Title of the change. */
  readonly title: string;
  /** Where the step says how it went. */
  readonly problems: ReadingProblem[];
}

/** One way to tell the sides of observations that have none yet. */
export type Step = (observations: readonly Observation[], surroundings: Surroundings) => readonly Observation[];

/** Names a metric and what it is measured in, whatever the prefix. */
export function metricKey({ measurement: { metric, unit } }: Observation): string {
  return `${dimensionOf(unit)}\n${metric}`;
}

/** The observations by a key, in order. */
export function groupBy(
  observations: readonly Observation[],
  key: (observation: Observation) => string,
): ReadonlyMap<string, readonly Observation[]> {
  const groups = new Map<string, Observation[]>();
  for (const observation of observations) {
    const name = key(observation);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [observation]);
    else group.push(observation);
  }
  return groups;
}

/** The observation on a side, under another name where one is given. */
export function withSide(observation: Observation, side: SideName, benchmark = observation.measurement.benchmark): Observation {
  return { ...observation, side, measurement: { ...observation.measurement, benchmark } };
}
