import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { gateWorkflow } from '../../src/commands/init-files.ts';
import { makeRepository } from '../git/repository.ts';
import { emptyFolder, perfReview } from './run.ts';

const README = readFileSync('README.md', 'utf8');

/** Every command line of the tool that the README shows, without what it is piped into. */
const commands = [...README.matchAll(/(?:node dist\/cli\.js|`perf-review) ([a-z][^`\n|]*)/g)].map(([, words]) => (words ?? '').trim());

function repository(): string {
  const repo = makeRepository(emptyFolder());
  repo.commit('one', { 'a.cc': 'int one() { return 1; }\n' });
  repo.git('checkout', '-q', '-b', 'topic');
  repo.commit('two', { 'a.cc': 'int one() { return 2; }\n' });
  return repo.directory;
}

test('the README shows commands', () => {
  expect(commands.length).toBeGreaterThanOrEqual(5);
});

test.each(commands)('perf-review %s runs', async (command) => {
  const words = command
    .replace('../your-repository', '.')
    .replace(/\bID\b/, 'range-loop-copy')
    .split(/\s+/);
  const { code, stderr } = await perfReview(words, repository());
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('npm start needs no node_modules, reviews the sample and writes its report', () => {
  const folder = emptyFolder();
  for (const part of ['dist', 'test/scenarios', 'package.json']) execFileSync('mkdir', ['-p', join(folder, part, '..')]);
  for (const part of ['dist', 'test/scenarios', 'package.json']) execFileSync('cp', ['-r', resolve(part), join(folder, part)]);
  const output = execFileSync('npm', ['start', '--silent'], { cwd: folder, encoding: 'utf8', env: { ...process.env, HOME: folder } });
  expect(output).toContain('ring::blk::push');
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('<!doctype html>');
  expect(existsSync(join(folder, 'node_modules'))).toBe(false);
});

test('the workflow of the README is the one that init writes', () => {
  const shown = parse(/```yaml\n([\s\S]*?)```/.exec(README)?.[1] ?? '');
  expect(shown).toEqual(parse(gateWorkflow()));
});

test('every picture and file that the README links to is there', () => {
  const links = [...README.matchAll(/(?:src|srcset)="([^"]+)"|\]\((?!https?:|#)([^)#]+)/g)].map(([, image, link]) => image ?? link ?? '');
  expect(links.filter((link) => !existsSync(link))).toEqual([]);
});
