import { adjacentAtomics } from './adjacent-atomics.ts';
import { adjacentLocks } from './adjacent-locks.ts';
import { allocationInLoop } from './allocation-in-loop.ts';
import { allocationUnderLock } from './allocation-under-lock.ts';
import { blockingInAtomicContext } from './blocking-in-atomic-context.ts';
import { blockingInEventLoop } from './blocking-in-event-loop.ts';
import { blockingUnderLock } from './blocking-under-lock.ts';
import { byValueParameter } from './by-value-parameter.ts';
import { bytewiseIo } from './bytewise-io.ts';
import { cStrRoundTrip } from './c-str-round-trip.ts';
import { connectionPerItem } from './connection-per-item.ts';
import { copiedCapture } from './copied-capture.ts';
import { copyFromReference } from './copy-from-reference.ts';
import { copyLoop } from './copy-loop.ts';
import { doubleLookup } from './double-lookup.ts';
import { eraseFrontInLoop } from './erase-front-in-loop.ts';
import { exactGrowth } from './exact-growth.ts';
import { excessMemoryOrder } from './excess-memory-order.ts';
import { flushPerItem } from './flush-per-item.ts';
import { heavyLocalInLoop } from './heavy-local-in-loop.ts';
import { invalidMemoryOrder } from './invalid-memory-order.ts';
import { leakOnEarlyExit } from './leak-on-early-exit.ts';
import { linearLookup } from './linear-lookup.ts';
import { lockInLoop } from './lock-in-loop.ts';
import { longCriticalSection } from './long-critical-section.ts';
import { memberReturnedByValue } from './member-returned-by-value.ts';
import { missingMove } from './missing-move.ts';
import { packedCounters } from './packed-counters.ts';
import { pairConversionInLoop } from './pair-conversion-in-loop.ts';
import { perThreadArray } from './per-thread-array.ts';
import { pessimizingMove } from './pessimizing-move.ts';
import { plainDoubleCheckedInit } from './plain-double-checked-init.ts';
import { rangeLoopCopy } from './range-loop-copy.ts';
import { recomputedInLoop } from './recomputed-in-loop.ts';
import { relaxedPublication } from './relaxed-publication.ts';
import { reserveBeforeFill } from './reserve-before-fill.ts';
import type { Rule } from './rule.ts';
import { scratchAllocation } from './scratch-allocation.ts';
import { seqCstCounter } from './seq-cst-counter.ts';
import { sequentialRead } from './sequential-read.ts';
import { sequentialWrites } from './sequential-writes.ts';
import { spinWithoutPause } from './spin-without-pause.ts';
import { stagedCopy } from './staged-copy.ts';
import { streamTextCopied } from './stream-text-copied.ts';
import { stringConcatInLoop } from './string-concat-in-loop.ts';
import { suspendUnderLock } from './suspend-under-lock.ts';
import { threadPerItem } from './thread-per-item.ts';
import { typeErasedCallback } from './type-erased-callback.ts';
import { unalignedDirectIo } from './unaligned-direct-io.ts';
import { unboundedCache } from './unbounded-cache.ts';
import { undocumentedLockFree } from './undocumented-lock-free.ts';
import { unmeteredCache } from './unmetered-cache.ts';
import { unpinnedWorker } from './unpinned-worker.ts';
import { wakeUnderLock } from './wake-under-lock.ts';

/** Every rule, in the order of the guide's checklist. */
export const RULES: readonly Rule[] = [
  allocationInLoop,
  heavyLocalInLoop,
  scratchAllocation,
  allocationUnderLock,
  stringConcatInLoop,
  blockingUnderLock,
  lockInLoop,
  longCriticalSection,
  wakeUnderLock,
  suspendUnderLock,
  blockingInAtomicContext,
  adjacentAtomics,
  perThreadArray,
  adjacentLocks,
  packedCounters,
  invalidMemoryOrder,
  relaxedPublication,
  seqCstCounter,
  excessMemoryOrder,
  spinWithoutPause,
  undocumentedLockFree,
  flushPerItem,
  threadPerItem,
  reserveBeforeFill,
  exactGrowth,
  eraseFrontInLoop,
  byValueParameter,
  rangeLoopCopy,
  copyFromReference,
  pairConversionInLoop,
  memberReturnedByValue,
  copiedCapture,
  missingMove,
  pessimizingMove,
  cStrRoundTrip,
  streamTextCopied,
  copyLoop,
  unmeteredCache,
  unpinnedWorker,
  sequentialWrites,
  sequentialRead,
  bytewiseIo,
  unboundedCache,
  doubleLookup,
  recomputedInLoop,
  plainDoubleCheckedInit,
  blockingInEventLoop,
  unalignedDirectIo,
  leakOnEarlyExit,
  connectionPerItem,
  linearLookup,
  typeErasedCallback,
  stagedCopy,
];

const byId = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of this id; undefined when there is none. */
export function findRule(id: string): Rule | undefined {
  return byId.get(id);
}
