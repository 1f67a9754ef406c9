import { describe, expect, test } from '@jest/globals';
import { withoutClone } from '../../src/heat/symbol.ts';
import { symbolPath } from '../../src/heat/symbol-path.ts';

/** `a::b(int, char) const`, with `λ` behind the function that a lambda stands in. */
function spelled(symbol: string): string {
  const { parts, parameters, isConst, isLambda } = symbolPath(symbol);
  return `${parts.join('::')}${isLambda ? ' λ' : ''}${parameters ? `(${parameters.join(', ')})` : ''}${isConst ? ' const' : ''}`;
}

// As `c++filt` of binutils 2.40 and `llvm-cxxfilt` print them.
test.each([
  ['main', 'main'],
  ['srv::server::serve(int)', 'srv::server::serve(int)'],
  ['srv::server::find(std::string const&) const', 'srv::server::find(std::string const&) const'],
  ['srv::(anonymous namespace)::sum_handler::handle(srv::request const&)', 'srv::sum_handler::handle(srv::request const&)'],
  ['(anonymous namespace)::f()', 'f()'],
  ['{anonymous}::f', 'f'],
  ['bool srv::ring<srv::request>::push<int>(srv::request, int)', 'srv::ring::push(srv::request, int)'],
  ['std::vector<int, std::allocator<int> > ns::make<std::vector<int> >(unsigned long)', 'ns::make(unsigned long)'],
  ['std::map<std::string, int>::operator[](std::string const&)', 'std::map::operator[](std::string const&)'],
  ['std::ostream& operator<< <std::char_traits<char> >(std::ostream&, char const*)', 'operator<<(std::ostream&, char const*)'],
  ['ns::x::operator<(ns::x const&) const', 'ns::x::operator<(ns::x const&) const'],
  ['ns::x::operator->() const', 'ns::x::operator->() const'],
  ['ns::x::operator()(int) const', 'ns::x::operator()(int) const'],
  ['ns::x::operator bool() const', 'ns::x::operatorbool() const'],
  ['ns::x::operator std::vector<int>() const', 'ns::x::operatorstd::vector<int>() const'],
  ['operator new(unsigned long)', 'operatornew(unsigned long)'],
  ['operator delete[](void*)', 'operatordelete[](void*)'],
  ['srv::server::~server()', 'srv::server::~server()'],
  ['srv::server::serve(int)::{lambda(int)#1}::operator()(int) const', 'srv::server::serve λ(int)'],
  ["srv::server::serve(int)::'lambda'(int)::operator()(int) const", 'srv::server::serve λ(int)'],
  ['srv::server::serve(int) const::{lambda()#2}::operator()() const::{lambda()#1}::operator()() const', 'srv::server::serve λ(int) const'],
  ['srv::server::serve(int)::$_0::operator()(int) const', 'srv::server::serve λ(int)'],
  ['operator()', ' λ'],
  [
    'std::_Function_handler<void (srv::request const&), main::{lambda(srv::request const&)#1}>::_M_invoke(std::_Any_data const&, srv::request const&)',
    'main λ',
  ],
  [
    'std::thread::_State_impl<std::thread::_Invoker<std::tuple<srv::pool::start(int)::{lambda()#1}> > >::_M_run()',
    'srv::pool::start λ(int)',
  ],
  ['non-virtual thunk to a::b::c(int)', 'a::b::c(int)'],
  ['void (*ns::pick(int))(long)', 'ns::pick(int)'],
  ['decltype (({parm#1}.begin)()) ns::first<int>(int&)', 'ns::first(int&)'],
  ['f[abi:cxx11](int)', 'f(int)'],
  ['void f<int (*)(char)>(int (*)(char))', 'f(int (*)(char))'],
  ['auto ns::g<(ns::e)2>(ns::h<(ns::e)2>)::{lambda(auto:1)#1}::operator()<int>(int) const', 'ns::g λ(ns::h<(ns::e)2>)'],
])('%s', (symbol, expected) => {
  expect(spelled(symbol)).toBe(expected);
});

describe('what is no name', () => {
  test.each([
    ['do_work.isra.0', 'do_work'],
    ['do_work.part.3.cold', 'do_work'],
    ['ns::f(int) [clone .constprop.0]', 'ns::f(int)'],
    ['ns::f(int) [clone .isra.0] [clone .cold]', 'ns::f(int)'],
    ['memmove@plt', 'memmove'],
    ['cfree@GLIBC_2.2.5', 'cfree'],
    ['poll+0x4f', 'poll'],
    ['rotate+0xd9 (inlined)', 'rotate'],
    ['rotate (inline)', 'rotate'],
    ['serve(int)<0000000000001f60>', 'serve(int)'],
    ["visit'2", 'visit'],
    ['f.llvm.1234567', 'f'],
    ['.L0', '.L0'],
  ])('%s', (symbol, expected) => {
    expect(withoutClone(symbol)).toBe(expected);
  });

  test.each([
    '<'.repeat(50_000),
    '('.repeat(50_000),
    'operator '.repeat(9000),
    '::{lambda('.repeat(6000),
    'std::x<a::{lambda('.repeat(3000),
    "'".repeat(50_000),
  ])('hostile text takes no time (%#)', (symbol) => {
    const before = performance.now();
    symbolPath(symbol);
    withoutClone(symbol);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
