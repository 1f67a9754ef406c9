import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import type { Declaration } from './declarations.ts';
import type { Node } from './node.ts';
import type { Sight } from './sight.ts';
import { candidatesOf, enclosingClassName, findDeclaration, pointeeOf, typeOf } from './type-of.ts';
import { isMap, isSequence, isString, pointee } from './types.ts';

/** An object that an expression names, and that lives on when the expression is done. */
export interface Lvalue {
  /** The variable or member that the way to the object starts from; undefined where it starts from a function. */
  readonly root: Declaration | undefined;
  /** Whether the way starts from a member of the enclosing class, or from one of its functions. */
  readonly isOwn: boolean;
}

const GIVES_REFERENCE = /^(?:front|back|at|top|value)$/;

/** The object that the expression names; undefined where it makes a new one, or where what decides is not in sight. */
export function lvalueOf(expression: Node, sight: Sight): Lvalue | undefined {
  switch (expression.kind) {
    case 'parenthesized_expression': {
      const [inner] = expression.namedChildren;
      return inner ? lvalueOf(inner, sight) : undefined;
    }
    case 'this':
      return { root: undefined, isOwn: true };
    case 'identifier': {
      const root = findDeclaration(expression.text, expression, sight);
      return root ? { root, isOwn: root.kind === 'member' } : undefined;
    }
    case 'pointer_expression':
      return expression.child('operator')?.kind === '*' ? behind(expression.child('argument'), sight) : undefined;
    case 'field_expression': {
      const object = expression.child('argument');
      if (!object) return undefined;
      return expression.children.some((child) => child.kind === '->') ? behind(object, sight) : lvalueOf(object, sight);
    }
    case 'subscript_expression': {
      const object = expression.child('argument');
      const type = object ? typeOf(object, sight) : undefined;
      if (!object || !type) return undefined;
      if (type.pointers > 0) return behind(object, sight);
      return isSequence(type) || isMap(type) || type.extents.length > 0 ? lvalueOf(object, sight) : undefined;
    }
    case 'call_expression':
      return givenBy(expression, sight);
    default:
      return undefined;
  }
}

/** What a pointer, smart pointer or iterator leads to. A temporary smart pointer may be the last that holds its object. */
function behind(pointer: Node | undefined, sight: Sight): Lvalue | undefined {
  const type = pointer ? typeOf(pointer, sight) : undefined;
  if (!pointer || !type || !pointeeOf(type, sight)) return undefined;
  const isHolder = type.pointers === 0 && pointee(type) !== undefined;
  return lvalueOf(pointer, sight) ?? (pointer.kind === 'call_expression' && !isHolder ? startOf(pointer, sight) : undefined);
}

/** What a call gives by reference. */
function givenBy(call: Node, sight: Sight): Lvalue | undefined {
  const object = calleeObject(call);
  const type = object ? typeOf(object, sight) : undefined;
  if (object && type && GIVES_REFERENCE.test(calleeName(call))) {
    const isArrow = object.parent?.children.some((child) => child.kind === '->');
    const holder = isArrow ? pointeeOf(type, sight) : type;
    if (holder && (isSequence(holder) || isMap(holder) || isString(holder) || /optional$/i.test(holder.name)))
      return isArrow ? behind(object, sight) : lvalueOf(object, sight);
  }
  if (/^(?:std::)?(?:as_const|get)$/.test(calleeText(call))) {
    const [argument] = argumentsOf(call);
    return argument ? lvalueOf(argument, sight) : undefined;
  }
  const candidates = candidatesOf(call, sight);
  if (candidates.length === 0 || !candidates.every(({ returns }) => returns?.reference === '&')) return undefined;
  return startOf(call, sight);
}

/** Where the way to what a call gives starts. */
function startOf(call: Node, sight: Sight): Lvalue | undefined {
  const object = calleeObject(call);
  if (!object)
    return {
      root: undefined,
      isOwn: candidatesOf(call, sight).some(({ className }) => className && className === enclosingClassName(call)),
    };
  return object.parent?.children.some((child) => child.kind === '->') ? behind(object, sight) : lvalueOf(object, sight);
}
