import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Profile } from '../../src/heat/profile.ts';
import { readProfile } from '../../src/heat/read-profile.ts';

const bytesOf = (name: string) => readFileSync(new URL(`profiles/${name}`, import.meta.url));
const read = (name: string) => readProfile(name, bytesOf(name));

/** `inclusive own symbol file:line` of the heaviest functions, shares in per cent. */
function rows(profile: Profile, count: number): string[] {
  return profile.functions.slice(0, count).map(({ symbol, self, total, file, line }) => {
    const place = file === null ? '' : ` ${file}${line === null ? '' : `:${line}`}`;
    return `${(total * 100).toFixed(1)} ${(self * 100).toFixed(1)} ${symbol}${place}`;
  });
}

function share(profile: Profile, symbol: string): string | undefined {
  const found = profile.functions.find((each) => each.symbol === symbol);
  return found && `${(found.total * 100).toFixed(1)} ${(found.self * 100).toFixed(1)}`;
}

const codes = (profile: Profile) => profile.problems.map(({ code }) => code);

describe('perf', () => {
  test('script and the stacks that FlameGraph folds of it say the same', () => {
    const script = read('perf-script.txt');
    const folded = read('folded.txt');
    expect([script.format, folded.format]).toEqual(['perf script', 'folded stacks']);
    expect([script.unit, script.samples, script.total]).toEqual(['cpu-clock', 24, folded.total]);
    // stackcollapse-perf.pl drops what stands behind the first parenthesis; none of these names has one.
    const known = new Set(folded.functions.map(({ symbol }) => symbol));
    const both = script.functions.filter(({ symbol }) => known.has(symbol));
    expect(both.length).toBeGreaterThan(20);
    for (const { symbol } of both) expect(`${symbol} ${share(script, symbol)}`).toBe(`${symbol} ${share(folded, symbol)}`);
  });

  test('script without call chains has a frame on the line of each event', () => {
    const profile = read('perf-script-flat.txt');
    expect([profile.samples, codes(profile)]).toEqual([12, []]);
    expect(share(profile, 'srv::server::serve')).toBe('50.0 50.0');
    expect(share(profile, '_dl_relocate_object')).toBe('16.7 16.7');
  });

  test('script tells apart the bare names of static functions by the file behind them', () => {
    const profile = read('perf-script-srcline.txt');
    expect([profile.samples, codes(profile)]).toEqual([8, []]);
    expect(rows(profile, 3)).toEqual([
      '100.0 75.0 srv::server::serve',
      '100.0 0.0 main main.cc:7',
      '100.0 0.0 __libc_start_call_main libc-start.c:74',
    ]);
  });

  test('script with several events reads the first', () => {
    const block = (event: string, symbol: string) => `app 7/8 [001] 1.5: 10 ${event}:u: \n\t4 ${symbol} (/bin/app)\n\n`;
    const profile = readProfile('p', block('cycles', 'f') + block('cache-misses', 'g') + block('cycles', 'f'));
    expect([profile.unit, profile.samples, rows(profile, 5), codes(profile)]).toEqual(['cycles', 2, ['100.0 100.0 f'], ['several-events']]);
  });

  test('report has the inclusive share where call graphs were recorded', () => {
    const profile = read('perf-report.txt');
    expect([profile.format, profile.unit, profile.samples]).toEqual(['perf report --stdio', 'cpu-clock', 692]);
    expect(rows(profile, 4)).toEqual([
      '94.5 0.0 __libc_start_call_main',
      '94.5 0.0 main',
      '78.9 41.0 srv::server::serve',
      '30.6 9.8 srv::(anonymous namespace)::sum_handler::handle',
    ]);
  });

  test('report with places adds up the lines of a function', () => {
    expect(rows(read('perf-report-srcline.txt'), 2)[0]).toBe('39.0 39.0 srv::server::serve');
  });

  test('samples that perf lost are said', () => {
    expect(codes(readProfile('p', '# Total Lost Samples: 12\n# Overhead  Symbol\n  10.00%  [.] f\n'))).toEqual([
      'lost-samples',
      'no-symbols',
    ]);
  });
});

describe('folded stacks', () => {
  test('count recursion once, and the innermost frame as its own', () => {
    expect(rows(readProfile('p', 'a;b;a;b 3\na;c 1\n'), 3)).toEqual(['100.0 0.0 a', '75.0 75.0 b', '25.0 25.0 c']);
  });

  test('keep spaces, commas and semicolon-free operators in names, and drop the marks of kernel and clones', () => {
    const profile = readProfile(
      'p',
      'main;void f<int, char>(int, char const*) [clone .isra.0];do_syscall_64_[k] 3\nmain;g.constprop.0.isra.7 1\n',
    );
    expect(rows(profile, 4)).toEqual([
      '100.0 0.0 main',
      '75.0 75.0 do_syscall_64',
      '75.0 0.0 void f<int, char>(int, char const*)',
      '25.0 25.0 g',
    ]);
  });

  test('of two profiles (difffolded) are read by the second', () => {
    expect(rows(readProfile('p', 'a;b 10 30\na;c 90 10\n'), 3)).toEqual(['100.0 0.0 a', '75.0 75.0 b', '25.0 25.0 c']);
  });

  test('with the weight of periods are not taken for as many samples', () => {
    expect(readProfile('p', 'a;b 900000000\na;c 100000000\n').samples).toBe(2);
    expect(readProfile('p', 'a;b 90\na;c 10\n').samples).toBe(100);
  });
});

describe('pprof', () => {
  test('is read by its field numbers, inlined functions and their callers both', () => {
    const bytes = gunzipSync(bytesOf('pprof.pb.gz'));
    const profile = readProfile('p', bytes);
    expect([profile.format, profile.unit, profile.total, profile.samples]).toEqual([
      'pprof (profile.proto)',
      'nanoseconds',
      1_760_000_000,
      176,
    ]);
    expect(share(profile, 'main.busyLoop')).toBe('100.0 8.5');
    expect(share(profile, 'runtime.mapiternext')).toBe('77.8 72.7');
    expect(profile.functions.find(({ symbol }) => symbol === 'math.Abs')).toMatchObject({
      file: '/usr/lib/google-golang/src/math/abs.go',
      line: 16,
    });
  });

  test('that is still compressed is said to be', () => {
    expect(codes(readProfile('p', bytesOf('pprof.pb.gz')))).toEqual(['compressed']);
  });

  test('as text is read in the tables of gperftools and of google/pprof', () => {
    const old = read('pprof-gperftools.txt');
    expect([old.format, old.unit, old.samples]).toEqual(['pprof --text', 'samples', 127]);
    expect(share(old, 'rotate')).toBe('35.4 35.4');
    expect(share(old, 'std::__unguarded_linear_insert')).toBe('15.7 7.1');
    const table = read('pprof-text.txt');
    expect(rows(table, 3)).toEqual(['100.0 0.0 line3000', '99.1 0.0 line3001', '98.2 98.2 line1000']);
  });
});

describe('callgrind', () => {
  test('gives what callgrind_annotate gives', () => {
    const profile = read('callgrind.out');
    expect([profile.format, profile.unit, profile.total, profile.samples]).toEqual(['callgrind', 'Ir', 41_748, null]);
    expect(share(profile, 'srv::server::serve(int)')).toBe('100.0 45.9');
    expect(share(profile, 'srv::server::serve(srv::request const&)')).toBe('19.0 0.6');
    expect(codes(profile)).toEqual([]);
  });

  test('that is cut off does not add up, and says so', () => {
    const text = bytesOf('callgrind.out').toString();
    expect(codes(readProfile('p', text.slice(0, text.length / 2)))).toContain('truncated');
  });
});

test('gprof has own time, and the inclusive time of its total column', () => {
  const profile = read('gprof.txt');
  expect([profile.format, profile.unit, profile.samples]).toEqual(['gprof flat profile', 's', 56]);
  expect(rows(profile, 3)).toEqual([
    '82.2 39.3 srv::server::serve(int)',
    '32.1 32.1 srv::(anonymous namespace)::sum_handler::~sum_handler()',
    '17.9 0.0 srv::server::on_each(std::function<void (srv::request const&)> const&)',
  ]);
});

test('speedscope profiles are read sampled and evented', () => {
  for (const name of ['speedscope-evented.json', 'speedscope-sampled.json']) {
    const profile = read(name);
    expect([profile.format, rows(profile, 4)]).toEqual(['speedscope JSON', ['100.0 35.7 b', '100.0 0.0 a', '35.7 35.7 c', '28.6 28.6 d']]);
  }
});

describe('OSv', () => {
  const SHARES = [
    '64.3 7.1 srv::server::serve(int)',
    '42.9 42.9 srv::(anonymous namespace)::sum_handler::handle(srv::request const&)',
    '35.7 35.7 memcpy',
  ];

  test.each(['osv-prof.txt', 'osv-prof-callers.txt', 'osv-prof-wait.txt'])('%s: callees or callers first, threads are added up', (name) => {
    const profile = read(name);
    expect([profile.format, profile.samples, codes(profile)]).toEqual(['OSv prof.py', 14, []]);
    const all = rows(profile, 20);
    expect(SHARES.filter((each) => !all.includes(each))).toEqual([]);
  });

  test('prof.py with places has the file of each function', () => {
    expect(rows(read('osv-prof-lines.txt'), 20)).toContain('14.3 14.3 lockfree::mutex::lock() /build/osv/core/lfmutex.cc:87');
  });

  test('a tree as a commit message quotes it is read to where it is cut', () => {
    const profile = readProfile(
      'commit',
      `Collected 30667 samples spanning 11.97 s

2.73 s (100.00%, #15332) All
 lockfree::mutex::lock() /data/osv/core/lfmutex.cc:87
 |-- 1.82 s (66.64%, #8153) lock_guard /data/gcc/include/c++/4.8.2/mutex:414
 |    |-- 1.82 s (66.64%, #8151) lock_guard_for_with_lock /data/osv/include/osv/mutex.h:75
 |    |    |-- 1.69 s (61.90%, #4200) epoll_file::wake(epoll_key) /data/osv/core/epoll.cc:249
 |    |    |    |-- 1.68 s (61.51%, #4102) epoll_wake(epoll_ptr const&) /data/osv/core/epoll.cc:362
 |    |    |    |    file::wake_epoll(int) /data/osv/fs/vfs/kern_descrip.cc:177
 |    |    |    |    poll_wake /data/osv/core/poll.cc:168
`,
    );
    expect(rows(profile, 6)).toEqual([
      '100.0 100.0 lockfree::mutex::lock() /data/osv/core/lfmutex.cc:87',
      '66.7 0.0 lock_guard /data/gcc/include/c++/4.8.2/mutex:414',
      '66.7 0.0 lock_guard_for_with_lock /data/osv/include/osv/mutex.h:75',
      '61.9 0.0 epoll_file::wake(epoll_key) /data/osv/core/epoll.cc:249',
      '61.5 0.0 epoll_wake(epoll_ptr const&) /data/osv/core/epoll.cc:362',
      '61.5 0.0 file::wake_epoll(int) /data/osv/fs/vfs/kern_descrip.cc:177',
    ]);
  });

  test('trace.py summary gives tracepoints as shares of the time of all CPUs, and needs times', () => {
    const profile = read('osv-trace-summary.txt');
    expect([profile.format, rows(profile, 2)]).toEqual(['OSv trace.py summary', ['41.8 0.0 vfs_pwritev', '7.4 0.0 mutex_lock_wait']]);
    const counted = bytesOf('osv-trace-summary.txt')
      .toString()
      .replace(/Timed tracepoints[\s\S]*/, '');
    expect(codes(readProfile('p', counted))).toEqual(['no-times']);
  });
});
