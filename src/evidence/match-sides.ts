import type { Measurement } from './formats/format.ts';
import { dimensionOf } from './formats/quantity.ts';
import { groupBy } from './orient/step.ts';
import type { Observation } from './reading/observation.ts';
import { settingOf } from './setting.ts';
import { labelOf } from './side-labels.ts';

/** Observations by benchmark and metric, each group as it is compared. */
export interface MatchedSides {
  /** Both sides of one benchmark. */
  readonly same: readonly Group[];
  /** Both sides, measured with other parameters. */
  readonly otherwise: readonly Group[];
  /** One side alone. */
  readonly open: readonly Group[];
}

type Group = readonly Observation[];

/**
 * Brings the two sides of each benchmark and metric together. What stands under one setting, name and command is one group, and its values are
 * runs; what is left on one side is matched by less and less of that, and only where nothing else could be meant.
 */
export function matchSides(observations: readonly Observation[]): MatchedSides {
  const byCommand = groupBy(observations, (one) => JSON.stringify([settingOf(one), one.command, subjectOf(one.measurement)]));
  const alike = [...byCommand.values()].flatMap(inRounds);
  const isWhole = (group: Group): boolean => new Set(group.map(({ side }) => side)).size === 2;
  let matched: readonly Group[] = alike.filter(isWhole);
  let rest: readonly Group[] = alike.filter((group) => !isWhole(group));
  for (const keyOf of LOOSER) {
    const found = matchAcross(rest, keyOf);
    matched = [...matched, ...found.matched];
    rest = found.rest;
  }
  const nameless = matchNameless(rest);
  const otherwise = matchSettings(nameless.rest);
  return { same: [...matched, ...nameless.matched], otherwise: otherwise.matched, open: otherwise.rest };
}

/** By what groups of one side each are the same, the surest first. */
const LOOSER: readonly ((one: Observation) => string)[] = [
  (one) => JSON.stringify([settingOf(one), labelOf(one.command).rest, subjectOf(one.measurement)]),
  (one) => JSON.stringify([settingOf(one), subjectOf(one.measurement)]),
  (one) => JSON.stringify([labelOf(one.command).rest, subjectOf(one.measurement)]),
  (one) => subjectOf(one.measurement),
  // Each side is built in a folder of its own.
  ({ measurement }) => subjectOf({ ...measurement, benchmark: measurement.benchmark.replace(FOLDER, '') }),
];

/** Names what is measured: benchmark, metric, and unit whatever its prefix. */
export function subjectOf({ benchmark, metric, unit }: Pick<Measurement, 'benchmark' | 'metric' | 'unit'>): string {
  return JSON.stringify([benchmark, metric, dimensionOf(unit)]);
}

/**
 * Lines that give nothing but their sides, `before: 10 ms`, `after: 4 ms`, and again: nothing says that all are of one benchmark, so each
 * round stands for itself.
 */
function inRounds(group: Group): readonly Group[] {
  const isBare = group.every(({ tier, measurement }) => tier === 'lines' && measurement.benchmark === '');
  if (!isBare || group.some(({ headings }) => headings.some(({ text }) => RUN.test(text)))) return [group];
  const rounds: Observation[][] = [];
  for (const one of [...group].sort((a, b) => a.measurement.line - b.measurement.line)) {
    const open = rounds.at(-1);
    const isNext = open === undefined || (open.at(-1)?.side !== one.side && open[0]?.side === one.side);
    if (isNext) rounds.push([one]);
    else open.push(one);
  }
  return rounds;
}

const FOLDER = /^(?:~|\.{0,2})\/(?:[\w.+-]{1,100}\/){0,20}/;

interface Matched {
  readonly matched: readonly Group[];
  readonly rest: readonly Group[];
}

const RUN = /^(?:run|round|iteration|trial|attempt|pass|rep(?:etition)?) ?#?\d{1,4}\b/i;

/** One-sided groups that agree in a key, one on each side: what kept them apart does not tell them apart. */
function matchAcross(groups: readonly Group[], keyOf: (one: Observation) => string): Matched {
  const families = groupBy(
    groups.flatMap((group) => group.slice(0, 1)),
    keyOf,
  );
  const groupOf = new Map(groups.map((group) => [group[0], group]));
  const pairs = [...families.values()].filter(([one, two, more]) => two !== undefined && more === undefined && one?.side !== two.side);
  const used = new Set(pairs.flat().map((one) => groupOf.get(one)));
  return {
    matched: pairs.map((pair) => pair.flatMap((one) => groupOf.get(one) ?? [])),
    rest: groups.filter((group) => !used.has(group)),
  };
}

/** The only two labelled lines of a passage, of which one says no more than its side: `before the rewrite of x: 23 s`, `after: 4.5 s`. */
function matchNameless(groups: readonly Group[]): Matched {
  const byPassage = new Map<string, Group[]>();
  for (const group of groups) {
    const [first] = group;
    if (first?.tier !== 'lines') continue;
    const key = JSON.stringify([first.passage, first.measurement.metric, dimensionOf(first.measurement.unit)]);
    byPassage.set(key, [...(byPassage.get(key) ?? []), group]);
  }
  const used = new Set<Group>();
  const matched: Group[] = [];
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
function matchSettings(groups: readonly Group[]): Matched {
  const nameless = ({ benchmark, metric, unit }: Measurement): string =>
    JSON.stringify([benchmark.replace(/\d+/g, '#'), metric, dimensionOf(unit)]);
  const matched: Group[] = [];
  const used = new Set<Group>();
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

function sameBut(one: Group, two: Group, keyOf: (measurement: Measurement) => string): boolean {
  const [a, b] = [one[0], two[0]];
  return a !== undefined && b !== undefined && keyOf(a.measurement) === keyOf(b.measurement);
}
