import { describe, expect, test } from '@jest/globals';
import { withGitHub } from './fake/connect.ts';
import { openPullRequest, pushBranch, pushTo, writtenBy } from './fake/people.ts';
import { visible } from './fake/plans.ts';
import { pullRequestEvent } from './runner/events.ts';
import { runAction } from './runner/run-action.ts';
import { fill, load, plain, source } from './runner/sources.ts';

const PATH = 'core/queue.cc';

describe('at the same time', () => {
  test.each(['query Texts', 'query Posted', 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews'])(
    'a head that is replaced at "%s" gets no comment of the old run, and the next run says what is true',
    async (moment) => {
      await withGitHub(async (github) => {
        const { world } = github;
        pushBranch(world, 'main', { [PATH]: source(plain('a')) });
        const pull = openPullRequest(world, { [PATH]: source(plain('a'), load('b')) });
        const reviewed = pull.head;
        const run = await runAction(github, {
          event: pullRequestEvent(world, pull),
          intercept: ({ name }) => {
            if (name === moment && pull.head === reviewed)
              pushTo(world, pull, { [PATH]: source(plain('a'), fill('c')) }, { isForced: true });
            return undefined;
          },
        });
        // The verdict is about the commit that was read.
        expect(run).toMatchObject({ exitCode: 1, report: { subject: { head: reviewed } } });
        expect(writtenBy(pull, 'github-actions')).toEqual([]);
        expect(run.annotations).toHaveLength(1);
        expect(run.summary).toContain('moved on');
        expect(await runAction(github, { event: pullRequestEvent(world, pull) })).toMatchObject({
          exitCode: 0,
          outputs: { findings: '1' },
        });
        expect(visible(pull)).toMatchObject({ live: [expect.stringContaining('reserve')], closed: [] });
      });
    },
  );

  test('two runs on one commit leave one comment for each finding and one summary', async () => {
    await withGitHub(async (github) => {
      const { world } = github;
      pushBranch(world, 'main', { [PATH]: source(plain('a')) });
      const pull = openPullRequest(world, { [PATH]: source(plain('a'), fill('b'), load('c')) });
      // Neither writes before both have looked.
      const looked = new Set<string>();
      let open = (): void => {};
      const bothHaveLooked = new Promise<void>((resolve) => {
        open = resolve;
      });
      github.watch(async ({ name, token, isWrite }) => {
        if (name === 'query Posted') looked.add(token);
        if (looked.size === 2) open();
        if (isWrite) await bothHaveLooked;
        return undefined;
      });
      const runs = await Promise.all([1, 2].map(() => runAction(github, { event: pullRequestEvent(world, pull), clock: 2 })));
      expect(runs.map(({ exitCode }) => exitCode)).toEqual([1, 1]);
      github.watch(undefined);
      const last = await runAction(github, { event: pullRequestEvent(world, pull) });
      expect(last.exitCode).toBe(1);
      expect(visible(pull)).toMatchObject({ live: [expect.stringContaining('reserve'), expect.stringContaining('release')], closed: [] });
      expect(pull.threads).toHaveLength(2);
      expect(visible(pull).summaries).toHaveLength(1);
    });
  });
});
