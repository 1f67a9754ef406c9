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

/** What one file declares at file, namespace and class scope. */
export interface FileIndex {
  readonly tree: Tree;
  readonly classes: ReadonlyMap<string, readonly Class[]>;
  readonly functions: ReadonlyMap<string, readonly Func[]>;
  readonly aliases: ReadonlyMap<string, Type>;
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

function build(tree: Tree): FileIndex {
  const classes = new Map<string, Class[]>();
  const functions = new Map<string, Func[]>();
  const aliases = new Map<string, Type>();
  const globals = new Map<string, Declaration[]>();
  const enums = new Set<string>();
  const push = <T>(map: Map<string, T[]>, name: string, value: T) => {
    const list = map.get(name);
    if (list) list.push(value);
    else map.set(name, [value]);
  };
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
        if (name && type && !ancestor(node, 'template_declaration')) aliases.set(name, parseType(type));
        return false;
      }
      case 'type_definition': {
        const base = node.child('type');
        for (const child of node.children) {
          const declarator = child.field === 'declarator' ? readDeclarator(child) : undefined;
          if (!declarator || !base || declarator.isFunction) continue;
          const name = /_specifier$/.test(base.kind) ? (base.child('name')?.text ?? '') : base.text;
          if (name && name !== declarator.identifier.text)
            aliases.set(declarator.identifier.text, parseType(`${name}${declarator.suffix}`));
          else if (!name && base.child('body')) {
            const found = readClass(base, declarator.identifier.text);
            if (found) push(classes, found.name, found);
          }
        }
        return;
      }
      default:
        return;
    }
  });
  return { tree, classes, functions, aliases, globals, enums };
}

function readClass(node: Node, alias?: string): Class | undefined {
  const name = alias ?? node.child('name')?.text;
  if (!name) return undefined;
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
    isVirtual:
      node.children.some((child) => child.kind === 'virtual' || child.text === 'virtual') ||
      declarator.children.some((child) => child.kind === 'virtual_specifier'),
  };
}

/** The last part of a qualified name. */
export function unqualified(name: string): string {
  const at = name.lastIndexOf('::');
  return at < 0 ? name : name.slice(at + 2);
}

/** The file under review with the headers that it includes: where rules look names up. The file itself comes first. */
export interface Sight {
  readonly files: readonly FileIndex[];
}

/** Builds what a file has in sight. */
export function sightOf(tree: Tree, headers: readonly Tree[]): Sight {
  return { files: [indexOf(tree), ...headers.filter((header) => header !== tree).map(indexOf)] };
}

/** The class of this name; undefined where none or more than one distinct one is in sight. */
export function findClass(name: string, sight: Sight): Class | undefined {
  const short = unqualified(withoutTemplateArguments(name));
  for (const file of sight.files) {
    const found = file.classes.get(short);
    if (found?.length === 1) return found[0];
    if (found && found.length > 1) {
      const qualified = found.filter((each) => [...enclosingNames(each.node), each.name].join('::').endsWith(name));
      return qualified.length === 1 ? qualified[0] : undefined;
    }
  }
  return undefined;
}

/** Functions of this unqualified name in sight; of this class when one is given (an empty string asks for free functions). */
export function findFunctions(name: string, sight: Sight, className?: string): Func[] {
  const found = sight.files.flatMap((file) => file.functions.get(name) ?? []);
  if (className === undefined) return found;
  return found.filter((each) => (each.className ?? '') === className);
}

/** A member of the class or of its bases in sight. */
export function findMember(className: string, member: string, sight: Sight, depth = 0): Declaration | undefined {
  const found = findClass(className, sight);
  if (!found || depth > 4) return undefined;
  const own = found.members.get(member);
  if (own) return own;
  for (const base of found.bases) {
    const inherited = findMember(base, member, sight, depth + 1);
    if (inherited) return inherited;
  }
  return undefined;
}

/** A variable at file or namespace scope. */
export function findGlobal(name: string, sight: Sight): Declaration | undefined {
  for (const file of sight.files) {
    const found = file.globals.get(unqualified(name));
    if (found) return found[0];
  }
  return undefined;
}

/** The type that a name stands for after typedefs and `using`, qualifiers kept; the type itself where it is no alias. */
export function resolveAlias(type: Type, sight: Sight, depth = 0): Type {
  if (depth > 6 || type.args.length > 0) return type;
  for (const file of sight.files) {
    const target = file.aliases.get(unqualified(type.name));
    if (!target) continue;
    return resolveAlias(
      {
        ...target,
        isConst: target.isConst || type.isConst,
        isVolatile: target.isVolatile || type.isVolatile,
        pointers: target.pointers + type.pointers,
        reference: type.reference || target.reference,
        extents: [...type.extents, ...target.extents],
      },
      sight,
      depth + 1,
    );
  }
  return type;
}

/** Whether the name is an enumeration in sight. */
export function isEnum(name: string, sight: Sight): boolean {
  return sight.files.some((file) => file.enums.has(unqualified(name)));
}
