import { expect, test } from '@jest/globals';
import { withGitHub } from './fake/connect.ts';
import { FAULTS, faultAt } from './fake/faults.ts';
import type { GitHub } from './fake/github.ts';
import { openPullRequest, pushBranch, pushTo, say } from './fake/people.ts';
import { FULL } from './fake/permissions.ts';
import type { StoredPull } from './fake/world.ts';
import { pullRequestEvent } from './runner/events.ts';
import { type Run, runAction } from './runner/run-action.ts';
import { fill, load, plain, source } from './runner/sources.ts';
import { stateOf } from './state.ts';

/** What the run that is disturbed asks for: it reads, answers a command, posts, closes, sums up, and publishes a check run. */
const REQUESTS = [
  'query PullRequest',
  'GET /repos/{owner}/{repo}/compare/{basehead}',
  'query Texts',
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
  'query Posted',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  'mutation Housekeeping',
  'mutation AddSummary',
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
  'POST /repos/{owner}/{repo}/check-runs',
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
];

const PATH = 'core/queue.cc';

/** A pull request that was pushed to and commanded on after a run had commented; the summary of that run is gone. */
async function prepare(github: GitHub, before: Pick<StoredPull, 'comments' | 'threads'> | undefined): Promise<StoredPull> {
  const { world } = github;
  pushBranch(world, 'main', { [PATH]: source(plain('a')) });
  const pull = openPullRequest(world, { [PATH]: source(plain('a'), fill('stays'), fill('goes')) });
  if (before === undefined) {
    await run(github, pull);
    pull.comments = [];
    say(world, pull, 'mona', '/perf-review ignore reserve-before-fill It is cold code.');
  } else {
    Object.assign(pull, structuredClone(before));
    while (world.nextId() < LARGER_THAN_ALL_IDS);
  }
  pushTo(world, pull, { [PATH]: source(plain('a'), fill('stays'), load('comes')) });
  world.checks.length = 0;
  return pull;
}

const LARGER_THAN_ALL_IDS = 2000;

function run(github: GitHub, pull: StoredPull, intercept: Parameters<GitHub['watch']>[0] = () => undefined): Promise<Run> {
  return runAction(github, {
    event: pullRequestEvent(github.world, pull),
    token: github.token(FULL),
    inputs: { publish: 'review,summary,check' },
    intercept,
    clock: 8,
  });
}

interface Reference {
  readonly before: Pick<StoredPull, 'comments' | 'threads'>;
  readonly after: unknown;
}

let known: Promise<Reference> | undefined;
/** What stood before and what stands after the run that nothing disturbs; the same commits have the same names everywhere. */
function reference(): Promise<Reference> {
  known ??= new Promise((resolve, reject) => {
    withGitHub(async (github) => {
      const pull = await prepare(github, undefined);
      const before = structuredClone({ comments: pull.comments, threads: pull.threads });
      const { exitCode } = await run(github, pull);
      expect(github.requests.map(({ name }) => name)).toEqual(REQUESTS);
      expect(exitCode).toBe(1);
      const after = stateOf(github.world, pull);
      await run(github, pull);
      expect(github.requests.filter(({ isWrite }) => isWrite)).toEqual([]);
      resolve({ before, after });
    }).catch(reject);
  });
  return known;
}

const KINDS = ['500', '502 applied', '403 secondary', 'reset', 'hang', 'killed applied'];
const CASES = KINDS.flatMap((kind) => REQUESTS.map((name, index) => [kind, name, index] as const));

test.concurrent.each(CASES)(
  '%s at %s: the run ends and is not green, and the next one reaches what should stand',
  async (kind, _, index) => {
    const { before, after } = await reference();
    const fault = FAULTS[kind];
    if (fault === undefined) throw new Error(`There is no fault ${kind}`);
    await withGitHub(async (github) => {
      const pull = await prepare(github, before);
      const disturbed = await run(github, pull, faultAt(index, fault));
      expect(disturbed.exitCode).toBe(fault.kind === 'kill' ? null : 1);
      expect(disturbed.outputs.conclusion ?? 'failure').toBe('failure');
      const { exitCode } = await run(github, pull);
      expect(exitCode).toBe(1);
      expect(stateOf(github.world, pull)).toEqual(after);
    });
  },
);
