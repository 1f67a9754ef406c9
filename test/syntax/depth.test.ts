import { expect, test } from '@jest/globals';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { scan } from '../../src/scan.ts';
import { cpp } from '../cpp.ts';

const NESTED: readonly (readonly [string, string])[] = [
  ['parentheses', `int f() { return ${'('.repeat(20_000)}1${')'.repeat(20_000)}; }`],
  ['blocks', `void f() { ${'if (x) {'.repeat(5_000)}${'}'.repeat(5_000)} }`],
  ['signs', `int f() { return ${'-'.repeat(30_000)}1; }`],
  ['classes', `${'struct a {'.repeat(3_000)}${'};'.repeat(3_000)}`],
  ['template arguments', `${'std::vector<'.repeat(4_000)}int${'>'.repeat(4_000)} x;`],
];

test.each(NESTED)('%s nested by thousands are counted as unparsed, and end no review', async (_, text) => {
  const input = { repository: 'r', sources: [{ path: 'a.cc', text }], excluded: [], unread: [], named: new Set<string>() };
  const { review } = scan(input, await cpp(), { config: DEFAULT_CONFIG, baseline: null, ignores: [] });
  expect(review.coverage.reviewed).toBe(1);
  expect(review.coverage.unparsedLines).toBe(1);
});
