import { describe, expect, test } from '@jest/globals';
import type { RequirementId } from '../../src/evidence/evidence.ts';
import { evidenceOf, type Given, OPTIONS } from './evidence-of.ts';

const change = (path: string) =>
  ({ path, previousPath: null, status: 'modified', kind: 'file', before: '', after: 'x', unread: null }) as const;
const profile = (side: 'before' | 'after' | null, ...functions: readonly (readonly [string, number])[]) => ({
  side,
  source: `${side}.txt`,
  functions: functions.map(([name, total]) => ({ name, self: total, total })),
});

function requirement(id: RequirementId, body: string, given: Given = {}) {
  return evidenceOf(body, given).requirements.find((one) => one.id === id);
}

describe('profile', () => {
  test('none, one side, or no side is not enough, and the next step is a command', () => {
    expect(requirement('profile', '')).toMatchObject({
      status: 'unmet',
      note: 'There is no profile.',
      next: expect.stringContaining('perf record'),
    });
    expect(requirement('profile', '', { profiles: [profile('before', ['f', 0.5])] })?.note).toContain('before only');
    expect(requirement('profile', '', { profiles: [profile(null, ['f', 0.5])] })?.note).toContain('of which side');
  });

  test('both sides count when a changed function occurs in them', () => {
    const profiles = [
      profile('before', ['osv::queue<int>::push(int)', 0.23], ['main', 1]),
      profile('after', ['osv::queue<int>::push(int)', 0.08]),
    ];
    expect(requirement('profile', '', { profiles, changedFunctions: ['queue::push'] })).toMatchObject({
      status: 'met',
      note: 'queue::push has 23.0 % of the samples before and 8.0 % after.',
    });
    expect(requirement('profile', '', { profiles, changedFunctions: ['vfs::read'] })).toMatchObject({
      status: 'unmet',
      next: expect.stringContaining('vfs::read'),
    });
  });

  test('lock-free code without a word on it asks for contention', () => {
    expect(requirement('profile', '', { findings: ['undocumented-lock-free'] })?.next).toContain('perf lock');
  });
});

describe('technique and trade-offs', () => {
  test('a sentence on how, not a number, not a denial', () => {
    expect(requirement('technique', 'The queue is drained in batches instead of one by one under the lock.')).toMatchObject({
      status: 'met',
    });
    expect(requirement('technique', 'This is 2x faster now.')).toMatchObject({ status: 'unmet' });
    expect(requirement('technique', 'No regression at any batch size or thread count was seen here.')).toMatchObject({ status: 'unmet' });
  });

  test('a sentence on the cost; after a loss it is asked for by name', () => {
    expect(requirement('trade-offs', 'This costs 4 KB of memory per CPU.')).toMatchObject({ status: 'met' });
    const loss = '| a | before | after |\n|--|--|--|\n| read | 10 ns | 4 ns |\n| write | 10 ns | 20 ns |';
    expect(requirement('trade-offs', loss)).toMatchObject({ status: 'unmet', next: expect.stringContaining('what became worse') });
  });
});

describe('correctness', () => {
  test.each([
    ['a changed test', { pullRequest: { changes: [change('core/x.cc'), change('tests/tst-x.cc')] } }, 'met'],
    ['green checks', { pullRequest: { changes: [change('core/x.cc')] }, checks: 'passed' }, 'met'],
    ['neither', { pullRequest: { changes: [change('core/x.cc')] } }, 'unmet'],
    ['a failed check', { pullRequest: { changes: [change('core/x.cc'), change('tests/tst-x.cc')] }, checks: 'failed' }, 'unmet'],
    ['no change known', {}, 'not-applicable'],
  ] as const)('%s', (_, given, status) => {
    expect(requirement('correctness', '', given as Given)?.status).toBe(status);
  });
});

describe('guide', () => {
  const options = { ...OPTIONS, guide: 'documentation/performance.md' };
  const changes = [change('core/x.cc')];

  test('is asked for only where one is configured', () => {
    expect(requirement('guide', '', { pullRequest: { changes } })?.status).toBe('not-applicable');
  });

  test('is met by touching it, or by a sentence', () => {
    expect(requirement('guide', '', { options, pullRequest: { changes } })).toMatchObject({
      status: 'unmet',
      next: expect.stringContaining('documentation/performance.md'),
    });
    expect(requirement('guide', '', { options, pullRequest: { changes: [...changes, change(options.guide)] } })?.status).toBe('met');
    expect(requirement('guide', 'No new technique is used here.', { options, pullRequest: { changes } })?.status).toBe('met');
  });
});

describe('the next step for the benchmark', () => {
  const once = 'Before:\nBM_x   100 ns   100 ns   1000\nAfter:\nBM_x   90 ns   90 ns   1000';

  test.each([
    ['nothing', '', /Run one benchmark on bbbbbbbbbb and on aaaaaaaaaa, 5 times each/],
    ['one run of Google Benchmark', once, /4 more runs of each side, 5 in all.*--benchmark_repetitions=5/],
    ['one run of wrk', 'Before:\nRequests/sec: 100.00\nAfter:\nRequests/sec: 110.00', /4 more runs of each side/],
    ['no labels', 'Requests/sec: 100.00\nRequests/sec: 110.00', /Write `Before:` above/],
    ['a sentence', 'From 100 ns to 90 ns.', /Paste the output/],
    ['a hidden loss', '| a | before | after |\n|--|--|--|\n| read | 10 ns | 4 ns |\n| write | 10 ns | 20 ns |', /write/],
  ])('after %s', (_, body, next) => {
    const pullRequest = { base: 'b'.repeat(40), head: 'a'.repeat(40) };
    expect(requirement('benchmark', body, { pullRequest })?.next).toMatch(next);
  });
});
