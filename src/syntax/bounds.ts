import { calleeName, calleeObject } from './calls.ts';
import { enclosingBody } from './declarations.ts';
import { identifiersIn, isAssigned, loopBody, steadyStatements } from './loops.ts';
import { descendants, type Node, walk } from './node.ts';
import type { Sight } from './sight.ts';
import { typeOf } from './type-of.ts';
import { isMap, isSequence, isString } from './types.ts';

/**
 * What tells the number of turns before the first one. `range`: the turns run over the elements of `of`. `count`: up to the value of `of`,
 * which the loop does not assign; `from` is the first index as written.
 */
export type Bound = { readonly kind: 'range'; readonly of: Node } | { readonly kind: 'count'; readonly of: Node; readonly from: string };

/** The bound of a range loop, of `for (i = a; i < n; ++i)` and of `for (it = c.begin(); it != c.end(); ++it)`; undefined for any other loop. */
export function boundOf(loop: Node): Bound | undefined {
  if (loop.kind === 'for_range_loop') {
    const of = loop.child('right');
    return of && of.kind !== 'initializer_list' ? { kind: 'range', of } : undefined;
  }
  if (loop.kind !== 'for_statement') return undefined;
  const condition = loop.child('condition');
  const left = condition?.child('left');
  const limit = condition?.child('right');
  if (condition?.kind !== 'binary_expression' || left?.kind !== 'identifier' || !limit) return undefined;
  if (!/^(?:<|<=|!=)$/.test(condition.child('operator')?.kind ?? '')) return undefined;
  const index = left.text;
  if (!isStep(loop.child('update'), index)) return undefined;
  const from = startOf(loop.child('initializer'), index);
  if (from === undefined || isAssigned(index, loopBody(loop)) || identifiersIn(limit).some((name) => isAssigned(name, loopBody(loop)))) {
    return undefined;
  }
  const container = iteratedContainer(limit, from);
  if (container) return { kind: 'range', of: container };
  return /(?:^|[.>])(?:c?r?end|begin)\s*\(|^nullptr$|^NULL$/.test(limit.text) ? undefined : { kind: 'count', of: limit, from };
}

/** `++i`, `i++`, `i += 1`. */
function isStep(update: Node | undefined, index: string): boolean {
  const text = update?.text.replace(/\s+/g, '') ?? '';
  return text === `++${index}` || text === `${index}++` || text === `${index}+=1`;
}

/** First value of the index, as written; undefined where the initialiser does not set it. */
function startOf(initializer: Node | undefined, index: string): string | undefined {
  let from: string | undefined;
  if (initializer) {
    walk(initializer, (node) => {
      if (node.kind === 'init_declarator' && node.child('declarator')?.text === index) from = node.child('value')?.text;
      if (node.kind === 'assignment_expression' && node.child('left')?.text === index) from = node.child('right')?.text;
    });
  }
  return from;
}

/** `c` of `c.end()` where the index starts at `c.begin()`. */
function iteratedContainer(limit: Node, from: string): Node | undefined {
  const callee = limit.kind === 'call_expression' ? limit.child('function') : undefined;
  if (callee?.kind !== 'field_expression' || !/^c?r?end$/.test(callee.child('field')?.text ?? '')) return undefined;
  const object = callee.child('argument');
  if (!object || !from.startsWith(object.text)) return undefined;
  return /^\s*(?:\.|->)\s*c?r?begin\s*\(\s*\)$/.test(from.slice(object.text.length)) ? object : undefined;
}

/**
 * How to write the number of turns in front of the loop: `xs.size()`, `n`. Empty where there is such a number and writing it takes more
 * thought; undefined where nothing in sight says that the range knows its size.
 */
export function countText(bound: Bound, sight: Sight): string | undefined {
  const { text } = bound.of;
  const isPath = /^\w+(?:(?:\.|->)\w+)*$/.test(text);
  if (bound.kind === 'count') return bound.from === '0' && isSizeCall(bound.of, sight) ? text : '';
  const type = typeOf(bound.of, sight);
  if (type && type.pointers === 0) {
    if (type.extents.length > 0) return isPath ? `std::size(${text})` : '';
    if ((isSequence(type) || isMap(type) || isString(type)) && !/forward_list$/.test(type.name)) return isPath ? `${text}.size()` : '';
  }
  const body = enclosingBody(bound.of);
  return body && isPath && body.text.includes(`${text}.size()`) ? '' : undefined;
}

/** `xs.size()` of a container in sight: a call without effect, whose type is that of a capacity. */
function isSizeCall(limit: Node, sight: Sight): boolean {
  const object = limit.kind === 'call_expression' && calleeName(limit) === 'size' ? calleeObject(limit) : undefined;
  return object?.kind === 'identifier' && typeOf(object, sight) !== undefined;
}

/** The size at which a loop stops to fill a container: `n` of `while (v.size() < n)` and of `if (v.size() >= n) break;` at its body's level. */
export function sizeLimit(loop: Node, container: string): Node | undefined {
  const stops = steadyStatements(loop).filter((each) => each.kind === 'if_statement' && descendants(each, 'break_statement').length > 0);
  for (const statement of [loop, ...stops]) {
    const operators = statement === loop ? /^(?:<|!=)$/ : /^(?:>=|==)$/;
    const condition = statement.child('condition');
    for (const test of condition ? descendants(condition, 'binary_expression') : [])
      if (test.child('left')?.text === `${container}.size()` && operators.test(test.child('operator')?.kind ?? ''))
        return test.child('right');
  }
  return undefined;
}
