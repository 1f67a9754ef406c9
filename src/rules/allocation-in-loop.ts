import { allocationAt } from '../syntax/allocations.ts';
import { calleeName } from '../syntax/calls.ts';
import { exitsHolding } from '../syntax/exits.ts';
import { enclosingLoops, identifiersIn, isAssigned, isShort } from '../syntax/loops.ts';
import { descendants, isWithin, type Node } from '../syntax/node.ts';
import { type Holder, holderOf, releaseOf } from '../syntax/ownership.ts';
import type { Hit, Rule } from './rule.ts';

/** A buffer that each turn of a loop allocates and releases, and a heap block for a single number. */
export const allocationInLoop: Rule = {
  id: 'allocation-in-loop',
  item: 'allocations',
  title: 'Allocation in each turn of a loop',
  guide: 'Common Performance Pitfalls § 1',
  severity: 'warning',
  why: 'Each turn pays for an allocation and a release: tens of nanoseconds from a per-CPU pool, a global lock and perhaps reclaim above a page.',
  instead: 'Allocate once before the loop and reuse the memory in each turn.',
  bad: `void send_all(const std::vector<item>& items) {
  for (const auto& item : items) {
    char* buffer = new char[65536];
    encode(item, buffer);
    delete[] buffer;
  }
}`,
  good: `void send_all(const std::vector<item>& items) {
  auto buffer = std::make_unique<char[]>(65536);
  for (const auto& item : items) {
    encode(item, buffer.get());
  }
}`,
  kinds: ['new_expression', 'call_expression'],
  check(node, { sight }) {
    const allocation = allocationAt(node, sight);
    const loop = allocation && enclosingLoops(node)[0];
    if (!loop) return undefined;
    if (isShort(loop)) return 'clear';
    if (isNumber(node)) return numberHit(node, loop);
    const holder = holderOf(node);
    if (!holder || !isWithin(holder.statement, loop)) return 'clear';
    const release = releaseOf(node, holder);
    return release && !variesIn(node, loop) && exitsHolding(holder, release).length === 0
      ? bufferHit(node, loop, holder, release)
      : 'clear';
  },
};

/** `new unsigned`, `new int(0)`: the block's header is larger than what it holds. */
function isNumber(node: Node): boolean {
  const type = node.kind === 'new_expression' && !node.child('declarator') ? node.child('type') : undefined;
  return type !== undefined && /^(?:primitive_type|sized_type_specifier)$/.test(type.kind);
}

/** Calls that give the same size again where their arguments are the same. */
const STEADY = /^(?:size|length|strlen|min|max|round_page|align_up|align_down|roundup)$/;

/** Whether the size can differ from turn to turn. */
function variesIn(node: Node, loop: Node): boolean {
  const size = node.kind === 'new_expression' ? node.child('declarator') : node.child('arguments');
  if (!size) return false;
  if (descendants(size, 'call_expression').some((call) => !STEADY.test(calleeName(call)))) return true;
  return identifiersIn(size).some((name) => isAssigned(name, loop));
}

function bufferHit(node: Node, loop: Node, { declaration }: Holder, release: Node): Hit {
  return {
    at: node,
    message: `\`${declaration.name}\` is allocated and released again and again in the loop, with the same size every time.`,
    because: [loop, release],
  };
}

function numberHit(node: Node, loop: Node): Hit {
  return {
    at: node,
    message: `\`new ${node.child('type')?.text}\` allocates a heap block for a single number again and again in the loop.`,
    instead: 'Keep the number inside the object that it belongs to, or in memory that is there already.',
    because: [loop],
  };
}
