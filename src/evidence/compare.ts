import type { Comparison, Side } from './evidence.ts';
import type { EvidenceOptions } from './options.ts';
import type { Figures, Pair } from './pairs.ts';
import { leastP, rankSumP, ratioInterval } from './rank-tests.ts';
import { deviation, holm, mean, median } from './statistics.ts';
import { type Summarised, welch } from './welch.ts';

/** A comparison with why it does not count as shown. */
export interface Compared {
  readonly pair: Pair;
  readonly comparison: Comparison;
  /** An improvement that chance does not explain. */
  readonly isProven: boolean;
  /** What keeps it from being a result: a problem's code; null when nothing does. */
  readonly lacks: string | null;
}

/** From here on a single run of each side counts, if a tool or a table gives it. */
export const LARGE_EFFECT = 2;
/** Coefficient of variation above which a side is unsteady. */
const UNSTEADY = 0.1;

/** Tests every pair, the primary ones corrected for their number (Holm), and says what each shows. */
export function compare(pairs: readonly Pair[], options: EvidenceOptions): readonly Compared[] {
  const tests = pairs.map((pair) => testOf(pair, options));
  const counted = pairs.flatMap((pair, i) => (pair.primary && tests[i]?.p !== undefined ? [i] : []));
  const corrected = holm(counted.map((i) => tests[i]?.p ?? 1));
  const adjusted = new Map(counted.map((index, i) => [index, corrected[i] ?? 1]));
  return pairs.map((pair, i) => judgePair(pair, tests[i] ?? NO_TEST, adjusted.get(i), options));
}

interface Test {
  readonly p: number | undefined;
  readonly interval: readonly [number, number] | null;
}

const NO_TEST: Test = { p: undefined, interval: null };

function testOf({ before, after, printed }: Pair, { alpha }: EvidenceOptions): Test {
  if (before === null || after === null) return NO_TEST;
  if (before.values.length >= 2 && after.values.length >= 2) {
    return { p: rankSumP(before.values, after.values), interval: ratioInterval(before.values, after.values, alpha) };
  }
  if (printed?.p !== undefined && printed.n !== undefined) {
    // A tool that approximates may print less than so many runs can give.
    return { p: Math.max(printed.p, leastP(...printed.n)), interval: null };
  }
  const [a, b] = [summarise(before), summarise(after)];
  return (a !== undefined && b !== undefined ? welch(a, b, alpha) : undefined) ?? NO_TEST;
}

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

function judgePair(pair: Pair, test: Test, adjusted: number | undefined, options: EvidenceOptions): Compared {
  const [before, after] = [sideOf(pair.before), sideOf(pair.after)];
  const change = before === null || after === null || before.median === 0 ? null : after.median / before.median - 1;
  const { benchmark, metric, unit, better } = pair;
  const base = { benchmark, metric, unit, better, before, after, change, interval: test.interval, p: test.p ?? null };
  const shown = (verdict: Comparison['verdict'], lacks: string | null = null): Compared => ({
    pair,
    comparison: { ...base, verdict },
    isProven: verdict === 'improved',
    lacks,
  });
  if (before === null || after === null) return shown('unmatched', 'one-sided');
  if (change === null) return shown('too-few-runs', 'non-finite');
  const gain = better === 'lower' ? -change : change;
  const direction = gain > 0 ? 'improved' : 'regressed';
  const floor = floorOf(pair, options);
  const isBelow = Math.abs(change) < floor || change === 0;
  const p = adjusted ?? test.p;
  const runs = Math.min(before.n ?? 0, after.n ?? 0);
  if (isDeterministic(pair)) {
    if (isBelow) return shown('no-difference', 'below-floor');
    return p !== undefined && runs >= 4 && p >= options.alpha ? shown('no-difference', 'not-significant') : shown(direction);
  }
  const isLarge =
    Math.max(after.median / before.median, before.median / after.median) >= LARGE_EFFECT && pair.tier !== 'prose' && pair.tier !== 'lines';
  if (p !== undefined && p < options.alpha && runs >= options.runs) {
    return isBelow ? shown('no-difference', 'below-floor') : shown(direction);
  }
  if (isLarge) return shown(direction);
  if (isUnsteady(pair)) return shown('unstable', 'high-variance');
  if (p !== undefined && runs >= options.runs) return shown('no-difference', 'not-significant');
  if (runs > 1 && test.p !== undefined) return shown('too-few-runs', 'too-few-samples');
  if (runs === 1 && -gain > options.noise) return shown('regressed');
  return shown('too-few-runs', lackOf(pair, before, after));
}

function lackOf(pair: Pair, before: Side, after: Side): string {
  if (pair.tier === 'prose') return 'prose-only';
  if (before.n === 1 || after.n === 1) return 'single-run';
  const hasSpread = pair.before?.summary?.sd !== undefined && pair.after?.summary?.sd !== undefined;
  if (!hasSpread) return before.n === null || after.n === null ? 'single-run' : 'no-spread';
  return before.n === null || after.n === null ? 'sample-count-unknown' : 'too-few-samples';
}

/** Counts that a processor or an allocator makes the same on every run. */
function isDeterministic({ kind }: Pair): boolean {
  return kind === 'instructions' || kind === 'allocations' || kind === 'bytes';
}

function floorOf({ kind }: Pair, { floor }: EvidenceOptions): number {
  if (kind === 'instructions') return floor.instructions;
  if (kind === 'allocations' || kind === 'bytes') return floor.allocations;
  return kind === 'cycles' ? floor.cycles : floor.time;
}

function isUnsteady({ before, after }: Pair): boolean {
  return [before, after].some((figures) => {
    const side = figures === null ? undefined : summarise(figures);
    return side !== undefined && side.n >= 3 && side.sd > UNSTEADY * Math.abs(side.mean);
  });
}
