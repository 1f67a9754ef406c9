import { argumentsOf, calleeName, calleeObject, calleeText, isLibraryCall } from './calls.ts';
import type { Node } from './node.ts';
import type { Sight } from './sight.ts';

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
