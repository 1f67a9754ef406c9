import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { CHECK, gateWorkflow, scanWorkflow } from '../../src/commands/init-files.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, { readonly if?: string; readonly needs?: string; readonly steps: readonly Step[] }>>;
}

const FOLDER = '.github/workflows';
const own = readdirSync(FOLDER).map((name): [string, string] => [name, readFileSync(`${FOLDER}/${name}`, 'utf8')]);
const facts = { branch: 'main' };
const given: [string, string][] = [
  ['same repository', gateWorkflow()],
  ['forks', gateWorkflow('pull_request_target')],
  ['scan', scanWorkflow(facts)],
];
const gates = [...given.slice(0, 2), ...own.filter(([name]) => name === 'perf-review.yml')];

describe('workflows', () => {
  test.each([...own, ...given])('%s is YAML, names its permissions, and lets no expression into a shell', (_, text) => {
    const { permissions, jobs } = parse(text) as Workflow;
    expect(permissions).toBeDefined();
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    expect(steps.filter(({ run = '' }) => run.includes('${{'))).toEqual([]);
  });

  test.each(own)('%s pins the actions of others by commit', (_, text) => {
    const steps = Object.values((parse(text) as Workflow).jobs).flatMap((job) => job.steps);
    expect(steps.flatMap(({ uses }) => uses ?? []).filter((uses) => !/^\.\/|@[0-9a-f]{40}$/.test(uses))).toEqual([]);
  });

  // docs.github.com, "Troubleshooting required status checks": a filtered workflow stays pending, a skipped job passes.
  test.each(gates)(
    'the gate for %s always reports: one job of the name to require, on all its events, nothing skipped or cancelled',
    (_, text) => {
      const { on, jobs, concurrency } = parse(text) as Workflow;
      expect(Object.keys(jobs)).toEqual([CHECK]);
      expect(Object.keys(on)).toEqual(expect.arrayContaining(['merge_group']));
      expect(text).not.toMatch(/^\s*(?:paths|paths-ignore|branches-ignore|if|needs):/m);
      expect(concurrency).toBeUndefined();
      const event = (on.pull_request ?? on.pull_request_target) as { readonly types: readonly string[] };
      expect(event.types).toEqual(
        expect.arrayContaining(['opened', 'synchronize', 'reopened', 'ready_for_review', 'labeled', 'unlabeled', 'edited']),
      );
    },
  );

  test('the action is one bundle: no shell that an input could reach, and no secret of ours in it', () => {
    const { runs } = parse(readFileSync('action.yml', 'utf8')) as { readonly runs: unknown };
    expect(runs).toEqual({ using: 'node24', main: 'dist/action.js' });
    for (const name of readdirSync('dist').filter((file) => file.endsWith('.js'))) {
      expect(readFileSync(`dist/${name}`, 'utf8')).not.toMatch(
        /-----BEGIN [A-Z ]*PRIVATE KEY-----\\?n?[A-Za-z0-9+/]{20}|\bgh[pousr]_[A-Za-z0-9]{36}/,
      );
    }
  });
});
