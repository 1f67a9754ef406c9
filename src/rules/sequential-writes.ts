import { blockingCall } from '../syntax/blocking.ts';
import { enclosingFunction } from '../syntax/declarations.ts';
import { type Elements, elementsOf, mentionsElement } from '../syntax/elements.ts';
import { enclosingLoops, isEventLoop, isLoop, leavesInFirstTurn, loopBody } from '../syntax/loops.ts';
import { ancestor, descendants, type Node } from '../syntax/node.ts';
import type { Scope } from '../syntax/scope.ts';
import { bytesOf, rootOf, type Transfer } from '../syntax/transfer.ts';
import { writeOf, writeRuns } from '../syntax/write-runs.ts';
import type { Hit, Outcome, Rule } from './rule.ts';

const LOOPS = ['for_range_loop', 'for_statement', 'while_statement'];

/** Buffers that go to one descriptor by a system call each. */
export const sequentialWrites: Rule = {
  id: 'sequential-writes',
  item: 'vectored-io',
  title: 'Buffers written one by one to the same descriptor',
  guide: 'Network Performance § 3',
  severity: 'warning',
  why: 'Each call costs a system call or the locks of the file layer (0.1 to 1 µs), and on a socket perhaps a packet and a delayed ACK.',
  instead: 'Gather the buffers in an `iovec` array and write them with one `writev` (`pwritev`, `sendmsg`).',
  bad: `#include <unistd.h>
void reply(int fd, const char* header, size_t header_size, const char* body, size_t body_size) {
  write(fd, header, header_size);
  write(fd, body, body_size);
}`,
  good: `#include <sys/uio.h>
void reply(int fd, char* header, size_t header_size, char* body, size_t body_size) {
  iovec parts[] = {{header, header_size}, {body, body_size}};
  writev(fd, parts, 2);
}`,
  kinds: ['compound_statement', ...LOOPS],
  check: (node, scope) => (isLoop(node) ? checkLoop(node, scope) : checkBlock(node, scope)),
};

function checkBlock(block: Node, scope: Scope): Outcome {
  const runs = writeRuns(block, scope.sight);
  if (runs.length === 0) return undefined;
  return runs.filter((run) => isOneStream(run, block)).map((run) => toHit(run, scope));
}

/** What shows that one packet or record for each write is wanted, or that they are gathered already. */
const BOUNDARIES = /\b(?:MSG_MORE|TCP_CORK|TCP_NOPUSH|writev|pwritev|sendmsg|SOCK_DGRAM|SOCK_SEQPACKET|SOCK_RAW|eventfd|timerfd_create)\b/;
/** Each write to a control file or a device is a command. */
const CONTROL_FILE = /"\/(?:proc|sys|dev)\//;

function isOneStream(run: readonly Transfer[], within: Node): boolean {
  const body = (enclosingFunction(within) ?? within).child('body') ?? within;
  if (BOUNDARIES.test(body.code) || CONTROL_FILE.test(body.text)) return false;
  return !run.some(({ flags }) => /MSG_(?:OOB|MORE|DONTWAIT)/.test(flags?.text ?? ''));
}

/** From here on a vector of three pieces costs more than copying them together: ceph#6307 measured it at 48 bytes. */
const WORTH_A_VECTOR = 64;

function toHit(run: readonly Transfer[], { sight }: Scope): Hit {
  const [first, ...others] = run as [Transfer, ...Transfer[]];
  const bytes = run.map((write) => bytesOf(write, sight));
  const total = bytes.reduce<number | undefined>((sum, each) => (sum === undefined || each === undefined ? undefined : sum + each), 0);
  const count = run.length === 2 ? 'Two' : String(run.length);
  return {
    at: first.call,
    because: others.map((write) => write.call),
    message: `${count} \`${first.name}\` calls in a row hand different buffers to \`${first.target}\`.`,
    ...(/asio::/.test(first.name)
      ? { instead: `Hand \`${first.name}\` an array of the buffers: it takes a sequence and writes it by one \`writev\`.` }
      : {}),
    ...(total !== undefined && total <= WORTH_A_VECTOR
      ? {
          instead: `Compose the ${total} bytes in one buffer and write it once; a vector is worth it from about ${WORTH_A_VECTOR} bytes on.`,
        }
      : {}),
  };
}

function checkLoop(loop: Node, scope: Scope): Outcome {
  const body = loopBody(loop);
  if (!body || isEventLoop(loop) || leavesInFirstTurn(loop)) return undefined;
  const elements = elementsOf(loop);
  let write: Transfer | undefined;
  let waits = false;
  for (const call of descendants(body, 'call_expression')) {
    if (ancestor(call, 'lambda_expression', 'function_definition') !== ancestor(loop, 'lambda_expression', 'function_definition')) continue;
    const found = writeOf(call, scope.sight);
    if (found && !write && bytesOf(found, scope.sight) !== 1 && isElementOf(found, loop, elements)) write = found;
    else if (!found && blockingCall(call, scope.sight)) waits = true;
  }
  if (!write) return undefined;
  const block = ancestor(write.call, 'compound_statement');
  const isRun = block !== undefined && writeRuns(block, scope.sight).some((run) => run.some(({ call }) => call === write?.call));
  if (waits || isRun || !isOneStream([write], loop)) return 'clear';
  return {
    at: write.call,
    because: [loop],
    message: `\`${write.name}\` hands the elements of the loop to \`${write.target}\` one by one.`,
  };
}

/** Whether the buffer belongs to the element of this turn, and the descriptor to all of them. */
function isElementOf(write: Transfer, loop: Node, elements: Elements): boolean {
  const root = rootOf(write.buffer);
  if (!root || !mentionsElement(write.buffer, elements) || (write.targetNode && mentionsElement(write.targetNode, elements))) return false;
  // `write(fd, p, n); p += n;` goes on in the same buffer.
  const isBare = write.buffer.kind === 'identifier' || write.buffer.kind === 'binary_expression';
  return !isBare || enclosingLoops(write.call)[0] !== loop || !advances(root.text, loop);
}

function advances(name: string, loop: Node): boolean {
  return descendants(loop, 'assignment_expression', 'update_expression').some(
    (node) => (node.child('left') ?? node.child('argument'))?.text === name && !/->/.test(node.child('right')?.text ?? ''),
  );
}
