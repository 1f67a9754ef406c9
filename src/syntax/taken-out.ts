import { argumentsOf, calleeName, calleeObject } from './calls.ts';
import type { Node } from './node.ts';
import type { Sight } from './sight.ts';
import { typeOf } from './type-of.ts';

/** A copy of what the next statement drops. */
export interface TakenOut {
  /** `q.front()`, `it->second`. */
  readonly source: Node;
  /** `q.pop()`, `m.erase(it)`. */
  readonly drop: Node;
}

/** `T x = q.front(); q.pop();` and the like at a `declaration` or `assignment_expression`; undefined for anything else. */
export function takenOutAt(node: Node, sight: Sight): TakenOut | undefined {
  const source = sourceOf(node);
  const statement = node.kind === 'declaration' ? node : node.parent;
  const drop = source && statement ? callAfter(statement) : undefined;
  if (!source || !drop) return undefined;
  return (source.kind === 'call_expression' ? isEndDropped(source, drop, sight) : isElementErased(source, drop, sight))
    ? { source, drop }
    : undefined;
}

/** The expression that one new object, or one assigned to, is made from. */
function sourceOf(node: Node): Node | undefined {
  if (node.kind === 'assignment_expression') return node.child('operator')?.kind === '=' ? node.child('right') : undefined;
  const declarators = node.children.filter((child) => child.field === 'declarator');
  const [init] = declarators;
  if (declarators.length !== 1 || init?.child('declarator')?.kind !== 'identifier') return undefined;
  const value = init.child('value');
  const isList = value?.kind === 'argument_list' || value?.kind === 'initializer_list';
  return isList ? (value.namedChildren.length === 1 ? value.namedChildren[0] : undefined) : value;
}

function callAfter(statement: Node): Node | undefined {
  const siblings = statement.parent?.namedChildren.filter((child) => child.kind !== 'comment') ?? [];
  const next = siblings[siblings.indexOf(statement) + 1];
  const call = next?.kind === 'expression_statement' ? next.namedChildren[0] : undefined;
  return call?.kind === 'call_expression' ? call : undefined;
}

/** `top` of a priority queue is const: nothing can be moved out of it. */
function isEndDropped(source: Node, drop: Node, sight: Sight): boolean {
  const queue = calleeObject(source);
  if (!queue || queue.text !== calleeObject(drop)?.text || argumentsOf(source).length > 0 || argumentsOf(drop).length > 0) return false;
  const ends = `${calleeName(source)} ${calleeName(drop)}`;
  return (
    /^front pop(?:_front)?$|^back pop_back$/.test(ends) || (ends === 'top pop' && /(?:^|::)stack$/.test(typeOf(queue, sight)?.name ?? ''))
  );
}

/** The key of a map and the elements of a set are const. */
function isElementErased(source: Node, drop: Node, sight: Sight): boolean {
  const iterator = source.child('argument');
  if (iterator?.kind !== 'identifier' || calleeName(drop) !== 'erase' || argumentsOf(drop)[0]?.text !== iterator.text) return false;
  if (source.kind === 'field_expression') return source.child('field')?.text === 'second';
  const container = calleeObject(drop);
  return (
    source.kind === 'pointer_expression' &&
    container !== undefined &&
    /(?:^|::)(?:vector|deque|list)$/.test(typeOf(container, sight)?.name ?? '')
  );
}
