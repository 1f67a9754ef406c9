import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { publish } from '../../src/github/publish.ts';
import { connectTo, REPOSITORY, withGitHub } from './fake/connect.ts';
import { FAULTS, type Fault } from './fake/faults.ts';
import type { GitHub } from './fake/github.ts';
import { pushTo, remove, reply, say } from './fake/people.ts';
import { openChange, PATH, planFor, planned, textOf, visible } from './fake/plans.ts';
import type { StoredPull } from './fake/world.ts';

/** Lines that may have a finding. */
const LINES = [10, 40, 70, 100, 130];
/** A process that is killed is tried with the bundle; here the client itself must go on. */
const KINDS = Object.entries(FAULTS).filter(([, fault]) => fault.kind !== 'kill' && fault.kind !== 'hang');

const aStep = fc.oneof(
  fc.record({ do: fc.constant('run' as const), fault: fc.constantFrom(...KINDS.map(([name]) => name)), at: fc.nat(6) }),
  fc.record({ do: fc.constant('push' as const), above: fc.nat(5) }),
  fc.record({ do: fc.constant('find' as const), lines: fc.subarray(LINES) }),
  fc.record({ do: fc.constant('answer' as const), thread: fc.nat(4) }),
  fc.record({ do: fc.constant('dismiss' as const), thread: fc.nat(4) }),
  fc.record({ do: fc.constant('remove' as const), thread: fc.nat(4) }),
  fc.record({ do: fc.constant('talk' as const) }),
);

/** A fault whose wait is not waited for here. */
function quick(fault: Fault | undefined): Fault | undefined {
  return fault?.kind === 'answer' && fault.headers !== undefined ? { ...fault, headers: { 'retry-after': '0' } } : fault;
}

test('whatever happened before, a clean run reaches the state that should be, and the next one writes nothing', async () => {
  const everything = fc.asyncProperty(fc.array(aStep, { minLength: 2, maxLength: 9 }), async (steps) => {
    await withGitHub(async (github) => {
      const pull = openChange(github.world, LINES);
      let above = 0;
      let found: readonly number[] = LINES;
      const run = async (fault?: Fault, at = 0): Promise<void> => {
        const client = await connectTo(github, undefined, { deadlineMs: 4000 });
        github.watch((request) => (request.index === at ? quick(fault) : undefined));
        const comments = found.map((line) => planned(line, { startLine: line + above, endLine: line + above }));
        await publish(client, REPOSITORY, pull.number, planFor(github.world, pull, comments));
      };
      for (const step of steps) {
        if (step.do === 'run') await run(FAULTS[step.fault], step.at);
        else if (step.do === 'find') found = step.lines;
        else if (step.do === 'push') {
          above = step.above;
          pushTo(github.world, pull, { [PATH]: textOf(LINES, { above }) });
        } else if (step.do === 'talk') say(github.world, pull, 'mona', 'A remark.');
        else disturb(github, pull, step);
      }
      const closedByPeople = structuredClone(pull.threads.filter((thread) => thread.resolvedBy === 'mona'));
      const discussed = structuredClone(pull.threads.filter((thread) => thread.comments.length > 1));
      await run();
      expect(pull.threads).toEqual(expect.arrayContaining([...closedByPeople, ...discussed]));
      const byFinding = LINES.map((line) => pull.threads.filter(({ comments: [first] }) => first?.body.startsWith(`Finding ${line}.`)));
      // Once for what is there, whoever answered or dismissed it; nothing live for what is gone, but a discussion.
      expect(LINES.filter((line, n) => found.includes(line) && byFinding[n]?.length !== 1)).toEqual([]);
      const stale = pull.threads.filter((thread) => {
        const [first] = thread.comments;
        const isGone = !found.some((line) => first?.body.startsWith(`Finding ${line}.`));
        return isGone && first?.hiddenBecause === null && thread.resolvedBy === null && thread.comments.length === 1;
      });
      expect(stale).toEqual([]);
      expect(visible(pull).summaries.length).toBeLessThanOrEqual(1);
      if (found.length > 0) expect(visible(pull).summaries).toEqual([`${found.length} findings, ${found.length} on the code.`]);
      await run();
      expect(github.requests.filter(({ isWrite }) => isWrite)).toEqual([]);
    });
  });
  await fc.assert(everything, { numRuns: 40 });
});

function disturb(
  { world }: GitHub,
  pull: StoredPull,
  step: { readonly do: 'answer' | 'dismiss' | 'remove'; readonly thread: number },
): void {
  const thread = pull.threads[step.thread];
  const [first] = thread?.comments ?? [];
  if (thread === undefined || first === undefined) return;
  if (step.do === 'answer') reply(world, pull, first, 'mona', 'Why?');
  else if (step.do === 'dismiss') thread.resolvedBy = 'mona';
  else if (thread.comments.length === 1) remove(pull, first);
}
