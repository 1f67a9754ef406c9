import { differingCondition } from './conditions.ts';
import type { Measurement, Printed, Summary } from './formats/format.ts';
import { convert, dimensionOf } from './formats/quantity.ts';
import type { Observation } from './reading/observation.ts';
import { settingOf } from './setting.ts';
import type { SideName } from './side-labels.ts';

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
  /** The sides were measured with other parameters, which their names tell. */
  readonly hasOtherSettings: boolean;
  /** What runs of one build differ by, as a fraction. */
  readonly noise: number | undefined;
}

/** The figures of one side: samples, or a summary of them. */
export interface Figures {
  readonly values: readonly number[];
  readonly summary: Summary | undefined;
}

/**
 * The pairs of several texts, oldest first. Each text is paired by itself, and what it leaves on one side with what the others leave; a
 * later text replaces what an earlier one says of the same benchmark and metric.
 */
export function pairTexts(texts: readonly (readonly Observation[])[], title: string): readonly Pair[] {
  const paired = texts.map((observations) => pairUp(observations, title));
  const isWhole = ({ before, after }: Pair): boolean => before !== null && after !== null;
  const leftOver = texts.flatMap((observations, i) => {
    const open = new Set((paired[i] ?? []).filter((pair) => !isWhole(pair)).map(pairKey));
    return observations.filter((one) => one.side !== undefined && open.has(pairKey({ ...one.measurement, benchmark: nameOf(one) })));
  });
  const rest =
    leftOver.length === 0
      ? []
      : pairUp(leftOver, title).filter((pair) => isWhole(pair) || pair.tier !== 'lines' || !pair.isDirectionUnknown);
  const pairs = [...paired.flat().filter(isWhole), ...rest];
  return [...new Map(pairs.map((pair) => [pairKey(pair), pair])).values()];
}

function pairKey({ benchmark, metric, unit }: { readonly benchmark: string; readonly metric: string; readonly unit: string }): string {
  return JSON.stringify([benchmark, metric, dimensionOf(unit)]);
}

/** Benchmarks and metrics with both sides, and those of one side alone. */
export function pairUp(observations: readonly Observation[], title: string): readonly Pair[] {
  const groups = new Map<string, Observation[]>();
  for (const observation of observations) {
    if (observation.side === undefined) continue;
    const { measurement } = observation;
    const key = JSON.stringify([settingOf(observation), measurement.benchmark, measurement.metric, dimensionOf(measurement.unit)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [observation]);
    else group.push(observation);
  }
  const whole: Observation[][] = [];
  const open: Observation[][] = [];
  for (const group of groups.values()) (new Set(group.map(({ side }) => side)).size === 2 ? whole : open).push(group);
  const sameName = matchAcross(open, ({ benchmark, metric, unit }) => JSON.stringify([benchmark, metric, dimensionOf(unit)]));
  // Each side is built in a folder of its own.
  const sameProgram = matchAcross(sameName.rest, ({ benchmark, metric, unit }) =>
    JSON.stringify([benchmark.replace(FOLDER, ''), metric, dimensionOf(unit)]),
  );
  const [matched, rest] = [[...sameName.matched, ...sameProgram.matched], sameProgram.rest];
  const nameless = matchNameless(rest);
  const settings = matchSettings(nameless.rest);
  return [
    ...[...whole, ...matched, ...nameless.matched, ...settings.rest].map((group) => pairOf(group, hasOtherCondition(group, title))),
    ...settings.matched.map((group) => pairOf(group, true)),
  ];
}

const FOLDER = /^(?:~|\.{0,2})\/(?:[\w.+-]{1,100}\/){0,20}/;

interface Matched {
  readonly matched: readonly (readonly Observation[])[];
  readonly rest: readonly (readonly Observation[])[];
}

/** One-sided groups that agree in a key, one on each side: their headings alone kept them apart. */
function matchAcross(groups: readonly (readonly Observation[])[], keyOf: (measurement: Measurement) => string): Matched {
  const byKey = new Map<string, (readonly Observation[])[]>();
  for (const group of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const key = keyOf(first.measurement);
    byKey.set(key, [...(byKey.get(key) ?? []), group]);
  }
  const isPair = (same: readonly (readonly Observation[])[]): boolean => same.length === 2 && same[0]?.[0]?.side !== same[1]?.[0]?.side;
  const families = [...byKey.values()];
  return { matched: families.filter(isPair).map((same) => same.flat()), rest: families.filter((same) => !isPair(same)).flat() };
}

/** The only two labelled lines of a passage, of which one says no more than its side: `before the rewrite of x: 23 s`, `after: 4.5 s`. */
function matchNameless(groups: readonly (readonly Observation[])[]): Matched {
  const byPassage = new Map<string, (readonly Observation[])[]>();
  for (const group of groups) {
    const [first] = group;
    if (first?.tier !== 'lines') continue;
    const key = JSON.stringify([first.passage, first.measurement.metric, dimensionOf(first.measurement.unit)]);
    byPassage.set(key, [...(byPassage.get(key) ?? []), group]);
  }
  const used = new Set<readonly Observation[]>();
  const matched: (readonly Observation[])[] = [];
  for (const [one, two, more] of byPassage.values()) {
    const [a, b] = [one?.[0], two?.[0]];
    if (one === undefined || two === undefined || more !== undefined || a?.side === b?.side) continue;
    const names = [a?.measurement.benchmark ?? '', b?.measurement.benchmark ?? ''];
    if (!names.includes('')) continue;
    const benchmark = names.join('');
    matched.push([...one, ...two].map((each) => ({ ...each, measurement: { ...each.measurement, benchmark } })));
    used.add(one).add(two);
  }
  return { matched, rest: groups.filter((group) => !used.has(group)) };
}

/** Labelled lines whose names differ in a number alone, `size 512` before and `size 1024` after: shown, but never as the same benchmark. */
function matchSettings(groups: readonly (readonly Observation[])[]): Matched {
  const nameless = ({ benchmark, metric, unit }: Measurement): string =>
    JSON.stringify([benchmark.replace(/\d+/g, '#'), metric, dimensionOf(unit)]);
  const matched: (readonly Observation[])[] = [];
  const used = new Set<readonly Observation[]>();
  const lines = groups.filter((group) => group[0]?.tier === 'lines' && /\d/.test(group[0].measurement.benchmark));
  for (const after of lines.filter((group) => group[0]?.side === 'after')) {
    const before = lines.filter((group) => group[0]?.side === 'before' && sameBut(group, after, nameless));
    const [only] = before;
    const [named] = after;
    if (only === undefined || named === undefined || before.length !== 1) continue;
    const benchmark = `${only[0]?.measurement.benchmark} → ${named.measurement.benchmark}`;
    matched.push([...only, ...after].map((one) => ({ ...one, measurement: { ...one.measurement, benchmark } })));
    used.add(only).add(after);
  }
  return { matched, rest: groups.filter((group) => !used.has(group)) };
}

function sameBut(one: readonly Observation[], two: readonly Observation[], keyOf: (measurement: Measurement) => string): boolean {
  const [a, b] = [one[0], two[0]];
  return a !== undefined && b !== undefined && keyOf(a.measurement) === keyOf(b.measurement);
}

/** Whether the labels of the two sides name different builds, machines or counts of threads. */
function hasOtherCondition(group: readonly Observation[], title: string): boolean {
  const [before, after] = (['before', 'after'] as const).map((side) => group.find((one) => one.side === side));
  return before !== undefined && after !== undefined && differingCondition(wordsAbout(before), wordsAbout(after), title) !== undefined;
}

function wordsAbout({ headings, measurement }: Observation): string {
  return [...headings.map(({ text }) => text), measurement.label ?? '', measurement.benchmark].join(' ');
}

function nameOf(observation: Observation): string {
  const { benchmark } = observation.measurement;
  const setting = settingOf(observation);
  if (setting === '') return benchmark;
  return benchmark === '' ? setting : `${benchmark} (${setting})`;
}

function pairOf(group: readonly Observation[], hasOtherSettings: boolean): Pair {
  const [first] = group;
  if (first === undefined) throw new Error('a group is never empty');
  const { measurement, tier } = first;
  const { unit, metric, better, kind } = measurement;
  const sideOf = (side: SideName): Figures | null =>
    figuresOf(
      group.filter((one) => one.side === side),
      unit,
    );
  return {
    benchmark: nameOf(first),
    metric,
    unit,
    better,
    kind,
    tier,
    hasOtherSettings,
    primary: measurement.primary,
    before: sideOf('before'),
    after: sideOf('after'),
    printed: group.find((one) => one.measurement.printed !== undefined)?.measurement.printed,
    approximate: group.some((one) => one.measurement.approximate),
    isDirectionUnknown: group.every((one) => one.measurement.isDirectionUnknown),
    noise: group.find((one) => one.measurement.noise !== undefined)?.measurement.noise,
  };
}

function figuresOf(group: readonly Observation[], unit: string): Figures | null {
  if (group.length === 0) return null;
  const values = group.flatMap(({ measurement }) => measurement.values.map((value) => convert(value, measurement.unit, unit) ?? value));
  const summarised = group.find(({ measurement }) => measurement.summary !== undefined)?.measurement;
  const summary = summarised?.summary;
  if (summary === undefined) return { values, summary: undefined };
  const scaled = (value: number): number => convert(value, summarised?.unit ?? unit, unit) ?? value;
  return {
    values,
    summary: { ...summary, center: scaled(summary.center), ...(summary.sd === undefined ? {} : { sd: scaled(summary.sd) }) },
  };
}
