import { calleeName } from '../syntax/calls.ts';
import { enclosingFunction } from '../syntax/declarations.ts';
import { enclosingLoops, identifiersIn, tripCount } from '../syntax/loops.ts';
import { descendants, type Node } from '../syntax/node.ts';
import type { Scope } from '../syntax/scope.ts';
import { bytesOf, isStandardStream, rootOf, type Transfer, transferThrough } from '../syntax/transfer.ts';
import type { Outcome, Rule } from './rule.ts';

/** A file read from end to end in small pieces, with nothing that asks for read-ahead. */
export const sequentialRead: Rule = {
  id: 'sequential-read',
  item: 'read-ahead',
  title: 'File read from end to end in small pieces',
  guide: 'I/O Performance, Optimization Strategies § 4',
  severity: 'note',
  why: 'Each piece pays a system call (0.1 to 1 µs) and the locks of the file layer, and a small read lets the device wait for the next one.',
  instead:
    'Read 64 KiB or more at a time, or map the file; `posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL)` doubles the read-ahead of Linux.',
  bad: `#include <fcntl.h>
#include <unistd.h>
unsigned long sum(const char* path) {
  int fd = open(path, O_RDONLY);
  unsigned char block[512];
  unsigned long sum = 0;
  ssize_t n;
  while ((n = read(fd, block, sizeof(block))) > 0)
    for (ssize_t i = 0; i < n; ++i) sum += block[i];
  return sum;
}`,
  good: `#include <fcntl.h>
#include <memory>
#include <unistd.h>
unsigned long sum(const char* path) {
  int fd = open(path, O_RDONLY);
  posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  auto block = std::make_unique<unsigned char[]>(1 << 18);
  unsigned long sum = 0;
  ssize_t n;
  while ((n = read(fd, block.get(), 1 << 18)) > 0)
    for (ssize_t i = 0; i < n; ++i) sum += block[i];
  return sum;
}`,
  kinds: ['call_expression'],
  check,
};

/** The first window that Linux reads ahead of a sequential reader (Documentation/admin-guide/mm: 128 KiB at most by default) starts at half of it. */
const LARGE_PIECE = 64 * 1024;
/** A loop of fewer turns reads a header. */
const FEW_TURNS = 16;
/** Whoever uses one of these has thought of how the file is read. */
const CARED_FOR =
  /\b(?:posix_fadvise\w*|readahead|mmap|madvise|setvbuf|setbuffer|O_DIRECT|aio_read|io_uring_\w+|io_submit|preadv?2|F_RDAHEAD)\b/;
/** Files of a page or so. */
const SMALL_FILE = /\/(?:proc|sys|dev|etc)\/|conf|cfg|config|settings|pid|cmdline|version|manifest|\.(?:ini|json|ya?ml|txt)\b/i;

function check(call: Node, { sight, tree }: Scope): Outcome {
  const loop = enclosingLoops(call)[0];
  const read = loop && transferThrough(call, sight);
  if (!loop || read?.direction !== 'read' || read.layer === 'stream' || isStandardStream(read)) return undefined;
  const opened = openingOf(read, call);
  if (!opened && !(read.offset && isAdvanced(read.offset, loop))) return undefined;
  const bytes = bytesOf(read, sight);
  if (bytes === undefined) return 'undecided';
  const turns = tripCount(loop);
  if (
    bytes <= 1 ||
    bytes >= LARGE_PIECE ||
    (read.offset && !isAdvanced(read.offset, loop)) ||
    (turns !== undefined && turns <= FEW_TURNS) ||
    SMALL_FILE.test(opened?.text ?? '') ||
    CARED_FOR.test(tree.normalised.code) ||
    isCopied(read, loop, sight)
  )
    return 'clear';
  return {
    at: call,
    because: opened ? [loop, opened] : [loop],
    message: `\`${read.name}\` goes through \`${read.target}\` ${bytes} bytes at a time.`,
  };
}

/** The call in this function that opened the file. */
function openingOf({ target }: Transfer, call: Node): Node | undefined {
  const fn = enclosingFunction(call);
  if (!fn) return undefined;
  for (const set of descendants(fn, 'init_declarator', 'assignment_expression')) {
    const name = (set.child('declarator') ?? set.child('left'))?.text.replace(/^[*\s]+/, '');
    const value = set.child('value') ?? set.child('right');
    if (name !== target || !value) continue;
    const opened = descendants(value, 'call_expression').find((each) => /^(?:open|open64|openat|fopen|fopen64)$/.test(calleeName(each)));
    if (opened) return opened;
  }
  return undefined;
}

/** Whether the loop moves the offset on: `at += n`, `++i`, `at = at + n`. */
function isAdvanced(offset: Node, loop: Node): boolean {
  const names = new Set(identifiersIn(offset));
  return descendants(loop, 'assignment_expression', 'update_expression').some((step) => {
    const name = (step.child('left') ?? step.child('argument'))?.text ?? '';
    if (!names.has(name) || step.kind === 'update_expression') return names.has(name);
    const right = step.child('right');
    return step.child('operator')?.text === '+=' || (right !== undefined && identifiersIn(right).includes(name));
  });
}

/** What is read only to be written elsewhere is the case of a rule of its own. */
function isCopied({ buffer }: Transfer, loop: Node, sight: Scope['sight']): boolean {
  const root = rootOf(buffer)?.text;
  return descendants(loop, 'call_expression').some((call) => {
    const other = transferThrough(call, sight);
    return other?.direction === 'write' && rootOf(other.buffer)?.text === root;
  });
}
