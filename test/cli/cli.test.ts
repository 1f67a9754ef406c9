import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Review } from '../../src/review.ts';
import { makeRepository } from '../git/repository.ts';
import { emptyFolder, perfReview } from './run.ts';

const SLOW = `#include <string>
#include <vector>
int total(const std::vector<std::string>& names) {
  int sum = 0;
  for (std::string name : names) {
    sum += name.size();
  }
  return sum;
}
`;
const FAST = SLOW.replace('std::string name :', 'const std::string& name :');
const WRONG_ORDER = `#include <atomic>
std::atomic<int> ready;
void publish() { ready.store(1, std::memory_order_acquire); }
`;

/** A repository whose second commit brings a copy in a loop and an order that a store cannot have. */
function repository(): string {
  const repo = makeRepository(emptyFolder());
  repo.commit('total', { 'core/total.cc': FAST });
  repo.commit('slower', { 'core/total.cc': SLOW, 'core/publish.cc': WRONG_ORDER });
  return repo.directory;
}

describe('review', () => {
  test('prints one JSON document and fails on a new error', async () => {
    const { code, stdout } = await perfReview(['review', 'HEAD^..HEAD', '--format', 'json'], repository());
    const review = JSON.parse(stdout) as Review;
    expect(code).toBe(1);
    expect(review.schema).toBe(1);
    expect(review.findings.map(({ rule, path, line, state }) => ({ rule, path, line, state }))).toEqual([
      { rule: 'invalid-memory-order', path: 'core/publish.cc', line: 3, state: 'new' },
      { rule: 'range-loop-copy', path: 'core/total.cc', line: 5, state: 'new' },
    ]);
    expect(review.verdict.conclusion).toBe('fail');
    expect(review.checklist).toHaveLength(20);
    expect(review.coverage).toMatchObject({ changedFiles: 2, cppFiles: 2, reviewed: 2, unread: [] });
  });

  test('lists what the way back mends as fixed, and passes', async () => {
    const { code, stdout } = await perfReview(['review', 'HEAD..HEAD^', '--format', 'json'], repository());
    const review = JSON.parse(stdout) as Review;
    expect(code).toBe(0);
    expect(review.findings).toEqual([]);
    expect(review.fixed.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['range-loop-copy', 'invalid-memory-order']));
  });

  test('fails by --fail-on and by nothing at never', async () => {
    const cwd = repository();
    const only = async (failOn: string) => (await perfReview(['review', 'HEAD^..HEAD', '--fail-on', failOn, '--quiet'], cwd)).code;
    expect([await only('error'), await only('warning'), await only('never')]).toEqual([1, 1, 0]);
  });

  test('takes the config from the base, never from the head', async () => {
    const repo = makeRepository(emptyFolder());
    repo.commit('total', { 'core/total.cc': FAST });
    const policy = 'fail-on: never\nrules: { lock-free: off }\n';
    repo.commit('switch the gate off', { 'core/publish.cc': WRONG_ORDER, '.github/perf-review.yml': policy });
    const { code, stderr } = await perfReview(['review', 'HEAD^..HEAD'], repo.directory);
    expect(code).toBe(1);
    expect(stderr).toContain('.github/perf-review.yml changes in this range');
  });

  test('asks for evidence where a label calls it performance work', async () => {
    const cwd = repository();
    const args = ['review', 'HEAD..HEAD^', '--label', 'performance', '--format', 'json'];
    const without = await perfReview(args, cwd);
    expect(without.code).toBe(1);
    expect(JSON.parse(without.stdout).evidence).toMatchObject({ required: true, status: 'missing', because: 'label performance' });
    const rows = (value: number) => [0, 1, 2, 3, 4].map((i) => `BM_total/64  ${value + i} ns  ${value + i} ns  100000`).join('\n');
    writeFileSync(join(cwd, 'body.md'), `Before:\n\`\`\`\n${rows(900)}\n\`\`\`\nAfter:\n\`\`\`\n${rows(600)}\n\`\`\`\n`);
    const withIt = await perfReview([...args, '--body', 'body.md'], cwd);
    expect(JSON.parse(withIt.stdout).evidence.status).toBe('sufficient');
    expect(withIt.code).toBe(0);
  });

  test.each(['sarif', 'markdown', 'html', 'rdjson', 'gitlab', 'gcc', 'text'])('writes %s to a file', async (format) => {
    const cwd = repository();
    const { code, stdout } = await perfReview(['review', 'HEAD^..HEAD', '--format', format, '--output', 'out.txt'], cwd);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toContain('range-loop-copy');
  });
});

describe('what the user can mend ends with 2 and one sentence', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['an unknown command', ['revew'], 'There is no command `revew`; did you mean `review`?'],
    ['an unknown option', ['review', '--formt', 'json'], '`review` has no option `--formt`; did you mean `--format`?'],
    ['an unknown format', ['review', '--format', 'xml'], '`--format xml` is not known; use one of text, json'],
    [
      'an unknown severity',
      ['review', 'HEAD^..HEAD', '--fail-on', 'fatal'],
      '`fail-on` must be one of note, warning, error, never, not `fatal`.',
    ],
    ['an unknown rule', ['rules', 'range-lop-copy'], 'There is no rule `range-lop-copy`; did you mean `range-loop-copy`?'],
    ['a missing commit', ['review', 'HEAD..nowhere'], 'There is no commit `nowhere` in this repository'],
    ['a missing config', ['review', 'HEAD^..HEAD', '--config', 'no.yml'], 'no.yml cannot be read: it does not exist'],
    ['a missing result', ['evidence', '--benchmark-before', 'no.json'], 'no.json cannot be read: it does not exist'],
    ['nothing to judge', ['evidence'], '`evidence` needs something to judge'],
    ['nothing to scan', ['scan'], '`scan` needs files or folders'],
    ['a path that is not there', ['scan', 'no.cc'], 'no.cc cannot be scanned: it does not exist'],
  ];
  test.each(cases)('%s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await perfReview(args, repository());
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('a folder that is no repository', async () => {
    const { code, stderr } = await perfReview(['review']);
    expect(code).toBe(2);
    expect(stderr).toContain('is not in a git repository; name one with --repo DIR.');
  });

  test.each([
    ['rulez: {}', 'line 1: unknown key `rulez`; did you mean `rules`'],
    ['rules: { range-loop-cpy: off }', 'line 1: unknown key `rules.range-loop-cpy`; did you mean `range-loop-copy`'],
    ['# x\nevidence:\n  lables: [perf]', 'line 3: unknown key `evidence.lables`; did you mean `labels`'],
    ['fail-on: fatal', 'line 1: `fail-on` must be one of note, warning, error, never'],
    ['rules: [', 'mend the YAML'],
    ['a: &a [1]\nb: *a', 'aliases'],
  ])('a config with %j', async (text, sentence) => {
    const cwd = repository();
    writeFileSync(join(cwd, 'c.yml'), text);
    const { code, stdout, stderr } = await perfReview(['review', 'HEAD^..HEAD', '--config', 'c.yml'], cwd);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });
});

describe('the other commands', () => {
  test('scan reports every finding in a file', async () => {
    const { code, stdout } = await perfReview(['scan', 'core', '--format', 'json'], repository());
    const review = JSON.parse(stdout) as Review;
    expect(code).toBe(1);
    expect(review.findings.map(({ rule }) => rule)).toEqual(['invalid-memory-order', 'range-loop-copy']);
  });

  test('broken C++ is reviewed as far as it parses, and the rest is counted', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'a.cc'), `${SLOW}\nvoid broken( { ] = ;\n`);
    const { stdout } = await perfReview(['scan', 'a.cc', '--format', 'json'], folder);
    const review = JSON.parse(stdout) as Review;
    expect(review.findings.map(({ rule }) => rule)).toContain('range-loop-copy');
    expect(review.coverage.unparsedLines).toBeGreaterThan(0);
  });

  test('baseline accepts what is there, with a date, and scan then passes', async () => {
    const cwd = repository();
    mkdirSync(join(cwd, '.github'));
    writeFileSync(join(cwd, '.github/perf-review.yml'), 'baseline: .github/perf-review.baseline.json\n');
    expect((await perfReview(['baseline', 'core'], cwd)).stdout).toContain('accepts 2 findings');
    const baseline = JSON.parse(readFileSync(join(cwd, '.github/perf-review.baseline.json'), 'utf8'));
    expect(baseline.findings[0]).toMatchObject({ fingerprint: expect.any(String), date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    const { code, stdout } = await perfReview(['scan', 'core', '--format', 'json'], cwd);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Review).findings.map(({ state }) => state)).toEqual(['baseline', 'baseline']);
  });

  test('a suppression with a reason silences, one without does not', async () => {
    const folder = emptyFolder();
    const marked = (comment: string) => SLOW.replace('  for (', `  ${comment}\n  for (`);
    writeFileSync(join(folder, 'with.cc'), marked('// perf-review: ignore range-loop-copy -- names are short'));
    writeFileSync(join(folder, 'without.cc'), marked('// perf-review: ignore range-loop-copy'));
    writeFileSync(join(folder, 'nolint.cc'), SLOW.replace(': names) {', ': names) {  // NOLINT(perf-review-range-loop-copy)'));
    const { stdout } = await perfReview(['scan', '.', '--format', 'json'], folder);
    const states = (JSON.parse(stdout) as Review).findings.map(({ path, state }) => [path, state]);
    expect(Object.fromEntries(states)).toEqual({ 'with.cc': 'suppressed', 'without.cc': 'new', 'nolint.cc': 'suppressed' });
  });

  test('rules lists the catalogue and explains one rule', async () => {
    const list = await perfReview(['rules', '--format', 'json']);
    expect(JSON.parse(list.stdout).rules.length).toBeGreaterThan(40);
    const { code, stdout } = await perfReview(['rules', 'range-loop-copy']);
    expect(code).toBe(0);
    expect(stdout).toContain('// perf-review: ignore range-loop-copy -- <reason>');
  });

  test('config says where each value comes from', async () => {
    const cwd = repository();
    mkdirSync(join(cwd, '.github'));
    writeFileSync(join(cwd, '.github/perf-review.yml'), 'evidence: { runs: 9 }\n');
    const { stdout } = await perfReview(['config'], cwd);
    expect(stdout).toMatch(/^evidence\.runs: 9 +# \.github\/perf-review\.yml$/m);
    expect(stdout).toMatch(/^fail-on: error +# default$/m);
  });

  test('init writes a workflow and a config that is valid, and overwrites nothing', async () => {
    const cwd = repository();
    const first = await perfReview(['init'], cwd);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('`perf-review`');
    expect(readFileSync(join(cwd, '.github/workflows/perf-review.yml'), 'utf8')).not.toMatch(/^\s+(?:paths|if|concurrency):/m);
    expect((await perfReview(['config'], cwd)).code).toBe(0);
    const second = await perfReview(['init'], cwd);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain('exists already');
  });

  test('help names every command, and each explains itself', async () => {
    const { stdout } = await perfReview(['--help']);
    const commands = [...stdout.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name ?? '');
    expect(commands).toEqual(expect.arrayContaining(['review', 'scan', 'evidence', 'rules', 'init']));
    for (const command of commands) expect((await perfReview([command, '--help'])).code).toBe(0);
  });

  test('colours are for terminals', async () => {
    const { stdout } = await perfReview(['scan', 'core'], repository());
    expect(stdout).not.toContain('\u001b[');
  });
});
