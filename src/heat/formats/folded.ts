import { sumStacks } from '../stacks.ts';
import { malformedLines, type ProfileFormat, unreadable } from './format.ts';

/** A stack and its count. Frames may hold spaces, so the count is what stands behind the last one. */
const STACK = /^(?!\s*#).*\S\s+\d{1,15}(?:\.\d{1,6})?$/;

/** A day of samples at a hundred a second; larger counts are periods or times, of which each stack stands for at least one sample. */
const MOST_SAMPLES = 10_000_000;

/**
 * Folded stacks, the input of flame graphs: `outer;inner 42`. Written by stackcollapse-*.pl, `perf script report`, bpftrace, async-profiler and
 * OSv's `trace.py prof-flame`; the difference of two (`outer;inner 42 51`, difffolded.pl) is read by its second count.
 * https://github.com/brendangregg/FlameGraph
 */
export const folded: ProfileFormat = {
  id: 'folded',
  title: 'folded stacks',
  recognises: (head) => {
    const lines = head.split('\n', 200).filter((line) => line.trim() !== '' && !/^(?:#|\/\/)/.test(line));
    // The last of several may be cut off.
    const complete = lines.length > 1 && !head.endsWith('\n') ? lines.slice(0, -1) : lines;
    const good = complete.filter((line) => STACK.test(line.trimEnd()));
    return good.length > 0.5 * complete.length && good.some((line) => line.includes(';'));
  },
  read: (file) => {
    const stacks = sumStacks();
    let number = 0;
    let bad = 0;
    let firstBad = 0;
    let isDifference: boolean | undefined;
    let count = 0;
    let stackCount = 0;
    for (const line of file.lines()) {
      number++;
      const space = line.lastIndexOf(' ');
      const weight = Number(line.slice(space + 1));
      if (space <= 0 || !(weight >= 0) || line.length === space + 1) {
        if (line.trim() === '' || /^(?:#|\/\/)/.test(line)) continue;
        bad++;
        firstBad ||= number;
        continue;
      }
      let end = space;
      if (isDifference !== false) {
        const before = line.lastIndexOf(' ', space - 1);
        const isPair = before > 0 && /^\d{1,15}$/.test(line.slice(before + 1, space));
        isDifference = isPair;
        if (isPair) end = before;
      }
      stacks.add(framesOf(line, end, stacks.frame), weight);
      count += weight;
      if (weight > 0) stackCount++;
    }
    if (count === 0) return unreadable('empty', 'No stack has a count above zero.');
    return stacks.finish('samples', count > MOST_SAMPLES ? stackCount : Math.round(count), malformedLines(bad, firstBad, 'folded stack'));
  },
};

function framesOf(line: string, end: number, frame: (symbol: string) => number): number[] {
  const frames: number[] = [];
  let start = 0;
  while (start <= end) {
    const semicolon = line.indexOf(';', start);
    const stop = semicolon < 0 || semicolon > end ? end : semicolon;
    frames.push(frame(line.slice(start, stop)));
    start = stop + 1;
  }
  return frames;
}
