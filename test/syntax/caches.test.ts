import { describe, expect, test } from '@jest/globals';
import { cachesAt } from '../../src/syntax/caches.ts';
import { type Node, walk } from '../../src/syntax/node.ts';
import { sightOf } from '../../src/syntax/sight.ts';
import { cpp } from '../cpp.ts';

const METHODS = `
int resolver::get(const std::string& name) {
  auto it = _cache.find(name);
  if (it != _cache.end()) return it->second;
  return _cache[name] = slow(name);
}`;
const header = (members: string) => `class resolver {\npublic:\n  int get(const std::string& name);\n${members}};`;

/** The caches that are judged in a source file which includes this header. */
async function judged(headerText: string, source = METHODS) {
  const { parse } = await cpp();
  const tree = parse('core/resolver.cc', source);
  const sight = sightOf(tree, { near: [parse('include/resolver.hh', headerText)], declaring: () => [] });
  const found: ReturnType<typeof cachesAt> = [];
  walk(tree.root, (node: Node) => {
    if (node.kind === 'function_definition') found.push(...cachesAt(node, sight));
  });
  return found;
}

describe('a cache that a header declares', () => {
  test('is judged where a source file fills it', async () => {
    const [found, ...others] = await judged(header('private:\n  std::map<std::string, int> _cache;\n'));
    expect(others).toEqual([]);
    expect(found?.at.line).toBe(5);
    expect(found?.cache).toMatchObject({ className: 'resolver', isWhole: true, removals: [], limits: [], escapes: [] });
  });

  test('is not whole where everybody may reach it, or a function that may clear it is out of sight', async () => {
    const [open] = await judged(header('  std::map<std::string, int> _cache;\n'));
    expect(open?.cache.isWhole).toBe(false);
    const [cleared] = await judged(header('  void clear();\nprivate:\n  std::map<std::string, int> _cache;\n'));
    expect(cleared?.cache.isWhole).toBe(false);
  });

  test('is whole where the function that clears it is in sight, and is seen to be cleared', async () => {
    const text = header('  void clear();\nprivate:\n  std::map<std::string, int> _cache;\n');
    const [found] = await judged(text, `${METHODS}\nvoid resolver::clear() { _cache.clear(); }`);
    expect(found?.cache.isWhole).toBe(true);
    expect(found?.cache.removals).toHaveLength(1);
  });

  test('is none when its keys are few, or nothing calls it one', async () => {
    expect(await judged(header('private:\n  std::map<bool, int> _cache;\n'))).toEqual([]);
    expect(await judged(header('private:\n  std::map<std::string, int> _ids;\n'), METHODS.replaceAll('_cache', '_ids'))).toEqual([]);
  });
});
