import { findBlocking } from '../syntax/blocked-lock.ts';
import type { Blocking } from '../syntax/blocking.ts';
import { calleeName, calleeObject } from '../syntax/calls.ts';
import { type EventContext, eventContext } from '../syntax/event-loop.ts';
import type { Node } from '../syntax/node.ts';
import type { Sight } from '../syntax/sight.ts';
import { typeOf } from '../syntax/type-of.ts';
import type { Outcome, Rule } from './rule.ts';

export const blockingInEventLoop: Rule = {
  id: 'blocking-in-event-loop',
  item: 'async-io',
  title: 'Blocking call on the thread of an event loop',
  guide: 'Common Performance Pitfalls § 5',
  severity: 'warning',
  why: 'All that the loop serves stands still meanwhile: 0.1 to 10 ms for a disk, as long for a name server, whatever it is told for a sleep.',
  instead: 'Use the asynchronous form, a timer for a sleep, or hand the call to a pool of threads and come back with its result.',
  bad: `#include <netdb.h>
#include <sys/epoll.h>
void serve(int epoll, const char* host) {
  epoll_event events[16];
  addrinfo* list;
  for (;;) {
    int n = epoll_wait(epoll, events, 16, -1);
    for (int i = 0; i < n; i++) getaddrinfo(host, nullptr, nullptr, &list);
  }
}`,
  good: `#include <netdb.h>
#include <sys/epoll.h>
void serve(int epoll, const char* host) {
  epoll_event events[16];
  addrinfo* list;
  getaddrinfo(host, nullptr, nullptr, &list);
  for (;;) {
    epoll_wait(epoll, events, 16, -1);
  }
}`,
  kinds: ['call_expression', 'declaration'],
  check(node, { sight }) {
    const context = eventContext(node);
    if (!context) return undefined;
    const found = findBlocking(node, sight);
    const isStall = found !== undefined && stallsOthers(found.blocking, found.place, sight);
    if (!isStall) return node.kind === 'call_expression' ? saidByName(node, context) : undefined;
    const { blocking, place } = found;
    const what = place === node ? `\`${blocking.name}\` blocks` : `\`${calleeName(node)}\` calls \`${blocking.name}\`, which blocks,`;
    return {
      at: node,
      message: `${what} in ${context.what}.`,
      because: [context.site, place],
      ...(context.kind === 'callback' || context.kind === 'loop' ? {} : { severity: 'note' }),
    };
  },
};

/** What a handler should not do; reading and writing what is ready is what it is for. */
function stallsOthers({ kind, name }: Blocking, place: Node, sight: Sight): boolean {
  if (kind === 'sleep' || kind === 'dns' || kind === 'process') return true;
  if (kind === 'sync') return name !== 'fflush';
  if (kind === 'file') return OPENS.test(name);
  if (kind === 'network') return false;
  const object = calleeObject(place);
  return /^(?:pthread_join|pthread_cond_\w*wait|sem_wait)$/.test(name) || /^std::/.test((object && typeOf(object, sight)?.name) ?? '');
}

const OPENS = /open|stream$|filesystem|^(?:creat|mkdir|rmdir|unlink|rename|truncate|copy_file_range|flock|lockf)/;

/** A call in a handler whose own name says that there is another form: `read_file_sync(path)`. */
function saidByName(call: Node, context: EventContext): Outcome {
  const name = calleeName(call);
  if (context.kind !== 'handler' || !/(?:_sync|[a-z]Sync)$/.test(name)) return 'clear';
  return { at: call, message: `\`${name}\` is synchronous, by its name, in ${context.what}.`, because: [context.site], severity: 'note' };
}
