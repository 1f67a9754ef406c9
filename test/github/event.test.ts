import { describe, expect, test } from '@jest/globals';
import { readEvent } from '../../src/github/event.ts';

const sha = 'a'.repeat(40);
const other = 'b'.repeat(40);

describe('readEvent', () => {
  test.each(['pull_request', 'pull_request_target'])('%s names a number and nothing else is believed', (name) => {
    const payload = { action: 'labeled', pull_request: { number: 7, title: 'old', labels: [{ name: 'perf' }], head: { sha } } };
    expect(readEvent(name, payload)).toEqual({ kind: 'pull-request', number: 7 });
  });

  test('a merge group carries its commits and the number from its branch', () => {
    const merge_group = { base_sha: sha, head_sha: other, head_ref: `refs/heads/gh-readonly-queue/main/pr-104-${sha}` };
    expect(readEvent('merge_group', { action: 'checks_requested', merge_group })).toEqual({
      kind: 'merge-group',
      base: sha,
      head: other,
      number: 104,
    });
    expect(readEvent('merge_group', { merge_group: { ...merge_group, head_ref: 'refs/heads/other' } })).toMatchObject({ number: null });
    expect(readEvent('merge_group', { action: 'destroyed', merge_group })).toMatchObject({ kind: 'nothing' });
  });

  test('a comment is a command only on a pull request and when it begins with our name', () => {
    const payload = { action: 'created', issue: { number: 7, pull_request: {} }, comment: { id: 99, body: '/perf-review recheck' } };
    expect(readEvent('issue_comment', payload)).toEqual({ kind: 'command', number: 7, comment: 99 });
    expect(readEvent('issue_comment', { ...payload, issue: { number: 7 } })).toMatchObject({ kind: 'nothing' });
    expect(readEvent('issue_comment', { ...payload, comment: { id: 99, body: '> /perf-review recheck' } })).toMatchObject({
      kind: 'nothing',
    });
    expect(readEvent('issue_comment', { ...payload, action: 'deleted' })).toMatchObject({ kind: 'nothing' });
  });

  test('a push carries its commits; a new branch is compared with the default branch', () => {
    const repository = { default_branch: 'main' };
    expect(readEvent('push', { before: sha, after: other, repository })).toEqual({ kind: 'push', before: sha, after: other });
    expect(readEvent('push', { before: '0'.repeat(40), after: other, repository })).toEqual({ kind: 'push', before: 'main', after: other });
    expect(readEvent('push', { before: sha, after: '0'.repeat(40), repository })).toMatchObject({ kind: 'nothing' });
  });

  test('the input names the pull request of a run that was started by hand', () => {
    expect(readEvent('workflow_dispatch', {}, '12')).toEqual({ kind: 'pull-request', number: 12 });
    expect(readEvent('workflow_dispatch', {})).toMatchObject({ kind: 'unusable' });
    for (const wrong of ['12; rm', '-1', '0', '1e3', '٣', '1\n::error::']) {
      expect(readEvent('workflow_dispatch', {}, wrong)).toMatchObject({ kind: 'unusable' });
    }
    expect(JSON.stringify(readEvent('workflow_dispatch', {}, '1\n::error::'))).not.toContain('::');
  });

  test('payloads without what they should hold are unusable, whatever they hold instead', () => {
    for (const payload of [
      null,
      'x',
      [],
      {},
      { pull_request: null },
      { pull_request: { number: '7' } },
      { pull_request: { number: 1.5 } },
    ]) {
      expect(readEvent('pull_request', payload)).toMatchObject({ kind: 'unusable' });
      expect(readEvent('merge_group', payload)).toMatchObject({ kind: 'unusable' });
      expect(readEvent('push', payload)).toMatchObject({ kind: 'unusable' });
    }
    expect(readEvent('schedule', {})).toMatchObject({ kind: 'unusable' });
  });
});
