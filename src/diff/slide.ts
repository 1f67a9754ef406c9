import type { Edit } from './lines.ts';

/** How far an edit is moved in search of a better place. */
const FURTHEST = 100;

/** What it costs to part the end of a block from its body: more than any indentation. */
const TORN_BLOCK = 1000;

/**
 * The same diff with each pure addition or removal moved to the place where a reader expects it. `a b [a b] c` can be
 * read as `[a b] a b c` too: an edit that can join its neighbour does, any other goes where the blocks of the code stay whole, and
 * lowest among equals. `a` and `b` hold the lines as numbers, equal where the lines are.
 */
export function slideEdits(
  edits: readonly Edit[],
  a: Int32Array,
  b: Int32Array,
  before: readonly string[],
  after: readonly string[],
): Edit[] {
  const placed: Edit[] = [];
  for (const [index, edit] of edits.entries()) {
    const previous = placed.at(-1);
    const next = edits[index + 1];
    const isRemoval = edit.afterCount === 0;
    if (!isRemoval && edit.beforeCount !== 0) {
      placed.push(edit);
      continue;
    }
    const [ids, lines] = isRemoval ? [a, before] : [b, after];
    const start = (isRemoval ? edit.beforeStart : edit.afterStart) - 1;
    const end = start + edit.beforeCount + edit.afterCount;
    const gapUp = edit.beforeStart - (previous ? previous.beforeStart + previous.beforeCount : 1);
    const gapDown = (next?.beforeStart ?? a.length + 1) - (edit.beforeStart + edit.beforeCount);
    let up = 0;
    while (up < gapUp && ids[start - 1 - up] === ids[end - 1 - up]) up += 1;
    let down = 0;
    while (down < gapDown && ids[start + down] === ids[end + down]) down += 1;

    if (previous && up === gapUp) placed[placed.length - 1] = joined(previous, shifted(edit, -up));
    else if (next && down === gapDown) placed.push(shifted(edit, down));
    else placed.push(shifted(edit, bestShift(lines, start, end, Math.min(up, FURTHEST), Math.min(down, FURTHEST))));
  }
  return joinTouching(placed);
}

function shifted(edit: Edit, by: number): Edit {
  return { ...edit, beforeStart: edit.beforeStart + by, afterStart: edit.afterStart + by };
}

function joined(first: Edit, second: Edit): Edit {
  return {
    beforeStart: first.beforeStart,
    beforeCount: first.beforeCount + second.beforeCount,
    afterStart: first.afterStart,
    afterCount: first.afterCount + second.afterCount,
  };
}

function joinTouching(edits: readonly Edit[]): Edit[] {
  const result: Edit[] = [];
  for (const edit of edits) {
    const last = result.at(-1);
    if (last && last.beforeStart + last.beforeCount === edit.beforeStart) result[result.length - 1] = joined(last, edit);
    else result.push(edit);
  }
  return result;
}

function bestShift(lines: readonly string[], start: number, end: number, up: number, down: number): number {
  let best = down;
  let lowest = Number.POSITIVE_INFINITY;
  for (let shift = down; shift >= -up; shift -= 1) {
    const cost = boundaryCost(lines, start + shift) + boundaryCost(lines, end + shift);
    if (cost < lowest) [best, lowest] = [shift, cost];
  }
  return best;
}

/** How badly the code is cut between line `index - 1` and line `index`. */
function boundaryCost(lines: readonly string[], index: number): number {
  const here = indentation(lines[index]);
  const above = indentation(lines[index - 1]);
  if (here === undefined) return 0;
  return above !== undefined && above > here ? TORN_BLOCK + here : here;
}

/** Columns before the first character, a tab counted as 8; undefined for a blank or absent line. */
function indentation(line: string | undefined): number | undefined {
  if (line === undefined) return undefined;
  let columns = 0;
  for (const character of line.slice(0, 200)) {
    if (character === ' ') columns += 1;
    else if (character === '\t') columns += 8 - (columns % 8);
    else return character === '\n' || character === '\r' ? undefined : columns;
  }
  return undefined;
}
