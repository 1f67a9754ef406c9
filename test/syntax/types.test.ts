import { expect, test } from '@jest/globals';
import { parseType, printType } from '../../src/syntax/types.ts';

const nested = (levels: number) => `${'std::vector<'.repeat(levels)}int${'>'.repeat(levels)}`;

test('a type is taken apart through all the levels that people write', () => {
  expect(printType(parseType(nested(60)))).toBe(nested(60));
  expect(parseType('const std::map<K, std::pair<A, B>>&')).toMatchObject({ name: 'std::map', isConst: true, reference: '&' });
});

test.each([100, 20_000])('a type of %d levels is one that nothing knows', (levels) => {
  expect(parseType(nested(levels))).toMatchObject({ name: '', args: [] });
  expect(parseType('a<'.repeat(levels))).toMatchObject({ name: '', args: [] });
});

test('levels beside one another do not add up', () => {
  const wide = `std::tuple<${Array.from({ length: 200 }, () => 'std::vector<int>').join(', ')}>`;
  expect(parseType(wide).args).toHaveLength(200);
});
