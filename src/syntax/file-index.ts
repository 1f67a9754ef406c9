import {
  classNameOf,
  type Declaration,
  declarationsIn,
  enclosingNames,
  functionDeclarator,
  readDeclarator,
  withoutTemplateArguments,
} from './declarations.ts';
import { ancestor, type Node, type Tree, walk } from './node.ts';
import { parseType, type Type } from './types.ts';

/** A class with what its body declares. */
export interface Class {
  /** Name without namespaces. */
  readonly name: string;
  readonly node: Node;
  readonly members: ReadonlyMap<string, Declaration>;
  readonly bases: readonly string[];
  /** Whether it is a template. */
  readonly isTemplate: boolean;
}

/** A function that is declared or defined in sight. */
export interface Func {
  /** Unqualified name. */
  readonly name: string;
  /** Class it belongs to, without namespaces; undefined for a free function. */
  readonly className: string | undefined;
  /** Return type; undefined for constructors and the like. */
  readonly returns: Type | undefined;
  /** Definition or declaration. */
  readonly node: Node;
  /** Undefined for a mere declaration. */
  readonly body: Node | undefined;
  readonly isConst: boolean;
  readonly isVirtual: boolean;
}

/** A `using x = T` or `typedef T x`. */
export interface Alias {
  readonly type: Type;
  /** The class or namespace around it; undefined at file scope. */
  readonly owner: string | undefined;
  readonly isInClass: boolean;
}

/** What one file declares at file, namespace and class scope. */
export interface FileIndex {
  readonly tree: Tree;
  readonly classes: ReadonlyMap<string, readonly Class[]>;
  readonly functions: ReadonlyMap<string, readonly Func[]>;
  readonly aliases: ReadonlyMap<string, readonly Alias[]>;
  readonly globals: ReadonlyMap<string, readonly Declaration[]>;
  readonly enums: ReadonlySet<string>;
}

const indexes = new WeakMap<Tree, FileIndex>();

/** The index of a file, made at the first question. */
export function indexOf(tree: Tree): FileIndex {
  let index = indexes.get(tree);
  if (!index) {
    index = build(tree);
    indexes.set(tree, index);
  }
  return index;
}

const CLASSES = ['class_specifier', 'struct_specifier', 'union_specifier'];

function build(tree: Tree): FileIndex {
  const classes = new Map<string, Class[]>();
  const functions = new Map<string, Func[]>();
  const aliases = new Map<string, Alias[]>();
  const globals = new Map<string, Declaration[]>();
  const enums = new Set<string>();
  walk(tree.root, (node) => {
    switch (node.kind) {
      case 'class_specifier':
      case 'struct_specifier':
      case 'union_specifier': {
        const found = node.child('body') ? readClass(node) : undefined;
        if (found) push(classes, found.name, found);
        return;
      }
      case 'enum_specifier': {
        const name = node.child('name')?.text;
        if (name) enums.add(name);
        return false;
      }
      case 'function_definition': {
        const found = readFunction(node);
        if (found) push(functions, found.name, found);
        return !found; // a body that is not one (a macro at file scope) is looked into
      }
      case 'declaration':
      case 'field_declaration': {
        const found = readFunction(node);
        if (found) push(functions, found.name, found);
        if (node.kind === 'declaration')
          for (const global of declarationsIn(node, tree.root, 'global')) push(globals, unqualified(global.name), global);
        return;
      }
      case 'alias_declaration': {
        const name = node.child('name')?.text;
        const type = node.child('type')?.text;
        if (name && type && !ancestorIsAliasTemplate(node)) push(aliases, name, aliasOf(node, parseType(type)));
        return false;
      }
      case 'type_definition':
        readTypedef(node, aliases, classes);
        return;
      default:
        return;
    }
  });
  return { tree, classes, functions, aliases, globals, enums };
}

function push<T>(map: Map<string, T[]>, name: string, value: T): void {
  const list = map.get(name);
  if (list) list.push(value);
  else map.set(name, [value]);
}

/** `template <class T> using x = …` takes arguments, which are not followed. */
function ancestorIsAliasTemplate(alias: Node): boolean {
  return alias.parent?.kind === 'template_declaration';
}

function aliasOf(node: Node, type: Type): Alias {
  return { type, owner: enclosingNames(node).at(-1), isInClass: ancestor(node, ...CLASSES) !== undefined };
}

function readTypedef(node: Node, aliases: Map<string, Alias[]>, classes: Map<string, Class[]>): void {
  const base = node.child('type');
  if (!base) return;
  for (const child of node.children) {
    const declarator = child.field === 'declarator' ? readDeclarator(child) : undefined;
    if (!declarator || declarator.isFunction) continue;
    const isSpecifier = /^(?:class|struct|union|enum)_specifier$/.test(base.kind);
    const name = isSpecifier ? (base.child('name')?.text ?? '') : base.text;
    if (name && name !== declarator.identifier.text)
      push(aliases, declarator.identifier.text, aliasOf(node, parseType(`${name}${declarator.suffix}`)));
    else if (!name && base.child('body')) {
      const found = readClass(base, declarator.identifier.text);
      if (found) push(classes, found.name, found);
    }
  }
}

function readClass(node: Node, alias?: string): Class | undefined {
  const name = alias ?? node.child('name')?.text;
  // A specialisation must not hide the template.
  if (!name || node.child('name')?.kind === 'template_type') return undefined;
  const members = new Map<string, Declaration>();
  for (const child of node.child('body')?.children ?? []) {
    if (child.kind !== 'field_declaration' && child.kind !== 'declaration') continue;
    for (const member of declarationsIn(child, node, 'member')) members.set(member.name, member);
  }
  const bases =
    node
      .childOf('base_class_clause')
      ?.namedChildren.filter((child) => /type_identifier|qualified_identifier|template_type/.test(child.kind)) ?? [];
  return {
    name: unqualified(withoutTemplateArguments(name)),
    node,
    members,
    bases: bases.map((base) => unqualified(withoutTemplateArguments(base.text))),
    isTemplate: node.parent?.kind === 'template_declaration' || node.parent?.parent?.kind === 'template_declaration',
  };
}

function readFunction(node: Node): Func | undefined {
  const declarator = functionDeclarator(node);
  const identifier = declarator?.child('declarator');
  if (!declarator || !identifier || identifier.kind === 'parenthesized_declarator') return undefined;
  const top = node.child('declarator');
  const suffix = top && top !== declarator ? (readDeclarator(top)?.suffix ?? '') : '';
  const trailing = declarator.children.find((child) => child.kind === 'trailing_return_type')?.text.replace(/^->\s*/, '');
  const type = node.child('type');
  const qualifiers = node.children.some((child) => child.kind === 'type_qualifier' && child.text === 'const') ? 'const ' : '';
  const text = withoutTemplateArguments(identifier.text).replace(/\s+/g, '');
  return {
    name: unqualified(text),
    className: classNameOf(node),
    returns: trailing ? parseType(trailing) : type ? parseType(`${qualifiers}${type.text}${suffix}`) : undefined,
    node,
    body: node.child('body'),
    isConst: declarator.children.some((child) => child.kind === 'type_qualifier' && child.text === 'const'),
    isVirtual: isDeclaredVirtual(node),
  };
}

/** Whether the function says `virtual`, `override` or `final`. */
export function isDeclaredVirtual(fn: Node): boolean {
  return (
    fn.children.some((child) => child.kind === 'virtual') ||
    (functionDeclarator(fn)?.children.some((child) => child.kind === 'virtual_specifier') ?? false)
  );
}

/** The last part of a qualified name. */
export function unqualified(name: string): string {
  const at = name.lastIndexOf('::');
  return at < 0 ? name : name.slice(at + 2);
}
