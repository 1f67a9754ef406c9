import { allocationAt } from '../syntax/allocations.ts';
import { calleeText } from '../syntax/calls.ts';
import { enclosingBody, enclosingFunction, functionName } from '../syntax/declarations.ts';
import { exitsHolding } from '../syntax/exits.ts';
import { ancestor, isWithin, type Node } from '../syntax/node.ts';
import { holderOf, isReassigned, releaseInSameBlock } from '../syntax/ownership.ts';
import { quote } from '../syntax/quote.ts';
import { usesOf } from '../syntax/uses.ts';
import type { Rule } from './rule.ts';

/** A way out of a function between an allocation and its release that releases nothing. */
export const leakOnEarlyExit: Rule = {
  id: 'leak-on-early-exit',
  item: 'ownership',
  title: 'Memory that an early exit leaks',
  guide: 'Memory Management Optimization, Memory Leak Prevention',
  severity: 'warning',
  why: 'Each pass through this exit loses the memory for good.',
  instead: 'Let a `std::unique_ptr` or a container own it.',
  bad: `int load(int fd) {
  char* buffer = new char[65536];
  if (read(fd, buffer, 65536) < 0) {
    return -1;
  }
  int value = parse(buffer);
  delete[] buffer;
  return value;
}`,
  good: `int load(int fd) {
  auto buffer = std::make_unique<char[]>(65536);
  if (read(fd, buffer.get(), 65536) < 0) {
    return -1;
  }
  return parse(buffer.get());
}`,
  kinds: ['new_expression', 'call_expression'],
  everywhere: true,
  check(node, { sight }) {
    const allocation = allocationAt(node, sight);
    if (!allocation || !/^(?:free|delete|delete\[\])$/.test(allocation.releasedBy)) return undefined;
    const holder = holderOf(node);
    const release = holder && releaseInSameBlock(holder);
    if (!release || ancestor(node, 'try_statement') || isMain(node)) return undefined;
    const { declaration, statement } = holder;
    if (isReassigned(declaration, statement.end, release.start)) return 'clear';
    const uses = usesOf(declaration, statement.parent).filter((use) => use.start >= statement.end);
    const hits = exitsHolding(holder, release)
      .filter((exit) => uses.every((use) => use.start >= exit.end || !(isWithin(use, exit) || escapes(use))))
      .map((exit) => ({
        at: exit,
        message: `${quote(declaration.name)}, allocated on line ${node.line}, is not released on this way out.`,
        because: [node, release],
      }));
    return hits.length > 0 ? hits : 'clear';
  },
};

/** What `main` leaves is the process's, and ends with it. */
function isMain(node: Node): boolean {
  const fn = enclosingFunction(node);
  return fn !== undefined && functionName(fn) === 'main';
}

/** Functions of the C library and POSIX that use memory and do not keep it. */
const BORROWS =
  /^(?:::|std::)?(?:free|mem(?:cpy|move|set|cmp|chr)|bzero|bcopy|str\w+|wcs\w+|v?s?n?printf|v?f?printf|sscanf|f?read|f?write|p(?:read|write)|recv(?:from)?|send(?:to)?|fgets|fputs|puts|readlink(?:at)?|getcwd|realpath|sysctl|ioctl|getsockopt|qsort|copy|copy_n|fill|fill_n|sort|snprintf)$/;

/** Whether another name or another function may own the memory after this use. */
function escapes(use: Node): boolean {
  if (enclosingBody(use)?.kind === 'lambda_expression') return true;
  let at = use;
  for (let up = at.parent; up; up = at.parent) {
    if (isElementOf(up) && !isAddress(up.parent)) return false;
    if (up.kind === 'argument_list' && up.parent && /_cast$/.test(calleeText(up.parent))) at = up.parent;
    else if (isElementOf(up) || isAddress(up) || /^(?:parenthesized|cast|binary)_expression$/.test(up.kind)) at = up;
    else break;
  }
  const up = at.parent;
  if (up?.kind === 'argument_list') return up.parent?.kind !== 'call_expression' || !BORROWS.test(calleeText(up.parent));
  if (up?.kind === 'assignment_expression') return at.field === 'right';
  return isAddress(at) || /^(?:init_declarator|initializer_list|lambda_capture_initializer)$/.test(up?.kind ?? '');
}

/** `p->x`, `p[i]`, `*p`. */
function isElementOf(node: Node): boolean {
  return /^(?:field|subscript)_expression$/.test(node.kind) || (node.kind === 'pointer_expression' && !isAddress(node));
}

function isAddress(node: Node | undefined): boolean {
  return node?.kind === 'pointer_expression' && node.child('operator')?.kind === '&';
}
