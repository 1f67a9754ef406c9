import { type Connection, connectionIn } from '../syntax/connections.ts';
import { elementsOf, mentionsElement } from '../syntax/elements.ts';
import { isEventLoop, isShort, jumpsIn, loopBody } from '../syntax/loops.ts';
import { descendants, isWithin, type Node } from '../syntax/node.ts';
import type { Rule } from './rule.ts';

/** A connection that is opened and closed for each element of a loop. */
export const connectionPerItem: Rule = {
  id: 'connection-per-item',
  item: 'connections',
  title: 'Connection opened for each element of a loop',
  guide: 'Network Performance: Connection Pooling',
  severity: 'warning',
  why: 'Each connection costs a round trip before its first byte (two or three with TLS), three system calls, and minutes of TIME_WAIT for its port.',
  instead: 'Connect once before the loop and send all elements over it, or take connections from a pool.',
  bad: `#include <sys/socket.h>
#include <unistd.h>
#include <vector>
void put(int fd, int item);
void store(const std::vector<int>& items, const sockaddr* server, socklen_t length) {
  for (int item : items) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    connect(fd, server, length);
    put(fd, item);
    close(fd);
  }
}`,
  good: `#include <sys/socket.h>
#include <unistd.h>
#include <vector>
void put(int fd, int item);
void store(const std::vector<int>& items, const sockaddr* server, socklen_t length) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  connect(fd, server, length);
  for (int item : items) put(fd, item);
  close(fd);
}`,

  kinds: ['for_statement', 'for_range_loop', 'while_statement', 'do_statement'],
  check(loop, { sight }) {
    const body = loopBody(loop);
    if (!body) return undefined;
    const found = connectionIn(body, sight);
    if (!found) return undefined;
    if (isShort(loop) || isEventLoop(loop) || isRetry(loop) || goesElsewhere(found, loop)) return 'clear';
    return { at: found.node, message: `Each turn of the loop ${found.what}.`, because: [loop.children[0] ?? loop] };
  },
};

/** Attempts until one works leave the loop once it has. */
function isRetry(loop: Node): boolean {
  return (
    jumpsIn(loop).some(({ kind }) => kind !== 'continue_statement') || /retr(?:y|ies)|attempt|tries|\bai_next\b|backoff/i.test(headOf(loop))
  );
}

function headOf(loop: Node): string {
  return loop.tree.normalised.code.slice(loop.start, loopBody(loop)?.start ?? loop.end);
}

/** Whether each turn connects to another place: what the address is made of gets a value in the loop. */
function goesElsewhere({ node, target }: Connection, loop: Node): boolean {
  const elements = elementsOf(loop);
  if (target.some((each) => mentionsElement(each, elements))) return true;
  const names = new Set(target.flatMap((each) => descendants(each, 'identifier')).map(({ text }) => text));
  return descendants(loop, 'identifier').some((each) => names.has(each.text) && !isWithin(each, node) && getsValue(each));
}

function getsValue(identifier: Node): boolean {
  let at = identifier;
  while (at.parent && /^(?:field|subscript)_expression$/.test(at.parent.kind) && at.field === 'argument') at = at.parent;
  const up = at.parent;
  return (
    at.field === 'left' ||
    at.field === 'declarator' ||
    (up?.kind === 'pointer_expression' && up.child('operator')?.kind === '&') ||
    up?.kind === 'update_expression'
  );
}
