import { argumentsOf, calleeName, calleeText } from './calls.ts';
import { type Declaration, findLocal } from './declarations.ts';
import { type Node, walk } from './node.ts';
import { usesOf } from './uses.ts';

/** A local that takes what an allocation gives. */
export interface Holder {
  readonly declaration: Declaration;
  /** The statement that allocates. */
  readonly statement: Node;
}

/** The local that an allocation is stored in, casts and smart pointers looked through; undefined where it goes anywhere else. */
export function holderOf(allocation: Node): Holder | undefined {
  let at = allocation;
  for (let up = at.parent; up; up = at.parent) {
    const isCast = /^(?:cast_expression|parenthesized_expression)$/.test(up.kind) || (up.kind === 'argument_list' && isCastCall(up.parent));
    if (!isCast) break;
    at = up.kind === 'argument_list' && up.parent ? up.parent : up;
  }
  const list = at.parent;
  // `std::unique_ptr<char[]> p(new char[n])` and the same with braces.
  if (list && /^(?:argument_list|initializer_list)$/.test(list.kind) && list.parent?.kind === 'init_declarator') at = list;
  const up = at.parent;
  const name =
    up?.kind === 'init_declarator' && at.field === 'value'
      ? declaredName(up)
      : up?.kind === 'assignment_expression' && at.field === 'right' && up.child('operator')?.kind === '='
        ? up.child('left')
        : undefined;
  if (name?.kind !== 'identifier') return undefined;
  const declaration = findLocal(name.text, name);
  const statement = statementOf(allocation);
  return declaration && statement ? { declaration, statement } : undefined;
}

function isCastCall(call: Node | undefined): boolean {
  return call?.kind === 'call_expression' && /^(?:static_cast|reinterpret_cast)$/.test(calleeText(call));
}

function declaredName(init: Node): Node | undefined {
  let at = init.child('declarator');
  while (at?.kind === 'pointer_declarator') at = at.child('declarator');
  return at;
}

/** The statement around a node, as a child of its block; undefined outside blocks and where the statement is the single one of an `if` or a loop. */
export function statementOf(node: Node): Node | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) if (at.parent?.kind === 'compound_statement') return at;
  return undefined;
}

/** Whether the expression releases this variable: `delete p`, `delete[] p`, `free(p)`. */
export function isRelease(expression: Node, variable: string): boolean {
  if (expression.kind === 'delete_expression') return expression.namedChildren.at(-1)?.text === variable;
  if (expression.kind !== 'call_expression' || !/^(?:::|std::)?free$/.test(calleeText(expression))) return false;
  return argumentsOf(expression)[0]?.text === variable;
}

/** The statement of the same block that releases what the holder got: it runs whenever the block runs to its end. */
export function releaseInSameBlock({ declaration, statement }: Holder): Node | undefined {
  for (const sibling of statement.parent?.children ?? []) {
    if (sibling.start < statement.end || sibling.kind !== 'expression_statement') continue;
    const [expression] = sibling.namedChildren;
    if (expression && isRelease(expression, declaration.name)) return sibling;
  }
  return undefined;
}

/**
 * Where what a local got is released each time that its block runs to its end: the `delete` or `free` at the block's own level, or the
 * declaration of the array's owner, which keeps it; undefined where it may live on.
 */
export function releaseOf(allocation: Node, holder: Holder): Node | undefined {
  const { declaration, statement } = holder;
  if (isArrayOwner(allocation, declaration)) {
    const isLocal = declaration.statement === statement && !declaration.isStatic;
    return isLocal && !isGivenAway(declaration) ? declaration.node : undefined;
  }
  const release = releaseInSameBlock(holder);
  return release && !isReassigned(declaration, statement.end, release.start) ? release : undefined;
}

/** `std::unique_ptr<T[]>` and what `std::make_unique<T[]>` gives. */
function isArrayOwner(allocation: Node, { type }: Declaration): boolean {
  if (allocation.kind === 'new_expression')
    return allocation.child('declarator')?.kind === 'new_declarator' && /(?:^|::)(?:unique_ptr|scoped_array)$/.test(type.name);
  return /\[\s*\]\s*>$/.test(allocation.child('function')?.text ?? '');
}

/** Whether the variable gets another value between two places. */
export function isReassigned({ name, scope }: Declaration, from: number, to: number): boolean {
  let found = false;
  walk(scope, (node) => {
    if (found || node.end <= from || node.start >= to) return false;
    const target =
      node.kind === 'assignment_expression' ? node.child('left') : node.kind === 'update_expression' ? node.child('argument') : undefined;
    if (target?.text === name && node.start >= from) found = true;
    return !found;
  });
  return found;
}

/** Whether what a smart pointer or a container owns leaves it: moved, returned, released, swapped, its own address taken, or seen by a lambda. */
export function isGivenAway(declaration: Declaration): boolean {
  return usesOf(declaration).some((use) => {
    for (let at: Node | undefined = use.parent; at && at !== declaration.scope; at = at.parent)
      if (at.kind === 'lambda_expression') return true;
    const up = use.parent;
    if (!up) return false;
    if (/^(?:return_statement|co_return_statement|co_yield_statement|lambda_capture_specifier|initializer_list)$/.test(up.kind))
      return true;
    if (up.kind === 'assignment_expression' || up.kind === 'init_declarator') return use.field === 'right' || use.field === 'value';
    if (up.kind === 'pointer_expression') return up.child('operator')?.kind === '&';
    if (up.kind === 'field_expression') return /^(?:release|swap|extract)$/.test(up.child('field')?.text ?? '');
    return (
      up.kind === 'argument_list' && up.parent?.kind === 'call_expression' && /^(?:move|swap|exchange|forward)$/.test(calleeName(up.parent))
    );
  });
}
