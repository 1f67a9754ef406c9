import { atomicCall } from '../syntax/atomics.ts';
import { type Declaration, enclosingBody } from '../syntax/declarations.ts';
import { sizeOf } from '../syntax/layout.ts';
import { enclosingLoops, isAssigned } from '../syntax/loops.ts';
import { isWithin, type Node, type Tree } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import { resolveAlias, type Sight } from '../syntax/sight.ts';
import { threadIdentity } from '../syntax/thread-identity.ts';
import { declaredType, findDeclaration, typeOf } from '../syntax/type-of.ts';
import { elementType, parseType, pointee, printType, type Type } from '../syntax/types.ts';
import type { Rule } from './rule.ts';

/** Bytes of a cache line on x86-64 and most AArch64 processors. */
const LINE = 64;

/** Each thread writes its element of one array, several elements to a cache line. */
export const perThreadArray: Rule = {
  id: 'per-thread-array',
  item: 'false-sharing',
  title: 'Per-thread elements packed into one array',
  guide: 'Common Performance Pitfalls § 3',
  severity: 'warning',
  why: 'Neighbouring elements share a cache line, so each write takes it away from the other threads: 40 to 100 ns instead of about 1 ns, and more threads make it slower.',
  instead: 'Make the element a `struct alignas(64)`, or sum in a local variable and store once at the end.',
  bad: `#include <sched.h>
static long packets[128];
void on_packet() { packets[sched_getcpu()]++; }`,
  good: `#include <sched.h>
struct alignas(64) slot { long count; };
static slot packets[128];
void on_packet() { packets[sched_getcpu()].count++; }`,

  kinds: ['subscript_expression'],
  check(element, { tree, sight }) {
    const index = element.child('indices')?.namedChildren[0] ?? element.child('index');
    const identity = index && isWritten(element) ? threadIdentity(index, sight) : undefined;
    if (!index || !identity) return undefined;
    if ((identity === 'named' || isStored(element)) && !isRepeated(element, index)) return 'clear';
    const array = element.child('argument');
    const declaration = array && declarationOf(array, sight);
    if (!array || (declaration && isOwn(declaration, element))) return 'clear';
    const type = elementOf(array, declaration, sight);
    const size = type && sizeOf(type, sight);
    if (size === undefined) return 'undecided';
    if (size >= LINE) return 'clear';
    const at = declaration && isShared(declaration) && declaration.node.tree === tree ? declaration.statement : element;
    if (firstReport(tree, at, element) !== element) return 'clear';
    return {
      at,
      message: `${quote(array)} holds an element of ${size} bytes for each thread, and ${quote(element)} is written by its thread at line ${element.line}.`,
      because: at === element ? [] : [element],
    };
  },
};

/** Whether the element, or a part of it, is assigned, counted up or changed atomically here. */
function isWritten(element: Node): boolean {
  let at = element;
  while (at.parent?.kind === 'field_expression' && at.field === 'argument' && at.parent.field !== 'function') {
    if (at.parent.children.some((child) => child.kind === '->')) return false;
    at = at.parent;
  }
  const up = at.parent;
  if (up?.kind === 'update_expression') return true;
  if (up?.kind === 'assignment_expression') return at.field === 'left';
  const call = up?.kind === 'field_expression' && up.field === 'function' ? up.parent : undefined;
  const operation = call?.kind === 'call_expression' ? atomicCall(call) : undefined;
  return operation !== undefined && operation.kind !== 'load' && operation.name !== 'clear';
}

/** Whether the whole element is set, as each thread does once when it starts. */
function isStored(element: Node): boolean {
  return element.parent?.kind === 'assignment_expression' && element.parent.child('operator')?.text === '=';
}

/** Whether one thread writes its element again and again: in a loop that is not over the threads themselves. */
function isRepeated(element: Node, index: Node): boolean {
  return enclosingLoops(element).some((loop) => !isAssigned(index.text, loop));
}

/** An array of the function or lambda itself is nobody else's. */
function isOwn({ kind, isStatic, node, type }: Declaration, element: Node): boolean {
  const body = enclosingBody(element);
  return kind === 'local' && !isStatic && type.reference === '' && type.pointers === 0 && body !== undefined && isWithin(node, body);
}

function declarationOf(array: Node, sight: Sight): Declaration | undefined {
  return array.kind === 'identifier' ? findDeclaration(array.text, array, sight) : undefined;
}

function isShared({ kind }: Declaration): boolean {
  return kind === 'member' || kind === 'global';
}

/** Type of the elements of an array, a sequence, a `T*` or a `std::unique_ptr<T[]>`. */
function elementOf(array: Node, declaration: Declaration | undefined, sight: Sight): Type | undefined {
  const type = declaration ? declaredType(declaration, sight) : typeOf(array, sight);
  if (!type) return undefined;
  if (/^(?:std::)?unique_ptr$/.test(type.name)) {
    const [held] = type.args;
    return held && parseType(printType(held).replace(/\[\s*\]$/, ''));
  }
  const element = elementType(type) ?? (type.pointers > 0 ? pointee(type) : undefined);
  return element && resolveAlias(element, sight);
}

const reportsByTree = new WeakMap<Tree, Map<Node, Node>>();

/** The first write that is reported at this place: each further one would say the same again. */
function firstReport(tree: Tree, at: Node, element: Node): Node {
  const reports = reportsByTree.get(tree) ?? new Map<Node, Node>();
  reportsByTree.set(tree, reports);
  const first = reports.get(at) ?? element;
  reports.set(at, first);
  return first;
}
