import { Node } from './node.ts';

/** Blocks and statements, where a declaration with parentheses constructs a variable; elsewhere it declares a function. */
const BLOCKS =
  /^(?:compound_statement|case_statement|init_statement|for_statement|labeled_statement|if_statement|else_clause|lock_statement)$/;

/**
 * Turns `T x(a, b[i]);` inside a function, which the grammar takes for the declaration of a function with unnamed parameters, into the
 * construction of a variable that it is ([dcl.ambig.res] resolves it by knowing that `a` is no type). `declarator` is the function declarator.
 * What names types all the same stays: `extern`, `void`, built-in types, qualifiers, parameters without a value's shape.
 */
export function mendConstruction(declarator: Node): void {
  const declaration = declarator.parent;
  const name = declarator.child('declarator');
  const parameters = declarator.child('parameters');
  if (!declaration || !BLOCKS.test(declaration.parent?.kind ?? '') || name?.kind !== 'identifier' || !parameters) return;
  const isFunction = declaration.children.some((child) => child.kind === 'storage_class_specifier' && child.text === 'extern');
  if (
    isFunction ||
    declaration.child('type')?.text === 'void' ||
    declarator.children.some((child) => child !== name && child !== parameters)
  )
    return;
  const init = new Node(declarator.tree, declaration, 'init_declarator', 'declarator', true, declarator.start, declarator.end);
  const list = argumentList(parameters, init, 'value');
  if (!list || list.children.length === 0) return;
  init.append(copy(name, init, 'identifier', 'declarator'));
  init.append(list);
  declaration.children = declaration.children.map((child) => (child === declarator ? init : child));
}

/** The parameters read as arguments; undefined where one of them can only be a parameter. */
function argumentList(parameters: Node, parent: Node, field: string): Node | undefined {
  const list = make(parameters, parent, 'argument_list', field);
  for (const parameter of parameters.children) {
    if (parameter.kind === 'comment') list.append(copy(parameter, list, 'comment', undefined));
    else {
      const value = parameter.kind === 'parameter_declaration' ? asExpression(parameter, list) : undefined;
      if (!value) return undefined;
      list.append(value);
    }
  }
  return list;
}

/** `a`, `n::a`, `a * b`, `f()`, `a[i]` as they come out of the grammar's rule for parameters. */
function asExpression(parameter: Node, parent: Node): Node | undefined {
  const type = parameter.child('type');
  const declarator = parameter.child('declarator');
  if (!type || parameter.children.length > (declarator ? 2 : 1)) return undefined;
  if (!declarator) return asName(type, parent, undefined);
  const operator = declarator.children.find((child) => child.kind === '*' || child.kind === '&');
  const operand = declarator.children.at(-1);
  if (/^(?:pointer|reference)_declarator$/.test(declarator.kind) && operator && operand && declarator.children.length === 2) {
    const binary = make(parameter, parent, 'binary_expression', undefined);
    const left = asName(type, binary, 'left');
    const right = asOperand(operand, binary, 'right');
    if (!left || !right) return undefined;
    for (const part of [left, copy(operator, binary, operator.kind, 'operator'), right]) binary.append(part);
    return binary;
  }
  return applied(declarator, parameter, parent, undefined, (to, field) => asName(type, to, field));
}

/** `f(…)` and `a[…]`, whose callee or array `inner` makes. */
function applied(
  declarator: Node,
  whole: Node,
  parent: Node,
  field: string | undefined,
  inner: (parent: Node, field: string) => Node | undefined,
): Node | undefined {
  if (/^(?:abstract_)?function_declarator$/.test(declarator.kind)) {
    const call = make(whole, parent, 'call_expression', field);
    const callee = inner(call, 'function');
    const parameters = declarator.child('parameters');
    const list = parameters && declarator.children.length <= 2 ? argumentList(parameters, call, 'arguments') : undefined;
    if (!callee || !list) return undefined;
    call.append(callee);
    call.append(list);
    return call;
  }
  if (/^(?:abstract_)?array_declarator$/.test(declarator.kind)) {
    const subscript = make(whole, parent, 'subscript_expression', field);
    const array = inner(subscript, 'argument');
    const index = declarator.child('size');
    if (!array || !index) return undefined;
    const indices = make(index, subscript, 'subscript_argument_list', 'indices');
    indices.append(copy(index, indices, index.kind, undefined));
    subscript.append(array);
    subscript.append(indices);
    return subscript;
  }
  return undefined;
}

/** The right side of `a * b`: a name, a call, an element. */
function asOperand(declarator: Node, parent: Node, field: string): Node | undefined {
  if (declarator.kind === 'identifier') return copy(declarator, parent, 'identifier', field);
  const name = declarator.child('declarator');
  if (name?.kind !== 'identifier') return undefined;
  return applied(declarator, declarator, parent, field, (to, inner) => copy(name, to, 'identifier', inner));
}

/** A name that was read as a type, read as that of a value; undefined for built-in types. */
function asName(type: Node, parent: Node, field: string | undefined): Node | undefined {
  if (!/^(?:type_identifier|qualified_identifier|template_type)$/.test(type.kind)) return undefined;
  if (/_t$/.test(type.text)) return undefined;
  return copy(type, parent, NAMES.get(type.kind) ?? type.kind, field);
}

const NAMES = new Map([
  ['type_identifier', 'identifier'],
  ['template_type', 'template_function'],
]);

function make(from: Node, parent: Node, kind: string, field: string | undefined): Node {
  return new Node(from.tree, parent, kind, field, true, from.start, from.end);
}

/** The node with what is below it under another parent; the name at the end of a qualified one becomes that of a value. */
function copy(node: Node, parent: Node, kind: string, field: string | undefined): Node {
  const made = new Node(node.tree, parent, kind, field, node.isNamed, node.start, node.end);
  for (const child of node.children) {
    const isName = child.field === 'name' && (node.kind === 'qualified_identifier' || node.kind === 'template_type');
    made.append(copy(child, made, isName ? (NAMES.get(child.kind) ?? child.kind) : child.kind, child.field));
  }
  return made;
}
