import { describe, expect, test } from '@jest/globals';
import { boundOf, countText, sizeLimit } from '../../src/syntax/bounds.ts';
import { calleeName } from '../../src/syntax/calls.ts';
import {
  enclosingLoops,
  isAssigned,
  isEndless,
  isEventLoop,
  isLoop,
  isShort,
  jumpsIn,
  leavesInFirstTurn,
  steadyStatements,
  tripCount,
} from '../../src/syntax/loops.ts';
import { descendants, type Node } from '../../src/syntax/node.ts';
import { sightOf } from '../../src/syntax/sight.ts';
import { cpp } from '../cpp.ts';

const LOOPS = ['for_statement', 'for_range_loop', 'while_statement', 'do_statement'];

/** The outermost loop of a function with this body. */
async function loopIn(body: string, before = ''): Promise<Node> {
  const tree = (await cpp()).parse('src/example.cc', `${before}\nvoid f() {\n${body}\n}`);
  const [loop] = descendants(tree.root, ...LOOPS);
  if (!loop) throw new Error(`no loop in ${body}`);
  return loop;
}

/** Lines of the loops around the call `here()`, innermost first; the body begins on line 1. */
async function linesAround(body: string): Promise<number[]> {
  const tree = (await cpp()).parse('src/example.cc', `void f() {\n${body}\n}`);
  const here = descendants(tree.root, 'call_expression').find((call) => calleeName(call) === 'here');
  return here ? enclosingLoops(here).map((loop) => loop.line - 1) : [];
}

describe('the loops around a place', () => {
  test.each([
    ['for (;;)\nwhile (x)\nhere();', [2, 1]],
    ['do {\nhere();\n} while (x);', [1]],
    ['for (auto& y : ys) {\nif (y) { here(); }\n}', [1]],
    ['for (int i = 0; i < here(); ++i) {}', [1]],
    ['while (here()) {}', [1]],
  ])('%j runs it again and again', async (body, lines) => {
    expect(await linesAround(body)).toEqual(lines);
  });

  test.each(['for (auto& y : here()) {}', 'for (int i = here(); i < 3; ++i) {}', 'while (x) g([&] { here(); });', 'here(); while (x) {}'])(
    '%s runs it once for each start of the loop',
    async (body) => {
      expect(await linesAround(body)).toEqual([]);
    },
  );
});

describe('how often a loop turns', () => {
  test.each([
    ['for (int i = 0; i < 4; ++i) {}', 4],
    ['for (int i = 1; i <= 4; i++) {}', 4],
    ['for (int i = 8; i > 0; --i) {}', 8],
    ['for (int i{0}; i != 3u; ++i) {}', 3],
    ['for (int x : {1, 2, 3}) {}', 3],
    ['do {} while (0);', 1],
    ['for (int i = 0; i < n; ++i) {}', undefined],
    ['for (int i = 0; i < 4; i += 2) {}', undefined],
    ['while (x < 4) {}', undefined],
  ])('%s: %s', async (text, count) => {
    expect(tripCount(await loopIn(text))).toBe(count);
  });

  test.each(['for (int i = 0; i < 4; ++i) {}', 'while (x) { f(); break; }', 'for (;;) return;'])('%s is short', async (text) => {
    expect(isShort(await loopIn(text))).toBe(true);
  });

  test.each(['for (int i = 0; i < 5; ++i) {}', 'while (x) { if (y) break; }', 'while (x) { if (y) continue; break; }'])(
    '%s is not short',
    async (text) => {
      expect(isShort(await loopIn(text))).toBe(false);
    },
  );

  test('a loop whose inner loop goes on still leaves in its first turn', async () => {
    expect(leavesInFirstTurn(await loopIn('while (x) { for (;;) { if (y) continue; } return; }'))).toBe(true);
  });

  test.each([
    ['for (;;) {}', true],
    ['while (true) {}', true],
    ['while (1) {}', true],
    ['do {} while (true);', true],
    ['while (x) {}', false],
    ['for (; x;) {}', false],
  ])('%s is endless: %s', async (text, isIt) => {
    expect(isEndless(await loopIn(text))).toBe(isIt);
  });

  test.each([
    ['while (true) { sched::thread::wait_until([&] { return x; }); drain(); }', true],
    ['for (;;) { int n = epoll_wait(fd, events, 8, -1); }', true],
    ['for (;;) { auto job = queue.pop(); }', true],
    ['while (x) { sleep(1); }', false],
    ['for (;;) { later([] { sleep(1); }); if (x) break; }', false],
    ['for (;;) { compute(); }', false],
  ])('%s waits for work: %s', async (text, isIt) => {
    expect(isEventLoop(await loopIn(text))).toBe(isIt);
  });
});

describe('what runs in each turn', () => {
  test('is what stands at the level of the body, in plain blocks and under a lock', async () => {
    const loop = await loopIn('while (x) { a(); { b(); } WITH_LOCK(m) { c(); } if (y) { d(); } else e(); for (;;) f(); }');
    expect(steadyStatements(loop).map((each) => each.text.slice(0, 2))).toEqual(['a(', 'b(', 'c(', 'if', 'fo']);
  });

  test('is the single statement of a body without braces', async () => {
    expect(steadyStatements(await loopIn('while (x) a();')).map((each) => each.text)).toEqual(['a();']);
  });

  test('ends early by jumps of the loop, not by those of what is inside it', async () => {
    const body = `while (x) {
      if (a) continue;
      switch (b) { case 1: break; default: continue; }
      for (;;) { break; }
      g([] { return 1; });
      if (c) throw 1;
      if (d) return;
      if (e) goto out;
      break;
    }
    out:;`;
    expect(jumpsIn(await loopIn(body)).map((jump) => jump.text)).toEqual(['continue;', 'continue;', 'return;', 'goto out;', 'break;']);
  });
});

describe('the bound of a loop', () => {
  const before = 'std::vector<int> xs; int raw[8]; std::forward_list<int> fs; struct s { std::map<int, int> m; }; s o;';
  const boundIn = async (text: string) => {
    const loop = await loopIn(text, before);
    const bound = boundOf(loop);
    return bound && [bound.kind, bound.of.text, countText(bound, sightOf(loop.tree))];
  };

  test.each([
    ['for (auto x : xs) {}', ['range', 'xs', 'xs.size()']],
    ['for (auto& x : o.m) {}', ['range', 'o.m', 'o.m.size()']],
    ['for (auto x : raw) {}', ['range', 'raw', 'std::size(raw)']],
    ['for (auto x : fs) {}', ['range', 'fs', undefined]],
    ['for (auto x : unknown()) {}', ['range', 'unknown()', undefined]],
    ['log(ys.size()); for (auto y : ys) {}', ['range', 'ys', '']],
    ['for (auto it = xs.begin(); it != xs.end(); ++it) {}', ['range', 'xs', 'xs.size()']],
    ['for (size_t i = 0; i < xs.size(); ++i) {}', ['count', 'xs.size()', 'xs.size()']],
    ['for (size_t i = 1; i < xs.size(); ++i) {}', ['count', 'xs.size()', '']],
    ['for (int i = 0; i != n; i += 1) {}', ['count', 'n', '']],
  ])('%s: %j', async (text, bound) => {
    expect(await boundIn(text)).toEqual(bound);
  });

  test.each([
    'while (x) {}',
    'for (auto x : {1, 2}) {}',
    'for (node* p = head; p != nullptr; ++p) {}',
    'for (int i = 0; i < n; i *= 2) {}',
    'for (int i = 0; i < n; ++i) { i += 2; }',
    'for (int i = 0; i < n; ++i) { n = next(); }',
    'for (auto it = xs.find(3); it != xs.end(); ++it) {}',
  ])('%s has none', async (text) => {
    expect(await boundIn(text)).toBeUndefined();
  });

  test.each([
    ['while (v.size() < n) { v.push_back(f()); }', 'n'],
    ['while (v.size() != h.count) { v.push_back(f()); }', 'h.count'],
    ['while (more()) { v.push_back(f()); if (v.size() >= limit) { break; } }', 'limit'],
    ['while (v.size() > n) { v.pop_back(); }', undefined],
    ['while (more()) { if (w.size() >= limit) break; v.push_back(f()); }', undefined],
  ])('%s fills up to %s', async (text, limit) => {
    expect(sizeLimit(await loopIn(text), 'v')?.text).toBe(limit);
  });
});

describe('a name in a loop', () => {
  test.each([
    'x = 1;',
    'x += y;',
    '++x;',
    'o.x = 1;',
    'read(&x);',
    'int x = 0;',
    'int* x;',
    'int& r = x;',
    'auto [x, y] = pair();',
    'for (auto x : ys) {}',
  ])('%s may change x', async (text) => {
    expect(isAssigned('x', await loopIn(`while (more()) { ${text} }`))).toBe(true);
  });

  test.each(['y = x;', 'x.y = 1;', 'x[i] = 1;', '*x = 1;', 'f(x);', 'const int& r = x;', 'new char[x];', 'char buffer[x];', 'x(1);'])(
    '%s leaves x as it is',
    async (text) => {
      expect(isAssigned('x', await loopIn(`while (more()) { ${text} }`))).toBe(false);
    },
  );

  test('loops are four kinds of statements', async () => {
    const tree = (await cpp()).parse('src/example.cc', 'void f() { for (;;) while (x) do { for (auto y : ys) if (z) {} } while (w); }');
    const loops: string[] = [];
    const visit = (node: Node): void => {
      if (isLoop(node)) loops.push(node.kind);
      node.children.forEach(visit);
    };
    visit(tree.root);
    expect(loops).toEqual(['for_statement', 'while_statement', 'do_statement', 'for_range_loop']);
  });
});
