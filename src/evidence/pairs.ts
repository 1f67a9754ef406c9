import type { Measurement, Printed, Summary } from './formats/format.ts';
import { convert, findUnit } from './formats/quantity.ts';
import type { Observation } from './observe.ts';

/** One benchmark's metric with what is known of each side, in one unit. */
export interface Pair {
  readonly benchmark: string;
  readonly metric: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly kind: Measurement['kind'];
  readonly primary: boolean;
  readonly tier: Observation['tier'];
  readonly before: Figures | null;
  readonly after: Figures | null;
  readonly printed: Printed | undefined;
  readonly approximate: boolean;
  readonly isDirectionUnknown: boolean;
  /** What runs of one build differ by, as a fraction. */
  readonly noise: number | undefined;
}

/** The figures of one side: samples, or a summary of them. */
export interface Figures {
  readonly values: readonly number[];
  readonly summary: Summary | undefined;
}

/** Benchmarks and metrics with both sides, and those of one side alone. */
export function pairUp(observations: readonly Observation[]): readonly Pair[] {
  const groups = new Map<string, Observation[]>();
  for (const observation of observations) {
    if (observation.side === undefined) continue;
    const key = keyOf(observation);
    groups.set(key, [...(groups.get(key) ?? []), observation]);
  }
  return [...groups.values()].flatMap((group) => pairOf(group));
}

function keyOf(observation: Observation): string {
  const { measurement } = observation;
  return JSON.stringify([settingOf(observation), measurement.benchmark, measurement.metric, dimensionOf(measurement.unit)]);
}

/** The headings above an observation without what they say about the side. */
export function settingOf({ headings }: Observation): string {
  return headings
    .map(({ side, text, rest }) => (side === undefined ? text : rest))
    .filter((text) => text !== '' && !FILLER.test(text))
    .join(' › ');
}

const FILLER = /^(?:and|then|now|here|the|results?|numbers|output|performance|benchmarks?|timings?|measurements?|run|is|are|\W)+$/i;

function dimensionOf(unit: string): string {
  return findUnit(unit)?.dimension ?? unit;
}

function pairOf(group: readonly Observation[]): readonly Pair[] {
  const [first] = group;
  if (first === undefined) return [];
  const { measurement } = first;
  const setting = settingOf(first);
  const unit = measurement.unit;
  const sideOf = (side: 'before' | 'after'): Figures | null =>
    figuresOf(
      group.filter((one) => one.side === side),
      unit,
    );
  const name = setting === '' ? measurement.benchmark : `${measurement.benchmark} (${setting})`;
  return [
    {
      benchmark: name,
      metric: measurement.metric,
      unit,
      better: measurement.better,
      kind: measurement.kind,
      primary: measurement.primary,
      tier: first.tier,
      before: sideOf('before'),
      after: sideOf('after'),
      printed: group.find((one) => one.measurement.printed !== undefined)?.measurement.printed,
      approximate: group.some((one) => one.measurement.approximate),
      isDirectionUnknown: group.every((one) => one.measurement.isDirectionUnknown),
      noise: group.find((one) => one.measurement.noise !== undefined)?.measurement.noise,
    },
  ];
}

function figuresOf(group: readonly Observation[], unit: string): Figures | null {
  if (group.length === 0) return null;
  const values = group.flatMap(({ measurement }) => measurement.values.map((value) => convert(value, measurement.unit, unit) ?? value));
  const summarised = group.find(({ measurement }) => measurement.summary !== undefined)?.measurement;
  const factor = (value: number): number => convert(value, summarised?.unit ?? unit, unit) ?? value;
  const summary = summarised?.summary;
  return {
    values,
    summary:
      summary === undefined
        ? undefined
        : { ...summary, center: factor(summary.center), ...(summary.sd === undefined ? {} : { sd: factor(summary.sd) }) },
  };
}
