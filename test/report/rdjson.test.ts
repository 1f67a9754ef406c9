import { describe, expect, test } from '@jest/globals';
import { validate } from '@umbrelladocs/rdformat-validator';
import fc from 'fast-check';
import { renderRdjson } from '../../src/report/rdjson.ts';
import { sourceLines } from '../../src/report/source-lines.ts';
import { aFinding, aReview } from '../factories.ts';
import { hostileFinding } from './hostile.ts';
import { SAMPLE_LINES, SAMPLE_REVIEW } from './sample.ts';

interface Result {
  readonly diagnostics: readonly {
    readonly message: string;
    readonly severity: string;
    readonly location: { readonly range: unknown };
    readonly suggestions: readonly unknown[];
  }[];
}

async function diagnostics(text: string): Promise<Result['diagnostics']> {
  const { valid, errors } = await validate(text);
  expect(errors).toEqual([]);
  expect(valid).toBe(true);
  return (JSON.parse(text) as Result).diagnostics;
}

describe('rdjson', () => {
  test('is valid and carries severity, range and suggestion', async () => {
    const found = await diagnostics(renderRdjson(SAMPLE_REVIEW, SAMPLE_LINES));
    expect(found.map((each) => each.severity)).toEqual(['ERROR', 'WARNING', 'WARNING', 'INFO']);
    expect(found[2]).toMatchObject({
      location: { path: 'core/queue.cc', range: { start: { line: 6, column: 5 }, end: { line: 6, column: 28 } } },
      code: { value: 'range-loop-copy' },
      suggestions: [{ range: { start: { line: 6 }, end: { line: 6 } }, text: '    for (const auto& name : names) {' }],
    });
  });

  test('counts columns in UTF-8 bytes', async () => {
    const lines = sourceLines(new Map([['core/queue.cc', '/* é漢 */ f();']]));
    const [found] = await diagnostics(
      renderRdjson(aReview({ findings: [aFinding({ line: 1, endLine: 1, column: 10, endColumn: 13 })] }), lines),
    );
    expect(found?.location.range).toEqual({ start: { line: 1, column: 13 }, end: { line: 1, column: 16 } });
  });

  test('gives whole lines when the text is not at hand', async () => {
    const [found] = await diagnostics(renderRdjson(aReview({ findings: [aFinding()] })));
    expect(found?.location.range).toEqual({ start: { line: 10 }, end: { line: 10 } });
  });

  test('leaves out what the change did not bring', async () => {
    expect(await diagnostics(renderRdjson(aReview({ findings: [aFinding({ state: 'baseline' })] })))).toEqual([]);
  });

  test('is valid whatever the texts hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          hostileFinding.filter((finding) => finding.message.trim() !== ''),
          { maxLength: 4 },
        ),
        async (findings) => {
          await diagnostics(renderRdjson(aReview({ findings })));
        },
      ),
    );
  });
});
