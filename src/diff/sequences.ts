/**
 * For each element of `a` the index of its partner in `b`, or -1: a longest common subsequence by Myers' O(ND) algorithm in linear space
 * (E. W. Myers, Algorithmica 1, 1986). Where two parts differ by more than a bound, the furthest path so far is taken
 * instead of the best one; the total work is then at most the length times that bound.
 */
export function matchSequences(a: Int32Array, b: Int32Array): Int32Array {
  const matches = new Int32Array(a.length).fill(-1);
  // Elements without any partner only lengthen the search; common code keeps them apart first.
  const keptA = indicesOfShared(a, b);
  const keptB = indicesOfShared(b, a);
  const search: Search = {
    a: keptA.map((index) => at(a, index)),
    b: keptB.map((index) => at(b, index)),
    match: (x, y) => {
      matches[at(keptA, x)] = at(keptB, y);
    },
    bound: boundFor(keptA.length + keptB.length),
  };
  run(search);
  return matches;
}

interface Search {
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly match: (x: number, y: number) => void;
  /** Most edits that either half of a search may take. */
  readonly bound: number;
}

/** The part of the two sequences from `(aLow, bLow)` up to, not including, `(aHigh, bHigh)`. */
interface Box {
  readonly aLow: number;
  readonly aHigh: number;
  readonly bLow: number;
  readonly bHigh: number;
}

/** Exact for any two texts of 16,000 shared lines in all; about a second of work for 120,000 that are shuffled. */
function boundFor(length: number): number {
  return Math.min(4096, Math.max(256, Math.floor(2 ** 26 / Math.max(1, length))));
}

function at(values: Int32Array, index: number): number {
  return values[index] ?? -1;
}

function indicesOfShared(values: Int32Array, others: Int32Array): Int32Array {
  const present = new Set(others);
  const indices: number[] = [];
  values.forEach((value, index) => {
    if (present.has(value)) indices.push(index);
  });
  return Int32Array.from(indices);
}

function run(search: Search): void {
  const { a, b, match } = search;
  const forward = new Int32Array(2 * search.bound + 3);
  const backward = new Int32Array(2 * search.bound + 3);
  const open: Box[] = [{ aLow: 0, aHigh: a.length, bLow: 0, bHigh: b.length }];
  for (let box = open.pop(); box !== undefined; box = open.pop()) {
    let { aLow, aHigh, bLow, bHigh } = box;
    while (aLow < aHigh && bLow < bHigh && a[aLow] === b[bLow]) match(aLow++, bLow++);
    while (aLow < aHigh && bLow < bHigh && a[aHigh - 1] === b[bHigh - 1]) match(--aHigh, --bHigh);
    if (aLow === aHigh || bLow === bHigh) continue;
    const [x, y] = split(search, { aLow, aHigh, bLow, bHigh }, forward, backward);
    open.push({ aLow: x, aHigh, bLow: y, bHigh }, { aLow, aHigh: x, bLow, bHigh: y });
  }
}

/**
 * A point through which a shortest path leads from corner to corner of the box, or a far one when the bound is reached. Both
 * ends of the box differ, so that the point is never a corner and each part is smaller than the whole.
 */
function split(search: Search, box: Box, forward: Int32Array, backward: Int32Array): readonly [number, number] {
  const { a, b, bound } = search;
  const width = box.aHigh - box.aLow;
  const height = box.bHigh - box.bLow;
  const delta = width - height;
  const isOdd = delta % 2 !== 0;
  const origin = bound + 1;

  /** Furthest x on diagonal `k` (x - y) after `steps` edits, from what the neighbours reached. */
  const reach = (reached: Int32Array, k: number, steps: number): number => {
    if (steps === 0) return 0;
    const above = at(reached, origin + k + 1);
    const left = at(reached, origin + k - 1) + 1;
    let x = k === -steps || (k !== steps && above > left) ? above : left;
    if (x > width) x = width;
    if (x > height + k) x = height + k;
    return x;
  };

  for (let steps = 0; steps <= bound; steps += 1) {
    // Diagonals outside the box end at its border.
    const lowest = -steps + 2 * Math.max(0, steps - height);
    const highest = steps - 2 * Math.max(0, steps - width);
    for (let k = lowest; k <= highest; k += 2) {
      let x = reach(forward, k, steps);
      while (x < width && x - k < height && a[box.aLow + x] === b[box.bLow + x - k]) x += 1;
      forward[origin + k] = x;
      if (isOdd && delta - k < steps && k - delta < steps && x + at(backward, origin + delta - k) >= width)
        return [box.aLow + x, box.bLow + x - k];
    }
    for (let k = lowest; k <= highest; k += 2) {
      let x = reach(backward, k, steps);
      while (x < width && x - k < height && a[box.aHigh - 1 - x] === b[box.bHigh - 1 - x + k]) x += 1;
      backward[origin + k] = x;
      if (!isOdd && delta - k <= steps && k - delta <= steps && x + at(forward, origin + delta - k) >= width)
        return [box.aHigh - x, box.bHigh - x + k];
    }
  }

  const [fromStart, startDiagonal] = furthest(forward, origin, bound, width, height);
  const [fromEnd, endDiagonal] = furthest(backward, origin, bound, width, height);
  return 2 * fromStart - startDiagonal >= 2 * fromEnd - endDiagonal
    ? [box.aLow + fromStart, box.bLow + fromStart - startDiagonal]
    : [box.aHigh - fromEnd, box.bHigh - fromEnd + endDiagonal];
}

/** `[x, diagonal]` of the point with the greatest x + y. */
function furthest(reached: Int32Array, origin: number, steps: number, width: number, height: number): readonly [number, number] {
  let best: readonly [number, number] = [0, 0];
  for (let k = -steps + 2 * Math.max(0, steps - height); k <= steps - 2 * Math.max(0, steps - width); k += 2) {
    const x = at(reached, origin + k);
    if (2 * x - k > 2 * best[0] - best[1]) best = [x, k];
  }
  return best;
}
