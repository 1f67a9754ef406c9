import { enclosingFunction, readDeclarator } from '../syntax/declarations.ts';
import { enclosingLoops } from '../syntax/loops.ts';
import { descendants, isWithin, type Node } from '../syntax/node.ts';
import type { Scope } from '../syntax/scope.ts';
import { bytesOf, isStandardStream, rootOf, type Transfer, transferThrough } from '../syntax/transfer.ts';
import type { Outcome, Rule } from './rule.ts';

/** A loop that carries bytes from one descriptor to another and never looks at them. */
export const copyLoop: Rule = {
  id: 'copy-loop',
  item: 'zero-copy',
  title: 'Loop that copies from one descriptor to another through a buffer',
  guide: 'Network Performance § 1',
  severity: 'warning',
  why: 'Every byte is copied twice, out of the kernel and back in, at two system calls for each buffer.',
  instead: 'Let the kernel move them: `sendfile` to a socket, `copy_file_range` between files, `splice` from a socket or pipe.',
  bad: `#include <unistd.h>
void serve(int file, int sock) {
  char buffer[16384];
  ssize_t n;
  while ((n = read(file, buffer, sizeof(buffer))) > 0) {
    write(sock, buffer, n);
  }
}`,
  good: `#include <sys/sendfile.h>
void serve(int file, int sock, size_t size) {
  off_t offset = 0;
  while (size > 0) {
    ssize_t n = sendfile(sock, file, &offset, size);
    if (n <= 0) return;
    size -= n;
  }
}`,
  kinds: ['while_statement', 'for_statement', 'do_statement'],
  check: checkLoop,
};

/** What shows that the kernel is asked first, that another system is meant, or that an end is a pipe to a process or a terminal. */
const HANDLED =
  /\b(?:sendfile\w*|splice|copy_file_range|fcopyfile|popen|openpty|forkpty|tcgetattr|MSG_PEEK)\b|(?:\b|_)(?:WIN32|_MSC_VER|__APPLE__)\b/;
/** Too little in a turn to be a copy of data: tokens, counters, small records. */
const FEW_BYTES = 512;

function checkLoop(loop: Node, { sight }: Scope): Outcome {
  const calls = descendants(loop, 'call_expression');
  const transfers = calls.flatMap((call) => transferThrough(call, sight) ?? []);
  const read = transfers.find((each) => each.direction === 'read' && enclosingLoops(each.call)[0] === loop);
  const buffer = read ? rootOf(read.buffer)?.text : undefined;
  if (!read || !buffer) return undefined;
  const names = new Set([buffer, ...aliases(loop, buffer)]);
  const write = transfers.find((each) => each.direction === 'write' && names.has(rootOf(each.buffer)?.text ?? ''));
  if (!write) return undefined;
  const bytes = bytesOf(read, sight);
  const fn = enclosingFunction(loop);
  if (
    read.target === write.target ||
    isStandardStream(read) ||
    isStandardStream(write) ||
    (bytes !== undefined && bytes < FEW_BYTES) ||
    HANDLED.test(fn?.text ?? '') ||
    isLookedAt(names, loop, [read, write])
  )
    return 'clear';
  return {
    at: read.call,
    because: [write.call],
    message: `The loop carries the bytes of \`${read.target}\` to \`${write.target}\` through \`${buffer}\` and does nothing else with them.`,
    instead: insteadFor(read, write),
  };
}

/** Pointers that start at the buffer, for writes that go on where the last one stopped. */
function aliases(loop: Node, buffer: string): string[] {
  return descendants(loop, 'init_declarator').flatMap((init) => {
    const declarator = init.child('declarator');
    const value = init.child('value');
    const name = declarator?.kind === 'pointer_declarator' ? readDeclarator(declarator)?.identifier.text : undefined;
    return name && value && rootOf(value)?.text === buffer && !/[[(]/.test(value.text.replace(/^\w+_cast<[^>]*>\(|\.data\(\)/, ''))
      ? [name]
      : [];
  });
}

/** Whether the loop does more with the bytes than to read and write them: it hashes, parses, packs or keeps them. */
function isLookedAt(names: ReadonlySet<string>, loop: Node, transfers: readonly Transfer[]): boolean {
  return descendants(loop, 'identifier').some((use) => {
    if (!names.has(use.text) || transfers.some(({ call }) => isWithin(use, call))) return false;
    const parent = use.parent;
    if (parent?.kind === 'sizeof_expression' || parent?.parent?.kind === 'sizeof_expression') return false;
    // `p += n`, and the declarations of the buffer and of pointers into it.
    if (parent?.kind === 'assignment_expression' && use.field === 'left' && /^[+]?=$/.test(parent.child('operator')?.text ?? ''))
      return false;
    if (/declarator$/.test(parent?.kind ?? '')) return use.field === 'value' && parent?.child('declarator')?.kind !== 'pointer_declarator';
    return !/^(?:size|data)$/.test((parent?.kind === 'field_expression' ? parent.child('field')?.text : '') ?? '');
  });
}

function insteadFor(read: Transfer, write: Transfer): string {
  if (read.layer !== 'call' || write.layer !== 'call')
    return 'Copy by descriptor: `copy_file_range` or `sendfile`, or `std::filesystem::copy_file` for a whole file.';
  if (read.name === 'recv') return 'Move the bytes with `splice` through a pipe; they never enter user space.';
  if (write.name === 'send') return 'Send them with `sendfile`; they never enter user space.';
  return copyLoop.instead;
}
