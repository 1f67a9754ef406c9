import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { matchProfile } from '../../src/heat/match.ts';
import { readProfile } from '../../src/heat/read-profile.ts';
import { readFunctions } from '../../src/heat/source-functions.ts';
import { cpp } from '../cpp.ts';

const { parse } = await cpp();

/** Matches folded stacks below one root with files given by path. */
function match(folded: string, files: Readonly<Record<string, string>>) {
  return matchText(folded.replace(/^/gm, 'root;').replace(/root;$/, ''), files);
}

/** Matches a profile; each function that is found as `path:line inclusive own`. */
function matchText(profile: string | Uint8Array, files: Readonly<Record<string, string>>) {
  const matches = matchProfile(
    readProfile('p', profile),
    Object.entries(files).map(([path, text]) => readFunctions(parse(path, text))),
  );
  const percent = (share: number) => String(Math.round(share * 1000) / 10);
  const found = [...matches.shares].map(([fn, { self, total }]) => `${fn.path}:${fn.line} ${percent(total)} ${percent(self)}`);
  return { ...matches, found: found.sort(), left: matches.unmatched.map(({ symbol }) => symbol) };
}

test('namespaces, classes and anonymous namespaces', () => {
  const source = `namespace a { namespace {
void hidden() {}
} struct s { void in() {} void out(); };
void s::out() {}
void free_one() {} }
using namespace a;`;
  const { found, left } = match('a::(anonymous namespace)::hidden() 1\na::s::in() 2\na::s::out() 3\na::free_one() 4\n', {
    'x.cc': source,
  });
  expect(found).toEqual(['x.cc:2 10 10', 'x.cc:3 20 20', 'x.cc:4 30 30', 'x.cc:5 40 40']);
  expect(left).toEqual(['root']);
});

test('a method whose namespace the file does not show; a free function is never taken for a method', () => {
  const source = 'using namespace osv;\nvoid queue::drain() {}\nvoid get() {}\nstruct file { int read() { return 0; } };';
  const { found, left } = match('osv::queue::drain() 1\ndb::impl::get() 1\nread 2\n', { 'x.cc': source });
  expect(found).toEqual(['x.cc:2 25 25']);
  expect(left).toEqual(['read', 'db::impl::get()', 'root']);
});

test('overloads go by their parameters, aliases and const; where the profile does not show them, none is guessed', () => {
  const source = `typedef unsigned long ulong_t;
using name = std::string;
struct q {
void f(int n) {}
void f(const name& n) {}
void f(ulong_t a, const char* b = nullptr) {}
void f() {}
void f() const {}
};`;
  const symbols = [
    'q::f(int)',
    'q::f(std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> > const&)',
    'q::f(unsigned long, char const*)',
    'q::f()',
    'q::f() const',
  ];
  const { found } = match(symbols.map((symbol, i) => `${symbol} ${i + 1}\n`).join(''), { 'x.hh': source });
  expect(found).toEqual(['x.hh:4 6.7 6.7', 'x.hh:5 13.3 13.3', 'x.hh:6 20 20', 'x.hh:7 26.7 26.7', 'x.hh:8 33.3 33.3']);
  const stripped = match('q::f 10\n', { 'x.hh': source });
  expect([stripped.found, stripped.left, stripped.shared.size]).toEqual([[], ['root'], 5]);
});

test('an overload that the file does not define is not taken for the one that it does', () => {
  expect(match('f(int, int) 1\n', { 'x.cc': 'void f(int n) {}' }).found).toEqual([]);
  expect(match('f(int, ...) 1\nf(int*) 1\n', { 'x.cc': 'void f(int n, ...) {}\nvoid f(int n) {}' }).found).toEqual(['x.cc:1 50 50']);
});

test('instances of a template are one function, and its stacks count once', () => {
  const source = 'template <typename T> T twice(T x) { return x + x; }\nvoid run() {}';
  const { found } = match('run();int twice<int>(int);long twice<long>(long) 3\nrun();long twice<long>(long) 1\nrun() 4\n', {
    'x.hh': source,
  });
  expect(found).toEqual(['x.hh:1 50 50', 'x.hh:2 100 50']);
});

test('a specialisation goes before its template, and a pointer overload only takes pointers', () => {
  const source = `template <int N> void split(level<N> l) {}
template <> void split(level<1> l) {}
template <typename T> T up(T n, T alignment) { return n; }
template <typename T> T* up(T* p, size_t alignment) { return p; }
template <typename K, typename V> struct box { void put(V v) {} };
template <typename V> struct box<const char*, V> { void put(V v) {} };
`;
  const { found } = match(
    `void split<4>(level<4>) 1
void split<1>(level<1>) 2
unsigned long up<unsigned long>(unsigned long, unsigned long) 3
char* up<char>(char*, unsigned long) 4
box<int, long>::put(long) 5
box<char const*, long>::put(long) 6
`,
    { 'x.hh': source },
  );
  expect(found.map((each) => each.replace(/ [\d.]+$/, ''))).toEqual([
    'x.hh:1 4.8',
    'x.hh:2 9.5',
    'x.hh:3 14.3',
    'x.hh:4 19',
    'x.hh:5 23.8',
    'x.hh:6 28.6',
  ]);
});

test('lambdas, what std::function and std::thread run, clones and thunks count for the function that they are written in', () => {
  const source = 'namespace n { struct s { void go() {} virtual void v() {} }; }';
  const { found } = match(
    `x;n::s::go()::{lambda(int)#1}::operator()(int) const 1
x;std::_Function_handler<void (int), n::s::go()::{lambda(int)#1}>::_M_invoke(std::_Any_data const&, int&&) 2
x;n::s::go() [clone .cold] 3
x;n::s::go();n::s::go()::{lambda(int)#2}::operator()(int) const 4
x;non-virtual thunk to n::s::v() 10
`,
    { 'x.cc': source },
  );
  expect(found).toEqual(['x.cc:1 50 50', 'x.cc:1 50 50']);
});

test('the file tells functions of one name apart, and finds the code that has no name', () => {
  const files = {
    'drivers/a.cc': 'static void init() {}\nvoid go() {\n  each([] { work(); });\n}',
    'drivers/b.cc': 'static void init() {}',
  };
  const frames = [
    { name: 'init', file: '/build/drivers/a.cc', line: 1 },
    { name: 'init', file: 'b.cc', line: 1 },
    { name: 'operator()', file: '/build/drivers/a.cc', line: 3 },
  ];
  const document = { shared: { frames }, profiles: [{ type: 'sampled', unit: 'none', samples: [[0], [1], [2]], weights: [1, 2, 5] }] };
  const { found } = matchText(JSON.stringify(document), files);
  expect(found).toEqual(['drivers/a.cc:1 12.5 12.5', 'drivers/a.cc:2 62.5 62.5', 'drivers/b.cc:1 25 25']);
});

test('of two ports the one is taken that the profile shows otherwise', () => {
  const files = {
    'arch/x64/irq.cc': 'namespace arch { void irq_disable() {} void only_x64() {} }',
    'arch/aarch64/irq.cc': 'namespace arch { void irq_disable() {} void only_aarch64() {} }',
  };
  expect(match('arch::irq_disable() 1\narch::only_x64() 1\n', files).found).toEqual(['arch/x64/irq.cc:1 50 50', 'arch/x64/irq.cc:1 50 50']);
  const unsure = match('arch::irq_disable() 1\n', files);
  expect([unsure.found, unsure.left, unsure.shared.size]).toEqual([[], ['root'], 2]);
});

test('a tracepoint stands for the function that fires it', () => {
  const text =
    'Collected 1 samples spanning 10.00 ms\n  CPU 0x00: 0 - 1 = 10.00 ms\n\nTimed tracepoints [ms]:\n\n  vfs_write 20 1 1 1 1 1 1 4.000\n';
  const source = 'TRACEPOINT(trace_vfs_write, "");\nint sys_write(file* f) { trace_vfs_write(f); return 0; }';
  expect(matchText(text, { 'fs/main.cc': source }).found).toEqual(['fs/main.cc:2 40 0']);
});

test('a recorded profile of the server in this folder', () => {
  const files = Object.fromEntries(
    ['queue.hh', 'queue.cc', 'main.cc'].map((name) => [name, readFileSync(new URL(`server/${name}`, import.meta.url), 'utf8')]),
  );
  const { found, left } = matchText(readFileSync(new URL('profiles/callgrind.out', import.meta.url)), files);
  expect(found).toContain('queue.cc:47 100 45.9');
  expect(found).toContain('queue.cc:42 19 0.6');
  expect(left.filter((symbol) => symbol.startsWith('srv::'))).toEqual([]);
});
