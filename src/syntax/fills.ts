import type { Bound } from './bounds.ts';
import { argumentsOf, calleeName, calleeObject } from './calls.ts';
import { isConstructorOrDestructor } from './context.ts';
import { type Declaration, enclosingBody, enclosingFunction } from './declarations.ts';
import { jumpsIn } from './loops.ts';
import { descendants, type Node } from './node.ts';
import type { Sight } from './sight.ts';
import { findOwnMember } from './type-of.ts';
import { usesOf } from './uses.ts';

/** A statement that adds one element to the end of a container. */
export interface Fill {
  /** The call. */
  readonly at: Node;
  readonly into: Node;
}

/** `v.push_back(…)` and `v.emplace_back(…)` as a statement of its own; undefined for any other statement. */
export function fillIn(statement: Node): Fill | undefined {
  const at = statement.kind === 'expression_statement' ? statement.namedChildren[0] : undefined;
  if (at?.kind !== 'call_expression' || !/^(?:push_back|emplace_back)$/.test(calleeName(at))) return undefined;
  const into = calleeObject(at);
  return into && /^(?:identifier|field_expression)$/.test(into.kind) ? { at, into } : undefined;
}

/** Whether a turn also adds to the container, or sizes it, by other calls than those: then the number of turns is not its size. */
export function isFilledOtherwise(into: Node, loop: Node): boolean {
  return descendants(loop, 'call_expression').some((call) => {
    const name = calleeName(call);
    if (/^(?:back_inserter|inserter)$/.test(name)) return argumentsOf(call)[0]?.text === into.text;
    return /^(?:insert|emplace|append|append_range|assign|resize)$/.test(name) && calleeObject(call)?.text === into.text;
  });
}

/** A local of the function that runs the loop, without a value, with which nothing was done before but adding elements. */
export function startsEmpty(declaration: Declaration, loop: Node): boolean {
  const { kind, value, type, isStatic } = declaration;
  if (kind !== 'local' || isStatic || type.reference !== '' || (value && !/^(?:\{\s*\}|\(\s*\))$/.test(value.text))) return false;
  if (enclosingBody(loop) !== enclosingBody(declaration.node)) return false;
  return usesOf(declaration).every((use) => {
    const method = use.parent?.kind === 'field_expression' ? use.parent.child('field')?.text : undefined;
    return use.start >= loop.start || (method !== undefined && /^(?:push_back|emplace_back|clear|size|empty)$/.test(method));
  });
}

/**
 * Whether the loop gives a container that is no local all that it will hold: a member in its constructor, one that the function cleared
 * before, or one beside the range in the same object.
 */
export function isFilledWhole(into: Node, bound: Bound | undefined, loop: Node, sight: Sight): boolean {
  if (isSizedBefore(into, loop)) return false;
  const body = enclosingBody(loop);
  if (body && textBefore(body, loop).includes(`${into.text}.clear()`)) return true;
  if (into.kind === 'field_expression')
    return bound?.of.kind === 'field_expression' && bound.of.child('argument')?.text === into.child('argument')?.text;
  const fn = enclosingFunction(loop);
  if (!fn || !isConstructorOrDestructor(fn) || findOwnMember(into.text, into, sight)?.value) return false;
  return !descendants(fn, 'field_initializer').some((each) => each.namedChildren[0]?.text === into.text);
}

/** Whether the function gave a container its room, or some container, before the loop. */
export function isSizedBefore(into: Node, loop: Node): boolean {
  const body = enclosingBody(into);
  return body !== undefined && /\b(?:reserve|resize)\s*\(/.test(textBefore(body, loop));
}

function textBefore(body: Node, loop: Node): string {
  return body.text.slice(0, loop.start - body.start);
}

/** Whether a turn can end before the element is added, or the loop before its bound, other than by leaving the function. */
export function endsEarly(loop: Node, fill: Node): boolean {
  return jumpsIn(loop).some(
    ({ kind, start }) => /^(?:break|goto)_statement$/.test(kind) || (kind === 'continue_statement' && start < fill.start),
  );
}
