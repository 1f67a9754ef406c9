import { holderOfCopy, isMutable, makesOwn } from './captures.ts';
import { enclosingFunction, findLocal, functionDeclarator } from './declarations.ts';
import type { Node } from './node.ts';
import type { Sight } from './sight.ts';
import { findOwnMember } from './type-of.ts';

/**
 * What makes the object that the expression names const at this place: the declaration, the lambda that holds a copy of it, or the const
 * member function around it. Undefined where it is not const or that is not in sight.
 */
export function constnessOf(expression: Node, sight: Sight): Node | undefined {
  if (expression.kind === 'field_expression') {
    const object = expression.child('argument');
    const isArrow = expression.children.some((child) => child.kind === '->');
    if (object?.kind === 'this') return memberConstness(expression.child('field')?.text ?? '', expression, sight);
    return object && !isArrow ? constnessOf(object, sight) : undefined;
  }
  if (expression.kind !== 'identifier') return undefined;
  const local = findLocal(expression.text, expression);
  if (!local) return memberConstness(expression.text, expression, sight);
  if (local.type.pointers > 0 || local.kind === 'binding') return undefined;
  const holder = holderOfCopy(expression, local);
  if (local.type.isConst && !(holder && makesOwn(holder, local.name))) return local.node;
  return holder && !isMutable(holder) ? holder : undefined;
}

/** A member is const in a const member function, unless it is mutable or refers to something else. */
function memberConstness(name: string, at: Node, sight: Sight): Node | undefined {
  const fn = enclosingFunction(at);
  const declarator = fn ? functionDeclarator(fn) : undefined;
  if (!declarator?.children.some((child) => child.kind === 'type_qualifier' && child.text === 'const')) return undefined;
  const member = findOwnMember(name, at, sight);
  if (!member || member.isStatic || member.type.reference !== '' || member.type.pointers > 0) return undefined;
  return member.statement.children.some((child) => child.text === 'mutable') ? undefined : declarator;
}
