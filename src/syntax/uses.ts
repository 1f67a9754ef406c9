import { argumentUse } from './argument-use.ts';
import { calleeName } from './calls.ts';
import { type Declaration, declarationsIn, enclosingBody, enclosingFunction, findLocal, localsOf } from './declarations.ts';
import { isWithin, type Node, walk } from './node.ts';
import { findMethods, type Sight } from './sight.ts';
import { declaredType, pointeeOf, typeOf } from './type-of.ts';
import { isMap, isSequence, isString, isView, pointee, type Type } from './types.ts';

/**
 * What an occurrence of a variable does with it.
 * `read`: looks. `copied`: makes a copy (assigned from, stored, captured by value). `modified`: changes it or, by all signs, may.
 * `moved`: gives it away. `returned`. `address`: its address or a name that may change it is taken. `passed`: handed to a function
 * that is not in sight and that by its name only looks.
 */
export type Use = 'read' | 'copied' | 'modified' | 'moved' | 'returned' | 'address' | 'passed';

const usesByFunction = new WeakMap<Node, ReadonlyMap<Node, readonly Node[]>>();

/** Occurrences of a local or parameter, its declaration left out, in source order. */
export function usesOf(declaration: Declaration, within: Node = declaration.scope): readonly Node[] {
  const fn = enclosingFunction(declaration.node) ?? enclosingBody(declaration.node) ?? declaration.scope;
  const uses = (usesByFunction.get(fn) ?? indexUses(fn)).get(declaration.node) ?? [];
  return uses.filter((use) => isWithin(use, within));
}

/** Uses of all locals and parameters of a function by the identifier that declares them: one walk for many questions. */
function indexUses(fn: Node): ReadonlyMap<Node, readonly Node[]> {
  const index = new Map<Node, Node[]>();
  const locals = localsOf(fn);
  walk(fn, (node) => {
    if (node.kind !== 'identifier' || !locals.has(node.text) || !isVariable(node)) return;
    const declared = findLocal(node.text, node)?.node;
    if (!declared || declared === node) return;
    const uses = index.get(declared);
    if (uses) uses.push(node);
    else index.set(declared, [node]);
  });
  usesByFunction.set(fn, index);
  return index;
}

function isVariable(node: Node): boolean {
  return node.field !== 'label' && !(node.parent?.kind === 'function_declarator' && node.field === 'declarator');
}

/** Member functions of the standard library's types that change nothing. */
const READING =
  /^(?:size|empty|length|capacity|max_size|rfind|find_(?:first|last)(?:_not)?_of|count|contains|c_str|cdata|substr|compare|starts_with|ends_with|str|has_value|value_or|get|use_count|key_comp|value_comp|bucket_count|load_factor|view|index|hash|to_string|ToString|cbegin|cend|crbegin|crend|expired|lock|owner_before|target|target_type|valueless_by_exception|what|string|native|extension|filename|parent_path|is_absolute)$/;
/** Member functions that give a way in: what is done with it decides. */
const GIVES_ACCESS = /^(?:begin|end|rbegin|rend|front|back|at|data|find|lower_bound|upper_bound|equal_range|value|top|operator->)$/;

const GIVES_ITERATOR = /^(?:begin|end|rbegin|rend|find|lower_bound|upper_bound|equal_range|data)$/;

/** What one occurrence does with the variable. */
export function useOf(identifier: Node, sight: Sight, depth = 0): Use {
  let at = identifier;
  // The access path: x.a, x[i], (x), *x, x.front() and c ? x : y stay occurrences of x.
  for (;;) {
    const up = at.parent;
    if (!up) return 'read';
    const next = stepOf(at, up, sight);
    if (typeof next === 'string') return next;
    if (!next) break;
    at = next;
  }
  const isWhole = isSelf(at, identifier);
  const parent = at.parent;
  switch (parent?.kind) {
    case 'assignment_expression':
      return at.field === 'left' ? 'modified' : isWhole ? 'copied' : 'read';
    case 'update_expression':
    case 'delete_expression':
      return 'modified';
    case 'pointer_expression':
      return 'address';
    case 'return_statement':
    case 'co_return_statement':
    case 'co_yield_statement':
      return !isWhole ? 'read' : at === identifier ? 'returned' : 'copied';
    case 'init_declarator':
      return initialiserUse(at, parent, isWhole, sight, depth);
    case 'for_range_loop':
      return at.field === 'right' ? boundUse(parent, sight, depth) : 'read';
    case 'lambda_capture_initializer':
      return parent.children.some((child) => child.kind === '&') ? 'address' : isWhole ? 'copied' : 'read';
    case 'lambda_capture_specifier':
      // By reference: what the body does is judged there.
      return identifier.tree.text[identifier.start - 1] === '&' ? 'read' : 'copied';
    case 'argument_list':
      return argumentUse(at, parent, isWhole, sight);
    case 'throw_statement':
      return isWhole ? 'copied' : 'read';
    case 'initializer_list':
      return isWhole ? 'copied' : 'read';
    case 'binary_expression':
      return operandUse(at, parent, sight);
    default:
      return 'read';
  }
}

/** The same value under parentheses or as one side of a choice. */
function isSelf(at: Node, identifier: Node): boolean {
  for (let up: Node | undefined = identifier; up; up = up.parent) {
    if (up === at) return true;
    if (up.parent?.kind !== 'parenthesized_expression' && up.parent?.kind !== 'conditional_expression') return false;
  }
  return false;
}

/** One step up the access path; a use where it ends in one; undefined where `at` is the whole path. */
function stepOf(at: Node, up: Node, sight: Sight): Node | Use | undefined {
  switch (up.kind) {
    case 'parenthesized_expression':
      return up;
    case 'conditional_expression':
      return at.field === 'condition' ? undefined : up;
    case 'subscript_expression': {
      if (at.field !== 'argument') return undefined;
      const type = typeOf(at, sight);
      // `m[k]` of a map inserts k where it is missing.
      return !type ? up : isMap(type) ? 'modified' : type.pointers > 0 ? 'read' : up;
    }
    case 'pointer_expression':
      return up.child('operator')?.kind === '*' ? (leadsAway(typeOf(at, sight), sight) ? 'read' : up) : undefined;
    case 'field_expression': {
      if (at.field !== 'argument') return undefined;
      const type = typeOf(at, sight);
      const isArrow = up.children.some((child) => child.kind === '->');
      if (isArrow && (!type || leadsAway(type, sight))) return 'read';
      const holder = isArrow && type ? pointeeOf(type, sight) : type;
      return up.parent?.kind === 'call_expression' && up.field === 'function' ? methodStep(up.parent, holder, sight) : up;
    }
    default:
      return undefined;
  }
}

/** What lies behind a pointer is no part of the variable: it may be changed without changing the variable. */
function leadsAway(type: Type | undefined, sight: Sight): boolean {
  if (!type) return false;
  if (type.pointers > 0 || (pointee(type) !== undefined && !/optional$/i.test(type.name))) return true;
  return !isLibrary(type) && findMethods(type.name, 'operator->', sight).length > 0;
}

function isLibrary(type: Type): boolean {
  return isSequence(type) || isMap(type) || isString(type) || pointee(type) !== undefined;
}

/** A member function is called on the path: a way in continues it, anything else reads or changes. */
function methodStep(call: Node, type: Type | undefined, sight: Sight): Node | Use {
  const name = calleeName(call);
  const methods = type && !isLibrary(type) ? findMethods(type.name, name, sight) : [];
  if (methods.length > 0) {
    const constant = methods.filter((method) => method.isConst).length;
    return constant === methods.length ? 'read' : constant > 0 ? call : 'modified';
  }
  if (READING.test(name)) return 'read';
  return GIVES_ACCESS.test(name) ? call : 'modified';
}

/** `auto y = x` copies; a view or `const auto& y = x` reads; `auto& y = x` and `auto it = x.begin()` do what is done through them. */
function initialiserUse(at: Node, init: Node, isWhole: boolean, sight: Sight, depth: number): Use {
  const statement = init.parent;
  if (!statement) return 'read';
  if (init.child('declarator')?.kind === 'reference_declarator') return boundUse(statement, sight, depth);
  if (isWhole) return isView(declaredIn(statement)[0]?.type) ? 'read' : 'copied';
  return at.kind === 'call_expression' && GIVES_ITERATOR.test(calleeName(at)) ? boundUse(statement, sight, depth) : 'read';
}

const MOST_NAMES_DEEP = 3;

/** What is done through the reference, iterator or pointer that the statement binds; `address` where its type may not be const. */
function boundUse(statement: Node, sight: Sight, depth: number): Use {
  for (const declaration of declaredIn(statement)) {
    const { type } = declaration;
    const isLooking = type.isConst && (type.reference !== '' || type.pointers > 0);
    if (isLooking || /(?:^|::)const_iterator$/.test(type.name)) continue;
    if (type.name === 'auto' && type.reference === '' && statement.kind === 'for_range_loop') continue;
    if (type.name !== 'auto' && type.reference === '' && type.pointers === 0 && !/iterator$/.test(type.name)) continue;
    if (type.name !== 'auto' || depth >= MOST_NAMES_DEEP || (declaredType(declaration, sight)?.pointers ?? 0) > 0) return 'address';
    for (const use of usesOf(declaration)) {
      const up = use.parent;
      // The iterator itself may step on.
      if (type.reference === '' && (up?.kind === 'update_expression' || (up?.kind === 'assignment_expression' && use.field === 'left')))
        continue;
      const how = useOf(use, sight, depth + 1);
      if (how !== 'read' && how !== 'copied' && how !== 'passed') return 'address';
    }
  }
  return 'read';
}

function declaredIn(statement: Node): Declaration[] {
  return declarationsIn(statement, statement.parent ?? statement, 'local').flatMap(
    (declaration) => findLocal(declaration.name, declaration.node) ?? [declaration],
  );
}

/** `in >> x` changes x; so does `x << y` where x is a stream. */
function operandUse(at: Node, expression: Node, sight: Sight): Use {
  const operator = expression.child('operator')?.kind;
  if (operator === '>>' && at.field === 'right') {
    const left = expression.child('left');
    const type = left ? typeOf(left, sight) : undefined;
    return left?.kind === 'number_literal' || /^(?:u?int\w*|unsigned.*|long.*|size_t|[us]\d+)$/.test(type?.name ?? '')
      ? 'read'
      : 'modified';
  }
  if ((operator === '<<' || operator === '>>') && at.field === 'left')
    return /stream$/.test(typeOf(at, sight)?.name ?? '') ? 'modified' : 'read';
  return 'read';
}

/** Whether every use leaves the variable as it is and makes no second owner of it. */
export function isOnlyRead(declaration: Declaration, sight: Sight, within?: Node): boolean {
  return usesOf(declaration, within).every((use) => useOf(use, sight) === 'read');
}
