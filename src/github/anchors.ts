/** Where GitHub takes a comment: on lines of the head inside one hunk, context lines included. Anything else is a 422 for the whole review. */
import type { Hunk } from '../diff/lines.ts';

/** Lines of the head, both included. `isExact` is false when the range wanted did not fit and this is a part of it. */
export interface Anchor {
  readonly startLine: number;
  readonly endLine: number;
  readonly isExact: boolean;
}

/** The part of the range that lies in one hunk, the hunk with the largest part of it; undefined when no line of it lies in any. */
export function findAnchor(
  hunks: readonly Pick<Hunk, 'afterStart' | 'afterCount'>[],
  startLine: number,
  endLine: number,
): Anchor | undefined {
  let best: Anchor | undefined;
  for (const { afterStart, afterCount } of hunks) {
    const start = Math.max(startLine, afterStart);
    const end = Math.min(endLine, afterStart + afterCount - 1);
    if (afterCount === 0 || start > end) continue;
    if (best === undefined || end - start > best.endLine - best.startLine) {
      best = { startLine: start, endLine: end, isExact: start === startLine && end === endLine };
    }
  }
  return best;
}
