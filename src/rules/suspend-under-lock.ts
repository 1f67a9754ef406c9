import { argumentsOf } from '../syntax/calls.ts';
import { enclosingBody } from '../syntax/declarations.ts';
import { type LockRegion, lockName } from '../syntax/lock-sites.ts';
import { isHeldAt, lockRegions, namesLock } from '../syntax/locks.ts';
import { descendants, type Node } from '../syntax/node.ts';
import type { Sight } from '../syntax/sight.ts';
import { typeOf } from '../syntax/type-of.ts';
import { parseType, pointee, type Type } from '../syntax/types.ts';
import type { Rule } from './rule.ts';

export const suspendUnderLock: Rule = {
  id: 'suspend-under-lock',
  item: 'lock-granularity',
  title: 'Coroutine suspended while it holds a lock of its thread',
  guide: 'Common Performance Pitfalls § 2',
  severity: 'error',
  why: 'The lock stays held until the coroutine is resumed: whoever wants it blocks a whole thread meanwhile, at worst the one that would resume it; a coroutine that is resumed elsewhere unlocks a mutex that its thread does not own.',
  instead: 'End the guard before the suspension, in a block of its own, or take a lock that is made for coroutines.',
  bad: `#include <coroutine>
#include <mutex>
struct task { struct promise_type; };
struct awaiter { bool await_ready(); void await_suspend(std::coroutine_handle<>); int await_resume(); };
awaiter read_block(int block);
struct cache {
  std::mutex mtx;
  int last;
  task load(int block) {
    std::lock_guard<std::mutex> guard(mtx);
    last = co_await read_block(block);
  }
};`,
  good: `#include <coroutine>
#include <mutex>
struct task { struct promise_type; };
struct awaiter { bool await_ready(); void await_suspend(std::coroutine_handle<>); int await_resume(); };
awaiter read_block(int block);
struct cache {
  std::mutex mtx;
  int last;
  task load(int block) {
    int value = co_await read_block(block);
    std::lock_guard<std::mutex> guard(mtx);
    last = value;
  }
};`,
  kinds: ['co_await_expression', 'co_yield_statement'],
  check(suspension, { sight }) {
    const body = enclosingBody(suspension);
    const region = body && lockRegions(body, sight).findLast((each) => each.kind !== 'migration' && isHeldAt(each, suspension.start));
    if (!region || isGivenLock(suspension, region)) return undefined;
    const mutex = mutexType(region, sight);
    if (!mutex || /\bco_await\b/.test(region.site.text)) return 'undecided';
    if (!OF_THREADS.test(mutex.name) || /\badopt_lock\b/.test(region.site.text)) return 'clear';
    const how = suspension.kind === 'co_await_expression' ? 'co_await' : 'co_yield';
    return {
      at: suspension,
      message: `\`${how}\` suspends with \`${lockName(region)}\` held.`,
      because: [region.site],
      ...(OF_LIBRARY.test(mutex.name) ? {} : { severity: 'warning' }),
    };
  },
};

/** Locks that belong to a thread: of the C++ library, POSIX, Boost, Abseil, and OSv's. */
const OF_THREADS =
  /^(?:(?:std|boost)::(?:recursive_|timed_|recursive_timed_|shared_|shared_timed_)?mutex|absl::Mutex|(?:lockfree::)?mutex(?:_t)?|rwlock|(?:irq_|np_)?spinlock(?:_t)?|pthread_(?:mutex|rwlock|spinlock)_t)$/;

/** Names that can mean nothing else; another `mutex` may be the program's own. */
const OF_LIBRARY = /^(?:std::|boost::|absl::|pthread_)/;

/** Type of the lock, from its declaration or else from the guard's argument: `std::lock_guard<std::mutex>`. */
function mutexType({ expression, site }: LockRegion, sight: Sight): Type | undefined {
  const type = expression && typeOf(expression, sight);
  if (type) return pointee(type) ?? type;
  return site.kind === 'declaration' ? parseType(site.child('type')?.text ?? '').args[0] : undefined;
}

/** Whether what is awaited is given the lock or its guard, and may release it: `co_await changed.wait(lock)`. */
function isGivenLock(suspension: Node, region: LockRegion): boolean {
  return descendants(suspension, 'call_expression').some((call) => argumentsOf(call).some((argument) => namesLock(argument, region)));
}
