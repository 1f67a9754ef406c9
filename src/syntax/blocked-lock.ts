import { type Blocking, blockingAt, waitByName } from './blocking.ts';
import { findCallee, findInDefinition } from './callees.ts';
import { isCold } from './context.ts';
import type { LockRegion } from './lock-sites.ts';
import { lockRegions, namesLock, releasesCallersLock } from './locks.ts';
import type { Node } from './node.ts';
import type { Sight } from './sight.ts';

/** A lock that stays held while a call blocks. */
export interface BlockedLock {
  readonly region: LockRegion;
  readonly blocking: Blocking;
  /** What blocks: the node itself, or a call in the function that it calls. */
  readonly place: Node;
  /** Nothing but the callee's name says so. */
  readonly isByName?: true;
}

/** How a node blocks, by itself or one call deep, locks or not, and what it is that blocks. */
export function findBlocking(node: Node, sight: Sight): { readonly blocking: Blocking; readonly place: Node } | undefined {
  const blocking = blockingAt(node, sight);
  if (blocking) return { blocking, place: node };
  const definition = node.kind === 'call_expression' ? findCallee(node, sight) : undefined;
  return (
    definition &&
    findInDefinition(definition, (place) => {
      const inside = blockingAt(place, sight);
      return inside && !isCold(place) ? { blocking: inside, place } : undefined;
    })
  );
}

/** Whether a function of this name starts or ends the life of something: nobody waits for long while it runs. */
export function startsOrEnds(name: string): boolean {
  return /^(?:[Ss]tart|[Ss]top|[Oo]pen|[Cc]lose|[Ff]inish|[Qq]uit|[Ee]xit|[Rr]eset|[Ss]hut_?[Dd]own|[Tt]erminate|[Dd]estroy|[Dd]isconnect|[Dd]etach)(?:_|[A-Z]|$)|^~/.test(
    name,
  );
}

/** The innermost of the held locks that stays held while the node blocks, by itself or one call deep; undefined where none is known to. */
export function blockedLock(node: Node, held: readonly LockRegion[], sight: Sight): BlockedLock | undefined {
  const blocking = blockingAt(node, sight);
  if (blocking) return blockedBy(blocking, node, held, held);
  if (node.kind !== 'call_expression') return undefined;
  const named = waitByName(node, sight);
  const blocked = named && blockedBy(named, node, held, held);
  return blocked ? { ...blocked, isByName: true } : blockedInside(node, held, sight);
}

function blockedInside(call: Node, held: readonly LockRegion[], sight: Sight): BlockedLock | undefined {
  const definition = findCallee(call, sight);
  if (!definition || releasesCallersLock(definition, sight)) return undefined;
  const own = lockRegions(definition, sight);
  if (own.some(({ isCallers }) => isCallers)) return undefined; // judged there, under the caller's lock
  return findInDefinition(definition, (inner) => {
    const blocking = blockingAt(inner, sight);
    return blocking && !isCold(inner) ? blockedBy(blocking, inner, held, own) : undefined;
  });
}

/** A wait that is given a lock releases that one, and the others stay held; one that is not among `known` may be any of them. */
function blockedBy(blocking: Blocking, place: Node, held: readonly LockRegion[], known: readonly LockRegion[]): BlockedLock | undefined {
  const { releases } = blocking;
  const released = releases && known.find((each) => namesLock(releases, each));
  if (releases && !released) return undefined;
  const region = held.findLast(({ lock }) => lock !== released?.lock);
  return region && { region, blocking, place };
}
