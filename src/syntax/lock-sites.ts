import type { Span } from './branches.ts';
import { argumentsOf, calleeName, calleeObject } from './calls.ts';
import { findLocal, parametersOf, readDeclarator } from './declarations.ts';
import { type LockKind, lockKind, lockText } from './lock-kind.ts';
import { acquisition, released } from './lock-pairs.ts';
import { ancestor, type Node } from './node.ts';
import type { Sight } from './sight.ts';
import { parseType } from './types.ts';

/** A stretch of a function in which a lock is held. */
export interface LockRegion {
  readonly kind: LockKind;
  /** The lock as written, `&` and spaces taken off: `_mtx`, `queue->lock`. */
  readonly lock: string;
  /** The lock's own expression; undefined for a guard that the caller hands over, and for `lock()` without an argument. */
  readonly expression: Node | undefined;
  /** Where it is taken: the guard's declaration, the macro statement, the call. */
  readonly site: Node;
  readonly start: number;
  readonly end: number;
  /** Whether the caller took it: a guard that is handed over, or a lock that the function asserts to be held. */
  readonly isCallers: boolean;
  /** Name of the guard object, where there is one. */
  readonly guard: string | undefined;
  /** The call that releases it at the region's end; undefined where a scope does. */
  readonly release: Node | undefined;
  /** Parts in which the lock is released for a while: `DROP_LOCK`, `unlock()` … `lock()`. */
  readonly holes: readonly Span[];
}

/** The lock for people: `_mtx`, `queue->lock`; `vn_lock(vp)` where only the function that takes it says that it is one. */
export function lockName({ lock, site }: LockRegion): string {
  const isTold = site.kind !== 'call_expression' || calleeObject(site) !== undefined || /mutex|mtx|rw_?lock|spin/i.test(calleeName(site));
  return isTold || /lock|mutex|mtx/i.test(lock) ? lock : site.text.replace(/\s+/g, ' ');
}

const GUARD =
  /^(?:(?:std|boost|folly|absl|seastar|osv|tbb|leveldb|rocksdb|port)::)*(?:lock_guard|scoped_lock|unique_lock|shared_lock|upgrade_lock|lock_guard_for_with_lock|MutexLock|ReaderMutexLock|WriterMutexLock|ReadLock|WriteLock|InstrumentedMutexLock|SpinMutexLock|SpinLockHolder|SpinLockGuard|MSLGuard|MSLReadGuard|MSLWriteGuard|SharedMutexReadHolder|MutexGuard|LockGuard|ScopedLock|ScopedSpinLock|CriticalSectionLock|(?:\w+::)?(?:ReadHolder|WriteHolder|UpgradeHolder|scoped_lock)|mutex::scoped_lock|mutex_locker|MutexLocker)$/;
const SHARED_GUARD = /shared_lock$|Read(?:er)?(?:Mutex)?(?:Lock|Holder|Guard)$|SharedMutexReadHolder$/;
const BLOCKS = ['compound_statement', 'case_statement'];

/** The region that a node opens; undefined when it takes no lock, or not one whose end is in sight. */
export function lockSite(node: Node, sight: Sight): LockRegion | undefined {
  if (node.kind === 'lock_statement') return macroRegion(node, sight);
  if (node.kind === 'declaration') return guardRegion(node, sight);
  if (node.kind === 'call_expression') return callRegion(node, sight);
  return undefined;
}

const NOTHING_ELSE = { isCallers: false, guard: undefined, release: undefined, holes: [] };

function macroRegion(node: Node, sight: Sight): LockRegion | undefined {
  const condition = node.child('condition');
  const body = node.child('consequence');
  if (!condition || !body || node.tree.normalised.lockMacros.get(node.start) !== 'WITH_LOCK') return undefined;
  const lock = condition.child('value') ?? condition.namedChildren[0];
  return { ...take(lock, sight), site: node, start: body.start, end: body.end, ...NOTHING_ELSE };
}

function guardRegion(declaration: Node, sight: Sight): LockRegion | undefined {
  if (!/lock|guard|holder|auto/i.test(declaration.child('type')?.text ?? '')) return undefined;
  const declarator = declaration.child('declarator');
  const guard = declarator ? readDeclarator(declarator)?.identifier.text : undefined;
  const scope = guardScope(declaration);
  if (!declarator || !guard || !scope) return undefined;
  const taken = lockedValue(declarator, sight) ?? guardedLock(declaration, declarator, sight);
  return (
    taken && { ...taken, site: declaration, start: declaration.end, end: scope.end, isCallers: false, guard, release: undefined, holes: [] }
  );
}

/** Where a guard that is declared here ends: its block, or the statement whose head declares it. */
function guardScope(declaration: Node): Node | undefined {
  const scope = ancestor(declaration, 'condition_clause', ...BLOCKS);
  return scope?.kind === 'condition_clause' ? scope.parent : scope;
}

type Taken = Pick<LockRegion, 'kind' | 'lock' | 'expression'>;

function take(expression: Node | undefined, sight: Sight): Taken {
  return { kind: lockKind(expression, sight), lock: lockText(expression), expression };
}

/** `auto q = queue.wlock();`: a value that comes with its lock. */
function lockedValue(declarator: Node, sight: Sight): Taken | undefined {
  const value = declarator.child('value');
  if (value?.kind !== 'call_expression') return undefined;
  const object = calleeObject(value);
  const name = calleeName(value);
  if (!object || argumentsOf(value).length > 0 || !/^[rwu]lock$/.test(name)) return undefined;
  const taken = take(object, sight);
  return taken.kind === 'sleeping' ? { ...taken, kind: name === 'rlock' ? 'rw-read' : 'rw-write' } : taken;
}

/** `std::lock_guard g(m);` and its like, `auto g = std::unique_lock(m);`, `guard g{m};`. */
function guardedLock(declaration: Node, declarator: Node, sight: Sight): Taken | undefined {
  const { type, args } = guardParts(declaration, declarator);
  const [first] = args;
  if (!first || !GUARD.test(type) || args.some((arg) => /\b(?:defer_lock|try_to_lock)\b/.test(arg.text))) return undefined;
  return { ...take(first, sight), kind: guardKind(type, first, sight) };
}

function guardKind(type: string, lock: Node | undefined, sight: Sight): LockKind {
  const declared = lockKind(lock, sight);
  return declared !== 'sleeping' ? declared : SHARED_GUARD.test(type) ? 'rw-read' : /Spin/.test(type) ? 'spin' : declared;
}

function guardParts(declaration: Node, declarator: Node): { type: string; args: readonly Node[] } {
  const type = parseType(declaration.child('type')?.text ?? '').name;
  const value = declarator.child('value');
  if (type === 'auto' && value?.kind === 'call_expression')
    return { type: parseType(value.child('function')?.text ?? '').name, args: argumentsOf(value) };
  if (value?.kind === 'argument_list' || value?.kind === 'initializer_list')
    return { type, args: value.namedChildren.filter((child) => child.kind !== 'comment') };
  if (value) return { type, args: [value] };
  // `guard g(mutex);` reads as the declaration of a function.
  return { type, args: declarator.kind === 'function_declarator' ? (declarator.child('parameters')?.namedChildren ?? []) : [] };
}

/** `SCOPE_LOCK(m)`, `m.lock()` and the paired C calls; a lock taken by a call counts only where its release is in the same block. */
function callRegion(call: Node, sight: Sight): LockRegion | undefined {
  const statement = call.parent;
  const block = statement?.kind === 'expression_statement' ? ancestor(statement, ...BLOCKS) : undefined;
  if (!statement || !block) return undefined;
  if (/^SCOPE(?:_ADOPT)?_LOCK$/.test(calleeName(call))) {
    const [lock] = argumentsOf(call);
    return { ...take(lock, sight), site: statement, start: statement.end, end: block.end, ...NOTHING_ELSE };
  }
  const asserted = assertedLock(call);
  if (asserted) return { ...take(asserted, sight), site: call, start: statement.end, end: block.end, ...NOTHING_ELSE, isCallers: true };
  const taken = acquisition(call, sight);
  if (!taken) return undefined;
  const held = {
    ...taken,
    isCallers: false,
    expression: calleeObject(call) ?? argumentsOf(call)[0],
    site: call,
    start: statement.end,
    guard: undefined,
    holes: [],
  };
  const release = releaseIn(block, taken.lock, statement.end);
  if (release) return { ...held, end: release.start, release };
  return isDeferredGuard(calleeObject(call)) ? { ...held, end: block.end, release } : undefined;
}

/** The lock that the caller must hold, as the function itself checks: `mu.AssertHeld()` (Abseil), `assert(mtx.owned())` (OSv's mutex). */
function assertedLock(call: Node): Node | undefined {
  if (calleeName(call) === 'AssertHeld') return calleeObject(call);
  const [checked] = calleeName(call) === 'assert' ? argumentsOf(call) : [];
  return checked?.kind === 'call_expression' && calleeName(checked) === 'owned' ? calleeObject(checked) : undefined;
}

/** Whether the object is a guard that was made without its lock: `unique_lock g(m, std::defer_lock);`. */
function isDeferredGuard(object: Node | undefined): boolean {
  const declaration = object?.kind === 'identifier' ? findLocal(object.text, object) : undefined;
  return declaration !== undefined && GUARD.test(declaration.type.name) && /\bdefer_lock\b/.test(declaration.statement.text);
}

/** A guard that the caller hands over by reference, held by convention: `void wait(std::unique_lock<std::mutex>& lock)`. */
export function parameterRegions(body: Node, sight: Sight): LockRegion[] {
  return parametersOf(body).flatMap(({ name, type, statement }) =>
    type.reference === '&' && !type.isConst && GUARD.test(type.name)
      ? [
          {
            kind: guardKind(type.name, undefined, sight),
            lock: name,
            expression: undefined,
            site: statement,
            start: statement.end,
            end: body.end,
            isCallers: true,
            guard: name,
            release: undefined,
            holes: [],
          },
        ]
      : [],
  );
}

/** The last statement of the block that releases the lock. */
function releaseIn(block: Node, lock: string, from: number): Node | undefined {
  let last: Node | undefined;
  for (const { kind, start, namedChildren } of block.children) {
    const call = start >= from && kind === 'expression_statement' ? namedChildren[0] : undefined;
    if (call?.kind === 'call_expression' && released(call) === lock) last = call;
  }
  return last;
}
