import { describe, expect, test } from '@jest/globals';
import { blocksOf, evidenceOf, linesOf, OPTIONS, warningsOf } from './evidence-of.ts';

const runs = (values: readonly number[]): string => values.map((value) => `BM_x   ${value} ns   ${value} ns   1000`).join('\n');
const sides = (before: readonly number[], after: readonly number[]): string => `Before:\n${runs(before)}\n\nAfter:\n${runs(after)}\n`;
const table = (...rows: readonly string[]): string => ['| bench | before | after |', '|---|---|---|', ...rows].join('\n');

describe('what is enough', () => {
  test.each([
    ['five runs of each side that do not overlap', sides([100, 101, 102, 103, 104], [90, 91, 92, 93, 94])],
    ['a mean, a deviation and the number of runs', 'Before: lookup 10.1 ± 0.1 ms (n=10)\nAfter: lookup 8.2 ± 0.1 ms (n=10)'],
    ['the printed test of benchstat', 'BM_x   75.43n ±  0%   66.81n ± 0%  -11.43% (p=0.002 n=6)'],
    [
      'counters that hardly vary, once',
      'before 165080.62 tps ( 60.3 allocs/op,  14.2 tasks/op,   53438 insns/op)\nafter  164513.83 tps ( 59.3 allocs/op,  14.2 tasks/op,   53047 insns/op)',
    ],
    ['twofold in the output of a tool, once', sides([100], [40])],
    ['tenfold in a table with names and units, once', table('| randread QD1 | ~200 IOPS | 1658 IOPS |')],
    ['the size of a struct', 'sizeof(struct page) before: 64 bytes, after: 56 bytes'],
    ['samples in a list', 'Before (ms): 10.1, 10.2, 10.0, 10.3, 10.1\nAfter (ms): 8.1, 8.2, 8.0, 8.3, 8.2'],
  ])('%s', (_, body) => {
    const evidence = evidenceOf(body);
    expect(blocksOf(evidence)).toEqual([]);
    expect(evidence.status).toBe('sufficient');
    expect(evidence.requirements[0]).toMatchObject({ id: 'benchmark', status: 'met', next: null });
  });
});

describe('what is not enough', () => {
  test.each([
    ['nothing', 'Faster than rep/movsb.', 'missing', ['no-evidence']],
    ['a percentage', 'This gives a 30% speedup of lookups.', 'insufficient', ['percent-only']],
    ['a sentence', 'Reduces a switch from ~128ns to ~106ns on my machine.', 'insufficient', ['prose-only']],
    ['two bare numbers', 'Before: 17s\nAfter: 5s', 'insufficient', ['prose-only']],
    ['two bare numbers in a table', '| Before | After |\n|--|--|\n| 17 s | 5 s |', 'insufficient', ['prose-only']],
    ['one run', sides([100], [90]), 'insufficient', ['single-run']],
    ['three runs', sides([100, 101, 102], [90, 91, 92]), 'insufficient', ['too-few-samples']],
    ['averages without a spread', `Mean of 10 runs:\n\n${table('| a | 10.0 ms | 8.0 ms |')}`, 'insufficient', ['no-spread']],
    [
      'a spread without a number of runs',
      '=== 16 connections ===\n\nBefore:\n\n  avg = 39272.61\n  stdev = 3611.84\n\nAfter:\n\n  avg = 52701.82\n  stdev = 3953.76\n',
      'insufficient',
      ['sample-count-unknown'],
    ],
    ['chance', sides([100, 104, 102, 108, 101], [99, 103, 105, 100, 104]), 'insufficient', ['not-significant', 'below-floor']],
    [
      'a difference too small to count',
      sides([100, 100.1, 100.2, 100.3, 100.4], [99, 99.1, 99.2, 99.3, 99.4]),
      'insufficient',
      ['below-floor'],
    ],
    ['the wrong direction', sides([90, 91, 92, 93, 94], [100, 101, 102, 103, 104]), 'insufficient', ['wrong-direction']],
    [
      'a loss that is not told',
      `Great.\n\n${table('| read | 100 ns | 40 ns |', '| write | 100 ns | 150 ns |')}`,
      'insufficient',
      ['undisclosed-regression'],
    ],
    [
      'a denial of a loss',
      `No regression in write.\n\n${table('| read | 100 ns | 40 ns |', '| write | 100 ns | 150 ns |')}`,
      'insufficient',
      ['undisclosed-regression'],
    ],
    ['figures without a unit', table('| a | 363593 | 376562 |'), 'insufficient', ['single-run', 'unit-missing']],
    [
      'the same reference twice',
      'Refs: mona/x vs mona/x\n\n| Metric | Baseline | Feature |\n|--|--|--|\n| TPS | 100 tps | 300 tps |',
      'insufficient',
      ['same-ref-both-sides'],
    ],
    [
      'what the author takes back',
      `Not a proper way of benchmarking (I had chrome open).\n\n${sides([100], [90])}`,
      'insufficient',
      ['self-disclaimed', 'single-run'],
    ],
    [
      'a measured noise around the change',
      '| Scenario | Base q/s | Head q/s | Noise |\n|--|--|--|--|\n| select | 7635 | 7760 | ±6.1% |',
      'insufficient',
      ['not-significant'],
    ],
    [
      'regressions that are counted only',
      '- Detected a total of 9 regressions below the water line.\n- The median regression was -23.0%.',
      'insufficient',
      ['percent-only', 'undisclosed-regression'],
    ],
    [
      'a loss with an interval',
      'Paired throughput ratios:\n\n| Workload | change |\n|--|--|\n| a | +5.6% (+2.1% to +9.2%) |\n| b | -9.4% (-14.1% to -4.5%) |',
      'insufficient',
      ['percent-only', 'undisclosed-regression'],
    ],
    [
      'a tool that failed',
      'Before:\nRequests/sec: 100.00\nAfter:\n  Non-2xx or 3xx responses: 12\nRequests/sec: 300.00',
      'insufficient',
      ['errors-in-run'],
    ],
    ['a debug build', '', 'insufficient', ['debug-build']],
  ])('%s', (name, body, status, codes) => {
    const file = (side: 'before' | 'after', time: number) => ({
      side,
      path: `${side}.json`,
      text: JSON.stringify({
        context: { executable: './build/debug/bench' },
        benchmarks: [{ name: 'BM_x', real_time: time, cpu_time: time, time_unit: 'ns', iterations: 1 }],
      }),
    });
    const evidence = evidenceOf(body, name === 'a debug build' ? { files: [file('before', 100), file('after', 10)] } : {});
    expect([...blocksOf(evidence)].sort()).toEqual([...codes].sort());
    expect(evidence.status).toBe(status);
    expect(evidence.requirements[0]?.next).toEqual(expect.any(String));
  });

  test('many benchmarks need more runs than one: Holm', () => {
    const many = Array.from({ length: 12 }, (_, i) =>
      ['Before', 'After']
        .map((side, j) => `${side}:\n${[1, 2, 3, 4, 5].map((k) => `BM_${i}   ${100 + k - 20 * j} ns   ${100} ns   1000`).join('\n')}\n`)
        .join('\n'),
    );
    const evidence = evidenceOf(many.join('\n'));
    expect(evidence.comparisons.filter(({ verdict }) => verdict === 'improved')).toEqual([]);
    expect(evidence.requirements[0]?.next).toMatch(/6|7/);
  });

  test('a disturbed machine shows nothing either way', () => {
    const rows = (tps: readonly number[]): string =>
      tps
        .map(
          (one, i) =>
            `${one} tps ( 66.1 allocs/op,   0.0 logallocs/op,  14.2 tasks/op,   ${39400 + i} insns/op,   17300 cycles/op,        0 errors)`,
        )
        .join('\n');
    const evidence = evidenceOf(
      `Before:\n${rows([89055, 103372, 98942, 103752, 102516])}\nAfter:\n${rows([59755, 71854, 82149, 49640, 54963])}`,
    );
    expect(blocksOf(evidence)).toEqual(['high-variance']);
    expect(evidence.comparisons.find(({ metric }) => metric === 'tps')?.verdict).toBe('unstable');
  });
});

describe('what is said beside', () => {
  test('a loss that the text names is no secret', () => {
    const evidence = evidenceOf(
      `Reads win; write is slower for the extra copy.\n\n${table('| read | 100 ns | 40 ns |', '| write | 100 ns | 150 ns |')}`,
    );
    expect(evidence.status).toBe('sufficient');
    expect(evidence.problems).toContainEqual(expect.objectContaining({ code: 'disclosed-regression', level: 'info' }));
  });

  test('worst rows come first, unpaired ones last', () => {
    const evidence = evidenceOf(table('| only | 5 ns | |', '| read | 100 ns | 40 ns |', '| write | 100 ns | 150 ns |'));
    expect(linesOf(evidence).map((line) => line.split(':')[0])).toEqual(['regressed', 'improved', 'unmatched']);
  });

  test('a single run and approximate values are pointed out', () => {
    expect(warningsOf(evidenceOf(table('| randread | ~200 IOPS | 1658 IOPS |')))).toEqual(['single-run', 'approximate-value']);
  });

  test('interleaved runs are tested as pairs', () => {
    const [before, after] = [
      [100, 120, 140, 160, 180, 200],
      [98, 117, 136, 155, 174, 193],
    ];
    expect(evidenceOf(sides(before, after)).comparisons[0]?.p).toBeGreaterThan(0.3);
    expect(evidenceOf(`The runs were interleaved.\n\n${sides(before, after)}`).comparisons[0]?.p).toBeCloseTo(0.03125, 6);
  });

  test('a later text replaces what an earlier one says of the same benchmark', () => {
    const commits = [{ sha: 'a'.repeat(40), message: `faster\n\n${sides([100], [95])}` }];
    const evidence = evidenceOf(sides([100, 101, 102, 103, 104], [80, 81, 82, 83, 84]), { pullRequest: { commits } });
    expect(evidence.comparisons.filter(({ metric }) => metric === 'real_time')).toHaveLength(1);
    expect(evidence.status).toBe('sufficient');
  });

  test('comments of others are not evidence', () => {
    const comments = [{ author: 'eve', body: sides([100], [10]), createdAt: '2026-01-01T00:00:00Z' }];
    expect(evidenceOf('', { pullRequest: { comments } }).status).toBe('missing');
    expect(evidenceOf('', { pullRequest: { comments: comments.map((one) => ({ ...one, author: 'mona' })) } }).status).toBe('sufficient');
  });

  test('files of one side each are paired; two of one side are repetitions', () => {
    const file = (side: 'before' | 'after', value: number) => ({
      side,
      path: `${side}-${value}.txt`,
      text: runs([value, value + 1, value + 2]),
    });
    const evidence = evidenceOf('', { files: [file('before', 100), file('before', 104), file('after', 80), file('after', 84)] });
    expect(evidence.comparisons[0]).toMatchObject({ verdict: 'improved', before: { n: 6 }, after: { n: 6 } });
  });
});

describe('whether evidence is asked for', () => {
  const changes = [
    { path: 'core/x.cc', previousPath: null, status: 'modified', kind: 'file', before: 'int a;', after: 'int b;', unread: null },
  ] as const;
  const docs = changes.map((change) => ({ ...change, path: 'README.md' }));

  test.each([
    ['a label of the config', { labels: ['Performance'], changes }, true, 'label Performance'],
    ['a title', { title: 'perf(sched): wake less', changes }, true, 'title perf:'],
    ['a label on a change without C++', { labels: ['perf'], changes: docs }, false, 'label perf, but no C++ changed'],
    ['neither', { title: 'Fix a typo', changes }, false, 'no performance label, and the title is not `perf:`'],
  ])('%s', (_, pullRequest, required, because) => {
    const evidence = evidenceOf('', { pullRequest, isRequired: false });
    expect(evidence).toMatchObject({ required, because, status: required ? 'missing' : 'not-required' });
    expect(evidence.requirements).toHaveLength(6);
  });

  test('work that looks like performance work gets notes, and does not block', () => {
    const lockFree = changes.map((change) => ({
      ...change,
      after: 'std::unordered_map<int, int> page_cache;\nx.load(std::memory_order_acquire);',
    }));
    const evidence = evidenceOf('Makes lookups 3x faster.', { pullRequest: { changes: lockFree }, isRequired: false });
    expect(evidence.status).toBe('not-required');
    expect(evidence.problems.map(({ code, level }) => `${level} ${code}`)).toEqual([
      'info unlabelled-claim',
      'info unlabelled-lock-free',
      'info unlabelled-cache',
    ]);
  });

  test('a waiver stands in for what is missing, and for nothing that is met', () => {
    const waiver = { by: 'mona', reason: 'no hardware to measure on', head: 'a'.repeat(40) };
    const waived = evidenceOf('Faster.', { waiver });
    expect(waived.status).toBe('waived');
    expect(waived.requirements[0]).toMatchObject({ status: 'waived', note: 'Waived by mona: no hardware to measure on' });
    expect(evidenceOf(sides([100], [40]), { waiver }).status).toBe('sufficient');
  });

  test('what is required is the config’s: numbers that nobody asks for do not block', () => {
    const options = { ...OPTIONS, require: ['technique' as const] };
    const evidence = evidenceOf('The queue is drained in batches instead of one by one, which takes the lock once.', { options });
    expect(evidence.status).toBe('sufficient');
    expect(blocksOf(evidence)).toEqual([]);
  });
});

describe('traps', () => {
  const one = (header: string, row: string): string => `${header}\n${header.replace(/[^|\n]+/g, '--')}\n${row}`;

  test.each([
    [
      'a hit rate that falls is a loss though its unit is %',
      one('| metric | before | after |', '| hit rate | 60 % | 20 % |'),
      'wrong-direction',
    ],
    ['a share of nobody knows what proves nothing', one('| x | before | after |', '| foo | 60 % | 20 % |'), 'unit-missing'],
    ['resident memory varies from run to run', one('| program | before | after |', '| jemalloc RSS | 120.5 MB | 118.2 MB |'), 'single-run'],
    ['Linux beside the current state is no change', one('| test | current | Linux |', '| read | 100 ns | 40 ns |'), 'one-sided'],
    ['five runs that overlap are not saved by their medians', sides([10, 10, 100, 100, 100], [10, 10, 40, 110, 120]), 'not-significant'],
    [
      'a change that the table prints and its values do not give',
      one('| test | before | after | improvement |', '| read | 100 ms | 40 ms | 900 % |'),
      'claim-mismatch',
    ],
    ['the greatest latency of one run', one('| metric | before | after |', '| max latency | 10 ms | 14 ms |'), 'single-run'],
  ])('%s', (_, body, code) => {
    const evidence = evidenceOf(body);
    expect(blocksOf(evidence)).toContain(code);
    expect(evidence.status).not.toBe('sufficient');
  });
});
