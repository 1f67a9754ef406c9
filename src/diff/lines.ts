import { matchSequences } from './sequences.ts';
import { slideEdits } from './slide.ts';

/** Lines `start` to `end`, 1-based, both included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/**
 * One place where the two texts differ. Starts are 1-based; with a count of 0 the start is the line before which
 * nothing stands on that side, so `start + count` is always the next unchanged line.
 */
export interface Edit {
  readonly beforeStart: number;
  readonly beforeCount: number;
  readonly afterStart: number;
  readonly afterCount: number;
}

/**
 * Edits with their context as `git diff -U3` prints them: for a count of 0 the start is the line *above* the gap.
 * Each line begins with ` `, `-`, `+`, or is git's `\ No newline at end of file`; a carriage return stays in its line.
 */
export interface Hunk extends Edit {
  readonly lines: readonly string[];
}

/** What changed from one text to the next. Lines end at `\n` alone, as git, GitHub and the parser count them. */
export interface LineDiff {
  /** Removed or rewritten lines of the base. */
  readonly before: readonly LineRange[];
  /** Added or rewritten lines of the head. */
  readonly after: readonly LineRange[];
  readonly edits: readonly Edit[];
  readonly hunks: readonly Hunk[];
  /** Index: line of the base (1-based; 0 is unused). Value: the same, unchanged line of the head, or 0 when there is none. */
  readonly headLineOf: readonly number[];
  /** Index: line of the head. Value: the same, unchanged line of the base, or 0. */
  readonly baseLineOf: readonly number[];
}

/** Lines of context around an edit; GitHub takes review comments on these too. */
const CONTEXT = 3;

/**
 * The line diff of two texts, minimal unless they are large and have little in common. Line ends are part of a line: a change from
 * `\n` to `\r\n`, or of the newline at the end of the file, is a change of that line, as it is for git.
 *
 * The work is bounded by the number of lines times a constant, so that no pull request can stall the review.
 */
export function diffLines(before: string, after: string): LineDiff {
  const beforeLines = splitLines(before);
  const afterLines = splitLines(after);
  const ids = new Map<string, number>();
  const a = intern(beforeLines, ids);
  const b = intern(afterLines, ids);
  const edits = slideEdits(editsOf(matchSequences(a, b), b.length), a, b, beforeLines, afterLines);
  return {
    before: edits.filter((edit) => edit.beforeCount > 0).map((edit) => rangeOf(edit.beforeStart, edit.beforeCount)),
    after: edits.filter((edit) => edit.afterCount > 0).map((edit) => rangeOf(edit.afterStart, edit.afterCount)),
    edits,
    hunks: hunksOf(edits, beforeLines, afterLines),
    ...mappings(edits, a.length, b.length),
  };
}

/** Whether the line lies in one of the ranges, which are in ascending order. */
export function includesLine(ranges: readonly LineRange[], line: number): boolean {
  return touchesRange(ranges, { start: line, end: line });
}

/** Whether any line of `range` lies in one of the ranges, which are in ascending order. */
export function touchesRange(ranges: readonly LineRange[], range: LineRange): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? 0) < range.start) low = middle + 1;
    else high = middle;
  }
  const first = ranges[low];
  return first !== undefined && first.start <= range.end;
}

/** Lines with their ends; the last may have none. */
function splitLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const to = end === -1 ? text.length : end + 1;
    lines.push(text.slice(from, to));
    from = to;
  }
  return lines;
}

function intern(lines: readonly string[], ids: Map<string, number>): Int32Array {
  return Int32Array.from(lines, (line) => {
    const known = ids.get(line);
    if (known !== undefined) return known;
    ids.set(line, ids.size);
    return ids.size - 1;
  });
}

/** `matches[i]` is the 0-based partner of line `i`, or -1. */
function editsOf(matches: Int32Array, afterLength: number): Edit[] {
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < matches.length || j < afterLength) {
    if (matches[i] === j) {
      i += 1;
      j += 1;
      continue;
    }
    const [beforeStart, afterStart] = [i, j];
    while (i < matches.length && matches[i] === -1) i += 1;
    j = matches[i] ?? afterLength;
    edits.push({ beforeStart: beforeStart + 1, beforeCount: i - beforeStart, afterStart: afterStart + 1, afterCount: j - afterStart });
  }
  return edits;
}

function rangeOf(start: number, count: number): LineRange {
  return { start, end: start + count - 1 };
}

function mappings(edits: readonly Edit[], beforeLength: number, afterLength: number): Pick<LineDiff, 'headLineOf' | 'baseLineOf'> {
  const headLineOf = new Array<number>(beforeLength + 1).fill(0);
  const baseLineOf = new Array<number>(afterLength + 1).fill(0);
  let base = 1;
  let head = 1;
  const end: Edit = { beforeStart: beforeLength + 1, beforeCount: 0, afterStart: afterLength + 1, afterCount: 0 };
  for (const edit of [...edits, end]) {
    for (; base < edit.beforeStart; base += 1, head += 1) {
      headLineOf[base] = head;
      baseLineOf[head] = base;
    }
    base += edit.beforeCount;
    head += edit.afterCount;
  }
  return { headLineOf, baseLineOf };
}

function hunksOf(edits: readonly Edit[], before: readonly string[], after: readonly string[]): Hunk[] {
  const groups: Edit[][] = [];
  for (const edit of edits) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && edit.beforeStart - (last.beforeStart + last.beforeCount) <= 2 * CONTEXT) group.push(edit);
    else groups.push([edit]);
  }
  return groups.map((group) => hunkOf(group, before, after));
}

function hunkOf(group: readonly Edit[], before: readonly string[], after: readonly string[]): Hunk {
  const lines: string[] = [];
  const print = (sign: string, text: readonly string[], from: number, to: number) => {
    for (const line of text.slice(from - 1, to - 1)) {
      if (line.endsWith('\n')) lines.push(sign + line.slice(0, -1));
      else lines.push(sign + line, '\\ No newline at end of file');
    }
  };
  const first = group[0];
  const lead = Math.min(CONTEXT, (first?.beforeStart ?? 1) - 1);
  const beforeStart = (first?.beforeStart ?? 1) - lead;
  const afterStart = (first?.afterStart ?? 1) - lead;
  let base = beforeStart;
  let head = afterStart;
  for (const edit of group) {
    print(' ', before, base, edit.beforeStart);
    base = edit.beforeStart + edit.beforeCount;
    head = edit.afterStart + edit.afterCount;
    print('-', before, edit.beforeStart, base);
    print('+', after, edit.afterStart, head);
  }
  const tail = Math.min(CONTEXT, before.length + 1 - base);
  print(' ', before, base, base + tail);
  const beforeCount = base + tail - beforeStart;
  const afterCount = head + tail - afterStart;
  return {
    beforeStart: beforeCount === 0 ? beforeStart - 1 : beforeStart,
    beforeCount,
    afterStart: afterCount === 0 ? afterStart - 1 : afterStart,
    afterCount,
    lines,
  };
}
