import { argumentsOf, calleeText } from './calls.ts';
import { findLocal, functionName, parametersOf } from './declarations.ts';
import { enclosingLoops, identifiersIn } from './loops.ts';
import { isWithin, type Node, walk } from './node.ts';
import { type Holder, isRelease } from './ownership.ts';
import { unqualified } from './sight.ts';

/** A buffer whose contents are copied into new memory, which then takes its place. */
export interface Replacement {
  /** The buffer as written: `np->buf`. */
  readonly buffer: string;
  /** Where it is stored anew. */
  readonly target: Node;
  readonly copy: Node;
  readonly release: Node;
}

/** The buffer that the new memory replaces in the same function: copied from, released, and assigned; undefined where one of them is missing. */
export function replacedBy({ declaration, statement }: Holder, body: Node): Replacement | undefined {
  const fresh = declaration.name;
  let buffer: string | undefined;
  let copy: Node | undefined;
  let release: Node | undefined;
  let target: Node | undefined;
  walk(body, (node) => {
    if (node.end <= statement.end) return false;
    if (buffer === undefined) {
      buffer = node.kind === 'call_expression' ? copiedInto(node, fresh) : undefined;
      if (buffer !== undefined) copy = node;
    } else if (isRelease(node, buffer)) release = node;
    else if (node.kind === 'assignment_expression' && node.child('left')?.text === buffer) {
      const value = node.child('right');
      if (value && identifiersIn(value).includes(fresh)) target = node.child('left');
    }
    return true;
  });
  return buffer !== undefined && copy && release && target ? { buffer, target, copy, release } : undefined;
}

/** What a call copies into the memory of this name; undefined for any other call. */
function copiedInto(call: Node, fresh: string): string | undefined {
  const name = calleeText(call).replace(/^std::/, '');
  const [first, second, third] = argumentsOf(call);
  const isInto = (to: Node | undefined) => to !== undefined && identifiersIn(to).includes(fresh);
  if (/^(?:memcpy|memmove)$/.test(name)) return isInto(first) ? second?.text : undefined;
  if (name === 'bcopy') return isInto(second) ? first?.text : undefined;
  return /^(?:copy|copy_n|move)$/.test(name) && isInto(third) ? first?.text : undefined;
}

/** Whether the place keeps its value from call to call, or, inside a loop, from turn to turn. */
export function isKept(target: Node): boolean {
  if (target.kind !== 'identifier') return true;
  const local = findLocal(target.text, target);
  return !local || local.isStatic || local.type.reference !== '' || enclosingLoops(target).some((loop) => !isWithin(local.node, loop));
}

/** Growth by a factor, by a power of two or by a policy that has a name. */
const BY_FACTOR =
  /[*/]\s*(?:\d+(?:\.\d+)?f?\b|\w*(?:factor|growth)\w*)|\b\d+(?:\.\d+)?f?\s*\*|<<|>>|\*=|pow|ceil2|log2|double|grow|good\w*size/i;

/** Whether the size is a multiple of the one before: a factor, a shift, or a function named so is in it or in what its variables are made of. */
export function isByFactor(size: Node, body: Node): boolean {
  const names = new Set(identifiersIn(size));
  const texts = [size.text];
  walk(body, (node) => {
    const isNamed = (target: Node | undefined) => target !== undefined && identifiersIn(target).some((name) => names.has(name));
    if (node.kind === 'init_declarator' && isNamed(node.child('declarator'))) texts.push(node.text);
    if (node.kind === 'assignment_expression' && isNamed(node.child('left'))) texts.push(node.text);
  });
  return texts.some((text) => BY_FACTOR.test(text.replace(/\bsizeof\s*\([^()]*\)\s*\*|\*\s*sizeof\s*\([^()]*\)/g, '')));
}

/** Whether the size is what the function's caller asks for, by the name of the function: who calls `reserve(n)` has the policy. */
export function isSizeOfCaller(size: Node, fn: Node): boolean {
  const isResize = /(?:reserve|resize|grow|expand|enlarge|realloc\w*|rehash|shrink\w*|set_?capacity|set_?size)$/i.test(
    unqualified(functionName(fn)),
  );
  return isResize && parametersOf(fn).some(({ name }) => identifiersIn(size).includes(name));
}
