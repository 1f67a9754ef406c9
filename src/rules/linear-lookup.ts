import { argumentsOf, calleeName, calleeObject, calleeText } from '../syntax/calls.ts';
import { comparisonsIn, isKeyAgainst } from '../syntax/comparisons.ts';
import { parametersOf } from '../syntax/declarations.ts';
import { isSmallKey, type Keyed, keyedContainer } from '../syntax/keyed.ts';
import { isLoop } from '../syntax/loops.ts';
import type { Node } from '../syntax/node.ts';
import { filterOf, scanOf } from '../syntax/scan.ts';
import type { Scope } from '../syntax/scope.ts';
import { type Sight, unqualified } from '../syntax/sight.ts';
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
  const filter = filterOf(loop, scan, sight);
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

/** Whether the test names a member of the key's type: `Kind::first` of an enumeration out of sight. */
function isEnumerator(filter: Node, type: string): boolean {
  const text = filter.child('condition')?.text ?? '';
  return text.includes(`${unqualified(type)}::`);
}

function nameOf({ type }: Keyed): string {
  return `\`${type.name}\``;
}

function insteadFor(of: Node, container: Keyed, isRange: boolean): string {
  if (isRange) return `Find the ends of the range with \`${of.text}.lower_bound\` and \`upper_bound\`, or both with \`equal_range\`.`;
  return `Ask \`${of.text}.find(key)\`, which is O(${container.isOrdered ? 'log n' : '1'}).`;
}
