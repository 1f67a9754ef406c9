import { lastName } from '../syntax/atomic-types.ts';
import { type AtomicOperation, atomicOperation, isResultUnused } from '../syntax/atomics.ts';
import { calleeName, calleeText } from '../syntax/calls.ts';
import { countsUp, isUsedToDecide } from '../syntax/counting.ts';
import { enclosingBody, enclosingFunction, functionName } from '../syntax/declarations.ts';
import { enclosingLoops } from '../syntax/loops.ts';
import { wordsOf } from '../syntax/names.ts';
import { descendants, type Node, walk } from '../syntax/node.ts';
import { withOrder } from '../syntax/order-edits.ts';
import { quote } from '../syntax/quote.ts';
import { type Sight, unqualified } from '../syntax/sight.ts';
import { typeOf } from '../syntax/type-of.ts';
import type { Rule } from './rule.ts';

/** A statistics counter that is counted up with full ordering. */
export const seqCstCounter: Rule = {
  id: 'seq-cst-counter',
  item: 'lock-free',
  title: 'Statistics counter with sequentially consistent order',
  guide: 'CPU and Scheduling: Lock-Free Programming',
  severity: 'note',
  why: 'Nothing is published through a statistic, yet each count orders all memory accesses around it: 5 to 20 ns more on AArch64; x86 locks the line either way, and only the compiler is held back.',
  instead: 'Count with `fetch_add(n, std::memory_order_relaxed)`.',
  bad: `#include <atomic>
std::atomic<long> packets_received;
void receive() { packets_received++; }`,
  good: `#include <atomic>
std::atomic<long> packets_received;
void receive() { packets_received.fetch_add(1, std::memory_order_relaxed); }`,

  kinds: ['call_expression', 'update_expression', 'assignment_expression'],
  check(node, { tree, sight }) {
    const operation = atomicOperation(node, sight);
    if (!operation || !countsUp(operation) || !isStatistic(operation.object)) return undefined;
    const name = lastName(operation.object);
    if (name === undefined || !isOrdered(operation) || !isResultUnused(operation)) return 'clear';
    const type = typeOf(operation.object, sight);
    if (!type) return 'undecided';
    if (
      /relaxed/i.test(type.name) ||
      !isFelt(node) ||
      ordersSomethingElse(operation, sight) ||
      isUsedToDecide(operation.object, name, tree.root)
    )
      return 'clear';
    const fix = withOrder(operation, 'relaxed');
    return {
      at: node,
      message: `${quote(operation.object)} is a statistic, counted with \`${operation.name}\` in sequentially consistent order.`,
      ...(fix && { fix }),
    };
  },
};

/** Words for what is only counted. */
const COUNTED =
  /^(?:stats?|statistics?|counts?|counters?|cnt|metrics?|hits?|miss(?:es)?|totals?|bytes|packets|requests|errors|drops|dropped|calls|ticks?|tickers?|num|nr|n|ops|operations|events|messages|frames|reads|writes|lookups|inserts|evictions|allocs|frees|faults|interrupts|retries|wakeups|processed|completed|handled|served|sent|received|executed)$/;
/** Words for what decides when an object ends: the count down may be out of sight. */
const REFERENCES = /^(?:refs?|refcounts?|refcnt|references|rc|holds?|holders|pins?|pinned|users)$/;
const STATISTICS = /^(?:stats?|statistics?|counters?|metrics?|ticks?|tickers?)$/;

/** Whether the object has the name of something that is only counted, or the function that works on it does. */
function isStatistic(object: Node): boolean {
  const words = wordsOf(object.text);
  if (words.some((word) => REFERENCES.test(word))) return false;
  if (words.some((word) => COUNTED.test(word))) return true;
  const fn = enclosingFunction(object);
  return fn !== undefined && wordsOf(functionName(fn)).some((word) => STATISTICS.test(word));
}

function isOrdered({ orders }: AtomicOperation): boolean {
  return orders.every(({ order }) => order === 'seq_cst');
}

/** Calls that cost less than a barrier: accessors, hashes, checks. */
const LIGHT_CALL =
  /^(?:size|get|data|begin|end|at|front|back|load|fetch_\w+|hash|min|max|move|forward|\w*assert\w*|get_id|[A-Z_]*(?:ASSERT|CHECK|LIKELY)[A-Z_]*|\w+_cast|__(?:builtin|atomic|sync)_\w+)$/i;

/** Whether the order is a part of the cost that counts: in a loop, or in a function that does little else than count. */
function isFelt(node: Node): boolean {
  if (enclosingLoops(node).length > 0) return true;
  const fn = enclosingFunction(node);
  if (!fn) return false;
  const [verb = ''] = wordsOf(unqualified(functionName(fn)));
  if (/^(?:record|inc|incr|increment|count|tick|bump|account)$/.test(verb)) return true;
  return descendants(fn, 'call_expression').every((call) => LIGHT_CALL.test(calleeName(call)) || /^\W|^std::hash/.test(calleeText(call)));
}

/** Whether the function works on another atomic with an order that counts: the counter may be part of a protocol. */
function ordersSomethingElse(operation: AtomicOperation, sight: Sight): boolean {
  const body = enclosingBody(operation.node);
  let orders = false;
  if (body)
    walk(body, (node) => {
      const other = orders ? undefined : atomicOperation(node, sight);
      if (!other || other.orders[0]?.order === 'relaxed') return;
      orders = !isResultUnused(other) || !countsUp(other) || !isStatistic(other.object);
    });
  return orders;
}
