import { allocationAt } from '../syntax/allocations.ts';
import { argumentsOf, calleeName, calleeObject } from '../syntax/calls.ts';
import { enclosingBody, enclosingFunction } from '../syntax/declarations.ts';
import { isByFactor, isKept, isSizeOfCaller, replacedBy } from '../syntax/growth.ts';
import { enclosingLoops, isShort } from '../syntax/loops.ts';
import { descendants, type Node } from '../syntax/node.ts';
import { holderOf } from '../syntax/ownership.ts';
import { quote } from '../syntax/quote.ts';
import type { Sight } from '../syntax/sight.ts';
import { typeOf } from '../syntax/type-of.ts';
import type { Outcome, Rule } from './rule.ts';

/** A buffer that grows to the exact new size, everything in it copied each time. */
export const exactGrowth: Rule = {
  id: 'exact-growth',
  item: 'buffer-reuse',
  title: 'Buffer that grows to the exact size each time',
  guide: 'Memory Management Optimization, Best Practices § 2',
  severity: 'warning',
  why: 'Each step copies all that is there already: n appends allocate n times and copy n²/2 elements.',
  instead: 'Grow by a factor (1.5 or 2) and keep the capacity apart from the size, or add segments that are not copied.',
  bad: `void append(node* n, const char* data, size_t length) {
  char* larger = static_cast<char*>(malloc(n->size + length));
  memcpy(larger, n->data, n->size);
  free(n->data);
  n->data = larger;
}`,
  good: `void append(node* n, const char* data, size_t length) {
  n->capacity = n->capacity * 2 + length;
  char* larger = static_cast<char*>(malloc(n->capacity));
  memcpy(larger, n->data, n->size);
  free(n->data);
  n->data = larger;
}`,
  kinds: ['call_expression', 'new_expression'],
  check(node, { sight }) {
    if (node.kind === 'call_expression') {
      const name = calleeName(node);
      if (name === 'reserve') return checkReserve(node, sight);
      if (name === 'realloc') return checkRealloc(node, sight);
    }
    return checkReplacement(node, sight);
  },
};

/** `new = malloc(size); memcpy(new, old, …); free(old); old = new;` */
function checkReplacement(node: Node, sight: Sight): Outcome {
  const allocation = allocationAt(node, sight);
  const body = allocation && /^(?:free|delete\[\])$/.test(allocation.releasedBy) ? enclosingBody(node) : undefined;
  const holder = body && holderOf(node);
  const replaced = holder && replacedBy(holder, body);
  if (!replaced || !isKept(replaced.target)) return undefined;
  const size = node.child('arguments') ?? node.child('declarator') ?? node;
  if (isByFactor(size, body) || isSizeOfCaller(size, body)) return 'clear';
  return {
    at: node,
    message: `${quote(replaced.buffer)} grows to the size that is needed now, and is copied as a whole, each time.`,
    because: [replaced.copy, replaced.release],
  };
}

/** `p = realloc(p, (n + 1) * size)`. */
function checkRealloc(call: Node, sight: Sight): Outcome {
  const body = allocationAt(call, sight) ? enclosingBody(call) : undefined;
  const [buffer, size] = argumentsOf(call);
  if (!body || !buffer || !size || buffer.kind === 'null' || !isKept(buffer)) return undefined;
  const isStep = descendants(size, 'binary_expression', 'update_expression').some((each) =>
    /^(?:\+|\+\+)$/.test(each.child('operator')?.kind ?? ''),
  );
  if (isByFactor(size, body) || isSizeOfCaller(size, body)) return 'clear';
  return isStep ? { at: call, message: `${quote(buffer)} grows by ${quote(size)} to the exact size each time.` } : 'undecided';
}

/** `v.reserve(v.size() + n)` for a vector that outlives the turn of a loop: it undoes the vector's own growth by a factor. */
function checkReserve(call: Node, sight: Sight): Outcome {
  const vector = calleeObject(call);
  const [size] = argumentsOf(call);
  const loop = enclosingLoops(call)[0];
  if (!vector || size?.kind !== 'binary_expression' || !loop || isShort(loop) || !isKept(vector)) return undefined;
  const isAdded = descendants(size, 'call_expression').some(
    (each) => calleeName(each) === 'size' && calleeObject(each)?.text === vector.text,
  );
  if (!isAdded || !/^\+$/.test(size.child('operator')?.kind ?? '')) return undefined;
  const type = typeOf(vector, sight);
  if (!type) return 'undecided';
  if (!/(?:^|_|:)vector$/.test(type.name) || isByFactor(size, enclosingFunction(call) ?? loop)) return 'clear';
  return {
    at: call,
    message: `${quote(vector)} is reserved to its exact size in each turn of the loop, so that each turn moves all of it.`,
    instead: 'Reserve the whole before the loop, or leave the growth to the vector.',
    because: [loop],
  };
}
