import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BODY_LIMIT, digestOf, type Mark, readMark, withMark, withoutMark } from '../../src/github/marks.ts';
import { NO_MEMORY } from '../../src/github/memory.ts';

const mark: Mark = { kind: 'finding', fingerprint: 'abc:1', digest: digestOf('text'), gone: false };

describe('marks', () => {
  test('a mark survives the way through a body, and the text comes back without it', () => {
    const body = withMark('Some text.\n', mark);
    expect(readMark(body)).toEqual(mark);
    expect(readMark(`${body}\r\n`)).toEqual(mark);
    expect(withoutMark(body)).toBe('Some text.');
  });

  test('nothing in a mark can close the comment that hides it, and nothing in the text can take its place', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, fingerprint) => {
        const given: Mark = { ...mark, fingerprint: `${fingerprint}--><script>` };
        const body = withMark(text, given);
        expect(readMark(body)).toEqual(given);
        expect(body.slice(body.lastIndexOf('<!--'), -3)).not.toContain('-->');
        expect(readMark(withMark(`${text}\n${body}`, mark))).toEqual(mark);
      }),
    );
  });

  test('a body stays within the limit, loses whole lines of text, and keeps its mark', () => {
    const body = withMark('line of text\n'.repeat(20_000), mark);
    expect(body.length).toBeLessThanOrEqual(BODY_LIMIT);
    expect(readMark(body)).toEqual(mark);
    expect(withoutMark(body)).toMatch(/line of text\n\n\*Cut here/);
    expect(withMark('x'.repeat(100_000), mark).length).toBeLessThanOrEqual(BODY_LIMIT);
  });

  test('what is not a mark of ours is none', () => {
    const encode = (value: unknown): string => `<!-- perf-review:${Buffer.from(JSON.stringify(value)).toString('base64url')} -->`;
    for (const body of [
      '',
      '<!-- perf-review: -->',
      '<!-- perf-review:%%% -->',
      encode(null),
      encode({ kind: 'finding' }),
      encode({ kind: 'x' }),
    ]) {
      expect(readMark(body)).toBeUndefined();
    }
    expect(readMark(`${encode(mark)} and more text`)).toBeUndefined();
    expect(readMark(encode({ kind: 'summary', digest: 'd', readAt: 't', memory: { heads: 'x', decisions: [{}] } }))).toMatchObject({
      memory: NO_MEMORY,
    });
  });

  test('hostile bodies take linear time', () => {
    const started = performance.now();
    readMark('<!-- perf-review:'.repeat(4000) + ' '.repeat(60_000));
    readMark(`<!-- perf-review:${'a'.repeat(60_000)} -->${' '.repeat(60_000)}x`);
    expect(performance.now() - started).toBeLessThan(200);
  });
});
