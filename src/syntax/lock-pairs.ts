import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import { isAtomicContext, type LockKind, lockKind, lockText } from './lock-kind.ts';
import type { Node } from './node.ts';
import type { Sight } from './sight.ts';

/** A call that takes a lock, or one that releases it. */
export interface LockCall {
  /** The lock, or the guard, as text: what pairs the two calls. */
  readonly lock: string;
  readonly kind: LockKind;
}

interface Pair {
  readonly acquire: RegExp;
  readonly release: RegExp;
  readonly kind?: LockKind;
}
/** Free functions that take and release, where the names say more than `lock` and `unlock`: pthreads, BSD and Linux kernels, OSv. */
const PAIRS: readonly Pair[] = [
  { acquire: /^pthread_rwlock_rdlock$/, release: /^pthread_rwlock_unlock$/, kind: 'rw-read' },
  { acquire: /^pthread_rwlock_wrlock$/, release: /^pthread_rwlock_unlock$/, kind: 'rw-write' },
  { acquire: /^pthread_spin_lock$/, release: /^pthread_spin_unlock$/, kind: 'spin' },
  { acquire: /^spin_lock(?:_bh|_irq|_irqsave)?$/, release: /^spin_unlock(?:_bh|_irq|_irqrestore)?$/, kind: 'spin' },
  { acquire: /^preempt_disable$/, release: /^preempt_enable$/, kind: 'preempt-off' },
  { acquire: /^(?:local_)?irq_(?:disable|save)$/, release: /^(?:local_)?irq_(?:enable|restore)$/, kind: 'irq-off' },
  { acquire: /^rcu_read_lock$/, release: /^rcu_read_unlock$/, kind: 'rcu-read' },
];
/** `vn_lock`, `SOCK_LOCK`, `INP_INFO_WLOCK`, `rw_rlock`, `lock_page`. */
const NAMED_LOCK = /(?:^|_)[rw]?lock(?:_|$)/i;
/** Attempts, states, guards, and locks on memory or files, which exclude no thread. */
const NO_LOCK = /try|unlock|locked|scope|mlock|flock|f_lock/i;
const METHOD = /^(?:lock|lock_shared|rlock|wlock|Lock|ReadLock|WriteLock|ReaderLock)$/;
const RELEASING_METHOD = /^(?:unlock|unlock_shared|runlock|wunlock|Unlock|ReadUnlock|WriteUnlock|ReaderUnlock)$/;

/** What a call takes: `m.lock()`, `pthread_mutex_lock(&m)`, `vn_lock(vp)`, `callouts::lock()`; undefined for any other call. */
export function acquisition(call: Node, sight: Sight): LockCall | undefined {
  const name = calleeName(call);
  const object = calleeObject(call);
  const [first] = argumentsOf(call);
  if (object) {
    if (first || !METHOD.test(name)) return undefined;
    const kind = /shared|^r|Read/.test(name) ? 'rw-read' : /^[wW]/.test(name) ? 'rw-write' : lockKind(object, sight);
    return { lock: lockText(object), kind };
  }
  const known = PAIRS.find(({ acquire }) => acquire.test(name))?.kind;
  if (known === undefined && (!NAMED_LOCK.test(name) || NO_LOCK.test(name))) return undefined;
  return { lock: lockOf(call), kind: known ?? kindByName(name, first, sight) };
}

function kindByName(name: string, lock: Node | undefined, sight: Sight): LockKind {
  const declared = lockKind(lock, sight);
  if (isAtomicContext(declared)) return declared;
  if (/spin/i.test(name)) return 'spin';
  return /_r(?:d|ead)?_?lock$/i.test(name) ? 'rw-read' : /_w(?:r|rite)?_?lock$/i.test(name) ? 'rw-write' : declared;
}

/** The lock, or the guard, that a call releases; undefined for any other call. */
export function released(call: Node): string | undefined {
  const name = calleeName(call);
  const object = calleeObject(call);
  if (object) return RELEASING_METHOD.test(name) || /^(?:reset|release)$/.test(name) ? lockText(object) : undefined;
  const isRelease = PAIRS.some(({ release }) => release.test(name)) || (/unlock/i.test(name) && !/munlock|funlock/.test(name));
  return isRelease ? lockOf(call) : undefined;
}

/** The first argument; without one what the name speaks of: `callouts` of `callouts::lock()`, `preempt` of `preempt_disable()`. */
function lockOf(call: Node): string {
  const first = argumentsOf(call)[0];
  if (first) return lockText(first);
  const rest = calleeName(call).replace(/_?(?:[rw]?(?:un)?lock|disable|enable|save|restore)(?=_|$)/i, '');
  return rest || calleeText(call).replace(/(?:::)?\w+$/, '') || 'this';
}
