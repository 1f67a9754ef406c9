import { type BlockedLock, blockedLock, startsOrEnds } from '../syntax/blocked-lock.ts';
import { blockingAt } from '../syntax/blocking.ts';
import { argumentsOf, calleeName } from '../syntax/calls.ts';
import { enclosingBody, enclosingFunction, findLocal, functionName, functionsIn } from '../syntax/declarations.ts';
import { type LockRegion, lockName } from '../syntax/lock-sites.ts';
import { lockRegions, sleepingLocksAt } from '../syntax/locks.ts';
import { isBranch, isLoop } from '../syntax/loops.ts';
import { descendants, type Node } from '../syntax/node.ts';
import { type Sight, unqualified } from '../syntax/sight.ts';
import { enclosingClassName, findOwnMember } from '../syntax/type-of.ts';
import type { Rule } from './rule.ts';

export const blockingUnderLock: Rule = {
  id: 'blocking-under-lock',
  item: 'lock-granularity',
  title: 'Blocking call while a lock is held',
  guide: 'Common Performance Pitfalls § 2',
  severity: 'warning',
  why: 'Whoever wants the lock waits as long as the call does: 0.1 to 10 ms for a disk or a peer, against 20 ns for the lock itself.',
  instead: 'Take under the lock what the call needs, release it (`DROP_LOCK`, a block of its own, `unlock()`), then call.',
  bad: `#include <mutex>
#include <unistd.h>
struct journal {
  std::mutex mtx;
  int fd, written;
  void commit(int n) {
    std::lock_guard<std::mutex> guard(mtx);
    written += n;
    fsync(fd);
  }
};`,
  good: `#include <mutex>
#include <unistd.h>
struct journal {
  std::mutex mtx;
  int fd, written;
  void commit(int n) {
    {
      std::lock_guard<std::mutex> guard(mtx);
      written += n;
    }
    fsync(fd);
  }
};`,
  kinds: ['call_expression', 'declaration'],
  check(node, { sight }) {
    const held = sleepingLocksAt(node, sight);
    if (held.length === 0) return undefined;
    const blocked = blockedLock(node, held, sight);
    if (!blocked || isMeant(blocked, node) || isTurnTaken(blocked, node, sight))
      return node.kind === 'call_expression' ? 'clear' : undefined;
    const { region, blocking, place, isByName } = blocked;
    const own = `\`${blocking.name}\` ${isByName ? 'waits, by its name,' : 'blocks'}`;
    const what = place === node ? own : `\`${calleeName(node)}\` calls \`${blocking.name}\`, which blocks,`;
    const hit = { at: node, message: `${what} while \`${lockName(region)}\` is held.`, because: [region.site, place] };
    if (isAloneUnder(region, node)) return { ...hit, severity: 'note', instead: LEAVE_IT };
    const isPerhapsMeant = isByName || isOnOwnMember(blocked, node, sight) || isOneWaitAtATime(blocked, sight);
    return isPerhapsMeant ? { ...hit, severity: 'note' } : hit;
  },
};

const LEAVE_IT =
  'Leave the lock to what is called, which can hold it for the part that needs it; or a lock for each of the objects that are worked on.';

const IO_NAME =
  /(?:^|[_.>])(?:io|file|log|logger|write|writer|read|reader|out|output|print|stream|console|send|recv|socket|sock|fd|disk|dev|tty|uart)(?:_|$)/i;
const IO_CLASS = /log(?:ger)?$|writer|reader|file|stream|console|socket|pipe/i;

/** A lock that is there to take turns on one file or connection; or threads being started and ended, where nobody waits for long. */
function isMeant({ blocking: { kind }, region }: BlockedLock, node: Node): boolean {
  if (kind === 'join' || kind === 'wait')
    return [calleeName(node), unqualified(functionName(enclosingFunction(node) ?? node))].some(startsOrEnds);
  return (kind === 'file' || kind === 'network') && (IO_NAME.test(region.lock) || IO_CLASS.test(enclosingClassName(node) ?? ''));
}

/** Whether the lock and the descriptor or stream are members of one object, so that the lock may be there for the descriptor. */
function isOnOwnMember({ blocking: { kind }, region, place }: BlockedLock, node: Node, sight: Sight): boolean {
  if ((kind !== 'file' && kind !== 'network') || !findOwnMember(region.lock, node, sight)) return false;
  return argumentsOf(place).some((argument) => /^(?:int|FILE)$/.test(findOwnMember(argument.text, place, sight)?.type.name ?? ''));
}

/**
 * A lock that is there to let one run of something take place at a time: all of the locked part is a call of a function that blocks in
 * some part of it, as in a class that makes another one safe for threads; or each locked part asks something and waits for the answer.
 */
function isTurnTaken(blocked: BlockedLock, node: Node, sight: Sight): boolean {
  const { region, place } = blocked;
  if (place !== node) return isAloneUnder(region, node);
  return isSteadyUnder(region, node) && isOneWaitAtATime(blocked, sight);
}

/** Whether the call runs whenever the lock is taken. */
function isSteadyUnder(region: LockRegion, call: Node): boolean {
  for (let up = call.parent; up && up.start > region.start; up = up.parent) if (isLoop(up) || isBranch(up)) return false;
  return true;
}

/** Whether the lock is held for this call and nothing else: what it gives is returned, or kept in a local. */
function isAloneUnder(region: LockRegion, call: Node): boolean {
  let statement = call;
  for (let up = call.parent; up && up.start >= region.start && up.kind !== 'compound_statement'; up = up.parent) statement = up;
  if (!/^(?:expression_statement|return_statement|declaration)$/.test(statement.kind)) return false;
  const kept = statement.namedChildren.find((child) => child.kind === 'assignment_expression')?.child('left');
  if (kept && !(kept.kind === 'identifier' && findLocal(kept.text, kept))) return false;
  const { code } = call.tree.normalised;
  return /^[\s;{}]*(?:return[^();]*;[\s;}]*)?$/.test(code.slice(region.start, statement.start) + code.slice(statement.end, region.end));
}

/** Whether each part of the file that holds the lock waits in it: the lock may be there to let one such wait run at a time. */
function isOneWaitAtATime({ blocking, region }: BlockedLock, sight: Sight): boolean {
  if (blocking.kind !== 'wait' || !blocking.name.includes('wait')) return false;
  const regions = functionsIn(region.site.tree)
    .flatMap((fn) => lockRegions(fn, sight))
    .filter(({ lock }) => lock === region.lock);
  return regions.every(({ site, start, end }) => {
    const body = enclosingBody(site);
    const calls = body ? descendants(body, 'call_expression') : [];
    return calls.some((call) => call.start >= start && call.end <= end && blockingAt(call, sight)?.kind === 'wait');
  });
}
