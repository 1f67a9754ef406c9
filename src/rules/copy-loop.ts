import { enclosingBody, enclosingFunction, findLocal, readDeclarator } from '../syntax/declarations.ts';
import { enclosingLoops, isLoop } from '../syntax/loops.ts';
import { descendants, isWithin, type Node } from '../syntax/node.ts';
import type { Scope } from '../syntax/scope.ts';
import type { Sight } from '../syntax/sight.ts';
import { bytesOf, isStandardStream, rootOf, type Transfer, transferOf, transferThrough } from '../syntax/transfer.ts';
import type { Hit, Outcome, Rule } from './rule.ts';

/** Code that carries bytes from one descriptor to another and never looks at them. */
export const copyLoop: Rule = {
  id: 'copy-loop',
  item: 'zero-copy',
  title: 'Copy from one descriptor to another through a buffer of its own',
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
  kinds: ['while_statement', 'for_statement', 'do_statement', 'call_expression'],
  check: (node, scope) => (isLoop(node) ? checkLoop(node, scope) : checkOnce(node, scope)),
};

/** What shows that the kernel is asked first, or that an end is a pipe to a process or a terminal. */
const HANDLED = /\b(?:sendfile\w*|splice|copy_file_range|fcopyfile|popen|openpty|forkpty|tcgetattr|MSG_PEEK)\b/;
/** Systems that have none of the calls. */
const ELSEWHERE = /WIN32|_MSC_VER|__APPLE__/;
/** Too little in a turn to be a copy of data: tokens, counters, small records. */
const FEW_BYTES = 512;

function checkLoop(loop: Node, { sight }: Scope): Outcome {
  const transfers = transfersIn(loop, sight);
  const read = transfers.find((each) => each.direction === 'read' && enclosingLoops(each.call)[0] === loop);
  return read ? judge(read, transfers, loop, 'The loop', sight) : undefined;
}

/** A whole file, or one piece, that is read and then written. */
function checkOnce(call: Node, { sight }: Scope): Outcome {
  const read = transferOf(call, sight);
  const body = enclosingBody(call);
  // What comes from a socket once is a message.
  if (read?.direction !== 'read' || read.name === 'recv' || !body || enclosingLoops(call).length > 0 || !isOwnBuffer(read))
    return undefined;
  const hit = judge(read, transfersIn(body, sight), body, 'The function', sight);
  return typeof hit === 'object' ? { ...hit, severity: 'note' } : hit;
}

/** Whether the buffer is made in the function, so that nobody else sees what is read. */
function isOwnBuffer({ buffer }: Transfer): boolean {
  const root = rootOf(buffer);
  const local = root ? findLocal(root.text, root) : undefined;
  if (local?.kind !== 'local' || local.isStatic || local.type.reference) return false;
  return local.type.pointers === 0 || /\bnew\b|alloc\w*\s*\(/.test(local.value?.text ?? '');
}

function transfersIn(region: Node, sight: Sight): Transfer[] {
  return descendants(region, 'call_expression').flatMap((call) => transferThrough(call, sight) ?? []);
}

/** Whether the bytes that are read here are written elsewhere in the region, and nothing else is done with them. */
function judge(read: Transfer, transfers: readonly Transfer[], region: Node, subject: string, sight: Sight): Hit | 'clear' | undefined {
  const buffer = rootOf(read.buffer)?.text;
  if (!buffer) return undefined;
  const names = new Set([buffer, ...aliases(region, buffer)]);
  const write = transfers.find(
    (each) => each.direction === 'write' && each.call.start > read.call.start && names.has(rootOf(each.buffer)?.text ?? ''),
  );
  if (!write) return undefined;
  const bytes = bytesOf(read, sight);
  const fn = enclosingFunction(region) ?? region;
  if (
    read.target === write.target ||
    isStandardStream(read) ||
    isStandardStream(write) ||
    (bytes !== undefined && bytes < FEW_BYTES) ||
    HANDLED.test(fn.child('body')?.code ?? '') ||
    isForOtherSystems(fn) ||
    isLookedAt(names, region, [read, write])
  )
    return 'clear';
  return {
    at: read.call,
    because: [write.call],
    message: `${subject} carries the bytes of \`${read.target}\` to \`${write.target}\` through \`${buffer}\` and does nothing else with them.`,
    instead: insteadFor(read, write),
  };
}

function isForOtherSystems({ start, end, tree }: Node): boolean {
  return tree.normalised.directives.some((each) => each.start >= start && each.end <= end && ELSEWHERE.test(each.rest));
}

/** Pointers that start at the buffer, for writes that go on where the last one stopped. */
function aliases(region: Node, buffer: string): string[] {
  return descendants(region, 'init_declarator').flatMap((init) => {
    const declarator = init.child('declarator');
    const value = init.child('value');
    const name = declarator?.kind === 'pointer_declarator' ? readDeclarator(declarator)?.identifier.text : undefined;
    return name && value && rootOf(value)?.text === buffer && !/[[(]/.test(value.text.replace(/^\w+_cast<[^>]*>\(|\.data\(\)/, ''))
      ? [name]
      : [];
  });
}

/** Whether the code does more with the bytes than to read and write them: it hashes, parses, packs or keeps them. */
function isLookedAt(names: ReadonlySet<string>, region: Node, transfers: readonly Transfer[]): boolean {
  return descendants(region, 'identifier').some((use) => {
    if (
      !names.has(use.text) ||
      transfers.some(({ call, buffer, size }) => isWithin(use, call) || isWithin(use, buffer) || (size && isWithin(use, size)))
    )
      return false;
    const parent = use.parent;
    if (parent?.kind === 'sizeof_expression' || parent?.parent?.kind === 'sizeof_expression') return false;
    // `p += n`, and the declarations of the buffer and of pointers into it.
    if (parent?.kind === 'assignment_expression' && use.field === 'left' && /^[+]?=$/.test(parent.child('operator')?.text ?? ''))
      return false;
    if (/declarator$/.test(parent?.kind ?? '')) return use.field === 'value' && parent?.child('declarator')?.kind !== 'pointer_declarator';
    // Made, sized and released.
    if (
      parent?.kind === 'delete_expression' ||
      (/^\(\s*\w+\s*\)$/.test(parent?.text ?? '') && parent?.parent?.child('function')?.text === 'free')
    )
      return false;
    return !/^(?:size|data|get|resize|reserve)$/.test((parent?.kind === 'field_expression' ? parent.child('field')?.text : '') ?? '');
  });
}

function insteadFor(read: Transfer, write: Transfer): string {
  if (read.layer !== 'call' || write.layer !== 'call')
    return 'Copy by descriptor: `copy_file_range` or `sendfile`, or `std::filesystem::copy_file` for a whole file.';
  if (read.name === 'recv') return 'Move the bytes with `splice` through a pipe; they never enter user space.';
  if (write.name === 'send') return 'Send them with `sendfile`; they never enter user space.';
  return copyLoop.instead;
}
