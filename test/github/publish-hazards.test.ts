import { describe, expect, test } from '@jest/globals';
import { BODY_LIMIT } from '../../src/github/marks.ts';
import { publish } from '../../src/github/publish.ts';
import { connectTo, REPOSITORY, withGitHub } from './fake/connect.ts';
import { pushTo } from './fake/people.ts';
import { FORK } from './fake/permissions.ts';
import { openChange, PATH, planFor, planned, textOf, visible } from './fake/plans.ts';
import { publishTo, writes } from './fake/publish-to.ts';

describe('publish', () => {
  test('posts nothing on a head that has moved, even while it posts', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10]);
      const plan = planFor(github.world, pull, [planned(10)]);
      pushTo(github.world, pull, { [PATH]: textOf([20]) });
      expect(await publishTo(github, pull, plan)).toMatchObject({ published: false, because: 'moved' });
      expect(writes(github)).toEqual([]);
      const later = planFor(github.world, pull, [planned(20)]);
      const client = await connectTo(github);
      github.watch(({ isWrite }) => {
        if (isWrite && pull.head === later.head) pushTo(github.world, pull, { [PATH]: textOf([30]) }, { isForced: true });
        return undefined;
      });
      expect(await publish(client, REPOSITORY, pull.number, later)).toMatchObject({ published: false, because: 'moved' });
      expect(visible(pull)).toEqual({ live: [], closed: [], summaries: [] });
    });
  });

  test('is silent with the token of a fork and on a pull request that is closed', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10], { isFork: true });
      const plan = planFor(github.world, pull, [planned(10)]);
      expect(await publishTo(github, pull, plan, FORK)).toMatchObject({
        published: false,
        because: 'denied',
        reason: expect.stringContaining('403'),
      });
      pull.state = 'CLOSED';
      expect(await publishTo(github, pull, plan)).toMatchObject({ published: false, because: 'closed' });
      expect(visible(pull)).toEqual({ live: [], closed: [], summaries: [] });
    });
  });

  test('keeps bodies within GitHub’s limit, mark included', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10]);
      const long = `${'x'.repeat(99)}\n`.repeat(700);
      const plan = planFor(github.world, pull, [planned(10, { body: long, plainBody: long })]);
      const summary = { isWorthMaking: true, render: () => long };
      expect(await publishTo(github, pull, { ...plan, summary })).toMatchObject({ published: true });
      for (const body of [pull.comments[0]?.body, pull.threads[0]?.comments[0]?.body]) {
        expect(body?.length).toBeGreaterThan(60_000);
        expect(body?.length).toBeLessThanOrEqual(BODY_LIMIT);
      }
      await publishTo(github, pull, { ...plan, summary });
      expect(writes(github)).toEqual([]);
    });
  });

  test('two runs at the same time end with one of everything', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10, 50]);
      const plans = [1, 2].map(() => planFor(github.world, pull, [planned(10), planned(50)]));
      const clients = await Promise.all(plans.map(() => connectTo(github)));
      // Both have looked before either writes.
      let looking = 0;
      let bothHaveLooked = (): void => {};
      const looked = new Promise<void>((resolve) => {
        bothHaveLooked = resolve;
      });
      github.watch(async ({ isWrite }) => {
        if (!isWrite) looking += 1;
        if (looking === 2) bothHaveLooked();
        if (isWrite) await looked;
        return undefined;
      });
      await Promise.all(plans.map((plan, n) => publish(clients[n] as (typeof clients)[0], REPOSITORY, pull.number, plan)));
      await publishTo(github, pull, planFor(github.world, pull, [planned(10), planned(50)]));
      expect(visible(pull)).toEqual({ live: ['Finding 10.', 'Finding 50.'], closed: [], summaries: ['2 findings, 2 on the code.'] });
      expect(pull.threads).toHaveLength(2);
    });
  });

  test('looks before it posts again when an answer leaves open what happened', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10]);
      const client = await connectTo(github);
      const names: string[] = [];
      github.watch((request) => {
        names.push(request.name);
        const isFirstOfItsName = names.filter((name) => name === request.name).length === 1;
        return request.isWrite && isFirstOfItsName ? { kind: 'answer', status: 502, body: '<html>', isApplied: true } : undefined;
      });
      await publish(client, REPOSITORY, pull.number, planFor(github.world, pull, [planned(10)]));
      expect(visible(pull)).toEqual({ live: ['Finding 10.'], closed: [], summaries: ['1 findings, 1 on the code.'] });
      // Not even for a moment did anything stand twice: people would have had mail of it.
      expect(pull.reviews).toHaveLength(1);
      expect(names.filter((name) => name === 'mutation AddSummary')).toHaveLength(1);
    });
  });
});
