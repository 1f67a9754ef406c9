import { identifiersIn, isAssigned } from './loops.ts';
import { type Node, walk } from './node.ts';

/** Whether nothing that the expression names is assigned or declared in the loop. */
export function isSteady(expression: Node, loop: Node): boolean {
  return identifiersIn(expression).every((name) => !isAssigned(name, loop));
}

/** Whether the loop may write to what the variable points to: an element of it is assigned, or it is handed on as a whole; `except` is not looked into. */
export function isWrittenThrough(name: string, loop: Node, except: Node): boolean {
  let found = false;
  walk(loop, (node) => {
    if (found || node === except) return false;
    if (node.kind !== 'identifier' || node.text !== name) return true;
    let at = node;
    while (at.parent && /^(?:subscript_expression|pointer_expression|parenthesized_expression)$/.test(at.parent.kind)) at = at.parent;
    const up = at.parent;
    const isElement = at !== node && at.child('operator')?.kind !== '&';
    if (up?.kind === 'assignment_expression') found = at.field === 'left';
    else if (up?.kind === 'update_expression') found = true;
    else found = up !== undefined && /^(?:argument_list|init_declarator|binary_expression)$/.test(up.kind) && !isElement;
    return !found;
  });
  return found;
}

/** Whether the loop may put something into a map or take something out other than by `[]`, or hands the map on. */
export function isMapChanged(map: Node, loop: Node): boolean {
  let found = false;
  walk(loop, (node) => {
    if (node.kind !== 'identifier' || node.text !== map.text) return !found;
    const up = node.parent;
    if (up?.kind === 'field_expression')
      found = !/^(?:find|at|count|contains|end|cend|begin|size|empty)$/.test(up.child('field')?.text ?? '');
    else found = up?.kind !== 'subscript_expression';
    return !found;
  });
  return found;
}
