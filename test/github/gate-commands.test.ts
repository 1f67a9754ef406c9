import { describe, expect, test } from '@jest/globals';
import { handleCommands, type Vocabulary } from '../../src/github/commands.ts';
import { publish } from '../../src/github/publish.ts';
import { openPull } from '../../src/github/pull.ts';
import { rerunGate } from '../../src/github/rerun.ts';
import { connectTo, REPOSITORY, withGitHub } from './fake/connect.ts';
import type { GitHub } from './fake/github.ts';
import { addRun, edit, pushTo, remove, say } from './fake/people.ts';
import { FULL, type Permissions, WORKFLOW } from './fake/permissions.ts';
import { openChange, PATH, planFor, planned, textOf } from './fake/plans.ts';
import type { StoredPull } from './fake/world.ts';

const VOCABULARY: Vocabulary = {
  isKnown: (what) => what === 'range-loop-copy' || what === 'finding10',
  explain: (rule) => (rule === 'range-loop-copy' ? 'Each step copies.' : undefined),
};

/** One run: what the comments command, then what is published. */
async function run(github: GitHub, pull: StoredPull, permissions: Permissions = WORKFLOW) {
  const client = await connectTo(github, permissions);
  github.watch(undefined);
  const open = await openPull(client, REPOSITORY, pull.number);
  const outcome = await handleCommands(client, open, VOCABULARY);
  await publish(
    client,
    REPOSITORY,
    pull.number,
    planFor(github.world, pull, [planned(10)], { readAt: open.readAt, memory: outcome.memory }),
  );
  return outcome;
}

const reactions = (pull: StoredPull): unknown[] => pull.comments.flatMap((comment) => comment.reactions.map(({ content }) => content));

describe('commands', () => {
  test('are carried out once, answered with a reaction, and remembered', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10]);
      await run(github, pull);
      say(github.world, pull, 'mona', '/perf-review ignore range-loop-copy  It is cold code.\nThanks!');
      say(github.world, pull, 'octocat', '/perf-review waive Measured elsewhere.');
      say(github.world, pull, 'mona', '/perf-review recheck');
      const first = await run(github, pull);
      expect(first).toMatchObject({
        waiver: { by: 'octocat', reason: 'Measured elsewhere.', head: pull.head },
        ignores: [{ by: 'mona', what: 'range-loop-copy', reason: 'It is cold code.' }],
      });
      expect(reactions(pull)).toEqual(['+1', '+1', 'eyes']);
      const second = await run(github, pull);
      expect(second).toMatchObject({ waiver: first.waiver, ignores: first.ignores, accepted: [] });
      expect(github.requests.filter(({ isWrite }) => isWrite)).toEqual([]);
    });
  });

  test('are taken from nobody without the right to write, nor from a comment that somebody else has edited', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10]);
      await run(github, pull);
      say(github.world, pull, 'hubot', '/perf-review waive Please.');
      say(github.world, pull, 'stranger', '/perf-review ignore range-loop-copy Please.');
      edit(say(github.world, pull, 'mona', 'Fine.'), 'octocat', '/perf-review ignore range-loop-copy Because.');
      const outcome = await run(github, pull);
      expect(outcome).toMatchObject({ ignores: [], accepted: [] });
      expect(outcome.waiver).toBeUndefined();
      expect(reactions(pull)).toEqual(['-1']);
    });
  });

  test('a waiver ends with the head that it was given for, and an ignore with its comment', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10]);
      await run(github, pull);
      say(github.world, pull, 'mona', '/perf-review waive Measured.');
      const ignore = say(github.world, pull, 'mona', '/perf-review ignore finding10 Known.');
      expect(await run(github, pull)).toMatchObject({ waiver: { by: 'mona' }, ignores: [{ what: 'finding10' }] });
      pushTo(github.world, pull, { [PATH]: textOf([10], { above: 1 }) });
      const pushed = await run(github, pull);
      expect(pushed.waiver).toBeUndefined();
      expect(pushed.ignores).toHaveLength(1);
      remove(pull, ignore);
      expect(await run(github, pull)).toMatchObject({ ignores: [] });
    });
  });

  test('a waiver whose writer has not seen the head, or has written the code, is refused', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10], { author: 'mona' });
      await run(github, pull);
      say(github.world, pull, 'mona', '/perf-review waive My own.');
      const late = say(github.world, pull, 'octocat', '/perf-review waive Seen before the push.');
      pushTo(github.world, pull, { [PATH]: textOf([10], { above: 1 }) });
      const outcome = await run(github, pull);
      expect(outcome.waiver).toBeUndefined();
      expect(late.reactions).toMatchObject([{ content: '-1' }]);
      say(github.world, pull, 'octocat', `/perf-review waive ${pull.head.slice(0, 12)} Seen.`);
      expect(await run(github, pull)).toMatchObject({ waiver: { by: 'octocat', reason: 'Seen.' } });
    });
  });

  test('`explain` is answered once, also after an answer that got lost', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10]);
      say(github.world, pull, 'mona', '/perf-review explain range-loop-copy');
      const client = await connectTo(github);
      github.watch(({ name }) => (name === 'mutation Answer' ? { kind: 'answer', status: 502, body: '', isApplied: true } : undefined));
      const outcome = await handleCommands(client, await openPull(client, REPOSITORY, pull.number), VOCABULARY);
      expect(outcome).toMatchObject({ accepted: [], notes: [expect.stringContaining('could not be answered')] });
      await run(github, pull);
      await run(github, pull);
      expect(pull.comments.filter((comment) => comment.body.startsWith('Each step copies.'))).toHaveLength(1);
    });
  });

  test('a run with a token that may not ask who somebody is says so', async () => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, [10]);
      say(github.world, pull, 'mona', '/perf-review recheck');
      const outcome = await run(github, pull, { contents: 'read', 'pull-requests': 'write' });
      expect(outcome).toMatchObject({ accepted: [], notes: [expect.stringContaining('metadata: read')] });
    });
  });
});

describe('rerunGate', () => {
  const WORKFLOW_FILE = '.github/workflows/perf-review.yml';

  test('starts the failed runs of the gate’s workflow again, and no others', async () => {
    await withGitHub(async (github) => {
      const { head } = openChange(github.world, [10]);
      const [gate, green, other, comment] = [
        addRun(github.world, head),
        addRun(github.world, head, { conclusion: 'success' }),
        addRun(github.world, head, { path: '.github/workflows/build.yml' }),
        addRun(github.world, head, { event: 'issue_comment' }),
      ];
      const client = await connectTo(github, FULL);
      expect(await rerunGate(client, REPOSITORY, head, WORKFLOW_FILE)).toEqual({ started: true });
      expect([gate, green, other, comment].map(({ attempt }) => attempt)).toEqual([2, 1, 1, 1]);
      // It is under way now: asking again changes nothing and is no failure.
      expect(await rerunGate(client, REPOSITORY, head, WORKFLOW_FILE)).toEqual({ started: true });
    });
  });

  test('tells the two clicks where the token may not', async () => {
    await withGitHub(async (github) => {
      const { head } = openChange(github.world, [10]);
      const run = addRun(github.world, head);
      const tell = async (permissions: Permissions) => rerunGate(await connectTo(github, permissions), REPOSITORY, head, WORKFLOW_FILE);
      expect(await tell(WORKFLOW)).toMatchObject({ started: false, way: expect.stringContaining('Re-run failed jobs') });
      expect(await tell({ ...WORKFLOW, actions: 'read' })).toMatchObject({
        started: false,
        way: expect.stringContaining(`runs/${run.id}`),
      });
      expect(run.attempt).toBe(1);
    });
  });
});
