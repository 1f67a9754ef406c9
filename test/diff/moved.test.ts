import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diffLines } from '../../src/diff/lines.ts';
import { type FileDiff, findMoved } from '../../src/diff/moved.ts';

const BLOCK = ['int total = 0;', 'for (int i = 0; i < count; ++i) {', '  total += weight(i);', '}', 'publish(total);'];

describe('findMoved', () => {
  test('finds a block that went to another file, re-indented, with the line it came from', () => {
    const moved = findMoved([
      file('a.cc', ['void f() {', ...BLOCK, '}'], ['void f() {', '}']),
      file('b.cc', ['void g() {', '}'], ['void g() {', ...BLOCK.map((line) => `\t${line}`), '}']),
    ]);
    expect([...moved.keys()]).toEqual(['b.cc']);
    expect(moved.get('b.cc')?.get(2)).toEqual({ path: 'a.cc', line: 2 });
    expect([...(moved.get('b.cc')?.keys() ?? [])].sort()).toEqual([2, 3, 4, 5, 6]);
  });

  test('names the place by its path at the base', () => {
    const moved = findMoved([{ ...file('new.cc', [...BLOCK, 'x'], ['x']), previousPath: 'old.cc' }, file('b.cc', [], BLOCK)]);
    expect(moved.get('b.cc')?.get(1)).toEqual({ path: 'old.cc', line: 1 });
  });

  test('takes new lines inside a moved block for new', () => {
    const moved = findMoved([
      file('a.cc', [...BLOCK, ...BLOCK.map((line) => `${line} // again`)], []),
      file('b.cc', [], [...BLOCK, 'fresh(total);', ...BLOCK.map((line) => `${line} // again`)]),
    ]);
    expect(moved.get('b.cc')?.has(6)).toBe(false);
    expect(moved.get('b.cc')?.has(5)).toBe(true);
    expect(moved.get('b.cc')?.has(7)).toBe(true);
  });

  test('takes a second copy for new', () => {
    const moved = findMoved([file('a.cc', BLOCK, []), file('b.cc', [], [...BLOCK, 'separator();', ...BLOCK])]);
    expect(moved.get('b.cc')?.has(1)).toBe(true);
    expect(moved.get('b.cc')?.has(7)).toBe(false);
  });

  test('takes two lines, or braces and blanks, for coincidence', () => {
    expect(findMoved([file('a.cc', BLOCK.slice(0, 2), []), file('b.cc', [], BLOCK.slice(0, 2))]).size).toBe(0);
    const braces = ['{', '}', '', '} else {', '}', 'break;', '*/'];
    expect(findMoved([file('a.cc', braces, []), file('b.cc', [], braces)]).size).toBe(0);
  });

  test('finds nothing where nothing was removed', () => {
    expect(findMoved([file('a.cc', BLOCK, BLOCK), file('b.cc', [], BLOCK)]).size).toBe(0);
  });

  test('gives each added line one origin of the same text, and each origin to one line', () => {
    const line = fc.constantFrom('alpha(1);', 'beta(2);', '  gamma(3);', '}', '', 'delta(4);');
    const lines = fc.array(line, { maxLength: 25 });
    fc.assert(
      fc.property(lines, lines, lines, lines, (a, b, c, d) => {
        const files = [file('a.cc', a, b), file('b.cc', c, d)];
        const seen = new Set<string>();
        for (const [path, origins] of findMoved(files)) {
          const after = path === 'a.cc' ? b : d;
          for (const [head, origin] of origins) {
            const text = after[head - 1]?.trim();
            if (text !== undefined && text.length > 1) {
              expect((origin.path === 'a.cc' ? a : c)[origin.line - 1]?.trim()).toBe(text);
              expect(seen.has(`${origin.path}:${origin.line}`)).toBe(false);
              seen.add(`${origin.path}:${origin.line}`);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('stays fast on text that repeats itself', () => {
    const repeated = new Array<string>(10_000).fill('same(line);');
    const start = performance.now();
    findMoved([file('a.cc', repeated, []), file('b.cc', [], repeated)]);
    const blocks = Array.from({ length: 40_000 }, (_, i) => (i % 4 === 3 ? `only here ${i};` : 'same(line);'));
    const others = blocks.map((line) => line.replace('only here', 'another'));
    findMoved([file('a.cc', blocks, []), file('b.cc', [], others)]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

function file(path: string, before: readonly string[], after: readonly string[]): FileDiff {
  const [a, b] = [before.map((line) => `${line}\n`).join(''), after.map((line) => `${line}\n`).join('')];
  return { path, previousPath: null, before: a, after: b, diff: diffLines(a, b) };
}
