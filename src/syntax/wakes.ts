import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import { classNameOf, enclosingBody, enclosingFunction, findLocal, functionsIn } from './declarations.ts';
import type { LockRegion } from './lock-sites.ts';
import { isHeldAt } from './locks.ts';
import { identifiersIn, isLoop } from './loops.ts';
import { descendants, isWithin, type Node } from './node.ts';
import { type Sight, unqualified } from './sight.ts';
import { typeOf } from './type-of.ts';
import { pointee } from './types.ts';

/**
 * How a call makes a waiting thread run: `thread` by name, `poll` whoever polls a file, `semaphore` a count or a baton, `condition` a
 * condition variable of the C or C++ library, `morph` by moving it to the queue of the mutex that it wants (OSv's wait morphing).
 */
export type Wake = 'thread' | 'poll' | 'semaphore' | 'condition' | 'morph';

const METHOD = /^(?:wake(?:_with_irq_disabled|_from_kernel_or_with_irq_disabled)?|post|release|notify_one|notify_all|send_lock)$/;
const FUNCTION: ReadonlyMap<string, Wake> = new Map([
  ['poll_wake', 'poll'],
  ['epoll_wake', 'poll'],
  ['sem_post', 'semaphore'],
  ['pthread_cond_signal', 'condition'],
  ['pthread_cond_broadcast', 'condition'],
]);

/**
 * The way in which the call wakes; undefined when it is not known to. OSv's `wake_one(mtx)` and `wake_all(mtx)` move the waiter to the
 * mutex and are not among them (include/osv/waitqueue.hh, condvar.h).
 */
export function wakeOf(call: Node, sight: Sight): Wake | undefined {
  const name = calleeName(call);
  const object = calleeObject(call);
  if (!object) return FUNCTION.get(calleeText(call));
  if (!METHOD.test(name)) return undefined;
  if (name === 'send_lock') return 'morph';
  const written = typeOf(object, sight);
  const className = written ? unqualified((pointee(written) ?? written).name) : '';
  if (name.startsWith('wake')) return argumentsOf(call).length === 0 && /^$|thread(?:_handle)?$/i.test(className) ? 'thread' : undefined;
  if (name.startsWith('notify')) return /^condition_variable(?:_any)?$/.test(className) ? 'condition' : undefined;
  return /(?:semaphore|baton)$/i.test(className) ? 'semaphore' : undefined;
}

/**
 * Whether the waiter may destroy the condition variable that this call notifies as soon as it has the lock, so that to notify after the
 * release would touch freed memory: where it is another object's (`w->cv`, `w->state_cv()`), or an event's, for which others only wait.
 */
export function mayEndWithTheWait(notify: Node): boolean {
  const object = calleeObject(notify);
  if (!object) return false;
  if (object.kind === 'call_expression' || (object.text.includes('->') && !/^this\s*->\s*\w+$/.test(object.text))) return true;
  const fn = enclosingFunction(notify);
  const className = fn && classNameOf(fn);
  if (className === undefined) return false;
  const functions = functionsIn(notify.tree).filter((each) => each.kind === 'function_definition' && classNameOf(each) === className);
  const calling = (names: RegExp) =>
    functions.filter((each) =>
      descendants(each, 'call_expression').some((call) => names.test(calleeName(call)) && calleeObject(call)?.text === object.text),
    );
  const waiting = calling(/^wait/);
  return waiting.length > 0 && calling(/^notify_/).length === 1 && !waiting.some(takesSomething);
}

/**
 * What the call wakes, where the lock may be all that keeps it alive: what is woken for each element of a loop over what the lock guards,
 * or behind a pointer that is asked for under the lock (`if (reader) poll_wake(reader, …)`) or dropped elsewhere in the file
 * (`reader = nullptr`). Undefined where nothing says so.
 */
export function mayVanish(wake: Node, region: LockRegion): Node | undefined {
  const woken = calleeObject(wake) ?? argumentsOf(wake)[0];
  const name = /\w+/.exec(woken?.text ?? '')?.[0];
  if (!woken || !name || woken.kind === 'this') return undefined;
  for (let up = wake.parent; up && up.start > region.start; up = up.parent) {
    const asked = isLoop(up) ? up : up.kind === 'if_statement' ? up.child('condition') : undefined;
    if (asked && (isLoop(asked) ? isDeclaredBy(name, woken, asked) : identifiersIn(asked).includes(name))) return woken;
  }
  const isDropped = new RegExp(`\\b${name}\\s*=\\s*(?:nullptr|NULL)\\s*;`).test(wake.tree.normalised.code);
  return isDropped ? woken : undefined;
}

/** Whether the loop itself declares the name: its element, its iterator. */
function isDeclaredBy(name: string, at: Node, loop: Node): boolean {
  const local = findLocal(name, at);
  return local !== undefined && isWithin(local.node, loop);
}

/** Whether the same locked part has woken somebody before this call: to move the first one takes the others along. */
export function wakesBefore(call: Node, region: LockRegion, sight: Sight): boolean {
  const body = enclosingBody(call);
  return (
    body !== undefined &&
    descendants(body, 'call_expression').some(
      (each) => each.start < call.start && isHeldAt(region, each.start) && /^(?:thread|poll|semaphore)$/.test(wakeOf(each, sight) ?? ''),
    )
  );
}

const ONLY_LOOKS = /^(?:wait\w*|load|test|empty|size|count|get|valid|owns_lock|lock|unlock)$/;

/** Whether the function changes something other than its own variables: a waiter of a queue takes from it. */
function takesSomething(fn: Node): boolean {
  return descendants(fn, 'assignment_expression', 'update_expression', 'call_expression').some((node) => {
    if (node.kind === 'call_expression' && ONLY_LOOKS.test(calleeName(node))) return false;
    const changed = node.kind === 'call_expression' ? calleeObject(node) : (node.child('left') ?? node.child('argument'));
    const root = /\w+/.exec(changed?.text ?? '')?.[0];
    return root !== undefined && !findLocal(root, node);
  });
}
