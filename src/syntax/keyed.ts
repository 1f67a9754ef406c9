import { calleeName, calleeObject } from './calls.ts';
import { readDeclarator } from './declarations.ts';
import type { Node } from './node.ts';
import { findClass, isEnum, resolveAlias, type Sight } from './sight.ts';
import { findDeclaration, typeOf } from './type-of.ts';
import { parseType, type Type } from './types.ts';

/** A container that finds an element by its key without looking at the others. */
export interface Keyed {
  readonly kind: 'set' | 'map';
  /** Whether it keeps its keys in order, so that it finds ranges, too. */
  readonly isOrdered: boolean;
  /** Whether equal keys mean equal values: no comparator of its own, and no other class's members as keys. */
  readonly isPlain: boolean;
  readonly type: Type;
  readonly key: Type;
}

const KEYED =
  /^(?:(?:std|pmr|boost|container|intrusive|bi|absl|folly)::)*(unordered_|flat_hash_|node_hash_|F14(?:Fast|Value|Node|Vector))?(?:multi|flat_|btree_|rb|avl_|splay_|sg_|treap_)?(set|map|multiset|multimap|Set|Map)$/;

/** The keyed container that a type is, derives from or points to; undefined for anything else. */
export function keyedType(type: Type, sight: Sight, depth = 0): Keyed | undefined {
  const resolved = resolveAlias(type, sight);
  const match = KEYED.exec(resolved.name);
  const isIntrusive = /^(?:boost::intrusive|bi)::/.test(resolved.name);
  const [key] = resolved.args;
  if (match && key) {
    const kind = /map$/i.test(match[2] ?? '') ? 'map' : 'set';
    const isOrdered = match[1] === undefined;
    return { kind, isOrdered, isPlain: !isIntrusive && resolved.args.length === (kind === 'map' ? 2 : 1), type: resolved, key };
  }
  if (depth > 3) return undefined;
  for (const base of findClass(resolved.name, sight)?.bases ?? []) {
    const found = keyedType(parseType(base), sight, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** The keyed container that an expression names. */
export function keyedContainer(expression: Node, sight: Sight): Keyed | undefined {
  const type = typeOf(expression, sight);
  return type && type.pointers === 0 ? keyedType(type, sight) : undefined;
}

/** A loop over all elements of a keyed container. */
export interface Scan {
  readonly container: Keyed;
  /** The container as written. */
  readonly of: Node;
  /** Names that the loop gives the element, its key or its position. */
  readonly names: ReadonlySet<string>;
  /** How the body writes the key, spaces taken off. */
  readonly keys: ReadonlySet<string>;
}

/** The scan that a loop is: `for (… : c)`, or iterators from `c.begin()` to `c.end()`, the ends perhaps left out or kept in locals. */
export function scanOf(loop: Node, sight: Sight): Scan | undefined {
  if (loop.kind === 'for_range_loop') {
    const of = loop.child('right');
    const declarator = loop.child('declarator');
    const container = of ? keyedContainer(of, sight) : undefined;
    const read = declarator ? readDeclarator(declarator) : undefined;
    if (!of || !container || !read) return undefined;
    const [first = '', second] = (read.bindings.length > 0 ? read.bindings : [read.identifier]).map((node) => node.text);
    const isPair = container.kind === 'map' && second === undefined;
    return {
      container,
      of,
      names: new Set(second === undefined ? [first] : [first, second]),
      keys: new Set([isPair ? `${first}.first` : first]),
    };
  }
  const init = loop.child('initializer')?.childOf('init_declarator');
  const iterator = init?.child('declarator')?.text ?? '';
  const from = init?.child('value');
  const to = loop.child('condition')?.child('right');
  if (!/^\w+$/.test(iterator) || !from || !to || loop.child('condition')?.child('operator')?.text !== '!=') return undefined;
  const of = endOf(from, /^c?begin$/, sight);
  const last = endOf(to, /^c?end$/, sight);
  if (!of || of.text !== last?.text) return undefined;
  const container = keyedContainer(of, sight);
  const key = container?.kind === 'map' ? [`${iterator}->first`, `(*${iterator}).first`] : [`*${iterator}`];
  return container ? { container, of, names: new Set([iterator]), keys: new Set(key) } : undefined;
}

/** `c` of `c.begin()`, `std::next(c.begin())`, or of a local that was set to one of these. */
function endOf(expression: Node, name: RegExp, sight: Sight, depth = 0): Node | undefined {
  if (depth > 3) return undefined;
  if (expression.kind === 'identifier') {
    const local = findDeclaration(expression.text, expression, sight);
    return local?.kind === 'local' && local.value ? endOf(local.value, name, sight, depth + 1) : undefined;
  }
  if (expression.kind !== 'call_expression') return undefined;
  if (/^(?:next|prev)$/.test(calleeName(expression))) {
    const inner = expression.child('arguments')?.namedChildren[0];
    return inner ? endOf(inner, name, sight, depth + 1) : undefined;
  }
  return name.test(calleeName(expression)) ? calleeObject(expression) : undefined;
}

/** Whether there are few keys of this type, or as many as the program has parts: `enum`, `bool`, bytes, `std::type_index`. */
export function isSmallKey(type: Type, sight: Sight): boolean {
  const resolved = resolveAlias(type, sight);
  return (
    resolved.pointers === 0 &&
    (isEnum(resolved.name, sight) ||
      /^(?:bool|char|(?:un)?signed char|u?int8_t|std::u?int8_t|u8|s8|std::byte|std::type_index|type_index)$/.test(resolved.name))
  );
}
