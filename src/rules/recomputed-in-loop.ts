import { argumentsOf, calleeName, calleeObject, calleeText, isLibraryCall } from '../syntax/calls.ts';
import { findLocal } from '../syntax/declarations.ts';
import { keyedContainer } from '../syntax/keyed.ts';
import { isWhereMissing } from '../syntax/lookups.ts';
import { enclosingLoops, identifiersIn, isBranch, isShort } from '../syntax/loops.ts';
import { descendants, isWithin, type Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import type { Sight } from '../syntax/sight.ts';
import { isMapChanged, isSteady, isWrittenThrough } from '../syntax/steady.ts';
import { startsThreads } from '../syntax/thread-start.ts';
import type { Outcome, Rule } from './rule.ts';

/** A call that gives the same result in each turn of a loop. */
export const recomputedInLoop: Rule = {
  id: 'recomputed-in-loop',
  item: 'caching',
  title: 'Same result computed in each turn of a loop',
  guide: 'Caching Strategies, Application-Level Caching § 1',
  severity: 'warning',
  why: 'The length of a string takes a step for each character, in each turn: n² steps for a loop over n characters.',
  instead: 'Compute it once, before the loop.',
  bad: `size_t count_spaces(const char* text) {
  size_t count = 0;
  for (size_t i = 0; i < strlen(text); ++i) {
    if (text[i] == ' ') ++count;
  }
  return count;
}`,
  good: `size_t count_spaces(const char* text) {
  size_t count = 0;
  const size_t length = strlen(text);
  for (size_t i = 0; i < length; ++i) {
    if (text[i] == ' ') ++count;
  }
  return count;
}`,
  kinds: ['call_expression', 'subscript_expression'],
  check(call, { sight }) {
    const lookup = lookupAt(call);
    if (lookup) return checkLookup(call, lookup, sight);
    if (call.kind !== 'call_expression') return undefined;
    const name = calleeText(call).replace(/^(?:std)?::/, '');
    if (LENGTH.test(name)) return isLibraryCall(call, LENGTH, sight) ? checkLength(call) : undefined;
    if (name === 'thread::hardware_concurrency') return checkSystem(call, sight);
    return SYSTEM.test(name) && isLibraryCall(call, SYSTEM, sight) ? checkSystem(call, sight) : undefined;
  },
};

const LENGTH = /^(?:strlen|wcslen)$/;
/** What the process asks its system for, and what does not change while it runs. */
const SYSTEM = /^(?:getenv|secure_getenv|sysconf|getpagesize|get_nprocs|get_nprocs_conf)$/;

/** `strlen` in the condition of a loop that leaves the string alone. */
function checkLength(call: Node): Outcome {
  const loop = enclosingLoops(call)[0];
  const [text] = argumentsOf(call);
  if (!loop || !text || !isInCondition(call, loop)) return undefined;
  if (isShort(loop) || text.kind === 'string_literal' || !isSteady(text, loop)) return 'clear';
  if (identifiersIn(text).some((name) => isWrittenThrough(name, loop, call))) return 'clear';
  return { at: call, message: `${quote(call)} runs in each turn of the loop, and the string stays the same.` };
}

function isInCondition(call: Node, loop: Node): boolean {
  const condition = loop.child('condition');
  return condition !== undefined && isWithin(call, condition);
}

/** A question to the system whose answer does not change. */
function checkSystem(call: Node, sight: Sight): Outcome {
  const loop = enclosingLoops(call)[0];
  if (!loop) return undefined;
  if (startsThreads(loop, sight)) return 'clear';
  if (isShort(loop) || !argumentsOf(call).every((argument) => isSteady(argument, loop))) return 'clear';
  return {
    at: call,
    severity: 'note',
    message: `${quote(call)} is asked again and again in the loop, with the same answer.`,
    why: 'Each call costs from a walk over the environment to a system call.',
    because: [loop],
  };
}

interface Lookup {
  readonly map: Node;
  readonly key: Node;
}

/** `m.find(k)`, `m.at(k)`, `m.count(k)`, `m.contains(k)` and `m[k]`. */
function lookupAt(node: Node): Lookup | undefined {
  const isCall = node.kind === 'call_expression';
  const map = isCall ? calleeObject(node) : node.child('argument');
  const keys = isCall ? argumentsOf(node) : (node.child('indices')?.namedChildren ?? []);
  const [key] = keys;
  if (!map || !key || keys.length !== 1 || (isCall && !/^(?:find|at|count|contains)$/.test(calleeName(node)))) return undefined;
  return map.kind === 'identifier' ? { map, key } : undefined;
}

/** The same key, looked up in each turn in a map of the function's own. */
function checkLookup(node: Node, { map, key }: Lookup, sight: Sight): Outcome {
  const loop = enclosingLoops(node)[0];
  const local = loop && findLocal(map.text, map);
  if (!loop || !local || local.isStatic || !keyedContainer(map, sight)) return undefined;
  if (isShort(loop) || isWithin(local.node, loop) || descendants(key, 'call_expression', 'update_expression').length > 0) return 'clear';
  if (!isSteady(key, loop) || isMapChanged(map, loop) || isWhereMissing(node)) return 'clear';
  if (node.kind === 'subscript_expression' && (isStored(node) || !isInEachTurn(node, loop))) return 'clear';
  if (isLookedUpBefore(node, loop)) return 'clear';
  return {
    at: node,
    severity: 'note',
    message: `${quote(node)} looks the same key up in each turn of the loop.`,
    why: 'Each turn hashes or compares the key and follows pointers: tens of nanoseconds, more where the nodes are not in the cache.',
    instead: 'Take a reference or an iterator to the element before the loop.',
    because: [loop],
  };
}

/** `m[k] = v`: to store the same element in each turn makes sense only where few turns come to it. */
function isStored(node: Node): boolean {
  return node.parent?.kind === 'assignment_expression' && node.field === 'left' && node.parent.child('operator')?.kind === '=';
}

/** Whether each turn comes to the node: before the loop, `m[k]` would add an element that a branch may never have asked for. */
function isInEachTurn(node: Node, loop: Node): boolean {
  for (let up = node.parent; up && up !== loop; up = up.parent) if (isBranch(up)) return false;
  return true;
}

/** Whether the loop has looked the key up before, in the same words: said there. */
function isLookedUpBefore(node: Node, loop: Node): boolean {
  return descendants(loop, node.kind).some((each) => each.start < node.start && each.text === node.text);
}
