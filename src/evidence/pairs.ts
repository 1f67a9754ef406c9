import { caveatIn } from './caveats.ts';
import { differingCondition, differingOption, settingIn } from './conditions.ts';
import type { Measurement, Printed, Summary } from './formats/format.ts';
import { convert } from './formats/quantity.ts';
import { matchSides, subjectOf } from './match-sides.ts';
import type { Observation } from './reading/observation.ts';
import { namesAbove, settingOf } from './setting.ts';
import type { SideName } from './side-labels.ts';

/** One benchmark's metric with what is known of each side, in one unit. */
export interface Pair {
  readonly benchmark: string;
  /** Whether anything but its metric says what was measured; a number of its own does not. */
  readonly isNamed: boolean;
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
  /** What the sides were measured with that differs, as their names and commands tell; `''` where it is in the names themselves. */
  readonly otherSettings: string | undefined;
  /** The words by which the figures were not measured. */
  readonly caveat: string | undefined;
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
    const open = new Set((paired[i] ?? []).filter((pair) => !isWhole(pair)).map(subjectOf));
    return observations.filter((one) => one.side !== undefined && open.has(subjectOf({ ...one.measurement, benchmark: nameOf(one) })));
  });
  const rest =
    leftOver.length === 0
      ? []
      : pairUp(leftOver, title).filter((pair) => isWhole(pair) || pair.tier !== 'lines' || !pair.isDirectionUnknown);
  const pairs = [...paired.flat().filter(isWhole), ...rest];
  return [...new Map(pairs.map((pair) => [subjectOf(pair), pair])).values()];
}

/** Benchmarks and metrics with both sides, and those of one side alone. */
export function pairUp(observations: readonly Observation[], title: string): readonly Pair[] {
  const { same, otherwise, open } = matchSides(observations.filter(({ side }) => side !== undefined));
  const pairs = [
    ...[...same, ...open].map((group) => pairOf(group, otherSettings(group, title))),
    ...otherwise.map((group) => pairOf(group, '')),
  ];
  return named(pairs);
}

/** Pairs of one name that were measured by other commands go by those too; others by their number. */
function named(pairs: readonly (Pair & { readonly command: string })[]): readonly Pair[] {
  const seen = new Map<string, number>();
  const count = new Map<string, number>();
  for (const pair of pairs) count.set(subjectOf(pair), (count.get(subjectOf(pair)) ?? 0) + 1);
  return pairs.map(({ command, ...pair }) => {
    if ((count.get(subjectOf(pair)) ?? 0) < 2) return pair;
    const benchmark = command === '' ? pair.benchmark : `${pair.benchmark} \`${command.slice(0, MOST_COMMAND)}\``.trim();
    const key = subjectOf({ ...pair, benchmark });
    const number = (seen.get(key) ?? 0) + 1;
    seen.set(key, number);
    return { ...pair, benchmark: number === 1 ? benchmark : `${benchmark === '' ? 'unnamed' : benchmark} #${number}` };
  });
}

const MOST_COMMAND = 100;

/** In what the labels and the commands of the two sides differ beside the change: builds, machines, counts. */
function otherSettings(group: readonly Observation[], title: string): string | undefined {
  const [before, after] = (['before', 'after'] as const).map((side) => group.find((one) => one.side === side));
  if (before === undefined || after === undefined) return undefined;
  return (
    settingIn(before.tier === 'tool' ? '' : before.measurement.benchmark) ??
    differingCondition(wordsAbout(before), wordsAbout(after), title) ??
    differingOption(before.command, after.command, title)
  );
}

/** The sentence that leads to what follows. */
function lastSentenceOf(text: string): string {
  return text.split(/[.!?]\s+(?=\S)/).at(-1) ?? '';
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

function pairOf(group: readonly Observation[], differing: string | undefined): Pair & { readonly command: string } {
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
    isNamed: group.some((one) => one.measurement.benchmark !== '' || namesAbove(one).length > 0),
    command: first.command,
    metric,
    unit,
    better,
    kind,
    tier,
    otherSettings: differing,
    caveat: caveatIn(
      group.flatMap((one) => [one.measurement.label ?? '', lastSentenceOf(one.caption), ...one.headings.map(({ text }) => text)]),
    ),
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
