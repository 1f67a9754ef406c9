import { describe, expect, test } from '@jest/globals';
import { withMark } from '../../src/github/marks.ts';
import { findingMark } from '../../src/github/post-review.ts';
import { type InlineSteps, readMemory, reconcileInline } from '../../src/github/reconcile.ts';
import { aComment, anInlinePlan, aPlannedComment, aPosted, aRemark, aThread } from './factories.ts';

const none = new Set<string>();

/** What the steps would do, by fingerprint. */
function actions(steps: InlineSteps): Readonly<Record<string, readonly string[]>> {
  const prints = (threads: InlineSteps['retire']): string[] => threads.map((thread) => thread.mark.fingerprint);
  return {
    post: steps.post.map((comment) => comment.fingerprint),
    rewrite: prints(steps.rewrite.map(({ thread }) => thread)),
    reopen: prints(steps.reopen.map(({ thread }) => thread)),
    retire: prints(steps.retire),
    remove: prints(steps.remove),
  };
}

const nothing = { post: [], rewrite: [], reopen: [], retire: [], remove: [] };

describe('reconcileInline', () => {
  test('a new finding is posted, one that stands is not posted again', () => {
    const [one, two] = [aPlannedComment(), aPlannedComment({ fingerprint: 'f2' })];
    const steps = reconcileInline(aPosted({ threads: [aThread(one)] }), anInlinePlan({ comments: [one, two] }), none);
    expect(actions(steps)).toEqual({ ...nothing, post: ['f2'] });
    expect(steps.standing).toEqual(new Set(['f1']));
  });

  test('a finding whose lines moved, or whose thread is outdated, is the same finding', () => {
    const thread = aThread(aPlannedComment(), { lines: null });
    const plan = anInlinePlan({ comments: [aPlannedComment({ startLine: 99, endLine: 99 })] });
    expect(actions(reconcileInline(aPosted({ threads: [thread] }), plan, none))).toEqual(nothing);
  });

  test('a comment without our author is not ours, whatever it holds', () => {
    const forged = aThread(aPlannedComment(), {}, { isOwn: false, author: 'mallory' });
    const plan = anInlinePlan({ comments: [aPlannedComment()] });
    expect(actions(reconcileInline(aPosted({ threads: [forged] }), plan, none))).toEqual({ ...nothing, post: ['f1'] });
    expect(actions(reconcileInline(aPosted({ threads: [forged] }), anInlinePlan(), none))).toEqual(nothing);
  });

  test('a comment of our author without our mark is of another tool', () => {
    const other = aThread(aPlannedComment(), {}, { body: 'clang-tidy says no' });
    expect(actions(reconcileInline(aPosted({ threads: [other] }), anInlinePlan(), none))).toEqual(nothing);
  });

  test('a comment whose finding is gone is retired', () => {
    const posted = aPosted({ threads: [aThread()] });
    expect(actions(reconcileInline(posted, anInlinePlan(), none))).toEqual({ ...nothing, retire: ['f1'] });
    expect(actions(reconcileInline(posted, anInlinePlan({ resolve: 'keep' }), none))).toEqual(nothing);
  });

  test('a comment in a file that could not be read stays: nobody knows whether its finding is gone', () => {
    const plan = anInlinePlan({ unread: new Set(['core/queue.cc']) });
    expect(actions(reconcileInline(aPosted({ threads: [aThread()] }), plan, none))).toEqual(nothing);
  });

  test.each([
    ['a reply', aThread(aPlannedComment(), { replies: 1 })],
    ['an edit by somebody else', aThread(aPlannedComment(), {}, { isEditedByOther: true })],
  ])('a thread with %s is left alone, gone or changed', (_, thread) => {
    const posted = aPosted({ threads: [thread] });
    expect(actions(reconcileInline(posted, anInlinePlan(), none))).toEqual(nothing);
    const plan = anInlinePlan({ comments: [aPlannedComment({ body: 'New text', plainBody: 'New text' })] });
    expect(actions(reconcileInline(posted, plan, none))).toEqual(nothing);
  });

  test('a thread that a person resolved or hid stays closed while its finding stands', () => {
    const plan = anInlinePlan({ comments: [aPlannedComment()] });
    for (const thread of [
      aThread(aPlannedComment(), { isResolved: true, resolvedBy: 'mona' }),
      aThread(aPlannedComment(), {}, { isHidden: true, hiddenBecause: 'off-topic' }),
    ]) {
      expect(actions(reconcileInline(aPosted({ threads: [thread] }), plan, none))).toEqual(nothing);
      expect(actions(reconcileInline(aPosted({ threads: [thread] }), anInlinePlan(), none))).toEqual(nothing);
    }
  });

  test('a thread that we closed is opened when its finding comes back', () => {
    const plan = anInlinePlan({ comments: [aPlannedComment()] });
    const gone = withMark('No longer found', findingMark('f1', 'No longer found', true));
    for (const thread of [
      aThread(aPlannedComment(), { isResolved: true }),
      aThread(aPlannedComment(), {}, { isHidden: true, hiddenBecause: 'outdated' }),
      aThread(aPlannedComment(), {}, { body: gone }),
    ]) {
      expect(actions(reconcileInline(aPosted({ threads: [thread] }), plan, none))).toEqual({ ...nothing, reopen: ['f1'] });
    }
  });

  test('a comment is rewritten when what it should say changed, and its text without suggestion counts as current', () => {
    const changed = anInlinePlan({ comments: [aPlannedComment({ body: 'Copies 3 MB.', plainBody: 'Copies 3 MB.' })] });
    expect(actions(reconcileInline(aPosted({ threads: [aThread()] }), changed, none))).toEqual({ ...nothing, rewrite: ['f1'] });
    const plain = aThread(aPlannedComment({ body: 'Copies.' }));
    expect(actions(reconcileInline(aPosted({ threads: [plain] }), anInlinePlan({ comments: [aPlannedComment()] }), none))).toEqual(nothing);
  });

  test('of two comments for one finding the older stays, unless people answered the other', () => {
    const plan = anInlinePlan({ comments: [aPlannedComment()] });
    const older = aThread(aPlannedComment(), { nodeId: 'old' }, { id: 5 });
    const newer = aThread(aPlannedComment(), { nodeId: 'new' }, { id: 9 });
    const steps = reconcileInline(aPosted({ threads: [newer, older] }), plan, none);
    expect(steps.remove.map((thread) => thread.nodeId)).toEqual(['new']);
    const answered = reconcileInline(aPosted({ threads: [{ ...newer, replies: 2 }, older] }), plan, none);
    expect(answered.remove.map((thread) => thread.nodeId)).toEqual(['old']);
  });

  test('the worst come first and live comments count against the cap', () => {
    const comments = Array.from({ length: 10 }, (_, n) => aPlannedComment({ fingerprint: `f${n}` }));
    const steps = reconcileInline(
      aPosted({ threads: [aThread(aPlannedComment({ fingerprint: 'f7' }))] }),
      anInlinePlan({ comments, most: 4 }),
      none,
    );
    expect(actions(steps)).toMatchObject({ post: ['f0', 'f1', 'f2'] });
    expect(reconcileInline(aPosted(), anInlinePlan({ comments, most: 0 }), none).post).toEqual([]);
  });

  test('what GitHub has refused in this run makes room for the next', () => {
    const comments = ['f1', 'f2', 'f3'].map((fingerprint) => aPlannedComment({ fingerprint }));
    expect(actions(reconcileInline(aPosted(), anInlinePlan({ comments, most: 2 }), new Set(['f1'])))).toMatchObject({ post: ['f2', 'f3'] });
  });
});

describe('readMemory', () => {
  const memory = {
    heads: [{ sha: 'a', since: '2026-01-01T10:00:00.000Z' }],
    decisions: [{ comment: 2, by: 'hubot', command: 'ignore' as const, what: 'x', reason: 'y', refused: null }],
    evidence: [{ hash: 'h', head: 'a', tokens: 't' }],
  };
  const body = withMark('Summary', { kind: 'summary', digest: 'd', readAt: '2026-01-01T10:00:00.000Z', memory });

  test('what is remembered is read from our own summary', () => {
    expect(readMemory([aComment({ body }), aRemark()])).toEqual(memory);
  });

  test('a summary that somebody else wrote or edited is not believed', () => {
    expect(readMemory([aRemark({ body })]).decisions).toEqual([]);
    expect(readMemory([aComment({ body, isEditedByOther: true }), aRemark()]).decisions).toEqual([]);
  });

  test('a decision ends when the comment that gave it is deleted', () => {
    expect(readMemory([aComment({ body })]).decisions).toEqual([]);
  });
});
