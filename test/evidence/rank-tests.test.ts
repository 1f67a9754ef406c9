import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leastP, pairedInterval, rankSumP, ratioInterval, signedRankP } from '../../src/evidence/rank-tests.ts';

/** Every subset of `size` of the first `total` numbers. */
function* subsets(total: number, size: number, from = 0): Generator<readonly number[]> {
  if (size === 0) yield [];
  else for (let i = from; i <= total - size; i++) for (const rest of subsets(total, size - 1, i + 1)) yield [i, ...rest];
}

function midranks(values: readonly number[]): readonly number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

/** Twice the smaller tail of the rank sum over all ways to choose which values are `before`. */
function bruteRankSum(before: readonly number[], after: readonly number[]): number {
  const ranks = midranks([...before, ...after]);
  const observed = ranks.slice(0, before.length).reduce((sum, rank) => sum + rank, 0);
  let [below, above, all] = [0, 0, 0];
  for (const chosen of subsets(ranks.length, before.length)) {
    const sum = chosen.reduce((total, i) => total + (ranks[i] ?? 0), 0);
    all++;
    if (sum <= observed) below++;
    if (sum >= observed) above++;
  }
  return Math.min(1, (2 * Math.min(below, above)) / all);
}

function bruteSignedRank(before: readonly number[], after: readonly number[]): number {
  const logs = after.map((value, i) => Math.log(value / (before[i] ?? Number.NaN))).filter((log) => log !== 0);
  if (logs.length === 0) return 1;
  const ranks = midranks(logs.map(Math.abs));
  const observed = ranks.reduce((sum, rank, i) => sum + ((logs[i] ?? 0) > 0 ? rank : 0), 0);
  let [below, above] = [0, 0];
  for (let signs = 0; signs < 2 ** ranks.length; signs++) {
    const sum = ranks.reduce((total, rank, i) => total + ((signs >> i) & 1 ? rank : 0), 0);
    if (sum <= observed) below++;
    if (sum >= observed) above++;
  }
  return Math.min(1, (2 * Math.min(below, above)) / 2 ** ranks.length);
}

/** Small generator with a seed (mulberry32), so that a simulation is the same every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const sizes = [1, 2, 3, 4, 5, 6].flatMap((n) => [1, 2, 3, 4, 5, 6].map((m) => [n, m] as const));
/** Few different values, so that most samples have ties. */
const tied = (length: number) => fc.array(fc.integer({ min: 1, max: 4 }), { minLength: length, maxLength: length });
const free = (length: number) => fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: length, maxLength: length });

describe('rank-sum test', () => {
  test.each(sizes)('equals the enumeration of all ways to choose, %d against %d, with ties and without', (n, m) => {
    fc.assert(
      fc.property(fc.oneof(tied(n), free(n)), fc.oneof(tied(m), free(m)), (before, after) => {
        expect(rankSumP(before, after)).toBeCloseTo(bruteRankSum(before, after), 12);
      }),
      { numRuns: 30 },
    );
  });

  // 2 / C(2n, n), as tables of the test print it.
  test.each([
    [1, 1],
    [2, 0.333],
    [3, 0.1],
    [4, 0.0286],
    [5, 0.0079],
    [6, 0.0022],
    [7, 0.00058],
    [8, 0.00016],
    [9, 4.1e-5],
    [10, 1.1e-5],
  ])('two samples of %d without overlap give p %d, the least there is', (n, p) => {
    const low = Array.from({ length: n }, (_, i) => i + 1);
    const high = low.map((value) => value + 100);
    expect(rankSumP(low, high) / p).toBeGreaterThan(0.95);
    expect(rankSumP(low, high) / p).toBeLessThan(1.05);
    expect(leastP(n, n)).toBeCloseTo(rankSumP(low, high), 12);
  });

  test('the smallest designs that reach .05 are 4v4, 3v5, 2v8 and 1v40, and 1v20 is not one', () => {
    for (const [n, m] of [
      [4, 4],
      [3, 5],
      [2, 8],
      [1, 40],
    ] as const)
      expect(leastP(n, m)).toBeLessThan(0.05);
    for (const [n, m] of [
      [3, 3],
      [3, 4],
      [2, 7],
    ] as const)
      expect(leastP(n, m)).toBeGreaterThan(0.05);
    expect(leastP(1, 20)).toBeCloseTo(0.095, 3);
  });

  test('the normal approximation of large samples is near the exact value at the border', () => {
    const random = seeded(7);
    const before = Array.from({ length: 50 }, () => 100 + gaussian(random));
    const after = Array.from({ length: 50 }, () => 100.5 + gaussian(random));
    const exact = rankSumP(before, after);
    // A value in the middle on both sides hardly moves p, and is one more than the exact test takes.
    const approximate = rankSumP([...before, 100.25], [...after, 100.25]);
    expect(Math.abs(approximate - exact)).toBeLessThan(0.01);
  });

  test('fifty against fifty takes well under a second', () => {
    const before = Array.from({ length: 50 }, (_, i) => i % 7);
    const after = Array.from({ length: 50 }, (_, i) => (i % 5) + 1);
    const started = performance.now();
    rankSumP(before, after);
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

describe('interval of the ratio', () => {
  test('it cannot be bounded below four runs of each side', () => {
    expect(ratioInterval([1, 2, 3], [2, 3, 4], 0.05)).toBeNull();
    expect(ratioInterval([1, 2, 3, 4], [2, 3, 4, 5], 0.05)).not.toBeNull();
  });

  test('it holds 0 exactly when the test does not reject, up to ties', () => {
    fc.assert(
      fc.property(free(5), free(6), (before, after) => {
        const interval = ratioInterval(before, after, 0.05);
        if (interval === null || new Set([...before, ...after]).size < 11) return;
        const isRejected = rankSumP(before, after) <= 0.05;
        expect(interval[0] > 0 || interval[1] < 0).toBe(isRejected);
      }),
    );
  });

  test('a value that is not positive has no ratio', () => {
    expect(ratioInterval([0, 1, 2, 3], [1, 2, 3, 4], 0.05)).toBeNull();
  });

  // An exact test covers at least 95 %; three standard errors of 4000 trials are 1.03 %.
  test.each([
    [4, 4, 0.97],
    [5, 5, 0.968],
    [6, 6, 0.959],
    [8, 8, 0.95],
  ])('it covers the true ratio as often as it says, %d against %d', (n, m, expected) => {
    const random = seeded(n * 100 + m);
    const trials = 4000;
    let covered = 0;
    for (let i = 0; i < trials; i++) {
      const before = Array.from({ length: n }, () => Math.exp(0.03 * gaussian(random)));
      const after = Array.from({ length: m }, () => 1.07 * Math.exp(0.03 * gaussian(random)));
      const interval = ratioInterval(before, after, 0.05);
      if (interval !== null && interval[0] <= 0.07 && 0.07 <= interval[1]) covered++;
    }
    expect(covered / trials).toBeGreaterThan(Math.max(0.95, expected) - 0.0103);
    expect(covered / trials).toBeLessThan(1);
  });
});

describe('signed-rank test', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('equals the enumeration of all signs, %d pairs', (n) => {
    fc.assert(
      fc.property(fc.oneof(tied(n), free(n)), fc.oneof(tied(n), free(n)), (before, after) => {
        expect(signedRankP(before, after)).toBeCloseTo(bruteSignedRank(before, after), 12);
      }),
      { numRuns: 40 },
    );
  });

  test('six pairs are the least that can show anything at .05', () => {
    const before = [1, 1, 1, 1, 1, 1];
    const after = [2, 3, 4, 5, 6, 7];
    expect(signedRankP(before.slice(1), after.slice(1))).toBeCloseTo(0.0625, 12);
    expect(signedRankP(before, after)).toBeCloseTo(0.03125, 12);
    expect(pairedInterval(before.slice(1), after.slice(1), 0.05)).toBeNull();
    expect(pairedInterval(before, after, 0.05)).not.toBeNull();
  });

  test('the interval covers the true ratio as often as it says', () => {
    const random = seeded(11);
    let covered = 0;
    for (let i = 0; i < 3000; i++) {
      const drift = Array.from({ length: 8 }, () => Math.exp(0.2 * gaussian(random)));
      const before = drift.map((value) => value * Math.exp(0.02 * gaussian(random)));
      const after = drift.map((value) => 0.9 * value * Math.exp(0.02 * gaussian(random)));
      const interval = pairedInterval(before, after, 0.05);
      if (interval !== null && interval[0] <= -0.1 && -0.1 <= interval[1]) covered++;
    }
    expect(covered / 3000).toBeGreaterThan(0.938);
  });
});
