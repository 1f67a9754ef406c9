import { argumentsOf, calleeName, calleeObject, isLibraryCall } from './calls.ts';
import { readDeclarator } from './declarations.ts';
import { isLoop } from './loops.ts';
import { descendants, type Node, walk } from './node.ts';
import { quote } from './quote.ts';
import type { Sight } from './sight.ts';
import { parseType } from './types.ts';

/** A connection that lives no longer than the stretch of code that opens it. */
export interface Connection {
  /** The call or declaration that connects. */
  readonly node: Node;
  /** What it does, for people: `makes a socket, connects …`. */
  readonly what: string;
  /** What says where it goes. */
  readonly target: readonly Node[];
}

/** The connection that a loop's body opens and ends in each turn, nested loops and lambdas left out; undefined where there is none in sight. */
export function connectionIn(body: Node, sight: Sight): Connection | undefined {
  return calledIn(body, sight) ?? clientIn(body);
}

/** `connect(fd, …)` on a socket that the same turn makes and closes; or a client library's call that connects, and its counterpart. */
function calledIn(body: Node, sight: Sight): Connection | undefined {
  let connect: Node | undefined;
  let opened: Node | undefined;
  const made = new Set<string>();
  const closed = new Set<string>();
  walk(body, (node) => {
    if (isLoop(node) || node.kind === 'lambda_expression') return false;
    if (node.kind !== 'call_expression' || calleeObject(node)) return true;
    const name = calleeName(node);
    const args = argumentsOf(node);
    if (OPENS.test(name)) opened ??= node;
    else if (isLibraryCall(node, /^socket$/, sight)) made.add(holderOf(node) ?? '');
    else if (CLOSES.test(name)) closed.add(args[0]?.text ?? '');
    else if (args.length === 3 && isLibraryCall(node, /^connect$/, sight)) connect = node;
    return true;
  });
  const [handle, address] = connect ? argumentsOf(connect) : [];
  if (connect && handle && address && made.has(handle.text) && closed.has(handle.text))
    return { node: connect, what: `makes a socket, connects ${quote(handle)} and closes it`, target: [address] };
  const held = opened && (holderOf(opened) ?? argumentsOf(opened).at(-1)?.text.replace(/^&/, ''));
  if (!opened || held === undefined || !closed.has(held)) return undefined;
  return { node: opened, what: `connects with ${quote(calleeName(opened))} and closes ${quote(held)} again`, target: argumentsOf(opened) };
}

/** libcurl, libpq, MySQL, hiredis: calls that connect, or whose handle keeps the connection, and those that end it; and POSIX's close. */
const OPENS = /^(?:curl_easy_init|PQconnectdb|PQsetdbLogin|mysql_init|redisConnect(?:WithTimeout|Unix)?)$/;
const CLOSES = /^(?:close|closesocket|curl_easy_cleanup|PQfinish|mysql_close|redisFree)$/;

/** Name of the variable that the call's result is stored in. */
function holderOf(call: Node): string | undefined {
  const up = call.parent;
  if (up?.kind === 'assignment_expression') return up.child('left')?.text;
  const declarator = up?.kind === 'init_declarator' ? up.child('declarator') : undefined;
  return declarator && readDeclarator(declarator)?.identifier.text;
}

/** Classes that connect in their constructor or first call, by the names that libraries give them. */
const CLIENT = /(?:^|[a-z_:])(?:Client|Connection|Session|Channel)$|(?:^|_|::)(?:client|connection)$/;
const ADDRESS = /host|addr|address|url|uri|endpoint|port|server|dsn|"[^"]*[.:/][^"]*"/i;

/** A local client object that goes out of scope with the turn, and is made from an address or connected to one. */
function clientIn(body: Node): Connection | undefined {
  for (const statement of body.kind === 'compound_statement' ? body.namedChildren : [body]) {
    if (statement.kind !== 'declaration') continue;
    const type = parseType(statement.child('type')?.text ?? '');
    const declarator = statement.child('declarator');
    const name =
      declarator && /^(?:identifier|init_declarator)$/.test(declarator.kind) ? readDeclarator(declarator)?.identifier.text : undefined;
    if (!name || !CLIENT.test(type.name) || isKept(name, body)) continue;
    const value = declarator?.child('value');
    const given = value && /^(?:argument|initializer)_list$/.test(value.kind) ? value.namedChildren : [];
    const args = given.some((arg) => ADDRESS.test(arg.text)) ? given : connectArguments(name, body);
    if (args.length === 0) continue;
    return { node: statement, what: `connects ${quote(name)}, a ${quote(type)}, anew`, target: args };
  }
  return undefined;
}

/** Arguments of `client.connect(…)`. */
function connectArguments(name: string, body: Node): readonly Node[] {
  const connect = descendants(body, 'call_expression').find(
    (call) => calleeObject(call)?.text === name && /^(?:connect|Connect)$/.test(calleeName(call)),
  );
  return connect ? argumentsOf(connect) : [];
}

/** Whether the object outlives the turn: moved, stored or returned. */
function isKept(name: string, body: Node): boolean {
  return new RegExp(
    `\\bmove\\s*\\(\\s*${name}\\b|(?:push_back|emplace_back|insert|emplace)\\s*\\([^;]*\\b${name}\\b|return\\s+${name}\\s*;`,
  ).test(body.text);
}
