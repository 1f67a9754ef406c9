import { testCases } from './cases.ts';

testCases('Benchmark libraries and timers', [
  {
    name: 'catch2',
    format: 'catch2',
    text: `benchmark name                       samples       iterations    est run time
                                     mean          low mean      high mean
                                     std dev       low std dev   high std dev
-------------------------------------------------------------------------------
Fibonacci 20                                   100             2     8.4318 ms
                                        42.186 us     41.9 us       42.6 us
                                         1.7 us        1.2 us        2.4 us

Fibonacci 25                                   100             1    46.9 ms
                                        469.1 us      466.3 us      473.2 us
                                        17.3 us       13.2 us       23.9 us`,
    rows: ['Fibonacci 20 | mean us ↓ | mean 42.186 n=100 sd=1.7', 'Fibonacci 25 | mean us ↓ | mean 469.1 n=100 sd=17.3'],
    problems: ['one-process'],
  },
  {
    name: 'catch2-xml',
    format: 'catch2-xml',
    text: `<?xml version="1.0" encoding="UTF-8"?>
<Catch2TestRun name="bench" rng-seed="1">
 <TestCase name="fib">
  <BenchmarkResults name="Fibonacci 20" samples="100" resamples="100000" iterations="2" clockResolution="20.1" estimatedDuration="8431800">
   <!-- All values in nano seconds -->
   <mean value="42186" lowerBound="41900" upperBound="42600" ci="0.95"/>
   <standardDeviation value="1700" lowerBound="1200" upperBound="2400" ci="0.95"/>
   <outliers variance="0.4" lowMild="0" lowSevere="0" highMild="1" highSevere="2"/>
  </BenchmarkResults>
 </TestCase>
</Catch2TestRun>`,
    rows: ['Fibonacci 20 | mean ns ↓ | mean 42186 n=100 sd=1700'],
    problems: ['one-process'],
  },
  {
    name: 'catch2-xml failed',
    format: 'catch2-xml',
    text: `<Catch2TestRun><BenchmarkResults name="x" samples="100" resamples="1" iterations="2" clockResolution="1" estimatedDuration="1"><failed message="boom"/></BenchmarkResults></Catch2TestRun>`,
    rows: [],
    problems: ['errors-in-run'],
  },
  {
    name: 'folly',
    format: 'folly',
    text: `============================================================================
folly/test/ConvTest.cpp                         relative  time/iter  iters/s
============================================================================
preallocateTestNoFloat                                       2.12us  471.43K
preallocateTestFloat                             173.77%     1.22us  818.25K
emptyLoop                                                    0.00fs  Infinity`,
    rows: ['preallocateTestNoFloat | time/iter us ↓ | 2.12', 'preallocateTestFloat | time/iter us ↓ | 1.22'],
    problems: ['optimised-away'],
  },
  {
    name: 'folly wrong',
    format: 'folly',
    text: `folly/test/ConvTest.cpp                         relative  time/iter  iters/s
preallocateTestNoFloat                                       2.12us  971.43K`,
    rows: ['preallocateTestNoFloat | time/iter us ↓ | 2.12'],
    problems: ['inconsistent'],
  },
  {
    name: 'folly-json',
    format: 'folly-json',
    text: `[["bench.cpp","%insert",18.68],["bench.cpp","-",0],["bench.cpp","lookup",4.5]]`,
    rows: ['insert | time/iter ns ↓ | 18.68', 'lookup | time/iter ns ↓ | 4.5'],
  },
  {
    name: 'folly-json object',
    format: 'folly-json',
    text: `{"insert": 18680, "lookup": 4500}`,
    rows: ['insert | time/iter ns ↓ | 18.68', 'lookup | time/iter ns ↓ | 4.5'],
  },
  {
    name: 'go-bench',
    format: 'go-bench',
    text: `goos: linux
goarch: amd64
pkg: example.com/sort
cpu: Intel(R) Xeon(R)
BenchmarkSort-8     \t   30000\t     41653 ns/op\t  24.58 MB/s\t    1024 B/op\t       3 allocs/op
BenchmarkSort-8     \t   30000\t     41700 ns/op\t  24.55 MB/s\t    1024 B/op\t       3 allocs/op
PASS`,
    rows: [
      'BenchmarkSort-8 | ns/op ns/op ↓ | 41653 41700',
      '(BenchmarkSort-8 | MB/s MB/s ↑ | 24.58 24.55)',
      '(BenchmarkSort-8 | B/op B/op ↓ | 1024 1024)',
      '(BenchmarkSort-8 | allocs/op allocs/op ↓ | 3 3)',
    ],
  },
  {
    name: 'nanobench',
    format: 'nanobench',
    text: `|               ns/op |                op/s |    err% |     total | benchmark
|--------------------:|--------------------:|--------:|----------:|:----------
|          154,373.00 |            6,477.82 |    0.4% |      0.00 | \`Verify\`
|                7.81 |      128,086,931.89 |    9.9% |      0.00 | :wavy_dash: \`Hash\` (Unstable with ~1.0 iters. Increase \`minEpochIterations\` to e.g. 10)`,
    rows: ['Verify | ns/op ns/op ↓ | 154373', 'Hash | ns/op ns/op ↓ | 7.81'],
    problems: ['unstable'],
  },
  {
    name: 'nanobench-json',
    format: 'nanobench-json',
    text: `{"results":[{"title":"benchmark","name":"Hash","unit":"byte","batch":1,"median(elapsed)":7.81e-09,"medianAbsolutePercentError(elapsed)":0.012,"measurements":[{"iterations":10,"elapsed":7.8e-09},{"iterations":10,"elapsed":7.82e-09}]}]}`,
    rows: ['Hash | ns/byte ns/byte ↓ | 7.81'],
  },
  {
    name: 'jmh',
    format: 'jmh',
    text: `Benchmark            Mode  Cnt   Score   Error   Units
Sort.quick           avgt   25  12.345 ± 0.456  us/op
Sort.throughput     thrpt   25  81.000 ± 1.200  ops/ms`,
    rows: ['Sort.quick | avgt us/op ↓ | mean 12.345 n=25 sd=0.6088117', 'Sort.throughput | thrpt ops/ms ↑ | mean 81 n=25 sd=1.602136'],
  },
  {
    name: 'jmh-json',
    format: 'jmh-json',
    text: `[{"benchmark":"Sort.quick","mode":"thrpt","forks":1,"primaryMetric":{"score":81.0,"scoreError":1.2,"scoreUnit":"ops/ms","rawData":[[80.0,81.0,82.0]]}},{"benchmark":"Sort.slow","mode":"avgt","forks":1,"primaryMetric":{"score":12.3,"scoreError":0.2,"scoreUnit":"us/op","rawData":[[12.2,12.4]]}}]`,
    rows: ['Sort.quick | thrpt ops/ms ↑ | 80 81 82', 'Sort.slow | avgt us/op ↓ | 12.2 12.4'],
    problems: ['one-process'],
  },
  {
    name: 'criterion',
    format: 'criterion',
    text: `sort/quick              time:   [41.653 µs 41.700 µs 41.752 µs]
                        change: [-12.1% -11.9% -11.7%] (p = 0.00 < 0.05)
                        Performance has improved.`,
    rows: ['sort/quick | time us ↓ after | 41.7 p=0'],
  },
  {
    name: 'hyperfine',
    format: 'hyperfine',
    text: `Benchmark 1: ./prog
  Time (mean ± σ):      3.097 s ±  0.010 s    [User: 3.0 s, System: 0.01 s]
  Range (min … max):    3.080 s …  3.110 s    10 runs`,
    rows: ['./prog | time s ↓ | mean 3.097 n=10 sd=0.01', '(./prog | user s ↓ | mean 3 n=10)', '(./prog | system s ↓ | mean 0.01 n=10)'],
  },
  {
    name: 'hyperfine-json',
    format: 'hyperfine-json',
    text: `{"results":[{"command":"./prog","mean":0.3,"stddev":0.01,"median":0.3,"user":0.2,"system":0.05,"min":0.29,"max":0.31,"times":[0.29,0.30,0.31],"exit_codes":[0,0,0]}]}`,
    rows: ['./prog | time s ↓ | 0.29 0.3 0.31'],
  },
  {
    name: 'hyperfine-markdown',
    format: 'hyperfine-markdown',
    text: `| Command | Mean [ms] | Min [ms] | Max [ms] | Relative |
|:---|---:|---:|---:|---:|
| \`./old\` | 30.1 ± 0.5 | 29.0 | 31.2 | 1.50 ± 0.03 |
| \`./new\` | 20.1 ± 0.3 | 19.5 | 21.0 | 1.00 |`,
    rows: ['./* | time ms ↓ before | mean 30.1 sd=0.5', './* | time ms ↓ after | mean 20.1 sd=0.3'],
  },
  {
    name: 'github-action-benchmark',
    format: 'github-action-benchmark',
    text: `[{"name":"lookup","unit":"ns/iter","value":12.3,"range":"± 0.2"},{"name":"rate","unit":"ops/s","value":"7.76"}]`,
    rows: ['lookup | value ns/op ↓ | 12.3', 'rate | value ops/s ↑ | 7.76'],
  },
  {
    name: 'time',
    format: 'time',
    text: `real\t1m4.123s
user\t0m3.900s
sys\t0m0.100s`,
    rows: ['time | real s ↓ | 64.123', '(time | user s ↓ | 3.9)', '(time | sys s ↓ | 0.1)'],
  },
  {
    name: 'time gnu',
    format: 'time',
    text: `1.23user 0.45system 0:01.80elapsed 93%CPU (0avgtext+0avgdata 4612maxresident)k`,
    rows: ['time | real s ↓ | 1.8', '(time | user s ↓ | 1.23)', '(time | sys s ↓ | 0.45)'],
  },
  {
    name: 'time -v',
    format: 'time',
    text: `\tUser time (seconds): 1.23
\tSystem time (seconds): 0.45
\tElapsed (wall clock) time (h:mm:ss or m:ss): 0:01.80
\tMaximum resident set size (kbytes): 4612`,
    rows: [
      '(time | user s ↓ | 1.23)',
      '(time | system s ↓ | 0.45)',
      'time | real s ↓ | 1.8',
      '(time | maximum resident set size kB ↓ | 4612)',
    ],
  },
]);
