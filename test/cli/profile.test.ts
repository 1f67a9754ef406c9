import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Review } from '../../src/review.ts';
import { makeRepository } from '../git/repository.ts';
import { emptyFolder, perfReview } from './run.ts';

const FAST = `#include <string>
#include <vector>
namespace net {
int total(const std::vector<std::string>& names) {
  int sum = 0;
  for (const std::string& name : names) {
    sum += name.size();
  }
  return sum;
}
int other() { return 1; }
}
`;
const SLOW = FAST.replace('const std::string& name :', 'std::string name :');
/** `total` takes 60 % of the samples. */
const HOT = `main;serve();net::total(std::vector<std::string, std::allocator<std::string> > const&) 600\nmain;serve();net::other() 400\n`;
/** 1,000 samples, and none in `total`. */
const COLD = `main;serve();net::other() 900\nmain;serve();poll 100\n`;

function repository(message: string, more: Readonly<Record<string, string>> = {}): string {
  const repo = makeRepository(emptyFolder());
  repo.commit('base', { 'net/total.cc': FAST });
  repo.commit(message, { 'net/total.cc': SLOW, ...more });
  writeFileSync(join(repo.directory, 'hot.folded'), HOT);
  writeFileSync(join(repo.directory, 'cold.folded'), COLD);
  return repo.directory;
}

async function severity(cwd: string, ...options: readonly string[]): Promise<string> {
  const { stdout } = await perfReview(['review', 'HEAD^..HEAD', '--format', 'json', ...options], cwd);
  const [finding, ...others] = (JSON.parse(stdout) as Review).findings;
  expect(others).toEqual([]);
  return `${finding?.severity} ${finding?.hot?.source ?? 'unknown'} ${finding?.hot?.share ?? '-'}`;
}

describe('one finding', () => {
  test('is a warning without a profile, an error where a profile says hot, and a note where one says cold', async () => {
    const cwd = repository('slower');
    expect(await severity(cwd)).toMatch(/^warning structure -$/);
    expect(await severity(cwd, '--profile', 'hot.folded')).toBe('error profile 0.6');
    expect(await severity(cwd, '--profile', 'cold.folded')).toBe('note profile 0');
  });

  test('may be raised and never be lowered by a profile that the change itself brings', async () => {
    expect(await severity(repository('slower', { 'perf/after.folded': HOT }))).toBe('error profile 0.6');
    expect(await severity(repository('slower', { 'perf/after.folded': COLD }))).toMatch(/^warning/);
    expect(await severity(repository(`slower\n\nProfile after:\n\n\`\`\`\n${HOT}main;idle() 1\n\`\`\`\n`))).toMatch(/^error profile/);
  });
});

test('hot lists functions with the findings in them', async () => {
  const cwd = repository('slower');
  const { code, stdout } = await perfReview(['hot', '--profile', 'hot.folded'], cwd);
  expect(code).toBe(0);
  expect(stdout).toMatch(/60 % +60 % +60 % +net::total net\/total\.cc:4/);
  expect(stdout).toContain('range-loop-copy');
  const json = JSON.parse((await perfReview(['hot', '--profile', 'hot.folded', '--format', 'json'], cwd)).stdout);
  expect(json.profiles[0].functions[0]).toMatchObject({ self: 0.6, findings: [{ rule: 'range-loop-copy', severity: 'error' }] });
});

test('a profile that says nothing is an error of the user, not an empty list', async () => {
  const cwd = repository('slower');
  writeFileSync(join(cwd, 'no.txt'), 'hello\n');
  const { code, stderr } = await perfReview(['hot', '--profile', 'no.txt'], cwd);
  expect(code).toBe(2);
  expect(stderr).toContain('no.txt is in none of the formats that are read');
  expect((await perfReview(['hot'], cwd)).stderr).toContain('`hot` needs a profile');
  const review = await perfReview(['review', 'HEAD^..HEAD', '--profile', 'no.txt'], cwd);
  expect([review.code, review.stderr]).toEqual([2, stderr]);
});
