import { sizeOf, sizeOfPrimitive } from './layout.ts';
import { findClass, isEnum, resolveAlias, type Sight } from './sight.ts';
import { isMap, isSequence, isString, printType, type Type } from './types.ts';

/** What a copy of a value costs: nothing worth a word, an allocation or many bytes, or not known. */
export type CopyCost = 'cheap' | 'costly' | 'unknown';

const DEPTH = 4;
/** Views and handles whose copy is a few words. */
const VIEWS =
  /^(?:std::(?:pmr::)?(?:basic_)?(?:u\d+|w)?string_view|std::span|std::initializer_list|absl::string_view|absl::Span|folly::StringPiece|folly::Range|rocksdb::Slice|Slice|fmt::string_view|std::reference_wrapper|std::chrono::.*|std::error_code|std::thread::id|std::nullptr_t|std::byte)$/;
const COSTLY =
  /^(?:std::(?:function|any|regex|smatch|(?:basic_)?(?:o|i)?stringstream|stringbuf|valarray|bitset|move_only_function|filesystem::path|exception_ptr)|boost::(?:any|function)|folly::(?:Function|IOBuf|dynamic)|seastar::(?:noncopyable_function|temporary_buffer))$/;
const WRAPPERS = /^(?:std::(?:pair|tuple|optional|variant|expected)|boost::(?:optional|variant)|absl::StatusOr|folly::Optional)$/;
/** From this size on a copy of plain bytes is worth a word: one cache line. */
const MANY_BYTES = 64;

/** Cost of copying a value of this type; references and pointers copy in a word. */
export function copyCost(type: Type, sight: Sight, depth = 0): CopyCost {
  const resolved = resolveAlias({ ...type, reference: '' }, sight);
  if (resolved.extents.length > 0) return 'unknown';
  if (resolved.pointers > 0) return 'cheap';
  const { name } = resolved;
  if (VIEWS.test(name) || isEnum(name, sight)) return 'cheap';
  if (sizeOfPrimitive(name) !== undefined) return 'cheap';
  if (/^(?:std::)?array$/.test(name)) {
    const size = sizeOf(resolved, sight);
    const element = resolved.args[0] ? copyCost(resolved.args[0], sight, depth + 1) : 'unknown';
    return element === 'costly' ? 'costly' : size === undefined ? 'unknown' : size >= MANY_BYTES ? 'costly' : 'cheap';
  }
  if (/^(?:std::)?(?:span|initializer_list)$/.test(name)) return 'cheap';
  if (isString(resolved) || isSequence(resolved) || isMap(resolved) || COSTLY.test(name)) return 'costly';
  if (WRAPPERS.test(name)) {
    const costs = resolved.args.map((arg) => copyCost(arg, sight, depth + 1));
    return costs.includes('costly') ? 'costly' : costs.includes('unknown') ? 'unknown' : 'cheap';
  }
  if (depth >= DEPTH) return 'unknown';
  const found = findClass(name, sight);
  if (!found || found.isTemplate) return 'unknown';
  // A class with its own copy constructor may share its state; only plain aggregates of costly members are known to copy them.
  if (/(?:^|[^~\w])(?:const\s+)?(\w+)\s*\(\s*(?:const\s+)?\1\s*&\s*\w*\s*\)\s*(?!=\s*default)/.test(found.node.text)) return 'unknown';
  let isUnknown = found.bases.length > 0;
  for (const base of found.bases) {
    const inherited = copyCost({ ...resolved, name: base, args: [] }, sight, depth + 1);
    if (inherited === 'costly') return 'costly';
  }
  for (const member of found.members.values()) {
    if (member.isStatic || member.type.reference !== '') continue;
    const cost = copyCost(member.type.extents.length > 0 ? { ...member.type, extents: [] } : member.type, sight, depth + 1);
    if (cost === 'costly') return 'costly';
    if (cost === 'unknown') isUnknown = true;
  }
  if (isUnknown) return 'unknown';
  const size = sizeOf(resolved, sight);
  return size !== undefined && size >= 4 * MANY_BYTES ? 'costly' : 'cheap';
}

/** Whether two types are written the same, const and reference aside. */
export function isSameType(a: Type, b: Type): boolean {
  const bare = (type: Type) => printType({ ...type, isConst: false, isVolatile: false, reference: '' }).replace(/\bstd::/g, '');
  return bare(a) === bare(b);
}
