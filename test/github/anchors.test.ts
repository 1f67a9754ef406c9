import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diffLines } from '../../src/diff/lines.ts';
import { findAnchor } from '../../src/github/anchors.ts';

describe('findAnchor', () => {
  const hunks = [
    { afterStart: 1, afterCount: 10 },
    { afterStart: 20, afterCount: 5 },
    { afterStart: 30, afterCount: 0 },
  ];

  test('a range inside one hunk is taken as it is, context lines too', () => {
    expect(findAnchor(hunks, 8, 10)).toEqual({ startLine: 8, endLine: 10, isExact: true });
  });

  test('a range across hunks is cut to its largest part inside one', () => {
    expect(findAnchor(hunks, 9, 23)).toEqual({ startLine: 20, endLine: 23, isExact: false });
  });

  test('a range outside all hunks has no place', () => {
    expect(findAnchor(hunks, 11, 19)).toBeUndefined();
    expect(findAnchor(hunks, 30, 30)).toBeUndefined();
  });

  test('each changed line of the head has a place in the hunks that the texts give', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 }).map((all) => all.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffLines(before, after);
        for (const range of diff.after) {
          expect(findAnchor(diff.hunks, range.start, range.end)).toEqual({ startLine: range.start, endLine: range.end, isExact: true });
        }
      }),
    );
  });
});
