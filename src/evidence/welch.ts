/** Mean, standard deviation and number of runs of one side. */
export interface Summarised {
  readonly mean: number;
  readonly sd: number;
  readonly n: number;
}

/** A two-sided p, and the interval of after / before - 1. */
export interface WelchResult {
  readonly p: number;
  readonly interval: readonly [number, number] | null;
}

/**
 * Welch's test of two means (Welch 1947, degrees of freedom after Satterthwaite 1946), and the interval of their ratio by the delta method on
 * the logarithm. Undefined when a side has fewer than two runs or neither side varies: then the summary says nothing about chance.
 */
export function welch(before: Summarised, after: Summarised, alpha: number): WelchResult | undefined {
  if (before.n < 2 || after.n < 2 || !(before.sd >= 0) || !(after.sd >= 0)) return undefined;
  const [a, b] = [before.sd ** 2 / before.n, after.sd ** 2 / after.n];
  if (a + b === 0) return undefined;
  const freedom = (a + b) ** 2 / (a ** 2 / (before.n - 1) + b ** 2 / (after.n - 1));
  const p = studentP(Math.abs(after.mean - before.mean) / Math.sqrt(a + b), freedom);
  if (!(before.mean > 0) || !(after.mean > 0)) return { p, interval: null };
  const half = studentQuantile(alpha, freedom) * Math.sqrt(a / before.mean ** 2 + b / after.mean ** 2);
  const log = Math.log(after.mean / before.mean);
  return { p, interval: [Math.expm1(log - half), Math.expm1(log + half)] };
}

/** Two-sided p of Student's t. */
export function studentP(t: number, freedom: number): number {
  return incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t));
}

function studentQuantile(alpha: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentP(high, freedom) > alpha && high < 1e12) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (studentP(middle, freedom) > alpha) low = middle;
    else high = middle;
  }
  return high;
}

/** Regularised incomplete beta function, by Lentz's continued fraction (DLMF 8.17.22). */
function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  let [c, d, fraction] = [1, 0, 1];
  for (let i = 0; i <= 300; i++) {
    const m = i >> 1;
    const term =
      i === 0
        ? 1
        : i % 2 === 0
          ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
          : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + term * d);
    c = nonZero(1 + term / c);
    fraction *= c * d;
    if (Math.abs(1 - c * d) < 1e-14) break;
  }
  return front * (fraction - 1);
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Lanczos's series with g = 7 and nine terms; relative error below 1e-14. */
function logGamma(x: number): number {
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const at = x + 6.5;
  const series = terms.reduce((sum, term, i) => (i === 0 ? term : sum + term / (x - 1 + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(at) - at + Math.log(series);
}
