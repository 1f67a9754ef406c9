import { ancestor, descendants, type Node, type Tree, walk } from './node.ts';
import { parseType, type Type } from './types.ts';

/** A variable, parameter, member or structured binding. */
export interface Declaration {
  readonly name: string;
  readonly type: Type;
  readonly kind: 'local' | 'parameter' | 'member' | 'global' | 'binding';
  /** The identifier that is declared. */
  readonly node: Node;
  /** The declaration as a whole: `declaration`, `parameter_declaration`, `field_declaration`, `for_range_loop`, … */
  readonly statement: Node;
  /** The initialiser: an expression, an argument list or an initialiser list. */
  readonly value: Node | undefined;
  /** Where the name is visible: a block, a loop, a function, a class; the whole file for a global. */
  readonly scope: Node;
  readonly isStatic: boolean;
}

const DECLARING = [
  'declaration',
  'parameter_declaration',
  'optional_parameter_declaration',
  'field_declaration',
  'for_range_loop',
  'condition_clause',
  'init_statement',
];
const FUNCTION_SCOPES = ['function_definition', 'lambda_expression'];

/** The declared identifier of a declarator, with the pointers, references and arrays on the way to it. */
interface Declarator {
  readonly identifier: Node;
  readonly suffix: string;
  readonly extents: readonly string[];
  readonly isFunction: boolean;
  readonly bindings: readonly Node[];
}

/** Follows a declarator down to the name that it declares. */
export function readDeclarator(declarator: Node): Declarator | undefined {
  let suffix = '';
  let isFunction = false;
  const extents: string[] = [];
  let at: Node | undefined = declarator;
  while (at) {
    switch (at.kind) {
      case 'identifier':
      case 'field_identifier':
      case 'type_identifier':
      case 'qualified_identifier':
      case 'operator_name':
      case 'destructor_name':
      case 'template_function':
        return { identifier: at, suffix, extents, isFunction, bindings: [] };
      case 'structured_binding_declarator':
        return { identifier: at, suffix, extents, isFunction, bindings: at.children.filter((child) => child.kind === 'identifier') };
      case 'pointer_declarator':
        suffix = `*${at.children.some((child) => child.kind === 'type_qualifier' && child.text === 'const') ? ' const' : ''}${suffix}`;
        at = at.child('declarator') ?? at.namedChildren.at(-1);
        break;
      case 'reference_declarator':
        suffix = `${at.children.some((child) => child.kind === '&&') ? '&&' : '&'}${suffix}`;
        at = at.namedChildren.at(-1);
        break;
      case 'array_declarator':
        extents.push(at.child('size')?.text ?? '');
        at = at.child('declarator');
        break;
      case 'function_declarator':
        isFunction = !/^\(\s*\*/.test(at.child('declarator')?.text ?? '');
        at = at.child('declarator');
        break;
      case 'init_declarator':
        at = at.child('declarator');
        break;
      default:
        at = at.child('declarator') ?? at.namedChildren.at(-1);
    }
  }
  return undefined;
}

/** The type in front of the declarator, with the qualifiers around it. */
function writtenType(statement: Node): string {
  const type = statement.child('type');
  if (!type) return '';
  if (/^(?:class|struct|union|enum)_specifier$/.test(type.kind)) return type.child('name')?.text ?? '';
  const qualifiers = statement.children
    .filter((child) => child.kind === 'type_qualifier' && child.field !== 'declarator')
    .map((child) => child.text);
  return `${qualifiers.filter((word) => word === 'const' || word === 'volatile').join(' ')} ${type.text}`;
}

/** The names that one declaring node declares; functions are left out. */
export function declarationsIn(statement: Node, scope: Node, kind: Declaration['kind']): Declaration[] {
  const found: Declaration[] = [];
  const base = writtenType(statement);
  if (base.trim() === '') return found;
  const isStatic = statement.children.some(
    (child) => child.kind === 'storage_class_specifier' && /^(?:static|thread_local|extern)$/.test(child.text),
  );
  for (const child of statement.children) {
    if (child.field !== 'declarator') continue;
    const declarator = readDeclarator(child);
    if (!declarator || (declarator.isFunction && !(kind === 'local' && isConstruction(child)))) continue;
    const value =
      child.child('value') ??
      (declarator.isFunction ? child.child('parameters') : undefined) ??
      statement.child('default_value') ??
      (statement.kind === 'for_range_loop' ? undefined : statement.child('value'));
    const type = parseType(`${base}${declarator.suffix}`);
    const whole = declarator.extents.length > 0 ? { ...type, extents: declarator.extents } : type;
    const names = declarator.bindings.length > 0 ? declarator.bindings : [declarator.identifier];
    for (const node of names) {
      const isBinding = declarator.bindings.length > 0;
      found.push({ name: node.text, type: whole, kind: isBinding ? 'binding' : kind, node, statement, value, scope, isStatic });
    }
  }
  return found;
}

/** In a body, `T x(a, b)` that reads as a function of two unnamed parameters is an object: nobody declares functions there. */
function isConstruction(declarator: Node): boolean {
  const parameters = declarator.kind === 'function_declarator' ? (declarator.child('parameters')?.namedChildren ?? []) : [];
  return (
    parameters.length > 0 &&
    parameters.every(
      (each) =>
        each.kind === 'parameter_declaration' &&
        each.namedChildren.length === 1 &&
        /^(?:type_identifier|qualified_identifier)$/.test(each.child('type')?.kind ?? ''),
    )
  );
}

const localsByFunction = new WeakMap<Node, ReadonlyMap<string, readonly Declaration[]>>();

/** Parameters and locals of a function or lambda by name, those of lambdas inside it too. */
export function localsOf(fn: Node): ReadonlyMap<string, readonly Declaration[]> {
  const known = localsByFunction.get(fn);
  if (known) return known;
  const locals = new Map<string, Declaration[]>();
  const add = (declaration: Declaration) => {
    const list = locals.get(declaration.name);
    if (list) list.push(declaration);
    else locals.set(declaration.name, [declaration]);
  };
  walk(fn, (node) => {
    if (!DECLARING.includes(node.kind)) return !(node !== fn && /^(?:class|struct|union)_specifier$/.test(node.kind));
    const isParameter = node.kind === 'parameter_declaration' || node.kind === 'optional_parameter_declaration';
    const scope = scopeOf(node);
    for (const declaration of declarationsIn(node, scope, isParameter ? 'parameter' : 'local')) add(declaration);
    return true;
  });
  localsByFunction.set(fn, locals);
  return locals;
}

/** Where a name that this node declares is visible. */
function scopeOf(statement: Node): Node {
  if (statement.kind === 'for_range_loop') return statement;
  if (statement.kind.endsWith('parameter_declaration'))
    return ancestor(statement, ...FUNCTION_SCOPES, 'catch_clause', 'template_declaration') ?? statement;
  return (
    ancestor(
      statement,
      'compound_statement',
      'for_statement',
      'if_statement',
      'while_statement',
      'switch_statement',
      'for_range_loop',
      'lambda_expression',
      'function_definition',
      'case_statement',
    ) ?? statement.tree.root
  );
}

/** The nearest function definition or lambda around the node. */
export function enclosingBody(node: Node): Node | undefined {
  return ancestor(node, ...FUNCTION_SCOPES);
}

/** The nearest function definition around the node, lambdas looked through. */
export function enclosingFunction(node: Node): Node | undefined {
  return ancestor(node, 'function_definition');
}

/** The local or parameter that a name means at this node; undefined when it is neither. */
export function findLocal(name: string, at: Node): Declaration | undefined {
  const fn = enclosingFunction(at) ?? enclosingBody(at) ?? (FUNCTION_SCOPES.includes(at.kind) ? at : undefined);
  if (!fn) return undefined;
  let best: Declaration | undefined;
  for (const declaration of localsOf(fn).get(name) ?? []) {
    const { scope, node } = declaration;
    const isVisible = scope.start <= at.start && scope.end >= at.end && (node.start <= at.start || declaration.kind === 'parameter');
    if (isVisible && (!best || scope.end - scope.start <= best.scope.end - best.scope.start)) best = declaration;
  }
  return best;
}

/** Declarators of a function definition or declaration down to the one with the parameters. */
export function functionDeclarator(node: Node): Node | undefined {
  let at = node.child('declarator');
  while (at && at.kind !== 'function_declarator' && at.kind !== 'abstract_function_declarator') {
    at = at.child('declarator') ?? at.namedChildren.find((child) => /declarator$/.test(child.kind));
  }
  return at;
}

/** Parameters of a function definition, declaration or lambda, unnamed ones left out. */
export function parametersOf(fn: Node): Declaration[] {
  const list = functionDeclarator(fn)?.child('parameters');
  return (list?.children ?? []).flatMap((child) =>
    child.kind.endsWith('parameter_declaration') ? declarationsIn(child, fn, 'parameter') : [],
  );
}

const namesByFunction = new WeakMap<Node, string>();

/** Qualified name as far as the file shows it: `ns::queue::drain`; `lambda` for a lambda. */
export function functionName(fn: Node): string {
  let name = namesByFunction.get(fn);
  if (name === undefined) {
    const identifier = functionDeclarator(fn)?.child('declarator');
    const own =
      fn.kind === 'lambda_expression'
        ? 'lambda'
        : identifier
          ? withoutSpace(identifier.text)
          : (/operator\s*[\w:<>]+/.exec(fn.child('declarator')?.text ?? '')?.[0] ?? '');
    name = [...enclosingNames(fn), own].join('::');
    namesByFunction.set(fn, name);
  }
  return name;
}

/** Names of the classes and named namespaces around a node, outermost first. */
export function enclosingNames(node: Node): string[] {
  const names: string[] = [];
  for (let at = node.parent; at; at = at.parent) {
    if (/^(?:class|struct|union)_specifier$/.test(at.kind) || at.kind === 'namespace_definition') {
      const name = at.child('name')?.text;
      if (name) names.unshift(withoutSpace(name));
    }
  }
  return names;
}

/** Name of the class that a member function belongs to, in or out of its class; undefined for a free function. */
export function classNameOf(fn: Node): string | undefined {
  const inside = ancestor(fn, 'class_specifier', 'struct_specifier', 'union_specifier');
  if (inside) return inside.child('name')?.text;
  const identifier = functionDeclarator(fn)?.child('declarator');
  if (identifier?.kind !== 'qualified_identifier') return undefined;
  const parts = withoutTemplateArguments(identifier.text)
    .split('::')
    .map((part) => part.trim());
  return parts.length > 1 ? parts.at(-2) : undefined;
}

/** All function definitions and lambdas of a file, in source order. */
export function functionsIn(tree: Tree): Node[] {
  return descendants(tree.root, ...FUNCTION_SCOPES);
}

/** `foo<a, b<c>>::bar` to `foo::bar`. */
export function withoutTemplateArguments(name: string): string {
  let result = '';
  let depth = 0;
  for (const c of name) {
    if (c === '<') depth++;
    else if (c === '>') depth = Math.max(0, depth - 1);
    else if (depth === 0) result += c;
  }
  return result;
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
