import { isAtomicType, lastName } from '../syntax/atomic-types.ts';
import { operationsOn } from '../syntax/atomic-uses.ts';
import { type AtomicOperation, atomicOperation } from '../syntax/atomics.ts';
import { countsUp } from '../syntax/counting.ts';
import { isForeignLayout, isLayoutDeliberate, sizeOf } from '../syntax/layout.ts';
import { enclosingLoops, identifiersIn, isAssigned } from '../syntax/loops.ts';
import { ancestor, type Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import { threadIdentity } from '../syntax/thread-identity.ts';
import { declaredType, findDeclaration } from '../syntax/type-of.ts';
import { elementType } from '../syntax/types.ts';
import type { Rule } from './rule.ts';

/** Bytes of a cache line on x86-64 and most AArch64 processors. */
const LINE = 64;

/** An array of atomic counters that all threads count in, several to a cache line. */
export const packedCounters: Rule = {
  id: 'packed-counters',
  item: 'false-sharing',
  title: 'Shared counters packed into one array',
  guide: 'Common Performance Pitfalls § 3',
  severity: 'note',
  why: 'Threads that count different things take the line from each other all the same: 40 to 100 ns for a count instead of about 5 ns.',
  instead: 'Keep the array once for each processor and add up when it is read, or give each counter its line: `struct alignas(64)`.',
  bad: `#include <atomic>
class statistics {
  std::atomic<long> _counts[16];
 public:
  void record(unsigned event, long n) { _counts[event].fetch_add(n, std::memory_order_relaxed); }
};`,
  good: `#include <atomic>
class statistics {
  struct alignas(64) counter { std::atomic<long> n; };
  counter _counts[16];
 public:
  void record(unsigned event, long n) { _counts[event].n.fetch_add(n, std::memory_order_relaxed); }
};`,

  kinds: ['subscript_expression'],
  check(element, { tree, sight }) {
    const operation = operationOn(element);
    const array = element.child('argument');
    const index = element.child('indices')?.namedChildren[0];
    if (!operation || !countsUp(operation) || array?.kind !== 'identifier' || !index || !atomicOperation(operation.node, sight))
      return undefined;
    const declaration = findDeclaration(array.text, array, sight);
    const type = declaration && declaredType(declaration, sight);
    const counter = type && elementType(type);
    if (!declaration || !counter || !/^(?:member|global)$/.test(declaration.kind) || !isAtomicType(counter, sight)) return undefined;
    if (isSteppedThrough(index) || threadIdentity(index, sight) || firstCount(array.text, element) !== element) return 'clear';
    const owner = ancestor(declaration.node, 'class_specifier', 'struct_specifier');
    if (owner && (isLayoutDeliberate(owner) || isForeignLayout(owner.child('name')?.text ?? '', owner))) return 'clear';
    const size = sizeOf(counter, sight);
    if (size === undefined) return 'undecided';
    const at = declaration.node.tree === tree ? declaration.statement : element;
    return {
      at,
      message: `${quote(array)} packs ${Math.floor(LINE / size)} counters into a cache line, and line ${element.line} counts in whichever is asked for.`,
      because: [element],
    };
  },
};

/** The operation whose object the element is. */
function operationOn(element: Node): AtomicOperation | undefined {
  const up = element.parent;
  const node = up?.kind === 'field_expression' && up.field === 'function' ? up.parent : up;
  const name = node?.kind === 'call_expression' ? (up?.child('field')?.text ?? '') : (node?.child('operator')?.text ?? '');
  return node && element.field !== 'right' ? { kind: 'update', name, object: element, orders: [], node } : undefined;
}

/** A literal, or the variable of a loop over the array: then one thread goes through all of them. */
function isSteppedThrough(index: Node): boolean {
  const names = identifiersIn(index);
  return names.length === 0 || enclosingLoops(index).some((loop) => names.some((name) => isAssigned(name, loop)));
}

/** The first place in the file that counts in an element of the array: the others need no second finding. */
function firstCount(array: string, element: Node): Node | undefined {
  return operationsOn(array, element.tree).find(
    (each) => countsUp(each) && each.object.kind === 'subscript_expression' && lastName(each.object) === array,
  )?.object;
}
