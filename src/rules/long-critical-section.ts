import { startsOrEnds } from '../syntax/blocked-lock.ts';
import { findCallee, findInDefinition } from '../syntax/callees.ts';
import { calleeName, calleeText } from '../syntax/calls.ts';
import { isCold } from '../syntax/context.ts';
import { enclosingFunction, functionName } from '../syntax/declarations.ts';
import { type LockRegion, lockName } from '../syntax/lock-sites.ts';
import { releasesCallersLock, sleepingLocksAt } from '../syntax/locks.ts';
import { elementWork, heavyWork, isCallback } from '../syntax/loop-work.ts';
import { enclosingLoops, isLoop } from '../syntax/loops.ts';
import type { Node } from '../syntax/node.ts';
import { findGlobal, type Sight, unqualified } from '../syntax/sight.ts';
import { findDeclaration } from '../syntax/type-of.ts';
import type { Outcome, Rule } from './rule.ts';

export const longCriticalSection: Rule = {
  id: 'long-critical-section',
  item: 'lock-granularity',
  title: 'Lock held over work that others do not need to wait for',
  guide: 'Common Performance Pitfalls § 2',
  severity: 'warning',
  why: 'All who want the lock wait until the last element is done: 50 ns to 1 µs for each one freed or completed, and no bound on their number.',
  instead:
    'Move the elements out under the lock (`std::swap`, a list splice), release it, then work on them; or a lock for each part of the data.',
  bad: `#include <list>
#include <mutex>
struct request { int id; };
struct device {
  std::mutex mtx;
  std::list<request*> done;
  void reap() {
    std::lock_guard<std::mutex> guard(mtx);
    while (!done.empty()) {
      delete done.front();
      done.pop_front();
    }
  }
};`,
  good: `#include <list>
#include <mutex>
struct request { int id; };
struct device {
  std::mutex mtx;
  std::list<request*> done;
  void reap() {
    std::list<request*> all;
    {
      std::lock_guard<std::mutex> guard(mtx);
      all.swap(done);
    }
    for (request* each : all) delete each;
  }
};`,
  kinds: ['for_statement', 'for_range_loop', 'while_statement', 'do_statement', 'call_expression'],
  check(node, { sight }) {
    const region = sleepingLocksAt(node, sight).at(-1);
    if (!region || startsOrEnds(unqualified(functionName(enclosingFunction(node) ?? node)))) return undefined;
    const isInLoop = enclosingLoops(node).some((loop) => loop.start > region.start);
    if (isLoop(node)) return isInLoop ? undefined : checkLoop(node, region, sight);
    return isInLoop && isCallback(node, sight) ? undefined : checkCall(node, region, sight);
  },
};

function checkLoop(loop: Node, region: LockRegion, sight: Sight): Outcome {
  if (region.holes.some((hole) => hole.start > loop.start && hole.start < loop.end)) return 'clear'; // released in each turn
  const isGlobal = isOneForAll(region.lock, loop, sight);
  const own = elementWork(loop, sight);
  const work = own ?? (isGlobal && !isMeantForCallbacks(loop) ? heavyWork(loop, sight) : undefined);
  if (!work) return 'clear';
  return {
    at: loop.child('condition') ?? loop.child('right') ?? loop,
    message: `${nameOf(region, isGlobal)} is held while the loop ${work.does}.`,
    because: [region.site, work.node],
    ...(own ? {} : { severity: 'note', instead: COPY_OUT }),
  };
}

const COPY_OUT =
  'Copy out under the lock what the work needs, release it, then work; where the list is mostly read, a reader-writer lock or RCU.';

/** `with_all_threads(f)`, `for_each(f)`: to run what it is given under the lock is what the function is for. */
function isMeantForCallbacks(node: Node): boolean {
  return /^(?:[Ww]ith|[Ff]or_?[Ee]ach|[Vv]isit|[Ww]alk|[Ii]terate)(?:_|[A-Z]|$)/.test(
    unqualified(functionName(enclosingFunction(node) ?? node)),
  );
}

function checkCall(call: Node, region: LockRegion, sight: Sight): Outcome {
  if (isCallback(call, sight)) {
    if (!isOneForAll(region.lock, call, sight) || isMeantForCallbacks(call)) return 'clear';
    const message = `\`${calleeText(call)}\`, which others choose, runs while ${nameOf(region, true)} is held.`;
    return { at: call, message, because: [region.site], severity: 'note' };
  }
  const definition = findCallee(call, sight);
  if (!definition || definition === enclosingFunction(call) || releasesCallersLock(definition, sight)) return undefined;
  const work = findInDefinition(definition, (node) => (isLoop(node) && !isCold(node) ? elementWork(node, sight) : undefined));
  if (!work) return undefined;
  return {
    at: call,
    message: `${nameOf(region, false)} is held while a loop in \`${calleeName(call)}\` ${work.does}.`,
    because: [region.site, work.node],
  };
}

function nameOf(region: LockRegion, isGlobal: boolean): string {
  return `\`${lockName(region)}\`${isGlobal ? ', one for the whole program,' : ''}`;
}

/** Whether there is one such lock in the program: at namespace scope, or static. */
function isOneForAll(lock: string, at: Node, sight: Sight): boolean {
  if (!/^\w+(?:::\w+)*$/.test(lock)) return false;
  const declaration = lock.includes('::') ? findGlobal(lock, sight) : findDeclaration(lock, at, sight);
  return declaration !== undefined && (declaration.kind === 'global' || declaration.isStatic);
}
