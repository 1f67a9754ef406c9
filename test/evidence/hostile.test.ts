import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blocksOf, evidenceOf, linesOf } from './evidence-of.ts';

const json = (time: number, extra = ''): string =>
  `{"context":{"num_cpus":8},"benchmarks":[${[1, 2, 3, 4, 5]
    .map(
      (i) =>
        `{"name":"BM_x","run_name":"BM_x","run_type":"iteration","real_time":${time + i},"cpu_time":${time},"time_unit":"ns","iterations":1${extra}}`,
    )
    .join(',')}]}`;
const pair = (before: string, after: string) => ({
  files: [
    { side: 'before' as const, path: 'before', text: before },
    { side: 'after' as const, path: 'after', text: after },
  ],
});
const rows = (count: number, time: number): string =>
  Array.from({ length: count }, (_, i) => `BM_${i}   ${time} ns   ${time} ns   7000`).join('\n');

/** Ten entities, each ten of the one before. */
const laughs = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l "lol">${Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i === 0 ? '' : i};`.repeat(10)}">`).join('')}]>
<Catch2TestRun><BenchmarkResults name="&l10;" samples="10" resamples="1" iterations="1" clockResolution="1" estimatedDuration="1"><mean value="1" lowerBound="1" upperBound="1" ci="0.95"/></BenchmarkResults></Catch2TestRun>`;

describe('hostile input has a clear problem, and never suffices', () => {
  test('the same without the harm does suffice', () => {
    expect(evidenceOf('', pair(json(100), json(50))).status).toBe('sufficient');
  });

  test.each([
    ['bare NaN among the figures', () => pair(json(100), json(50, ',"rate":NaN')), 'non-finite'],
    ['bare NaN as a time', () => pair(json(100), json(50).replace(/"real_time":\d+/, '"real_time":NaN')), 'non-finite'],
    ['a hundred megabytes of one letter', () => pair('x'.repeat(1e8), 'y'.repeat(1e8)), 'too-large'],
    ['a hundred megabytes of lines', () => pair('lookup 12 ns\n'.repeat(8e6), 'lookup 5 ns\n'.repeat(8e6)), 'too-large'],
    ['a million rows', () => pair(rows(1e6, 100), rows(1e6, 40)), 'too-large'],
    ['more rows than are judged', () => pair(rows(12_000, 100), rows(12_000, 40)), 'too-large'],
    ['entities in entities', () => pair(laughs, laughs), 'malformed'],
    ['a file that holds nothing', () => pair(json(100), 'no results here'), 'unread-file'],
  ])('%s', (_, given, code) => {
    const started = performance.now();
    const evidence = evidenceOf('', given());
    expect(blocksOf(evidence)).toContain(code);
    expect(evidence.status).not.toBe('sufficient');
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('names of the prototype are names', () => {
    const evidence = evidenceOf(
      '| a | before | after |\n|--|--|--|\n| __proto__ | 10 ms | 4 ms |\n| constructor | 10 ms | 9 ms |\n| toString | 1 s | 2 s |',
    );
    expect(linesOf(evidence)).toEqual([
      'regressed: toString time, 1 → 2 s',
      // Markdown's emphasis.
      'improved: proto time, 10 → 4 ms',
      'too-few-runs: constructor time, 10 → 9 ms',
    ]);
    expect(Object.prototype).not.toHaveProperty('benchmark');
    expect(
      evidenceOf('', pair(json(100).replaceAll('BM_x', '__proto__'), json(50).replaceAll('BM_x', '__proto__'))).comparisons[0]?.benchmark,
    ).toBe('__proto__');
  });

  test('colour codes do not hide a side or a figure', () => {
    const evidence = evidenceOf(
      '\u001b[1mBefore:\u001b[0m\n\u001b[31mBM_x   100 ns   100 ns  7000\u001b[0m\n\u001b[1mAfter:\u001b[0m\n\u001b[32mBM_x   40 ns   40 ns  7000\u001b[0m',
    );
    expect(linesOf(evidence)[0]).toBe('improved: BM_x real_time, 100 → 40 ns');
  });

  test.each([
    [' '],
    ['('],
    ['1 '],
    ['1.'],
    ['1,'],
    ['a'],
    ['improves '],
    ['5% '],
    ['before '],
    ['1 ns -> '],
    ['|'],
    ['*'],
    ['_'],
    ['='],
    ['~'],
    [':'],
    ['<table'],
    ['from 1 ns '],
    ['#'],
    ['['],
    ['before (x: 1 ns) / after [y = 2 us] -> 3 ms, '],
    ['- '],
    ['+-'],
    ['"1","2",'],
    ['>'],
    ['{'],
    ['```\n'],
    ['<!--'],
    ['x 1.2 ± '],
    ['faster '],
    ['4m 2'],
    ['old/new vs '],
    ['$ wrk -c 1 '],
    ['A=1 ./x --y '],
    ['numbers are not '],
    ['after the warmup '],
    ['1,2 / '],
    ['run 1 | '],
  ])('a long repetition of “%s” is read in time', (piece) => {
    const line = piece.repeat(Math.ceil(3900 / piece.length));
    const started = performance.now();
    const evidence = evidenceOf(Array.from({ length: 16 }, () => line).join('\n'));
    expect(evidence.status).not.toBe('sufficient');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('laws', () => {
  const words = fc.constantFrom(
    'Before',
    'After',
    ':',
    '\n',
    ' ',
    '10',
    '2.5',
    'ns',
    'ms',
    '%',
    '|',
    '---',
    '->',
    'x',
    'faster',
    '±',
    '(',
    ')',
    '```',
    'BM_a',
    'Requests/sec',
    '=',
    '#',
    '**',
    'from',
    'to',
    '-',
    '+',
    '\t',
    '\u0000',
    '𝟙',
    '—',
  );

  test('any text whatever is judged without an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(words, { maxLength: 80 }).map((parts) => parts.join(' ')),
          fc.string({ unit: 'binary', maxLength: 400 }),
        ),
        (text) => {
          const evidence = evidenceOf(text, { pullRequest: { title: text.slice(0, 80) } });
          expect(evidence.requirements).toHaveLength(6);
          for (const { before, after, change } of evidence.comparisons) {
            for (const side of [before, after]) if (side !== null) expect(Number.isFinite(side.median)).toBe(true);
            if (change !== null) expect(Number.isFinite(change)).toBe(true);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test('swapping the labels turns improved into regressed', () => {
    const sample = fc.array(fc.integer({ min: 50, max: 400 }), { minLength: 1, maxLength: 8 });
    const output = (values: readonly number[]): string => values.map((value) => `BM_x   ${value} ns   ${value} ns   1000`).join('\n');
    const opposite = new Map([
      ['improved', 'regressed'],
      ['regressed', 'improved'],
    ]);
    fc.assert(
      fc.property(sample, sample, (one, two) => {
        const verdict = (before: readonly number[], after: readonly number[]): string | undefined =>
          evidenceOf(`Before:\n${output(before)}\n\nAfter:\n${output(after)}`).comparisons.find(({ metric }) => metric === 'real_time')
            ?.verdict;
        const [there, back] = [verdict(one, two), verdict(two, one)];
        // A single run that is a little worse is a loss, one that is a little better no gain.
        if (one.length >= 5 && two.length >= 5) expect(back).toBe(opposite.get(there ?? '') ?? there);
        else if (there === 'improved') expect(back).toBe('regressed');
      }),
      { numRuns: 150 },
    );
  });

  test('a prefix of the unit does not change the verdict', () => {
    const table = (before: number, after: number, unit: string): string =>
      `| a | before | after |\n|--|--|--|\n| x | ${before} ${unit} | ${after} ${unit} |`;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 900 }), (before, after) => {
        const [micro, nano] = [table(before, after, 'us'), table(before * 1000, after * 1000, 'ns')].map(
          (text) => evidenceOf(text).comparisons[0],
        );
        expect(nano?.verdict).toBe(micro?.verdict);
        expect(nano?.change ?? 0).toBeCloseTo(micro?.change ?? 0, 9);
      }),
      { numRuns: 100 },
    );
  });
});
