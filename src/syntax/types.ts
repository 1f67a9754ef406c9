/** A C++ type as written, taken apart. */
export interface Type {
  /** Name without qualifiers, template arguments and elaborated keywords: `std::vector`, `unsigned long`, `auto`. */
  readonly name: string;
  /** Template arguments; one that is no type (a number, say) is a type with that text as its name. */
  readonly args: readonly Type[];
  readonly isConst: boolean;
  readonly isVolatile: boolean;
  /** Levels of pointer. */
  readonly pointers: number;
  readonly reference: '' | '&' | '&&';
  /** Extents of array declarators, outermost first; empty text for `[]`. */
  readonly extents: readonly string[];
}

const parsed = new Map<string, Type>();
const MEMORY = 20_000;

/** Levels of template arguments that a type may have: compilers themselves stop at some hundreds (GCC's -ftemplate-depth, 900). */
const MOST_LEVELS = 64;

/**
 * Takes a written type apart: `const std::map<K, V>&`. Anything that is no type comes back as a name that nothing knows, and so does
 * one that is nested deeper than people write.
 */
export function parseType(text: string): Type {
  const key = text
    .replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  let type = parsed.get(key);
  if (!type) {
    if (parsed.size >= MEMORY) parsed.clear();
    type = parse(isDeeper(key, MOST_LEVELS) ? '' : key);
    parsed.set(key, type);
  }
  return type;
}

function isDeeper(text: string, most: number): boolean {
  let depth = 0;
  for (const c of text) {
    if (c === '<' && ++depth > most) return true;
    if (c === '>' && depth > 0) depth--;
  }
  return false;
}

function parse(text: string): Type {
  let rest = text;
  let isConst = false;
  let isVolatile = false;
  let pointers = 0;
  let reference: Type['reference'] = '';
  const tail = /\s*(\*|&&|&|\bconst|\bvolatile|\b__?restrict(?:__)?|\.\.\.)$/;
  for (let match = tail.exec(rest); match; match = tail.exec(rest)) {
    rest = rest.slice(0, match.index);
    if (match[1] === '*') {
      pointers++;
      isConst = false; // what stood right of it belongs to the pointer
    } else if (match[1] === '&' || match[1] === '&&') reference = match[1];
    else if (match[1] === 'const') isConst = true;
    else if (match[1] === 'volatile') isVolatile = true;
  }
  const head =
    /^(?:const|volatile|constexpr|static|inline|mutable|thread_local|__thread|register|extern|typename|struct|class|union|enum|\[\[[^\]]*\]\])\s+/;
  for (let match = head.exec(rest); match; match = head.exec(rest)) {
    if (match[0].startsWith('const ')) isConst = true;
    else if (match[0].startsWith('volatile')) isVolatile = true;
    rest = rest.slice(match[0].length);
  }
  const open = rest.indexOf('<');
  if (open < 0)
    return {
      name: rest
        .trim()
        .replace(/^::/, '')
        .replace(/\s*::\s*/g, '::'),
      args: [],
      isConst,
      isVolatile,
      pointers,
      reference,
      extents: [],
    };
  const close = matchingAngle(rest, open);
  const name = rest.slice(0, open).trim().replace(/^::/, '');
  const after = rest.slice(close + 1).trim();
  const args = splitArguments(rest.slice(open + 1, close)).map(parseType);
  // `foo<T>::iterator`: the member is the type; its arguments are those of the class.
  return { name: after.startsWith('::') ? `${name}${after}` : name, args, isConst, isVolatile, pointers, reference, extents: [] };
}

function matchingAngle(text: string, open: number): number {
  let depth = 0;
  let round = 0;
  for (let i = open; i < text.length; i++) {
    const c = text[i];
    if (c === '(') round++;
    else if (c === ')') round--;
    else if (round > 0) continue;
    else if (c === '<') depth++;
    else if (c === '>' && --depth === 0) return i;
  }
  return text.length;
}

/** Splits at commas outside brackets. */
export function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '<' || c === '(' || c === '[' || c === '{') depth++;
    else if (c === '>' || c === ')' || c === ']' || c === '}') depth--;
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(from, i).trim());
      from = i + 1;
    }
  }
  const last = text.slice(from).trim();
  if (last) parts.push(last);
  return parts;
}

/** The type without its reference. */
export function withoutReference(type: Type): Type {
  return type.reference === '' ? type : { ...type, reference: '' };
}

/** What a pointer points to, an iterator or smart pointer gives, an array holds; undefined for anything else. */
export function pointee(type: Type): Type | undefined {
  if (type.extents.length > 0) return { ...type, extents: type.extents.slice(1) };
  if (type.pointers > 0) return { ...type, pointers: type.pointers - 1, reference: '' };
  if (
    /^(?:std::|boost::|seastar::)?(?:unique_ptr|shared_ptr|lw_shared_ptr|weak_ptr|foreign_ptr|optional|intrusive_ptr|rcu_ptr)$/.test(
      type.name,
    )
  )
    return type.args[0];
  return undefined;
}

const SEQUENCES =
  /^(?:std::(?:__cxx11::|pmr::)?|boost::container::|boost::|absl::|folly::|seastar::|utils::|rocksdb::)?(?:vector|deque|list|forward_list|array|span|initializer_list|set|multiset|unordered_set|unordered_multiset|flat_hash_set|node_hash_set|btree_set|F14FastSet|F14ValueSet|F14NodeSet|F14VectorSet|fbvector|small_vector|static_vector|InlinedVector|FixedArray|chunked_vector|circular_buffer|chunked_fifo|autovector|queue|stack|priority_queue|flat_set|stable_vector|chunked_managed_vector|utils::small_vector)$/;
const MAPS =
  /^(?:std::(?:pmr::)?|boost::container::|boost::|absl::|folly::)?(?:map|multimap|unordered_map|unordered_multimap|flat_hash_map|node_hash_map|btree_map|F14FastMap|F14ValueMap|F14NodeMap|F14VectorMap|flat_map)$/;
const STRINGS =
  /^(?:std::(?:__cxx11::|pmr::)?|seastar::|folly::|boost::)?(?:string|wstring|u16string|u32string|u8string|basic_string|sstring|basic_sstring|fbstring|basic_fbstring)$/;

/** No pointer to it and no array of it. */
function isPlain(type: Type): boolean {
  return type.pointers === 0 && type.extents.length === 0;
}

/** Whether it is a standard-style sequence or set, whose elements are its first template argument. */
export function isSequence(type: Type): boolean {
  return isPlain(type) && SEQUENCES.test(type.name);
}

/** Whether it is a standard-style map. */
export function isMap(type: Type): boolean {
  return isPlain(type) && MAPS.test(type.name);
}

/** Whether it is an owning string. */
export function isString(type: Type): boolean {
  return isPlain(type) && STRINGS.test(type.name);
}

const VIEWS =
  /^(?:(?:std::(?:pmr::)?|fmt::|absl::|seastar::|boost::)?(?:basic_|u\d+|w|s)?string_view|(?:std::|gsl::|absl::)?[Ss]pan|(?:std::)?initializer_list|(?:folly::)?(?:StringPiece|ByteRange|MutableByteRange)|folly::Range|(?:rocksdb::|leveldb::)?Slice)$/;

/** Whether it is a view: it looks at what another object owns. */
export function isView(type: Type | undefined): boolean {
  return type !== undefined && type.pointers === 0 && VIEWS.test(type.name);
}

/** Two iterators; the elements are known where these are pointers. */
const RANGES = /^(?:boost::iterator_range|folly::Range|std::ranges::subrange|Range|iterator_range)$/;

/** The type of a container's elements: `value_type`; undefined where the type is no container known here. */
export function elementType(type: Type): Type | undefined {
  if (type.pointers > 0) return undefined;
  if (type.extents.length > 0) return pointee(type);
  if (isSequence(type)) return type.args[0];
  if (RANGES.test(type.name)) return type.args[0] ? pointee(type.args[0]) : undefined;
  if (isMap(type)) {
    const [key, value] = type.args;
    if (!key || !value) return undefined;
    return {
      name: 'std::pair',
      args: [{ ...key, isConst: true }, value],
      isConst: false,
      isVolatile: false,
      pointers: 0,
      reference: '',
      extents: [],
    };
  }
  return isString(type) ? (type.args[0] ?? parseType('char')) : undefined;
}

/** The type in the way C++ writes it; `…` for a name that is not known. */
export function printType(type: Type): string {
  const args = type.args.length > 0 ? `<${type.args.map(printType).join(', ')}>` : '';
  const stars = '*'.repeat(type.pointers);
  return `${type.isConst ? 'const ' : ''}${type.name || '…'}${args}${stars}${type.reference}${type.extents.map((extent) => `[${extent}]`).join('')}`;
}

/** Whether two types are written the same, const and reference aside. */
export function isSameType(a: Type, b: Type): boolean {
  const bare = (type: Type) => printType({ ...type, isConst: false, isVolatile: false, reference: '' }).replace(/\bstd::/g, '');
  return bare(a) === bare(b);
}
