import { declarationsIn, withoutTemplateArguments } from '../syntax/declarations.ts';
import { isLayoutDeliberate, sizeOf } from '../syntax/layout.ts';
import type { Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import { findClass, resolveAlias, type Sight, unqualified } from '../syntax/sight.ts';
import { elementType, type Type } from '../syntax/types.ts';
import type { Rule } from './rule.ts';

/** Bytes of a cache line on x86-64 and most AArch64 processors. */
const LINE = 64;

/** Locks that are split up to keep threads apart, and meet again on a cache line. */
export const adjacentLocks: Rule = {
  id: 'adjacent-locks',
  item: 'false-sharing',
  title: 'Split locks side by side in memory',
  guide: 'Common Performance Pitfalls § 3',
  severity: 'note',
  why: 'Locks are split so that threads do not meet, but neighbours share a cache line: taking one takes the line away from the holder of the next, 40 to 100 ns each time.',
  instead: 'Put each into a `struct alignas(64)` with the data it guards.',
  bad: `#include <mutex>
#include <vector>
class driver {
  std::vector<std::mutex> queue_locks;
};`,
  good: `#include <mutex>
#include <vector>
class driver {
  struct alignas(64) queue { std::mutex lock; };
  std::vector<queue> queues;
};`,

  kinds: ['field_declaration'],
  check(field, { sight }) {
    const owner = field.parent?.parent;
    const [member] = declarationsIn(field, field, 'member');
    if (!owner || !member || member.isStatic) return undefined;
    const type = resolveAlias(member.type, sight);
    const element = elementType(type);
    if (element && isLock(element, sight)) {
      const size = sizeOf(element, sight) ?? 0;
      if (isAligned(element, sight) || isLayoutDeliberate(owner) || size >= LINE) return 'clear';
      return { at: field, message: `${quote(member.name)} holds its locks of type ${quote(element)} side by side.` };
    }
    if (!isLock(type, sight) || !SPLIT.test(nameOf(owner)) || !isHeldInArray(owner)) return undefined;
    if (isLayoutDeliberate(owner)) return 'clear';
    const head = owner.child('name') ?? owner;
    return {
      at: head,
      message: `${quote(nameOf(owner))} has a lock of its own, ${quote(member.name)}, but shares cache lines with its neighbours in the array.`,
      because: [field],
    };
  },
};

/** Names of the parts that data is split into so that threads do not meet. */
const SPLIT = /(?:^|[_a-z])(?:[Ss]hard|[Ss]tripe|[Ss]egment|[Pp]artition)$/;
const LOCK = /(?:^|::|_)mutex(?:_t)?$|(?:^|::|_)(?:spin|rw)_?lock(?:_t)?$|(?:Mutex|SpinLock|RWLock)$/;

function isLock(type: Type, sight: Sight): boolean {
  const { name, pointers, reference } = resolveAlias(type, sight);
  return pointers === 0 && reference === '' && LOCK.test(name);
}

/** A lock class in sight that fills its line. */
function isAligned(type: Type, sight: Sight): boolean {
  const found = findClass(type.name, sight);
  return found !== undefined && isLayoutDeliberate(found.node);
}

function nameOf(owner: Node): string {
  return unqualified(withoutTemplateArguments(owner.child('name')?.text ?? ''));
}

/** Whether the file has an array of the class: `new T[n]`, `T* parts`, `std::vector<T>`, `T parts[n]`. */
function isHeldInArray(owner: Node): boolean {
  const name = nameOf(owner);
  return new RegExp(
    `\\bnew\\s+(?:\\w+::)*${name}\\s*\\[|<\\s*(?:\\w+::)*${name}(?:\\s*\\[\\s*\\])?\\s*[,>]|\\b${name}\\s*\\*\\s*\\w+s_?\\s*[;={]|\\b${name}\\s+\\w+\\s*\\[`,
  ).test(owner.tree.normalised.code);
}
