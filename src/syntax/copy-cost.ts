import { parameterTypes } from './argument-use.ts';
import { calleeName } from './calls.ts';
import type { Class } from './file-index.ts';
import { sizeOf, sizeOfPrimitive } from './layout.ts';
import { ancestor, descendants, type Node } from './node.ts';
import { findClass, findFunctions, isEnum, resolveAlias, type Sight, unqualified } from './sight.ts';
import { withoutParameters } from './templates.ts';
import { isMap, isSequence, isString, isView, printType, type Type } from './types.ts';

/**
 * What a copy of a value costs. `cheap`: a few words. `counted`: an atomic count up and, later, down. `large`: many bytes. `costly`: an
 * allocation or more. `unknown`: what decides is not in sight, or the type cannot be copied.
 */
export type CopyCost = 'cheap' | 'counted' | 'large' | 'costly' | 'unknown';

const DEPTH = 4;
/** Handles whose copy is a few words. */
const HANDLES =
  /^(?:(?:std::)?reference_wrapper|(?:std::)?chrono::.*|std::error_code|std::thread::id|std::nullptr_t|std::byte|std::monostate)$/;
const COSTLY =
  /^(?:std::(?:function|any|regex|basic_regex|smatch|cmatch|match_results|(?:basic_)?(?:o|i)?stringstream|valarray|filesystem::path|deque|locale)|boost::(?:any|function|regex|smatch|filesystem::path)|folly::dynamic)$/;
/** Owners of one count that all copies share, kept by atomic operations. */
const COUNTED = /^(?:std::(?:shared_ptr|weak_ptr|exception_ptr|shared_future)|boost::shared_ptr)$/;
const WRAPPERS =
  /^(?:std::(?:pair|tuple|optional|variant|expected)|boost::(?:optional|variant)|absl::(?:optional|variant|StatusOr)|folly::(?:Optional|Expected))$/;
/** From this size on a copy of plain bytes is worth a word: one cache line. */
const MANY_BYTES = 64;

/** Written types are parsed once, so that most come back as the same object. */
const costsByType = new WeakMap<Sight, WeakMap<Type, CopyCost>>();
const costsBySight = new WeakMap<Sight, Map<string, CopyCost>>();

/** Cost of copying a value of this type; references and pointers copy in a word. */
export function copyCost(type: Type, sight: Sight): CopyCost {
  const same = costsByType.get(sight) ?? new WeakMap<Type, CopyCost>();
  costsByType.set(sight, same);
  const cost = same.get(type) ?? costByText(type, sight);
  same.set(type, cost);
  return cost;
}

function costByText(type: Type, sight: Sight): CopyCost {
  const known = costsBySight.get(sight) ?? new Map<string, CopyCost>();
  costsBySight.set(sight, known);
  const key = printType(type);
  const cost = known.get(key) ?? costOf(type, sight, 0);
  known.set(key, cost);
  return cost;
}

function costOf(type: Type, sight: Sight, depth: number): CopyCost {
  const resolved = resolveAlias({ ...type, reference: '' }, sight);
  const { name, args } = resolved;
  if (resolved.extents.length > 0 || name === '') return 'unknown';
  if (resolved.pointers > 0) return 'cheap';
  if (isMoveOnly(resolved, sight, depth)) return 'unknown';
  if (isView(resolved) || HANDLES.test(name) || sizeOfPrimitive(name) !== undefined || isEnum(name, sight)) return 'cheap';
  if (/^(?:std::)?(?:array|bitset)$/.test(name)) {
    const size = name.endsWith('bitset') ? Number(args[0]?.name) / 8 : sizeOf(resolved, sight);
    const element = args[0] && name.endsWith('array') ? costOf(args[0], sight, depth + 1) : 'cheap';
    return element === 'cheap' || element === 'large' ? costOfBytes(size, MANY_BYTES) : element;
  }
  if (isString(resolved) || isSequence(resolved) || isMap(resolved) || COSTLY.test(name)) return 'costly';
  if (COUNTED.test(name)) return 'counted';
  if (WRAPPERS.test(name)) return highest(args.map((arg) => costOf(arg, sight, depth + 1)));
  const found = depth < DEPTH ? findClass(name, sight) : undefined;
  if (!found) return 'unknown';
  const bases = found.bases.map((base) => costOf({ ...resolved, name: base, args: [] }, sight, depth + 1));
  const members = [...found.members.values()]
    .filter((member) => !member.isStatic && member.type.reference === '')
    .map((member) => costOf(withoutParameters({ ...member.type, extents: [] }, member.node), sight, depth + 1));
  const cost = highest([...bases, ...members]);
  if (cost !== 'costly' && copiesDeeply(found, sight)) return 'costly';
  return cost === 'cheap' ? costOfBytes(sizeOf(resolved, sight) ?? 0, 4 * MANY_BYTES) : cost;
}

function costOfBytes(size: number | undefined, many: number): CopyCost {
  return size === undefined || Number.isNaN(size) ? 'unknown' : size >= many ? 'large' : 'cheap';
}

/** One costly part makes the whole costly whatever the others are; else one unknown part makes it unknown. */
function highest(costs: readonly CopyCost[]): CopyCost {
  return (['costly', 'unknown', 'large', 'counted'] as const).find((cost) => costs.includes(cost)) ?? 'cheap';
}

/** Library types that cannot be copied: what holds one cannot be, either. */
const MOVE_ONLY =
  /^(?:(?:std::|seastar::|folly::|boost::)?(?:unique_ptr|foreign_ptr|promise|unique_lock|lock_guard|thread|jthread|(?:recursive_|shared_|timed_)?mutex|condition_variable|atomic|atomic_\w+|temporary_buffer|noncopyable_function|move_only_function|Function|SemiFuture|packaged_task)|(?:std::|seastar::)?future|absl::AnyInvocable)$/;

/** Whether values of the type cannot be copied, as far as is in sight. */
export function isMoveOnly(type: Type, sight: Sight, depth = 0): boolean {
  const resolved = resolveAlias(type, sight);
  if (resolved.pointers > 0 || resolved.reference !== '' || depth > DEPTH) return false;
  if (MOVE_ONLY.test(resolved.name)) return true;
  if (/function$/i.test(resolved.name)) return false; // its arguments are those of a call
  if (resolved.args.length > 0) return resolved.args.some((arg) => isMoveOnly(arg, sight, depth + 1));
  const found = findClass(resolved.name, sight);
  return found !== undefined && !isCopyable(found, sight, depth + 1);
}

function isCopyable(found: Class, sight: Sight, depth: number): boolean {
  const { name, members, bases, node } = found;
  if (bases.some((base) => /non_?copyable/i.test(base))) return false;
  const own = (node.child('body')?.children ?? []).filter((child) => child.child('declarator')?.child('declarator')?.text === name);
  const copying = own.find((each) => takesOwn(each, name, '&'));
  if (copying) return copying.childOf('delete_method_clause') === undefined;
  // A class with a move constructor of its own has no copy constructor unless it says so.
  if (own.some((each) => takesOwn(each, name, '&&'))) return false;
  return ![...members.values()].some((member) => !member.isStatic && isMoveOnly(withoutParameters(member.type, member.node), sight, depth));
}

/** Whether the constructor takes one object of its class, by this kind of reference. */
function takesOwn(fn: Node, name: string, reference: '&' | '&&'): boolean {
  const [type, ...others] = parameterTypes(fn);
  return (
    type !== undefined && others.length === 0 && unqualified(type.name) === name && type.reference === reference && type.pointers === 0
  );
}

const ASKS_FIRST = ['conditional_expression', 'if_statement'];
const MAKES_ITS_OWN = /alloc|append|insert|push_back|emplace|clone|copy|assign|reserve|resize|strn?dup|write/i;

/**
 * Whether the class has a copy constructor in sight that allocates or goes through elements, whatever it copies: one that asks first
 * (`s.state ? clone(s.state) : nullptr`) is for objects that have nothing to copy most of the time.
 */
function copiesDeeply({ name }: Class, sight: Sight): boolean {
  const copying = findFunctions(name, sight, name).filter(({ node, body }) => body && takesOwn(node, name, '&'));
  return copying.some(({ node }) =>
    descendants(node, 'new_expression', 'for_statement', 'for_range_loop', 'while_statement', 'call_expression').some(
      (each) => (each.kind !== 'call_expression' || MAKES_ITS_OWN.test(calleeName(each))) && !ancestor(each, ...ASKS_FIRST),
    ),
  );
}
