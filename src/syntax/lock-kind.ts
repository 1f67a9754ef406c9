import type { Node } from './node.ts';
import type { Sight } from './sight.ts';
import { typeOf } from './type-of.ts';

/**
 * What holding the lock means for the thread (OSv: include/osv/{mutex,spinlock,rwlock,preempt-lock,rcu,irqlock,migration-lock}.h*):
 * `sleeping` a mutex; `spin`, `preempt-off`, `irq-off`, `rcu-read` forbid sleeping; `rw-read`, `rw-write` a reader-writer lock;
 * `migration` excludes nobody: it keeps the thread on its processor, or marks it as one that frees memory.
 */
export type LockKind = 'sleeping' | 'rw-read' | 'rw-write' | 'spin' | 'preempt-off' | 'irq-off' | 'rcu-read' | 'migration';

/** Whether sleeping and allocating are forbidden while this is held. */
export function isAtomicContext(kind: LockKind): boolean {
  return kind === 'spin' || kind === 'preempt-off' || kind === 'irq-off' || kind === 'rcu-read';
}

/** Whether the lock keeps other threads out. */
export function isExclusive(kind: LockKind): boolean {
  return kind === 'sleeping' || kind === 'spin' || kind === 'rw-write';
}

/** What kind of lock an expression names, by OSv's documented names, by its type where that is in sight, by its own name last. */
export function lockKind(lock: Node | undefined, sight: Sight): LockKind {
  if (!lock) return 'sleeping';
  const text = lock.text;
  if (/\b(?:migration_lock|reclaimer_lock)\b/.test(text)) return 'migration';
  if (/\b(?:rcu_read_lock_in_preempt_disabled|preempt_lock(?:_in_rcu)?)\b/.test(text)) return 'preempt-off';
  if (/\brcu_read_lock\b/.test(text)) return 'rcu-read';
  if (/\birq_(?:save_)?lock(?:_type)?\b/.test(text)) return 'irq-off';
  if (/\bfor_read\s*\(/.test(text)) return 'rw-read';
  if (/\bfor_write\s*\(/.test(text)) return 'rw-write';
  const expression = lock.kind === 'pointer_expression' ? (lock.child('argument') ?? lock) : lock;
  const name = typeOf(expression, sight)?.name ?? '';
  if (/(?:^|[_:])irq_save_lock/.test(name)) return 'irq-off';
  if (/spin/i.test(name)) return 'spin';
  if (name) return 'sleeping';
  return /spin/i.test(text) ? 'spin' : 'sleeping';
}

/** The lock as people name it: without parentheses, address-of and `this->`. */
export function lockText(lock: Node | undefined): string {
  let text = (lock?.text ?? '').replace(/\s+/g, '');
  while (text.startsWith('(') && text.endsWith(')')) text = text.slice(1, -1);
  return text.replace(/^[&*]+/, '').replace(/^this->/, '');
}
