import { startsOrEnds } from '../syntax/blocked-lock.ts';
import { findCallee, findInDefinition } from '../syntax/callees.ts';
import { calleeName, calleeText } from '../syntax/calls.ts';
import { isCold } from '../syntax/context.ts';
import { enclosingFunction, functionName } from '../syntax/declarations.ts';
import { type LockRegion, lockName } from '../syntax/lock-sites.ts';
import { locksHeldAt, releasesCallersLock, sleepingLocksAt } from '../syntax/locks.ts';
import { enclosingLoops } from '../syntax/loops.ts';
import type { Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import type { Scope } from '../syntax/scope.ts';
import { unqualified } from '../syntax/sight.ts';
import { mayEndWithTheWait, mayVanish, type Wake, wakeOf, wakesBefore } from '../syntax/wakes.ts';
import type { Hit, Rule } from './rule.ts';

export const wakeUnderLock: Rule = {
  id: 'wake-under-lock',
  item: 'lock-granularity',
  title: 'Thread woken while a lock is held that it will want',
  guide: 'Common Performance Pitfalls § 2',
  severity: 'warning',
  why: 'The woken thread runs into the lock and sleeps again: two context switches more, 1 to 5 µs each, for every wake-up.',
  instead: 'Wake after the lock is released; where the lock keeps the thread object alive, `t->wake_with([&] { mtx.unlock(); })`.',
  bad: `#include <mutex>
#include <semaphore.h>
struct channel {
  std::mutex mtx;
  sem_t items;
  int count;
  void put() {
    std::lock_guard<std::mutex> guard(mtx);
    count++;
    sem_post(&items);
  }
};`,
  good: `#include <mutex>
#include <semaphore.h>
struct channel {
  std::mutex mtx;
  sem_t items;
  int count;
  void put() {
    {
      std::lock_guard<std::mutex> guard(mtx);
      count++;
    }
    sem_post(&items);
  }
};`,
  kinds: ['call_expression'],
  check(call, scope) {
    const region = sleepingLocksAt(call, scope.sight).at(-1);
    if (!region) return undefined;
    const wake = wakeOf(call, scope.sight);
    const inner = wake ? undefined : wakeInside(call, region, scope);
    if (!wake && !inner) return undefined;
    if (startsOrEnds(unqualified(functionName(enclosingFunction(call) ?? call)))) return 'clear';
    if (wake) return judge(wake, call, region, scope);
    return {
      at: call,
      message: `\`${calleeName(call)}\` wakes a thread by \`${calleeText(inner ?? call)}\` while \`${lockName(region)}\` is held.`,
      because: [region.site, inner ?? call],
    };
  },
};

function judge(wake: Wake, call: Node, region: LockRegion, { sight }: Scope): Hit | 'clear' {
  const loop = enclosingLoops(call).find((each) => each.start > region.start);
  const because = [region.site, call];
  if (loop && region.release) {
    const message = `\`${lockName(region)}\` is released only after the loop in which \`${calleeText(call)}\` wakes each waiter.`;
    const woken = wake === 'morph' ? undefined : mayVanish(call, region);
    if (woken) return { at: region.release, message, because, severity: 'note', instead: keepingAlive(woken) };
    return { at: region.release, message, because, instead: 'Detach the list of waiters under the lock, release it, then wake them.' };
  }
  if (wake === 'morph') return 'clear';
  if (outlivesItsUse(region, call)) {
    const message = `\`${region.guard}\` keeps \`${lockName(region)}\` locked past its last use, while \`${calleeText(call)}\` wakes.`;
    return { at: region.site, message, because, instead: 'Give the locked value a block of its own, and wake behind it.' };
  }
  const hit = { at: call, message: `\`${calleeText(call)}\` wakes while \`${lockName(region)}\` is held.`, because };
  if (wake !== 'condition') {
    if (wakesBefore(call, region, sight)) return 'clear';
    const woken = mayVanish(call, region);
    return woken ? { ...hit, severity: 'note', instead: keepingAlive(woken) } : hit;
  }
  return isLastUnder(region, call) && !morphs(call) && !mayEndWithTheWait(call) ? { ...hit, severity: 'note' } : 'clear';
}

/** Whether the lock comes with a value (`auto q = queue.wlock();`) that nothing uses from the call on: then its declaration is what to mend. */
function outlivesItsUse({ guard, site, end }: LockRegion, call: Node): boolean {
  if (!guard || site.child('type')?.text !== 'auto' || !/^[rwu]lock$/.test(calleeName(site.child('declarator')?.child('value') ?? site)))
    return false;
  return !call.tree.normalised.code.slice(call.start, end).split(/\W+/).includes(guard);
}

function keepingAlive(woken: Node): string {
  return `The lock may be what keeps ${quote(woken)} alive: take a reference to it under the lock, release that, then wake; a thread by \`wake_with\`.`;
}

/** The call by which the function that is called wakes a thread, where its definition is in sight and leaves the lock alone. */
function wakeInside(call: Node, { lock }: LockRegion, { sight }: Scope): Node | undefined {
  const definition = startsOrEnds(calleeName(call)) ? undefined : findCallee(call, sight);
  if (!definition || definition === enclosingFunction(call) || releasesCallersLock(definition, sight)) return undefined;
  return findInDefinition(definition, (inner) => {
    const wake = inner.kind === 'call_expression' && !isCold(inner) ? wakeOf(inner, sight) : undefined;
    if (!wake || wake === 'condition' || wake === 'morph') return undefined;
    return locksHeldAt(inner, sight).some((each) => each.lock === lock) ? undefined : inner; // under it there, too: judged there
  });
}

/** Whether nothing but the end of the locked part follows, so that the call can stand behind it. */
function isLastUnder(region: LockRegion, call: Node): boolean {
  return /^[\s;}]*(?:return[^();]*;[\s}]*)?$/.test(call.tree.normalised.code.slice(call.end, region.end));
}

/** OSv's condition variables move a waiter whose mutex is held to the mutex's own queue, so that waking it costs nothing. */
function morphs({ tree }: Node): boolean {
  return tree.normalised.directives.some(({ name, rest }) => name === 'include' && /<osv\//.test(rest));
}
