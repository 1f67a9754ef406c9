import type { Node } from '../syntax/node.ts';

/** Types of a function declarator's parameters as written, the names and default values taken out; `...` for what may be more. */
export function writtenParameters(declarator: Node): string[] {
  const found: string[] = [];
  for (const child of declarator.child('parameters')?.children ?? []) {
    if (child.text === '...') found.push('...');
    if (/^variadic_parameter/.test(child.kind)) found.push('...');
    if (!/^(?:optional_)?parameter_declaration$/.test(child.kind)) continue;
    const inner = child.child('declarator');
    const name = inner ? nameIn(inner) : undefined;
    const end = child.child('default_value')?.start ?? child.end;
    const before = child.tree.text.slice(child.start, name?.start ?? end);
    const after = name ? child.tree.text.slice(name.end, end) : '';
    found.push(`${before}${after}`.replace(/=\s*$/, '').trim());
  }
  return found.length === 1 && found[0] === 'void' ? [] : found;
}

function nameIn(declarator: Node): Node | undefined {
  for (let at: Node | undefined = declarator; at; at = at.child('declarator') ?? at.namedChildren.at(-1)) {
    if (at.kind === 'identifier') return at;
    if (/^abstract_/.test(at.kind) || at.children.length === 0) return undefined;
  }
  return undefined;
}

/** Fundamental types by their usual names on a 64-bit system (System V ABI, LP64), and the standard's aliases of templates. */
const ALIASES: readonly (readonly [name: RegExp, type: string])[] = [
  [/^(?:size_t|uint64_t|uintptr_t|u64|ulong|u_long|uintmax_t|unsigned long(?: int)?|long unsigned int|unsigned long long)$/, 'ulong'],
  [/^(?:ssize_t|int64_t|intptr_t|ptrdiff_t|off_t|off64_t|s64|time_t|intmax_t|long|long int|long long)$/, 'long'],
  [/^(?:uint32_t|u32|uint|u_int|unsigned|unsigned int|mode_t|uid_t|gid_t)$/, 'uint'],
  [/^(?:int32_t|s32|int|pid_t|signed)$/, 'int'],
  [/^(?:uint16_t|u16|ushort|u_short|unsigned short(?: int)?)$/, 'ushort'],
  [/^(?:int16_t|s16|short|short int)$/, 'short'],
  [/^(?:uint8_t|u8|u_char|unsigned char)$/, 'uchar'],
  [/^(?:int8_t|s8|signed char)$/, 'schar'],
  [/^basic_(string|string_view|ostream|istream|stringstream)$/, '$1'],
];

/** A type in one spelling: `std::string const&` and `const string &` are the same. Template arguments and qualification are left out. */
export function canonicalType(type: string): string {
  let depth = 0;
  let bare = '';
  for (const c of type) {
    if (c === '<') depth++;
    else if (c === '>') depth = Math.max(0, depth - 1);
    else if (depth === 0) bare += c;
  }
  const suffix =
    bare
      .replace(/\[[^\]]{0,40}\]/g, '*')
      .match(/[*&]/g)
      ?.join('') ?? '';
  const words = bare
    .replace(/[*&]|\[[^\]]{0,40}\]/g, ' ')
    .replace(/\b(?:const|volatile|struct|class|enum|union|typename|register|__restrict\w*|restrict)\b/g, ' ')
    .replace(/\w+\s*::\s*/g, '')
    .trim()
    .replace(/\s+/g, ' ');
  const alias = ALIASES.find(([name]) => name.test(words));
  const isConst = /\bconst\b/.test(bare) && suffix !== '' ? 'const ' : '';
  return `${isConst}${alias ? words.replace(alias[0], alias[1]) : words}${suffix}`;
}
