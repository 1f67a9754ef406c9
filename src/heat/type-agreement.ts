import { splitArguments } from './symbol-path.ts';

/** What is known of the names in a written type. */
export interface TypeNames {
  /** Parameters of the templates around it: each may stand for any type, but always for the same one. */
  readonly parameters: ReadonlySet<string>;
  /** What aliases stand for, by unqualified name. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** A type in one spelling. */
interface Spelled {
  /** Unqualified name without template arguments, fundamental types by one name each. */
  readonly name: string;
  /** Template arguments, without their brackets. */
  readonly args: string;
  /** Pointers, references and arrays: `*&`. */
  readonly suffix: string;
  readonly isConst: boolean;
}

/** The types cannot be the same. */
export const DIFFERENT = -1;

/**
 * How well a type of the source agrees with that of a symbol: 0 where it may be the same and nothing shows it, more where it shows,
 * `DIFFERENT` where it cannot be. `bound` gathers what template parameters stand for.
 */
export function typeAgreement(written: string, shown: string, names: TypeNames, bound: Map<string, string>): number {
  const own = resolve(spell(written), names.aliases);
  const theirs = spell(shown);
  if (names.parameters.has(own.name) || own.name === 'auto') return bind(own, theirs, bound);
  if (/\b(?:typename|decltype|auto)\b/.test(written)) return 0;
  if (NUMBER.test(own.name) || NUMBER.test(theirs.name)) return sameNumber(own.name, theirs.name) ? 1 : DIFFERENT;
  if (own.name === theirs.name) {
    if (own.suffix !== theirs.suffix) return theirs.suffix.endsWith(own.suffix) ? 0 : DIFFERENT;
    const args = listAgreement(splitArguments(own.args), splitArguments(theirs.args), names, bound);
    if (args === DIFFERENT) return DIFFERENT;
    return 1 + (own.isConst === theirs.isConst ? 0.5 : 0) + 0.25 * Math.min(1, args) + (isOwnerShown(written, theirs) ? 0.25 : 0);
  }
  if (!theirs.suffix.endsWith(own.suffix)) return DIFFERENT;
  return FUNDAMENTAL.test(own.name) && FUNDAMENTAL.test(theirs.name) ? DIFFERENT : 0;
}

/** The sum over two lists of types, as far as both go; `DIFFERENT` where one pair is. */
export function listAgreement(written: readonly string[], shown: readonly string[], names: TypeNames, bound: Map<string, string>): number {
  let score = 0;
  for (const [place, type] of written.entries()) {
    const other = shown[place];
    // A pack takes whatever is left.
    if (type.includes('...') || other === undefined) break;
    const agreed = typeAgreement(type, other, names, bound);
    if (agreed === DIFFERENT) return DIFFERENT;
    score += agreed;
  }
  return score;
}

/** `clock::time_point` is `std::chrono::time_point<clock, …>`: of a nested alias the symbol shows the owner among the arguments. */
function isOwnerShown(written: string, theirs: Spelled): boolean {
  const owner = /(\w+)\s*::\s*\w+[\s*&]*$/.exec(written)?.[1];
  return owner !== undefined && splitArguments(theirs.args).some((arg) => arg.split('::').at(-1) === owner);
}

const NUMBER = /^-?\d+(?:[uUlL]{0,3})$/;

function sameNumber(a: string, b: string): boolean {
  return Number.parseInt(a, 10) === Number.parseInt(b, 10) || !NUMBER.test(a) || !NUMBER.test(b);
}

function bind(own: Spelled, theirs: Spelled, bound: Map<string, string>): number {
  // A forwarding reference stands for either kind, or for none in an instance by value.
  const suffix = own.suffix.endsWith('&&') ? '' : own.suffix;
  if (!theirs.suffix.endsWith(suffix)) return DIFFERENT;
  const rest = suffix === '' ? theirs.suffix.replace(/&+$/, '') : theirs.suffix.slice(0, theirs.suffix.length - suffix.length);
  const value = `${theirs.name}<${theirs.args.replace(/\s+/g, '')}>${rest}`;
  const known = bound.get(own.name);
  bound.set(own.name, value);
  if (own.name !== 'auto' && known !== undefined && known !== value) return DIFFERENT;
  return suffix === '' ? 0.25 : 0.5;
}

function resolve(type: Spelled, aliases: ReadonlyMap<string, string>): Spelled {
  const target = aliases.get(type.name);
  if (target === undefined) return type;
  const meant = spell(target);
  return { ...meant, suffix: meant.suffix + type.suffix, isConst: meant.isConst || type.isConst };
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
const FUNDAMENTAL = /^(?:u?long|u?int|u?short|[us]?char|bool|float|double|long double|void|wchar_t|char(?:8|16|32)_t)$/;

function spell(type: string): Spelled {
  let depth = 0;
  let bare = '';
  let args = '';
  for (const c of type.slice(0, 2000)) {
    if (c === '<') depth++;
    if (depth === 0) bare += c;
    else args += c;
    if (c === '>') depth = Math.max(0, depth - 1);
  }
  const withStars = bare.replace(/\[[^\]]{0,40}\]/g, '*');
  const suffix = withStars.match(/[*&]/g)?.join('') ?? '';
  const words = withStars
    .replace(/[*&]/g, ' ')
    .replace(/\b(?:const|volatile|struct|class|enum|union|typename|register|__restrict\w*|restrict)\b/g, ' ')
    .replace(/\w+\s*::\s*/g, '')
    .replace(/^\s*::/, '')
    .trim()
    .replace(/\s+/g, ' ');
  const alias = ALIASES.find(([name]) => name.test(words));
  return {
    name: alias ? words.replace(alias[0], alias[1]) : words,
    args: args.slice(1, -1),
    suffix,
    // What a parameter itself is, is not part of the function's type.
    isConst: suffix !== '' && /\bconst\b/.test(bare),
  };
}
