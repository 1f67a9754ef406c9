import { lastName } from '../syntax/atomic-types.ts';
import { areUnderOneLock, operationsLike } from '../syntax/atomic-uses.ts';
import { type AtomicOperation, atomicCall, isOrderExplained } from '../syntax/atomics.ts';
import { argumentsOf, calleeName } from '../syntax/calls.ts';
import { isConstructorOrDestructor } from '../syntax/context.ts';
import { enclosingBody, enclosingFunction, findLocal } from '../syntax/declarations.ts';
import { ancestor, type Node, walk } from '../syntax/node.ts';
import { isFilledBefore, isFollowed } from '../syntax/pointees.ts';
import type { Rule } from './rule.ts';

/** New data that is handed to other threads by a relaxed store. */
export const relaxedPublication: Rule = {
  id: 'relaxed-publication',
  item: 'lock-free',
  title: 'Data published with relaxed order',
  guide: 'CPU and Scheduling: Lock-Free Programming',
  severity: 'warning',
  why: 'A reader on AArch64 may see the pointer or flag before the data behind it. Release costs nothing on x86 and one `stlr` on AArch64, a few cycles.',
  instead: 'Store with `std::memory_order_release`, and load with `std::memory_order_acquire` where the data is read.',
  bad: `#include <atomic>
struct config { int limit; };
std::atomic<config*> current;
void reload(int limit) {
  config* fresh = new config;
  fresh->limit = limit;
  current.store(fresh, std::memory_order_relaxed);
}
int limit_now() { return current.load(std::memory_order_relaxed)->limit; }`,
  good: `#include <atomic>
struct config { int limit; };
std::atomic<config*> current;
void reload(int limit) {
  config* fresh = new config;
  fresh->limit = limit;
  current.store(fresh, std::memory_order_release);
}
int limit_now() { return current.load(std::memory_order_acquire)->limit; }`,

  kinds: ['call_expression'],
  check(call, { sight }) {
    const operation = atomicCall(call);
    const order = operation?.orders[0];
    if (!operation || operation.kind === 'load' || order?.order !== 'relaxed') return undefined;
    const body = enclosingBody(call);
    const name = lastName(operation.object);
    if (!body || name === undefined) return undefined;
    const data = dataBehind(operation);
    if (
      !data ||
      isConstructorOrDestructor(enclosingFunction(call) ?? body) ||
      isOrderExplained(call) ||
      isOrderedOtherwise(operation, body)
    )
      return 'clear';
    const loads = operationsLike(operation, sight).filter((each) => each.kind === 'load' && isReader(each, data));
    const reader = loads.find((load) => !areUnderOneLock([load.node, call], sight));
    if (!reader) return loads.length > 0 ? 'clear' : 'undecided';
    const what = data.kind === 'object' ? `the object that \`${data.name}\` points to` : `\`${data.name}\``;
    return {
      at: order.node,
      message: `\`${name}\` hands ${what} to other threads with relaxed order; line ${reader.node.line} reads it.`,
      because: [reader.node],
      fix: [
        { start: order.node.end - order.order.length, end: order.node.end, text: order.node.text.startsWith('__') ? 'RELEASE' : 'release' },
      ],
    };
  },
};

interface Published {
  /** `object`: what the stored pointer points to. `data`: what was written before a flag was set. */
  readonly kind: 'object' | 'data';
  readonly name: string;
}

/** What the function has just written and this operation makes visible. */
function dataBehind(operation: AtomicOperation): Published | undefined {
  const value = storedValue(operation);
  if (!value) return undefined;
  if (value.kind === 'new_expression') return { kind: 'object', name: lastName(operation.object) ?? '' };
  if (value.kind === 'identifier') {
    const local = findLocal(value.text, value);
    return local && isFilledBefore(local, value) ? { kind: 'object', name: value.text } : undefined;
  }
  if (operation.kind !== 'store' || !/^(?:true|number_literal)$/.test(value.kind) || value.text === '0') return undefined;
  const written = writtenJustBefore(operation.node);
  return written === undefined ? undefined : { kind: 'data', name: written };
}

function storedValue({ kind, name, node }: AtomicOperation): Node | undefined {
  if (kind === 'update' && !/exchange/.test(name)) return undefined;
  const isFree = node.child('function')?.kind !== 'field_expression';
  return argumentsOf(node)[(kind === 'compare-exchange' ? 1 : 0) + (isFree ? 1 : 0)];
}

/** Name of the shared plain variable that the statement before the flag writes. */
function writtenJustBefore(call: Node): string | undefined {
  const statement = ancestor(call, 'expression_statement');
  const siblings = statement?.parent?.namedChildren.filter((child) => child.kind !== 'comment') ?? [];
  const before = statement && siblings[siblings.indexOf(statement) - 1];
  const assignment = before?.kind === 'expression_statement' ? before.namedChildren[0] : undefined;
  const left = assignment?.kind === 'assignment_expression' ? assignment.child('left') : undefined;
  if (!left || (left.kind === 'identifier' && findLocal(left.text, left))) return undefined;
  return lastName(left);
}

/** A fence before it, or an operation after it that releases, orders the data as well. */
function isOrderedOtherwise({ node: store }: AtomicOperation, body: Node): boolean {
  let isOrdered = false;
  walk(body, (node) => {
    if (isOrdered || node === store || node.kind !== 'call_expression') return !isOrdered && node !== store;
    if (/fence$|^(?:barrier|smp_\w*mb|wmb|mb|__sync_synchronize)$/.test(calleeName(node))) isOrdered = true;
    if (node.start <= store.start) return true;
    const later = atomicCall(node);
    const order = later?.orders[0]?.order ?? 'seq_cst';
    isOrdered ||=
      (later !== undefined && later.kind !== 'load' && /^(?:release|acq_rel|seq_cst)$/.test(order)) ||
      /^(?:pthread_create|start|wake\w*|notify_\w+)$/.test(calleeName(node));
    return true;
  });
  return isOrdered;
}

/** Whether the load leads to a read of the published data. */
function isReader({ node: load }: AtomicOperation, data: Published): boolean {
  if (data.kind === 'object') return isFollowed(load);
  const body = enclosingBody(load);
  let reads = false;
  if (body && ancestor(load, 'condition_clause', 'expression_statement', 'return_statement')?.kind !== 'expression_statement')
    walk(body, (node) => {
      reads ||= node.start > load.end && /identifier$/.test(node.kind) && node.text === data.name && node.parent?.field !== 'left';
      return !reads;
    });
  return reads;
}
