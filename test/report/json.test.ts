import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderJson } from '../../src/report/json.ts';
import type { Review } from '../../src/review.ts';
import { hostileFinding } from './hostile.ts';
import { SAMPLE_REVIEW } from './sample.ts';

describe('the JSON report', () => {
  test('reads back as the review', () => {
    fc.assert(
      fc.property(fc.array(hostileFinding, { maxLength: 3 }), (findings) => {
        const review: Review = { ...SAMPLE_REVIEW, findings };
        expect(JSON.parse(renderJson(review))).toEqual(review);
      }),
    );
  });

  test('has its keys in the order of the contract, whatever order they were made in', () => {
    const reversed = JSON.parse(JSON.stringify(SAMPLE_REVIEW), (_, value: unknown) =>
      value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).reverse()) : value,
    ) as Review;
    expect(renderJson(reversed)).toBe(renderJson(SAMPLE_REVIEW));
    expect(Object.keys(JSON.parse(renderJson(reversed)) as object)).toEqual(
      'schema tool subject coverage findings fixed checklist evidence verdict'.split(' '),
    );
  });

  test('is indented by two and ends with a newline', () => expect(renderJson({ schema: 1 })).toBe('{\n  "schema": 1\n}\n'));

  test('keeps a field that the contract does not know, after the others', () => {
    const review = { verdict: { extra: 1, reasons: [], conclusion: 'pass' } } as Partial<Review>;
    expect(renderJson(review)).toMatch(/conclusion.*reasons.*extra/s);
  });
});
