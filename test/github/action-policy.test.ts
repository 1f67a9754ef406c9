import { describe, expect, test } from '@jest/globals';
import { withGitHub } from './fake/connect.ts';
import type { GitHub } from './fake/github.ts';
import { addRun, openPullRequest, pushBranch, pushTo, say, writtenBy } from './fake/people.ts';
import { FORK, FULL, WORKFLOW } from './fake/permissions.ts';
import type { StoredPull } from './fake/world.ts';
import { commentEvent, pullRequestEvent } from './runner/events.ts';
import { type Job, runAction } from './runner/run-action.ts';
import { fill, load, plain, source } from './runner/sources.ts';

const PATH = 'core/queue.cc';
const CONFIG = '.github/perf-review.yml';
const BOT = 'github-actions';

function openNote(github: GitHub, files: Readonly<Record<string, string>> = {}, about: Partial<StoredPull> = {}): StoredPull {
  pushBranch(github.world, 'main', { [PATH]: source(plain('a')), ...files });
  return openPullRequest(github.world, { [PATH]: source(plain('a'), fill('b')) }, about);
}

const run = (github: GitHub, pull: StoredPull, job: Partial<Job> = {}) =>
  runAction(github, { event: pullRequestEvent(github.world, pull), intercept: () => undefined, ...job });

describe('policy', () => {
  test('comes from the base, never from the pull request, which is told that its own holds after the merge', async () => {
    await withGitHub(async (github) => {
      const pull = openNote(github, { [CONFIG]: 'fail-on: note\n' });
      pushTo(github.world, pull, { [CONFIG]: 'fail-on: never\n', '.github/perf-review.baseline.json': '{}' });
      const failed = await run(github, pull);
      expect(failed).toMatchObject({ exitCode: 1, outputs: { findings: '1' } });
      expect(pull.comments[0]?.body).toContain('By the changed rules it would be: perf-review passed');
      // The tip of the base counts, not what the base was when the pull request was opened.
      pushBranch(github.world, 'main', { [CONFIG]: 'rules: { reserve-before-fill: off }\n' });
      expect(await run(github, pull)).toMatchObject({ exitCode: 0, outputs: { findings: '0' } });
    });
  });

  test('that a clean pull request breaks is told before the merge', async () => {
    await withGitHub(async (github) => {
      pushBranch(github.world, 'main', { [PATH]: source(plain('a')) });
      const pull = openPullRequest(github.world, { [CONFIG]: 'fail_on: never\n' });
      expect(await run(github, pull)).toMatchObject({ exitCode: 0 });
      expect(pull.comments[0]?.body).toMatch(/After the merge every review would fail: .*fail_on/);
    });
  });

  test('that cannot be read or understood fails in one sentence, and not open', async () => {
    await withGitHub(async (github) => {
      const pull = openNote(github, { [CONFIG]: 'fail_on: never\n' });
      const wrong = await run(github, pull);
      expect(wrong).toMatchObject({ exitCode: 1, outputs: { conclusion: 'failure' } });
      expect(wrong.commands.filter(({ name }) => name === 'error')).toEqual([
        expect.objectContaining({ message: expect.stringContaining('fail_on') }),
      ]);
      pushBranch(github.world, 'main', { [CONFIG]: { mode: '120000', content: '/etc/passwd' } });
      const symlink = await run(github, pull);
      expect(symlink).toMatchObject({ exitCode: 1, outputs: { conclusion: 'failure' } });
      expect(writtenBy(pull, BOT)).toEqual([]);
    });
  });

  test('an input overrides the config’s `fail-on`, and one that makes no sense fails', async () => {
    await withGitHub(async (github) => {
      const pull = openNote(github, { [CONFIG]: 'fail-on: never\n' });
      expect(await run(github, pull)).toMatchObject({ exitCode: 0 });
      expect(await run(github, pull, { inputs: { 'fail-on': 'note' } })).toMatchObject({ exitCode: 1 });
      for (const inputs of [
        { 'fail-on': 'fatal' },
        { publish: 'comments' },
        { resolve: 'delete' },
        { 'max-comments': 'all' },
        { 'github-token': '' },
      ]) {
        expect(await run(github, pull, { inputs })).toMatchObject({ exitCode: 1, outputs: { conclusion: 'failure' } });
      }
    });
  });
});

describe('the token of a fork', () => {
  test('finds everything in annotations and the job summary, which says why, and the gate stands', async () => {
    await withGitHub(async (github) => {
      pushBranch(github.world, 'main', { [PATH]: source(plain('a')) });
      const functions = Array.from({ length: 14 }, (_, n) => fill(`fill${n}`));
      const pull = openPullRequest(github.world, { [PATH]: source(plain('a'), ...functions, load('c')) }, { isFork: true });
      const { exitCode, annotations, summary, outputs, report } = await run(github, pull, { token: github.token(FORK) });
      expect(exitCode).toBe(1);
      expect(outputs).toMatchObject({ conclusion: 'failure', findings: '15', errors: '1', notes: '14' });
      // Of one step GitHub shows ten of each kind.
      expect(annotations.map(({ name }) => name)).toEqual(['error', ...Array(10).fill('notice')]);
      expect(annotations[0]).toMatchObject({ properties: { file: PATH, line: String(report?.findings[0]?.line) } });
      for (let n = 0; n < 14; n += 1) expect(summary).toContain(`fill${n}`);
      expect(summary).toContain('Resource not accessible by integration');
      expect(writtenBy(pull, BOT)).toEqual([]);
      // Notes alone, however many, do not fail.
      pushTo(github.world, pull, { [PATH]: source(plain('a'), ...functions) });
      expect(await run(github, pull, { token: github.token(FORK) })).toMatchObject({ exitCode: 0, outputs: { findings: '14' } });
    });
  });
});

describe('commands', () => {
  const command = async (github: GitHub, pull: StoredPull, author: string, body: string, permissions = FULL) =>
    run(github, pull, { event: commentEvent(github.world, pull, say(github.world, pull, author, body)), token: github.token(permissions) });

  test('`ignore` starts the failed run again, which is green then; after a push it still holds', async () => {
    await withGitHub(async (github) => {
      const pull = openNote(github, { [CONFIG]: 'fail-on: note\n' });
      const event = pullRequestEvent(github.world, pull);
      expect(await run(github, pull, { event })).toMatchObject({ exitCode: 1 });
      const gate = addRun(github.world, pull.head);
      const answered = await command(github, pull, 'mona', '/perf-review ignore reserve-before-fill It is cold.');
      // A command's run is not the gate: it is filed under another commit, and is green.
      expect(answered).toMatchObject({ exitCode: 0, outputs: { findings: '0' } });
      expect(pull.comments.at(-1)?.reactions).toMatchObject([{ content: '+1' }]);
      expect(gate).toMatchObject({ attempt: 2, status: 'queued' });
      expect(await run(github, pull, { event })).toMatchObject({ exitCode: 0, outputs: { findings: '0' } });
      pushTo(github.world, pull, { 'core/more.cc': source(plain('more')) });
      expect(await run(github, pull)).toMatchObject({ exitCode: 0, outputs: { findings: '0' } });
      expect(pull.comments.find((comment) => comment.author === BOT)?.body).toContain('mona');
    });
  });

  test('`waive` lifts the need for evidence until the next push', async () => {
    await withGitHub(async (github) => {
      const pull = openNote(github, {}, { labels: ['performance'] });
      expect(await run(github, pull)).toMatchObject({ exitCode: 1, outputs: { evidence: 'missing' } });
      const gate = addRun(github.world, pull.head);
      expect(await command(github, pull, 'octocat', '/perf-review waive Measured in the field.')).toMatchObject({
        outputs: { evidence: 'waived' },
      });
      expect(gate.attempt).toBe(2);
      const waived = await run(github, pull);
      expect(waived).toMatchObject({ exitCode: 0, outputs: { evidence: 'waived' } });
      expect(pull.comments.find((comment) => comment.author === BOT)?.body).toContain('Measured in the field');
      pushTo(github.world, pull, { [PATH]: source(plain('a'), fill('b'), plain('c')) });
      expect(await run(github, pull)).toMatchObject({ exitCode: 1, outputs: { evidence: 'missing' } });
    });
  });

  test('are refused to people who may only read, and change nothing', async () => {
    await withGitHub(async (github) => {
      const pull = openNote(github, { [CONFIG]: 'fail-on: note\n' });
      await run(github, pull);
      const gate = addRun(github.world, pull.head);
      for (const author of ['hubot', 'stranger']) {
        await command(github, pull, author, '/perf-review ignore reserve-before-fill Please.');
        await command(github, pull, author, '/perf-review recheck');
      }
      expect(gate.attempt).toBe(1);
      expect(pull.comments.flatMap(({ reactions }) => reactions)).toEqual([]);
      expect(await run(github, pull)).toMatchObject({ exitCode: 1 });
    });
  });

  test('tell a person the two clicks where the token may not start a run', async () => {
    await withGitHub(async (github) => {
      const pull = openNote(github, { [CONFIG]: 'fail-on: note\n' });
      await run(github, pull);
      const gate = addRun(github.world, pull.head);
      await command(github, pull, 'mona', '/perf-review ignore reserve-before-fill It is cold.', { ...WORKFLOW, actions: 'read' });
      expect(gate.attempt).toBe(1);
      const summary = pull.comments.find((comment) => comment.author === BOT)?.body;
      expect(summary).toContain(`actions/runs/${gate.id}`);
      expect(summary).toContain('Re-run failed jobs');
    });
  });

  test('`recheck` runs the gate again, and `explain` answers', async () => {
    await withGitHub(async (github) => {
      const pull = openNote(github);
      const gate = addRun(github.world, pull.head, { conclusion: 'success' });
      await command(github, pull, 'mona', '/perf-review recheck');
      expect(gate).toMatchObject({ attempt: 2 });
      await command(github, pull, 'mona', '/perf-review explain reserve-before-fill');
      expect(pull.comments.filter(({ body }) => body.includes('Growing to n elements takes'))).toHaveLength(1);
    });
  });

  test('a comment that is none, or is on an issue, starts nothing', async () => {
    await withGitHub(async (github) => {
      const pull = openNote(github);
      const chat = commentEvent(github.world, pull, say(github.world, pull, 'mona', 'Nice! /perf-review recheck'));
      expect(await run(github, pull, { event: chat })).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
      expect(github.requests).toEqual([]);
    });
  });
});
