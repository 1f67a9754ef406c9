import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diffLines, includesLine, type LineDiff, touchesRange } from '../../src/diff/lines.ts';

/** Few different lines, so that they repeat, with every kind of end. */
const text = fc
  .array(fc.tuple(fc.constantFrom('', 'a', 'b', '  c;', '}', '{'), fc.constantFrom('\n', '\n', '\n', '\r\n')), { maxLength: 40 })
  .chain((lines) => fc.boolean().map((ended) => lines.map((line) => line.join('')).join('') + (ended ? '' : 'end')));

describe('diffLines', () => {
  test('finds nothing between equal texts', () => {
    expect(diffLines('a\nb\n', 'a\nb\n')).toEqual({
      before: [],
      after: [],
      edits: [],
      hunks: [],
      headLineOf: [0, 1, 2],
      baseLineOf: [0, 1, 2],
    });
  });

  test('gives the changed lines of both sides, the hunks, and the unchanged lines', () => {
    const diff = diffLines('a\nb\nc\n', 'a\nB\nC\nc\n');
    expect(diff.before).toEqual([{ start: 2, end: 2 }]);
    expect(diff.after).toEqual([{ start: 2, end: 3 }]);
    expect(diff.hunks).toEqual([{ beforeStart: 1, beforeCount: 3, afterStart: 1, afterCount: 4, lines: [' a', '-b', '+B', '+C', ' c'] }]);
    expect(diff.headLineOf).toEqual([0, 1, 0, 4]);
    expect(diff.baseLineOf).toEqual([0, 1, 0, 0, 3]);
  });

  test('counts a new file from line 1 and its absence as line 0, as git does', () => {
    expect(diffLines('', 'a\n').hunks).toEqual([{ beforeStart: 0, beforeCount: 0, afterStart: 1, afterCount: 1, lines: ['+a'] }]);
    expect(diffLines('a\n', '').hunks).toEqual([{ beforeStart: 1, beforeCount: 1, afterStart: 0, afterCount: 0, lines: ['-a'] }]);
  });

  test('takes a change of line ends for a change of those lines', () => {
    expect(diffLines('a\nb\n', 'a\r\nb\n').after).toEqual([{ start: 1, end: 1 }]);
    expect(diffLines('a\nb', 'a\nb\n').hunks[0]?.lines).toEqual([' a', '-b', '\\ No newline at end of file', '+b']);
  });

  test('keeps blocks whole when an added block can be read in several ways', () => {
    const one = 'void f() {\n  x();\n}\n';
    const diff = diffLines(`${one}\nvoid h();\n`, `${one}\nvoid g() {\n  y();\n}\n\nvoid h();\n`);
    expect(diff.hunks[0]?.lines.filter((line) => line.startsWith('+'))).toEqual(['+void g() {', '+  y();', '+}', '+']);
  });

  test('turns the base into the head when it is applied', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applied(before, diffLines(before, after))).toBe(after);
      }),
      { numRuns: 1000 },
    );
  });

  test('maps lines to equal lines, in order and both ways', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = diffLines(before, after);
        const [a, b] = [lines(before), lines(after)];
        let last = 0;
        diff.headLineOf.forEach((head, base) => {
          if (head === 0) {
            expect(base === 0 || includesLine(diff.before, base)).toBe(true);
            return;
          }
          expect(head).toBeGreaterThan(last);
          expect(b[head - 1]).toBe(a[base - 1]);
          expect(diff.baseLineOf[head]).toBe(base);
          last = head;
        });
      }),
      { numRuns: 500 },
    );
  });

  test('leaves as many lines unchanged as any diff can', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(diffLines(before, after).headLineOf.filter((line) => line > 0)).toHaveLength(commonLength(lines(before), lines(after)));
      }),
      { numRuns: 500 },
    );
  });

  test('agrees with git on the hunks where only one diff is possible', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lines-'));
    try {
      const distinct = fc.array(fc.constantFrom('keep', 'keep', 'keep', 'keep', 'drop', 'add', 'rewrite'), { minLength: 1, maxLength: 60 });
      fc.assert(
        fc.property(distinct, fc.boolean(), fc.boolean(), (fates, beforeEnds, afterEnds) => {
          const before = fates.flatMap((fate, i) => (fate === 'add' ? [] : [`line ${i}`])).join('\n') + (beforeEnds ? '\n' : '');
          const after =
            fates.flatMap((fate, i) => (fate === 'drop' ? [] : [fate === 'keep' ? `line ${i}` : `new ${i}`])).join('\n') +
            (afterEnds ? '\n' : '');
          expect(printed(diffLines(before, after))).toEqual(gitHunks(folder, before, after));
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('takes seconds at most for large texts made to be hard', () => {
    const shuffled = (seed: number) => Array.from({ length: 30_000 }, (_, i) => `${(i * seed) % 29_989}\n`).join('');
    const periodic = (period: number) => Array.from({ length: 30_000 }, (_, i) => `${i % period}\n`).join('');
    for (const [before, after] of [
      [shuffled(7919), shuffled(104_729)],
      [periodic(2), periodic(3)],
      [periodic(50), periodic(49)],
    ] as const) {
      const start = performance.now();
      const diff = diffLines(before, after);
      expect(performance.now() - start).toBeLessThan(10_000);
      expect(applied(before, diff)).toBe(after);
    }
  });
});

describe('touchesRange', () => {
  test('answers for lines inside, between and beyond the ranges', () => {
    const ranges = [
      { start: 2, end: 3 },
      { start: 6, end: 6 },
    ];
    expect([1, 2, 3, 4, 5, 6, 7].map((line) => includesLine(ranges, line))).toEqual([false, true, true, false, false, true, false]);
    expect(touchesRange(ranges, { start: 4, end: 9 })).toBe(true);
    expect(touchesRange(ranges, { start: 4, end: 5 })).toBe(false);
    expect(touchesRange([], { start: 1, end: 9 })).toBe(false);
  });
});

function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function applied(before: string, diff: LineDiff): string {
  const source = lines(before);
  const result: string[] = [];
  let next = 1;
  for (const hunk of diff.hunks) {
    const start = hunk.beforeCount === 0 ? hunk.beforeStart + 1 : hunk.beforeStart;
    result.push(...source.slice(next - 1, start - 1));
    hunk.lines.forEach((line, i) => {
      const end = hunk.lines[i + 1]?.startsWith('\\') ? '' : '\n';
      if (line.startsWith('+') || line.startsWith(' ')) result.push(line.slice(1) + end);
    });
    next = start + hunk.beforeCount;
  }
  return [...result, ...source.slice(next - 1)].join('');
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const next = [0];
    for (const [j, other] of b.entries()) next.push(line === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

function printed(diff: LineDiff): string[] {
  const side = (start: number, count: number) => (count === 1 ? `${start}` : `${start},${count}`);
  return diff.hunks.flatMap((hunk) => [
    `@@ -${side(hunk.beforeStart, hunk.beforeCount)} +${side(hunk.afterStart, hunk.afterCount)} @@`,
    ...hunk.lines,
  ]);
}

function gitHunks(folder: string, before: string, after: string): string[] {
  const [a, b] = [join(folder, 'a.txt'), join(folder, 'b.txt')];
  writeFileSync(a, before);
  writeFileSync(b, after);
  let output = '';
  try {
    execFileSync('git', ['diff', '--no-index', '--no-ext-diff', '--no-color', '-U3', a, b], { encoding: 'utf8' });
  } catch (error) {
    output = String((error as { stdout: string }).stdout);
  }
  return output
    .split('\n')
    .slice(4, -1)
    .map((line) => line.replace(/^(@@ .* @@).*/, '$1'));
}
