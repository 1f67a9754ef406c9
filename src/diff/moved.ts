import type { LineDiff } from './lines.ts';

/** One changed file with both texts; a text is empty where the file does not exist. */
export interface FileDiff {
  /** Path at the head; at the base for a deleted file. */
  readonly path: string;
  /** Path at the base where it differs. */
  readonly previousPath: string | null;
  readonly before: string;
  readonly after: string;
  readonly diff: LineDiff;
}

/** A line of the base. */
export interface Origin {
  /** Path at the base. */
  readonly path: string;
  readonly line: number;
}

/** By path at the head, then by line of the head: the line of the base that was moved there. */
export type Moved = ReadonlyMap<string, ReadonlyMap<number, Origin>>;

/** Lines with something in them that a block must have to count as moved; fewer are coincidence. */
const SHORTEST = 3;

/** Places that are compared for the start of one block; more only arise from text that repeats itself. */
const MOST_CANDIDATES = 16;

/**
 * The added lines that are no new code: blocks of at least three lines with something in them that were removed elsewhere, in the same
 * file or another, at whatever indentation. A removed line explains one added line only, so that a second copy is new.
 */
export function findMoved(files: readonly FileDiff[]): Moved {
  const removed = files.flatMap((file) => solidLines(file.before, file.diff.before, file.previousPath ?? file.path));
  const starts = new Map<string, Set<number>>();
  for (let index = 0; index < removed.length; index += 1) {
    const key = keyAt(removed, index);
    if (key === undefined) continue;
    const known = starts.get(key);
    if (known) known.add(index);
    else starts.set(key, new Set([index]));
  }
  const moved = new Map<string, Map<number, Origin>>();
  if (starts.size === 0) return moved;

  const used = new Set<number>();
  for (const file of files) {
    const added = solidLines(file.after, file.diff.after, file.path);
    const origins = new Map<number, Origin>();
    for (let index = 0; index < added.length; ) {
      const block = longestBlock(removed, starts.get(keyAt(added, index) ?? '') ?? new Set(), added, index, used);
      if (block === undefined) {
        index += 1;
        continue;
      }
      mark(origins, removed.slice(block.from, block.from + block.length), added.slice(index, index + block.length));
      for (let i = 0; i < block.length; i += 1) used.add(block.from + i);
      index += block.length;
    }
    if (origins.size > 0) moved.set(file.path, origins);
  }
  return moved;
}

/** A changed line with something in it. */
interface SolidLine extends Origin {
  /** Without indentation, and with single blanks. */
  readonly text: string;
  /** Lines that follow each other in the same run of changed lines have the same. */
  readonly run: string;
}

function solidLines(text: string, ranges: LineDiff['before'], path: string): SolidLine[] {
  if (ranges.length === 0) return [];
  const lines = text.split('\n');
  return ranges.flatMap((range) =>
    lines
      .slice(range.start - 1, range.end)
      .map((line, i) => ({ text: line.trim().replace(/\s+/g, ' '), path, line: range.start + i, run: `${path}:${range.start}` }))
      .filter((line) => isSolid(line.text)),
  );
}

/** Whether the line says anything: not blank, a brace, `else {`, `break;` or the end of a comment. */
function isSolid(text: string): boolean {
  return (
    (text.match(/\w/g)?.length ?? 0) > 3 &&
    !/^(?:\}? ?else ?\{?|break;|return;|continue;|default:|public:|private:|protected:|#endif|#else)$/.test(text)
  );
}

/** The block of the shortest length that counts, or undefined where the run of changed lines ends before. */
function keyAt(lines: readonly SolidLine[], index: number): string | undefined {
  const block = lines.slice(index, index + SHORTEST);
  return block.length === SHORTEST && block[0]?.run === block[SHORTEST - 1]?.run ? block.map((line) => line.text).join('\n') : undefined;
}

function longestBlock(
  removed: readonly SolidLine[],
  candidates: Set<number>,
  added: readonly SolidLine[],
  index: number,
  used: ReadonlySet<number>,
): { readonly from: number; readonly length: number } | undefined {
  let best: { from: number; length: number } | undefined;
  let compared = 0;
  for (const from of candidates) {
    if (used.has(from)) {
      candidates.delete(from);
      continue;
    }
    compared += 1;
    if (compared > MOST_CANDIDATES) break;
    let length = 0;
    while (isSame(removed[from + length], added[index + length], removed[from], added[index]) && !used.has(from + length)) length += 1;
    if (length >= SHORTEST && length > (best?.length ?? 0)) best = { from, length };
  }
  return best;
}

function isSame(
  removed: SolidLine | undefined,
  added: SolidLine | undefined,
  first: SolidLine | undefined,
  start: SolidLine | undefined,
): boolean {
  return (
    removed !== undefined && added !== undefined && removed.text === added.text && removed.run === first?.run && added.run === start?.run
  );
}

/** Marks the lines of a block, with the braces and blank lines that stand between them where both sides have as many. */
function mark(origins: Map<number, Origin>, from: readonly SolidLine[], to: readonly SolidLine[]): void {
  to.forEach((line, i) => {
    const origin = from[i];
    if (origin === undefined) return;
    origins.set(line.line, { path: origin.path, line: origin.line });
    const [nextTo, nextFrom] = [to[i + 1], from[i + 1]];
    if (nextTo === undefined || nextFrom === undefined || nextTo.line - line.line !== nextFrom.line - origin.line) return;
    for (let skipped = 1; line.line + skipped < nextTo.line; skipped += 1) {
      origins.set(line.line + skipped, { path: origin.path, line: origin.line + skipped });
    }
  });
}
