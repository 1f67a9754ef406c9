import { argumentsOf, calleeName, calleeObject } from './calls.ts';
import { findLocal } from './declarations.ts';
import { keyedContainer } from './keyed.ts';
import { descendants, type Node, walk } from './node.ts';
import type { Sight } from './sight.ts';
import { typeOf } from './type-of.ts';

/** A search of a container by key. */
export interface Lookup {
  readonly node: Node;
  /** The container, as written. */
  readonly container: Node;
  readonly key: Node;
  /** `probe` only looks: `find`, `count`, `contains`. `get`: `[]`, `at`. `put`: `emplace`, `insert`. `drop`: `erase`. */
  readonly kind: 'probe' | 'get' | 'put' | 'drop';
}

const KINDS: ReadonlyMap<string, Lookup['kind']> = new Map([
  ['find', 'probe'],
  ['count', 'probe'],
  ['contains', 'probe'],
  ['at', 'get'],
  ['emplace', 'put'],
  ['try_emplace', 'put'],
  ['insert', 'put'],
  ['insert_or_assign', 'put'],
  ['erase', 'drop'],
]);

/** The lookup that this node is by its form; the container's type is not asked for. Undefined for anything else. */
export function lookupAt(node: Node): Lookup | undefined {
  if (node.kind === 'subscript_expression') {
    const container = node.child('argument');
    const indices = node.child('indices')?.namedChildren ?? [];
    const [key] = indices;
    return container && key && indices.length === 1 ? { node, container, key, kind: 'get' } : undefined;
  }
  if (node.kind !== 'call_expression') return undefined;
  const container = calleeObject(node);
  const kind = container ? KINDS.get(calleeName(node)) : undefined;
  const args = argumentsOf(node);
  const key = args[0] && kind === 'put' ? keyOf(args[0]) : args[0];
  if (!container || !kind || !key || (kind !== 'put' && args.length !== 1)) return undefined;
  return { node, container, key, kind };
}

/** `insert({k, v})`, `insert(std::make_pair(k, v))`. */
function keyOf(argument: Node): Node | undefined {
  if (argument.kind === 'initializer_list') return argument.namedChildren[0];
  if (argument.kind === 'call_expression' && /^(?:make_pair|pair|value_type)$/.test(calleeName(argument))) return argumentsOf(argument)[0];
  return argument;
}

/** Whether both search the same container for the same key, as written. */
export function isSameLookup(a: Lookup, b: Lookup): boolean {
  return plain(a.container) === plain(b.container) && plain(a.key) === plain(b.key);
}

function plain(node: Node): string {
  return node.text
    .replace(/\s+/g, '')
    .replace(/^this->/, '')
    .replace(/^(?:std::)?move\((\w+)\)$/, '$1');
}

/** Whether the key gives the same value each time: names, members, numbers, and member functions without arguments. */
export function isSteadyKey({ key }: Lookup): boolean {
  let isSteady = true;
  walk(key, (node) => {
    if (node.kind === 'call_expression' && argumentsOf(node).length > 0) isSteady = false;
    if (node.kind === 'update_expression' || node.kind === 'assignment_expression' || node.kind === 'lambda_expression') isSteady = false;
    return isSteady;
  });
  return isSteady;
}

/** Whether the container finds by key: known to, or of unknown type. */
export function mayBeKeyed({ container }: Lookup, sight: Sight): 'known' | 'unknown' | undefined {
  if (keyedContainer(container, sight)) return 'known';
  return typeOf(container, sight) ? undefined : 'unknown';
}

/** Characters of a condition that is read. */
const LONGEST_TEST = 300;
const ASKS_FOR_MISSING =
  /^\(\s*(?:[^&|]*==\s*[^&|=]*\bc?end\s*\(\s*\)|!\s*[^&|!=]*\b(?:count|contains)\s*\([^&|]*\)|[^&|]*\bcount\s*\([^&|]*\)\s*==\s*0)\s*\)$/;

/** Whether the node runs only where a search found nothing: once for a key, as a rule, since what is missing is put in there. */
export function isWhereMissing(node: Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    const condition = at.field === 'consequence' ? at.parent.child('condition') : undefined;
    if (condition && condition.end - condition.start < LONGEST_TEST && ASKS_FOR_MISSING.test(condition.code)) return true;
  }
  return false;
}

const HANDS_OVER = /^(?:unlock\w*|lock|wait\w*|yield|sleep\w*)$/;

/**
 * The same lookup again as the next thing that is done with the container in these parts of the code. Undefined where the container is
 * mentioned in another way first, the key is changed, or what lies between may change the container or let other threads in.
 */
export function nextLookup(first: Lookup, parts: readonly Node[]): Lookup | undefined {
  const container = plain(first.container);
  const names = new Set(descendants(first.key, 'identifier').map((node) => node.text));
  const calls: Node[] = [];
  let next: Lookup | undefined;
  let isOver = false;
  for (const part of parts)
    walk(part, (node) => {
      if (isOver || node.end <= first.node.end) return false;
      if (node.start < first.node.end) return true;
      const found = lookupAt(node);
      if (found && isSameLookup(found, first)) next = found;
      else if (node.kind === 'call_expression') calls.push(node);
      isOver = next !== undefined || isBarrier(node, names) || (plain(node) === container && !isEnd(node));
      return !isOver;
    });
  // Calls of the class's own functions, or of any function in sight of a global, may change what is no local.
  const between = calls.filter((call) => next && call.end <= next.node.start);
  const isLocal = first.container.kind === 'identifier' && findLocal(first.container.text, first.container) !== undefined;
  return between.every((call) => isLocal || call.child('function')?.kind !== 'identifier') ? next : undefined;
}

function isBarrier(node: Node, names: ReadonlySet<string>): boolean {
  switch (node.kind) {
    case 'lambda_expression':
    case 'co_await_expression':
      return true;
    case 'call_expression':
      return HANDS_OVER.test(calleeName(node));
    case 'update_expression':
      return names.has(node.child('argument')?.text ?? '');
    case 'assignment_expression':
      return names.has(node.child('left')?.text ?? '');
    default:
      return false;
  }
}

/** `m` of `m.end()`. */
function isEnd(container: Node): boolean {
  return container.parent?.kind === 'field_expression' && /^c?end$/.test(container.parent.child('field')?.text ?? '');
}
