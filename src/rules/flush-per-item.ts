import { argumentsOf, calleeName, calleeObject, isLibraryCall } from '../syntax/calls.ts';
import { isAssigned, isEventLoop, isLoop, isShort, loopBody, steadyStatements } from '../syntax/loops.ts';
import { descendants, isWithin, type Node, walk } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import type { Sight } from '../syntax/sight.ts';
import { flushesFile, flushingManipulator, isConsole } from '../syntax/streams.ts';
import type { Hit, Rule } from './rule.ts';

/** A flush, a sync or a doorbell for each element of a loop, where one at its end would do. */
export const flushPerItem: Rule = {
  id: 'flush-per-item',
  item: 'batching',
  title: 'Flush or doorbell for each element of a loop',
  guide: 'CPU and Scheduling: Batch Processing',
  severity: 'warning',
  why: 'Each call pays the fixed cost of the way out: 0.3 to 1 µs for a system call, 1 to 10 µs for a doorbell that leaves the virtual machine, 0.1 to 10 ms for a sync to disk.',
  instead: 'Flush once after the loop, or once for every so many elements.',
  bad: `#include <unistd.h>
#include <vector>
struct record { const char* data; unsigned long size; };
void store(record* first, record* last, int fd, void (*append)(int, const record&)) {
  for (record* each = first; each != last; ++each) {
    append(fd, *each);
    fsync(fd);
  }
}`,
  good: `#include <unistd.h>
#include <vector>
struct record { const char* data; unsigned long size; };
void store(record* first, record* last, int fd, void (*append)(int, const record&)) {
  for (record* each = first; each != last; ++each) {
    append(fd, *each);
  }
  fsync(fd);
}`,

  kinds: ['for_statement', 'for_range_loop', 'while_statement', 'do_statement'],
  check(loop, { sight }) {
    const body = loopBody(loop);
    if (!body) return undefined;
    const found: Found[] = [];
    walk(body, (node) => {
      if (isLoop(node) || node.kind === 'lambda_expression') return false;
      const flush = node.kind === 'call_expression' ? flushAt(node, loop, sight) : manipulatorAt(node, loop, sight);
      if (flush) found.push(flush);
      return true;
    });
    if (found.length === 0) return undefined;
    if (isShort(loop) || waitsForWork(loop)) return 'clear';
    const hits = found.filter((each) => typeof each !== 'string');
    if (hits.length === 0) return found.includes('undecided') ? 'undecided' : 'clear';
    const lines = hits.filter(({ fix }) => fix);
    const [first] = lines;
    // Several lines of output in one loop are one finding, mended as one.
    return [...hits.filter(({ fix }) => !fix), ...(first ? [{ ...first, fix: lines.flatMap(({ fix }) => fix ?? []) }] : [])];
  },
};

type Found = Hit | 'clear' | 'undecided';

/** A loop that sleeps until there is work runs once for a batch already. */
function waitsForWork(loop: Node): boolean {
  return (
    isEventLoop(loop) ||
    descendants(loop, 'call_expression').some((call) => /^(?:wait|wait_(?:until|for)\w*|\w+_wait)$/.test(calleeName(call)))
  );
}

function flushAt(node: Node, loop: Node, sight: Sight): Found | undefined {
  const sink = sinkOf(node, sight);
  if (sink === undefined) return undefined;
  if (!runsInEachTurn(node, loop) || isRetried(node, loop) || changesIn(sink, loop)) return 'clear';
  return {
    at: node,
    message: `${quote(node)} runs in each turn of the loop.`,
    because: [loop.children[0] ?? loop],
  };
}

/** A call that is repeated until it succeeds: the loop tests what it returned. */
function isRetried(call: Node, loop: Node): boolean {
  const up = call.parent;
  const result =
    up?.kind === 'assignment_expression'
      ? up.child('left')?.text
      : up?.kind === 'init_declarator'
        ? up.child('declarator')?.text
        : undefined;
  const condition = loop.child('condition')?.text ?? '';
  return result !== undefined && /^\w+$/.test(result) && new RegExp(`\\b${result}\\b`).test(condition);
}

const SYNC = /^(?:fsync|fdatasync|msync|sync_file_range|syncfs|fflush)$/;
/** OSv: virtio's vring and its transmit queues. Linux: liburing. The rest is what drivers call it. */
const DOORBELL =
  /^(?:kick|kick_\w+|ring_doorbell|\w+_ring_doorbell|io_uring_submit|io_uring_cqe_seen|flush_tlb|flush_tlb_\w+|tlb_flush|tlb_flush_\w+)$/;
/** Names that say themselves that they batch. */
const BATCHES = /thresh|maybe|if_needed|batch|lazy|deferred/;

/** What the call flushes, as written; undefined for a call that flushes nothing. */
function sinkOf(call: Node, sight: Sight): string | undefined {
  const name = calleeName(call);
  const args = argumentsOf(call);
  const object = calleeObject(call);
  if (SYNC.test(name)) {
    const [file] = args;
    return !object && file && !isConsole(file) && isLibraryCall(call, SYNC, sight) ? file.text : undefined;
  }
  if (DOORBELL.test(name) && !BATCHES.test(name)) return object?.text ?? args[0]?.text ?? '';
  return name === 'flush' && object && args.length === 0 && flushesFile(object, sight) ? object.text : undefined;
}

function manipulatorAt(node: Node, loop: Node, sight: Sight): Found | undefined {
  const flush = flushingManipulator(node);
  if (!flush) return undefined;
  const { name, stream } = flush;
  const isFile = flushesFile(stream, sight);
  if (!isFile || changesIn(stream.text, loop)) return isFile === undefined ? 'undecided' : 'clear';
  return {
    at: node,
    message: `${quote(node)} flushes ${quote(stream)} in each turn of the loop.`,
    because: [loop.children[0] ?? loop],
    instead: "Write `'\\n'`, and flush once after the loop.",
    ...(name === 'endl' && { fix: [{ start: node.start, end: node.end, text: "'\\n'" }] }),
  };
}

/** Whether the call is one of the body's own statements, or in the test of one: a flush in a branch may be the batch's own. */
function runsInEachTurn(call: Node, loop: Node): boolean {
  const statement = steadyStatements(loop).find((each) => isWithin(call, each));
  if (!statement || !/^(?:if|switch|try)_statement$/.test(statement.kind)) return statement !== undefined;
  const condition = statement.child('condition');
  return condition !== undefined && isWithin(call, condition);
}

/** Whether the flushed thing is another one in each turn: declared in the loop, or given a value there. */
function changesIn(text: string, loop: Node): boolean {
  const root = /^[*(]*(\w+)/.exec(text)?.[1];
  return root !== undefined && isAssigned(root, loop);
}
