import { calleeName, calleeObject, calleeText } from './calls.ts';
import { isCoroutine } from './context.ts';
import { type Declaration, enclosingBody, enclosingFunction, functionDeclarator } from './declarations.ts';
import { hasSecondName } from './last-use.ts';
import { isLoop } from './loops.ts';
import { type Lvalue, lvalueOf } from './lvalue.ts';
import { ancestor, descendants, type Node } from './node.ts';
import type { Sight } from './sight.ts';
import { candidatesOf, declaredType, enclosingClassName, typeOf } from './type-of.ts';
import { isMap, isSequence, pointee, type Type } from './types.ts';
import { useOf, usesOf } from './uses.ts';

/** Lets other threads or tasks run: what is not local may change meanwhile. */
const LETS_OTHERS_RUN = /^(?:unlock\w*|wait\w*|yield|sleep\w*|join|suspend\w*)$/;
/** Ends the life of what it is handed, or of what that leads to. */
const ENDS = /erase|extract|remove|destroy|delete|release|free|reset|clear|close|pop|drop|unref|retire|dispose|swap|splice/i;

/** From the declaration of a variable to its last use. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly nodes: readonly Node[];
}

/**
 * Whether the object that `source` names stays as it is while the variable is in use: nothing there changes it, drops what it hangs
 * from, or lets others do so. Where in doubt, false.
 */
export function staysWhileUsed(source: Lvalue, variable: Declaration, uses: readonly Node[], sight: Sight): boolean {
  const last = uses.at(-1);
  const body = enclosingBody(variable.node);
  if (!last || !body || isCoroutine(body)) return false;
  const start = variable.statement.end;
  const end = hasSecondName(uses, sight) ? variable.scope.end : Math.max(...uses.map((use) => endOfUse(use, variable)));
  const nodes = descendants(variable.scope, 'call_expression', 'assignment_expression', 'identifier').filter(
    (node) => node.start >= start && node.start < end,
  );
  const stretch = { start, end, nodes };
  if (source.root && isConstObject(source.root)) return true;
  const calls = nodes.filter((node) => node.kind === 'call_expression');
  if (calls.some((call) => LETS_OTHERS_RUN.test(calleeName(call)))) return false;
  if (source.root && source.root.kind !== 'member') return localStays(source.root, stretch, sight, 0);
  return !source.isOwn || isInConstFunction(variable.node) || ownStays(source.root, variable, stretch, sight);
}

/** A use in a loop lasts as long as the loop; one that is looped over, too. */
function endOfUse(use: Node, variable: Declaration): number {
  let end = use.end;
  for (let at = use.parent; at && at !== variable.scope; at = at.parent) if (isLoop(at)) end = at.end;
  return end;
}

/** Whether nothing can be changed through the variable. */
function isConstObject({ type }: Declaration): boolean {
  return type.isConst && type.pointers === 0 && (type.reference === '&' || pointee(type) === undefined);
}

function isInConstFunction(node: Node): boolean {
  const fn = enclosingFunction(node);
  const declarator = fn ? functionDeclarator(fn) : undefined;
  return declarator?.children.some((child) => child.kind === 'type_qualifier' && child.text === 'const') ?? false;
}

const DEPTH = 3;

/** What hangs from a local stays where the local is only looked at, and so is what it was made from, if it only leads somewhere. */
function localStays(root: Declaration, { start, end, nodes }: Stretch, sight: Sight, depth: number): boolean {
  const type = declaredType(root, sight);
  const isConstTarget = type?.isConst ?? false;
  for (const use of usesOf(root)) {
    if (use.start < start || use.start >= end) continue;
    const how = useOf(use, sight);
    if (how !== 'read' && how !== 'copied' && !(how === 'passed' && isConstTarget)) return false;
    const call = ancestor(use, 'call_expression');
    if (call && ENDS.test(calleeName(call))) return false;
    if (!isConstTarget && changesBehind(use, sight)) return false;
  }
  if (depth > DEPTH || !root.value || !leads(root, type)) return true;
  const origin = lvalueOf(root.value, sight) ?? containerOf(root.value, sight);
  if (!origin?.root || isConstObject(origin.root)) return true;
  return origin.root.kind === 'member'
    ? ownStays(origin.root, root, { start, end, nodes }, sight)
    : localStays(origin.root, { start, end, nodes }, sight, depth + 1);
}

/** Whether the variable is a reference, a pointer or an iterator: it leads to what another object owns. */
function leads(root: Declaration, type: Type | undefined): boolean {
  return root.type.reference !== '' || type === undefined || type.pointers > 0 || !(isSequence(type) || isMap(type));
}

/** `c` of `c.find(k)` and `c.begin()`. */
function containerOf(value: Node, sight: Sight): Lvalue | undefined {
  const object = value.kind === 'call_expression' ? calleeObject(value) : undefined;
  return object ? lvalueOf(object, sight) : undefined;
}

/** `p->f()` where f is not const or not in sight. */
function changesBehind(use: Node, sight: Sight): boolean {
  const field = use.parent;
  if (field?.kind !== 'field_expression' || use.field !== 'argument') return false;
  const call = field.field === 'function' && field.parent?.kind === 'call_expression' ? field.parent : undefined;
  if (!call) return field.parent?.kind === 'assignment_expression' && field.field === 'left';
  const type = typeOf(use, sight);
  if (type && (isSequence(type) || isMap(type))) return false;
  const candidates = candidatesOf(call, sight);
  return candidates.length === 0 || !candidates.some((each) => each.isConst);
}

/** Whether neither the member itself is changed, nor a function is called that may reach it. */
function ownStays(member: Declaration | undefined, variable: Declaration, { nodes }: Stretch, sight: Sight): boolean {
  const own = enclosingClassName(variable.node);
  const type = declaredType(variable, sight);
  // What is called for each element of a copied list may well change the list.
  const isList = type === undefined || isSequence(type) || isMap(type);
  return nodes.every((node) => {
    if (node.kind === 'identifier') {
      if (node.text !== member?.name || node.parent?.kind === 'call_expression') return true;
      return useOf(node, sight) === 'read';
    }
    if (node.kind === 'assignment_expression') return member !== undefined || node.child('left')?.kind === 'identifier';
    return isHarmless(node, own, isList, sight);
  });
}

/** Whether the call cannot come back to the object that makes it, as far as one can tell. */
function isHarmless(call: Node, own: string | undefined, isList: boolean, sight: Sight): boolean {
  const object = calleeObject(call);
  const type = object ? typeOf(object, sight) : undefined;
  if (type && (isSequence(type) || isMap(type))) return true;
  const candidates = candidatesOf(call, sight);
  if (candidates.length > 0) return candidates.every((each) => each.isConst || (!isList && each.className !== own));
  return (
    call.child('function')?.kind === 'primitive_type' ||
    (object !== undefined && !isList) ||
    /^(?:std|fmt|boost|absl)::|^[A-Z_]+$/.test(calleeText(call))
  );
}
