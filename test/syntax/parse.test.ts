import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { columnAt, descendants, isWithin, lineAt, type Node, type Tree, walk } from '../../src/syntax/node.ts';
import { cpp } from '../cpp.ts';
import { cppText } from './cpp-text.ts';

const parse = async (text: string, wanted?: { start: number; end: number }[]): Promise<Tree> =>
  (await cpp()).parse('src/example.cc', text, wanted);

/** The first node of this kind. */
async function first(text: string, kind: string): Promise<Node | undefined> {
  return descendants((await parse(text)).root, kind)[0];
}

describe('any text', () => {
  test('gives a tree whose nodes lie in their parents, in order, at places of the text', async () => {
    const parser = await cpp();
    fc.assert(
      fc.property(cppText, (text) => {
        const tree = parser.parse('src/random.cc', text);
        const wrong: string[] = [];
        walk(tree.root, (node) => {
          if (node.end < node.start || node.end > text.length || node.text !== text.slice(node.start, node.end)) wrong.push(node.kind);
          if (node.parent && !isWithin(node, node.parent)) wrong.push(`${node.kind} in ${node.parent.kind}`);
          node.children.forEach((child, i) => {
            if (child.parent !== node || child.start < (node.children[i - 1]?.end ?? node.start))
              wrong.push(`${child.kind} ${i} of ${node.kind}`);
          });
        });
        expect(wrong).toEqual([]);
        expect(tree.errors.every((error) => isWithin(error, tree.root))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('gives lines and columns that lead back to the place', async () => {
    const parser = await cpp();
    fc.assert(
      fc.property(cppText, fc.nat(), (text, seed) => {
        const tree = parser.parse('src/random.cc', text);
        const offset = text.length === 0 ? 0 : seed % text.length;
        const before = text.slice(0, offset);
        expect(lineAt(tree, offset)).toBe(before.split('\n').length);
        expect(columnAt(tree, offset)).toBe(offset - before.lastIndexOf('\n'));
      }),
    );
  });
});

describe('the tree', () => {
  test('has the original text at its nodes, macros included', async () => {
    const fn = await first('OSV_LIBC_API int f() { return g("a"); /* done */ }', 'function_definition');
    expect(fn?.text).toBe('int f() { return g("a"); /* done */ }');
    expect((await first('int f() { return g("a"); }', 'string_literal'))?.text).toBe('"a"');
  });

  test('counts columns behind letters outside the first plane as editors do', async () => {
    const tree = await parse('auto s = "🙂"; int x;\n');
    const x = descendants(tree.root, 'identifier').find((node) => node.text === 'x');
    expect(x && columnAt(tree, x.start)).toBe(20);
  });

  test.each(['WITH_LOCK(m) { f(); }', 'WITH_LOCK(a->m) { f(); }', 'DROP_LOCK(m) { f(); }', 'WITH_LOCK(rw.for_write()) f();'])(
    '%s is a lock statement in its function',
    async (statement) => {
      const tree = await parse(`void g() { ${statement} }`);
      const lock = descendants(tree.root, 'lock_statement');
      expect(lock).toHaveLength(1);
      expect(lock[0]?.child('consequence')?.text).toMatch(/f\(\);/);
      expect(descendants(tree.root, 'function_definition')).toHaveLength(1);
      expect(tree.errors).toEqual([]);
    },
  );

  test('has the functions around a conditional that splits one', async () => {
    const tree = await parse('int f() {\n#ifdef A\n  if (a) {\n#else\n  if (b) {\n#endif\n  }\n}\nint g() { return 0; }\n');
    expect(descendants(tree.root, 'function_definition').map((fn) => fn.line)).toEqual([1, 9]);
    expect(tree.errors).toEqual([]);
  });

  test('says where a file does not parse, and has the rest', async () => {
    const tree = await parse('int f() { return ]; }\nint g() { return 0; }\n');
    expect(tree.errors.length).toBeGreaterThan(0);
    expect(tree.errors.every((error) => error.line === 1)).toBe(true);
    expect(descendants(tree.root, 'function_definition').at(-1)?.line).toBe(2);
  });
});

describe('a local with parentheses', () => {
  /** The arguments that the first local of the body is constructed from, as `kind text`; undefined where it declares a function. */
  async function constructedFrom(declaration: string): Promise<string[] | undefined> {
    const init = await first(`void f() { ${declaration} }`, 'init_declarator');
    return init?.child('value')?.namedChildren.map((value) => `${value.kind} ${value.text}`);
  }

  test.each([
    ['std::vector<int> v(n);', ['identifier n']],
    ['std::string s(text, length);', ['identifier text', 'identifier length']],
    ['std::vector<int> v(rows * columns);', ['binary_expression rows * columns']],
    ['flags f(a & b);', ['binary_expression a & b']],
    ['std::string s(name());', ['call_expression name()']],
    ['std::string s(name(id), ns::other);', ['call_expression name(id)', 'qualified_identifier ns::other']],
    ['std::string s(table[i]);', ['subscript_expression table[i]']],
    ['guard g(T::lock());', ['call_expression T::lock()']],
    ['buffer b(make<int>(), n * size(x));', ['call_expression make<int>()', 'binary_expression n * size(x)']],
    ['std::lock_guard<std::mutex> g(_mutex);', ['identifier _mutex']],
    ['std::vector<int> v(n + 1);', ['binary_expression n + 1']],
  ])('%s constructs it', async (declaration, values) => {
    expect(await constructedFrom(declaration)).toEqual(values);
  });

  test.each([
    'std::string s();',
    'extern void g(foo);',
    'void g(foo);',
    'int g(int);',
    'int g(uint32_t);',
    'std::string g(const foo&);',
    'std::string g(foo* p, int n);',
  ])('%s declares a function', async (declaration) => {
    expect(await constructedFrom(declaration)).toBeUndefined();
  });

  test('stays the declaration of a function outside functions', async () => {
    expect(await first('std::string name(id);', 'init_declarator')).toBeUndefined();
    expect(await first('namespace n { std::string name(id); }', 'init_declarator')).toBeUndefined();
  });
});
