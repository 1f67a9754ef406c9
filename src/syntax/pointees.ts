import { type Declaration, enclosingBody, findLocal } from './declarations.ts';
import { type Node, walk } from './node.ts';

/** Whether a local pointer is given a new object, or the object behind it is written, before this place in the same function: `p = new T`, `p->x = …`. */
export function isFilledBefore(pointer: Declaration, place: Node): boolean {
  if (pointer.value?.kind === 'new_expression') return true;
  const body = enclosingBody(place);
  let isFilled = false;
  if (body)
    walk(body, (node) => {
      if (isFilled || node.start >= place.start) return false;
      if (node.kind !== 'assignment_expression') return true;
      const left = node.child('left');
      const target = left?.kind === 'field_expression' ? left.child('argument') : left;
      if (target?.kind !== 'identifier' || target.text !== pointer.name || findLocal(target.text, target)?.node !== pointer.node)
        return true;
      isFilled = left !== target || node.child('right')?.kind === 'new_expression';
      return true;
    });
  return isFilled;
}

/** Whether the pointer that an expression gives is followed: at once, or through the variable that it is stored in. */
export function isFollowed(expression: Node): boolean {
  if (isDereferenced(expression)) return true;
  const up = expression.parent;
  const holder =
    up?.kind === 'init_declarator' ? up.child('declarator') : up?.kind === 'assignment_expression' ? up.child('left') : undefined;
  const name = holder && (/identifier/.test(holder.kind) ? holder.text : holder.namedChildren.at(-1)?.text);
  const body = enclosingBody(expression);
  let isFollowedThere = false;
  if (name !== undefined && body)
    walk(body, (node) => {
      if (!isFollowedThere && node.start >= expression.end && node.kind === 'identifier' && node.text === name)
        isFollowedThere = isDereferenced(node);
      return !isFollowedThere;
    });
  return isFollowedThere;
}

function isDereferenced(pointer: Node): boolean {
  const up = pointer.parent;
  if (up?.kind === 'field_expression') return pointer.field === 'argument' && up.children.some((child) => child.kind === '->');
  if (up?.kind === 'pointer_expression') return up.child('operator')?.kind === '*';
  return up?.kind === 'subscript_expression' && pointer.field === 'argument';
}
