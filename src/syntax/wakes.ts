import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import { classNameOf, enclosingFunction, findLocal, functionsIn } from './declarations.ts';
import { descendants, type Node } from './node.ts';
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
