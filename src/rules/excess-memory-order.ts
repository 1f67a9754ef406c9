import { type AtomicOperation, atomicOperation, isOrderExplained, isResultUnused, type Order } from '../syntax/atomics.ts';
import { classNameOf, enclosingBody, enclosingFunction, findLocal, functionName } from '../syntax/declarations.ts';
import { type Node, walk } from '../syntax/node.ts';
import { withOrder } from '../syntax/order-edits.ts';
import { quote } from '../syntax/quote.ts';
import { findFunctions, type Sight, unqualified } from '../syntax/sight.ts';
import type { Rule } from './rule.ts';

/** A memory order that its place cannot use: nothing is ordered by the part of it that costs. */
export const excessMemoryOrder: Rule = {
  id: 'excess-memory-order',
  item: 'lock-free',
  title: 'Memory order stronger than its place can use',
  guide: 'CPU and Scheduling: Lock-Free Programming',
  severity: 'note',
  why: 'A sequentially consistent store is an `xchg` of about 20 cycles on x86 instead of a `mov`; on AArch64 each needless half of an order keeps other accesses from overlapping.',
  instead: 'Write the order that is needed: acquire to take a lock, release to leave it, relaxed for what nobody else sees yet.',
  bad: `#include <atomic>
class spinlock {
  std::atomic<bool> _busy{false};
 public:
  bool try_lock() { return !_busy.exchange(true, std::memory_order_acquire); }
  void lock() { while (!try_lock()) __builtin_ia32_pause(); }
  void unlock() { _busy.store(false); }
};`,
  good: `#include <atomic>
class spinlock {
  std::atomic<bool> _busy{false};
 public:
  bool try_lock() { return !_busy.exchange(true, std::memory_order_acquire); }
  void lock() { while (!try_lock()) __builtin_ia32_pause(); }
  void unlock() { _busy.store(false, std::memory_order_release); }
};`,

  kinds: ['call_expression', 'assignment_expression', 'update_expression'],
  check(node, { sight }) {
    const operation = atomicOperation(node, sight);
    if (!operation || operation.kind === 'load') return undefined;
    const order = operation.orders[0]?.order ?? 'seq_cst';
    if (order !== 'seq_cst' && order !== 'acq_rel') return 'clear';
    const need = needOf(operation, sight);
    if (!need || isOrderExplained(node)) return 'clear';
    const fix = withOrder(operation, need.order);
    return {
      at: node,
      message: `${quote(operation.object)} is changed in ${order === 'seq_cst' ? 'sequentially consistent' : 'acquire-release'} order; ${need.reason}.`,
      ...(fix && { fix }),
    };
  },
};

interface Need {
  readonly order: Order;
  readonly reason: string;
}

function needOf(operation: AtomicOperation, sight: Sight): Need | undefined {
  if (isOfLocalObject(operation))
    return { order: 'relaxed', reason: 'the object is a local that no other thread has, so relaxed is enough' };
  const role = lockRole(operation.node, sight);
  if (role === 'lock' && isFirstAttempt(operation, sight)) return { order: 'acquire', reason: 'to take a lock needs acquire only' };
  if (role === 'unlock' && isOnlyChange(operation, sight)) return { order: 'release', reason: 'to leave a lock needs release only' };
  return undefined;
}

/** `result._mask = …` on a local value whose address nobody has been given. */
function isOfLocalObject({ kind, object }: AtomicOperation): boolean {
  const base = object.kind === 'field_expression' ? object.child('argument') : undefined;
  if (kind !== 'store' || base?.kind !== 'identifier' || object.children.some((child) => child.kind === '->')) return false;
  const local = findLocal(base.text, base);
  if (local?.kind !== 'local' || local.isStatic || local.type.reference !== '' || local.type.pointers > 0) return false;
  let isShared = false;
  walk(local.scope, (node) => {
    if (isShared || node.start > object.start || node.kind !== 'identifier' || node.text !== local.name) return;
    const up = node.parent;
    isShared =
      (up?.kind === 'pointer_expression' && up.child('operator')?.kind === '&') ||
      up?.kind === 'argument_list' ||
      /^lambda_/.test(up?.kind ?? '') ||
      node.field === 'value';
  });
  const lambda = enclosingBody(object);
  return !isShared && lambda === enclosingBody(local.node);
}

/** What the function is to a lock: the member functions that the standard names for it (Lockable, SharedLockable). */
function lockRole(node: Node, sight: Sight): 'lock' | 'unlock' | undefined {
  const fn = enclosingFunction(node);
  const owner = fn && classNameOf(fn);
  if (!fn || owner === undefined || enclosingBody(node) !== fn) return undefined;
  const role = /^(?:try_)?(lock)(?:_shared)?$|^(unlock)(?:_shared)?$/.exec(unqualified(functionName(fn)));
  const isLock = ['lock', 'unlock'].every((name) => findFunctions(name, sight, owner).length > 0);
  return role && isLock ? (role[1] ? 'lock' : 'unlock') : undefined;
}

/** The first operation on an atomic in the function, by whose outcome it decides. */
function isFirstAttempt(operation: AtomicOperation, sight: Sight): boolean {
  if (operation.kind === 'store' || isResultUnused(operation)) return false;
  const [first] = changesIn(operation.node, sight);
  return first?.node === operation.node;
}

/** The only change of an atomic in the function, whose outcome nothing looks at: whoever waits is not looked for. */
function isOnlyChange(operation: AtomicOperation, sight: Sight): boolean {
  return isResultUnused(operation) && changesIn(operation.node, sight).length === 1;
}

function changesIn(node: Node, sight: Sight): AtomicOperation[] {
  const fn = enclosingFunction(node);
  const changes: AtomicOperation[] = [];
  if (fn)
    walk(fn, (each) => {
      const operation = atomicOperation(each, sight);
      if (operation && operation.kind !== 'load') changes.push(operation);
    });
  return changes;
}
