import { allocationAt } from './allocations.ts';
import { findCallee, findInDefinition } from './callees.ts';
import { argumentsOf, calleeName, calleeText } from './calls.ts';
import { isCold } from './context.ts';
import { findLocal } from './declarations.ts';
import { isLoop, loopBody, steadyStatements, tripCount } from './loops.ts';
import { descendants, isWithin, type Node } from './node.ts';
import type { Sight } from './sight.ts';
import { findDeclaration, typeOf } from './type-of.ts';

/** What a loop does for each element. */
export interface LoopWork {
  /** For people, to follow "the loop": "frees each element". */
  readonly does: string;
  readonly node: Node;
}

/** Turns up to which a loop counts as one step. */
const FEW_TURNS = 16;

/** What a loop does for each element that nobody but the element's owner waits for: free it, or tell who asked for it that it is done. */
export function elementWork(loop: Node, sight: Sight): LoopWork | undefined {
  if ((tripCount(loop) ?? Number.POSITIVE_INFINITY) <= FEW_TURNS) return undefined;
  const steady = steadyStatements(loop);
  return findInDefinition(loop, (node) => {
    if (isCold(node)) return undefined;
    const name = node.kind === 'call_expression' ? calleeText(node) : '';
    if (/^(?:biodone|bio_done)$/.test(name)) return { does: `calls \`${name}\` for each element`, node };
    const freed =
      node.kind === 'delete_expression' ? node.namedChildren.at(-1) : /^(?:std::)?free$/.test(name) ? argumentsOf(node)[0] : undefined;
    const isElement =
      freed !== undefined && node.parent !== undefined && steady.includes(node.parent) && isWholeElement(freed, loop, sight);
    return isElement ? { does: 'frees each element', node } : undefined;
  });
}

/** `x`, `*it`, `q.front()`, `entry.second`: not a part of something else, nor what the same turn allocated. */
function isWholeElement(freed: Node, loop: Node, sight: Sight): boolean {
  if (freed.kind === 'field_expression') return /^(?:first|second)$/.test(freed.child('field')?.text ?? '');
  const local = freed.kind === 'identifier' ? findLocal(freed.text, freed) : undefined;
  return !(local?.value && isWithin(local.node, loop) && allocationAt(local.value, sight));
}

/** From how many statements on the body of a loop is long. */
const MANY_STATEMENTS = 25;

/** What makes each turn of a loop over a container or list long: many statements, a callback, or a function in sight that loops itself. */
export function heavyWork(loop: Node, sight: Sight): LoopWork | undefined {
  if (isCounted(loop)) return undefined;
  const body = loopBody(loop);
  if (!body) return undefined;
  const count = descendants(body, 'expression_statement', 'declaration', 'if_statement', 'return_statement').length;
  if (count >= MANY_STATEMENTS) return { does: `runs ${count} statements for each element`, node: body };
  return findInDefinition(body, (node) => {
    if (node.kind !== 'call_expression' || isCold(node)) return undefined;
    if (isCallback(node, sight)) return { does: `calls \`${calleeText(node)}\` for each element`, node };
    const definition = findCallee(node, sight);
    const loops =
      definition && findInDefinition(definition, (inner) => (isLoop(inner) && tripCount(inner) === undefined ? inner : undefined));
    return loops && { does: `calls \`${calleeName(node)}\`, which loops itself, for each element`, node };
  });
}

/** `for (i = 0; i < n; i++)`: how often is decided before, and the body may be meant to be a batch. */
function isCounted(loop: Node): boolean {
  return loop.kind === 'for_statement' && /<|>/.test(loop.child('condition')?.text ?? '');
}

/** Whether the call runs a function that somebody else chose: a variable, parameter or member of type `std::function`. */
export function isCallback(call: Node, sight: Sight): boolean {
  const callee = call.child('function');
  const type =
    callee?.kind === 'identifier'
      ? findDeclaration(callee.text, callee, sight)?.type
      : callee?.kind === 'field_expression'
        ? typeOf(callee, sight)
        : undefined;
  return type !== undefined && /(?:^|::)(?:[fF]unction|move_only_function)$/.test(type.name);
}
