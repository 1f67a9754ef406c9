import { argumentsOf, calleeName, calleeObject } from './calls.ts';
import { parametersOf } from './declarations.ts';
import { identifiersIn } from './loops.ts';
import type { Node } from './node.ts';
import { findFunctions, type Sight } from './sight.ts';

/** One comparison of a condition. */
export interface Comparison {
  readonly operator: string;
  readonly left: Node;
  readonly right: Node;
}

/** The comparisons of a condition that are joined by this operator at its top; a part that is none is left out. */
export function comparisonsIn(condition: Node, joined: '&&' | '||' = '&&'): Comparison[] {
  const left = condition.child('left');
  const right = condition.child('right');
  if (condition.kind === 'parenthesized_expression') return condition.namedChildren.flatMap((inner) => comparisonsIn(inner, joined));
  if (condition.kind !== 'binary_expression' || !left || !right) return [];
  const operator = condition.child('operator')?.text ?? '';
  if (operator === joined) return [...comparisonsIn(left, joined), ...comparisonsIn(right, joined)];
  return /^(?:==|!=|<|>|<=|>=)$/.test(operator) ? [{ operator, left, right }] : [];
}

/** Whether it is `<`, `<=`, `>` or `>=`. */
export function isOrder({ operator }: Comparison): boolean {
  return /^[<>]=?$/.test(operator);
}

/** Whether one side is written as one of the keys and the other has nothing to do with these names. */
export function isKeyAgainst({ left, right }: Comparison, keys: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
  const isKey = (side: Node) => keys.has(side.text.replace(/\s+/g, ''));
  return (isKey(left) && !mentions(right, names)) || (isKey(right) && !mentions(left, names));
}

/**
 * Whether the condition bounds on both sides what an object says of itself: `e.start() < end && start < e.end()`, written out or in
 * a function in sight that returns just that. `names` are those of the object.
 */
export function isBounded(condition: Node, names: ReadonlySet<string>, sight: Sight): boolean {
  const bounds = comparisonsIn(condition).filter((each) => isOrder(each) && mentions(each.left, names) !== mentions(each.right, names));
  if (bounds.length > 1) return true;
  if (condition.kind !== 'call_expression' || calleeObject(condition)) return false;
  const at = argumentsOf(condition).findIndex((arg) => names.has(arg.text.replace(/^\*/, '')));
  const [definition, ...others] = findFunctions(calleeName(condition), sight, '').filter((each) => each.body);
  const [statement, ...rest] = definition?.body?.namedChildren.filter((child) => child.kind !== 'comment') ?? [];
  const parameter = definition ? parametersOf(definition.node)[at]?.name : undefined;
  const inner = statement?.kind === 'return_statement' && rest.length === 0 ? statement.namedChildren[0] : undefined;
  if (!inner || !parameter || others.length > 0 || inner.kind === 'call_expression') return false;
  return isBounded(inner, new Set([parameter]), sight);
}

function mentions(expression: Node, names: ReadonlySet<string>): boolean {
  return identifiersIn(expression).some((name) => names.has(name));
}
