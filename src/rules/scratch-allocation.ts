import { allocationAt } from '../syntax/allocations.ts';
import { argumentsOf, calleeName } from '../syntax/calls.ts';
import { constantOf } from '../syntax/constants.ts';
import { findLocal } from '../syntax/declarations.ts';
import { exitsHolding } from '../syntax/exits.ts';
import { sizeOf } from '../syntax/layout.ts';
import { enclosingLoops } from '../syntax/loops.ts';
import type { Node } from '../syntax/node.ts';
import { holderOf, releaseOf } from '../syntax/ownership.ts';
import { quote } from '../syntax/quote.ts';
import { findFunctions, type Sight } from '../syntax/sight.ts';
import { parseType } from '../syntax/types.ts';
import { usesOf } from '../syntax/uses.ts';
import type { Outcome, Rule } from './rule.ts';

/** Memory of a small, constant size that one call allocates and releases. */
export const scratchAllocation: Rule = {
  id: 'scratch-allocation',
  item: 'allocations',
  title: 'Small scratch memory from the heap',
  guide: 'Common Performance Pitfalls § 1',
  severity: 'note',
  why: 'An allocation and a release for each call: tens of nanoseconds, and memory that is cold in the cache, where the stack is hot.',
  instead: 'Put it on the stack: an array, a `std::array`, a local object.',
  bad: `int read_some(device* dev, uio* uio) {
  char* buffer = new char[4096];
  int error = copy_out(dev, buffer, uio);
  delete[] buffer;
  return error;
}`,
  good: `int read_some(device* dev, uio* uio) {
  char buffer[4096];
  return copy_out(dev, buffer, uio);
}`,
  kinds: ['new_expression', 'call_expression', 'declaration'],
  check: (node, { sight }) => (node.kind === 'declaration' ? checkCopy(node) : checkScratch(node, sight)),
};

/** Up to a page: what a frame on a kernel stack can hold. */
const SMALL = 4096;
/** Buffers for paths are kept off the stack on purpose: lookups nest, and hold several of them (Linux: `names_cachep`, BSD: `namei_zone`). */
const PATH_LIMIT = /\b(?:PATH_MAX|MAXPATHLEN|MAX_PATH|FILENAME_MAX)\b/;

function checkScratch(node: Node, sight: Sight): Outcome {
  const holder = allocationAt(node, sight) && enclosingLoops(node).length === 0 ? holderOf(node) : undefined;
  const release = holder && releaseOf(node, holder);
  if (!holder || !release) return undefined;
  if (exitsHolding(holder, release).length > 0) return 'clear';
  if (usesOf(holder.declaration).some((use) => isKept(use, sight))) return 'clear';
  const bytes = bytesOf(node, sight);
  if (bytes === undefined) return 'undecided';
  if (bytes > SMALL || PATH_LIMIT.test(node.text)) return 'clear';
  const message = `${quote(holder.declaration.name)}, ${bytes} bytes, is allocated and released within one call.`;
  return { at: node, message, because: [release] };
}

/** Stored where others find it, or handed to a device, for which the stack has no physical address (OSv: `mmu::virt_to_phys`). */
function isKept(use: Node, sight: Sight): boolean {
  const up = use.parent;
  if (up?.kind === 'assignment_expression') return use.field === 'right';
  const call = up?.kind === 'argument_list' ? up.parent : undefined;
  if (call?.kind !== 'call_expression') return up !== undefined && /^(?:initializer_list|init_declarator|return_statement)$/.test(up.kind);
  const name = calleeName(call);
  return [name, ...findFunctions(name, sight).map((each) => each.body?.text ?? '')].some((text) => text.includes('virt_to_phys'));
}

/** Bytes of an allocation whose size is constant; undefined for any other. */
function bytesOf(node: Node, sight: Sight): number | undefined {
  const args = argumentsOf(node);
  if (node.kind !== 'new_expression') {
    const element = /<\s*(.*?)\s*\[\s*\]\s*>$/s.exec(node.child('function')?.text ?? '')?.[1];
    const factors = args.map((arg) => constantOf(arg, sight));
    if (element !== undefined) factors.push(sizeOf(parseType(element), sight));
    else if (!/^(?:malloc|calloc)$/.test(calleeName(node))) return undefined;
    return product(factors);
  }
  const declarator = node.child('declarator');
  const element = sizeOf(parseType(node.child('type')?.text ?? ''), sight);
  return declarator ? product([element, constantOf(declarator.child('length'), sight)]) : element;
}

function product(factors: readonly (number | undefined)[]): number | undefined {
  return factors.reduce((all, factor) => (all === undefined || factor === undefined ? undefined : all * factor), 1);
}

/** `std::vector<T> v(p, p + n)` of which nothing but the array is used. */
function checkCopy(node: Node): Outcome {
  const init = node.child('declarator');
  const value = init?.child('value');
  const name = init?.child('declarator');
  if (value?.kind !== 'argument_list' || name?.kind !== 'identifier' || !/^(?:std::)?vector</.test(node.child('type')?.text ?? ''))
    return undefined;
  const [from, to, ...others] = value.namedChildren.filter((child) => child.kind !== 'comment');
  if (!from || !to || others.length > 0 || to.kind !== 'binary_expression' || to.child('left')?.text !== from.text) return undefined;
  const local = findLocal(name.text, name);
  const uses = local && !local.isStatic ? usesOf(local) : [];
  if (!uses.some((use) => methodOf(use) === 'data') || !uses.every(isArrayUse)) return 'clear';
  return {
    at: node,
    message: `${quote(name.text)} copies ${quote(`${to.child('right')?.text}`)} elements of ${quote(from)} to the heap, and only its array is used.`,
    instead: 'Copy into an array on the stack, with a limit, or hand out the original.',
  };
}

/** `v.data()`, `v.size()`, `v[i]`. */
function isArrayUse(use: Node): boolean {
  return (use.parent?.kind === 'subscript_expression' && use.field === 'argument') || /^(?:data|size|empty)$/.test(methodOf(use) ?? '');
}

function methodOf(use: Node): string | undefined {
  return use.parent?.kind === 'field_expression' && use.field === 'argument' ? use.parent.child('field')?.text : undefined;
}
