import { testCases } from './cases.ts';

testCases('Counters, db_bench and tools of OSv', [
  {
    name: 'db-bench',
    format: 'db-bench',
    text: `readrandom   :       2.899 micros/op 344973 ops/sec 2.899 seconds 1000000 operations;   38.2 MB/s (1000000 of 1000000 found)`,
    rows: ['readrandom | ops/sec ops/s ↑ | 344973', '(readrandom | micros/op us/op ↓ | 2.899)', '(readrandom | MB/s MiB/s ↑ | 38.2)'],
  },
  {
    name: 'db-bench avg',
    format: 'db-bench',
    text: `readseq [AVG    5 runs] : 26017977 (± 371077) ops/sec; 3721.9 (± 53.1) MB/sec
readseq [MEDIAN 5 runs] : 26096905 ops/sec; 3733.2 MB/sec`,
    rows: ['readseq | ops/sec ops/s ↑ | mean 26017980 n=5 sd=423343.6', '(readseq | MB/s MiB/s ↑ | mean 3721.9 n=5 sd=60.57919)'],
  },
  {
    name: 'db-bench assert',
    format: 'db-bench',
    text: `WARNING: Assertions are enabled; benchmarks unnecessarily slow
fillrandom   :       1.283 micros/op 779502 ops/sec;  606.6 MB/s`,
    rows: ['fillrandom | ops/sec ops/s ↑ | 779502', '(fillrandom | micros/op us/op ↓ | 1.283)', '(fillrandom | MB/s MiB/s ↑ | 606.6)'],
    problems: ['debug-build'],
  },
  {
    name: 'perf-stat',
    format: 'perf-stat',
    text: ` Performance counter stats for './vim -S sum.vim' (5 runs):

        157.52 msec task-clock                #    0.995 CPUs utilized            ( +-  0.23% )
    28,812,047,147      instructions:u            #    1.78  insn per cycle           ( +-  0.23% )  (46.15%)
   <not supported>      cache-misses
       0.158294766 seconds time elapsed                                          ( +-  0.40% )`,
    rows: [
      '(./vim -S sum.vim | task-clock ms ↓ | mean 157.52 n=5 sd=0.8101185)',
      '(./vim -S sum.vim | instructions:u insns ↓ | mean 28812050000 n=5 sd=148179100)',
      './vim -S sum.vim | time elapsed s ↓ | mean 0.1582948 n=5 sd=0.001415831',
    ],
    problems: ['not-counted', 'multiplexed'],
  },
  {
    name: 'perf-stat comma',
    format: 'perf-stat',
    text: `        157,521372      task-clock (msec)         #    0,995 CPUs utilized
         455607848      cycles                    #    2,892 GHz
       0,158294766 seconds time elapsed`,
    rows: [
      '(perf stat | task-clock ms ↓ | 157.5214)',
      '(perf stat | cycles cycles ↓ | 455607800)',
      'perf stat | time elapsed s ↓ | 0.1582948',
    ],
  },
  {
    name: 'perf-stat-json',
    format: 'perf-stat-json',
    text: `{"counter-value" : "28812047147.000000", "unit" : "", "event" : "instructions", "event-runtime" : 1000, "pcnt-running" : 100.00, "variance" : 0.23, "metric-value" : "1.78", "metric-unit" : "insn per cycle"}
{"counter-value" : "<not counted>", "unit" : "", "event" : "cache-misses", "event-runtime" : 0, "pcnt-running" : 0.00, "metric-value" : "0.00", "metric-unit" : ""}`,
    rows: ['perf stat | instructions insns ↓ | mean 28812050000'],
    problems: ['not-counted'],
  },
  {
    name: 'perf-stat-fields',
    format: 'perf-stat-fields',
    text: `28812047147,,instructions,1000000,100.00,1.78,insn per cycle
157.52,msec,task-clock,157520000,100.00,0.995,CPUs utilized`,
    rows: ['(perf stat | instructions insns ↓ | 28812050000)', 'perf stat | task-clock ms ↓ | 157.52'],
  },
  {
    name: 'osv-averages',
    format: 'osv-averages',
    text: `Batch free:
avg = 39272.61
stdev = 3611.84
samples = 5`,
    rows: ['Batch free | avg  ↑ | mean 39272.61 n=5 sd=3611.84'],
    problems: ['unknown-direction'],
  },
  {
    name: 'osv-bench-lines',
    format: 'osv-bench-lines',
    text: `BENCH: create = 1234.5 ops/s
RESULT seqwrite median=512.0 stdev=3.2 MB/s reps=[508.1,512.0,515.9]`,
    rows: ['create | value ops/s ↑ | 1234.5', 'seqwrite | median MB/s ↑ | 508.1 512 515.9'],
  },
  {
    name: 'osv-block-write',
    format: 'osv-block-write',
    text: `Wrote 168.129 MB in 10.12 s = 16.610 Mb/s
Wrote 194.688 MB in 10.00 s = 19.469 Mb/s`,
    rows: ['bdev-write | rate MiB/s ↑ | 16.61 19.469'],
  },
  {
    name: 'osv-bootchart',
    format: 'osv-bootchart',
    text: `\tdisk read (real mode): 118.86ms, (+118.86ms)
\tZFS mounted: 520.28ms, (+160.36ms)
Booted up in 601.94 ms`,
    rows: [
      'disk read (real mode) | step ms ↓ | 118.86',
      '(disk read (real mode) | since boot ms ↓ | 118.86)',
      'ZFS mounted | step ms ↓ | 160.36',
      '(ZFS mounted | since boot ms ↓ | 520.28)',
      'boot | total ms ↓ | 601.94',
    ],
  },
  {
    name: 'osv-context-switch',
    format: 'osv-context-switch',
    text: `       332 colocated
       590 apart`,
    rows: ['ctxsw colocated | time ns ↓ | 332', 'ctxsw apart | time ns ↓ | 590'],
  },
  {
    name: 'osv-loops',
    format: 'osv-loops',
    text: `spinlock_lock = 7.3 ns/cycle
12 ns (elapsed 0.12 sec) : uncached syscall getpid`,
    rows: ['spinlock_lock | time ns ↓ | 7.3', 'uncached syscall getpid | time ns ↓ | 12'],
  },
  {
    name: 'osv-readbench',
    format: 'osv-readbench',
    text: `REPORT
-----
Files:\t100
Read:\t512000kb
Time:\t1234.56ms
MBps:\t405.0`,
    rows: ['(readbench | Time ms ↓ | 1234.56)', 'readbench | MBps MiB/s ↑ | 405'],
  },
]);
