import { describe, expect, test } from '@jest/globals';
import { codes, primaryRows, read, rows } from './read.ts';

const context = {
  date: '2026-01-07T10:11:12+00:00',
  host_name: 'bench-1',
  executable: './build/release/bench',
  num_cpus: 8,
  mhz_per_cpu: 4000,
  cpu_scaling_enabled: false,
  load_avg: [0.5, 0.6, 0.7],
  library_build_type: 'release',
  git_sha: '0123456789abcdef0123456789abcdef01234567',
  json_schema_version: 1,
};
const row = {
  name: 'BM_find/64',
  run_name: 'BM_find/64',
  run_type: 'iteration',
  repetitions: 3,
  threads: 1,
  iterations: 1000,
  time_unit: 'ns',
};
const json = (benchmarks: readonly object[], facts: object = context): string => JSON.stringify({ context: facts, benchmarks }, null, 2);

describe('Google Benchmark JSON', () => {
  test('repetitions are the values and aggregates are not counted again', () => {
    const reading = read(
      json([
        { ...row, repetition_index: 0, real_time: 10, cpu_time: 9, items_per_second: 1e8 },
        { ...row, repetition_index: 1, real_time: 12, cpu_time: 11, items_per_second: 8e7 },
        { ...row, name: 'BM_find/64_mean', run_type: 'aggregate', aggregate_name: 'mean', real_time: 11, cpu_time: 10 },
        {
          ...row,
          name: 'BM_find/64_cv',
          run_type: 'aggregate',
          aggregate_name: 'cv',
          aggregate_unit: 'percentage',
          real_time: 0.12,
          cpu_time: 0.1,
        },
        {
          name: 'BM_find_BigO',
          run_name: 'BM_find',
          run_type: 'aggregate',
          aggregate_name: 'BigO',
          cpu_coefficient: 3,
          real_coefficient: 3,
          big_o: 'N',
        },
      ]),
    );
    expect(reading.format).toBe('google-benchmark-json');
    expect(rows(reading)).toEqual([
      'BM_find/64 | real_time ns ↓ | 10 12',
      '(BM_find/64 | cpu_time ns ↓ | 9 11)',
      '(BM_find/64 | items_per_second 1/s ↑ | 100000000 80000000)',
    ]);
    expect(reading.environment).toEqual({
      host: 'bench-1',
      cpus: 8,
      mhz: 4000,
      cpuScaling: false,
      buildType: 'release',
      loadAverage: 0.5,
      executable: './build/release/bench',
      commit: context.git_sha,
    });
    expect(reading.problems).toEqual([]);
  });

  test('only aggregates give a summary with the number of repetitions', () => {
    const aggregate = { ...row, run_type: 'aggregate', repetitions: 5, iterations: 5, time_unit: 'us' };
    const reading = read(
      json([
        { ...aggregate, name: 'BM_find/64_mean', aggregate_name: 'mean', real_time: 11, cpu_time: 10 },
        { ...aggregate, name: 'BM_find/64_median', aggregate_name: 'median', real_time: 10.5, cpu_time: 10 },
        { ...aggregate, name: 'BM_find/64_stddev', aggregate_name: 'stddev', real_time: 0.5, cpu_time: 0.4 },
      ]),
    );
    expect(primaryRows(reading)).toEqual(['BM_find/64 | real_time us ↓ | mean 11 n=5 sd=0.5']);
    expect(codes(reading)).toEqual(['samples-missing']);
  });

  test('an unknown CPU scaling is not a false one', () => {
    const { cpu_scaling_enabled: _, ...rest } = context;
    expect(read(json([{ ...row, real_time: 1, cpu_time: 1 }], rest)).environment).not.toHaveProperty('cpuScaling');
  });

  test('a debug build, scaling, load, a failed row and a wrong mean are told', () => {
    const facts = { ...context, library_build_type: 'debug', cpu_scaling_enabled: true, load_avg: [7], executable: 'build/debug/bench' };
    const reading = read(
      json(
        [
          { ...row, real_time: 10, cpu_time: 10 },
          { ...row, name: 'BM_find/64_mean', run_type: 'aggregate', aggregate_name: 'mean', real_time: 7, cpu_time: 10 },
          { ...row, name: 'BM_bad', error_occurred: true, error_message: 'no file' },
        ],
        facts,
      ),
    );
    expect(codes(reading)).toEqual(['errors-in-run', 'inconsistent', 'cpu-scaling', 'debug-build', 'high-load']);
  });

  test('old files without run_type, and a bare NaN, are read', () => {
    const reading = read(
      '{"context":{"num_cpus":4},"benchmarks":[{"name":"BM_a","iterations":5,"real_time":1.5e+0,"cpu_time":NaN,"time_unit":"ms"},{"name":"BM_a_mean","iterations":5,"real_time":1.5,"cpu_time":1,"time_unit":"ms"},]}',
    );
    expect(rows(reading)).toEqual(['BM_a | real_time ms ↓ | 1.5']);
    expect(codes(reading)).toEqual(['non-finite']);
  });

  test('keys of the prototype are names like any other', () => {
    const reading = read(
      '{"context":{},"benchmarks":[{"name":"__proto__","real_time":1,"cpu_time":1,"time_unit":"ns","__proto__":{"name":"x"}}]}',
    );
    expect(primaryRows(reading)).toEqual(['__proto__ | real_time ns ↓ | 1']);
    expect(Object.hasOwn(Object.prototype, 'name')).toBe(false);
  });

  test('a file cut off in the middle is malformed', () => {
    const reading = read(json([{ ...row, real_time: 1, cpu_time: 1 }]).slice(0, -20));
    expect(reading.measurements).toEqual([]);
    expect(codes(reading)).toEqual(['malformed']);
  });
});

describe('Google Benchmark console', () => {
  test('rows under their heading are read with the host before them', () => {
    const reading = read(`2026-01-07T10:11:12+00:00
Running ./bench
Run on (8 X 4000 MHz CPU s)
CPU Caches:
  L1 Data 32 KiB (x4)
Load Average: 2.61, 1.50, 1.20
***WARNING*** CPU scaling is enabled, the benchmark real time measurements may be noisy and will incur extra overhead.
-----------------------------------------------------------------------------------
Benchmark                         Time             CPU   Iterations UserCounters...
-----------------------------------------------------------------------------------
BM_read/4096                   1.25 us         1.24 us       563214 bytes_per_second=3.05Gi/s hits=12
BM_read/65536                  1.2e+04 ns      11998 ns       58000 bytes_per_second=5Gi/s
BM_skip                     ERROR OCCURRED: 'cannot open'
BM_read_BigO                   0.18 N          0.18 N
BM_read_RMS                       3 %             3 %`);
    expect(reading.format).toBe('google-benchmark-console');
    expect(rows(reading)).toEqual([
      'BM_read/4096 | real_time us ↓ | 1.25',
      '(BM_read/4096 | cpu_time us ↓ | 1.24)',
      '(BM_read/4096 | bytes_per_second B/s ↑ | 3274913000)',
      'BM_read/65536 | real_time ns ↓ | 12000',
      '(BM_read/65536 | cpu_time ns ↓ | 11998)',
      '(BM_read/65536 | bytes_per_second B/s ↑ | 5368709000)',
    ]);
    expect(reading.environment).toEqual({ cpus: 8, mhz: 4000, loadAverage: 2.61, cpuScaling: true, executable: './bench' });
    expect(codes(reading)).toEqual(['errors-in-run', 'cpu-scaling']);
  });

  test('rows without a heading, quoted, fenced, coloured and with carriage returns are read, and equal names are repetitions', () => {
    const reading = read(
      '> ```\r\n>     \u001b[0;32mBM_x/8   \u001b[m 84.3 ns   84.3 ns   8307735\r\n>     BM_x/8    85.3 ns  84.9 ns  8307735\r\n> ```\r\n',
    );
    expect(primaryRows(reading)).toEqual(['BM_x/8 | real_time ns ↓ | 84.3 85.3']);
    expect(reading.measurements[0]?.line).toBe(2);
  });

  test('aggregates alone give a summary whose iterations are repetitions, and a cv row is no time', () => {
    const reading = read(`parse/repeats:10_mean       274371 ns       274332 ns           10 Gigabytes=2.30226G/s
parse/repeats:10_median     274635 ns       276215 ns           10
parse/repeats:10_stddev       1047 ns         3032 ns           10
parse/repeats:10_cv           0.38 %          1.11 %            10`);
    expect(primaryRows(reading)).toEqual(['parse/repeats:10 | real_time ns ↓ | mean 274371 n=10 sd=1047']);
  });

  test('the old heading holds the unit', () => {
    const reading = read('Benchmark           Time(ns)        CPU(ns)     Iterations\n-----\nBM_old/1    84    83   8307735');
    expect(primaryRows(reading)).toEqual(['BM_old/1 | real_time ns ↓ | 84']);
  });

  test('a heading without rows is malformed', () =>
    expect(codes(read('Benchmark   Time   CPU  Iterations\n-----'))).toEqual(['malformed']));
});

test('Google Benchmark CSV is read by its columns', () => {
  const reading = read(`name,iterations,real_time,cpu_time,time_unit,bytes_per_second,items_per_second,label,error_occurred,error_message
"BM_a<int, 4>/8",1000,12.5,12.4,us,1e+09,,,,
"BM_a<int, 4>/8",1000,13.5,13.4,us,1.1e+09,,,,
"BM_bad",0,0,0,ns,,,,true,"no file"
"BM_b",1000,oops,1,ns,,,,,`);
  expect(reading.format).toBe('google-benchmark-csv');
  expect(rows(reading)).toEqual([
    'BM_a<int, 4>/8 | real_time us ↓ | 12.5 13.5',
    '(BM_a<int, 4>/8 | cpu_time us ↓ | 12.4 13.4)',
    '(BM_a<int, 4>/8 | bytes_per_second B/s ↑ | 1000000000 1100000000)',
  ]);
  expect(codes(reading)).toEqual(['errors-in-run', 'malformed']);
});

describe('compare.py', () => {
  const table = `Benchmark                   Time             CPU      Time Old      Time New       CPU Old       CPU New
--------------------------------------------------------------------------------------------------------
BM_One                   -0.1000         +0.1000            10             9           100           110
BM_Two                   +0.1111         -0.0111             9            10            90            89
BM_Two                   +0.2500         +0.1125             8            10            80            89
BM_Two_pvalue             0.2207          0.6831      U Test, Repetitions: 2 vs 2. WARNING: Results unreliable! 9+ repetitions recommended.
BM_Two_mean              +0.1765         +0.0470             8            10            85            89
OVERALL_GEOMEAN          +0.0500         +0.0500             0             0             0             0`;

  test('both sides stand in a row, repetitions are values and the printed test is kept', () => {
    const reading = read(table);
    expect(reading.format).toBe('compare-py');
    expect(primaryRows(reading)).toEqual([
      'BM_One | real_time  ↓ before | 10',
      'BM_One | real_time  ↓ after | 9',
      'BM_Two | real_time  ↓ before | 9 8 p=0.2207',
      'BM_Two | real_time  ↓ after | 10 10 p=0.2207',
    ]);
    expect(reading.measurements[2]?.printed ?? reading.measurements.find((m) => m.benchmark === 'BM_Two')?.printed).toEqual({
      p: 0.2207,
      n: [2, 2],
    });
    expect(codes(reading)).toEqual(['few-repetitions', 'p-below-floor', 'no-unit']);
  });

  test('a change that does not follow from the figures is told', () => {
    expect(codes(read('BM_x   -0.5000   -0.5000   100   90   100   50'))).toEqual(['inconsistent', 'no-unit']);
  });

  test('a heading alone is malformed', () => {
    expect(codes(read('Benchmark  Time  CPU  Time Old  Time New  CPU Old  CPU New'))).toEqual(['malformed']);
  });
});
