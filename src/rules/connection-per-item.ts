import { argumentsOf, calleeObject, isLibraryCall } from '../syntax/calls.ts';
import { readDeclarator } from '../syntax/declarations.ts';
import { elementsOf, mentionsElement } from '../syntax/elements.ts';
import { isEventLoop, isLoop, isShort, jumpsIn, loopBody } from '../syntax/loops.ts';
import { descendants, isWithin, type Node, walk } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import type { Sight } from '../syntax/sight.ts';
import { parseType } from '../syntax/types.ts';
import type { Hit, Rule } from './rule.ts';

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
    const found = socketsIn(body, sight) ?? clientIn(body);
    if (!found) return undefined;
    return isShort(loop) || isEventLoop(loop) || isRetry(loop) || goesElsewhere(found, loop)
      ? 'clear'
      : { ...found.hit, because: [loop.children[0] ?? loop, ...(found.hit.because ?? [])] };
  },
};

interface Found {
  readonly hit: Hit;
  /** What says where the connection goes. */
  readonly target: readonly Node[];
}

/** `connect(fd, …)` on a socket that the same turn makes and closes. */
function socketsIn(body: Node, sight: Sight): Found | undefined {
  let connect: Node | undefined;
  const made = new Set<string>();
  const closed = new Set<string>();
  walk(body, (node) => {
    if (isLoop(node) || node.kind === 'lambda_expression') return false;
    if (node.kind !== 'call_expression' || calleeObject(node)) return true;
    const handle = argumentsOf(node)[0]?.text ?? '';
    if (isLibraryCall(node, /^socket$/, sight)) made.add(holderOf(node) ?? '');
    else if (isLibraryCall(node, /^(?:close|closesocket)$/, sight)) closed.add(handle);
    else if (argumentsOf(node).length === 3 && isLibraryCall(node, /^connect$/, sight)) connect = node;
    return true;
  });
  const [handle, address] = connect ? argumentsOf(connect) : [];
  if (!connect || !handle || !address || !made.has(handle.text) || !closed.has(handle.text)) return undefined;
  return {
    hit: { at: connect, message: `Each turn of the loop makes a socket, connects ${quote(handle)} and closes it.` },
    target: [address],
  };
}

/** Name of the variable that the call's result is stored in. */
function holderOf(call: Node): string | undefined {
  const up = call.parent;
  if (up?.kind === 'assignment_expression') return up.child('left')?.text;
  const declarator = up?.kind === 'init_declarator' ? up.child('declarator') : undefined;
  return declarator && readDeclarator(declarator)?.identifier.text;
}

/** Classes that connect in their constructor or first call, by the names that libraries give them. */
const CLIENT = /(?:^|[a-z_:])(?:Client|Connection|Session|Channel)$|(?:^|_|::)(?:client|connection)$/;

/** A local client object that is made from an address and goes out of scope with the turn. */
function clientIn(body: Node): Found | undefined {
  for (const statement of body.kind === 'compound_statement' ? body.namedChildren : [body]) {
    if (statement.kind !== 'declaration') continue;
    const type = parseType(statement.child('type')?.text ?? '');
    const declarator = statement.child('declarator');
    const name = declarator && readDeclarator(declarator)?.identifier.text;
    const value = declarator?.child('value');
    const args = value?.kind === 'argument_list' || value?.kind === 'initializer_list' ? value.namedChildren : [];
    if (!name || declarator.kind !== 'init_declarator' || args.length === 0 || !CLIENT.test(type.name) || isKept(name, body)) continue;
    if (!args.some((arg) => /host|addr|address|url|uri|endpoint|port|server|dsn|"[^"]*[.:/][^"]*"/i.test(arg.text))) continue;
    return { hit: { at: statement, message: `Each turn of the loop connects ${quote(name)}, a ${quote(type)}, anew.` }, target: args };
  }
  return undefined;
}

/** Whether the object outlives the turn: moved, stored or returned. */
function isKept(name: string, body: Node): boolean {
  return new RegExp(
    `\\bmove\\s*\\(\\s*${name}\\b|(?:push_back|emplace_back|insert|emplace)\\s*\\([^;]*\\b${name}\\b|return\\s+${name}\\s*;`,
  ).test(body.text);
}

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
function goesElsewhere({ hit, target }: Found, loop: Node): boolean {
  const elements = elementsOf(loop);
  if (target.some((node) => mentionsElement(node, elements))) return true;
  const names = new Set(target.flatMap((node) => descendants(node, 'identifier')).map(({ text }) => text));
  return descendants(loop, 'identifier').some((each) => names.has(each.text) && !isWithin(each, hit.at) && getsValue(each));
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
