import { calleeName } from './calls.ts';
import { classNameOf, type Declaration, declarationsIn, enclosingFunction, functionDeclarator } from './declarations.ts';
import { isSmallKey } from './keyed.ts';
import { ancestor, isWithin, type Node, type Tree, walk } from './node.ts';
import { findClass, findFunctions, type Sight } from './sight.ts';
import { declaredType, enclosingClassName } from './type-of.ts';
import { isMap } from './types.ts';
import { usesOf } from './uses.ts';

/** A map that is named as a cache, or is a member of a class that is, with what the files in sight do with it. */
export interface Cache {
  readonly declaration: Declaration;
  readonly className: string | undefined;
  readonly lookups: readonly Node[];
  readonly inserts: readonly Node[];
  /** Where something is taken out of it, or all of it is replaced. */
  readonly removals: readonly Node[];
  /** Where its size is compared. */
  readonly limits: readonly Node[];
  /** Where it is handed to code that may do any of this. */
  readonly escapes: readonly Node[];
  /** Whether all code that may touch it is in sight, as far as access and names tell. */
  readonly isWhole: boolean;
}

/** Names for what keeps results to give them again. */
const CACHE_NAME = /cache|lru|memo(?!r)/i;
const CACHE_CLASS = /cache(?:_t|Impl|Base)?$|^lru|memoi[sz]/i;
const HEADER = /\.(?:h|hh|hpp|hxx|h\+\+|inl|ipp)$/i;
/** Methods out of sight with such a name may take something out. */
const REMOVING_NAME =
  /clear|reset|purge|evict|invalid|remove|erase|expire|trim|prune|flush|drop|forget|clean|shrink|gc|reclaim|release|unload|swap|pop|take|extract|delete/i;

/** Where a cache is judged, so that each is judged once for each file that fills it. */
export const CACHE_KINDS = ['field_declaration', 'declaration', 'function_definition'];

/**
 * The caches to judge at a node of these kinds, with what to report of each: its name where this file declares it; for one that a header
 * declares, the first insertion of this file.
 */
export function cachesAt(node: Node, sight: Sight): { readonly cache: Cache; readonly at: Node }[] {
  if (node.kind === 'function_definition') return cachesFilledBy(node, sight);
  const holder = ancestor(node, 'class_specifier', 'struct_specifier', 'union_specifier', 'function_definition', 'lambda_expression');
  const isMember = holder !== undefined && /_specifier$/.test(holder.kind);
  // Most declarations are told apart by their text.
  if (!CACHE_NAME.test(node.text) && !(isMember && CACHE_CLASS.test(holder.child('name')?.text ?? ''))) return [];
  return declarationsIn(node, holder ?? node.tree.root, isMember ? 'member' : holder ? 'local' : 'global').flatMap((declaration) => {
    const cache = cacheOf(declaration, sight);
    return cache ? [{ cache, at: declaration.node }] : [];
  });
}

function cachesFilledBy(fn: Node, sight: Sight): { readonly cache: Cache; readonly at: Node }[] {
  const className = classNameOf(fn);
  const found = className ? findClass(className, sight) : undefined;
  if (!found || found.node.tree === fn.tree) return [];
  return [...found.members.values()].flatMap((declaration) => {
    const cache = cacheOf(declaration, sight);
    const at = cache?.inserts.find((insert) => insert.tree === fn.tree);
    return cache && at && isWithin(at, fn) ? [{ cache, at }] : [];
  });
}

/** The cache that is declared here: by a member, a global, or a static local; undefined for anything else. */
function cacheOf(declaration: Declaration, sight: Sight): Cache | undefined {
  const className = declaration.kind === 'member' ? declaration.scope.child('name')?.text : undefined;
  if (!CACHE_NAME.test(declaration.name) && !(className && CACHE_CLASS.test(className))) return undefined;
  if (declaration.kind === 'local' ? !declaration.isStatic : declaration.kind !== 'member' && declaration.kind !== 'global')
    return undefined;
  const type = declaredType(declaration, sight);
  if (
    !type ||
    type.pointers > 0 ||
    !isMap(type) ||
    /multi/.test(type.name) ||
    !type.args[0] ||
    type.isConst ||
    isSmallKey(type.args[0], sight)
  )
    return undefined;
  const found = { lookups: [], inserts: [], removals: [], limits: [], escapes: [] } as Record<Part, Node[]>;
  for (const use of occurrences(declaration, className, sight)) for (const part of partsOf(use)) found[part].push(use);
  return { declaration, className, ...found, isWhole: isWhole(declaration, className, sight) };
}

type Part = 'lookups' | 'inserts' | 'removals' | 'limits' | 'escapes';

function occurrences(declaration: Declaration, className: string | undefined, sight: Sight): readonly Node[] {
  if (declaration.kind === 'local') return usesOf(declaration);
  const trees = new Set([...sight.files.map(({ tree }) => tree), declaration.node.tree]);
  return [...trees].flatMap((tree) =>
    (namesIn(tree).get(declaration.name) ?? []).filter(
      (use) =>
        use !== declaration.node &&
        (className === undefined || use.kind === 'field_identifier' || isInClass(enclosingClassName(use), className, sight)),
    ),
  );
}

/** Whether the class is this one or derives from it. */
function isInClass(inner: string | undefined, className: string, sight: Sight, depth = 0): boolean {
  if (inner === undefined || depth > 3) return false;
  return inner === className || (findClass(inner, sight)?.bases ?? []).some((base) => isInClass(base, className, sight, depth + 1));
}

/** The functions that look into the cache or fill it, and the class that it belongs to. */
export function usersOf({ declaration, className, lookups, inserts }: Cache, sight: Sight): readonly Node[] {
  const users = new Set<Node>();
  for (const use of [...lookups, ...inserts]) users.add(enclosingFunction(use) ?? use);
  if (className) {
    users.add(declaration.scope);
    for (const file of sight.files)
      for (const methods of file.functions.values())
        for (const method of methods) if (method.className === className) users.add(method.node);
  }
  return [...users];
}

const namesByTree = new WeakMap<Tree, ReadonlyMap<string, readonly Node[]>>();

/** Occurrences of the names of caches in a file. */
function namesIn(tree: Tree): ReadonlyMap<string, readonly Node[]> {
  let names = namesByTree.get(tree);
  if (!names) {
    const found = new Map<string, Node[]>();
    walk(tree.root, (node) => {
      if (node.kind !== 'identifier' && node.kind !== 'field_identifier') return;
      const list = found.get(node.text);
      if (list) list.push(node);
      else found.set(node.text, [node]);
    });
    names = found;
    namesByTree.set(tree, names);
  }
  return names;
}

function partsOf(use: Node): readonly Part[] {
  let at = use;
  // `this->cache`, `self.cache`, `(cache)` are the cache.
  while ((at.parent?.kind === 'field_expression' && at.field === 'field') || at.parent?.kind === 'parenthesized_expression') at = at.parent;
  const parent = at.parent;
  switch (parent?.kind) {
    case 'field_expression':
      return parent.parent?.kind === 'call_expression' && parent.field === 'function' ? callParts(parent.parent) : [];
    case 'subscript_expression':
      return parent.parent?.kind === 'assignment_expression' && parent.field === 'left' ? ['inserts'] : ['lookups', 'inserts'];
    case 'assignment_expression':
      return at.field === 'left' ? ['removals'] : [];
    case 'argument_list':
      return /^(?:find|contains|count|size|ssize|begin|end|empty|lock_guard)$/.test(
        parent.parent?.kind === 'call_expression' ? calleeName(parent.parent) : '',
      )
        ? []
        : ['escapes'];
    case 'pointer_expression':
    case 'initializer_list':
      return ['escapes'];
    case 'reference_declarator':
    case 'init_declarator':
      return at.field === 'value' && /&/.test(parent.child('declarator')?.text ?? '') ? ['escapes'] : [];
    case 'return_statement':
      return returnsReference(parent) ? ['escapes'] : [];
    default:
      return [];
  }
}

function callParts(call: Node): readonly Part[] {
  const name = calleeName(call);
  if (/^(?:find|count|contains|at|lower_bound|upper_bound|equal_range)$/.test(name)) return ['lookups'];
  if (/^(?:try_emplace|lazy_emplace)$/.test(name)) return ['lookups', 'inserts'];
  // An `insert` whose outcome is looked at is a lookup, too.
  if (/^(?:insert|emplace\w*|insert_or_assign)$/.test(name))
    return call.parent?.kind === 'expression_statement' ? ['inserts'] : ['lookups', 'inserts'];
  if (/^(?:size|bucket_count)$/.test(name))
    return ancestor(call, 'binary_expression', 'expression_statement', 'call_expression')?.kind === 'binary_expression' ? ['limits'] : [];
  return /^(?:c?r?begin|c?r?end|empty|reserve|rehash|max_load_factor|load_factor|max_size|hash_function|key_eq|get_allocator)$/.test(name)
    ? []
    : ['removals'];
}

function returnsReference(statement: Node): boolean {
  const fn = enclosingFunction(statement);
  const top = fn?.child('declarator');
  return top?.kind === 'reference_declarator' && !fn?.children.some((child) => child.kind === 'type_qualifier' && child.text === 'const');
}

function isWhole({ kind, scope, node }: Declaration, className: string | undefined, sight: Sight): boolean {
  const isHeader = HEADER.test(node.tree.path);
  if (kind === 'local') return true;
  if (kind === 'global') return !isHeader;
  if (!className || findClass(className, sight)?.node !== scope || scope.childOf('friend_declaration')) return false;
  const access = accessOf(node, scope);
  if (isHeader && access === 'public') return false;
  const declared = (scope.child('body')?.children ?? []).filter(
    (child) => child.kind === 'field_declaration' || child.kind === 'declaration',
  );
  return declared.every((method) => {
    const name = functionDeclarator(method)?.child('declarator')?.text;
    if (!name || name.startsWith('~') || !REMOVING_NAME.test(name)) return true;
    // What a derived class puts in the place of a pure function cannot reach a private member.
    const isPure = /=\s*0\s*;?\s*$/.test(method.text);
    return (isPure && access === 'private') || findFunctions(name, sight, isPure ? undefined : className).some((each) => each.body);
  });
}

/** Who can reach the member. */
function accessOf(member: Node, scope: Node): 'public' | 'protected' | 'private' {
  const specifiers = (scope.child('body')?.children ?? []).filter((each) => each.kind === 'access_specifier' && each.end <= member.start);
  const last = /^(?:public|protected|private)/.exec(specifiers.at(-1)?.text ?? '')?.[0];
  return (last as 'public' | 'protected' | 'private' | undefined) ?? (scope.kind === 'class_specifier' ? 'private' : 'public');
}
