import type { Node } from './node.ts';
import { findClass, isEnum, resolveAlias, type Sight } from './sight.ts';
import { typeOf } from './type-of.ts';
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

/** Whether there are few keys of this type, or as many as the program has parts: `enum`, `bool`, bytes, `std::type_index`. */
export function isSmallKey(type: Type, sight: Sight): boolean {
  const resolved = resolveAlias(type, sight);
  return (
    resolved.pointers === 0 &&
    (isEnum(resolved.name, sight) ||
      /^(?:bool|char|(?:un)?signed char|u?int8_t|std::u?int8_t|u8|s8|std::byte|std::type_index|type_index)$/.test(resolved.name))
  );
}
