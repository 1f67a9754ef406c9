import { describe, expect, test } from '@jest/globals';
import { codes, primaryRows, read, rows } from './read.ts';

describe('OSv', () => {
  test('misc-mutex has name and time on different lines', () => {
    const reading = read(`Running mutex tests
==== BENCHMARK 1 ====
Measuring uncontended lockfree::mutex lock/unlock: 16 ns
Contended mutex test, lockfree::mutex, 2 pinned threads
ABABBABAABAB
1712 ns
Contended mutex test, spinlock, 20 non-pinned threads
253 ns`);
    expect(reading.format).toBe('osv-mutex');
    expect(rows(reading)).toEqual([
      'lockfree::mutex, uncontended | time ns ↓ | 16',
      'lockfree::mutex, 2 pinned threads | time ns ↓ | 1712',
      'spinlock, 20 non-pinned threads | time ns ↓ | 253',
    ]);
    expect(codes(read('Contended mutex test, spinlock, 2 pinned threads\nABAB'))).toEqual(['malformed']);
  });

  test('misc-ctxsw is read as printed and as people retell it', () => {
    expect(rows(read('       332 colocated\n       590 apart\n'))).toEqual([
      'ctxsw colocated | time ns ↓ | 332',
      'ctxsw apart | time ns ↓ | 590',
    ]);
    expect(rows(read('colocated: 313 ns'))).toEqual(['ctxsw colocated | time ns ↓ | 313']);
  });

  test('misc-memcpy gives the mean of its 30 runs with a deviation over runs', () => {
    const reading = read('memset,64,5.663000,6.404000,6.001000,0.158665\n128,7.737000,8.168000,7.881701,0.156874');
    expect(reading.format).toBe('osv-sizes');
    expect(rows(reading)).toEqual([
      'memset 64 | time ns ↓ | mean 6.001 n=30 sd=0.1613774',
      'copy 128 | time ns ↓ | mean 7.881701 n=30 sd=0.1595558',
    ]);
    expect(codes(read('memset,64,5.0,6.0,7.0,0.1'))).toEqual(['inconsistent']);
    expect(rows(read('64,5.663000,6.404000,6.001000,0.158665'))).toEqual([]);
  });

  test('misc-malloc, misc-lock-perf and misc-syscall-perf are read', () => {
    expect(rows(read('up,8,malloc,10,20,15,1\nsmpcross,random,free,1e+02,300,200,12.5'))).toEqual([
      'malloc up 8 | time ns ↓ | mean 15 sd=1',
      'free smpcross random | time ns ↓ | mean 200 sd=12.5',
    ]);
    expect(rows(read('spinlock   =   7.300 ns/cycle\n110 ns (elapsed 5.50 sec) : average gettid syscall duration'))).toEqual([
      'spinlock | time ns ↓ | 7.3',
      'average gettid syscall duration | time ns ↓ | 110',
    ]);
  });

  test('averages take their name from the heading above unless it only says the side', () => {
    const reading = read('ring_spsc<1M> (no blocking):\n\nBefore:\n  avg = 10442665.98\n  stdev = 476334.93\n  samples = 5');
    expect(rows(reading)).toEqual(['ring_spsc<1M> (no blocking) | avg  ↑ | mean 10442670 n=5 sd=476334.9']);
    expect(codes(reading)).toEqual(['unknown-direction']);
    expect(rows(read('104.00 obj/s\nFreed 700 in 7.00 s = 100.00 per second'))).toEqual(['free-perf | rate obj/s ↑ | 100']);
  });

  test('misc-readbench and misc-bdev-write give the total, not the windows', () => {
    expect(rows(read('/a: 12kb: 1.00ms, (+1.00ms)\nREPORT\n-----\nFiles:\t10\nRead:\t100kb\nTime:\t20.50ms\nMBps:\t95.20'))).toEqual([
      '(readbench | Time ms ↓ | 20.5)',
      'readbench | MBps MiB/s ↑ | 95.2',
    ]);
    expect(rows(read('Testing with 32 page(s) buffers:\n350.000 Mb/s\n355.000 Mb/s\nWrote 3641.000 MB in 10.00 s = 364.157 Mb/s'))).toEqual(
      ['bdev-write, 32 page(s) | rate MiB/s ↑ | 364.157'],
    );
  });

  test('the boot chart claims the step, not the time since power-on', () => {
    expect(rows(read('\tZFS mounted: 520.28ms, (+160.36ms)\nBooted up in 612.50 ms'))).toEqual([
      'ZFS mounted | step ms ↓ | 160.36',
      '(ZFS mounted | since boot ms ↓ | 520.28)',
      'boot | total ms ↓ | 612.5',
    ]);
  });

  test('BENCH and RESULT lines are read in their unit, repetitions as samples', () => {
    const reading = read(`BENCH: seq_read_128k                              =    4660.40 MB/s
BENCH: rand_read_4k                               =   12000.00 IOPS
BENCH: fsync                                      =       SKIP
RESULT mmap_read median=1443.9 stdev=112.6 MB/s reps=[1400.0,1443.9,1600.1]
RESULT create median=12.5 stdev=0.5 us
RESULT lat_open 42.5 us`);
    expect(rows(reading)).toEqual([
      'seq_read_128k | value MB/s ↑ | 4660.4',
      'rand_read_4k | value IOPS ↑ | 12000',
      'mmap_read | median MB/s ↑ | 1400 1443.9 1600.1',
      'lat_open | value us ↓ | 42.5',
      'create | median us ↓ | median 12.5 sd=0.5',
    ]);
    expect(codes(reading)).toEqual(['skipped']);
    expect(codes(read('RESULT x median=9 ns reps=[1,2,3]'))).toEqual(['inconsistent']);
  });

  test('results.tsv is read by its heading', () => {
    expect(
      rows(
        read(
          'impl\ttopo\tworkload\tmetric\tvalue\nopenzfs\tsingle\tseqread\tseqread_MBps\t4660.4 (sd 399.2)\nbsd\tsingle\todirect\todirect_MBps\t1150.4',
        ),
      ),
    ).toEqual(['bsd single odirect | odirect_MBps MB/s ↑ | 1150.4', 'openzfs single seqread | seqread_MBps MB/s ↑ | mean 4660.4 sd=399.2']);
  });
});

describe('Seastar perf_tests', () => {
  test('the old table gives medians with the runs of the preamble', () => {
    const reading = read(`single run duration:      1.000s
number of runs:           5
number of cores:          1

test                         iterations      median         mad         min         max      allocs       tasks        inst      cycles
sched.context_switch            7419000   130.374ns     0.451ns   129.408ns   137.770ns       0.000       2.000       749.4       521.8
chain.await                      504704     1.975us     9.888ns     1.966us     1.989us       2.125       1.094     24397.8         0.0`);
    expect(reading.format).toBe('seastar-perf-tests');
    expect(rows(reading)).toEqual([
      'sched.context_switch | runtime ns ↓ | median 130.374 n=5 sd=0.6686526',
      '(sched.context_switch | allocs allocs/op ↓ | median 0 n=5)',
      '(sched.context_switch | tasks tasks/op ↓ | median 2 n=5)',
      '(sched.context_switch | inst insns/op ↓ | median 749.4 n=5)',
      '(sched.context_switch | cycles cycles/op ↓ | median 521.8 n=5)',
      'chain.await | runtime us ↓ | median 1.975 n=5 sd=0.01465995',
      '(chain.await | allocs allocs/op ↓ | median 2.125 n=5)',
      '(chain.await | tasks tasks/op ↓ | median 1.094 n=5)',
      '(chain.await | inst insns/op ↓ | median 24397.8 n=5)',
    ]);
  });

  test('no spread at all is one run, in both layouts', () => {
    const old = read('x.y   1000   1.847us   0.000ns   1.847us   1.847us   25.129   0.001   749.4   521.8');
    expect(primaryRows(old)).toEqual(['x.y | runtime us ↓ | 1.847']);
    expect(codes(old)).toEqual(['one-run']);
    const fresh = read(`test     iters            runtime     allocs      tasks       inst     cycles
x.y    1000000   154.74ns ± 0.00%      8.158      0.001    2449.43      699.8
x.z      4e+11   126.72µs ± 0.18%      8.158      0.001    9.60e+09 ± 0.00%      2.3e+09`);
    expect(primaryRows(fresh)).toEqual(['x.y | runtime ns ↓ | 154.74', 'x.z | runtime us ↓ | median 126.72 sd=0.3381751']);
  });

  test('Markdown and JSON are read too', () => {
    const table = `| test | iters | runtime | allocs | tasks | inst | cycles |
| - | -: | -: | -: | -: | -: | -: |
| x.z | 4000 | 126.72µs ± 0.18% | 8.158 | 0.001 | 9600 | 230 |`;
    expect(primaryRows(read(table))).toEqual(['x.z | runtime us ↓ | median 126.72 sd=0.3381751']);
    const json = read(
      '{"results":{"x.z":{"runs":5,"total_iterations":20000,"median":126.7,"mad":1,"min":120,"max":130,"allocs":8,"inst":9600}},"summary":{}}',
    );
    expect(json.format).toBe('seastar-perf-tests-json');
    expect(primaryRows(json)).toEqual(['x.z | runtime ns ↓ | median 126.7 n=5 sd=1.4826']);
    expect(codes(read('{"results":{"x":{"mad":1,"median":"?"}}}'))).toEqual(['malformed']);
  });

  test('a median outside its range is told', () => {
    expect(codes(read('x.y 1000 1.847us 0.100us 1.900us 1.950us 1 1 1 1'))).toEqual(['inconsistent']);
  });
});

describe('perf-simple-query', () => {
  const line = (tps: number, errors = 0): string =>
    `${tps} tps ( 66.1 allocs/op,   0.0 logallocs/op,  14.2 tasks/op,   39417 insns/op,   18003 cycles/op,        ${errors} errors)`;

  test('each line is a run, throughput up and counts down', () => {
    const reading = read([line(89055.97), line(103372.72), line(98942.27), line(103752.93)].join('\n'));
    expect(reading.format).toBe('scylla-perf-simple-query');
    expect(primaryRows(reading)).toEqual(['perf-simple-query | tps tps ↑ | 89055.97 103372.7 98942.27 103752.9']);
    expect(rows(reading)).toContain('(perf-simple-query | insns/op insns/op ↓ | 39417 39417 39417 39417)');
    expect(codes(reading)).toEqual(['warm-up']);
  });

  test('errors are told, and a word before the figures is a side', () => {
    const reading = read(`before ${line(165080.62)}\nafter  ${line(164513.83, 3)}`);
    expect(primaryRows(reading)).toEqual([
      'perf-simple-query | tps tps ↑ before | 165080.6',
      'perf-simple-query | tps tps ↑ after | 164513.8',
    ]);
    expect(codes(reading)).toEqual(['errors-in-run']);
  });

  test('a summary block alone is read', () => {
    expect(
      rows(read('instructions_per_op:\n\tmean=   53412.22 standard-deviation=32.12\n\tmedian= 53420.53 median-absolute-deviation=20.32')),
    ).toEqual(['(perf-simple-query | insns/op insns/op ↓ | mean 53412.22 sd=32.12)']);
    expect(codes(read('throughput:\n\tmean= 1.0 standard-deviation= x'))).toEqual([]);
  });
});
