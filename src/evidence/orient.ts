import type { FoundClaim } from './claims.ts';
import type { ReadingProblem } from './formats/format.ts';
import { findUnit } from './formats/quantity.ts';
import type { Labeller } from './grid.ts';
import type { Heading } from './headings.ts';
import type { Observation } from './observe.ts';
import { settingOf } from './pairs.ts';
import type { SideName } from './side-labels.ts';

/** Observations of one text with the sides that follow from each other, and what people should know about how. */
export interface Oriented {
  readonly observations: readonly Observation[];
  readonly problems: readonly ReadingProblem[];
}

/**
 * Gives a side to measurements that no heading or column labels, where something else does: their names, a printed change, a statement of
 * the order, sibling headings, or the one measurement of the same name that has a label. Position alone gives none.
 */
export function orient(observations: readonly Observation[], label: Labeller): Oriented {
  const problems: ReadingProblem[] = [];
  const steps = [byName, byPrintedChange, byOrder, bySiblings, byElimination];
  let current = observations;
  for (const step of steps) current = step(current, label, problems);
  return { observations: current, problems };
}

type Step = (observations: readonly Observation[], label: Labeller, problems: ReadingProblem[]) => readonly Observation[];

function metricKey({ measurement: { metric, unit } }: Observation): string {
  return JSON.stringify([metric, findUnit(unit)?.dimension ?? unit]);
}

function groupBy(
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

function opposite(side: SideName): SideName {
  return side === 'before' ? 'after' : 'before';
}

function withSide(observation: Observation, side: SideName, benchmark = observation.measurement.benchmark): Observation {
  return { ...observation, side, measurement: { ...observation.measurement, benchmark } };
}

/** `context_switch(master)` beside `context_switch`; `copy_old` beside `copy_new`. */
const byName: Step = (observations, label) => {
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

/** A row whose printed change leads to the value of another row was compared with that one. */
const byPrintedChange: Step = (observations) => {
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

/** Each name stands twice, and a label above says which side comes first. */
const byOrder: Step = (observations, _label, problems) => {
  const open = observations.filter(({ side, first }) => side === undefined && first !== undefined);
  const split = new Map<Observation, readonly Observation[]>();
  for (const passage of groupBy(open, (one) => String(one.passage)).values()) {
    const groups = [...groupBy(passage, (one) => `${one.measurement.benchmark} ${metricKey(one)}`).values()];
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
export function orientByClaims(oriented: Oriented, claims: readonly FoundClaim[]): Oriented {
  const promises = claims.filter(({ kind, isWorse }) => kind !== 'values' && !isWorse);
  if (promises.length === 0) return oriented;
  const problems = [...oriented.problems];
  const split = new Map<Observation, readonly Observation[]>();
  const open = oriented.observations.filter(({ side, tier }) => side === undefined && tier !== 'lines');
  for (const passage of groupBy(open, (one) => String(one.passage)).values()) {
    const groups = [...groupBy(passage, (one) => `${one.measurement.benchmark} ${metricKey(one)}`).values()];
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
  return { observations: oriented.observations.flatMap((observation) => split.get(observation) ?? [observation]), problems };
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
export function halved(group: readonly Observation[], first: SideName): readonly (readonly [Observation, readonly Observation[]])[] {
  const [one, two] = group;
  if (one === undefined) return [];
  if (two !== undefined) return [[one, [withSide(one, first)]] as const, [two, [withSide(two, opposite(first))]] as const];
  const halves = one.measurement.values.map((value, i): Observation => {
    const side = i === 0 ? first : opposite(first);
    return { ...one, side, measurement: { ...one.measurement, values: [value] } };
  });
  return [[one, halves]];
}

/** Two headings of one kind, of which one names a side and the other a branch; or one a later version, or a gain. */
const bySiblings: Step = (observations, _label, problems) => {
  const told = new Map<Heading, SideName>();
  const withHeading = observations.filter(({ headings }) => headings.length > 0);
  for (const family of groupBy(withHeading, (one) => JSON.stringify([parentOf(one), one.measurement.benchmark, metricKey(one)])).values()) {
    const headings = [...new Set(family.map(({ headings: own }) => own.at(-1)).filter((heading) => heading !== undefined))];
    const [one, two] = headings;
    if (one === undefined || two === undefined || headings.length !== 2 || (one.side !== undefined && two.side !== undefined)) continue;
    const labelled = sideAmong(one, two);
    const side = labelled ?? olderOf(one, two);
    if (side === undefined) continue;
    if (labelled === undefined) {
      problems.push({
        code: 'wrong-baseline',
        level: 'block',
        note: `${one.text} and ${two.text} are versions; the change is to be compared with its own base.`,
      });
    }
    told.set(one, side).set(two, opposite(side));
  }
  const names = new Map([...told].map(([heading, side]) => [variantName(heading.text), side]));
  return observations.map((observation) => {
    const named = observation.side === undefined ? names.get(variantName(observation.measurement.benchmark)) : undefined;
    if (named !== undefined) return withSide(observation, named, '');
    const heading = observation.headings.at(-1);
    const side = heading === undefined || observation.side !== undefined ? undefined : told.get(heading);
    if (heading === undefined) return observation;
    const own = told.get(heading);
    if (own === undefined) return observation;
    // What told the sides apart must not keep them apart.
    const headings = [...observation.headings.slice(0, -1), { ...heading, side: own, rest: '' }];
    return { ...observation, headings, side: observation.side ?? side };
  });
};

/** `kXXH3 (+0.2% write throughput)` and `xxh3` are one variant. */
function variantName(text: string): string {
  return text
    .replace(/\([^()]*\)|[^\p{L}\p{N}]/gu, '')
    .replace(/^k(?=[A-Z])/, '')
    .toLowerCase();
}

function parentOf({ headings }: Observation): string {
  return headings
    .slice(0, -1)
    .map(({ text }) => text)
    .join(' › ');
}

const VERSION = /(?<![\d.])v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,6}))?(?![\d.])/i;
const REVISION = /^(?:[\w.-]{1,60}\/[\w./-]{1,80}|[0-9a-f]{7,40}|[\w-]{1,60}(?:[-_][\w-]{1,60}){1,8}|#\d{1,7})$/i;
const GAIN = /\(\+[\d.]{1,8} ?%[^()]{0,60}\)/;

/** The side of the first of two sibling headings. */
function sideAmong(one: Heading, two: Heading): SideName | undefined {
  const plain = (heading: Heading): string => heading.text.replace(/[`*]/g, '').trim();
  if (one.side !== undefined) return two.side === undefined && REVISION.test(plain(two)) ? one.side : undefined;
  if (two.side !== undefined) return REVISION.test(plain(one)) ? opposite(two.side) : undefined;
  if (GAIN.test(one.text) !== GAIN.test(two.text)) return GAIN.test(one.text) ? 'after' : 'before';
  return undefined;
}

/** The older of two versions is before. */
function olderOf(one: Heading, two: Heading): SideName | undefined {
  const [a, b] = [VERSION.exec(one.text), VERSION.exec(two.text)];
  if (a === null || b === null) return undefined;
  for (let i = 1; i <= 3; i++) {
    const difference = Number(a[i] ?? 0) - Number(b[i] ?? 0);
    if (difference !== 0) return difference < 0 ? 'before' : 'after';
  }
  return undefined;
}

/** One side is labelled, and one other passage under the same headings has the same benchmarks: it is the other side. */
const byElimination: Step = (observations) => {
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
