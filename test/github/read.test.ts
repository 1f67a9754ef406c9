import { describe, expect, test } from '@jest/globals';
import { readRange as readGitRange } from '../../src/git/read.ts';
import { readPullRequest, readRange } from '../../src/github/read.ts';
import { connectTo, REPOSITORY, withGitHub } from './fake/connect.ts';
import { openPullRequest, pushBranch, say } from './fake/people.ts';

const lines = (count: number, name: string): string => Array.from({ length: count }, (_, n) => `int ${name}${n};\n`).join('');

const BASE = {
  'core/queue.cc': `#include "queue.hh"\n${lines(40, 'a')}`,
  'include/queue.hh': 'struct queue { int size; };\n',
  'core/old-name.cc': lines(60, 'renamed'),
  'core/gone.cc': lines(3, 'gone'),
  'core/link.cc': lines(2, 'link'),
  'docs/guide.md': 'Guide\n',
  'core/latin.cc': Buffer.from('// caf\xe9\nint latin;\n', 'latin1'),
  'core/bytes.cc': Buffer.from([0, 1, 2]),
  'core/was-link.cc': { mode: '120000', content: 'queue.cc' },
} as const;

const HEAD = {
  'core/queue.cc': `#include "queue.hh"\n${lines(20, 'a')}int changed;\n${lines(20, 'b')}`,
  'core/old-name.cc': null,
  'core/new-name.cc': lines(60, 'renamed'),
  'core/gone.cc': null,
  'core/link.cc': { mode: '120000', content: 'queue.cc' },
  'core/added "here" é.cc': '#include <queue.hh>\nint added;\n',
  'core/latin.cc': Buffer.from('// caf\xe9\nint other;\n', 'latin1'),
  'core/bytes.cc': Buffer.from([0, 1, 3]),
  'core/was-link.cc': 'int file;\n',
  'docs/guide.md': 'New guide\n',
} as const;

describe('reading a pull request', () => {
  test('gives what git gives for the same commits', async () => {
    await withGitHub(async (github) => {
      const { world } = github;
      pushBranch(world, 'main', BASE);
      const pull = openPullRequest(world, HEAD, { title: 'Faster', body: 'Because\r\nof this', labels: ['performance'] });
      // The base goes on; the comparison stays with the fork point.
      pushBranch(world, 'main', { 'core/queue.cc': 'int other;\n' });
      const client = await connectTo(github);
      const { pullRequest } = await readPullRequest(client, REPOSITORY, pull.number);
      const local = await readGitRange({ directory: world.git.directory, range: `main...${pull.head}` });
      const sorted = <T extends { readonly path: string }>(list: readonly T[]): readonly T[] =>
        [...list].sort((a, b) => (a.path < b.path ? -1 : 1));
      expect(sorted(pullRequest.changes)).toEqual(sorted(local.changes));
      expect(sorted(pullRequest.headers)).toEqual(sorted(local.headers));
      expect(pullRequest).toMatchObject({ base: pull.baseCommit, head: pull.head, title: 'Faster', body: 'Because\nof this', number: 7 });
      expect(pullRequest.labels).toEqual(['performance']);
      expect(pullRequest.commits.map((commit) => commit.message)).toEqual(['Change the queue']);
    });
  });

  test('costs three requests when nothing is included, five at most', async () => {
    await withGitHub(async (github) => {
      pushBranch(github.world, 'main', BASE);
      const plain = openPullRequest(github.world, { 'core/gone.cc': 'int plain;\n' });
      const including = openPullRequest(github.world, { 'core/queue.cc': '#include "queue.hh"\n' });
      const client = await connectTo(github);
      await readPullRequest(client, REPOSITORY, plain.number, { baseFiles: ['docs/guide.md', 'absent.yml'] });
      expect(client.sent()).toBe(3);
      await readPullRequest(client, REPOSITORY, including.number);
      expect(client.sent()).toBe(3 + 5);
    });
  });

  test('finds every file of a change that GitHub’s lists cut off', async () => {
    await withGitHub(async (github) => {
      pushBranch(github.world, 'main', BASE);
      const files = Object.fromEntries(Array.from({ length: 3500 }, (_, n) => [`core/part${n % 70}/f${n}.cc`, `int f${n};\n`]));
      const pull = openPullRequest(github.world, files);
      const client = await connectTo(github, undefined, { timeoutMs: 20_000 });
      const { pullRequest } = await readPullRequest(client, REPOSITORY, pull.number);
      expect(pullRequest.changes).toHaveLength(3500);
      expect(pullRequest.changes.filter((change) => change.after === null || change.unread !== null)).toEqual([]);
      expect(pullRequest.changes.find((change) => change.path === 'core/part19/f3449.cc')).toMatchObject({ after: 'int f3449;\n' });
      expect(client.sent()).toBeLessThan(60);
    });
  });

  test('goes down only where folders differ when a tree is too large to be listed', async () => {
    await withGitHub(async (github) => {
      const { world } = github;
      const many = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`core/d${n % 8}/f${n}.cc`, `int f${n};\n`]));
      pushBranch(world, 'main', { ...many, 'core/moved.cc': lines(30, 'moved') });
      const changed = Object.fromEntries(Array.from({ length: 350 }, (_, n) => [`core/d${n % 7}/f${n}.cc`, `int g${n};\n`]));
      const pull = openPullRequest(world, { ...changed, 'core/moved.cc': null, 'core/d7/moved.cc': lines(30, 'moved') });
      world.treeLimit = 100;
      const client = await connectTo(github);
      const { pullRequest } = await readPullRequest(client, REPOSITORY, pull.number);
      const local = await readGitRange({ directory: world.git.directory, range: `main...${pull.head}` });
      expect(new Set(pullRequest.changes.map(({ path }) => path))).toEqual(new Set(local.changes.map(({ path }) => path)));
      expect(pullRequest.changes.find((change) => change.status === 'renamed')).toMatchObject({ previousPath: 'core/moved.cc' });
    });
  });

  test('reads the texts of files whose rows claim that nothing changed', async () => {
    await withGitHub(async (github) => {
      pushBranch(github.world, 'main', { ...BASE, 'core/z.cc': 'int before;\n' });
      // Twenty thousand lines of patches before it: GitHub's row for the last file has no patch and counts of zero.
      const padding = Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`core/pad${n}.cc`, lines(5000, 'pad')]));
      const pull = openPullRequest(github.world, { ...padding, 'core/z.cc': 'int after;\n' });
      const client = await connectTo(github);
      const { pullRequest } = await readPullRequest(client, REPOSITORY, pull.number);
      expect(pullRequest.changes.find((change) => change.path === 'core/z.cc')).toMatchObject({
        before: 'int before;\n',
        after: 'int after;\n',
      });
    });
  });

  test('asks in halves for what GitHub cannot answer at once, and names what stays unread', async () => {
    await withGitHub(async (github) => {
      pushBranch(github.world, 'main', BASE);
      const files = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`core/f${n}.cc`, `int f${n};\n`]));
      const pull = openPullRequest(github.world, files);
      // GraphQL gives up on queries that take ten seconds.
      github.watch(({ name, body }) => {
        const isTooMuch = name === 'query Texts' && JSON.stringify(body).length > 2000;
        return isTooMuch ? { kind: 'answer', status: 502, body: '{"message":"timeout"}', isApplied: false } : undefined;
      });
      const client = await connectTo(github);
      const { pullRequest } = await readPullRequest(client, REPOSITORY, pull.number);
      expect(pullRequest.changes).toHaveLength(60);
      expect(pullRequest.changes.filter((change) => change.after === null)).toEqual([]);
      github.watch(({ name }) => (name === 'query Texts' ? { kind: 'reset', isApplied: false } : undefined));
      const { pullRequest: unread } = await readPullRequest(await connectTo(github), REPOSITORY, pull.number);
      expect(unread.changes.filter((change) => change.unread === null || change.after !== null)).toEqual([]);
    });
  });

  test('reads long conversations to their end', async () => {
    await withGitHub(async (github) => {
      pushBranch(github.world, 'main', BASE);
      const pull = openPullRequest(github.world, { 'core/gone.cc': 'int x;\n' });
      for (let n = 0; n < 230; n += 1) say(github.world, pull, 'mona', `Remark ${n}`);
      const client = await connectTo(github);
      const { pullRequest } = await readPullRequest(client, REPOSITORY, pull.number);
      expect(pullRequest.comments.map((comment) => comment.body)).toEqual(Array.from({ length: 230 }, (_, n) => `Remark ${n}`));
    });
  });

  test('reads a range without a pull request', async () => {
    await withGitHub(async (github) => {
      const base = pushBranch(github.world, 'main', BASE);
      const head = pushBranch(github.world, 'main', { 'core/gone.cc': 'int x;\n' }, { message: 'Say why' });
      const client = await connectTo(github);
      const range = await readRange(client, REPOSITORY, { base, head });
      expect(range).toMatchObject({ number: null, base, head, commits: [{ sha: head, message: 'Say why' }] });
      expect(range.changes).toMatchObject([{ path: 'core/gone.cc', after: 'int x;\n' }]);
    });
  });

  test('says in one sentence that there is no such pull request, or that the token is none', async () => {
    await withGitHub(async (github) => {
      pushBranch(github.world, 'main', BASE);
      await expect(readPullRequest(await connectTo(github), REPOSITORY, 99)).rejects.toThrow(/no pull request 99/);
      await expect(readPullRequest(await connectTo(github, { metadata: 'read' }), REPOSITORY, 99)).rejects.toThrow(/pull-requests: read/);
      await expect(readPullRequest(await connectTo(github, undefined, { token: 'wrong' }), REPOSITORY, 99)).rejects.toThrow(/github-token/);
    });
  });
});
