import type { Span } from './branches.ts';
import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import { enclosingBody, readDeclarator } from './declarations.ts';
import { ancestor, type Node, walk } from './node.ts';
import type { Sight } from './sight.ts';
import { typeOf } from './type-of.ts';
import { parseType } from './types.ts';

/**
 * What holding the lock means for the thread (OSv: include/osv/{mutex,spinlock,rwlock,preempt-lock,rcu,irqlock,migration-lock}.h*):
 * `sleeping` a mutex; `spin`, `preempt-off`, `irq-off`, `rcu-read` forbid sleeping; `rw-read`, `rw-write` a reader-writer lock;
 * `migration` only keeps the thread on its processor and excludes nobody.
 */
export type LockKind = 'sleeping' | 'rw-read' | 'rw-write' | 'spin' | 'preempt-off' | 'irq-off' | 'rcu-read' | 'migration';

/** A stretch of a function in which a lock is held. */
export interface LockRegion {
  readonly kind: LockKind;
  /** The lock as written, `&` and spaces taken off: `_mtx`, `queue->lock`. */
  readonly lock: string;
  /** Where it is taken: the guard's declaration, the macro statement, the call. */
  readonly site: Node;
  readonly start: number;
  readonly end: number;
  /** Name of the guard object, where there is one. */
  readonly guard: string | undefined;
  /** Parts in which the lock is released for a while: `DROP_LOCK`, `unlock()` … `lock()`. */
  readonly holes: readonly Span[];
}

/** Whether sleeping and allocating are forbidden while this is held. */
export function isAtomicContext(kind: LockKind): boolean {
  return kind === 'spin' || kind === 'preempt-off' || kind === 'irq-off' || kind === 'rcu-read';
}

/** Whether the lock keeps other threads out. */
export function isExclusive(kind: LockKind): boolean {
  return kind === 'sleeping' || kind === 'spin' || kind === 'rw-write';
}

const GUARD =
  /^(?:(?:std|boost|folly|absl|seastar|osv|tbb|leveldb|rocksdb|port)::)*(?:lock_guard|scoped_lock|unique_lock|shared_lock|upgrade_lock|lock_guard_for_with_lock|MutexLock|ReaderMutexLock|WriterMutexLock|ReadLock|WriteLock|InstrumentedMutexLock|SpinMutexLock|SpinLockHolder|SpinLockGuard|MSLGuard|MSLReadGuard|MSLWriteGuard|SharedMutexReadHolder|MutexGuard|LockGuard|ScopedLock|ScopedSpinLock|CriticalSectionLock|(?:\w+::)?(?:ReadHolder|WriteHolder|UpgradeHolder|scoped_lock)|mutex::scoped_lock|mutex_locker|MutexLocker)$/;
const SHARED_GUARD = /shared_lock$|Read(?:er)?(?:Mutex)?(?:Lock|Holder|Guard)$|SharedMutexReadHolder$/;

interface Paired {
  readonly unlock: RegExp;
  readonly kind: LockKind | undefined;
}
/** C functions and macros that take a lock, with what releases it: pthreads, OSv's C API, the BSD kernel macros. */
const PAIRED_CALLS: readonly (readonly [RegExp, Paired])[] = [
  [/^pthread_mutex_lock$/, { unlock: /^pthread_mutex_unlock$/, kind: 'sleeping' }],
  [/^pthread_spin_lock$/, { unlock: /^pthread_spin_unlock$/, kind: 'spin' }],
  [/^pthread_rwlock_rdlock$/, { unlock: /^pthread_rwlock_unlock$/, kind: 'rw-read' }],
  [/^pthread_rwlock_wrlock$/, { unlock: /^pthread_rwlock_unlock$/, kind: 'rw-write' }],
  [/^(?:lockfree_)?mutex_lock$/, { unlock: /^(?:lockfree_)?mutex_unlock$/, kind: 'sleeping' }],
  [/^spin_lock(?:_irq|_irqsave)?$/, { unlock: /^spin_unlock(?:_irq|_irqrestore)?$/, kind: 'spin' }],
  [/^mtx_lock$/, { unlock: /^mtx_unlock$/, kind: 'sleeping' }],
  [/^rw_rlock$/, { unlock: /^rw_runlock$/, kind: 'rw-read' }],
  [/^rw_wlock$/, { unlock: /^rw_wunlock$/, kind: 'rw-write' }],
  [
    /^(?:SOCK_LOCK|INP_LOCK|INP_WLOCK|INP_INFO_WLOCK|FD_LOCK|VN_LOCK|DEVICE_LOCK|[A-Z]+_LOCK)$/,
    { unlock: /^(?:[A-Z]+_UNLOCK|INP_WUNLOCK|INP_INFO_WUNLOCK)$/, kind: 'sleeping' },
  ],
];

const regionsByBody = new WeakMap<Node, readonly LockRegion[]>();

/** The lock regions of a function or lambda, those of lambdas inside it left out. */
export function lockRegions(body: Node, sight: Sight): readonly LockRegion[] {
  const known = regionsByBody.get(body);
  if (known) return known;
  const sites: LockRegion[] = [];
  const releases: Release[] = [];
  walk(body, (node) => {
    if (node !== body && (node.kind === 'lambda_expression' || node.kind === 'function_definition')) return false;
    if (node.kind === 'lock_statement') {
      const region = macroRegion(node, sight);
      const consequence = node.child('consequence');
      if (region) sites.push(region);
      else if (consequence)
        releases.push({ lock: lockText(node.child('condition')), isGuard: false, node, start: consequence.start, end: consequence.end });
    } else if (node.kind === 'declaration') {
      const region = guardRegion(node, sight);
      if (region) sites.push(region);
    } else if (node.kind === 'call_expression') {
      const region = callRegion(node, body, sight);
      if (region) sites.push(region);
      const release = unlockCall(node);
      if (release) releases.push(release);
    }
    return true;
  });
  const regions = sites.map((region) => ({ ...region, holes: holesOf(region, releases, sites) }));
  regionsByBody.set(body, regions);
  return regions;
}

/** The locks that are held where the node runs, innermost last. Code in a lambda runs under what its caller holds only when it is called at once. */
export function locksHeldAt(node: Node, sight: Sight): LockRegion[] {
  const body = enclosingBody(node);
  if (!body) return [];
  const own = lockRegions(body, sight).filter((region) => isHeldAt(region, node.start));
  if (body.kind !== 'lambda_expression') return own;
  const outer = runsAtOnce(body);
  if (!outer) return own;
  return [...locksHeldAt(body, sight), ...(outer.region ? [outer.region(sight)] : []), ...own];
}

/** Whether the lock is held at this offset. */
export function isHeldAt(region: LockRegion, offset: number): boolean {
  return offset >= region.start && offset < region.end && !region.holes.some((hole) => offset >= hole.start && offset < hole.end);
}

const SYNCHRONOUS =
  /^(?:std::|boost::|absl::c_)?(?:for_each|sort|stable_sort|find_if|find_if_not|count_if|any_of|all_of|none_of|transform|remove_if|erase_if|partition|accumulate|generate|copy_if|call_once|lower_bound|upper_bound|max_element|min_element|visit|apply|invoke)$/;

function runsAtOnce(lambda: Node): { region?: (sight: Sight) => LockRegion } | undefined {
  const list = lambda.parent;
  if (list?.kind === 'call_expression' && lambda.field === 'function') return {};
  const call = list?.kind === 'argument_list' ? list.parent : undefined;
  if (call?.kind !== 'call_expression') return undefined;
  const name = calleeText(call);
  if (/^(?:\w+::)*with_lock$/.test(name) && argumentsOf(call)[1] === lambda) {
    return {
      region: (sight) => {
        const lock = argumentsOf(call)[0];
        return {
          kind: lockKind(lock, sight),
          lock: lockText(lock),
          site: call,
          start: lambda.start,
          end: lambda.end,
          guard: undefined,
          holes: [],
        };
      },
    };
  }
  return SYNCHRONOUS.test(name) ? {} : undefined;
}

function macroRegion(node: Node, sight: Sight): LockRegion | undefined {
  const condition = node.child('condition');
  const consequence = node.child('consequence');
  if (!condition || !consequence || node.tree.normalised.lockMacros.get(node.start) !== 'WITH_LOCK') return undefined;
  const lock = condition.child('value') ?? condition.namedChildren[0];
  return {
    kind: lockKind(lock, sight),
    lock: lockText(lock),
    site: node,
    start: consequence.start,
    end: consequence.end,
    guard: undefined,
    holes: [],
  };
}

function guardRegion(declaration: Node, sight: Sight): LockRegion | undefined {
  const typeText = declaration.child('type')?.text ?? '';
  let guardType = parseType(typeText).name;
  const declarator = declaration.child('declarator');
  if (!declarator) return undefined;
  const named = readDeclarator(declarator);
  let args: Node[] = [];
  const value = declarator.child('value');
  if (guardType === 'auto' && value?.kind === 'call_expression') {
    guardType = parseType(value.child('function')?.text ?? '').name;
    args = argumentsOf(value);
  } else if (value)
    args =
      value.kind === 'argument_list' || value.kind === 'initializer_list'
        ? value.namedChildren.filter((child) => child.kind !== 'comment')
        : [value];
  else if (declarator.kind === 'function_declarator') args = declarator.child('parameters')?.namedChildren ?? []; // `guard g(mutex);` reads as a function
  if (!named || !GUARD.test(guardType) || args.length === 0) return undefined;
  const text = args.map((arg) => arg.text).join(', ');
  if (/\b(?:defer_lock|try_to_lock)\b/.test(text)) return undefined;
  const block = ancestor(declaration, 'compound_statement', 'case_statement');
  if (!block) return undefined;
  const first = args[0];
  const declared = lockKind(first, sight);
  const kind: LockKind =
    declared === 'sleeping' && SHARED_GUARD.test(guardType)
      ? 'rw-read'
      : declared === 'sleeping' && /Spin/.test(guardType)
        ? 'spin'
        : declared;
  return {
    kind,
    lock: lockText(first),
    site: declaration,
    start: declaration.end,
    end: block.end,
    guard: named.identifier.text,
    holes: [],
  };
}

/** `SCOPE_LOCK(m)`, `m.lock()` and the paired C calls; a lock taken by a call counts only where its release is in the same block. */
function callRegion(call: Node, body: Node, sight: Sight): LockRegion | undefined {
  const statement = call.parent;
  if (statement?.kind !== 'expression_statement') return undefined;
  const block = ancestor(statement, 'compound_statement', 'case_statement') ?? body;
  const name = calleeName(call);
  const args = argumentsOf(call);
  if (/^SCOPE(?:_ADOPT)?_LOCK$/.test(name)) {
    return {
      kind: lockKind(args[0], sight),
      lock: lockText(args[0]),
      site: statement,
      start: statement.end,
      end: block.end,
      guard: undefined,
      holes: [],
    };
  }
  const object = calleeObject(call);
  if (object && args.length === 0 && /^(?:lock|lock_shared|rlock|wlock|Lock|ReadLock|WriteLock|ReaderLock)$/.test(name)) {
    const kind = /shared|^r|Read/.test(name) ? 'rw-read' : /^(?:wlock|WriteLock)$/.test(name) ? 'rw-write' : lockKind(object, sight);
    return pairedRegion(call, statement, block, lockText(object), kind);
  }
  for (const [pattern, { kind }] of PAIRED_CALLS) {
    if (!object && pattern.test(name) && args[0]) {
      const declared = lockKind(args[0], sight);
      return pairedRegion(call, statement, block, lockText(args[0]), declared === 'sleeping' ? (kind ?? declared) : declared);
    }
  }
  return undefined;
}

function pairedRegion(call: Node, statement: Node, block: Node, lock: string, kind: LockKind): LockRegion | undefined {
  let end: number | undefined;
  for (const sibling of block.children) {
    if (sibling.start < statement.end || sibling.kind !== 'expression_statement') continue;
    const release = sibling.namedChildren[0];
    if (release?.kind === 'call_expression' && unlockCall(release)?.lock === lock) end = sibling.start;
  }
  return end === undefined ? undefined : { kind, lock, site: call, start: statement.end, end, guard: undefined, holes: [] };
}

interface Release {
  /** The lock or the guard, as text. */
  readonly lock: string;
  readonly isGuard: boolean;
  readonly node: Node;
  /** For `DROP_LOCK`, the stretch; for a call, its place. */
  readonly start: number;
  readonly end: number | undefined;
}

function unlockCall(call: Node): Release | undefined {
  const name = calleeName(call);
  const object = calleeObject(call);
  if (object && /^(?:unlock|unlock_shared|runlock|wunlock|Unlock|ReadUnlock|WriteUnlock|ReaderUnlock|reset|release)$/.test(name)) {
    return { lock: lockText(object), isGuard: true, node: call, start: call.end, end: undefined };
  }
  const [argument] = argumentsOf(call);
  if (!object && argument && PAIRED_CALLS.some(([, { unlock }]) => unlock.test(name)))
    return { lock: lockText(argument), isGuard: false, node: call, start: call.end, end: undefined };
  return undefined;
}

/** Where within its region the lock is not held. */
function holesOf(region: LockRegion, releases: readonly Release[], sites: readonly LockRegion[]): Span[] {
  const holes: Span[] = [];
  for (const release of releases) {
    if (release.start <= region.start || release.start >= region.end) continue;
    const isMine = release.lock === region.lock || (region.guard !== undefined && release.lock === region.guard);
    if (!isMine) continue;
    if (release.end !== undefined) {
      holes.push({ start: release.start, end: release.end });
      continue;
    }
    const block = ancestor(release.node, 'compound_statement', 'case_statement');
    const isNested = block !== undefined && block.start > region.start;
    const blockEnd = block?.end ?? region.end;
    const again = nextLock(region, release.start, isNested ? blockEnd : region.end, sites);
    if (again !== undefined) holes.push({ start: release.start, end: again });
    else if (isNested && block && endsInJump(block)) holes.push({ start: release.start, end: Math.min(blockEnd, region.end) });
    else holes.push({ start: release.start, end: region.end });
  }
  return holes;
}

/** Offset at which the lock is taken again through the guard or the lock itself. */
function nextLock(region: LockRegion, from: number, to: number, sites: readonly LockRegion[]): number | undefined {
  const names = [region.lock, region.guard].filter((name) => name !== undefined);
  const code = region.site.tree.normalised.code.slice(from, to);
  for (const name of names) {
    const at = code
      .replace(/\s+(?=[.(])/g, (space) => space)
      .search(new RegExp(`(?:^|[^\\w])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:\\.|->)\\s*lock\\w*\\s*\\(`));
    if (at >= 0) return from + at;
  }
  return sites.find((site) => site !== region && site.lock === region.lock && site.start > from && site.start < to)?.start;
}

function endsInJump(block: Node): boolean {
  const last = block.namedChildren.filter((child) => child.kind !== 'comment').at(-1);
  return last !== undefined && /^(?:return|throw|break|continue|goto|co_return)_statement$/.test(last.kind);
}

/** What kind of lock an expression names, by OSv's documented names, by its type where that is in sight, by its own name last. */
export function lockKind(lock: Node | undefined, sight: Sight): LockKind {
  if (!lock) return 'sleeping';
  const text = lock.text;
  if (/\bmigration_lock\b/.test(text)) return 'migration';
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
