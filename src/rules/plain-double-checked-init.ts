import { isAtomicType } from '../syntax/atomic-types.ts';
import { enclosingBody, findLocal } from '../syntax/declarations.ts';
import { isExclusive } from '../syntax/lock-kind.ts';
import { locksHeldAt } from '../syntax/locks.ts';
import { isWithin, type Node, walk } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import type { Sight } from '../syntax/sight.ts';
import { typeOf } from '../syntax/type-of.ts';
import type { Rule } from './rule.ts';

/** A value made once under a lock, and tested before it without one, in a plain variable. */
export const plainDoubleCheckedInit: Rule = {
  id: 'plain-double-checked-init',
  item: 'caching',
  title: 'Double-checked initialisation of a plain variable',
  guide: 'Caching Strategies: Lazy Initialization',
  severity: 'warning',
  why: 'The first test races with the write under the lock: on AArch64 a thread may see the pointer or flag before what it stands for, and the compiler may keep the first read. An acquire load costs about 1 ns there and nothing more on x86.',
  instead: 'Use a function-local `static` or `std::call_once`; or make it `std::atomic`, load it with acquire and store it with release.',
  bad: `#include <mutex>
struct table { int size; };
static table* known;
static std::mutex making;
table* get() {
  if (!known) {
    std::lock_guard<std::mutex> guard(making);
    if (!known) known = new table{16};
  }
  return known;
}`,
  good: `struct table { int size; };
table* get() {
  static table* known = new table{16};
  return known;
}`,
  everywhere: true,

  kinds: ['if_statement'],
  check(outer, { sight }) {
    const tested = testedIn(outer);
    const body = tested && enclosingBody(outer);
    if (!tested || !body || isPrivate(tested)) return undefined;
    const again = testedAgain(outer, tested.text, body);
    if (!again || exclusiveLocks(outer, sight).length > 0) return undefined;
    const [lock] = exclusiveLocks(again.test, sight);
    if (lock === undefined || !exclusiveLocks(again.write, sight).includes(lock)) return undefined;
    const type = typeOf(tested, sight);
    if (!type) return 'undecided';
    if (isAtomicType(type, sight)) return 'clear';
    return {
      at: outer.child('condition') ?? outer,
      message: `${quote(tested)} is tested here without ${quote(lock)}, under which it is set, and is not atomic.`,
      because: [again.test, again.write],
    };
  },
};

/** What the statement tests for being there: `x` of `if (!x)`, `if (x == nullptr)`, `if (x) return`. */
function testedIn(statement: Node): Node | undefined {
  let test = statement.child('condition')?.child('value');
  while (test?.kind === 'parenthesized_expression') test = test.namedChildren[0];
  if (test?.kind === 'binary_expression' && /^[!=]=$/.test(test.child('operator')?.text ?? ''))
    test = /^(?:nullptr|NULL|0|false)$/.test(test.child('right')?.text ?? '') ? test.child('left') : undefined;
  else if (test?.kind === 'unary_expression' && test.child('operator')?.kind === '!') test = test.child('argument');
  return test && /^(?:identifier|qualified_identifier|field_expression)$/.test(test.kind) ? test : undefined;
}

/** A local that no other thread can see. */
function isPrivate(tested: Node): boolean {
  const local = tested.kind === 'identifier' ? findLocal(tested.text, tested) : undefined;
  return local !== undefined && !local.isStatic && local.type.reference === '';
}

/** A second test of the same thing further on, where the first one leads, and an assignment to it behind that. */
function testedAgain(outer: Node, name: string, body: Node): { readonly test: Node; readonly write: Node } | undefined {
  const consequence = outer.child('consequence');
  const leaves = /^\{?\s*(?:co_)?return\b[^;{}]*;\s*\}?$/.test(consequence?.text ?? '');
  let test: Node | undefined;
  let write: Node | undefined;
  walk(body, (node) => {
    if (write || node.end <= outer.start || (node !== body && node.kind === 'lambda_expression' && !isWithin(outer, node))) return false;
    if (!test && node.kind === 'if_statement' && node.start > outer.start && testedIn(node)?.text === name) {
      if (leaves || (consequence && isWithin(node, consequence))) test = node;
    } else if (test && node.start >= test.start && givesValue(node, name)) write = node;
    return true;
  });
  return test && write && { test, write };
}

function givesValue(node: Node, name: string): boolean {
  if (node.kind === 'assignment_expression') return node.child('left')?.text === name;
  const callee = node.kind === 'call_expression' ? node.child('function') : undefined;
  return (
    callee?.kind === 'field_expression' &&
    callee.child('argument')?.text === name &&
    /^(?:reset|emplace)$/.test(callee.child('field')?.text ?? '')
  );
}

function exclusiveLocks(node: Node, sight: Sight): string[] {
  return locksHeldAt(node, sight).flatMap(({ kind, lock }) => (isExclusive(kind) ? [lock] : []));
}
