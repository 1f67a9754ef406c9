import { describe, expect, test } from '@jest/globals';
import {
  type Decision,
  headShownAt,
  type Memory,
  mergeMemories,
  NO_MEMORY,
  toMemory,
  withEvidence,
  withHead,
} from '../../src/github/memory.ts';

function aDecision(overrides: Partial<Decision> = {}): Decision {
  return { comment: 1, by: 'mona', command: 'ignore', what: 'range-loop-copy', reason: 'cold', refused: null, ...overrides };
}

describe('memory', () => {
  test('a comment answers the head that was shown when it was written', () => {
    const memory = withHead(withHead(NO_MEMORY, 'one', '2026-01-01T10:00:00.000Z'), 'two', '2026-01-01T11:00:00.000Z');
    expect(headShownAt(memory, '2026-01-01T09:00:00Z')).toBeUndefined();
    expect(headShownAt(memory, '2026-01-01T10:30:00Z')).toBe('one');
    expect(headShownAt(memory, '2026-01-01T12:00:00Z')).toBe('two');
  });

  test('a head that is shown already keeps its time, one that comes back is the latest again', () => {
    const memory = withHead(NO_MEMORY, 'one', '2026-01-01T10:00:00.000Z');
    expect(withHead(memory, 'one', '2026-01-01T11:00:00.000Z')).toBe(memory);
    const back = withHead(withHead(memory, 'two', '2026-01-01T11:00:00.000Z'), 'one', '2026-01-01T12:00:00.000Z');
    expect(back.heads.map((head) => head.sha)).toEqual(['two', 'one']);
    expect(mergeMemories(memory, back)).toEqual(back);
  });

  test('a clock that goes back does not change the order of heads', () => {
    const memory = withHead(withHead(NO_MEMORY, 'one', '2026-01-01T10:00:00.000Z'), 'two', '2026-01-01T09:00:00.000Z');
    expect(mergeMemories(memory, NO_MEMORY).heads.map((head) => head.sha)).toEqual(['one', 'two']);
  });

  test('merging is commutative, idempotent, and bounded; what holds is kept before what was refused', () => {
    const refused = Array.from({ length: 100 }, (_, n) => aDecision({ comment: 1000 + n, refused: 'no' }));
    const a: Memory = {
      ...NO_MEMORY,
      decisions: [aDecision({ comment: 1 }), ...refused],
      evidence: [{ hash: 'h', head: 'b', tokens: 't' }],
    };
    const b: Memory = {
      ...NO_MEMORY,
      decisions: [aDecision({ comment: 2, command: 'waive', what: 'sha' })],
      evidence: [{ hash: 'h', head: 'a', tokens: 't' }],
    };
    const merged = mergeMemories(a, b);
    expect(mergeMemories(b, a)).toEqual(merged);
    expect(mergeMemories(merged, merged)).toEqual(merged);
    expect(merged.decisions).toHaveLength(60);
    expect(merged.decisions.slice(0, 2).map((decision) => decision.comment)).toEqual([1, 2]);
  });

  test('figures are remembered with the head that they were first seen at', () => {
    const first = withEvidence(NO_MEMORY, { hash: 'h', head: 'one', tokens: 't' });
    expect(withEvidence(first, { hash: 'h', head: 'two', tokens: 'u' })).toEqual(first);
    expect(withEvidence(first, undefined)).toEqual(first);
    expect(toMemory(JSON.parse(JSON.stringify(first)))).toEqual(first);
  });

  test('parsed JSON of another form is left out', () => {
    expect(toMemory({ heads: [{ sha: 'a', since: 'never' }, 5], decisions: [aDecision(), { ...aDecision(), command: 'rm' }] })).toEqual({
      heads: [],
      decisions: [aDecision()],
      evidence: [],
    });
    expect(toMemory('x')).toEqual(NO_MEMORY);
  });
});
