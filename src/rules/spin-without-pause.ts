import { isAtomicObject, isVolatileObject } from '../syntax/atomic-types.ts';
import { type AtomicOperation, atomicOperation } from '../syntax/atomics.ts';
import { argumentsOf, calleeName, calleeText } from '../syntax/calls.ts';
import { findLocal } from '../syntax/declarations.ts';
import { isLoop, loopBody } from '../syntax/loops.ts';
import { type Node, walk } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import type { Sight } from '../syntax/sight.ts';
import type { Rule } from './rule.ts';

/** A loop that only polls a shared variable, without telling the processor so, or by writing to it. */
export const spinWithoutPause: Rule = {
  id: 'spin-without-pause',
  item: 'lock-free',
  title: 'Spin loop without a pause, or spinning on a write',
  guide: 'CPU and Scheduling: Lock-Free Programming',
  severity: 'warning',
  why: 'Without a pause the loop takes the sibling hyper-thread’s share of the core, and leaving it costs a pipeline flush of 20 to 50 cycles; a virtual processor burns its time slice while the owner waits to run.',
  instead: 'Call the processor’s hint in the body (`_mm_pause()`, `yield` on AArch64), and sleep or yield after some turns.',
  bad: `#include <atomic>
std::atomic<bool> ready;
void consume() {
  while (!ready.load(std::memory_order_acquire)) {
  }
}`,
  good: `#include <atomic>
std::atomic<bool> ready;
void consume() {
  while (!ready.load(std::memory_order_acquire)) {
    __builtin_ia32_pause();
  }
}`,

  kinds: ['while_statement', 'do_statement', 'for_statement'],
  check(loop, { tree, sight }) {
    const polled = polledIn(loop, sight);
    if (!polled) return undefined;
    const turn = readTurn(loop, sight);
    if (turn === 'works' || /\b_*asm_*\b/.test(tree.normalised.code.slice(loop.start, loop.end))) return 'clear';
    if (turn === 'pauses' && !polled.isWrite) return 'clear';
    const name = quote(polled.node);
    if (turn === 'pauses')
      return {
        at: loop,
        message: `The loop waits with ${name}, which writes the cache line in each turn.`,
        why: 'Each turn takes the line away from the owner and from the other waiters: 40 to 100 ns of traffic for each, and the owner’s release waits behind it.',
        instead: 'Try once, then spin on a relaxed load until it looks free, and only then try again.',
      };
    return { at: loop, message: `The loop polls ${name} with no pause in its turns.` };
  },
};

interface Polled {
  readonly node: Node;
  /** A test that writes: exchange, test-and-set, or a compare-exchange to a constant. */
  readonly isWrite: boolean;
}

/** What the loop waits for: an atomic or a volatile variable, in its condition or in the test of an endless loop's `break`. */
function polledIn(loop: Node, sight: Sight): Polled | undefined {
  const condition = loop.child('condition');
  const isEndless = !condition || /^\(?\s*(?:true|1)?\s*;?\s*\)?$/.test(condition.text);
  const body = loopBody(loop);
  const tests = isEndless ? exitTests(body) : [condition];
  let polled: Polled | undefined;
  for (const test of tests) {
    walk(test, (node) => {
      polled ??= pollAt(node, sight);
      return !polled;
    });
  }
  return polled;
}

function exitTests(body: Node | undefined): Node[] {
  return (body?.children ?? []).flatMap((statement) => {
    const condition = statement.kind === 'if_statement' ? statement.child('condition') : undefined;
    const leaves = /^\{?\s*(?:break|return[^;{}]*);\s*\}?$/.test(statement.child('consequence')?.text ?? '');
    return condition && leaves ? [condition] : [];
  });
}

function pollAt(node: Node, sight: Sight): Polled | undefined {
  const operation = atomicOperation(node, sight);
  if (operation) {
    if (operation.kind === 'load') return { node, isWrite: false };
    return isLockAttempt(operation) ? { node, isWrite: true } : undefined;
  }
  if (node.kind !== 'identifier' && node.kind !== 'field_expression') return undefined;
  if (node.parent?.kind === 'field_expression' || node.parent?.kind === 'call_expression' || node.parent?.kind === 'subscript_expression')
    return undefined;
  return isAtomicObject(node, sight) || isVolatileObject(node, sight) ? { node, isWrite: false } : undefined;
}

function isLockAttempt({ kind, name, node }: AtomicOperation): boolean {
  if (/exchange$|test_and_set$/.test(name) && kind === 'update') return true;
  const desired = kind === 'compare-exchange' ? argumentsOf(node)[/^(?:std::|__)/.test(name) ? 2 : 1] : undefined;
  return desired !== undefined && /^(?:number_literal|true|false)$/.test(desired.kind);
}

const FENCE =
  /^(?:barrier|(?:std::)?atomic_(?:signal|thread)_fence|__sync_synchronize|__atomic_(?:signal|thread)_fence|likely|unlikely|__builtin_expect)$/;
const PAUSE = /pause|relax|YieldProcessor|^__(?:yield|wfe)$/i;
/** More is a loop that does something. */
const MOST_STATEMENTS = 4;

/** What a turn of the loop does beside polling: nothing, a processor's pause, or work of which nothing is known here. */
function readTurn(loop: Node, sight: Sight): 'nothing' | 'pauses' | 'works' {
  let turn: 'nothing' | 'pauses' | 'works' = 'nothing';
  let statements = 0;
  walk(loop, (node) => {
    if (turn === 'works') return false;
    if (/_statement$/.test(node.kind) && node.kind !== 'compound_statement' && node !== loop) statements++;
    if (node.kind === 'call_expression') {
      if (PAUSE.test(calleeName(node))) turn = 'pauses';
      else if (!FENCE.test(calleeText(node)) && !isHarmless(atomicOperation(node, sight))) turn = 'works';
    } else if (node.kind === 'assignment_expression' || node.kind === 'update_expression') {
      const target = node.child('left') ?? node.child('argument');
      if (target?.kind !== 'identifier' || !findLocal(target.text, target)) turn = 'works';
    } else if (
      (node !== loop && isLoop(node)) ||
      /^(?:lambda_expression|co_\w+|new_expression|delete_expression|lock_statement)$/.test(node.kind)
    )
      turn = 'works';
    return true;
  });
  return statements > MOST_STATEMENTS ? 'works' : turn;
}

function isHarmless(operation: AtomicOperation | undefined): boolean {
  return operation !== undefined && (operation.kind === 'load' ? operation.name !== 'wait' : isLockAttempt(operation));
}
