import { describe, expect, test } from '@jest/globals';
import { connectTo, REPOSITORY, withGitHub } from './fake/connect.ts';
import type { Fault } from './fake/faults.ts';
import { addRun } from './fake/people.ts';
import { FULL } from './fake/permissions.ts';
import { openChange } from './fake/plans.ts';

const runs = { owner: REPOSITORY.owner, repo: REPOSITORY.name } as const;

function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Fault {
  return { kind: 'answer', status, body: JSON.stringify({ message }), headers, isApplied: false };
}

describe('the client', () => {
  test('waits as long as a limit asks, once, and goes on', async () => {
    await withGitHub(async (github) => {
      const client = await connectTo(github, FULL);
      const times: number[] = [];
      github.watch(({ index }) => {
        times.push(Date.now());
        return index === 0 ? refusal(403, 'You have exceeded a secondary rate limit.', { 'retry-after': '1' }) : undefined;
      });
      await client.rest('GET /repos/{owner}/{repo}/actions/runs', runs);
      expect(times).toHaveLength(2);
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(995);
    });
  });

  test.each([
    [
      'the hour’s limit',
      refusal(403, 'API rate limit exceeded', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9999999999' }),
      'limited',
    ],
    ['a limit without a time', refusal(429, 'Too many requests'), 'limited'],
    ['a flood of comments', refusal(422, 'Validation Failed: was submitted too quickly'), 'limited'],
    ['a token without the right', refusal(403, 'Resource not accessible by integration'), 'denied'],
    ['something that is not there', refusal(404, 'Not Found'), 'missing'],
    ['a page of a proxy', { ...refusal(200, ''), body: '<html>' }, 'unreachable'],
  ] as const)('gives up at %s before its time is over, and says what it is', async (_, fault, kind) => {
    await withGitHub(async (github) => {
      const client = await connectTo(github, FULL, { deadlineMs: 3000 });
      github.watch(() => fault);
      await expect(client.rest('GET /repos/{owner}/{repo}/actions/runs', runs)).rejects.toMatchObject({ kind });
    });
  });

  test('repeats reads, and writes only where twice is once', async () => {
    await withGitHub(async (github) => {
      const { head } = openChange(github.world, [10]);
      const run_id = addRun(github.world, head).id;
      const client = await connectTo(github, FULL);
      const rerun = 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun';
      github.watch(({ index }) => (index === 0 ? { kind: 'reset', isApplied: false } : undefined));
      await expect(client.rest(rerun, { ...runs, run_id })).rejects.toMatchObject({ kind: 'unreachable' });
      expect(github.requests).toHaveLength(1);
      github.watch(({ index }) => (index === 0 ? { kind: 'reset', isApplied: false } : undefined));
      await client.rest(rerun, { ...runs, run_id }, { idempotent: true });
      expect(github.requests).toHaveLength(2);
    });
  });

  test('leaves the time that GitHub asks for between two writes', async () => {
    await withGitHub(async (github) => {
      const { head } = openChange(github.world, [10]);
      const client = await connectTo(github, FULL, { spacingMs: 300 });
      const times: number[] = [];
      github.watch(() => {
        times.push(Date.now());
        return undefined;
      });
      const check = { ...runs, name: 'perf-review findings', head_sha: head } as const;
      for (let n = 0; n < 3; n += 1) await client.rest('POST /repos/{owner}/{repo}/check-runs', check);
      const gaps = times.slice(1).map((time, n) => time - (times[n] ?? 0));
      expect(gaps.filter((gap) => gap < 295)).toEqual([]);
    });
  });

  test('ends when an answer never comes, and keeps the token out of what it says', async () => {
    await withGitHub(async (github) => {
      const token = github.token(FULL);
      const client = await connectTo(github, FULL, { token, timeoutMs: 100, deadlineMs: 700 });
      github.watch(() => ({ kind: 'hang', isApplied: false }));
      await expect(client.rest('GET /repos/{owner}/{repo}/actions/runs', runs)).rejects.toMatchObject({ kind: 'unreachable' });
      github.watch(() => refusal(422, `Bad: ${token}`));
      const told = connectTo(github, FULL, { token }).then((other) => other.rest('GET /repos/{owner}/{repo}/actions/runs', runs));
      await expect(told).rejects.toMatchObject({ message: expect.not.stringContaining(token) });
    });
  });
});
