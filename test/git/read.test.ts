import { existsSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readFileAt, readRange } from '../../src/git/read.ts';
import { UserError } from '../../src/user-error.ts';
import { run, withRepository } from './repository.ts';

describe('readRange', () => {
  test('reads both texts of every kind of change, from objects and not the working tree', () =>
    withRepository(async ({ directory, git, commit }) => {
      const long = Array.from({ length: 30 }, (_, i) => `int line${i};\n`).join('');
      const a = commit('first', {
        'a.cc': 'int a;\n',
        'gone.cc': 'int gone;\n',
        'old.cc': long,
        'note.md': 'x\n',
        'blob.cc': 'int b;\n',
        'kind.cc': 'int k;\n',
      });
      unlinkSync(join(directory, 'kind.cc'));
      symlinkSync('a.cc', join(directory, 'kind.cc'));
      const b = commit('second', {
        'a.cc': 'int a = 1;\n',
        'gone.cc': null,
        'old.cc': null,
        'dir/new name.cc': `${long}int more;\n`,
        'note.md': 'y\n',
        'blob.cc': Buffer.from([1, 0, 2]),
        'é.hh': 'int e;\n',
      });
      writeFileSync(join(directory, 'a.cc'), 'not committed\n');
      const { changes, ...rest } = await readRange({ directory, range: `${a}..${b}` });
      expect(rest).toMatchObject({
        repository: 'kernel',
        base: a,
        head: b,
        title: 'second',
        body: '',
        commits: [{ sha: b, message: 'second' }],
        diffSource: 'git',
      });
      const none = { previousPath: null, unread: null, before: null, after: null };
      expect(changes).toEqual([
        { ...none, path: 'a.cc', status: 'modified', kind: 'file', before: 'int a;\n', after: 'int a = 1;\n' },
        { ...none, path: 'blob.cc', status: 'modified', kind: 'binary' },
        {
          ...none,
          path: 'dir/new name.cc',
          previousPath: 'old.cc',
          status: 'renamed',
          kind: 'file',
          before: long,
          after: `${long}int more;\n`,
        },
        { ...none, path: 'gone.cc', status: 'deleted', kind: 'file', before: 'int gone;\n' },
        { ...none, path: 'kind.cc', status: 'modified', kind: 'symlink' },
        { ...none, path: 'note.md', status: 'modified', kind: 'file' },
        { ...none, path: 'é.hh', status: 'added', kind: 'file', after: 'int e;\n' },
      ]);
      expect(
        (await readRange({ directory, range: `${a}..${b}`, alsoRead: (path) => path === 'note.md' })).changes.find(
          (change) => change.path === 'note.md',
        )?.after,
      ).toBe('y\n');
      expect((await readRange({ directory, range: `${b}..${a}` })).changes.find((change) => change.path === 'kind.cc')).toMatchObject({
        status: 'added',
        kind: 'file',
        before: null,
        after: 'int k;\n',
      });
      git('update-index', '--add', '--cacheinfo', `160000,${a},module`);
      git('commit', '--quiet', '--message', 'module');
      expect((await readRange({ directory, range: `${b}..HEAD` })).changes).toEqual([
        { ...none, path: 'module', status: 'added', kind: 'submodule' },
      ]);
    }));

  test('compares two dots directly, three dots and no range from the merge base', () =>
    withRepository(async ({ directory, git, commit }) => {
      const fork = commit('fork', { 'a.cc': '1\n', 'b.cc': '1\n' });
      const main = commit('on main', { 'a.cc': '2\n' });
      git('checkout', '--quiet', '-b', 'topic', fork);
      commit('on topic, one', { 'b.cc': '2\n' });
      const topic = commit('on topic, two', { 'b.cc': '3\n' });
      const paths = async (range?: string) => {
        const { base, head, changes, commits } = await readRange({ directory, range });
        return { base, head, paths: changes.map((change) => change.path), messages: commits.map((each) => each.message) };
      };
      const fromFork = { base: fork, head: topic, paths: ['b.cc'], messages: ['on topic, one', 'on topic, two'] };
      expect(await paths('main..topic')).toEqual({ ...fromFork, base: main, paths: ['a.cc', 'b.cc'] });
      for (const range of ['main...topic', 'main...', undefined, 'topic', 'HEAD']) expect(await paths(range)).toEqual(fromFork);
      // What the default branch already has is reviewed by itself.
      expect(await paths('main')).toEqual({ base: fork, head: main, paths: ['a.cc'], messages: ['on main'] });
      expect((await paths(fork)).paths).toEqual(['a.cc', 'b.cc']);
      git('update-ref', 'refs/remotes/origin/main', fork);
      git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
      expect(await paths('main')).toMatchObject({ base: fork, head: main });
    }));

  test('reads bare repositories, linked worktrees and folders inside a repository', () =>
    withRepository(async ({ directory, git, commit }) => {
      commit('first', { 'dir/a.cc': '1\n' });
      commit('second', { 'dir/a.cc': '2\n' });
      git('clone', '--quiet', '--bare', '.', '../bare.git');
      git('worktree', 'add', '--quiet', '../linked', 'HEAD~1');
      for (const [folder, name] of [
        [join(directory, '../bare.git'), 'bare'],
        [join(directory, '../linked'), 'kernel'],
        [join(directory, 'dir'), 'kernel'],
      ] as const) {
        const { repository, changes } = await readRange({ directory: folder, range: 'main~1..main' });
        expect({ repository, changes: changes.map((change) => change.after) }).toEqual({ repository: name, changes: ['2\n'] });
      }
    }));

  test('reads the unchanged headers that changed files include, at the head', () =>
    withRepository(async ({ directory, commit }) => {
      const a = commit('first', {
        'core/a.cc': '#include "a.hh"\n',
        'core/a.hh': 'struct a;\n',
        'include/osv/b.hh': 'struct b;\n',
        'other.hh': '',
      });
      commit('second', { 'core/a.cc': '#include "a.hh"\n#include <osv/b.hh>\n#include <vector>\n' });
      expect((await readRange({ directory, range: `${a}..HEAD` })).headers).toEqual([
        { path: 'core/a.hh', text: 'struct a;\n' },
        { path: 'include/osv/b.hh', text: 'struct b;\n' },
      ]);
    }));

  test('keeps the lines and columns of text that is not UTF-8, and says what is too large', () =>
    withRepository(async ({ directory, commit }) => {
      const a = commit('first', { 'a.cc': Buffer.from('// caf\xe9\n', 'latin1') });
      commit('second', { 'a.cc': '\uFEFF// café\r\n', 'huge.cc': '\n'.repeat(2 * 1024 * 1024 + 1) });
      const { changes } = await readRange({ directory, range: `${a}..HEAD` });
      expect(changes[0]).toMatchObject({ before: '// café\n', after: '\uFEFF// café\r\n' });
      expect(changes[1]).toMatchObject({ after: null, unread: 'the file has 2097153 bytes, more than the 2097152 that are read' });
    }));

  test('takes what a partial clone lacks for unread, and reads the rest, without asking the network', () =>
    withRepository(async ({ directory, git, commit }) => {
      const a = commit('first', { 'a.cc': 'a1\n', 'b.cc': 'b1\n', 'c.cc': 'c1\n' });
      commit('second', { 'a.cc': 'a2\n', 'b.cc': 'b2\n', 'c.cc': 'c2\n', 'd.cc': 'd1\n' });
      git('config', 'uploadpack.allowFilter', 'true');
      const clone = join(directory, '../partial');
      run(directory, ['clone', '--quiet', '--bare', '--filter=blob:none', `file://${directory}`, clone]);
      run(clone, ['-c', 'protocol.file.allow=always', 'cat-file', '-p', 'HEAD:b.cc']);
      const { changes } = await readRange({ directory: clone, range: `${a}..HEAD` });
      expect(changes.map((change) => [change.path, change.after, change.unread?.includes('partial')])).toEqual([
        ['a.cc', null, true],
        ['b.cc', 'b2\n', true],
        ['c.cc', null, true],
        ['d.cc', null, true],
      ]);
      await expect(readFileAt(clone, 'HEAD', 'a.cc')).rejects.toThrow(/lacks the object/);
    }));

  test('runs nothing that the repository configures', () =>
    withRepository(async ({ directory, git, commit }) => {
      const marker = join(directory, '../ran');
      const program = join(directory, '../program');
      writeFileSync(program, `#!/bin/sh\necho "$0 $@" >> '${marker}'\n`, { mode: 0o755 });
      const a = commit('first', { 'a.cc': 'int a;\nint b;\nint c;\n', 'z.cc': '1\n', '.gitattributes': '* diff=evil filter=evil\n' });
      const b = commit('second', { 'a.cc': null, 'moved.cc': 'int a;\nint b;\nint d;\n', 'z.cc': '2\n' });
      git('update-ref', `refs/replace/${a}`, b);
      const settings = {
        'diff.external': program,
        'diff.evil.textconv': program,
        'diff.evil.command': program,
        'filter.evil.clean': program,
        'filter.evil.smudge': program,
        'core.fsmonitor': program,
        'core.pager': program,
        'core.editor': program,
        'core.sshCommand': program,
        'core.askPass': program,
        'core.alternateRefsCommand': program,
        'gpg.program': program,
        'log.showSignature': 'true',
        'alias.rev-list': `!${program}`,
        'alias.cat-file': `!${program}`,
        'core.hooksPath': join(directory, '..'),
        'remote.evil.url': `ext::${program}`,
        'remote.evil.promisor': 'true',
        'remote.evil.partialCloneFilter': 'blob:none',
        'protocol.ext.allow': 'always',
        'extensions.partialClone': 'evil',
        'core.repositoryFormatVersion': '1',
        'pager.rev-list': program,
        'credential.helper': `!${program}`,
      };
      for (const [key, value] of Object.entries(settings)) git('config', key, value);
      rmSync(marker, { force: true }); // setting up may have run something
      const object = git('rev-parse', `${b}:z.cc`);
      rmSync(join(directory, '.git/objects', object.slice(0, 2), object.slice(2)));
      const { changes } = await readRange({ directory, range: `${a}..${b}` });
      expect(changes).toHaveLength(2);
      expect(changes[1]).toMatchObject({ path: 'z.cc', before: '1\n', after: null });
      expect(await readFileAt(directory, a, 'a.cc')).toBe('int a;\nint b;\nint c;\n');
      expect(existsSync(marker)).toBe(false);
    }));

  test('ignores the git variables of a hook that it may run under', () =>
    withRepository(async ({ directory, commit }) => {
      const a = commit('first', { 'a.cc': '1\n' });
      commit('second', { 'a.cc': '2\n' });
      process.env.GIT_DIR = '/nowhere';
      process.env.GIT_EXTERNAL_DIFF = 'false';
      try {
        expect((await readRange({ directory, range: `${a}..HEAD` })).changes).toHaveLength(1);
      } finally {
        delete process.env.GIT_DIR;
        delete process.env.GIT_EXTERNAL_DIFF;
      }
    }));

  test('says in one sentence what the user can mend', () =>
    withRepository(async ({ directory, git, commit }) => {
      const refused = async (folder: string, range: string | undefined) => {
        const error: unknown = await readRange({ directory: folder, range }).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(UserError);
        return (error as UserError).message;
      };
      expect(await refused(directory, undefined)).toMatch(/^There is no commit `HEAD`/);
      commit('first', { 'a.cc': '1\n' });
      expect(await refused(directory, 'main..nowhere')).toBe(
        'There is no commit `nowhere` in this repository; check the spelling, or fetch it.',
      );
      expect(await refused(directory, '--output=x')).toMatch(/^There is no commit `--output=x`/);
      expect(await refused(directory, 'a\nb')).toMatch(/^There is no commit/);
      git('checkout', '--quiet', '--orphan', 'lonely');
      commit('second', { 'a.cc': '2\n' });
      expect(await refused(directory, 'main...lonely')).toBe(
        '`main...lonely` has no merge base in this repository; compare two commits directly with `A..B`.',
      );
      git('branch', '--quiet', '-D', 'main');
      expect(await refused(directory, undefined)).toMatch(/no default branch .* `perf-review review A\.\.B`/);
      const empty = mkdtempSync(join(tmpdir(), 'empty-'));
      expect(await refused(empty, undefined)).toBe(`${empty} is not in a git repository; name one with --repo DIR.`);
      rmSync(empty, { recursive: true });
      expect(await refused(empty, undefined)).toBe(`There is no folder ${empty}; name a git repository with --repo DIR.`);
    }));
});

describe('readFileAt', () => {
  test('gives the text at a commit, and null where there is none', () =>
    withRepository(async ({ directory, commit }) => {
      const a = commit('first', { '.github/perf-review.yml': 'fail-on: note\n' });
      commit('second', { '.github/perf-review.yml': 'fail-on: never\n' });
      expect(await readFileAt(directory, a, '.github/perf-review.yml')).toBe('fail-on: note\n');
      expect(await readFileAt(directory, a, './.github/perf-review.yml')).toBe('fail-on: note\n');
      expect(await readFileAt(directory, a, '.github')).toBeNull();
      expect(await readFileAt(directory, a, '*.yml')).toBeNull();
      await expect(readFileAt(directory, 'nowhere', 'x')).rejects.toThrow(UserError);
    }));
});
