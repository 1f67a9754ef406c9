import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deviation, holm, mean, median } from '../../src/evidence/statistics.ts';
import { studentP, welch } from '../../src/evidence/welch.ts';

describe('median, mean, deviation', () => {
  test('of an odd and an even number of values', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([10, 9, 1, 2])).toBe(5.5);
    expect(mean([1, 2, 6])).toBe(3);
    expect(deviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.13809, 5);
  });

  test('of nothing there is none', () => {
    expect(median([])).toBeNaN();
    expect(deviation([1])).toBeNaN();
  });

  test('the median lies between the least and the most, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) => {
        expect(median(values)).toBeGreaterThanOrEqual(Math.min(...values));
        expect(median([...values].reverse())).toBe(median(values));
      }),
    );
  });
});

describe('Holm', () => {
  // Wikipedia, "Holm–Bonferroni method", the example with .01, .04, .03, .005.
  test('the textbook example', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  test('is never below the raw p, never above 1, and keeps the order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (ps) => {
        const adjusted = holm(ps);
        ps.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          ps.forEach((other, j) => {
            if (p < other) expect(adjusted[i] ?? 0).toBeLessThanOrEqual(adjusted[j] ?? 0);
          });
        });
      }),
    );
  });
});

describe('Welch', () => {
  // Quantiles of Student's t as printed in every table.
  test.each([
    [12.706, 1],
    [4.303, 2],
    [2.776, 4],
    [2.228, 10],
    [2.042, 30],
    [1.96, 1e6],
  ])('t %d with %d degrees of freedom has p .05', (t, freedom) => {
    expect(studentP(t, freedom)).toBeCloseTo(0.05, 4);
  });

  test('hyperfine: 29.413 ± 1.186 s against 20.170 ± 0.739 s, ten runs each', () => {
    const result = welch({ mean: 29.413, sd: 1.186, n: 10 }, { mean: 20.17, sd: 0.739, n: 10 }, 0.05);
    expect(Math.log10(result?.p ?? 1)).toBeCloseTo(Math.log10(1.5e-12), 0);
    expect(result?.interval?.[0]).toBeLessThan(-0.3142);
    expect(result?.interval?.[1]).toBeGreaterThan(-0.3142);
  });

  test('39272.61 ± 3611.84 against 52701.82 ± 3953.76 depends on the number of runs', () => {
    const p = (n: number) => welch({ mean: 39272.61, sd: 3611.84, n }, { mean: 52701.82, sd: 3953.76, n }, 0.05)?.p;
    expect(p(2)).toBeCloseTo(0.07, 2);
    expect(p(3)).toBeCloseTo(0.012, 3);
    expect(p(5)).toBeCloseTo(0.0005, 4);
  });

  test('one run, or no spread at all, says nothing', () => {
    expect(welch({ mean: 1, sd: 0.1, n: 1 }, { mean: 2, sd: 0.1, n: 5 }, 0.05)).toBeUndefined();
    expect(welch({ mean: 1, sd: 0, n: 5 }, { mean: 2, sd: 0, n: 5 }, 0.05)).toBeUndefined();
  });
});
