import { allocationAt } from '../syntax/allocations.ts';
import { canStandBefore, isMadeAlone } from '../syntax/before-lock.ts';
import { startsOrEnds } from '../syntax/blocked-lock.ts';
import { enclosingFunction, functionName } from '../syntax/declarations.ts';
import { lockName } from '../syntax/lock-sites.ts';
import { sleepingLocksAt } from '../syntax/locks.ts';
import type { Node } from '../syntax/node.ts';
import { type Sight, unqualified } from '../syntax/sight.ts';
import { isMap, isSequence, isString, parseType, type Type } from '../syntax/types.ts';
import type { Rule } from './rule.ts';

export const allocationUnderLock: Rule = {
  id: 'allocation-under-lock',
  item: 'allocations',
  title: 'Allocation under a lock that it does not need',
  guide: 'Common Performance Pitfalls § 1',
  severity: 'warning',
  why: 'An allocation takes 20 to 100 ns, and 1 µs to milliseconds where it goes to the pages or reclaims memory; all who want the lock wait for it.',
  instead: 'Allocate before the lock is taken, and only link it in under the lock.',
  bad: `#include <mutex>
struct node { node* next; int value; };
struct list {
  std::mutex mtx;
  node* head;
  void add(int value) {
    std::lock_guard<std::mutex> guard(mtx);
    auto added = new node{nullptr, value};
    added->next = head;
    head = added;
  }
};`,
  good: `#include <mutex>
struct node { node* next; int value; };
struct list {
  std::mutex mtx;
  node* head;
  void add(int value) {
    auto added = new node{nullptr, value};
    std::lock_guard<std::mutex> guard(mtx);
    added->next = head;
    head = added;
  }
};`,
  kinds: ['call_expression', 'new_expression', 'declaration'],
  check(node, { sight }) {
    const region = sleepingLocksAt(node, sight).at(-1);
    if (!region) return undefined;
    const allocated = whatAllocates(node, sight);
    if (!allocated) return undefined;
    if (region.isCallers || isEmptyContainer(allocated.made, node)) return 'clear'; // the caller's to change; filled under the lock anyway
    if (!canStandBefore(region, node, sight) || startsOrEnds(unqualified(functionName(enclosingFunction(node) ?? node)))) return 'clear';
    const isAlone = allocated.made ? isMadeAlone(allocated.made, sight) : true;
    if (!isAlone) return isAlone === false ? 'clear' : 'undecided';
    return {
      at: node,
      message: `${allocated.name} allocates while \`${lockName(region)}\` is held, and needs nothing that it guards.`,
      because: [region.site],
      ...(allocated.isMany ? {} : { severity: 'note' }),
    };
  },
};

interface Allocated {
  readonly name: string;
  /** A buffer or a container rather than one object. */
  readonly isMany: boolean;
  /** Type of the object whose constructor runs, where one does. */
  readonly made?: Type;
}

/** `new std::vector<T>`: what counts is what is put into it. */
function isEmptyContainer(made: Type | undefined, node: Node): boolean {
  const isContainer = made !== undefined && (isSequence(made) || isMap(made) || isString(made));
  return isContainer && (node.child('arguments')?.namedChildren.length ?? 0) === 0;
}

function whatAllocates(node: Node, sight: Sight): Allocated | undefined {
  if (node.kind !== 'declaration') {
    const allocation = allocationAt(node, sight);
    if (!allocation) return undefined;
    const made = node.kind === 'new_expression' ? node.child('type')?.text : /<(.+)>/s.exec(node.child('function')?.text ?? '')?.[1];
    return {
      name: `\`${allocation.name}\``,
      isMany: /^(?:delete\[\]|free|other)$/.test(allocation.releasedBy),
      ...(made !== undefined && { made: parseType(made) }),
    };
  }
  const init = node.child('declarator');
  const value = init?.child('value');
  const type = parseType(node.child('type')?.text ?? '');
  if (init?.kind !== 'init_declarator' || init.child('declarator')?.kind !== 'identifier' || !value) return undefined;
  if (!isSequence(type) && !isString(type)) return undefined;
  const isFilled =
    value.kind === 'argument_list' ? value.namedChildren.length > 0 : /^(?:binary_expression|call_expression)$/.test(value.kind);
  return isFilled && !/\bmove\b/.test(value.text) ? { name: `\`${init.child('declarator')?.text}\``, isMany: true } : undefined;
}
