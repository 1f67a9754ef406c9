import { describe, expect, test } from '@jest/globals';
import { BODY_LIMIT } from '../../src/github/marks.ts';
import { withGitHub } from './fake/connect.ts';
import { openPullRequest, pushBranch, writtenBy } from './fake/people.ts';
import { FULL } from './fake/permissions.ts';
import { visible } from './fake/plans.ts';
import { pullRequestEvent } from './runner/events.ts';
import { type Job, runAction } from './runner/run-action.ts';
import { fill, load, plain, source } from './runner/sources.ts';

/** Slow enough for a fake that has much to say. */
const SLOW: Partial<Job> = { clock: 3 };
const JOB_SUMMARY_LIMIT = 1024 * 1024;

describe('a large pull request', () => {
  test('of 3,500 files is reviewed to the last one, which GitHub’s lists leave out', async () => {
    await withGitHub(async (github) => {
      const { world } = github;
      pushBranch(world, 'main', { 'README.md': 'Kernel\n' });
      const files = Object.fromEntries(
        Array.from({ length: 3499 }, (_, n) => [`core/d${n % 50}/f${n}.cc`, `int f${n}() { return ${n}; }\n`]),
      );
      const pull = openPullRequest(world, { ...files, 'zzz/last.cc': source(load('last')) });
      const run = await runAction(github, { event: pullRequestEvent(world, pull), ...SLOW, intercept: () => undefined });
      expect(run).toMatchObject({ exitCode: 1, outputs: { findings: '1', errors: '1' } });
      expect(run.report?.coverage).toMatchObject({ changedFiles: 3500, cppFiles: 3500, reviewed: 3500, unread: [] });
      expect(visible(pull).live).toHaveLength(1);
      expect(github.requests.length).toBeLessThan(70);
    });
  });

  test('padded until GitHub’s rows claim that nothing changed does not slip through', async () => {
    await withGitHub(async (github) => {
      const { world } = github;
      pushBranch(world, 'main', { 'zzz/last.cc': source(plain('last')) });
      const pad = 'padding\n'.repeat(5_000);
      const padding = Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`docs/pad${n}.txt`, pad]));
      const pull = openPullRequest(world, { ...padding, 'zzz/last.cc': source(load('last')) });
      const run = await runAction(github, { event: pullRequestEvent(world, pull), ...SLOW });
      expect(run).toMatchObject({ exitCode: 1, outputs: { errors: '1' } });
      expect(visible(pull).live).toHaveLength(1);
    });
  });

  test('with 400 findings gets the worst of them inline, all of them in the reports, and stays within every limit', async () => {
    await withGitHub(async (github) => {
      const { world } = github;
      pushBranch(world, 'main', { 'core/a.cc': source(plain('a')) });
      const name = (n: number): string => `a_name_that_takes_much_room_in_a_summary_${'x'.repeat(150)}_${n}`;
      const functions = Array.from({ length: 399 }, (_, n) => fill(name(n)));
      const pull = openPullRequest(world, { 'core/a.cc': source(plain('a'), ...functions, load('worst')) });
      const job = { event: pullRequestEvent(world, pull), token: github.token(FULL), inputs: { publish: 'review,summary,check' } };
      const run = await runAction(github, { ...job, ...SLOW, intercept: () => undefined });
      expect(run).toMatchObject({ exitCode: 1, outputs: { findings: '400', errors: '1', notes: '399' } });
      expect(run.report?.findings).toHaveLength(400);
      expect(visible(pull).live).toHaveLength(25);
      expect(visible(pull).live.filter((text) => text.includes('release'))).toHaveLength(1);
      const bodies = writtenBy(pull, 'github-actions').map(({ body }) => body);
      expect(bodies.filter((body) => body.length > BODY_LIMIT)).toEqual([]);
      const text = visible(pull).summaries[0] ?? '';
      const listed = text.match(/^- \*\*(?:error|note)\*\* /gm)?.length ?? 0;
      const leftOut = [...text.matchAll(/(\d+) findings? left out here/g)].reduce((sum, [, count]) => sum + Number(count), 0);
      expect(leftOut).toBeGreaterThan(0);
      expect(listed + leftOut).toBe(400);
      expect(Buffer.byteLength(run.summary)).toBeLessThan(JOB_SUMMARY_LIMIT);
      expect(world.checks).toMatchObject([{ status: 'completed', conclusion: 'failure', head: pull.head }]);
      expect(world.checks[0]?.annotations).toHaveLength(400);
      // Annotations stand in for comments; what is in the check run and the summary is not said a third time without need.
      expect(run.annotations.length).toBeLessThanOrEqual(30);
      const again = await runAction(github, { ...job, ...SLOW, intercept: () => undefined });
      expect(again.outputs).toMatchObject({ findings: '400' });
      expect(github.requests.filter(({ isWrite }) => isWrite)).toEqual([]);
    });
  });
});
