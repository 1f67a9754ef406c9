import type { Comparison, Side } from './evidence.ts';
import type { EvidenceOptions } from './options.ts';
import type { Figures, Pair } from './pairs.ts';
import { leastP, pairedInterval, rankSumP, ratioInterval, signedRankP } from './rank-tests.ts';
import type { Statements } from './statements.ts';
import { deviation, holm, mean, median } from './statistics.ts';
import { type Summarised, welch } from './welch.ts';

/** A comparison with what it is worth. */
export interface Compared {
  readonly pair: Pair;
  readonly comparison: Comparison;
  /** Gain in the good direction: 0.2 for 20 % less time or 20 % more throughput; null when a side is missing. */
  readonly gain: number | null;
  /** An improvement that chance does not explain. */
  readonly isProven: boolean;
  /** It counts for its size alone: one run of each side was made. */
  readonly isLargeOnly: boolean;
  /** Codes of what keeps it from being a result. */
  readonly lacks: readonly string[];
}

/** From this ratio on a single run of each side counts, if a tool or a table gives it: noise does not double a figure. */
export const LARGE_EFFECT = 2;
/** Coefficient of variation above which a side is unsteady. */
const UNSTEADY = 0.1;

/** Tests every pair, the primary ones corrected for their number (Holm), and says what each shows; runs that were interleaved are tested as pairs. */
export function compare(
  given: readonly Pair[],
  options: EvidenceOptions,
  { runs, isInterleaved: isPaired }: Pick<Statements, 'runs' | 'isInterleaved'>,
): readonly Compared[] {
  const pairs = given.map((pair) => withRuns(pair, runs));
  const tests = pairs.map((pair) => testOf(pair, options, isPaired));
  const counted = pairs.flatMap((pair, i) => (pair.primary && tests[i]?.p !== undefined ? [i] : []));
  const corrected = holm(counted.map((i) => tests[i]?.p ?? 1));
  const adjusted = new Map(counted.map((index, i) => [index, corrected[i] ?? 1]));
  const judged = pairs.map((pair, i) =>
    judgePair(pair, tests[i] ?? NO_TEST, { adjusted: adjusted.get(i), count: counted.length }, options),
  );
  const disturbed = new Set(judged.filter((one) => isContradicted(one, judged, options)).map(({ pair }) => pair.benchmark));
  return judged.map((one) => (disturbed.has(one.pair.benchmark) && SHAKEN.has(one.pair.kind) ? unstable(one) : one));
}

/** Averages of as many runs as the text says: a single figure of each side is not a single run then. */
function withRuns(pair: Pair, runs: Statements['runs']): Pair {
  if (runs === undefined || pair.tier === 'prose') return pair;
  const summed = (figures: Figures | null): Figures | null => {
    if (figures === null) return null;
    const [only, more] = figures.values;
    if (figures.summary !== undefined)
      return figures.summary.n === undefined ? { ...figures, summary: { ...figures.summary, n: runs.n } } : figures;
    return only === undefined || more !== undefined ? figures : { values: [], summary: { center: only, of: runs.of, n: runs.n } };
  };
  return { ...pair, before: summed(pair.before), after: summed(pair.after) };
}

interface Test {
  readonly p: number | undefined;
  readonly interval: readonly [number, number] | null;
}

const NO_TEST: Test = { p: undefined, interval: null };

function testOf({ before, after, printed }: Pair, { alpha }: EvidenceOptions, isPaired: boolean): Test {
  if (before === null || after === null) return NO_TEST;
  const [a, b] = [before.values, after.values];
  if (a.length >= 2 && b.length >= 2) {
    if (isPaired && a.length === b.length) return { p: signedRankP(a, b), interval: pairedInterval(a, b, alpha) };
    return { p: rankSumP(a, b), interval: ratioInterval(a, b, alpha) };
  }
  if (printed?.p !== undefined && printed.n !== undefined) {
    // A tool that approximates may print less than so many runs can give.
    return { p: Math.max(printed.p, leastP(...printed.n)), interval: null };
  }
  const [one, two] = [summarise(before), summarise(after)];
  return (one !== undefined && two !== undefined ? welch(one, two, alpha) : undefined) ?? NO_TEST;
}

/** Mean, deviation and number of runs of a side; undefined when any of them is unknown. */
function summarise({ values, summary }: Figures): Summarised | undefined {
  if (values.length >= 2) return { mean: mean(values), sd: deviation(values), n: values.length };
  if (summary?.n === undefined || summary.sd === undefined) return undefined;
  return { mean: summary.center, sd: summary.sd, n: summary.n };
}

function sideOf(figures: Figures | null): Side | null {
  if (figures === null) return null;
  const { values, summary } = figures;
  if (values.length > 0) return { n: values.length, median: median(values), values };
  return summary === undefined ? null : { n: summary.n ?? (summary.of === 'single' ? 1 : null), median: summary.center, values: [] };
}

/** The correction for testing many: the corrected p, and how many are tested. */
interface Correction {
  readonly adjusted: number | undefined;
  readonly count: number;
}

function judgePair(pair: Pair, test: Test, correction: Correction, options: EvidenceOptions): Compared {
  const [before, after] = [sideOf(pair.before), sideOf(pair.after)];
  const { benchmark, metric, unit, better } = pair;
  const change = before === null || after === null || before.median === 0 ? null : after.median / before.median - 1;
  const gain = change === null ? null : better === 'lower' ? -change : change;
  const floor = floorOf(pair, [before, after], options);
  const {
    verdict,
    lacks = [],
    isLargeOnly = false,
  } = before === null || after === null
    ? { verdict: 'unmatched' as const, lacks: ['one-sided'] }
    : change === null || gain === null
      ? fromZero(before, after)
      : decide({ pair, before, after, change, gain, floor, test, ...correction }, options);
  const comparison = { benchmark, metric, unit, better, before, after, change, interval: test.interval, p: test.p ?? null, floor, verdict };
  return { pair, comparison, gain, isProven: verdict === 'improved', isLargeOnly, lacks };
}

interface Decision {
  readonly verdict: Comparison['verdict'];
  readonly lacks?: readonly string[];
  readonly isLargeOnly?: boolean;
}

/** A value of 0 before has no ratio. */
function fromZero(before: Side, after: Side): Decision {
  return before.median === after.median
    ? { verdict: 'no-difference', lacks: ['below-floor'] }
    : { verdict: 'too-few-runs', lacks: ['non-finite'] };
}

/** Both sides of a pair, with what is known of the difference. */
interface Difference extends Correction {
  readonly pair: Pair;
  readonly before: Side;
  readonly after: Side;
  readonly change: number;
  readonly gain: number;
  readonly floor: number;
  readonly test: Test;
}

function decide(difference: Difference, options: EvidenceOptions): Decision {
  const { pair, before, after, change, gain, floor, test, adjusted } = difference;
  const lacks = lacksOf(pair, before, after, options);
  if (isWithinNoise(pair, before, after)) return { verdict: 'no-difference', lacks: ['not-significant'] };
  if (pair.isDirectionUnknown) return { verdict: 'too-few-runs', lacks: [...lacks, 'unit-missing'] };
  if (pair.tier === 'prose') return { verdict: 'too-few-runs', lacks: ['prose-only'] };
  if (pair.caveat !== undefined) return { verdict: 'too-few-runs', lacks: ['self-disclaimed'] };
  if (pair.otherSettings !== undefined) return { verdict: 'too-few-runs', lacks: [...lacks, 'settings-differ'] };
  const isBelow = Math.abs(change) < floor || change === 0;
  const direction = gain > 0 ? 'improved' : 'regressed';
  const p = adjusted ?? test.p;
  const runs = runsOf(difference);
  if (isDeterministic(pair)) {
    if (isBelow) return { verdict: 'no-difference', lacks: ['below-floor'] };
    const isChance = p !== undefined && runs >= FEWEST_TESTED && p >= options.alpha;
    return isChance ? { verdict: 'no-difference', lacks: ['not-significant'] } : { verdict: direction };
  }
  if (p === undefined || runs < options.runs || isHopeless(difference, options)) return untested(difference, lacks, isBelow, options);
  if (p < options.alpha) return isBelow ? { verdict: 'no-difference', lacks: ['below-floor'] } : { verdict: direction };
  return { verdict: 'no-difference', lacks: isBelow ? ['not-significant', 'below-floor'] : ['not-significant'] };
}

/** Fewer runs of each side cannot reach .05. */
const FEWEST_TESTED = 4;

function runsOf({ before, after }: Difference): number {
  return Math.min(before.n ?? 0, after.n ?? 0);
}

/** So few runs cannot show any difference among so many benchmarks, though this one would pass alone. */
function isHopeless(difference: Difference, { alpha }: EvidenceOptions): boolean {
  const runs = runsOf(difference);
  return (difference.test.p ?? 1) < alpha && leastP(runs, runs) * difference.count >= alpha;
}

/** Without a test only the size of a difference speaks. */
function untested(difference: Difference, lacks: readonly string[], isBelow: boolean, options: EvidenceOptions): Decision {
  const { pair, change, gain } = difference;
  const ratio = Math.max(1 + change, 1 / (1 + change));
  if (ratio >= LARGE_EFFECT - ROUNDING && pair.tier !== 'lines' && saysWhat(pair)) {
    return { verdict: gain > 0 ? 'improved' : 'regressed', isLargeOnly: true };
  }
  // The greatest of many samples jumps from run to run.
  const isExtreme = /\bmax/i.test(pair.metric) || /\bmax(?:imum)? (?:lat|time|delay|pause)/i.test(pair.benchmark);
  const band = isExtreme ? LARGE_EFFECT - 1 : options.noise;
  const runs = runsOf(difference);
  if (-gain > band + ROUNDING && runs <= 1) return { verdict: 'regressed', lacks };
  const isChance = pair.printed?.p !== undefined && pair.printed.p >= options.alpha;
  const few = difference.test.p !== undefined && runs >= options.runs ? ['too-few-samples'] : lacks;
  return { verdict: 'too-few-runs', lacks: [...few, ...(isBelow ? ['below-floor'] : []), ...(isChance ? ['not-significant'] : [])] };
}

const ROUNDING = 1e-9;

/** Whether something says what was measured: `Before: 17 s` in a table is no more than in a line. */
function saysWhat({ isNamed, metric, tier }: Pair): boolean {
  return tier === 'tool' || isNamed || !/^(?:value|time|duration|elapsed|throughput|result|seconds)$/i.test(metric);
}

/** Why a pair that was not tested, or by too few runs, proves nothing. */
function lacksOf(pair: Pair, before: Side, after: Side, options: EvidenceOptions): readonly string[] {
  const runs = [before.n, after.n];
  if (runs.includes(1)) return ['single-run'];
  if (runs.some((n) => n !== null && n < options.runs)) return ['too-few-samples'];
  const hasSpread = pair.before?.summary?.sd !== undefined && pair.after?.summary?.sd !== undefined;
  if (runs.includes(null)) return hasSpread ? ['sample-count-unknown'] : ['single-run'];
  return ['no-spread'];
}

/** Counts that a processor, an allocator or a compiler makes the same on every run; a process's memory is not one. */
function isDeterministic({ kind, unit, metric, benchmark }: Pair): boolean {
  if (kind === 'instructions' || kind === 'allocations') return true;
  if (kind !== 'bytes') return false;
  if (/rss|resident|heap|peak|max/i.test(`${metric} ${benchmark}`)) return false;
  return (
    /\/op$/.test(unit) || /alloc|size/i.test(metric) || /sizeof|\bsize\b|struct|binary|\btext\b|\.(?:o|so|elf|a|exe)\b/i.test(benchmark)
  );
}

function floorOf({ kind, unit }: Pair, sides: readonly (Side | null)[], { floor }: EvidenceOptions): number {
  if (kind === 'instructions') return floor.instructions;
  if (kind === 'allocations' || kind === 'bytes') {
    // A count of a whole run, and an average over operations, moves a little with what the operations happen to be.
    const isExact = /\/op$|B$/.test(unit) && sides.every((side) => side === null || Number.isInteger(side.median));
    return isExact ? floor.allocations : Math.max(floor.allocations, floor.instructions);
  }
  return kind === 'cycles' ? floor.cycles : floor.time;
}

/** The text says what runs of one build differ by, or a side's deviation exceeds the whole difference. */
function isWithinNoise({ noise, before: one, after: two }: Pair, before: Side, after: Side): boolean {
  const difference = Math.abs(after.median - before.median);
  if (noise !== undefined) return difference <= noise * Math.abs(before.median);
  if (before.n !== null && after.n !== null && before.n > 1 && after.n > 1) return false;
  return Math.max(one?.summary?.sd ?? 0, two?.summary?.sd ?? 0) >= difference && difference > 0;
}

/** Whether some side varies by more than a tenth of its mean. */
export function isUnsteady({ before, after }: Pair): boolean {
  return [before, after].some((figures) => {
    const side = figures === null ? undefined : summarise(figures);
    return side !== undefined && side.n >= 3 && side.sd > UNSTEADY * Math.abs(side.mean);
  });
}

/** Kinds that a disturbed machine moves. */
const SHAKEN: ReadonlySet<Pair['kind']> = new Set(['time', 'throughput', 'cycles']);

/** Times that scatter and move while the instructions of the same run stay: the machine changed, not the code. */
function isContradicted(one: Compared, all: readonly Compared[], options: EvidenceOptions): boolean {
  const { pair, comparison } = one;
  if ((pair.kind !== 'time' && pair.kind !== 'throughput') || !isUnsteady(pair) || Math.abs(comparison.change ?? 0) < options.noise)
    return false;
  const counters = all.filter(
    (other) => other.pair.kind === 'instructions' && other.pair.benchmark === pair.benchmark && other.comparison.change !== null,
  );
  return counters.length > 0 && counters.every((other) => Math.abs(other.comparison.change ?? 1) < options.floor.cycles);
}

function unstable(one: Compared): Compared {
  return { ...one, isProven: false, lacks: ['high-variance'], comparison: { ...one.comparison, verdict: 'unstable' } };
}
