import { describe, expect, test } from '@jest/globals';
import { constantOf } from '../../src/syntax/constants.ts';
import { descendants } from '../../src/syntax/node.ts';
import { sightOf } from '../../src/syntax/sight.ts';
import { cpp } from '../cpp.ts';

/** Value of what the last function of the text returns. */
async function valueIn(text: string): Promise<number | undefined> {
  const tree = (await cpp()).parse('src/example.cc', text);
  const returned = descendants(tree.root, 'return_statement').at(-1)?.namedChildren[0];
  return constantOf(returned, sightOf(tree));
}
const constantIn = (expression: string, before = '') => valueIn(`${before}\nint f() { return ${expression}; }`);

describe('a constant expression', () => {
  test.each([
    ['42', 42],
    ["1'000u", 1000],
    ['0x10', 16],
    ['010', 8],
    ['0b101', 5],
    ['4 * 1024', 4096],
    ['(1 << 16) - 1', 65535],
    ['sizeof(int)', 4],
    ['sizeof(char)', 1],
    ['(size_t)512', 512],
    ['BUFSIZ', 8192],
  ])('%s has a value', async (expression, value) => {
    expect(await constantIn(expression)).toBe(value);
  });

  test.each([
    ['#define BLOCK 512', 'BLOCK', 512],
    ['#define BLOCK (4 * 1024) // bytes', 'BLOCK', 4096],
    ['constexpr int block = 512;', 'block * 2', 1024],
    ['const int block{512};', 'block', 512],
    ['char page[4096];', 'sizeof(page)', 4096],
    ['constexpr int n = 16; long page[n];', 'sizeof page', 128],
    ['std::array<char, 100> page;', 'page.size()', 100],
    ['char page[64];', 'std::size(page)', 64],
  ])('%s gives %s its value', async (before, expression, value) => {
    expect(await constantIn(expression, before)).toBe(value);
  });

  test('a local vector has the size that it is made with, unless it is resized', async () => {
    expect(await valueIn('int f() { std::vector<char> v(4096); return v.size(); }')).toBe(4096);
    expect(await valueIn('int f() { std::vector<char> v(4096); v.resize(n); return v.size(); }')).toBeUndefined();
  });

  test.each(['n', 'n * 2', 'f(3)', '1 / 0', '1.5', '"text"'])('%s has none', async (expression) => {
    expect(await constantIn(expression, 'int n = 3;')).toBeUndefined();
  });

  test('a constant that is defined by itself has none', async () => {
    expect(await constantIn('a', 'const int a = b; const int b = a;')).toBeUndefined();
  });
});
