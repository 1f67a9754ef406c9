import { argumentsOf, calleeName, calleeObject } from '../syntax/calls.ts';
import { readDeclarator } from '../syntax/declarations.ts';
import { isLoop, isShort, loopBody } from '../syntax/loops.ts';
import { type Node, walk } from '../syntax/node.ts';
import { isThreadMaker, THREAD_TYPE } from '../syntax/thread-start.ts';
import type { Rule } from './rule.ts';

/** A thread that is made for one element of a loop and ends with it. */
export const threadPerItem: Rule = {
  id: 'thread-per-item',
  item: 'batching',
  title: 'Thread made and ended for each element of a loop',
  guide: 'CPU and Scheduling: Batch Processing',
  severity: 'warning',
  why: 'Making and ending a thread costs 10 to 50 µs: a stack is mapped, the scheduler is entered twice, and its caches start cold.',
  instead: 'Start a fixed number of workers once and hand them the elements through a queue; or start all threads first, then join them.',
  bad: `#include <thread>
#include <vector>
void handle(int item);
void run(const std::vector<int>& items) {
  for (int item : items) {
    std::thread worker(handle, item);
    worker.join();
  }
}`,
  good: `#include <thread>
#include <vector>
void handle(int item);
void run(const std::vector<int>& items) {
  std::thread worker([&items] {
    for (int item : items) handle(item);
  });
  worker.join();
}`,

  kinds: ['for_statement', 'for_range_loop', 'while_statement', 'do_statement'],
  check(loop) {
    const body = loopBody(loop);
    if (!body) return undefined;
    const threads: Thread[] = [];
    const ends = new Map<string, Node>();
    walk(body, (node) => {
      if (isLoop(node) || node.kind === 'lambda_expression') return false;
      const thread = threadMadeAt(node);
      if (thread) threads.push(thread);
      if (node.kind === 'call_expression') noteEnd(node, ends);
      return true;
    });
    if (threads.length === 0) return undefined;
    const hits = threads.flatMap((thread) => {
      const end = thread.name === undefined ? thread.node : ends.get(thread.name);
      if (!end || isShort(loop)) return [];
      const isLeft = thread.name === undefined || /detach/.test(end.text);
      if (isLeft && COUNTS_WORKERS.test(loop.child('condition')?.text ?? '')) return [];
      const how = isLeft ? 'leaves it to itself' : 'waits for its end';
      return { at: thread.node, message: `Each turn of the loop makes a thread and ${how}.`, because: [loop.children[0] ?? loop, end] };
    });
    return hits.length > 0 ? hits : 'clear';
  },
};

interface Thread {
  /** The construction. */
  readonly node: Node;
  /** Variable that holds it; undefined for one that is detached where it is made. */
  readonly name: string | undefined;
}

/** A loop over a number of workers starts a pool. */
const COUNTS_WORKERS = /thread|worker|cpu|core|concurren|procs?\b/i;

function threadMadeAt(node: Node): Thread | undefined {
  if (node.kind === 'declaration') {
    const declarator = node.child('declarator');
    const isThread = THREAD_TYPE.test(node.child('type')?.text ?? '') && declarator !== undefined && declarator.kind !== 'identifier';
    const value = declarator?.child('value');
    const isMade = value !== undefined && isThreadMaker(value);
    const name = declarator && readDeclarator(declarator)?.identifier.text;
    return (isThread || isMade) && name ? { node, name } : undefined;
  }
  if (node.kind !== 'call_expression') return undefined;
  if (calleeName(node) === 'pthread_create') {
    const [handle] = argumentsOf(node);
    return handle ? { node, name: handle.text.replace(/^&/, '') } : undefined;
  }
  // Made and let go in one expression: `std::thread(f).detach()`, `sched::thread::make(f, attr().detached())->start()`.
  const object = calleeObject(node);
  if (!object || !isThreadMaker(object)) return undefined;
  return calleeName(node) === 'detach' || /\bdetached\(\)/.test(object.text) ? { node, name: undefined } : undefined;
}

function noteEnd(call: Node, ends: Map<string, Node>): void {
  const name = calleeName(call);
  const object = calleeObject(call);
  if (/^(?:join|detach|get|wait)$/.test(name) && object) ends.set(object.text, call);
  if (/^pthread_(?:join|detach)$/.test(name)) ends.set(argumentsOf(call)[0]?.text ?? '', call);
}
