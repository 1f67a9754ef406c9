import { describe, expect, test } from '@jest/globals';
import { labelOf } from '../../src/evidence/side-labels.ts';
import { blocksOf, evidenceOf, linesOf } from './evidence-of.ts';

describe('words that name a side', () => {
  test.each([
    ['Before', 'before', ''],
    ['ZFS mount time before the patch', 'before', 'ZFS mount time'],
    ['ZFS mount time after the patch', 'after', 'ZFS mount time'],
    ['Before (read path)', 'before', '(read path)'],
    ['without the change', 'before', ''],
    ['with this change', 'after', ''],
    ['pre-fix', 'before', ''],
    ['post-fix', 'after', ''],
    ['w/o', 'before', ''],
    ['`main` (abc)', 'before', '(abc)'],
    ['v2.42.0 (current PR)', 'after', 'v2.42.0'],
    ['current implementation', 'before', ''],
    ['PR #123', 'after', ''],
    ['Instr Before', 'before', 'Instr'],
    ['context_switch(master)', 'before', 'context_switch'],
    ['memcpy_old/64', 'before', 'memcpy/64'],
  ])('%s', (text, side, rest) => {
    expect(labelOf(text)).toMatchObject({ side, rest });
  });

  test.each(['prefetch', 'BM_Base64/8', 'newline', 'BatchOpt', 'Comparison between master and perf-branch', 'vs Base'])(
    'none in %s',
    (text) => {
      expect(labelOf(text).side).toBeUndefined();
    },
  );

  test.each([
    ['before/after', 'before'],
    ['new vs old', 'after'],
    ['Head / base', 'after'],
  ])('%s names both, %s first', (text, first) => {
    expect(labelOf(text)).toMatchObject({ side: undefined, first });
  });
});

interface Form {
  readonly form: string;
  readonly body: string;
  readonly lines: readonly string[];
}

const OLD_AND_NEW: readonly Form[] = [
  {
    form: 'labels above the output of a tool, after first',
    body: 'with this change:\n\nBM_x/8   50 ns   50 ns   1000\n\nwithout the change:\n\nBM_x/8   200 ns   200 ns   1000',
    lines: ['improved: BM_x/8 real_time, 200 → 50 ns', 'improved: BM_x/8 cpu_time, 200 → 50 ns'],
  },
  {
    form: 'Markdown headings around fences',
    body: '### This branch\n```\nRequests/sec:  2500.00\n```\n### master\n```\nRequests/sec:  1000.00\n```',
    lines: ['improved: wrk Requests/sec, 1000 → 2500 req/s'],
  },
  {
    form: 'summaries that fold',
    body: '<details><summary>Before</summary>\n\n```\nRequests/sec:  1000.00\n```\n</details>\n<details><summary>After</summary>\n\n```\nRequests/sec:  2500.00\n```\n</details>',
    lines: ['improved: wrk Requests/sec, 1000 → 2500 req/s'],
  },
  {
    form: 'quoted output',
    body: 'Before\n> Requests/sec: 1000.00\n\nAfter\n> Requests/sec: 2500.00',
    lines: ['improved: wrk Requests/sec, 1000 → 2500 req/s'],
  },
  {
    form: 'comments of a shell',
    body: '```\n$ # old\n$ wrk http://x/\nRequests/sec:  1000.00\n# # this PR\n$ wrk http://x/\nRequests/sec:  2500.00\n```',
    lines: ['improved: wrk Requests/sec, 1000 → 2500 req/s'],
  },
  {
    form: 'branches that are checked out',
    body: '$ git checkout master && make bench\nlookup: 120 ns\n$ git checkout my-branch && make bench\nlookup: 50 ns',
    lines: ['too-few-runs: lookup value, 120 → 50 ns'],
  },
  {
    form: 'columns of a Markdown table, new first',
    body: '| | new | old |\n|---|---|---|\n| read | 200 MB/s | 100 MB/s |',
    lines: ['improved: read throughput, 100 → 200 MB/s'],
  },
  {
    form: 'a column beside the baseline',
    body: '| Batch | Baseline | BatchOpt | vs Base |\n|:-:|-:|-:|-:|\n| 8 | 100 ns | 45 ns | -55% |',
    lines: ['improved: Batch 8 time, 100 → 45 ns'],
  },
  {
    form: 'columns told apart by the printed change alone',
    body: '| bench | v1 | v2 | Δ |\n|-|-|-|-|\n| a | 10.0 ms | 4.0 ms | -60.0% |',
    lines: ['improved: a time, 10 → 4 ms'],
  },
  {
    form: 'rows as sides',
    body: '| build | p50 latency (us) | read throughput (ops/s) |\n|---|---|---|\n| baseline | 100 | 1000 |\n| patched | 40 | 2500 |',
    lines: ['improved: unnamed p50 latency, 100 → 40 us', 'improved: unnamed read throughput, 1000 → 2500 ops/s'],
  },
  {
    form: 'a column of sides',
    body: '| test | version | time |\n|--|--|--|\n| a | old | 10 ms |\n| a | new | 4 ms |',
    lines: ['improved: a time, 10 → 4 ms'],
  },
  {
    form: 'an HTML table',
    body: '<table><tr><th>test</th><th>before</th><th>after</th></tr><tr><td>a</td><td>10 ms</td><td>4 ms</td></tr></table>',
    lines: ['improved: a time, 10 → 4 ms'],
  },
  {
    form: 'a table drawn with bars and crosses',
    body: ' test | before | after \n------+--------+-------\n a    | 10 ms  | 4 ms\n',
    lines: ['improved: a time, 10 → 4 ms'],
  },
  {
    form: 'a table drawn with blanks, with a name that goes on below',
    body: '               before      after\n  read   insns/op  ~66980     ~66740   (-240)\n         allocs/op   96.6       95.4   (-1)',
    lines: ['improved: read insns/op instructions, 66980 → 66740 insns/op', 'improved: read allocs/op allocations, 96.6 → 95.4 allocs/op'],
  },
  {
    form: 'the output of benchcmp',
    body: 'benchmark          old ns/op     new ns/op     delta\nBenchmarkSmall     2452          1045          -57.4%',
    lines: ['improved: BenchmarkSmall ns/op, 2452 → 1045 ns/op'],
  },
  {
    form: 'a label before each line of a tool',
    body: 'before optimise : 678515.000 micros/op 1 ops/sec; 702.8 MB/s (500000000 per op)\nafter optimise : 206497.000 micros/op 4 ops/sec; 2309.1 MB/s (500000000 per op)',
    lines: [
      'improved: db_bench ops/sec, 1 → 4 ops/s',
      'improved: db_bench micros/op, 678515 → 206497 us/op',
      'improved: db_bench MB/s, 702.8 → 2309.1 MiB/s',
    ],
  },
  {
    form: 'a suffix of the name',
    body: 'BM_copy_old/64   200 ns   200 ns   1000\nBM_copy_new/64   90 ns   90 ns   1000',
    lines: ['improved: BM_copy/64 real_time, 200 → 90 ns', 'improved: BM_copy/64 cpu_time, 200 → 90 ns'],
  },
  {
    form: 'two commands, one of them main',
    body: 'Benchmark 1: perf\n  Time (mean ± σ):     25.840 s ±  0.931 s\n  Range (min … max):   24.236 s … 27.626 s    20 runs\n\nBenchmark 2: main\n  Time (mean ± σ):     39.205 s ±  2.053 s\n  Range (min … max):   36.156 s … 43.566 s    20 runs',
    lines: ['improved: unnamed time, 39.205 (20) → 25.84 (20) s'],
  },
  {
    form: 'a diff of two outputs',
    body: '```diff\n-BM_a   100 ns   100 ns   7000\n+BM_a    40 ns    40 ns  17000\n```',
    lines: ['improved: BM_a real_time, 100 → 40 ns', 'improved: BM_a cpu_time, 100 → 40 ns'],
  },
  {
    form: 'a toggle',
    body: 'Without coalescing:\n  iops: 12000\nWith coalescing:\n  iops: 31000',
    lines: ['too-few-runs: iops value, 12000 → 31000 iops'],
  },
  {
    form: 'both in a line',
    body: 'lookup before: 5.2 us / after: 4.1 us',
    lines: ['too-few-runs: lookup value, 5.2 → 4.1 us'],
  },
  {
    form: 'arrows, with a switch of the unit',
    body: '- erase: 1.53us→97.36ns\n- insert: 120 ns -> 80 ns',
    lines: ['too-few-runs: erase value, 1.53 → 0.09736 us', 'too-few-runs: insert value, 120 → 80 ns'],
  },
  {
    form: 'a branch beside the development branch',
    body: '### dev\n    $ wrk http://x/\n    Warming up...\n    900.5\n    Running...\n    100.5\n    101.5\n    102.5\n    103.5\n    104.5\n### mona/faster\n    200.5\n    201.5\n    202.5\n    203.5\n    204.5',
    lines: ['improved: unnamed rate, 102.5 (5) → 202.5 (5)'],
  },
  {
    form: 'one block with a label and one without',
    body: '```\nRequests/sec:  1000.00\n```\nAnd after:\n```\nRequests/sec:  2500.00\n```',
    lines: ['improved: wrk Requests/sec, 1000 → 2500 req/s'],
  },
  {
    form: 'cells between commas',
    body: 'bench,before,after\nlookup,100 ns,40 ns\ninsert,200 ns,90 ns',
    lines: ['improved: lookup time, 100 → 40 ns', 'improved: insert time, 200 → 90 ns'],
  },
  {
    form: 'cells between tabs, with the unit in the heading',
    body: 'test\tmaster ns/op\tpatch ns/op\nlookup\t100\t40',
    lines: ['improved: lookup ns/op, 100 → 40 ns/op'],
  },
  {
    form: 'a heading of Jira',
    body: '||bench||before||after||\n|lookup|100 ns|40 ns|',
    lines: ['improved: lookup time, 100 → 40 ns'],
  },
  {
    form: 'arrows in cells',
    body: '| bench | time | size |\n|--|--|--|\n| lookup | 100 ns → 40 ns | 64 B → 56 B |',
    lines: ['improved: lookup time, 100 → 40 ns', 'improved: lookup size, 64 → 56 B'],
  },
  {
    form: 'both values in a cell below before/after',
    body: '| bench | before/after |\n|--|--|\n| lookup | 100 / 40 ns |',
    lines: ['improved: lookup time, 100 → 40 ns'],
  },
  {
    form: 'rows that number the runs, whose mean is left out',
    body: '| run | before | after |\n|--|--|--|\n| 1 | 100 ms | 80 ms |\n| 2 | 101 ms | 81 ms |\n| 3 | 102 ms | 82 ms |\n| avg | 101 ms | 81 ms |',
    lines: ['too-few-runs: unnamed time, 101 (3) → 81 (3) ms'],
  },
  {
    form: 'columns that number the runs',
    body: '| bench | before #1 | before #2 | before #3 | after #1 | after #2 | after #3 |\n|--|--|--|--|--|--|--|\n| lookup | 100 ms | 101 ms | 102 ms | 80 ms | 81 ms | 82 ms |',
    lines: ['too-few-runs: lookup time, 101 (3) → 81 (3) ms'],
  },
  {
    form: 'minutes and seconds in cells',
    body: '| bench | before | after |\n|---|---|---|\n| build | 10m37s | 0:09:40 |',
    lines: ['too-few-runs: build time, 637 → 580 s'],
  },
];

describe('sides are found', () => {
  test.each(OLD_AND_NEW)('by $form', ({ body, lines }) => {
    const evidence = evidenceOf(body);
    expect(linesOf(evidence)).toEqual(lines);
  });

  test.each([
    ['from 450 ns to 120 ns', 'The switch went from 450 ns to 120 ns.', '450 → 120 ns'],
    ['to 120ns (from 450ns)', 'Context switch time is reduced to\n120ns (from 450ns), with more to come.', '450 → 120 ns'],
    ['down from', 'This takes around 200ms on QEMU - down from ~400ms.', '400 → 200 ms'],
    ['instead of', 'A wakeup now costs 1.2 us instead of 3.4 us.', '3.4 → 1.2 us'],
    ['before this change, with it', 'Before this change a switch took 450 ns; with it, it takes 120 ns.', '450 → 120 ns'],
    ['a change and two values', 'Throughput: +13.4 % (6.29M vs 5.55M requests in equal time).', '5550000 → 6290000'],
    ['minutes and seconds', 'The run went from 4m 29s to 2m 47s.', '269 → 167 s'],
  ])('in a sentence: %s', (_, body, figures) => {
    const evidence = evidenceOf(body);
    expect(linesOf(evidence).join()).toContain(figures);
    expect(evidence.status).toBe('insufficient');
  });
});

describe('sides are not guessed', () => {
  test.each([
    ['two runs in a row', 'Requests/sec:   1630.88\nRequests/sec:   1757.55'],
    ['two rates with other prefixes', '11.3 Mbits/sec\n44.0 Gbits/sec'],
    ['a loop that prints both per file', 'apache.json\nSpeed: 59.7 ns\nSpeed: 57.1 ns\ncanada.json\nSpeed: 104.1 ns\nSpeed: 102.8 ns'],
    ['rows coloured in a diff', '```diff\n| a | 10 ms |\n-| b | 12 ms |\n+| c | 8 ms |\n```'],
  ])('%s', (_, body) => {
    const evidence = evidenceOf(body);
    expect(evidence.comparisons.filter(({ change }) => change !== null)).toEqual([]);
    expect(blocksOf(evidence)).toContain('sides-unlabelled');
  });

  test('one side alone is said to be one', () => {
    expect(blocksOf(evidenceOf('* `master` (51dd349d65b7):\n  write: IOPS=68.1k, BW=269MiB/s (283MB/s)(5389MiB/20001msec)'))).toEqual([
      'one-sided',
      'single-run',
    ]);
  });

  test('`done after 4 s` names no side', () => {
    const body = 'My branch:\n- figure1 is done after 4.5 seconds\nmaster:\n- figure1 is done after 9.5 seconds';
    expect(linesOf(evidenceOf(body))).toEqual(['too-few-runs: figure1 is done after value, 9.5 → 4.5 s']);
  });

  test('a label does not reach over a sibling without one', () => {
    const body =
      'Introduce fast path\n\n[Fast]\nRequests/sec:  900.00\n\n[master]\nRequests/sec:  1000.00\n\n[Linux]\nRequests/sec:  5000.00';
    expect(linesOf(evidenceOf(body))).toEqual(['unmatched: wrk Requests/sec, 1000 → – req/s']);
  });

  test('rounds of before and after are no repetitions of each other', () => {
    const round = (before: number, after: number): string =>
      `Before:\n\n    Requests/sec:  ${before}.00\n\nAfter:\n\n    Requests/sec:  ${after}.00\n\n`;
    expect(linesOf(evidenceOf(round(100, 300) + round(200, 700)))).toEqual([
      'improved: wrk Requests/sec, 100 → 300 req/s',
      'improved: wrk (part 2.1) Requests/sec, 200 → 700 req/s',
    ]);
  });

  test('a change of settings is told, and proves nothing', () => {
    const evidence = evidenceOf(
      'Before:\nTABLE 512 -> 57% cpu usage -> 7K Rate/Sec\n\nAfter:\nTABLE 4096 -> 13% cpu usage -> 11K Rate/sec',
    );
    expect(linesOf(evidence)).toContain('too-few-runs: TABLE 512 → TABLE 4096 value, 7000 → 11000 Rate/s');
    expect(blocksOf(evidence)).toContain('settings-differ');
  });

  test('released versions are no base of a change', () => {
    expect(blocksOf(evidenceOf('**v2.41.0**\nRequests/sec:  1000.00\n\n**v2.42.0**\nRequests/sec:  3000.00'))).toContain('wrong-baseline');
  });
});

describe('sides that the change itself names', () => {
  const base = `9683053${'0'.repeat(33)}`;
  const head = `cbb85db${'0'.repeat(33)}`;

  test('columns headed by its commits, head first', () => {
    const evidence = evidenceOf('| test | `cbb85db` | `9683053` |\n|--|--|--|\n| select | 40 ms | 100 ms |', {
      pullRequest: { base, head },
    });
    expect(linesOf(evidence)).toEqual(['improved: select time, 100 → 40 ms']);
  });

  test('rows named by what its title replaces', () => {
    const body = 'Machine 1:\nxxh3 [AVG    20 runs] : 3358616 (± 19091) ops/sec;\ncrc32c [AVG    20 runs] : 2578725 (± 7742) ops/sec;';
    expect(linesOf(evidenceOf(body, { pullRequest: { title: 'Use xxh3 instead of crc32c' } }))[0]).toBe(
      'improved: unnamed ops/sec, 2578730 (20) → 3358620 (20) ops/s',
    );
    expect(blocksOf(evidenceOf(body))).toContain('sides-unlabelled');
  });

  test.each([
    ['replaces', 'Replace the list allocator with the slab allocator', '100 → 40 ns'],
    ['adds', 'Add a slab allocator', '100 → 40 ns'],
    ['names on neither side', 'Speed up allocation', undefined],
  ])('headings of one thing, by what its title %s', (_, title, figures) => {
    const body = 'With the list allocator:\n\nBM_x   100 ns   100 ns   1000\n\nWith the slab allocator:\n\nBM_x   40 ns   40 ns   1000\n';
    const whole = evidenceOf(body, { pullRequest: { title } }).comparisons.filter(({ change }) => change !== null);
    expect(whole.map(({ before, after, unit }) => `${before?.median} → ${after?.median} ${unit}`)[0]).toBe(figures);
  });

  test('a heading that its title names, beside the base', () => {
    const body =
      '[FullMerge]\nreadseq      :       0.252 micros/op 3972081 ops/sec;\n\n[master]\nreadseq      :       3.149 micros/op 317605 ops/sec;';
    expect(linesOf(evidenceOf(body, { pullRequest: { title: 'Introduce FullMerge' } }))[0]).toContain('317605 → 3972080');
    expect(linesOf(evidenceOf(body))[0]).toContain('317605 → –');
  });

  test('an order that a sentence above states', () => {
    const row = (time: string): string => `foo.test_x             1000000   ${time}ns ± 0.00%      4.165      0.002   11010.91     2615.5`;
    const body = `Here is the test before and after: most rows gain.\n\ntest   iters            runtime     allocs      tasks       inst     cycles\n${row('586.67')}\n${row('218.25')}`;
    const evidence = evidenceOf(body);
    expect(linesOf(evidence)).toContain('improved: foo.test_x runtime, 586.67 → 218.25 ns');
    expect(evidence.problems.map(({ code }) => code)).toContain('order-inferred');
  });
});
