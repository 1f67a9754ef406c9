import { allocationAt } from '../syntax/allocations.ts';
import { findBlocking } from '../syntax/blocked-lock.ts';
import { callbackAround } from '../syntax/callbacks.ts';
import { findCallee, findInDefinition } from '../syntax/callees.ts';
import { calleeName } from '../syntax/calls.ts';
import { isCold } from '../syntax/context.ts';
import { isAtomicContext } from '../syntax/lock-kind.ts';
import { type LockRegion, lockName, lockSite } from '../syntax/lock-sites.ts';
import { locksHeldAt, releasesCallersLock } from '../syntax/locks.ts';
import type { Node } from '../syntax/node.ts';
import type { Sight } from '../syntax/sight.ts';
import { typeOf } from '../syntax/type-of.ts';
import type { Rule } from './rule.ts';

export const blockingInAtomicContext: Rule = {
  id: 'blocking-in-atomic-context',
  item: 'lock-granularity',
  title: 'Sleeping or allocating where the thread must not sleep',
  guide: 'Optimization Techniques § 2',
  severity: 'error',
  why: 'Others spin on their processors for as long as this one sleeps, or nothing else can run on it: an allocation takes 50 ns to 10 µs and may sleep itself, a sleeping lock or a device up to milliseconds.',
  instead: 'Allocate before, do here only what needs the lock, and leave the rest to a thread; or take a sleeping `mutex`.',
  bad: `#include <pthread.h>
struct node { node* next; };
struct list {
  pthread_spinlock_t lock;
  node* head;
  void push() {
    pthread_spin_lock(&lock);
    head = new node{head};
    pthread_spin_unlock(&lock);
  }
};`,
  good: `#include <pthread.h>
struct node { node* next; };
struct list {
  pthread_spinlock_t lock;
  node* head;
  void push() {
    node* added = new node{nullptr};
    pthread_spin_lock(&lock);
    added->next = head;
    head = added;
    pthread_spin_unlock(&lock);
  }
};`,
  kinds: ['call_expression', 'new_expression', 'declaration', 'lock_statement'],
  check(node, { sight }) {
    const region = locksHeldAt(node, sight).findLast(({ kind }) => isAtomicContext(kind));
    const handler = region ? undefined : callbackAround(node);
    if (!region && handler?.kind !== 'interrupt') return undefined;
    const found = wrongHere(node, sight) ?? wrongInside(node, sight);
    if (!found) return node.kind === 'call_expression' ? 'clear' : undefined;
    if (found.place !== node && isReportedThere(found.place, sight)) return 'clear';
    const by = found.place === node ? '' : ` (by \`${calleeName(node)}\`)`;
    return {
      at: node.kind === 'lock_statement' ? (node.child('condition') ?? node) : node,
      message: `${found.what}${by} ${region ? where(region, lockName(region)) : `in the interrupt handler that \`${handler?.registration}\` installs`}.`,
      because: [...(region ? [region.site] : []), found.place],
      ...(region && !found.isBlocking && isUserSpinlock(region, sight) ? { severity: 'warning' } : {}),
    };
  },
};

/** Whether the place is under a lock of its own function, in the file under review: its callers have nothing to add. */
function isReportedThere(place: Node, sight: Sight): boolean {
  return place.tree === sight.files[0]?.tree && locksHeldAt(place, sight).some(({ kind }) => isAtomicContext(kind));
}

function where({ kind }: LockRegion, lock: string): string {
  if (kind === 'spin') return `while the spinlock \`${lock}\` is held`;
  if (kind === 'rcu-read') return `in an RCU read section (\`${lock}\`)`;
  return `with ${kind === 'irq-off' ? 'interrupts' : 'preemption'} off (\`${lock}\`)`;
}

interface Wrong {
  readonly what: string;
  readonly place: Node;
  readonly isBlocking: boolean;
}

function wrongHere(node: Node, sight: Sight): Wrong | undefined {
  const allocation = allocationAt(node, sight);
  if (allocation) return { what: `\`${allocation.name}\` allocates`, place: node, isBlocking: false };
  const taken = lockSite(node, sight);
  if (taken && !isAtomicContext(taken.kind) && taken.kind !== 'migration')
    return { what: `\`${lockName(taken)}\`, which sleeps, is taken`, place: node, isBlocking: false };
  const blocking = findBlocking(node, sight);
  return blocking && { what: `\`${blocking.blocking.name}\` blocks`, place: blocking.place, isBlocking: true };
}

function wrongInside(node: Node, sight: Sight): Wrong | undefined {
  const definition = node.kind === 'call_expression' ? findCallee(node, sight) : undefined;
  if (!definition || releasesCallersLock(definition, sight)) return undefined;
  return findInDefinition(definition, (inner) => {
    const wrong = wrongHere(inner, sight);
    return wrong && !isCold(inner) ? wrong : undefined;
  });
}

/** A spinlock that leaves preemption on, unlike `spin_lock()` and OSv's `spinlock_t` (include/osv/spinlock.h): slow, not forbidden. */
function isUserSpinlock({ kind, site, expression }: LockRegion, sight: Sight): boolean {
  if (kind !== 'spin' || (site.kind === 'call_expression' && /^spin_lock/.test(calleeName(site)))) return false;
  const type = expression && typeOf(expression, sight);
  return !type || !/^(?:irq_)?spinlock(?:_t)?$/.test(type.name);
}
