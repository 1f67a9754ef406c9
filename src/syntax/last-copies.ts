import { calleeName } from './calls.ts';
import { holderOfCopy } from './captures.ts';
import { couldBeConstReference } from './const-reference.ts';
import { copiedInto } from './copied-at.ts';
import { copyCost } from './copy-cost.ts';
import { type Declaration, enclosingBody } from './declarations.ts';
import { hasSecondName, isLastUse } from './last-use.ts';
import { ancestor, type Node } from './node.ts';
import type { Sight } from './sight.ts';
import { declaredType, typeOf } from './type-of.ts';
import type { Type } from './types.ts';
import { useOf, usesOf } from './uses.ts';

/** A copy of a local or parameter that a move could take the place of. */
export interface LastCopy {
  readonly use: Node;
  /** What the copy goes into, for people. */
  readonly target: string;
  /** `perhaps` where the type is a generic lambda's, whatever it is. */
  readonly gain: 'sure' | 'perhaps';
  /** Whether the parameter is used on, so that its uses have to follow it into the member that takes it. */
  readonly isUsedOn: boolean;
}

/** Copies of the variable at its last use; undefined where its type says that there is nothing to gain. */
export function lastCopiesOf(declaration: Declaration, sight: Sight): readonly LastCopy[] | undefined {
  const gain = gainOfMove(declaration, sight);
  const uses = gain ? usesOf(declaration).filter((use) => !holderOfCopy(use, declaration)) : [];
  if (!gain || uses.length === 0) return undefined;
  const type = declaredType(declaration, sight);
  const copies = uses.flatMap((identifier) => {
    const use = memberOf(identifier);
    const isPart = use !== identifier;
    const copied = isPart ? typeOf(use, sight) : type;
    if (isPart && !(copied && !copied.isConst && copied.reference === '' && copyCost(copied, sight) === 'costly')) return [];
    const target = copiedInto(use, copied, sight);
    const isLast = target !== undefined && isLastUse(identifier, declaration, uses) && (gain === 'sure' || isStored(use));
    return isLast ? [{ use, target, gain, isUsedOn: false }] : [];
  });
  if (copies.length === 0) return gain === 'sure' ? copiesIntoMembers(declaration, uses, type, sight) : [];
  return hasSecondName(uses, sight) || uses.some((use) => useOf(use, sight) === 'address' && !isOutArgument(use)) ? [] : copies;
}

/** `x.a.b`, where the use is the x of it; the use itself where nothing is taken of it. */
function memberOf(identifier: Node): Node {
  let at = identifier;
  while (at.parent?.kind === 'field_expression' && at.field === 'argument' && !at.parent.children.some((child) => child.kind === '->'))
    at = at.parent;
  return at;
}

/** `read(&x)`: what fills the variable has done so when the call is over. */
function isOutArgument(use: Node): boolean {
  return use.parent?.kind === 'pointer_expression' && use.parent.parent?.kind === 'argument_list';
}

/** Whether a move of the variable spares something. */
function gainOfMove(declaration: Declaration, sight: Sight): LastCopy['gain'] | undefined {
  const { type, kind, statement, isStatic, node } = declaration;
  if ((kind !== 'local' && kind !== 'parameter') || isStatic || type.isConst || type.extents.length > 0) return undefined;
  if (type.reference !== '' || type.pointers > 0) return undefined;
  if (statement.kind === 'for_range_loop') return undefined; // a reference is better than a move
  if (kind === 'parameter' && type.name === 'auto') return enclosingBody(node)?.kind === 'lambda_expression' ? 'perhaps' : undefined;
  const resolved = declaredType(declaration, sight);
  return resolved && !resolved.isConst && copyCost(resolved, sight) === 'costly' ? 'sure' : undefined;
}

/** Whether the use assigns the variable or adds it to a container: what is called with it may be a mere number or iterator. */
function isStored(use: Node): boolean {
  const call = use.parent?.kind === 'argument_list' ? use.parent.parent : undefined;
  return use.parent?.kind === 'assignment_expression' || (call !== undefined && /^(?:push|emplace)_back$/.test(calleeName(call)));
}

/** `T(S s) : s_(s) { s.change(); }`: a parameter that is only read is better a reference. */
function copiesIntoMembers(declaration: Declaration, uses: readonly Node[], type: Type | undefined, sight: Sight): readonly LastCopy[] {
  if (declaration.kind !== 'parameter' || couldBeConstReference(declaration, sight)) return [];
  if (uses.some((use) => useOf(use, sight) === 'moved' || (use.parent?.kind === 'assignment_expression' && use.field === 'left')))
    return [];
  return uses.flatMap((use) => {
    const target = ancestor(use, 'field_initializer') ? copiedInto(use, type, sight) : undefined;
    return target ? [{ use, target, gain: 'sure', isUsedOn: true }] : [];
  });
}
