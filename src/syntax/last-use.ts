import { type Declaration, declarationsIn, enclosingBody } from './declarations.ts';
import { enclosingLoops } from './loops.ts';
import { ancestor, descendants, isWithin, type Node } from './node.ts';
import type { Sight } from './sight.ts';
import { declaredType, typeOf } from './type-of.ts';
import { isMap, isSameType, isSequence, isString, type Type } from './types.ts';

const BODIES = ['function_definition', 'lambda_expression'];
const LOOPS = ['for_statement', 'for_range_loop', 'while_statement', 'do_statement'];
const EXITS = ['return_statement', 'throw_statement', 'co_return_statement', 'continue_statement', 'break_statement'];

/**
 * Whether no path of the function looks at the variable after this use: `uses` are all its occurrences. False where the use is in a loop
 * that the variable outlives, in a lambda, or beside another use in the same statement; where in doubt, false.
 */
export function isLastUse(use: Node, declaration: Declaration, uses: readonly Node[]): boolean {
  const body = ancestor(declaration.node, ...BODIES);
  if (!body || bodyAround(use) !== body || declaration.isStatic) return false;
  const statement = statementOf(use);
  if (enclosingLoops(use).some((loop) => (!isWithin(declaration.node, loop) && !leaves(statement, loop)) || !isInBody(use, loop)))
    return false;
  return uses.every((other) => {
    if (other === use) return true;
    // What a lambda looks at may be looked at whenever it runs; members are initialised in the order of the class.
    if (bodyAround(other) !== body || (statement.kind === 'field_initializer' && ancestor(other, 'field_initializer_list'))) return false;
    if (isWithin(other, statement)) return isAssignedTo(other, use);
    return other.end <= statement.start || !isReachable(other, statement, body);
  });
}

/** The function or lambda that runs the node: what a lambda captures, it captures where it is made. */
function bodyAround(node: Node): Node | undefined {
  const body = enclosingBody(node);
  const captures = body?.child('captures');
  return body && captures && isWithin(node, captures) ? bodyAround(body) : body;
}

/** The smallest statement, condition or member initialiser around the node. */
export function statementOf(node: Node): Node {
  let at = node;
  while (at.parent && !/_statement$|^declaration$|^field_initializer$|^for_range_loop$|^condition_clause$/.test(at.kind)) at = at.parent;
  return at;
}

function isInBody(use: Node, loop: Node): boolean {
  const body = loop.child('body');
  return body !== undefined && isWithin(use, body);
}

/** Whether control leaves the function after the statement without another turn of the loop. */
function leaves(statement: Node, loop: Node): boolean {
  if (descendants(loop, 'continue_statement').some((each) => each.start > statement.start)) return false;
  for (let at = statement; at !== loop && at.parent; at = at.parent) {
    const exits = [at, ...at.parent.children.filter((child) => child.start >= at.end)];
    if (exits.some((each) => /^(?:return|throw|co_return)_statement$/.test(each.kind))) return true;
  }
  return false;
}

/** `m[x.id] = x`: the left side is only looked at before the right side is given away. */
function isAssignedTo(other: Node, use: Node): boolean {
  const assignment = ancestor(use, 'assignment_expression');
  const left = assignment?.child('left');
  return assignment?.child('right') === use && left !== undefined && isWithin(other, left);
}

/** Whether control can come from the statement to the later node: not where an `else` or an exit lies between. */
function isReachable(later: Node, statement: Node, body: Node): boolean {
  for (let at = statement; at !== body && at.parent; at = at.parent) {
    const up = at.parent;
    if (EXITS.includes(at.kind) && skips(at, later)) return false;
    if (up.kind === 'if_statement' && at.field === 'consequence') {
      const other = up.child('alternative');
      if (other && isWithin(later, other)) return false;
    }
    if (up.kind === 'compound_statement' || up.kind === 'case_statement') {
      const exit = up.children.find((child) => child.start >= at.end && EXITS.includes(child.kind));
      if (exit && later.start >= exit.end && skips(exit, later)) return false;
    }
  }
  return true;
}

/** Whether the exit leaves out the later node. */
function skips(exit: Node, later: Node): boolean {
  if (exit.kind !== 'break_statement' && exit.kind !== 'continue_statement') return true;
  const around = ancestor(exit, ...LOOPS, ...(exit.kind === 'break_statement' ? ['switch_statement'] : []));
  return around !== undefined && isWithin(later, around);
}

/** Whether one of the uses gives the variable's content a second name that lives on: a reference, pointer, iterator or view. */
export function hasSecondName(uses: readonly Node[], sight: Sight): boolean {
  return uses.some((use) => {
    const holder = ancestor(use, 'init_declarator', 'assignment_expression', 'lambda_expression', 'compound_statement');
    if (holder?.kind === 'init_declarator' && use !== holder.child('declarator')) {
      const statement = holder.parent;
      const declared = statement ? declarationsIn(statement, statement, 'local').find(({ node }) => isWithin(node, holder)) : undefined;
      return declared !== undefined && !isOwner(declaredType(declared, sight)) && !isCopiedWhole(use, holder, declared, sight);
    }
    const left = holder?.kind === 'assignment_expression' ? holder.child('left') : undefined;
    if (!left || isWithin(use, left) || holder?.child('right') === use) return false;
    return (
      !isOwner(typeOf(left, sight)) &&
      /(?:\.|->)\s*(?:c?begin|c?end|data|c_str|find|front|back|at)\s*\(/.test(holder?.child('right')?.text ?? '')
    );
  });
}

/** `T y = x`, `T y(x)`, where x is of type T: another object, as far as x goes. */
function isCopiedWhole(use: Node, init: Node, declared: Declaration, sight: Sight): boolean {
  const value = init.child('value');
  const isWhole = value === use || (value?.kind === 'argument_list' && value.namedChildren.length === 1 && use.parent === value);
  const type = isWhole ? declaredType(declared, sight) : undefined;
  const source = type?.reference === '' ? typeOf(use, sight) : undefined;
  return type !== undefined && source !== undefined && type.pointers === 0 && isSameType(type, source);
}

/** Whether a variable of this type keeps nothing of another object in sight. */
function isOwner(type: Type | undefined): boolean {
  return (
    type !== undefined &&
    type.reference === '' &&
    type.pointers === 0 &&
    (isString(type) ||
      isSequence(type) ||
      isMap(type) ||
      /^(?:std::)?(?:u?int\w*|bool|char|short|long|unsigned.*|size_t|ssize_t|float|double|[us]\d+)\b/.test(type.name))
  );
}
