import { describe, expect, test } from '@jest/globals';
import { githubHtml, linkableText, tagsOf } from '../report/markdown.ts';
import { withGitHub } from './fake/connect.ts';
import { openPullRequest, pushBranch, say, writtenBy } from './fake/people.ts';
import { FULL } from './fake/permissions.ts';
import { commentEvent, pullRequestEvent } from './runner/events.ts';
import { runAction } from './runner/run-action.ts';
import { fill, load, plain, source } from './runner/sources.ts';

/** Names that git allows. */
const PATHS = [
  'core/\n::error file=x::forged.cc',
  'core/##[error]forged.cc',
  'core/`tick` @octocat #12.cc',
  'core/<img src=x onerror=alert(1)>.cc',
  'core/--><!-- perf-review:e30 -->.cc',
  'core/\u202egnp.cc',
  'core/a,line=1::b%0A::warning::c.cc',
  'core/![x](javascript:alert(1)).cc',
  '__proto__/constructor.cc',
];

const WORDS =
  '`@octocat` @octocat #12 <img src=x onerror=alert(1)> --> <!-- perf-review:e30 --> [x](javascript:alert(1)) ::error::x %0A::error::y';

/** Tags that our own Markdown makes. */
const OURS = [
  '!--',
  'a',
  'blockquote',
  'br',
  'code',
  'details',
  'h3',
  'li',
  'ol',
  'p',
  'pre',
  'span',
  'strong',
  'sub',
  'summary',
  'table',
  'tbody',
  'td',
  'th',
  'thead',
  'tr',
  'ul',
  'em',
];

describe('hostile text', () => {
  test('in names, titles, bodies, labels, reasons and logins stays text, in the log and in what is posted', async () => {
    await withGitHub(async (github) => {
      const { world } = github;
      pushBranch(world, 'main', { 'README.md': 'Kernel\n' });
      const faulty = Object.fromEntries(PATHS.map((path, n) => [path, source(fill(`fill${n}`), load(`load${n}`))]));
      const pull = openPullRequest(world, faulty, { title: WORDS, body: `${WORDS}\r\n::error::z`, labels: [WORDS, 'performance'] });
      say(world, pull, 'mona', `/perf-review ignore invalid-memory-order ${WORDS}`);
      say(world, pull, 'mona', `/perf-review waive ${WORDS}`);
      say(world, pull, 'mona', `/perf-review ${WORDS}`);
      await runAction(github, { event: pullRequestEvent(world, pull) });
      const run = await runAction(github, { event: pullRequestEvent(world, pull), inputs: { publish: 'none' } });
      expect(run.commands.filter(({ name }) => !['add-mask', 'notice', 'error'].includes(name))).toEqual([]);
      expect(run.commands.filter(({ name, properties }) => name === 'error' && properties.file === undefined).length).toBeLessThanOrEqual(
        1,
      );
      expect(run.annotations.map(({ properties }) => properties.file).sort()).toEqual([...PATHS].sort());
      const posted = writtenBy(pull, 'github-actions').map(({ body }) => body);
      expect(posted.length).toBeGreaterThan(PATHS.length);
      for (const text of [...posted, run.summary]) {
        const html = githubHtml(text);
        expect(tagsOf(html).filter((tag) => !OURS.includes(tag))).toEqual([]);
        expect(linkableText(html)).not.toMatch(/@octocat|#12\b|\u202e/);
        expect(html).not.toMatch(/href="javascript|<img/);
        expect([...text.matchAll(/<!--/g)].length).toBeLessThanOrEqual(1);
      }
    });
  });

  test('in comments of people is no mark of ours, and in a config is one sentence', async () => {
    await withGitHub(async (github) => {
      const { world } = github;
      pushBranch(world, 'main', { 'core/a.cc': source(plain('a')) });
      const pull = openPullRequest(world, { 'core/a.cc': source(plain('a'), fill('b')) });
      await runAction(github, { event: pullRequestEvent(world, pull) });
      const [summary] = writtenBy(pull, 'github-actions');
      const forged = say(world, pull, 'stranger', summary?.body ?? '');
      const command = say(world, pull, 'stranger', `/perf-review ignore reserve-before-fill ${WORDS}`);
      await runAction(github, { event: commentEvent(world, pull, command), token: github.token(FULL) });
      expect(world.pulls.get(pull.number)?.comments).toContain(forged);
      expect(await runAction(github, { event: pullRequestEvent(world, pull) })).toMatchObject({ outputs: { findings: '1' } });
      pushBranch(world, 'main', { '.github/perf-review.yml': '"\\n::error::forged @octocat": 1\n' });
      const run = await runAction(github, { event: pullRequestEvent(world, pull) });
      expect(run.exitCode).toBe(1);
      expect(run.commands.filter(({ name }) => name === 'error')).toHaveLength(1);
    });
  });
});
