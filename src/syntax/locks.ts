import type { Span } from './branches.ts';
import { calleeName } from './calls.ts';
import { enclosingBody } from './declarations.ts';
import { callThatRuns, lockedBy } from './lambdas.ts';
import { isAtomicContext, isExclusive, lockKind, lockText } from './lock-kind.ts';
import { acquisition, released } from './lock-pairs.ts';
import { type LockRegion, lockSite, parameterRegions } from './lock-sites.ts';
import { ancestor, type Node, walk } from './node.ts';
import type { Sight } from './sight.ts';

/** The lock regions of a function or lambda, those of lambdas inside it left out. */
export function lockRegions(body: Node, sight: Sight): readonly LockRegion[] {
  return locking(body, sight).regions;
}

/** Whether the function releases a lock that it did not take: one that its caller holds. */
export function releasesCallersLock(body: Node, sight: Sight): boolean {
  const { regions, changes } = locking(body, sight);
  return changes.some(
    ({ lock, isRelease, node }) =>
      isRelease &&
      (node.kind === 'lock_statement' || /unlock/i.test(calleeName(node))) &&
      !regions.some(
        (own) => (own.lock === lock || own.guard === lock) && !own.isCallers && node.start >= own.start && node.start <= own.end,
      ),
  );
}

interface Locking {
  readonly regions: readonly LockRegion[];
  readonly changes: readonly Change[];
}
const NOTHING: Locking = { regions: [], changes: [] };
/** What every way of taking a lock has in its text; a function without it is not walked. */
const SPEAKS_OF_LOCKS = /lock|mutex|guard|holder|AssertHeld|owned|preempt_(?:dis|en)able|irq_(?:disable|enable|save|restore)/i;
const lockingByBody = new WeakMap<Node, Locking>();

function locking(body: Node, sight: Sight): Locking {
  let known = lockingByBody.get(body);
  if (known) return known;
  if (!SPEAKS_OF_LOCKS.test(body.tree.normalised.code.slice(body.start, body.end))) {
    lockingByBody.set(body, NOTHING);
    return NOTHING;
  }
  const sites: LockRegion[] = [...parameterRegions(body, sight)];
  const changes: Change[] = [];
  walk(body, (node) => {
    if (node !== body && (node.kind === 'lambda_expression' || node.kind === 'function_definition')) return false;
    const site = lockSite(node, sight);
    if (site) sites.push(site);
    const change = changeAt(node, sight);
    if (change) changes.push(change);
    return true;
  });
  known = { regions: sites.map((region) => ({ ...region, holes: holesOf(region, changes) })), changes };
  lockingByBody.set(body, known);
  return known;
}

/** The last answer of `locksHeldAt`: every rule on locks asks it of the same node in turn. */
let last: { readonly node: Node; readonly sight: Sight; readonly held: readonly LockRegion[] } | undefined;

/** The locks that are held where the node runs, innermost last. Code in a lambda runs under what its caller holds only when it is called at once. */
export function locksHeldAt(node: Node, sight: Sight): readonly LockRegion[] {
  if (last?.node === node && last.sight === sight) return last.held;
  const held = findHeld(node, sight);
  last = { node, sight, held };
  return held;
}

function findHeld(node: Node, sight: Sight): readonly LockRegion[] {
  const body = enclosingBody(node);
  if (!body) return [];
  const regions = lockRegions(body, sight);
  const own = regions.length > 0 ? regions.filter((region) => isHeldAt(region, node.start)) : regions;
  const call = body.kind === 'lambda_expression' ? callThatRuns(body) : undefined;
  if (!call) return own;
  const taken = lockOfCall(call, body, sight);
  return [...findHeld(body, sight), ...(taken ? [taken] : []), ...own];
}

/** Whether the lock is held at this offset. */
export function isHeldAt(region: LockRegion, offset: number): boolean {
  return offset >= region.start && offset < region.end && !region.holes.some((hole) => offset >= hole.start && offset < hole.end);
}

/** The exclusive locks held here that make others sleep until they are released, innermost last; none where sleeping is forbidden anyway. */
export function sleepingLocksAt(node: Node, sight: Sight): readonly LockRegion[] {
  const held = locksHeldAt(node, sight);
  if (held.length === 0) return held;
  return held.some(({ kind }) => isAtomicContext(kind)) ? [] : held.filter(({ kind }) => isExclusive(kind));
}

/** Whether the expression names the region's lock or its guard. */
export function namesLock(expression: Node, { lock, guard }: LockRegion): boolean {
  const text = lockText(expression);
  return text === lock || text === guard;
}

/** The lock that is taken for the lambda by what runs it. */
function lockOfCall(call: Node, lambda: Node, sight: Sight): LockRegion | undefined {
  const lock = lockedBy(call, lambda);
  if (!lock) return undefined;
  const declared = lockKind(lock, sight);
  const name = calleeName(call);
  return {
    kind: declared !== 'sleeping' || name === 'with_lock' ? declared : name === 'withRLock' ? 'rw-read' : 'rw-write',
    lock: lockText(lock),
    expression: lock,
    site: call,
    start: lambda.start,
    end: lambda.end,
    isCallers: false,
    guard: undefined,
    release: undefined,
    holes: [],
  };
}

/** A place that releases a lock, or takes one again. */
interface Change {
  /** The lock or the guard, as text. */
  readonly lock: string;
  readonly isRelease: boolean;
  readonly node: Node;
  /** From where on. */
  readonly start: number;
  /** Where a release itself says that it ends (`DROP_LOCK`). */
  readonly end: number | undefined;
}

function changeAt(node: Node, sight: Sight): Change | undefined {
  if (node.kind === 'lock_statement') {
    const body = node.child('consequence');
    const isRelease = node.tree.normalised.lockMacros.get(node.start) === 'DROP_LOCK';
    return body && { lock: lockText(node.child('condition')), isRelease, node, start: body.start, end: body.end };
  }
  if (node.kind !== 'call_expression') return undefined;
  const lock = released(node);
  const taken = lock ?? acquisition(node, sight)?.lock;
  return taken === undefined ? undefined : { lock: taken, isRelease: lock !== undefined, node, start: node.end, end: undefined };
}

/** Where within its region the lock is not held. */
function holesOf(region: LockRegion, changes: readonly Change[]): Span[] {
  const mine = changes.filter(
    ({ lock, start }) => (lock === region.lock || lock === region.guard) && start > region.start && start < region.end,
  );
  return mine.flatMap(({ isRelease, node, start, end }) => {
    if (!isRelease) return [];
    if (end !== undefined) return [{ start, end }];
    const block = ancestor(node, 'compound_statement', 'case_statement');
    const nested = block && block.start > region.start ? block : undefined;
    const reach = Math.min(nested?.end ?? region.end, region.end);
    const again = mine.find((each) => !each.isRelease && each.start > start && each.start < reach);
    return [{ start, end: again?.start ?? (nested && endsInJump(nested) ? reach : region.end) }];
  });
}

function endsInJump(block: Node): boolean {
  const last = block.namedChildren.filter((child) => child.kind !== 'comment').at(-1);
  return last !== undefined && /^(?:return|throw|break|continue|goto|co_return)_statement$/.test(last.kind);
}
