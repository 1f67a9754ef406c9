import { isLoop } from './loops.ts';
import { ancestor, isWithin, type Node, walk } from './node.ts';
import { type Holder, isRelease } from './ownership.ts';
import { usesOf } from './uses.ts';

/**
 * Statements between an allocation and its release in the same block that leave the block while the memory is held: it was not released
 * on the way there, and the way is not the one for an allocation that failed.
 */
export function exitsHolding({ declaration, statement }: Holder, release: Node): Node[] {
  const block = statement.parent;
  const exits = block ? exitsBetween(block, statement.end, release.start) : [];
  if (!block || exits.length === 0) return [];
  const uses = usesOf(declaration, block).filter((use) => use.start >= statement.end);
  return exits.filter((exit) => !isNullBranch(exit, block, uses) && !uses.some((use) => isReleasedOnTheWay(use, exit)));
}

/** Statements that leave the block, for a caller or for the next turn of a loop around it. */
function exitsBetween(block: Node, from: number, to: number): Node[] {
  const exits: Node[] = [];
  walk(block, (node) => {
    if (node === block) return true;
    if (node.end <= from || node.start >= to || /^(?:lambda_expression|function_definition|try_statement)$/.test(node.kind)) return false;
    if (/^(?:return|co_return|throw)_statement$/.test(node.kind) || leavesLoop(node, block)) exits.push(node);
    return true;
  });
  return exits;
}

/** A `break` or `continue` of a loop that the block lies in. */
function leavesLoop(node: Node, block: Node): boolean {
  if (node.kind !== 'break_statement' && node.kind !== 'continue_statement') return false;
  for (let at = node.parent; at && at !== block; at = at.parent)
    if (isLoop(at) || (at.kind === 'switch_statement' && node.kind === 'break_statement')) return false;
  return true;
}

/** Whether a condition on the way asks for the pointer itself: `if (!p)`, `if (p == nullptr)`, `if (!a || !p)`. */
function isNullBranch(exit: Node, block: Node, uses: readonly Node[]): boolean {
  for (let at = exit; at !== block && at.parent; at = at.parent) {
    const condition = at.parent.child('condition');
    if (condition && condition !== at && uses.some((use) => isWithin(use, condition) && isNullTest(use))) return true;
  }
  return false;
}

function isNullTest(use: Node): boolean {
  let at = use;
  while (at.parent?.kind === 'parenthesized_expression') at = at.parent;
  const up = at.parent;
  if (up?.kind === 'condition_clause') return true;
  if (up?.kind === 'unary_expression') return up.child('operator')?.kind === '!';
  return (
    up?.kind === 'binary_expression' &&
    (/^(?:&&|\|\||and|or)$/.test(up.child('operator')?.kind ?? '') || /\b(?:nullptr|NULL|0)$/.test(up.text))
  );
}

/** Whether the use releases the memory in a block that the exit is part of. */
function isReleasedOnTheWay(use: Node, exit: Node): boolean {
  const expression = use.parent?.kind === 'argument_list' ? use.parent.parent : use.parent;
  if (!expression || use.start >= exit.start || !isRelease(expression, use.text)) return false;
  const branch = ancestor(expression, 'compound_statement', 'if_statement', 'else_clause', 'case_statement');
  return branch !== undefined && isWithin(exit, branch);
}
