import { enclosingFunction, enclosingNames, functionName } from './declarations.ts';
import type { Node } from './node.ts';
import { findFunctions, type Sight, unqualified } from './sight.ts';

/** Name of what is called, as written without spaces and template arguments: `std::sort`, `q.push_back`, `f`; empty for anything odd. */
export function calleeText(call: Node): string {
  const callee = call.child('function');
  if (!callee) return '';
  const named = callee.kind === 'template_function' ? callee.child('name') : callee;
  return (named?.text ?? '').replace(/\s+/g, '').replace(/<[^<>]*>$/, '');
}

/** Unqualified name of the function or member function that is called. */
export function calleeName(call: Node): string {
  const callee = call.child('function');
  if (callee?.kind === 'field_expression') {
    const field = callee.child('field');
    return (field?.kind === 'template_method' ? field.child('name')?.text : field?.text) ?? '';
  }
  return unqualified(calleeText(call));
}

/** The object of a member call, `q` of `q.push(x)`; undefined for a free call. */
export function calleeObject(call: Node): Node | undefined {
  const callee = call.child('function');
  return callee?.kind === 'field_expression' ? callee.child('argument') : undefined;
}

/** Arguments of a call, comments left out. */
export function argumentsOf(call: Node): Node[] {
  return (call.child('arguments')?.children ?? []).filter((child) => child.isNamed && child.kind !== 'comment');
}

/**
 * Whether the call means the POSIX or C function of this name: unqualified or `::`, and no class, namespace or file in sight
 * declares a function of that name that would be found first.
 */
export function isLibraryCall(call: Node, names: ReadonlySet<string> | RegExp, sight: Sight): boolean {
  const callee = call.child('function');
  if (!callee || (callee.kind !== 'identifier' && callee.kind !== 'qualified_identifier')) return false;
  const text = callee.text.replace(/\s+/g, '');
  const name = text.startsWith('::') ? text.slice(2) : text;
  if (name.includes('::') && !/^std::\w+$/.test(name)) return false;
  const short = name.replace(/^std::/, '');
  if (!(names instanceof RegExp ? names.test(short) : names.has(short))) return false;
  if (text.startsWith('::') || name.startsWith('std::')) return true;
  if (isInClassThatDeclares(call, short, sight)) return false;
  return !findFunctions(short, sight, '').some((each) => each.body !== undefined || enclosingNames(each.node).length > 0);
}

function isInClassThatDeclares(call: Node, name: string, sight: Sight): boolean {
  const fn = enclosingFunction(call);
  const parts = fn ? functionName(fn).split('::').slice(0, -1) : [];
  return parts.some((part) => findFunctions(name, sight, part).length > 0);
}

/** How a call can block its thread. */
export interface Blocking {
  /** `sleep`, `file`, `network`, `process`, `join`, `wait`, `dns`. */
  readonly kind: 'sleep' | 'file' | 'network' | 'process' | 'join' | 'wait' | 'dns' | 'sync';
  /** What is called, for people. */
  readonly name: string;
}

const BLOCKING: readonly (readonly [Blocking['kind'], RegExp])[] = [
  ['sleep', /^(?:sleep|usleep|nanosleep|clock_nanosleep)$/],
  [
    'file',
    /^(?:open|openat|open64|creat|fopen|fopen64|fdopen|freopen|pread|pread64|preadv|pwrite|pwrite64|pwritev|fread|fwrite|fgets|fputs|fgetc|getline|fscanf|mkdir|rmdir|unlink|rename|stat|lstat|opendir|readdir|truncate|ftruncate|copy_file_range)$/,
  ],
  ['file', /^(?:read|readv|write|writev)$/],
  ['sync', /^(?:fsync|fdatasync|sync|syncfs|msync|sync_file_range|fflush)$/],
  ['network', /^(?:accept|accept4|connect|recv|recvfrom|recvmsg|recvmmsg|send|sendto|sendmsg|sendmmsg|sendfile|splice)$/],
  ['dns', /^(?:getaddrinfo|gethostbyname|gethostbyname_r|gethostbyaddr|getnameinfo|res_query|res_search)$/],
  ['process', /^(?:system|popen|pclose|wait|waitpid|wait3|wait4|waitid|posix_spawn)$/],
  ['wait', /^(?:poll|ppoll|select|pselect|epoll_wait|epoll_pwait|sem_wait|pthread_join|sigwait)$/],
];
/** Fewest arguments of the functions whose names are also common as members or helpers. */
const ARITY: ReadonlyMap<string, number> = new Map([
  ['read', 3],
  ['write', 3],
  ['open', 2],
  ['connect', 3],
  ['accept', 3],
  ['send', 4],
  ['recv', 4],
  ['select', 5],
  ['poll', 3],
  ['wait', 1],
  ['stat', 2],
  ['rename', 2],
  ['sync', 0],
  ['getline', 2],
  ['splice', 6],
  ['truncate', 2],
]);

/** The way a call can block: POSIX and C library calls, `sleep_for`, `join()`; undefined when it is not known to. */
export function blockingCall(call: Node, sight: Sight): Blocking | undefined {
  const text = calleeText(call);
  const name = calleeName(call);
  if (/^(?:std::)?(?:this_thread::)(?:sleep_for|sleep_until)$/.test(text)) return { kind: 'sleep', name: text };
  if (
    /^sched::thread::sleep(?:_until|_for)?$/.test(text) ||
    /^(?:boost::this_thread::sleep\w*|absl::SleepFor|SleepForMicroseconds)$/.test(text)
  )
    return { kind: 'sleep', name: text };
  if (
    /^(?:std::)?filesystem::(?:remove|remove_all|rename|copy|copy_file|create_directory|create_directories|exists|file_size|resize_file)$/.test(
      text,
    )
  )
    return { kind: 'file', name: text };
  const object = calleeObject(call);
  if (object) return undefined;
  const arity = argumentsOf(call).length;
  for (const [kind, pattern] of BLOCKING) {
    if (!pattern.test(name)) continue;
    if (arity < (ARITY.get(name) ?? 1) && !(name === 'sync' && arity === 0)) return undefined;
    if (!isLibraryCall(call, pattern, sight)) return undefined;
    if (/MSG_DONTWAIT|O_NONBLOCK|SOCK_NONBLOCK/.test(call.text)) return undefined;
    return { kind, name };
  }
  return undefined;
}

/** A memory allocation that is written out. */
export interface Allocation {
  /** `new`, `malloc`, `std::make_unique`, … for people. */
  readonly name: string;
  /** Size or element count expression where one is given. */
  readonly size: Node | undefined;
  /** What releases it. */
  readonly releasedBy: 'delete' | 'delete[]' | 'free' | 'scope' | 'munmap' | 'other';
}

/** The allocation that a `new` expression or a call makes; undefined for anything else. Placement new allocates nothing. */
export function allocationAt(node: Node, sight: Sight): Allocation | undefined {
  if (node.kind === 'new_expression') {
    const placement = node.child('placement');
    if (placement && !/nothrow/.test(placement.text)) return undefined;
    const declarator = node.child('declarator');
    return {
      name: 'new',
      size: declarator?.kind === 'new_declarator' ? declarator.child('length') : undefined,
      releasedBy: declarator ? 'delete[]' : 'delete',
    };
  }
  if (node.kind !== 'call_expression') return undefined;
  const name = calleeName(node);
  const args = argumentsOf(node);
  if (/^(?:malloc|calloc|realloc|aligned_alloc|memalign|posix_memalign|valloc|strdup|strndup)$/.test(name)) {
    return isLibraryCall(node, /^(?:malloc|calloc|realloc|aligned_alloc|memalign|posix_memalign|valloc|strdup|strndup)$/, sight)
      ? { name, size: args.at(-1), releasedBy: 'free' }
      : undefined;
  }
  if (
    /^(?:make_unique|make_shared|make_unique_for_overwrite|allocate_shared|make_lw_shared|make_intrusive)$/.test(name) &&
    !calleeObject(node)
  )
    return { name: calleeText(node), size: args[0], releasedBy: 'scope' };
  if (/^(?:alloc_page|alloc_huge_page|alloc_phys_contiguous_aligned)$/.test(name) && /^(?:memory::)?\w+$/.test(calleeText(node)))
    return { name: calleeText(node), size: args[0], releasedBy: 'other' };
  if (/^(?:aligned_new|aligned_array_new)$/.test(name)) return { name, size: args[0], releasedBy: 'delete' };
  return undefined;
}
