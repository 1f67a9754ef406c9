import { describe, expect, test } from '@jest/globals';
import { codes, primaryRows, read, rows } from './read.ts';

describe('benchstat', () => {
  test('rows without a heading are seconds, each figure in its own prefix brought to one unit', () => {
    const reading = read(`BM_Calculate/2048              75.59n ±  1%   66.91n ± 0%  -11.49% (p=0.002 n=6)
BM_Calculate/500               1.001µ ±  1%   998.0n ± 1%        ~ (p=0.619 n=6+5)
geomean                        82.1n          80.2n        -2.31%`);
    expect(reading.format).toBe('benchstat');
    expect(rows(reading)).toEqual([
      'BM_Calculate/2048 | sec/op ns ↓ before | median 75.59 n=6 p=0.002',
      'BM_Calculate/2048 | sec/op ns ↓ after | median 66.91 n=6 p=0.002',
      'BM_Calculate/500 | sec/op us ↓ before | median 1.001 n=6 p=0.619',
      'BM_Calculate/500 | sec/op us ↓ after | median 0.998 n=5 p=0.619',
    ]);
    expect(reading.problems).toEqual([]);
  });

  test('the new layout has its unit in the heading', () => {
    const reading = read(`goos: linux
goarch: amd64
                      │   old.txt   │               new.txt               │
                      │   sec/op    │   sec/op     vs base                │
Encode/format=json-48   1.718µ ± 1%   1.423µ ± 1%  -17.20% (p=0.000 n=10)
geomean                 1.718µ        1.423µ       -17.20%

                      │   old.txt    │               new.txt                │
                      │     B/s      │      B/s       vs base               │
Encode/format=json-48   540.0Mi ± 2%   651.0Mi ± 1%  +20.56% (p=0.000 n=10)

                      │  old.txt   │            new.txt            │
                      │ allocs/op  │ allocs/op   vs base           │
Encode/format=json-48   2.000 ± 0%   2.000 ± 0%  ~ (p=1.000 n=10) ¹
¹ all samples are equal`);
    expect(rows(reading)).toEqual([
      'Encode/format=json-48 | sec/op us ↓ before | median 1.718 n=10 p=0',
      'Encode/format=json-48 | sec/op us ↓ after | median 1.423 n=10 p=0',
      '(Encode/format=json-48 | B/s B/s ↑ before | median 566231000 n=10 p=0)',
      '(Encode/format=json-48 | B/s B/s ↑ after | median 682623000 n=10 p=0)',
      '(Encode/format=json-48 | allocs/op allocs/op ↓ before | median 2 n=10 p=1)',
      '(Encode/format=json-48 | allocs/op allocs/op ↓ after | median 2 n=10 p=1)',
    ]);
  });

  test('the old layout has units behind the figures and two counts', () => {
    const reading = read(`name      old time/op    new time/op    delta
Encode-8    23.1ns ± 0%    22.5ns ± 0%   -2.60%  (p=0.000 n=20+16)
Decode-8    1.10µs ± 3%    1.11µs ± 2%     ~     (p=0.421 n=5+5)

name      old speed      new speed      delta
Encode-8   123MB/s ± 0%   130MB/s ± 0%   +5.69%  (p=0.000 n=20+16)`);
    expect(rows(reading)).toEqual([
      'Encode-8 | sec/op ns ↓ before | median 23.1 n=20 p=0',
      'Encode-8 | sec/op ns ↓ after | median 22.5 n=16 p=0',
      'Decode-8 | sec/op us ↓ before | median 1.1 n=5 p=0.421',
      'Decode-8 | sec/op us ↓ after | median 1.11 n=5 p=0.421',
      '(Encode-8 | B/s B/s ↑ before | median 123000000 n=20 p=0)',
      '(Encode-8 | B/s B/s ↑ after | median 130000000 n=16 p=0)',
    ]);
  });

  test('a row of large figures without name or heading has no known direction', () => {
    const reading = read('26.08k ± 1%             29.70k ± 4%  +13.90%  (p=0.000 n=20+10)');
    expect(primaryRows(reading)).toEqual([' | value  ↑ before | median 26080 n=20 p=0', ' | value  ↑ after | median 29700 n=10 p=0']);
    expect(codes(reading)).toEqual(['unknown-direction']);
  });

  test('footnotes on too few samples and a wrong delta are told', () => {
    const reading = read(`X-8   100.0n ± ∞ ¹   90.0n ± ∞ ¹  -40.00% (p=0.100 n=3)
¹ need >= 6 samples for confidence interval at level 0.95`);
    expect(codes(reading)).toEqual(['inconsistent', 'few-repetitions']);
  });

  test('a heading alone is malformed', () => expect(codes(read('name  old time/op  new time/op  delta'))).toEqual(['malformed']));
});

describe('critcmp and criterion', () => {
  test('baselines named after the sides carry them, with a deviation each', () => {
    const reading = read(`group                   before                                 after
-----                   ------                                 -----
parse/large             1.03     22.2±0.41ms        ? ?/sec    1.00     21.5±0.20ms        ? ?/sec
parse/small             1.00    812.0±9.00ns   1.2 GB/sec      1.10      0.9±0.01µs   1.1 GB/sec`);
    expect(reading.format).toBe('critcmp');
    expect(rows(reading)).toEqual([
      'parse/large | mean ms ↓ before | mean 22.2 sd=0.41',
      'parse/large | mean ms ↓ after | mean 21.5 sd=0.2',
      'parse/small | mean ns ↓ before | mean 812 sd=9',
      'parse/small | mean us ↓ after | mean 0.9 sd=0.01',
    ]);
  });

  test('baselines with other names are left unlabelled, and a wrong ratio is told', () => {
    const reading = read('group a b\nfoo 1.50 22.2±0.41ms ? ?/sec 1.00 21.5±0.20ms ? ?/sec');
    expect(rows(reading)).toEqual(['foo (a) | mean ms ↓ | mean 22.2 sd=0.41', 'foo (b) | mean ms ↓ | mean 21.5 sd=0.2']);
    expect(codes(reading)).toEqual(['inconsistent', 'sides-unlabelled']);
  });

  test('criterion gives the estimate, the throughput and the change it printed', () => {
    const reading = read(`Benchmarking parse/large: Collecting 100 samples in estimated 5.0 s
parse/large             time:   [2.6210 ms 2.6329 ms 2.6450 ms]
                        thrpt:  [378.07 MiB/s 379.81 MiB/s 381.53 MiB/s]
                 change:
                        time:   [-12.345% -11.2% -10.1%] (p = 0.00 < 0.05)
                        Performance has improved.
short                   time:   [812.00 ns 815.00 ns 818.00 ns]
                        change: [-0.1% +0.2% +0.5%] (p = 0.41 > 0.05)
Found 3 outliers among 100 measurements (3.00%)`);
    expect(rows(reading)).toEqual([
      'parse/large | time ms ↓ after | 2.6329 p=0',
      '(parse/large | thrpt MiB/s ↑ | 379.81)',
      'short | time ns ↓ after | 815 p=0.41',
    ]);
    expect(reading.measurements[0]?.printed?.change).toBeCloseTo(-0.112, 9);
    expect(codes(reading)).toEqual(['outliers']);
  });

  test('an estimate outside its interval is told', () => {
    expect(codes(read('x time: [2.0 ms 1.0 ms 3.0 ms]'))).toEqual(['inconsistent']);
  });
});

describe('asv', () => {
  test('the columns are the sides and half the quartile distance a deviation', () => {
    const reading = read(`       before           after         ratio
     [c5a9ad4a]       [a7a2d8ab]
     <main>           <faster>
-     5.21±0.1ms       3.12±0.02ms     0.60  bench.Suite.time_x(10)
+        980±20ns       1.10±0.01μs     1.12  bench.Suite.time_y
           failed             12.0ms      n/a  bench.Suite.time_z`);
    expect(reading.format).toBe('asv');
    expect(rows(reading)).toEqual([
      'bench.Suite.time_x(10) | value ms ↓ before | median 5.21 sd=0.148258 p=?',
      'bench.Suite.time_x(10) | value ms ↓ after | median 3.12 sd=0.02965159 p=?',
      'bench.Suite.time_y | value ns ↓ before | median 980 sd=29.65159 p=?',
      'bench.Suite.time_y | value us ↓ after | median 1.1 sd=0.0148258 p=?',
    ]);
    expect(reading.environment.commit).toBe('a7a2d8ab');
    expect(codes(reading)).toEqual(['errors-in-run']);
  });

  test('the Markdown table is read, and a wrong ratio and one commit on both sides are told', () => {
    const reading = read(`| Change   | Before [c5a9ad4a] <main>   | After [c5a9ad4a] <x>   |   Ratio | Benchmark (Parameter)   |
|----------|----------------------------|------------------------|---------|-------------------------|
| -        | 5.21±0.1ms                 | 3.12±0.02ms            |    0.90 | bench.time_x            |`);
    expect(reading.measurements).toHaveLength(2);
    expect(codes(reading)).toEqual(['same-commit', 'inconsistent']);
  });

  test('a heading alone is malformed', () => expect(codes(read('before after ratio'))).toEqual(['malformed']));
});
