import { describe, expect, test } from '@jest/globals';
import { blocksOf, evidenceOf, linesOf } from './evidence-of.ts';

/** Texts that look like proof of twofold gains, or of five runs, and are none. */

const row = (time: number): string => `BM_x   ${time} ns   ${time} ns   1000`;
const under = (before: string, after: string): string => `${before}:\n\n${row(100)}\n\n${after}:\n\n${row(40)}\n`;
const table = '| bench | before | after |\n|---|---|---|\n| lookup | 100 ns | 40 ns |\n';
const fence = (...lines: readonly string[]): string => ['```', ...lines, '```'].join('\n');

describe('figures that are no runs of one benchmark are not taken for runs', () => {
  const FIVE = [10, 20, 30, 40, 50];

  test.each([
    ['bullets', (i: number) => `* case ${'abcde'[i]}\n\n`],
    ['bare names', (i: number) => `${'small large huge wide deep'.split(' ')[i]}\n`],
    ['nothing', () => ''],
  ])('sides under %s', (_, above) => {
    const body = FIVE.map((time, i) => `${above(i)}Before: ${time + 90} ms\nAfter: ${time / 10} ms\n`).join('\n');
    const evidence = evidenceOf(body);
    expect(evidence.comparisons).toHaveLength(5);
    expect(evidence.comparisons.every(({ before, after }) => before?.n === 1 && after?.n === 1)).toBe(true);
    expect(evidence.status).toBe('insufficient');
  });

  test('sides under numbered runs are runs', () => {
    const body = [100, 101, 102, 103, 104].map((time, i) => `Run ${i + 1}:\nBefore: ${time} ms\nAfter: ${time - 20} ms\n`).join('\n');
    expect(linesOf(evidenceOf(body))).toEqual(['improved: unnamed value, 102 (5) → 82 (5) ms']);
  });

  test('the output of other commands', () => {
    const side = (name: string, rate: number): string =>
      `${name}:\n${fence(...FIVE.flatMap((c) => [`$ wrk -c ${c} http://x/`, `Requests/sec: ${rate + c}.0`]))}\n`;
    expect(linesOf(evidenceOf(side('Before', 1000) + side('After', 1500)))).toEqual(
      FIVE.map((c) => `too-few-runs: wrk \`wrk -c ${c} http:///\` Requests/sec, ${1000 + c} → ${1500 + c} req/s`),
    );
  });

  test('the output of other commands, each in a fence of its own', () => {
    const side = (name: string, rate: number): string =>
      `${name}:\n\n${FIVE.map((c) => fence(`$ wrk -c ${c} http://x/`, `Requests/sec: ${rate + c}.0`)).join('\n\n')}\n\n`;
    const evidence = evidenceOf(side('Before', 1000) + side('After', 1500));
    expect(evidence.comparisons.filter(({ before, after }) => before?.n === 1 && after?.n === 1)).toHaveLength(5);
  });

  test('one command again and again is one benchmark', () => {
    const side = (name: string, time: number): string =>
      `${name}:\n${fence(...FIVE.flatMap((i) => [`$ time ./build/${name}/bench -n 4`, `real 0m${time + i / 100}s`]))}\n`;
    expect(linesOf(evidenceOf(side('Before', 10) + side('After', 8)))).toEqual(['improved: time real, 10.3 (5) → 8.3 (5) s']);
  });

  test('tables without names', () => {
    const body = FIVE.map((time) => `              before     after\ntime          ${time + 90} ms     ${time + 60} ms\n`).join('\n');
    expect(evidenceOf(body).comparisons.map(({ before }) => before?.n)).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('sides that differ in more than the change', () => {
  test.each([
    ['builds', 'Before (debug build)', 'After (release build)'],
    ['compilers', 'Before, gcc 9', 'After, clang 15'],
    ['machines', 'Before (on my laptop)', 'After (on the server)'],
    ['threads', 'Before, 1 thread', 'After, 8 threads'],
    ['disks', 'Before (HDD)', 'After (NVMe)'],
    ['platforms', 'Before (x86_64)', 'After (aarch64)'],
    ['caches', 'Before (cold cache)', 'After (warm cache)'],
    ['sizes', 'Before, 4 KB blocks', 'After, 1 KB blocks'],
    ['counts', 'Before, 1000 entries', 'After, 100 entries'],
    ['assertions', 'Before (with asserts)', 'After (NDEBUG)'],
  ])('%s', (_, before, after) => {
    const evidence = evidenceOf(under(before, after));
    expect(blocksOf(evidence)).toContain('settings-differ');
    expect(evidence.status).toBe('insufficient');
  });

  const run = (name: string, command: string, rate: number): string => `${name}:\n${fence(`$ ${command}`, `Requests/sec: ${rate}.0`)}\n`;

  test.each([
    ['an option', 'wrk -c 100 http://x/', 'wrk -c 10 http://x/'],
    ['a long option', 'db_bench --num=1000000', 'db_bench --num=1000'],
    ['an option without a blank', 'wrk -c100 http://x/', 'wrk -c10 http://x/'],
  ])('%s of the command', (_, before, after) => {
    expect(blocksOf(evidenceOf(run('Before', before, 1000) + run('After', after, 4000)))).toContain('settings-differ');
  });

  test.each([
    ['the folder of the program', './old/wrk -c 10 http://x/', './new/wrk -c 10 http://x/'],
    ['the port', 'wrk -c 10 http://localhost:8080/', 'wrk -c 10 http://localhost:8081/'],
    ['a switch', 'wrk --batch=0 http://x/', 'wrk --batch=1 http://x/'],
    ['where the output goes', 'wrk http://x/ > before1.txt', 'wrk http://x/ > after2.txt'],
  ])('%s is no such difference', (_, before, after) => {
    expect(evidenceOf(run('Before', before, 1000) + run('After', after, 4000)).status).toBe('sufficient');
  });

  test('what is the same on both sides is no such difference', () => {
    expect(evidenceOf(under('Before (release build, gcc 12)', 'After (release build, gcc 12)')).status).toBe('sufficient');
  });

  test('what the title changes is no such difference', () => {
    const body = run('Before', 'bench --batch-size 1', 1000) + run('After', 'bench --batch-size 64', 4000);
    expect(evidenceOf(body, { pullRequest: { title: 'Raise the default batch-size' } }).status).toBe('sufficient');
    expect(evidenceOf(body).status).toBe('insufficient');
  });

  test('a library that only one side has built for debugging', () => {
    const warning = '***WARNING*** Library was built as DEBUG. Timings may be affected.';
    expect(blocksOf(evidenceOf(`Before:\n${fence(warning, row(100))}\nAfter:\n${fence(row(40))}`))).toContain('debug-build');
    expect(evidenceOf(`Before:\n${fence(warning, row(100))}\nAfter:\n${fence(warning, row(40))}`).status).toBe('sufficient');
  });
});

describe('labels that are no sides of the change', () => {
  test.each([
    ['the life of a program', 'Before warmup', 'After warmup'],
    ['machines', 'Old machine', 'New machine'],
    ['compilers', 'Old compiler', 'New compiler'],
    ['a processor’s settings', 'Hyperthreading off', 'Hyperthreading on'],
    ['a load', 'With contention', 'Without contention'],
  ])('%s', (_, before, after) => {
    const evidence = evidenceOf(under(before, after));
    expect(evidence.comparisons.filter(({ change }) => change !== null)).toEqual([]);
    expect(evidence.status).toBe('insufficient');
  });

  test('columns, as well as headings', () => {
    const body = '| | before compaction | after compaction |\n|--|--|--|\n| db size | 10 GB | 4 GB |\n| read | 100 us | 40 us |';
    expect(evidenceOf(body).status).toBe('insufficient');
  });

  test('what the title is about may be switched on', () => {
    const pullRequest = { title: 'Enable LTO' };
    expect(evidenceOf(under('LTO off', 'LTO on'), { pullRequest }).status).toBe('sufficient');
    expect(evidenceOf(under('LTO off', 'LTO on')).status).toBe('insufficient');
  });

  test.each([
    ['a table of them', '| parameter | old | new |\n|--|--|--|\n| batch size | 64 KB | 16 KB |\n| poll | 100 ms | 10 ms |'],
    ['rows', '| | before | after |\n|--|--|--|\n| poll interval | 100 ms | 10 ms |\n| buffer size | 64 KB | 16 KB |'],
    ['lines', '- batch size: 64 KB -> 16 KB\n- poll timeout: 100 ms -> 10 ms'],
  ])('settings that become smaller are no gain: %s', (_, body) => {
    expect(evidenceOf(body).status).not.toBe('sufficient');
  });

  test('a change that stands without values beside rows with them counts', () => {
    const body = '| bench | before | after | change |\n|--|--|--|--|\n| lookup | 100 ns | 40 ns | -60% |\n| insert | | | +400% |';
    expect(blocksOf(evidenceOf(body))).toEqual(['undisclosed-regression']);
    expect(evidenceOf(body.replace('change |', 'improvement |')).status).toBe('sufficient');
  });
});

describe('figures that were not measured for this change', () => {
  test.each([
    ['Theoretical numbers:'],
    ['Estimated improvement (to be measured):'],
    ['Expected results:'],
    ['### Projected gains'],
    ['Numbers from memory:'],
    ['Example values:'],
    ['These are from #123, not this PR:'],
    ['I still need to re-run these on the final version.'],
    ['These numbers are for v1 of the patch, v2 is different:'],
    ['The results need to be re-measured after the rebase.'],
    ['The numbers below are outdated.'],
    ['I haven’t run the benchmarks, but this is what I would expect:'],
    ['By analysis, the change should give:'],
  ])('%s', (words) => {
    const evidence = evidenceOf(`${words}\n\n${table}`);
    expect(blocksOf(evidence)).toContain('self-disclaimed');
    expect(evidence.status).toBe('insufficient');
  });

  test.each([['after (projected)'], ['after (goal)']])('a column headed %s', (heading) => {
    expect(blocksOf(evidenceOf(table.replace('after', heading)))).toEqual(['self-disclaimed']);
  });

  test.each([
    ['As expected, the numbers improve:'],
    ['The expected win shows in the benchmark, and re-running it gives the same:'],
    ['This is not this PR’s fault, but the test suite needs a rerun.'],
    ['Results of the benchmark of the previous PR’s author, run again:'],
    ['Sample output:'],
  ])('%s takes nothing back', (words) => {
    expect(evidenceOf(`${words}\n\n${table}`).status).toBe('sufficient');
  });

  test('what the author quotes of others in a comment', () => {
    const quoted = `> Before:\n> ${row(100)}\n>\n> After:\n> ${row(40)}\n\nCan you show these for the branch?`;
    const comments = [{ author: 'mona', body: quoted, createdAt: '2026-01-01T00:00:00Z' }];
    expect(evidenceOf('', { pullRequest: { comments } }).status).toBe('missing');
  });
});
