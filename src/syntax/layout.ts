import { type Declaration, declarationsIn, readDeclarator } from './declarations.ts';
import { isWithin, type Node } from './node.ts';
import { findClass, isEnum, resolveAlias, type Sight, unqualified } from './sight.ts';
import type { Type } from './types.ts';

/** A class of classes of arrays is followed this far. */
const DEPTH = 4;

/** Sizes under the LP64 ABI that OSv and Linux use on x86-64 and AArch64; library types as in libstdc++. */
const SIZES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    bool: 1,
    char: 1,
    'signed char': 1,
    'unsigned char': 1,
    char8_t: 1,
    int8_t: 1,
    uint8_t: 1,
    u8: 1,
    s8: 1,
    'std::byte': 1,
    short: 2,
    'unsigned short': 2,
    'short int': 2,
    'unsigned short int': 2,
    char16_t: 2,
    int16_t: 2,
    uint16_t: 2,
    u16: 2,
    s16: 2,
    int: 4,
    unsigned: 4,
    'unsigned int': 4,
    'signed int': 4,
    signed: 4,
    float: 4,
    char32_t: 4,
    wchar_t: 4,
    int32_t: 4,
    uint32_t: 4,
    u32: 4,
    s32: 4,
    pid_t: 4,
    uid_t: 4,
    gid_t: 4,
    mode_t: 4,
    long: 8,
    'unsigned long': 8,
    'long int': 8,
    'unsigned long int': 8,
    'long unsigned int': 8,
    'long long': 8,
    'unsigned long long': 8,
    double: 8,
    size_t: 8,
    ssize_t: 8,
    off_t: 8,
    time_t: 8,
    ptrdiff_t: 8,
    intptr_t: 8,
    uintptr_t: 8,
    int64_t: 8,
    uint64_t: 8,
    u64: 8,
    s64: 8,
    'std::size_t': 8,
    'long double': 16,
    __int128: 16,
  }),
);
const LIBRARY_SIZES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    'std::string': 32,
    'std::vector': 24,
    'std::deque': 80,
    'std::list': 24,
    'std::map': 48,
    'std::set': 48,
    'std::unordered_map': 56,
    'std::unordered_set': 56,
    'std::function': 32,
    'std::shared_ptr': 16,
    'std::weak_ptr': 16,
    'std::unique_ptr': 8,
    'std::mutex': 40,
    'std::shared_mutex': 56,
    'std::condition_variable': 48,
    'std::string_view': 16,
    'std::thread': 8,
    pthread_mutex_t: 40,
    pthread_cond_t: 48,
  }),
);

/** Size in bytes of a fundamental type or a fixed typedef of one; undefined for any other name. */
export function sizeOfPrimitive(name: string): number | undefined {
  const plain = name.replace(/^(?:std::|::)/, '');
  const [, kind, bits] = /^u?int_(least|fast)(8|16|32|64)_t$/.exec(plain) ?? [];
  // glibc makes the fast ones a word, but for the byte.
  if (bits) return kind === 'least' || bits === '8' ? Number(bits) / 8 : 8;
  return SIZES.get(plain) ?? SIZES.get(name);
}

/** Size in bytes of a value of this type; undefined where it is not known. */
export function sizeOf(type: Type, sight: Sight, depth = 0): number | undefined {
  return layoutOf(type, sight, depth)?.size;
}

/** Size and alignment in bytes; undefined where they are not known. */
export function layoutOf(type: Type, sight: Sight, depth = 0): { readonly size: number; readonly align: number } | undefined {
  const resolved = resolveAlias(type, sight);
  if (resolved.extents.length > 0) {
    const element = layoutOf({ ...resolved, extents: resolved.extents.slice(1) }, sight, depth + 1);
    const count = Number(resolved.extents[0]);
    return element && Number.isInteger(count) && count > 0 ? { size: element.size * count, align: element.align } : undefined;
  }
  if (resolved.pointers > 0 || resolved.reference !== '') return { size: 8, align: 8 };
  const primitive = sizeOfPrimitive(resolved.name);
  if (primitive !== undefined) return { size: primitive, align: primitive };
  if (/^(?:std::)?atomic$/.test(resolved.name)) return resolved.args[0] ? layoutOf(resolved.args[0], sight, depth + 1) : undefined;
  const named = /^(?:std::)?atomic_(\w+)$/.exec(resolved.name)?.[1];
  if (named) {
    const size = sizeOfPrimitive(
      {
        uint: 'unsigned',
        ulong: 'unsigned long',
        llong: 'long long',
        ullong: 'unsigned long long',
        uchar: 'unsigned char',
        ushort: 'unsigned short',
      }[named] ?? named,
    );
    return size === undefined ? undefined : { size, align: size };
  }
  if (/^(?:std::)?array$/.test(resolved.name)) {
    const element = resolved.args[0] ? layoutOf(resolved.args[0], sight, depth + 1) : undefined;
    const count = Number(resolved.args[1]?.name);
    return element && Number.isInteger(count) ? { size: element.size * count, align: element.align } : undefined;
  }
  const library = LIBRARY_SIZES.get(resolved.name);
  if (library !== undefined) return { size: library, align: 8 };
  if (isEnum(resolved.name, sight)) return { size: 4, align: 4 };
  return depth >= DEPTH ? undefined : classLayout(unqualified(resolved.name), sight, depth);
}

function classLayout(name: string, sight: Sight, depth: number): { size: number; align: number } | undefined {
  const found = findClass(name, sight);
  if (!found || found.isTemplate || found.bases.length > 0 || found.members.size === 0 || /\bvirtual\b|\balignas\b/.test(found.node.text))
    return undefined;
  let size = 0;
  let align = 1;
  for (const member of found.members.values()) {
    if (member.isStatic) continue;
    const layout = layoutOf(member.type, sight, depth + 1);
    if (!layout) return undefined;
    size = roundUp(size, layout.align) + layout.size;
    align = Math.max(align, layout.align);
  }
  return { size: roundUp(size, align), align };
}

/** The next multiple of `align`. */
export function roundUp(size: number, align: number): number {
  return Math.ceil(size / align) * align;
}

/** A data member and where it lies, in bytes from the first member of its run. */
export interface PlacedMember {
  readonly member: Declaration;
  readonly offset: number;
  readonly size: number;
}

/**
 * The data members of a class body in runs whose distances are known: a member of unknown size ends one. `sizeIfUnknown` may
 * vouch for types that `layoutOf` cannot know, such as a template's own parameters.
 */
export function memberRuns(
  body: Node,
  sight: Sight,
  sizeIfUnknown: (type: Type) => number | undefined = () => undefined,
): readonly (readonly PlacedMember[])[] {
  const runs: PlacedMember[][] = [[]];
  const start = () => runs.push([]);
  for (const child of body.children) {
    if (child.kind === 'ERROR') start();
    if (child.kind !== 'field_declaration') continue;
    const declarator = child.child('declarator');
    if (!declarator || readDeclarator(declarator)?.isFunction || isStaticMember(child)) continue;
    const members = declarationsIn(child, body, 'member');
    if (members.length === 0 || child.childOf('bitfield_clause') || child.tree.errors.some((error) => isWithin(error, child))) {
      start();
      continue;
    }
    for (const member of members) {
      const known = layoutOf(member.type, sight);
      const size = known?.size ?? sizeIfUnknown(member.type);
      if (size === undefined) {
        start();
        continue;
      }
      const last = runs.at(-1)?.at(-1);
      const offset = last ? roundUp(last.offset + last.size, known?.align ?? size) : 0;
      runs.at(-1)?.push({ member, offset, size });
    }
  }
  return runs.filter((run) => run.length > 0);
}

function isStaticMember(field: Node): boolean {
  return field.children.some((child) => child.kind === 'storage_class_specifier' && child.text === 'static');
}

/** Words of alignment and padding in code: the author thinks in cache lines, or lays the memory out for someone else. */
const LAYOUT_WORD = /\balignas\b|\baligned\b|\bpacked\b|ALIGN|PACKED|CACHE_?LINE|cache_?line|FALSE_SHARING|hardware_(?:de|con)structive/;

/** Whether a class places its members on purpose: alignment or packing on it or on a member, or a member that is padding. */
export function isLayoutDeliberate(owner: Node): boolean {
  const { code } = owner.tree.normalised;
  const body = owner.child('body');
  if (!body) return false;
  const semicolon = code.indexOf(';', body.end);
  if (LAYOUT_WORD.test(code.slice(owner.start, body.start)) || LAYOUT_WORD.test(code.slice(body.end, semicolon))) return true;
  let from = body.start;
  for (const child of body.children) {
    // A type that is only defined here has a layout of its own.
    if (child.kind === 'field_declaration' && child.child('declarator')) {
      // A macro in front of a member is no part of its node.
      if (LAYOUT_WORD.test(code.slice(from, child.end))) return true;
      if (/\b_*(?:[a-z]\w*_)?pad(?:ding)?(?:_?\d+)?_*\s*\[/i.test(code.slice(child.start, child.end))) return true;
    }
    from = child.end;
  }
  return false;
}

const FOREIGN_WORD = /\b(?:layout|abi|kernel|hardware|firmware|wire format|registers?)\b/i;

/**
 * Whether a class is the layout of memory that others share: it ends in an array of any length, its comments say so, or the code
 * around it casts to it or asserts its size or offsets.
 */
export function isForeignLayout(name: string, owner: Node): boolean {
  const body = owner.child('body');
  const last = body?.children.filter((child) => child.kind === 'field_declaration').at(-1);
  if (last && /\w\s*\[\s*0?\s*\]\s*;?$/.test(last.text)) return true;
  const { comments } = owner.tree.normalised;
  if (body && comments.some(({ start, end, text }) => start >= body.start && end <= body.end && FOREIGN_WORD.test(text))) return true;
  if (!/^\w+$/.test(name)) return false;
  return new RegExp(
    `\\breinterpret_cast\\s*<\\s*(?:const\\s+|volatile\\s+|struct\\s+)?(?:\\w+::)*${name}\\b|\\boffsetof\\s*\\(\\s*(?:struct\\s+)?(?:\\w+::)*${name}\\b|\\bstatic_assert\\s*\\(\\s*sizeof\\s*\\(\\s*(?:\\w+::)*${name}\\b`,
  ).test(owner.tree.normalised.code);
}
