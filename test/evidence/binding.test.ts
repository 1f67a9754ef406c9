import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evidenceHash, stamp, tokensHash } from '../../src/evidence/binding.ts';
import type { Change } from '../../src/pull-request.ts';
import { blocksOf, evidenceOf, OPTIONS, warningsOf } from './evidence-of.ts';

const HEAD = 'a'.repeat(40);
const EARLIER = 'c'.repeat(40);
const change = (after: string): Change => ({
  path: 'core/x.cc',
  previousPath: null,
  status: 'modified',
  kind: 'file',
  before: '',
  after,
  unread: null,
});
const body = 'Before:\nRequests/sec: 100.00\nAfter:\nRequests/sec: 300.00';

function judged(now: string, then: string, given: object = {}) {
  const first = evidenceOf(body, { pullRequest: { head: EARLIER, changes: [change(then)] } });
  const seen = [stamp(first.comparisons, EARLIER, [change(then)])].filter((one) => one !== undefined);
  return evidenceOf(body, { pullRequest: { head: HEAD, changes: [change(now)] }, seen, ...given });
}

describe('staleness', () => {
  test('a change of tokens makes results stale, a change of layout and comments does not', () => {
    expect(blocksOf(judged('int a = 2;', 'int a = 1;'))).toEqual(['stale-evidence']);
    expect(judged('int a = 2;', 'int a = 1;').requirements[0]?.next).toContain(HEAD.slice(0, 10));
    expect(judged('int  a=1; // faster\n', 'int a = 1;').status).toBe('sufficient');
  });

  test('results that are seen for the first time are fresh', () => {
    expect(evidenceOf(body, { pullRequest: { head: HEAD, changes: [change('int a;')] } }).status).toBe('sufficient');
  });

  test('the config may let it warn', () => {
    const evidence = judged('int a = 2;', 'int a = 1;', { options: { ...OPTIONS, stale: 'warn' } });
    expect(warningsOf(evidence)).toContain('stale-evidence');
    expect(evidence.status).toBe('sufficient');
  });

  test.each([
    ['the head', HEAD.slice(0, 12), []],
    ['another commit', '1234567890ab', ['stale-evidence']],
  ])('results that name %s', (_, commit, codes) => {
    const file = (side: 'before' | 'after', time: number, sha: string) => ({
      side,
      path: `${side}.json`,
      text: JSON.stringify({
        context: { git_sha: sha, host_name: 'h' },
        benchmarks: [{ name: 'BM_x', real_time: time, cpu_time: time, time_unit: 'ns', iterations: 1 }],
      }),
    });
    const files = [file('before', 100, 'b'.repeat(12)), file('after', 40, commit)];
    expect(blocksOf(evidenceOf('', { files, pullRequest: { head: HEAD, base: 'b'.repeat(40), changes: [change('x')] } }))).toEqual(codes);
  });

  test('one commit on both sides is no comparison, and two machines are none', () => {
    const file = (side: 'before' | 'after', host: string, sha: string) => ({
      side,
      path: `${side}.json`,
      text: JSON.stringify({
        context: { git_sha: sha, host_name: host },
        benchmarks: [{ name: 'BM_x', real_time: side === 'after' ? 1 : 9, cpu_time: 1, time_unit: 'ns', iterations: 1 }],
      }),
    });
    expect(blocksOf(evidenceOf('', { files: [file('before', 'h', 'abcdef1'), file('after', 'h', 'abcdef1234')] }))).toContain(
      'same-ref-both-sides',
    );
    expect(blocksOf(evidenceOf('', { files: [file('before', 'h1', 'abcdef1'), file('after', 'h2', '1234567')] }))).toContain(
      'different-hosts',
    );
  });

  test('figures of another change are called out, whatever stands beside them', () => {
    const text = 'Before:\nRequests/sec: 1234.56\nAfter:\nRequests/sec: 3456.78';
    const elsewhere = [
      { where: '#11', text: 'Fix a typo in 2 places' },
      { where: '#12', text: `Makes it much faster.\n\n${text}\n\nSigned-off-by: Mona` },
    ];
    const evidence = evidenceOf(`Reland of the faster queue.\n\n${text}`, { elsewhere });
    expect(blocksOf(evidence)).toEqual(['stale-evidence-reused']);
    expect(evidence.problems[0]?.note).toContain('#12');
    expect(blocksOf(evidenceOf(text.replace('3456.78', '3456.79'), { elsewhere }))).toEqual([]);
  });

  test('a table that was copied is called out beside rows of its own', () => {
    const table = (...rows: readonly string[]): string => ['| bench | before | after |', '|---|---|---|', ...rows].join('\n');
    const copied = ['| a | 1234.5 ns | 456.7 ns |', '| b | 2345.6 ns | 987.6 ns |'];
    const elsewhere = [{ where: '#12', text: table(...copied, '| c | 11.5 ns | 4.5 ns |') }];
    expect(blocksOf(evidenceOf(table(...copied, '| new | 10.5 ns | 3.5 ns |'), { elsewhere }))).toEqual(['stale-evidence-reused']);
    const mostlyNew = table(...copied.slice(1), '| x | 10.5 ns | 3.5 ns |', '| y | 20.5 ns | 7.5 ns |');
    expect(blocksOf(evidenceOf(mostlyNew, { elsewhere }))).toEqual([]);
  });

  test('two round figures may be the same by chance', () => {
    expect(blocksOf(evidenceOf(body, { elsewhere: [{ where: '#12', text: body }] }))).toEqual([]);
  });
});

describe('hashes', () => {
  test('the order of rows does not matter, any figure does', () => {
    const { comparisons } = evidenceOf('| a | before | after |\n|--|--|--|\n| x | 10 ns | 4 ns |\n| y | 20 ns | 9 ns |');
    fc.assert(
      fc.property(fc.shuffledSubarray([...comparisons], { minLength: comparisons.length }), (shuffled) => {
        expect(evidenceHash(shuffled)).toBe(evidenceHash(comparisons));
      }),
    );
    expect(evidenceHash(comparisons.slice(1))).not.toBe(evidenceHash(comparisons));
    expect(evidenceHash([])).toBe('');
  });

  test('only C++ counts, and a deletion does', () => {
    const one = change('int a;');
    expect(tokensHash([one, { ...one, path: 'README.md', after: 'x' }])).toBe(tokensHash([one]));
    expect(tokensHash([{ ...one, status: 'deleted' }])).not.toBe(tokensHash([one]));
    expect(tokensHash([one, { ...one, path: 'a.cc' }])).toBe(tokensHash([{ ...one, path: 'a.cc' }, one]));
  });
});
