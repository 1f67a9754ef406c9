import { argumentsOf, calleeName, calleeObject, calleeText, isLibraryCall } from './calls.ts';
import { enclosingFunction, enclosingNames, parametersOf } from './declarations.ts';
import type { Node, Tree } from './node.ts';
import { findFunctions, type Sight, unqualified } from './sight.ts';
import { enclosingClassName, typeOf } from './type-of.ts';
import { parseType, pointee } from './types.ts';

/** How a call can block its thread. */
export interface Blocking {
  /** `sync` waits for a device to have the data; `wait` for another thread or for an event. */
  readonly kind: 'sleep' | 'file' | 'network' | 'process' | 'join' | 'wait' | 'dns' | 'sync';
  /** What is called, for people. */
  readonly name: string;
  /** The lock or guard that a wait is given, which it releases while it sleeps. */
  readonly releases?: Node;
}

/** Functions of POSIX and the C library that block, each with its least and most arguments. */
const LIBRARY: ReadonlyMap<string, { kind: Blocking['kind']; least: number; most: number }> = new Map(
  Object.entries({
    sleep: 'sleep/1 usleep/1 nanosleep/2 clock_nanosleep/4',
    file: 'open/2-3 open64/2-3 openat/3-4 creat/2 fopen/2 fopen64/2 freopen/3 pread/4 pread64/4 preadv/4 pwrite/4 pwrite64/4 pwritev/4 read/3 readv/3 write/3 writev/3 fread/4 fwrite/4 fgets/3 fputs/2 fgetc/1 getline/2-3 fscanf/2-9 mkdir/2 rmdir/1 unlink/1 unlinkat/3 rename/2 link/2 symlink/2 stat/2 lstat/2 opendir/1 readdir/1 truncate/2 ftruncate/2 posix_fallocate/3 copy_file_range/6 dlopen/2 flock/2 lockf/3 bread/3 bwrite/1 bio_wait/1 VOP_READ/4 VOP_WRITE/3',
    sync: 'fsync/1 fdatasync/1 syncfs/1 msync/3 sync_file_range/4 fflush/1 tcdrain/1 VOP_FSYNC/2',
    network: 'accept/3 accept4/4 connect/3 recv/4 recvfrom/6 recvmsg/3 recvmmsg/5 send/4 sendto/6 sendmsg/3 sendmmsg/4 sendfile/4 splice/6',
    dns: 'getaddrinfo/4 gethostbyname/1 gethostbyname_r/6 gethostbyaddr/3 getnameinfo/7 res_query/5 res_search/5',
    process: 'system/1 popen/2 pclose/1 waitpid/3 wait3/3 wait4/4 waitid/4 posix_spawn/6 posix_spawnp/6',
    join: 'pthread_join/2',
    wait: 'poll/3 ppoll/4 select/5 pselect/6 epoll_wait/4 epoll_pwait/5 sem_wait/1 sem_timedwait/2 sigwait/2 pthread_barrier_wait/1 mq_receive/4 mq_send/4 msgrcv/5 rcu_synchronize/0 rcu_barrier/0',
  }).flatMap(([kind, functions]) =>
    functions.split(' ').map((each) => {
      const [name = '', least = '0', most = least] = each.split(/[/-]/);
      return [name, { kind: kind as Blocking['kind'], least: Number(least), most: Number(most) }] as const;
    }),
  ),
);
const LIBRARY_NAMES: ReadonlySet<string> = new Set(LIBRARY.keys());
/** Calls on a descriptor, which return at once where it was opened so. */
const ON_DESCRIPTOR = /^(?:p?readv?|p?writev?|accept4?|connect|recv\w*|send\w*|splice)$/;
const RETURNS_AT_ONCE = /\b(?:MSG_DONTWAIT|O_NONBLOCK|SOCK_NONBLOCK|LOCK_NB|WNOHANG|F_TLOCK|RTLD_NOLOAD)\b/;
/** Reading the console, and writing to it for people, is not what a lock is held for. */
const CONSOLE_STREAM = /\b(?:stdin|stdout|stderr|cin|cout|cerr)\b/;
const CONSOLE_DESCRIPTOR = /^(?:STD(?:IN|OUT|ERR)_FILENO|[012])$/;
const FILESYSTEM =
  /^(?:std::|boost::)?(?:filesystem|fs)::(?:remove|remove_all|rename|copy|copy_file|create_director(?:y|ies)|exists|file_size|resize_file)$/;
const STREAM = /^(?:std::|boost::filesystem::)?(?:basic_)?[io]?fstream$/;

/** The way a call can block: POSIX and C library calls, sleeps, joins, waits of typed objects; undefined when it is not known to. */
export function blockingCall(call: Node, sight: Sight): Blocking | undefined {
  const object = calleeObject(call);
  const found = object ? blockingMethod(call, object, sight) : (blockingByFullName(call) ?? blockingLibraryCall(call, sight));
  return found && !isAsynchronous(call) ? found : undefined;
}

/** Whether what the call gives is waited for elsewhere: `co_await sleep(1ms)`, `sem.wait().then(…)`, returned from a function that gives a future. */
function isAsynchronous({ parent, field }: Node): boolean {
  if (parent?.kind === 'co_await_expression') return true;
  if (parent?.kind === 'field_expression') return field === 'argument';
  return parent?.kind === 'return_statement' && /future|task/i.test(enclosingFunction(parent)?.child('type')?.text ?? '');
}

function blockingByFullName(call: Node): Blocking | undefined {
  const name = calleeText(call);
  if (/^(?:(?:std::|boost::)?this_thread::sleep(?:_for|_until)?|(?:sched::)?thread::sleep(?:_until|_for)?|absl::SleepFor)$/.test(name))
    return { kind: 'sleep', name };
  if (/^(?:sched::)?thread::wait_(?:until|for)\w*$/.test(name)) return waitGiven(name, argumentsOf(call), 2);
  if (/^(?:pthread_cond_(?:timed)?wait|condvar_wait)$/.test(name)) return waitGiven(name, argumentsOf(call).slice(1), 1);
  return FILESYSTEM.test(name) ? { kind: 'file', name } : undefined;
}

/** A wait whose first argument is a lock, if it is given at least so many. */
function waitGiven(name: string, args: readonly Node[], least: number): Blocking {
  const [first] = args;
  const isLock = args.length >= least && first !== undefined && first.kind !== 'lambda_expression';
  return { kind: 'wait', name, ...(isLock ? { releases: first } : {}) };
}

function blockingLibraryCall(call: Node, sight: Sight): Blocking | undefined {
  const name = calleeName(call);
  const known = LIBRARY.get(name);
  const args = argumentsOf(call);
  if (!known || args.length < known.least || args.length > known.most) return undefined;
  if (RETURNS_AT_ONCE.test(call.text) || args.some((arg) => CONSOLE_STREAM.test(arg.text))) return undefined;
  if (/^(?:read|write)v?$/.test(name) && CONSOLE_DESCRIPTOR.test(args[0]?.text ?? '')) return undefined;
  if (known.kind === 'wait' && /^(?:poll|epoll_wait|epoll_pwait)$/.test(name) && args[name === 'poll' ? 2 : 3]?.text === '0')
    return undefined;
  if (ON_DESCRIPTOR.test(name) && opensWithoutBlocking(call.tree)) return undefined;
  if (name === 'sleep' && !/^(?:\d+[uUlL]*|\w+)$/.test(args[0]?.text ?? '')) return undefined; // a duration: another library's
  if (name === 'getline' && !isFileStream(args[0], sight)) return undefined;
  return isLibraryCall(call, LIBRARY_NAMES, sight) || isDefinedHere(name, call, sight) ? { kind: known.kind, name } : undefined;
}

const openedByTree = new WeakMap<Tree, boolean>();

/** Whether the file makes descriptors that do not block: then a read of one that is not known says nothing. */
function opensWithoutBlocking(tree: Tree): boolean {
  let opens = openedByTree.get(tree);
  if (opens === undefined) {
    opens = /\b(?:O_NONBLOCK|SOCK_NONBLOCK|EFD_NONBLOCK|TFD_NONBLOCK|FIONBIO|eventfd|timerfd_create)\b/.test(tree.normalised.code);
    openedByTree.set(tree, opens);
  }
  return opens;
}

function isFileStream(stream: Node | undefined, sight: Sight): boolean {
  const type = stream ? typeOf(stream, sight) : undefined;
  return type !== undefined && (STREAM.test(type.name) || type.name === 'FILE' || type.pointers > 0);
}

/**
 * A C library that defines the function itself: with external linkage, outside namespaces and with the prototype's first parameter, a
 * path or a descriptor, the system's header has declared it already, as the function that POSIX means.
 */
function isDefinedHere(name: string, call: Node, sight: Sight): boolean {
  if (call.child('function')?.kind !== 'identifier') return false;
  const [found, other] = findFunctions(name, sight, '').filter((each) => each.body);
  if (!found || other || enclosingNames(found.node).length > 0) return false;
  if (found.node.children.some((child) => child.kind === 'storage_class_specifier' && child.text === 'static')) return false;
  const type = parametersOf(found.node)[0]?.type;
  return type !== undefined && (type.pointers > 0 ? type.name === 'char' : type.name === 'int');
}

function blockingMethod(call: Node, object: Node, sight: Sight): Blocking | undefined {
  const method = calleeName(call);
  const written = typeOf(object, sight);
  const type = written ? (pointee(written) ?? written) : undefined;
  const className = type ? unqualified(type.name) : '';
  const name = `${object.text.replace(/\s+/g, '')}.${method}`;
  if (method === 'join' && argumentsOf(call).length === 0)
    return /thread$/i.test(className) || (!type && /thread/i.test(object.text)) ? { kind: 'join', name } : undefined;
  if (/(?:cond\w*|cv|wait_?queue)$/i.test(className || object.text) && /^wait(?:_for|_until)?$/.test(method))
    return argumentsOf(call).length > 0 ? waitGiven(name, argumentsOf(call), 1) : undefined;
  if (!type) return undefined;
  if (/(?:^|_)future$/i.test(className)) return /^(?:get|wait|wait_for|wait_until)$/.test(method) ? { kind: 'wait', name } : undefined;
  if (/(?:latch|barrier|semaphore|baton)$/i.test(className))
    return /^(?:wait|wait_for|await|await_for|acquire|arrive_and_wait)$/.test(method) ? { kind: 'wait', name } : undefined;
  return STREAM.test(type.name) && /^(?:open|read|getline|flush|sync|close)$/.test(method) ? { kind: 'file', name } : undefined;
}

const WAITS_BY_NAME = /^(?:wait|await)_(?:for|until|on|till)_|^(?:wait|await)(?:For|Until)[A-Z]|_wait$/;
const ONLY_SPEAKS_OF_IT = /^(?:trace|try|cancel|start|begin|end|finish|prepare|set|need|no|non|is|has|should)_/;

/**
 * A function whose name says that it waits, its definition not in sight: `ring->add_buf_wait(x)`, `wait_for_queue(q)`. What is given
 * a lock or a condition, or is a member of the same object, may release what is held meanwhile, and is left alone.
 */
export function waitByName(call: Node, sight: Sight): Blocking | undefined {
  const name = calleeName(call);
  if (!WAITS_BY_NAME.test(name) || ONLY_SPEAKS_OF_IT.test(name)) return undefined;
  const object = calleeObject(call);
  const isOwnMethod = object ? object.kind === 'this' : enclosingClassName(call) !== undefined && !calleeText(call).includes('::');
  const given = [object, ...argumentsOf(call)].map((each) => each?.text ?? '').join();
  if (isOwnMethod || /cond|cv|mutex|mtx|lock/i.test(given) || findFunctions(name, sight).some((each) => each.body)) return undefined;
  return { kind: 'wait', name: calleeText(call) };
}

/** How a node blocks by itself: a call, or a declaration that opens a file (`std::ifstream in(path);`). */
export function blockingAt(node: Node, sight: Sight): Blocking | undefined {
  if (node.kind === 'call_expression') return blockingCall(node, sight);
  if (node.kind !== 'declaration') return undefined;
  const name = node.child('type')?.text ?? '';
  const value = node.child('declarator')?.child('value');
  const hasPath = (value?.kind === 'argument_list' || value?.kind === 'initializer_list') && value.namedChildren.length > 0;
  return hasPath && STREAM.test(parseType(name).name) ? { kind: 'file', name } : undefined;
}
