import { describe, expect, test } from '@jest/globals';
import { withGitHub } from './fake/connect.ts';
import type { LoggedRequest } from './fake/faults.ts';
import type { GitHub } from './fake/github.ts';
import { openPullRequest, pushBranch, pushTo, writtenBy } from './fake/people.ts';
import { visible } from './fake/plans.ts';
import type { StoredPull } from './fake/world.ts';
import { dispatchEvent, mergeGroupEvent, pullRequestEvent, pushEvent } from './runner/events.ts';
import { type Job, runAction } from './runner/run-action.ts';
import { fill, load, plain, source } from './runner/sources.ts';

const PATH = 'core/queue.cc';
const BOT = 'github-actions';

/** A pull request that brings an error and a note. */
function openFaulty(github: GitHub, about: Partial<StoredPull> = {}): StoredPull {
  pushBranch(github.world, 'main', { [PATH]: source(plain('a')), 'README.md': 'Kernel\n' });
  return openPullRequest(github.world, { [PATH]: source(plain('a'), fill('b'), load('c')) }, about);
}

/** A run whose requests are counted; slow enough a clock for none to be repeated. */
async function runCounted(github: GitHub, pull: StoredPull, job: Partial<Job> = {}) {
  return runAction(github, { event: pullRequestEvent(github.world, pull), intercept: () => undefined, clock: 5, ...job });
}

describe('the Action on a pull request', () => {
  test('comments on the code, keeps one summary, fails, and changes nothing the second time', async () => {
    await withGitHub(async (github) => {
      const pull = openFaulty(github);
      const first = await runCounted(github, pull);
      expect(first.exitCode).toBe(1);
      expect(first.outputs).toMatchObject({
        conclusion: 'failure',
        findings: '2',
        errors: '1',
        warnings: '0',
        notes: '1',
        evidence: 'not-required',
      });
      expect(visible(pull)).toMatchObject({ live: [expect.stringContaining('reserve'), expect.stringContaining('release')], closed: [] });
      expect(visible(pull).summaries).toHaveLength(1);
      expect(pull.reviews).toHaveLength(1);
      expect(first.annotations).toEqual([]);
      expect(first.summary).toContain('1 error');
      expect(first.report).toMatchObject({ subject: { base: pull.baseCommit, head: pull.head }, verdict: { conclusion: 'fail' } });
      expect(github.requests.length).toBeLessThanOrEqual(8);
      const before = structuredClone([pull.comments, pull.threads]);
      const second = await runCounted(github, pull);
      expect(second.exitCode).toBe(1);
      expect([pull.comments, pull.threads]).toEqual(before);
      expect(github.requests.length).toBeLessThanOrEqual(6);
      expect(github.requests.map(({ name }) => name)).not.toContain('query Posted');
      expect(github.requests.filter(({ isWrite }) => isWrite)).toEqual([]);
      expect(second.report).toEqual(first.report);
    });
  });

  test.each([
    ['a header', '', 8],
    ['headers of headers', '#include "deep.hh"\n', 9],
  ])('asks for %s too, and stays frugal', async (_, include, most) => {
    await withGitHub(async (github) => {
      pushBranch(github.world, 'main', { 'core/queue.hh': `${include}int size();\n`, 'core/deep.hh': 'int depth();\n' });
      const pull = openPullRequest(github.world, { [PATH]: `#include "queue.hh"\n${source(fill('b'), load('c'))}` });
      await runCounted(github, pull);
      expect(github.requests.length).toBeLessThanOrEqual(most);
      await runCounted(github, pull);
      expect(github.requests.length).toBeLessThanOrEqual(6);
    });
  });

  test('needs no checkout, leaves only its reports, and never shows its token', async () => {
    await withGitHub(async (github) => {
      const pull = openFaulty(github);
      const token = github.token();
      const { left, output, outputs, summary, report } = await runCounted(github, pull, { token, inputs: { 'report-dir': 'out/perf' } });
      expect(left).toEqual([
        'out',
        'out/perf',
        'out/perf/report.html',
        'out/perf/report.json',
        'out/perf/report.sarif',
        'out/perf/summary.md',
      ]);
      expect(outputs).toMatchObject({
        report: expect.stringMatching(/out\/perf\/report\.json$/),
        html: expect.stringMatching(/report\.html$/),
      });
      const shown = output.replace(`::add-mask::${token}`, '');
      const posted = writtenBy(pull, BOT).map(({ body }) => body);
      expect([shown, summary, JSON.stringify([report, outputs, posted])].filter((text) => text.includes(token))).toEqual([]);
    });
  });

  test('is silent on a clean pull request, and after the last finding is mended says so once', async () => {
    await withGitHub(async (github) => {
      const pull = openFaulty(github);
      const clean = openPullRequest(github.world, { [PATH]: source(plain('a'), plain('b')) });
      expect(await runCounted(github, clean)).toMatchObject({
        exitCode: 0,
        outputs: { conclusion: 'success', findings: '0' },
        annotations: [],
      });
      expect(writtenBy(clean, BOT)).toEqual([]);
      await runCounted(github, pull);
      pushTo(github.world, pull, { [PATH]: source(plain('a')) });
      expect(await runCounted(github, pull)).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
      expect(visible(pull)).toMatchObject({ live: [], closed: [expect.anything(), expect.anything()] });
      expect(visible(pull).summaries).toHaveLength(1);
      expect(visible(pull).summaries[0]).not.toContain('failed');
    });
  });

  test('keeps its comments when a push shifts the lines, and adds only what is new', async () => {
    await withGitHub(async (github) => {
      const pull = openFaulty(github);
      await runCounted(github, pull);
      const ids = pull.threads.map(({ id }) => id);
      pushTo(github.world, pull, { [PATH]: `// A note above.\n\n${source(plain('a'), plain('z'), fill('b'), load('c'), load('d'))}` });
      const run = await runCounted(github, pull);
      expect(run.outputs).toMatchObject({ findings: '3' });
      expect(pull.threads.map(({ id }) => id).slice(0, 2)).toEqual(ids);
      expect(visible(pull).live).toHaveLength(3);
      expect(pull.reviews.map(({ comments }) => comments)).toEqual([2, 1]);
    });
  });

  test('reads labels, body and head as they are now, whatever a re-run’s payload says', async () => {
    await withGitHub(async (github) => {
      const pull = openFaulty(github, { labels: ['performance'] });
      const event = pullRequestEvent(github.world, pull, { action: 'labeled' });
      pushTo(github.world, pull, { [PATH]: source(plain('a'), plain('b')) });
      expect(await runCounted(github, pull, { event })).toMatchObject({ exitCode: 1, outputs: { evidence: 'missing' } });
      pull.labels = [];
      const run = await runCounted(github, pull, { event });
      expect(run).toMatchObject({ exitCode: 0, outputs: { evidence: 'not-required' } });
      expect(run.report?.subject.head).toBe(pull.head);
    });
  });

  test('gates drafts as it gates others', async () => {
    await withGitHub(async (github) => {
      const pull = openFaulty(github, { isDraft: true });
      expect(await runCounted(github, pull)).toMatchObject({ exitCode: 1 });
    });
  });

  test('speaks to github.com and to a server of one’s own', async () => {
    await withGitHub(async (github) => {
      const pull = openFaulty(github);
      for (const urls of [github.dotcom, github.enterprise]) {
        expect(await runCounted(github, pull, { urls })).toMatchObject({ exitCode: 1 });
        expect(pull.comments.at(-1)?.body).toContain(`${urls.server}/octocat/kernel/blob/${pull.head}`);
      }
      expect(visible(pull).summaries).toHaveLength(1);
    });
  });

  test('fails when GitHub will not answer before the hour is over, and says that it is no finding', async () => {
    await withGitHub(async (github) => {
      const pull = openFaulty(github);
      const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9999999999' };
      const run = await runCounted(github, pull, {
        intercept: () => ({ kind: 'answer', status: 403, body: '{"message":"API rate limit exceeded"}', headers, isApplied: false }),
      });
      expect(run).toMatchObject({ exitCode: 1, outputs: { conclusion: 'failure' } });
      expect(run.commands.filter(({ name }) => name === 'error')).toMatchObject([{ message: expect.stringContaining('could not run') }]);
    });
  });

  test('reports only, when nothing is to fail or nothing is to be posted', async () => {
    await withGitHub(async (github) => {
      const pull = openFaulty(github);
      const run = await runCounted(github, pull, { inputs: { 'fail-on': 'never', publish: 'none' } });
      expect(run).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success', findings: '2' } });
      expect(run.annotations).toHaveLength(2);
      expect(github.requests.filter(({ isWrite }) => isWrite)).toEqual([]);
    });
  });
});

describe('the Action with results of an earlier step', () => {
  const results = (time: number): string =>
    JSON.stringify({
      context: { date: '2026-01-01T00:00:00+00:00', host_name: 'bench', num_cpus: 8, mhz_per_cpu: 3000, library_build_type: 'release' },
      benchmarks: Array.from({ length: 10 }, (_, n) => ({
        name: 'BM_drain/64',
        run_name: 'BM_drain/64',
        run_type: 'iteration',
        repetitions: 10,
        repetition_index: n,
        threads: 1,
        iterations: 1000,
        real_time: time + n / 10,
        cpu_time: time + n / 10,
        time_unit: 'ns',
      })),
    });

  test('judges the files that its inputs name, and says that there are none where they name none', async () => {
    await withGitHub(async (github) => {
      pushBranch(github.world, 'main', { [PATH]: source(plain('drain')) });
      const pull = openPullRequest(github.world, { [PATH]: source(plain('drain'), plain('b')) }, { labels: ['performance'] });
      const inputs = { 'benchmark-before': 'before*.json', 'benchmark-after': 'after.json' };
      const workspace = { 'before-1.json': results(100), 'after.json': results(80) };
      const measured = await runCounted(github, pull, { inputs, workspace });
      expect(measured).toMatchObject({ exitCode: 0, outputs: { evidence: 'sufficient' } });
      const absent = await runCounted(github, pull, { inputs });
      expect(absent.exitCode).toBe(1);
      expect(absent.output).toContain('before*.json');
    });
  });
});

describe('figures that were given for another change', () => {
  const figures = 'Before:\nRequests/sec: 1234.56\nAfter:\nRequests/sec: 3456.78\n';
  const labelled = { labels: ['performance'], body: figures };
  const faster = { [PATH]: source(plain('drain'), plain('b')) };

  test('an earlier pull request had them', async () => {
    await withGitHub(async (github) => {
      pushBranch(github.world, 'main', { [PATH]: source(plain('drain')) });
      const earlier = openPullRequest(github.world, faster, { ...labelled, state: 'MERGED' });
      const first = await runCounted(github, earlier);
      expect(first).toMatchObject({ exitCode: 0, outputs: { evidence: 'sufficient' } });
      expect(github.requests.length).toBeLessThanOrEqual(8);
      const pull = openPullRequest(github.world, faster, { ...labelled, body: `Once more.\n\n${figures}` });
      const run = await runCounted(github, pull);
      expect(run).toMatchObject({ exitCode: 1, outputs: { evidence: 'insufficient' } });
      expect(visible(pull).summaries.join()).toContain(`#${earlier.number}`);
      await runCounted(github, pull);
      expect(github.requests.length).toBeLessThanOrEqual(6);
    });
  });

  test('a commit of the base had them', async () => {
    await withGitHub(async (github) => {
      pushBranch(github.world, 'main', { [PATH]: source(plain('drain')) }, { message: `Speed up the queue\n\n${figures}` });
      const run = await runCounted(github, openPullRequest(github.world, faster, labelled));
      expect(run).toMatchObject({ exitCode: 1, outputs: { evidence: 'insufficient' } });
    });
  });

  test('what cannot be read is told, and blocks nothing', async () => {
    await withGitHub(async (github) => {
      pushBranch(github.world, 'main', { [PATH]: source(plain('drain')) });
      const pull = openPullRequest(github.world, faster, labelled);
      const refusal = { kind: 'answer', status: 403, body: '{"message":"Forbidden"}', isApplied: false } as const;
      const intercept = ({ name }: LoggedRequest) => (name === 'query Elsewhere' ? refusal : undefined);
      const run = await runAction(github, { event: pullRequestEvent(github.world, pull), intercept });
      expect(run).toMatchObject({ exitCode: 0, outputs: { evidence: 'sufficient' } });
      expect(visible(pull).summaries.join()).toContain('Other changes could not be read');
    });
  });
});

describe('the Action on other events', () => {
  test('takes pull_request_target for what it is: the pull request, never the commit that the run is filed under', async () => {
    await withGitHub(async (github) => {
      const pull = openFaulty(github, { isFork: true });
      const run = await runCounted(github, pull, { event: pullRequestEvent(github.world, pull, { name: 'pull_request_target' }) });
      expect(run).toMatchObject({ exitCode: 1, report: { subject: { head: pull.head } }, left: expect.not.arrayContaining([PATH]) });
      expect(visible(pull).live).toHaveLength(2);
    });
  });

  test('judges the commits of the merge queue with the words of the pull request, and posts nothing', async () => {
    await withGitHub(async (github) => {
      const { world } = github;
      const pull = openFaulty(github, { labels: ['performance'] });
      const base = pushBranch(world, 'main', { 'core/other.cc': source(fill('other')) });
      const head = world.git.commit(base, { [PATH]: source(plain('a'), fill('b'), load('c')) }, 'Merge');
      const run = await runCounted(github, pull, { event: mergeGroupEvent(world, base, head, pull.number) });
      expect(run).toMatchObject({ exitCode: 1, outputs: { findings: '2', evidence: 'missing' }, report: { subject: { base, head } } });
      expect(writtenBy(pull, BOT)).toEqual([]);
      pull.labels = [];
      const clean = world.git.commit(base, { [PATH]: source(plain('a'), plain('b')) }, 'Merge');
      expect(await runCounted(github, pull, { event: mergeGroupEvent(world, base, clean, pull.number) })).toMatchObject({ exitCode: 0 });
      const unnamed = mergeGroupEvent(world, base, head, pull.number);
      const anonymous = JSON.parse(JSON.stringify(unnamed).replaceAll(/pr-\d+-/g, 'entry-'));
      expect(await runCounted(github, pull, { event: anonymous })).toMatchObject({ exitCode: 1, outputs: { findings: '2' } });
    });
  });

  test('reviews what a push brings, also to a branch that is new', async () => {
    await withGitHub(async (github) => {
      const pull = openFaulty(github);
      const before = github.world.git.resolve('main') ?? '';
      for (const from of [before, '0'.repeat(40)]) {
        const run = await runCounted(github, pull, { event: pushEvent(github.world, from, pull.head) });
        expect(run).toMatchObject({ exitCode: 1, outputs: { findings: '2' }, report: { subject: { base: before, head: pull.head } } });
        expect(run.annotations).toHaveLength(2);
      }
      expect(writtenBy(pull, BOT)).toEqual([]);
      const gone = await runCounted(github, pull, { event: pushEvent(github.world, before, '0'.repeat(40)) });
      expect(gone).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    });
  });

  test('takes the pull request of a run by hand from the input, and says so when there is none', async () => {
    await withGitHub(async (github) => {
      const pull = openFaulty(github);
      const event = dispatchEvent(github.world);
      expect(await runCounted(github, pull, { event, inputs: { 'pull-request': '7' } })).toMatchObject({
        exitCode: 1,
        outputs: { findings: '2' },
      });
      for (const wrong of ['', '99', '7; rm']) {
        const run = await runCounted(github, pull, { event, inputs: { 'pull-request': wrong } });
        expect(run).toMatchObject({ exitCode: 1, outputs: { conclusion: 'failure' } });
        expect(run.commands.filter(({ name }) => name === 'error')).toHaveLength(1);
        expect(run.output).not.toContain('    at ');
      }
    });
  });
});
