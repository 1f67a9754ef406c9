import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import type { Node } from './node.ts';
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
