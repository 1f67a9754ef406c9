import { describe, expect, test } from '@jest/globals';
import { type CheckAnnotation, type CheckPlan, publishCheck } from '../../src/github/check-run.ts';
import { connectTo, REPOSITORY, withGitHub } from './fake/connect.ts';
import { FAULTS, faultAt } from './fake/faults.ts';
import type { GitHub } from './fake/github.ts';
import { FULL, WORKFLOW } from './fake/permissions.ts';
import { openChange } from './fake/plans.ts';

function aCheck(head: string, annotations: number, overrides: Partial<CheckPlan> = {}): CheckPlan {
  const annotation = (n: number): CheckAnnotation => ({
    path: 'core/queue.cc',
    start_line: n + 1,
    end_line: n + 1 + (n % 2),
    start_column: 1,
    end_column: 4,
    annotation_level: 'warning',
    message: `Finding ${n}.`,
    title: 'range-loop-copy',
  });
  return {
    name: 'perf-review findings',
    head,
    conclusion: 'failure',
    title: '2 errors',
    summary: 'Two.',
    annotations: Array.from({ length: annotations }, (_, n) => annotation(n)),
    ...overrides,
  };
}

const messages = (github: GitHub): unknown[] => github.world.checks.flatMap((check) => check.annotations.map(({ message }) => message));

describe('publishCheck', () => {
  test('adds annotations by fifties and is done once', async () => {
    await withGitHub(async (github) => {
      const { head } = openChange(github.world, [10]);
      const client = await connectTo(github, FULL);
      expect(await publishCheck(client, REPOSITORY, aCheck(head, 130))).toEqual({ published: true });
      expect(github.world.checks).toMatchObject([{ status: 'completed', conclusion: 'failure', head }]);
      expect(messages(github)).toEqual(Array.from({ length: 130 }, (_, n) => `Finding ${n}.`));
      expect(github.requests).toHaveLength(5);
      await publishCheck(client, REPOSITORY, aCheck(head, 130));
      expect(github.world.checks).toHaveLength(1);
      expect(github.requests).toHaveLength(6);
    });
  });

  test('stays within the limits of titles, summaries and messages', async () => {
    await withGitHub(async (github) => {
      const { head } = openChange(github.world, [10]);
      const long = 'é'.repeat(70_000);
      const plan = aCheck(head, 1, { title: long, summary: long });
      const annotations = plan.annotations.map((annotation) => ({ ...annotation, title: long, message: long }));
      expect(await publishCheck(await connectTo(github, FULL), REPOSITORY, { ...plan, annotations })).toEqual({ published: true });
    });
  });

  test('says which permission is missing', async () => {
    await withGitHub(async (github) => {
      const { head } = openChange(github.world, [10]);
      const outcome = await publishCheck(await connectTo(github, WORKFLOW), REPOSITORY, aCheck(head, 1));
      expect(outcome).toMatchObject({ published: false, reason: expect.stringContaining('checks: write') });
    });
  });

  const faults = Object.entries(FAULTS).filter(([, fault]) => fault.kind !== 'kill' && fault.kind !== 'hang' && !('headers' in fault));
  test.each(faults)('%s at any request: the next run leaves one completed check run with every annotation once', async (_, fault) => {
    for (let at = 0; at < 5; at += 1) {
      await withGitHub(async (github) => {
        const { head } = openChange(github.world, [10]);
        github.watch(faultAt(at, fault));
        await publishCheck(await connectTo(github, FULL), REPOSITORY, aCheck(head, 130));
        github.watch(undefined);
        expect(await publishCheck(await connectTo(github, FULL), REPOSITORY, aCheck(head, 130))).toEqual({ published: true });
        expect(github.world.checks.map(({ status, conclusion }) => ({ status, conclusion }))).toEqual([
          { status: 'completed', conclusion: 'failure' },
        ]);
        expect(messages(github)).toEqual(Array.from({ length: 130 }, (__, n) => `Finding ${n}.`));
      });
    }
  });
});
