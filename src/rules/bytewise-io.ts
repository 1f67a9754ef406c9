import { enclosingFunction } from '../syntax/declarations.ts';
import { enclosingLoops, identifiersIn } from '../syntax/loops.ts';
import { descendants, isWithin, type Node } from '../syntax/node.ts';
import type { Scope } from '../syntax/scope.ts';
import { bytesOf, isStandardStream, rootOf, type Transfer, transferThrough } from '../syntax/transfer.ts';
import type { Outcome, Rule } from './rule.ts';

/** A system call for each byte. */
export const bytewiseIo: Rule = {
  id: 'bytewise-io',
  item: 'read-ahead',
  title: 'One byte for each system call',
  guide: 'I/O Performance, Optimization Strategies § 4',
  severity: 'warning',
  why: 'A system call of 0.1 to 1 µs moves one byte; through a buffer of 4 KiB it would move 4096.',
  instead: 'Read or write a buffer of some KiB at a time and take the bytes from it.',
  bad: `#include <string>
#include <unistd.h>
std::string line(int fd) {
  std::string line;
  char c;
  while (read(fd, &c, 1) == 1 && c != '\\n') line += c;
  return line;
}`,
  good: `#include <string>
#include <unistd.h>
bool fill(int fd, std::string& pending) {
  char buffer[4096];
  ssize_t n = read(fd, buffer, sizeof(buffer));
  if (n > 0) pending.append(buffer, n);
  return n > 0;
}`,
  kinds: ['call_expression'],
  check,
};

function check(call: Node, { sight }: Scope): Outcome {
  const loop = enclosingLoops(call)[0];
  const transfer = loop && transferThrough(call, sight);
  if (!loop || !transfer || transfer.layer !== 'call' || isStandardStream(transfer)) return undefined;
  const bytes = bytesOf(transfer, sight);
  if (bytes !== 1) return bytes === undefined ? undefined : 'clear';
  const names = identifiersIn(transfer.targetNode ?? call);
  const isOneTarget = !names.some((name) => isSetIn(name, loop));
  const isData = transfer.direction === 'read' ? isUsed(transfer, loop) : transfer.buffer.kind !== 'string_literal';
  if (!isOneTarget || !isData || isTypedAt(enclosingFunction(call))) return 'clear';
  return {
    at: call,
    because: [loop],
    message: `\`${transfer.name}\` moves one byte ${transfer.direction === 'read' ? 'from' : 'to'} \`${transfer.target}\` in each turn of the loop.`,
  };
}

/** Terminals and serial lines are typed at; a byte that is peeked at is not moved. */
const TYPED = /\b(?:tcgetattr|tcsetattr|isatty|cfmakeraw|cfsetspeed|MSG_PEEK|MSG_OOB)\b/;

function isTypedAt(fn: Node | undefined): boolean {
  return fn !== undefined && (TYPED.test(fn.code) || fn.text.includes('"/dev/'));
}

/** Whether the loop looks at the byte: draining a pipe of wake-ups does not. */
function isUsed({ buffer, call }: Transfer, loop: Node): boolean {
  const root = rootOf(buffer)?.text;
  return descendants(loop, 'identifier').some(
    (use) => use.text === root && !isWithin(use, call) && use.parent?.kind !== 'sizeof_expression',
  );
}

/** Whether the loop gives the name its value in each turn. */
function isSetIn(name: string, loop: Node): boolean {
  return descendants(loop, 'for_range_loop', 'init_declarator', 'assignment_expression', 'update_expression').some((node) => {
    const target = node.child('declarator') ?? node.child('left') ?? node.child('argument');
    return target !== undefined && identifiersIn(target).includes(name);
  });
}
