import { describe, expect, test } from '@jest/globals';
import { calleeName } from '../../src/syntax/calls.ts';
import { hasParseError, isCold, isConstructorOrDestructor, isCoroutine } from '../../src/syntax/context.ts';
import { functionName } from '../../src/syntax/declarations.ts';
import { exitsHolding } from '../../src/syntax/exits.ts';
import { descendants, type Node } from '../../src/syntax/node.ts';
import { holderOf, releaseOf } from '../../src/syntax/ownership.ts';
import { cpp } from '../cpp.ts';

async function functionsIn(text: string): Promise<Node[]> {
  return descendants((await cpp()).parse('src/example.cc', text).root, 'function_definition');
}

/** Whether the call `here()` lies in cold code. */
async function isColdHere(text: string): Promise<boolean | undefined> {
  const here = descendants((await cpp()).parse('src/example.cc', text).root, 'call_expression').find((call) => calleeName(call) === 'here');
  return here && isCold(here);
}

describe('cold code', () => {
  test.each([
    'int main() { here(); }',
    'void driver::init() { here(); }',
    'void setup_rings() { here(); }',
    'void net::dump_stats() { here(); }',
    'void parseOptions(int argc, char** argv) { here(); }',
    'hw_driver* blk::probe(hw_device* d) { here(); }',
    'queue::~queue() { here(); }',
    '[[gnu::cold]] void f() { here(); }',
    '__attribute__((cold)) void f() { here(); }',
    'void f() { try { g(); } catch (...) { here(); } }',
    'void f() { assert(here()); }',
    'void f() { throw error(here()); }',
    'void f() { if (x) { here(); throw 1; } }',
    'void f() { if (x) { here(); abort(); } }',
    'int f() { if (x) { printf("no %d", here()); return -EINVAL; } return 0; }',
    'int f() { if (ok) g(); else { log_error(here()); return false; } return 0; }',
    'void f() { if (x) { here(); osv::poweroff(); } }',
    'Status f() { if (x) { LOG("no"); here(); return Status::Corruption("no"); } return s; }',
    'Status f() { if (x) { LOG("no"); here(); s = Status::Busy(); return s; } return s; }',
    'int f() { if (x) { printf("no"); rc = -EBUSY; here(); return rc; } return 0; }',
    'int f() { if (s) { g(); } else { LOG_ERROR("no"); here(); } return 0; }',
    'int f() { if (x) { LOG(ERROR) << "no"; here(); } return 0; }',
    'int f() { if (x) { dblog.error("no {}", x); here(); } return 0; }',
    'void table::TEST_flush() { here(); }',
    'void reset_for_testing() { here(); }',
    'int pthread_once(pthread_once_t* o, void (*f)()) { here(); return 0; }',
    'std::vector<config> parse_cache_config_file(const std::string& path) { here(); }',
  ])('%s is', async (text) => {
    expect(await isColdHere(text)).toBe(true);
  });

  test.each([
    'void f() { here(); }',
    'int f() { if (x) { LOG(INFO) << "yes"; here(); } return 0; }',
    'int f() { if (x) { g(); if (y) LOG_ERROR("no"); here(); } return 0; }',
    'void poll_once() { here(); }',
    'void queue::push(int x) { here(); }',
    'void initialised(int x) { here(); }',
    'bool test_and_set(int bit) { here(); }',
    'void print() { } void f() { here(); }',
    '__attribute__((cold)) void g(); void f() { here(); }',
    'int f() { if (x) { here(); return 1; } return 0; }',
    'int f() { if (x) { here(); return -EAGAIN; } return 0; }',
    'int f() { if (here()) { throw 1; } return 0; }',
    'Status f() { if (x) { LOG("done"); here(); return Status::OK(); } return s; }',
    'Status f() { if (x) { LOG("done"); here(); s = Status::OK(); return s; } return s; }',
    'Status f() { s = Status::Busy(); if (x) { LOG("done"); here(); return s; } return s; }',
    'Status f() { if (x) { LOG("on"); s = Status::Busy(); here(); s = next(); return s; } return s; }',
    'void f() { try { here(); } catch (...) { g(); } }',
  ])('%s is not', async (text) => {
    expect(await isColdHere(text)).toBe(false);
  });
});

describe('a function', () => {
  test('has a parse error when a part of it does not parse, whatever the others have', async () => {
    const functions = await functionsIn('int f() { return ]; }\nint g() { return 0; }\n');
    expect(functions.map((fn) => [functionName(fn), hasParseError(fn)])).toEqual([
      ['f', true],
      ['g', false],
    ]);
  });

  test('is a constructor or destructor by its name, in and out of its class', async () => {
    const functions = await functionsIn('struct a { a() {} ~a() {} void b() {} };\na::a(int) {}\na::~a() {}\nvoid a::b() {}\nvoid a() {}');
    expect(functions.map(isConstructorOrDestructor)).toEqual([true, true, false, true, true, false, false]);
  });

  test('is a coroutine by what it says', async () => {
    const functions = await functionsIn('task f() { co_await g(); }\ntask h() { co_return; }\ntask i() { return g(); }');
    expect(functions.map(isCoroutine)).toEqual([true, true, false]);
  });
});

describe('memory that a function holds', () => {
  /** What releases the first allocation of the body, and the ways out on which it is still held. */
  async function lifeIn(body: string): Promise<[string | undefined, ...string[]] | undefined> {
    const { root } = (await cpp()).parse('src/example.cc', `void f() { ${body} }`);
    const isAllocation = (node: Node) => node.kind === 'new_expression' || /^(?:std::)?(?:malloc|make_unique)/.test(node.text);
    const [allocation] = descendants(root, 'new_expression', 'call_expression').filter(isAllocation);
    const holder = allocation && holderOf(allocation);
    const release = holder && releaseOf(allocation, holder);
    return holder && [release?.text, ...(release ? exitsHolding(holder, release).map((exit) => exit.text) : [])];
  }

  test.each([
    ['char* p = new char[n]; use(p); delete[] p;', ['delete[] p;']],
    ['char* p; p = (char*)malloc(n); free(p);', ['free(p);']],
    ['auto p = static_cast<char*>(std::malloc(n)); std::free(p);', ['std::free(p);']],
    ['std::unique_ptr<char[]> p(new char[n]); use(p.get());', ['p']],
    ['auto p = std::make_unique<char[]>(n); use(p.get());', ['p']],
    ['auto p = std::make_unique<char[]>(n); keep(std::move(p));', [undefined]],
    ['char* p = new char[n]; if (x) { delete[] p; }', [undefined]],
    ['char* p = new char[n]; p = other; delete[] p;', [undefined]],
    ['char* p = new char[n]; if (x) { return; } delete[] p;', ['delete[] p;', 'return;']],
    ['char* p = new char[n]; if (x) { delete[] p; return; } delete[] p;', ['delete[] p;']],
    ['char* p = (char*)malloc(n); if (!p) return; free(p);', ['free(p);']],
    ['while (y) { char* p = new char[n]; if (x) continue; delete[] p; }', ['delete[] p;', 'continue;']],
    ['char* p = new char[n]; while (y) { if (x) break; } delete[] p;', ['delete[] p;']],
    ['char* p = new char[n]; g([] { return 1; }); delete[] p;', ['delete[] p;']],
  ])('%s: %j', async (body, life) => {
    expect(await lifeIn(body)).toEqual(life);
  });

  test.each(['o->p = new char[n];', 'keep(new char[n]);', 'return new char[n];'])('%s is held by no local', async (body) => {
    expect(await lifeIn(body)).toBeUndefined();
  });
});
