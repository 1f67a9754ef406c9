import { argumentsOf, calleeName, calleeObject, calleeText } from '../syntax/calls.ts';
import { comparisonsIn, isBounded, isKeyAgainst, isOrder } from '../syntax/comparisons.ts';
import { parametersOf } from '../syntax/declarations.ts';
import { isSmallKey, type Keyed, keyedContainer, type Scan, scanOf } from '../syntax/keyed.ts';
import { isLoop, loopBody } from '../syntax/loops.ts';
import type { Node } from '../syntax/node.ts';
import type { Scope } from '../syntax/scope.ts';
import { findFunctions, type Sight, unqualified } from '../syntax/sight.ts';
import type { Hit, Outcome, Rule } from './rule.ts';

/** A search through all elements of a container that is made to find them. */
export const linearLookup: Rule = {
  id: 'linear-lookup',
  item: 'data-structures',
  title: 'Linear search in a set or map',
  guide: 'Performance Philosophy, Design Principles § 4',
  severity: 'warning',
  why: 'It visits every node, a cache miss each (10 to 100 ns); the container finds the key in O(log n) or O(1).',
  instead: 'Ask the container: `find`, `contains`, `count`, or `lower_bound` and `equal_range` for a range of an ordered one.',
  bad: `#include <algorithm>
#include <set>
bool has(const std::set<int>& ids, int id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}`,
  good: `#include <set>
bool has(const std::set<int>& ids, int id) {
  return ids.find(id) != ids.end();
}`,
  kinds: ['call_expression', 'for_range_loop', 'for_statement'],
  check: (node, { sight }: Scope) => (isLoop(node) ? checkLoop(node, sight) : checkAlgorithm(node, sight)),
};

const BY_VALUE = /^(?:find|count|contains|lower_bound|upper_bound|equal_range|binary_search)$/;
const BY_PREDICATE = /^(?:find_if|count_if|any_of|none_of)$/;

function checkAlgorithm(call: Node, sight: Sight): Outcome {
  const name = calleeName(call);
  if ((!BY_VALUE.test(name) && !BY_PREDICATE.test(name)) || calleeObject(call)) return undefined;
  const args = argumentsOf(call);
  const isRange = args.length === 2;
  const of = isRange ? args[0] : wholeRange(args);
  const container = of ? keyedContainer(of, sight) : undefined;
  const sought = args.at(-1);
  if (!of || !container || !sought || !/^(?:(?:std|boost|ranges|range|algorithm)::)*\w+$/.test(calleeText(call))) return undefined;
  const hit = (what: string, extra: Partial<Hit> = {}): Hit => ({
    at: call,
    message: `\`${calleeText(call)}\` walks \`${of.text}\`, a ${nameOf(container)}, ${what}.`,
    instead: insteadFor(of, container, !/^(?:find|count)/.test(name)),
    ...extra,
  });
  if (BY_PREDICATE.test(name)) {
    const key = predicateKey(sought, container);
    if (!key) return 'clear';
    return container.isPlain ? hit('to find a key') : 'undecided';
  }
  const isBound = /bound|range|search/.test(name);
  if (isBound ? !container.isOrdered : container.kind === 'map') return 'clear';
  if (!container.isPlain || (!isRange && args.length > 3)) return 'undecided';
  return hit(isBound ? 'node by node: its iterators cannot jump' : 'to find a key', memberFix(call, of, name, sought, container));
}

/** `c` of `c.begin(), c.end()`. */
function wholeRange(args: readonly Node[]): Node | undefined {
  const [from, to] = args;
  if (args.length < 3 || from?.kind !== 'call_expression' || to?.kind !== 'call_expression') return undefined;
  const of = calleeObject(from);
  return /^c?begin$/.test(calleeName(from)) && /^c?end$/.test(calleeName(to)) && of?.text === calleeObject(to)?.text ? of : undefined;
}

/** `c.find(k)` is the same element where equal means equivalent and there is one of each. */
function memberFix(call: Node, of: Node, name: string, sought: Node, { type }: Keyed): Partial<Hit> {
  if (!/^(?:find|lower_bound|upper_bound)$/.test(name) || /multi/.test(type.name) || argumentsOf(call).length !== 3) return {};
  return { fix: [{ start: call.start, end: call.end, text: `${of.text}.${name}(${sought.text})` }] };
}

/** Whether a lambda asks for one key only: `[&](auto& e) { return e.first == key; }`. */
function predicateKey(lambda: Node, container: Keyed): boolean {
  const body = lambda.kind === 'lambda_expression' ? lambda.child('body') : undefined;
  const [statement, ...others] = body?.namedChildren.filter((child) => child.kind !== 'comment') ?? [];
  const [parameter] = parametersOf(lambda);
  const condition = statement?.kind === 'return_statement' ? statement.namedChildren[0] : undefined;
  if (!condition || !parameter || others.length > 0) return false;
  const { name } = parameter;
  return comparisonsIn(condition).some(
    (each) => each.operator === '==' && isKeyAgainst(each, new Set([container.kind === 'map' ? `${name}.first` : name]), new Set([name])),
  );
}

function checkLoop(loop: Node, sight: Sight): Outcome {
  const scan = scanOf(loop, sight);
  if (!scan) return undefined;
  const body = loopBody(loop);
  const statements = (body?.kind === 'compound_statement' ? body.namedChildren : body ? [body] : []).filter(
    (child) => child.kind !== 'comment',
  );
  const filter = filterIn(statements, scan, sight);
  if (!filter) return 'clear';
  if (isSmallKey(scan.container.key, sight) || isEnumerator(filter.node, scan.container.key.name)) return 'clear';
  if (filter.keeps === 'key' && !scan.container.isPlain) return 'undecided';
  const { of, container } = scan;
  return {
    at: loop.child('initializer') ?? of,
    because: [filter.node],
    message: `The loop walks all of \`${of.text}\`, a ${nameOf(container)}, to find ${filter.keeps === 'key' ? 'one key' : 'a range of its elements'}.`,
    instead: insteadFor(of, container, filter.keeps === 'range'),
  };
}

/** A test that leaves alone all but what the container could have found. */
interface Filter {
  readonly node: Node;
  readonly keeps: 'key' | 'range';
}

/** The `if` that leaves alone all but one key or a range: `if (key == k) { … }` as the end of the body, `if (key != k) continue;` as its start. */
function filterIn(statements: readonly Node[], scan: Scan, sight: Sight): Filter | undefined {
  const [first] = statements;
  const then = first?.kind === 'if_statement' ? first.child('consequence') : undefined;
  const [only] = then?.kind === 'compound_statement' ? then.namedChildren : [then];
  if (first && only?.kind === 'continue_statement') {
    const passed = comparisonsIn(first.child('condition')?.child('value') ?? first, '||').filter((each) =>
      isKeyAgainst(each, scan.keys, scan.names),
    );
    if (passed.some(({ operator }) => operator === '!=')) return { node: first, keeps: 'key' };
    return scan.container.isOrdered && passed.filter(isOrder).length > 1 ? { node: first, keeps: 'range' } : undefined;
  }
  const last = statements.at(-1);
  const condition = last?.kind === 'if_statement' && !last.child('alternative') ? last.child('condition')?.child('value') : undefined;
  const keeps = last && condition ? kept(last, condition, scan, sight) : undefined;
  return last && keeps && statements.slice(0, -1).every((each) => isNarrow(each, scan, sight)) ? { node: last, keeps } : undefined;
}

/** What the condition keeps: one key, or what lies in a range of an ordered container. */
function kept(filter: Node, condition: Node, scan: Scan, sight: Sight): Filter['keeps'] | undefined {
  const all = comparisonsIn(condition);
  if (all.some((each) => each.operator === '==' && isKeyAgainst(each, scan.keys, scan.names))) return 'key';
  if (!scan.container.isOrdered) return undefined;
  const bounds = all.filter((each) => isOrder(each) && isKeyAgainst(each, scan.keys, scan.names));
  // One bound alone may leave out little, unless the first element past it is all that is sought.
  if (bounds.length > 1 || (bounds.length === 1 && endsSearch(filter.child('consequence')))) return 'range';
  return scan.container.kind === 'set' && isBounded(condition, scan.names, sight) ? 'range' : undefined;
}

/** Whether the test names a member of the key's type: `Kind::first` of an enumeration out of sight. */
function isEnumerator(filter: Node, type: string): boolean {
  const text = filter.child('condition')?.text ?? '';
  return text.includes(`${unqualified(type)}::`);
}

function endsSearch(branch: Node | undefined): boolean {
  const last = branch?.kind === 'compound_statement' ? branch.namedChildren.filter((child) => child.kind !== 'comment').at(-1) : branch;
  return last !== undefined && /^(?:return|co_return|break|goto)_statement$/.test(last.kind);
}

/** A call on the element that returns at once unless a bound lies in it: each function of the name in sight begins with such a test. */
function isNarrow(statement: Node, scan: Scan, sight: Sight): boolean {
  const call = statement.kind === 'expression_statement' ? statement.namedChildren[0] : undefined;
  const object = call?.kind === 'call_expression' ? calleeObject(call) : undefined;
  if (!call || !object || !scan.names.has(object.text)) return false;
  const bodies = findFunctions(calleeName(call), sight).flatMap((each) => each.body ?? []);
  return bodies.length > 0 && bodies.every(returnsOutOfRange);
}

/** `{ if (at <= _from || at >= _to) return; … }` */
function returnsOutOfRange(body: Node): boolean {
  const first = body.namedChildren.find((child) => child.kind !== 'comment');
  const condition = first?.kind === 'if_statement' ? first.child('condition')?.child('value') : undefined;
  const then = first?.child('consequence');
  const [only] = then?.kind === 'compound_statement' ? then.namedChildren : [then];
  return condition !== undefined && only?.kind === 'return_statement' && comparisonsIn(condition, '||').filter(isOrder).length > 1;
}

function nameOf({ type }: Keyed): string {
  return `\`${type.name}\``;
}

function insteadFor(of: Node, container: Keyed, isRange: boolean): string {
  if (isRange) return `Find the ends of the range with \`${of.text}.lower_bound\` and \`upper_bound\`, or both with \`equal_range\`.`;
  return `Ask \`${of.text}.find(key)\`, which is O(${container.isOrdered ? 'log n' : '1'}).`;
}
