import { describe, expect, test } from '@jest/globals';
import { decisionsOf, parseCommand } from '../../src/github/commands.ts';
import { NO_MEMORY } from '../../src/github/memory.ts';

describe('parseCommand', () => {
  test.each([
    ['/perf-review recheck', { command: 'recheck', what: '', reason: '' }],
    ['  /perf-review   waive  measured on  real hardware \nmore text', { command: 'waive', what: '', reason: 'measured on real hardware' }],
    ['/perf-review waive 1a2b3c4d agreed', { command: 'waive', what: '1a2b3c4d', reason: 'agreed' }],
    ['/perf-review ignore range-loop-copy cold path', { command: 'ignore', what: 'range-loop-copy', reason: 'cold path' }],
    ['/perf-review ignore 0123456789abcdef:1 two elements', { command: 'ignore', what: '0123456789abcdef:1', reason: 'two elements' }],
    ['/perf-review explain range-loop-copy', { command: 'explain', what: 'range-loop-copy', reason: '' }],
  ])('%j is understood', (body, command) => {
    expect(parseCommand(body)).toEqual(command);
  });

  test.each([
    '/perf-review',
    '/perf-review waive',
    '/perf-review waive 1a2b3c4',
    '/perf-review ignore x',
    '/perf-review approve all',
    '/perf-review ignore `rm` y',
  ])('%j is answered with what is wrong', (body) => {
    expect(parseCommand(body)).toMatchObject({ command: 'unknown', reason: expect.stringMatching(/./) });
  });

  test.each([
    '',
    'please /perf-review recheck',
    '> /perf-review recheck',
    'text\n/perf-review recheck',
    '/perf-reviewer recheck',
    '`/perf-review recheck`',
  ])('%j is no command', (body) => {
    expect(parseCommand(body)).toBeUndefined();
  });

  test('a reason is bounded', () => {
    expect(parseCommand(`/perf-review waive ${'because '.repeat(1000)}`)?.reason.length).toBe(300);
  });
});

describe('decisionsOf', () => {
  const waive = { comment: 5, by: 'hubot', command: 'waive', what: 'a'.repeat(40), reason: 'agreed', refused: null } as const;

  test('a waiver holds for its own head only', () => {
    const memory = { ...NO_MEMORY, decisions: [waive] };
    expect(decisionsOf(memory, 'a'.repeat(40)).waiver).toEqual({ by: 'hubot', reason: 'agreed', head: 'a'.repeat(40) });
    expect(decisionsOf(memory, 'b'.repeat(40)).waiver).toBeUndefined();
  });

  test('a refused command has no effect and is still told', () => {
    const memory = { ...NO_MEMORY, decisions: [{ ...waive, refused: 'no' }] };
    expect(decisionsOf(memory, 'a'.repeat(40))).toEqual({ ignores: [], audit: memory.decisions });
  });
});
