import { type AtomicOperation, atomicCall, type Order, type WrittenOrder } from '../syntax/atomics.ts';
import { calleeText } from '../syntax/calls.ts';
import type { Hit, Rule } from './rule.ts';

/** An order that the operation cannot have, or a compare-exchange whose failure asks for more than its success. */
export const invalidMemoryOrder: Rule = {
  id: 'invalid-memory-order',
  item: 'lock-free',
  title: 'Memory order that the operation cannot have',
  guide: 'CPU and Scheduling: Lock-Free Programming',
  severity: 'error',
  why: 'The behaviour is undefined; GCC falls back to seq_cst, which makes a store an `xchg` of about 20 cycles instead of a `mov`, and the order that was meant is not there.',
  instead: 'A store releases, a load acquires, and a compare-exchange that fails is only a load: relaxed, acquire or seq_cst.',
  bad: `#include <atomic>
std::atomic<int> ready;
void publish() { ready.store(1, std::memory_order_acquire); }`,
  good: `#include <atomic>
std::atomic<int> ready;
void publish() { ready.store(1, std::memory_order_release); }`,
  everywhere: true,

  kinds: ['call_expression'],
  check(call) {
    const operation = atomicCall(call);
    if (!operation || operation.orders.length === 0) return undefined;
    return wrongOrder(operation) ?? 'clear';
  },
};

function wrongOrder({ kind, orders, node }: AtomicOperation): Hit | undefined {
  const [first, failure] = orders;
  const name = calleeText(node);
  if (kind === 'store' && first && /^(?:consume|acquire|acq_rel)$/.test(first.order))
    return {
      at: first.node,
      message: `\`${name}\` is given the order ${first.order}, but a store cannot acquire.`,
      fix: [orderEdit(first, 'release')],
    };
  if (kind === 'load' && first && /^(?:release|acq_rel)$/.test(first.order))
    return {
      at: first.node,
      message: `\`${name}\` is given the order ${first.order}, but a load cannot release.`,
      fix: [orderEdit(first, 'acquire')],
    };
  if (kind !== 'compare-exchange' || !first || !failure) return undefined;
  if (/^(?:release|acq_rel)$/.test(failure.order)) {
    const mended = failure.order === 'release' ? 'relaxed' : 'acquire';
    return {
      at: failure.node,
      message: `\`${name}\` fails with the order ${failure.order}, but a failed compare-exchange stores nothing and cannot release.`,
      fix: [orderEdit(failure, mended)],
    };
  }
  if (STRENGTH[failure.order] <= STRENGTH[first.order]) return undefined;
  return {
    at: failure.node,
    severity: 'warning',
    message: `\`${name}\` fails with ${failure.order} but succeeds with only ${first.order}.`,
    why: 'Undefined before C++17 (P0418R2 allows it): a failed exchange then pays for an order that a successful one goes without, so one of the two is wrong.',
    instead: 'Give success at least the order of failure, or failure no more than success needs.',
  };
}

/** Release and acquire order different things; neither is above the other. */
const STRENGTH: Readonly<Record<Order, number>> = { relaxed: 0, consume: 1, acquire: 2, release: 2, acq_rel: 3, seq_cst: 4 };

function orderEdit({ node, order }: WrittenOrder, mended: Order) {
  const isBuiltin = node.text.startsWith('__');
  return { start: node.end - order.length, end: node.end, text: isBuiltin ? mended.toUpperCase() : mended };
}
