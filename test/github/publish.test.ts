import { describe, expect, test } from '@jest/globals';
import { withGitHub } from './fake/connect.ts';
import { edit, pushTo, reply, say } from './fake/people.ts';
import { FULL } from './fake/permissions.ts';
import { openChange, PATH, planFor, planned, textOf, visible } from './fake/plans.ts';
import { publishTo, writes } from './fake/publish-to.ts';

describe('publish', () => {
  test('posts one review and one summary, and nothing the second time', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10, 50]);
      const comments = [planned(10), planned(50)];
      const first = await publishTo(github, pull, planFor(github.world, pull, comments));
      expect(first).toMatchObject({ published: true, inline: new Set(['finding10', 'finding50']), notes: [] });
      expect(visible(pull)).toEqual({
        live: ['Finding 10.', 'Finding 50.'],
        closed: [],
        summaries: ['2 findings, 2 on the code.'],
      });
      expect(pull.reviews).toHaveLength(1);
      expect(github.requests).toHaveLength(3);
      await publishTo(github, pull, planFor(github.world, pull, comments));
      expect(writes(github)).toEqual([]);
      expect(github.requests).toHaveLength(1);
    });
  });

  test('says nothing where there is nothing to say', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10]);
      await publishTo(github, pull, planFor(github.world, pull, []));
      expect(writes(github)).toEqual([]);
    });
  });

  test('knows its comments again when lines shift, and when GitHub calls them outdated', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10, 50]);
      await publishTo(github, pull, planFor(github.world, pull, [planned(10), planned(50)]));
      // Line 10 changes again, so its thread is outdated; line 50 only moves down.
      pushTo(github.world, pull, { [PATH]: textOf([10, 50], { above: 4 }).replace('line10_changed', 'line10_again') });
      const moved = [planned(10, { startLine: 14, endLine: 14 }), planned(50, { startLine: 54, endLine: 54 })];
      await publishTo(github, pull, planFor(github.world, pull, moved));
      expect(visible(pull)).toMatchObject({ live: ['Finding 10.', 'Finding 50.'], closed: [] });
      expect(pull.threads).toHaveLength(2);
      expect(pull.reviews).toHaveLength(1);
    });
  });

  test.each([
    ['minimize', undefined, { hiddenBecause: 'outdated' }],
    ['edit', undefined, { hiddenBecause: null }],
    ['keep', undefined, { hiddenBecause: null }],
    ['resolve', FULL, { hiddenBecause: null }],
  ] as const)(
    '`%s` is what happens to a comment whose finding is gone, and is undone when it is back',
    async (resolve, permissions, state) => {
      await withGitHub(async (github) => {
        const pull = openChange(github.world, [10, 50]);
        const inlineOptions = { resolve };
        const both = () => planFor(github.world, pull, [planned(10), planned(50)], { inlineOptions });
        const one = () => planFor(github.world, pull, [planned(50)], { inlineOptions });
        await publishTo(github, pull, both(), permissions);
        await publishTo(github, pull, one(), permissions);
        const thread = pull.threads.find(({ line }) => line === 10);
        expect(thread?.comments[0]).toMatchObject(state);
        expect(thread?.resolvedBy !== null).toBe(resolve === 'resolve');
        expect(visible(pull).live).toEqual(resolve === 'keep' ? ['Finding 10.', 'Finding 50.'] : ['Finding 50.']);
        await publishTo(github, pull, one(), permissions);
        expect(writes(github)).toEqual([]);
        await publishTo(github, pull, both(), permissions);
        expect(visible(pull)).toMatchObject({ live: ['Finding 10.', 'Finding 50.'], closed: [] });
        expect(pull.threads).toHaveLength(2);
      });
    },
  );

  test('hides comments where the token may not resolve threads, and says so', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10, 50]);
      const inlineOptions = { resolve: 'resolve' } as const;
      await publishTo(github, pull, planFor(github.world, pull, [planned(10), planned(50)], { inlineOptions }));
      const outcome = await publishTo(github, pull, planFor(github.world, pull, [planned(50)], { inlineOptions }));
      expect(outcome).toMatchObject({ notes: [expect.stringContaining('contents: write')] });
      expect(pull.threads[0]?.comments[0]?.hiddenBecause).toBe('outdated');
    });
  });

  test('leaves a thread alone that a person has answered in or closed', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10, 50, 90]);
      const all = [planned(10), planned(50), planned(90)];
      await publishTo(github, pull, planFor(github.world, pull, all));
      const [answered, closed, edited] = pull.threads;
      if (answered?.comments[0] === undefined || closed === undefined || edited?.comments[0] === undefined) throw new Error('no threads');
      reply(github.world, pull, answered.comments[0], 'mona', 'Why?');
      closed.resolvedBy = 'mona';
      edit(edited.comments[0], 'mona', `${edited.comments[0].body.replace('Finding', 'See also: finding')}`);
      const before = structuredClone(pull.threads);
      await publishTo(github, pull, planFor(github.world, pull, []));
      expect(pull.threads).toEqual(before);
      // The finding is still there, and a person has dismissed it: no second comment.
      await publishTo(github, pull, planFor(github.world, pull, all));
      expect(pull.threads).toEqual(before);
    });
  });

  test('trusts no mark that somebody else has written', async () => {
    await withGitHub(async (github) => {
      const [pull, other] = [openChange(github.world, [10]), openChange(github.world, [10])];
      await publishTo(github, other, planFor(github.world, other, [planned(10)]));
      const [summary, thread] = [other.comments[0]?.body ?? '', other.threads[0]];
      say(github.world, pull, 'stranger', summary);
      pull.threads.push({
        ...structuredClone(thread ?? pull.threads[0]),
        id: 1,
        comments: [say(github.world, pull, 'mona', thread?.comments[0]?.body ?? '')],
      } as never);
      pull.comments.pop();
      await publishTo(github, pull, planFor(github.world, pull, [planned(10)]));
      expect(pull.threads).toHaveLength(2);
      expect(pull.comments.map((comment) => comment.author)).toEqual(['stranger', 'github-actions']);
      expect(pull.comments[0]?.body).toBe(summary.replaceAll('\n', '\r\n'));
    });
  });

  test('finds its summary and its threads behind hundreds of others', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10]);
      const fillUp = (from: number, to: number): void => {
        for (let n = from; n < to; n += 1) {
          const comment = say(github.world, pull, 'mona', `Remark ${n}`);
          const place = { path: PATH, commit: pull.head, startLine: null, line: 10, resolvedBy: null };
          pull.threads.push({ id: 5000 + n, ...place, comments: [{ ...comment, id: github.world.nextId() }] });
        }
      };
      const plan = () => planFor(github.world, pull, [planned(10)]);
      fillUp(0, 110);
      await publishTo(github, pull, plan());
      // Ours are now in the middle: neither on the first page, nor among the last hundred.
      fillUp(110, 260);
      await publishTo(github, pull, plan());
      expect(writes(github)).toEqual([]);
      expect(visible(pull)).toMatchObject({ summaries: ['1 findings, 1 on the code.'] });
      expect(pull.threads).toHaveLength(261);
    });
  });

  test('loses no finding that GitHub does not take on its lines', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10, 50]);
      const comments = [
        planned(10),
        // The hunks that we are told of are wrong here, as when GitHub's diff and ours differ.
        planned(120),
        planned(50, { startLine: 49, endLine: 60 }),
        planned(1, { path: 'core/unknown.cc' }),
      ];
      const hunks = () => [{ beforeStart: 1, beforeCount: 200, afterStart: 1, afterCount: 200, lines: [] }];
      const outcome = await publishTo(github, pull, { ...planFor(github.world, pull, comments), hunks: hunks as never });
      expect(outcome).toMatchObject({ published: true, inline: new Set(['finding10', 'finding120', 'finding50']) });
      expect(pull.threads.filter(({ line }) => line === null).map(({ comments: [first] }) => first?.body.split('\n')[0])).toEqual([
        'Line 120: Finding 120.',
        'Lines 49 to 60: Finding 50.',
      ]);
      expect(visible(pull).summaries).toEqual(['4 findings, 3 on the code.']);
      await publishTo(github, pull, { ...planFor(github.world, pull, comments.slice(0, 3)), hunks: hunks as never });
      expect(pull.threads).toHaveLength(3);
    });
  });

  test('asks GitHub to take no comment on a line outside the hunks: it goes to its file at once', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10]);
      await publishTo(github, pull, planFor(github.world, pull, [planned(10), planned(120)]));
      expect(github.requests.map(({ name }) => name.split('/').at(-1))).toEqual([
        'query Posted',
        'reviews',
        'comments',
        'mutation AddSummary',
      ]);
      expect(pull.threads.map(({ line }) => line)).toEqual([10, null]);
    });
  });

  test('posts the worst of many, thirty to a review', async () => {
    await withGitHub(async (github) => {
      const lines = Array.from({ length: 60 }, (_, n) => n * 3 + 1);
      const pull = openChange(github.world, lines);
      const comments = lines.map((line) => planned(line));
      await publishTo(github, pull, planFor(github.world, pull, comments, { inlineOptions: { most: 45 } }));
      expect(pull.reviews.map((review) => review.comments)).toEqual([30, 15]);
      expect(visible(pull).live).toHaveLength(45);
      expect(visible(pull).live).toContain('Finding 133.');
      await publishTo(github, pull, planFor(github.world, pull, comments, { inlineOptions: { most: 45 } }));
      expect(writes(github)).toEqual([]);
    });
  });
});
