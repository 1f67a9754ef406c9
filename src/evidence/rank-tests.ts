import { median } from './statistics.ts';

/** Beyond this many values in all, the exact distribution gives way to the normal one; it takes a tenth of a second here. */
const MOST_EXACT = 100;
const MOST_PAIRS = 1_000_000;

/**
 * Two-sided p of the rank-sum test (Wilcoxon; Mann and Whitney), from the exact permutation distribution of the midranks: twice the smaller
 * tail, at most 1. Above 100 values in all, the normal approximation with tie and continuity corrections (Hollander and Wolfe, chapter 4).
 */
export function rankSumP(before: readonly number[], after: readonly number[]): number {
  const [few, many] = before.length <= after.length ? [before, after] : [after, before];
  if (few.length === 0) return 1;
  const ranks = doubledRanks([...few, ...many]);
  const observed = ranks.slice(0, few.length).reduce((sum, rank) => sum + rank, 0);
  if (ranks.length > MOST_EXACT) return normalP(ranks, few.length, observed);
  const counts = subsetSums(ranks, few.length);
  return twiceSmallerTail(counts, observed);
}

/**
 * Interval of after / before - 1, by inverting the rank-sum test on logarithms (Hodges and Lehmann; Bauer 1972): the values between two of
 * the ordered ratios. Null when the runs are too few to bound it at this level, more than a million pairs, or a value is not positive.
 */
export function ratioInterval(before: readonly number[], after: readonly number[], alpha: number): readonly [number, number] | null {
  const pairs = before.length * after.length;
  if (pairs === 0 || pairs > MOST_PAIRS || [before, after].some((values) => values.some((value) => !(value > 0)))) return null;
  const outside = criticalU(before.length, after.length, alpha);
  if (outside < 0) return null;
  const ratios = new Float64Array(pairs);
  after.forEach((a, i) => {
    before.forEach((b, j) => {
      ratios[i * before.length + j] = a / b;
    });
  });
  ratios.sort();
  return [(ratios[outside] ?? Number.NaN) - 1, (ratios[ratios.length - 1 - outside] ?? Number.NaN) - 1];
}

/** Two-sided p of the exact signed-rank test (Wilcoxon) on the logarithms of the ratios of pairs; pairs without a difference are left out. */
export function signedRankP(before: readonly number[], after: readonly number[]): number {
  const differences = pairedLogs(before, after).filter((difference) => difference !== 0);
  if (differences.length === 0) return 1;
  const ranks = doubledRanks(differences.map(Math.abs));
  const observed = ranks.reduce((sum, rank, i) => sum + ((differences[i] ?? 0) > 0 ? rank : 0), 0);
  return twiceSmallerTail(signSums(ranks.slice(0, MOST_EXACT)), observed);
}

/**
 * Interval of after / before - 1 for pairs, by inverting the signed-rank test: the values between two of the ordered means of two log
 * ratios (Walsh averages; Tukey 1949). Null for too few pairs or a value that is not positive.
 */
export function pairedInterval(before: readonly number[], after: readonly number[], alpha: number): readonly [number, number] | null {
  if ([...before, ...after].some((value) => !(value > 0))) return null;
  const logs = pairedLogs(before, after).slice(0, MOST_EXACT);
  const counts = signSums(logs.map((_, i) => 2 * (i + 1)));
  const outside = largestWithin(evenOnly(counts), alpha);
  if (outside < 0) return null;
  const averages = Float64Array.from(logs.flatMap((a, i) => logs.slice(i).map((b) => (a + b) / 2))).sort();
  return [Math.expm1(averages[outside] ?? Number.NaN), Math.expm1(averages[averages.length - 1 - outside] ?? Number.NaN)];
}

/** The least two-sided p that so many runs can give: 2 / C(n + m, n). */
export function leastP(n: number, m: number): number {
  let combinations = 1;
  for (let i = 1; i <= Math.min(n, m) && combinations < 1e300; i++) combinations *= (n + m - Math.min(n, m) + i) / i;
  return Math.min(1, 2 / combinations);
}

function pairedLogs(before: readonly number[], after: readonly number[]): readonly number[] {
  return after.slice(0, before.length).map((value, i) => Math.log(value / (before[i] ?? Number.NaN)));
}

/** Twice the midrank of each value, so that all are whole. */
function doubledRanks(values: readonly number[]): readonly number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (let i = from; i < to; i++) ranks[order[i] ?? 0] = from + to + 1;
    from = to;
  }
  return ranks;
}

/** How many subsets of `size` ranks have each sum. Counts are doubles: beyond 2^53 their relative error stays below 1e-13. */
function subsetSums(ranks: readonly number[], size: number): Float64Array {
  const most = ranks.reduce((sum, rank) => sum + rank, 0);
  const sums = Array.from({ length: size + 1 }, () => new Float64Array(most + 1));
  const empty = sums[0];
  if (empty !== undefined) empty[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let taken = size; taken >= 1; taken--) {
      const [from, to] = [sums[taken - 1], sums[taken]];
      if (from === undefined || to === undefined) continue;
      for (let sum = reached; sum >= rank; sum--) to[sum] = (to[sum] ?? 0) + (from[sum - rank] ?? 0);
    }
  }
  return sums[size] ?? new Float64Array(1);
}

/** How many choices of signs give each sum of the positive ranks. */
function signSums(ranks: readonly number[]): Float64Array {
  const sums = new Float64Array(ranks.reduce((sum, rank) => sum + rank, 0) + 1);
  sums[0] = 1;
  for (const rank of ranks) for (let sum = sums.length - 1; sum >= rank; sum--) sums[sum] = (sums[sum] ?? 0) + (sums[sum - rank] ?? 0);
  return sums;
}

function twiceSmallerTail(counts: Float64Array, observed: number): number {
  let [below, above, all] = [0, 0, 0];
  counts.forEach((count, sum) => {
    all += count;
    if (sum <= observed) below += count;
    if (sum >= observed) above += count;
  });
  return Math.min(1, (2 * Math.min(below, above)) / all);
}

/** Index of the last value whose lower tail, doubled, stays within alpha; -1 when even the first exceeds it. */
function largestWithin(counts: Float64Array, alpha: number): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  let tail = 0;
  for (let u = 0; u < counts.length; u++) {
    tail += counts[u] ?? 0;
    // Rounding must not push a tail of exactly alpha over it.
    if (2 * tail > alpha * all * (1 + 1e-12)) return u - 1;
  }
  return counts.length - 1;
}

function evenOnly(counts: Float64Array): Float64Array {
  return counts.filter((_, i) => i % 2 === 0);
}

function criticalU(n: number, m: number, alpha: number): number {
  if (n + m > MOST_EXACT) {
    const sd = Math.sqrt((n * m * (n + m + 1)) / 12);
    return Math.floor((n * m) / 2 - normalQuantile(1 - alpha / 2) * sd - 0.5);
  }
  const ranks = Array.from({ length: n + m }, (_, i) => i + 1);
  const few = Math.min(n, m);
  // U is the rank sum less its least value.
  return largestWithin(subsetSums(ranks, few).slice((few * (few + 1)) / 2), alpha);
}

function normalP(ranks: readonly number[], few: number, observed: number): number {
  const total = ranks.length;
  const mean = few * (total + 1);
  const spread = ranks.reduce((sum, rank) => sum + (rank - (total + 1)) ** 2, 0);
  const variance = (few * (total - few) * spread) / (total * (total - 1));
  if (variance === 0) return 1;
  const z = Math.max(0, Math.abs(observed - mean) - 1) / Math.sqrt(variance);
  return Math.min(1, 2 * (1 - normalShare(z)));
}

/** Share of the standard normal distribution below z; absolute error under 7.5e-8 (Abramowitz and Stegun, 26.2.17). */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? 1 - tail : tail;
}

function normalQuantile(share: number): number {
  let [low, high] = [-10, 10];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return median([low, high]);
}
