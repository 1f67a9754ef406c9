import { describe, expect, test } from '@jest/globals';
import { findClaims } from '../../src/evidence/claims.ts';
import { labelOf } from '../../src/evidence/side-labels.ts';
import { blocksOf, evidenceOf, warningsOf } from './evidence-of.ts';

const found = (text: string): readonly string[] =>
  findClaims(text, 'body', labelOf).map(
    ({ kind, amount, isWorse }) => `${kind} ${Number(amount.toPrecision(4))}${isWorse ? ' worse' : ''}`,
  );

describe('claims are found', () => {
  test.each([
    ['About 10 times faster.', ['factor 10']],
    ['x13 improvement', ['factor 13']],
    ['This is a x5.5 - x120 speedup :-)', ['factor 5.5']],
    ['perf: 2x faster lookup', ['factor 2']],
    ['Up to 3.5x better throughput', ['factor 3.5']],
    ['Makes lookups twice as fast', ['factor 2']],
    ['reduces allocations by half', ['factor 2']],
    ['That yields a 5 % improvement.', ['percent 0.05']],
    ['Improvement: 34%', ['percent 0.34']],
    ['`~7.2%` performance gain compared to `v2.41.0`.', ['percent 0.072']],
    [
      'Improves the performance of a ycsb workload-C test on a guest with 4 vCPU by 7.47%, 17.02%, 29.24% and 24.45%',
      ['percent 0.0747', 'percent 0.1702', 'percent 0.2924', 'percent 0.2445'],
    ],
    ['Degrades the LRANGE_500 result on a 2 vCPU guest by 35%.', ['percent 0.35 worse']],
    ['reduces p99 latency by 40%', ['percent 0.4']],
    ['reduces throughput by 4%', ['percent 0.04 worse']],
    ['increases the boot time by 5%', ['percent 0.05 worse']],
    ['+9.5% RPS', ['percent 0.095']],
    ['Fix 5% regression', ['percent 0.05']],
    ['sched: context switch from 27 ns to 8 ns', ['values 0.2963']],
    ['Increase from 60s to 10min', ['values 10']],
  ])('%s', (text, claims) => {
    expect(found(text)).toEqual(claims);
  });

  test.each([
    'run 3 times',
    'using 50% cpu',
    '12% of the time is spent in malloc',
    'on x86 and x64',
    'readseq[-X100]',
    'lower-txgen: 95% confidence',
    'version 2.0',
  ])('none in “%s”', (text) => {
    expect(found(text)).toEqual([]);
  });
});

const table = '\n\n| bench | before | after |\n|---|---|---|\n| lookup | 100 ns | 40 ns |\n| insert | 100 ns | 50 ns |\n';

describe('claims are recomputed', () => {
  test.each([
    ['lookup is 2.5x faster.', 'supported', '2.5x'],
    ['It takes 60% less time.', 'supported', '−60 % (+150 % speed)'],
    ['150 % faster lookups', 'supported', '−60 % (+150 % speed)'],
    ['Up to 2.5x faster', 'supported', '2.5x'],
    ['1.5x faster', 'supported', '2.5x'],
    ['3x faster', 'overstated', '2.5x'],
    ['7x faster', 'overstated', '2.5x'],
    ['lookup goes from 100 ns to 40 ns', 'supported', '100 to 40 ns'],
    ['lookup goes from 100 ns to 10 ns', 'overstated', '100 to 40 ns'],
    ['30 % fewer allocations', 'unmeasured', null],
  ])('%s: %s', (sentence, status, measured) => {
    expect(evidenceOf(`${sentence}${table}`).claims[0]).toMatchObject({ status, measured });
  });

  test('overstated by little warns, by more than twice blocks', () => {
    expect(warningsOf(evidenceOf(`3x faster${table}`))).toContain('claim-mismatch');
    expect(blocksOf(evidenceOf(`3x faster${table}`))).toEqual([]);
    expect(blocksOf(evidenceOf(`7x faster${table}`))).toEqual(['claim-mismatch']);
  });

  test('300 to 1800 is not 600 %', () => {
    const evidence = evidenceOf("This increases netperf's throughput by 600%, from 300mbps to 1800mbps.");
    expect(evidence.claims[0]).toMatchObject({ measured: '+500 %', status: 'overstated' });
    expect(warningsOf(evidence)).toEqual(['claim-mismatch']);
  });

  test('the title is a claim too', () => {
    const evidence = evidenceOf(table, { pullRequest: { title: 'perf: 9x faster lookup' } });
    expect(evidence.claims).toContainEqual({ text: '9x faster', measured: '2.5x', status: 'overstated' });
    expect(evidence.status).toBe('insufficient');
  });

  test('numbers that go the other way', () => {
    const evidence = evidenceOf('20% faster\n\n| bench | before | after |\n|---|---|---|\n| lookup | 100 ns | 140 ns |');
    expect(evidence.claims[0]?.status).toBe('wrong-sign');
    expect(blocksOf(evidence)).toEqual(['wrong-direction', 'claim-mismatch']);
  });
});
