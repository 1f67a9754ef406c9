import { callbackAround } from '../syntax/callbacks.ts';
import { isCold } from '../syntax/context.ts';
import { classNameOf, enclosingFunction, functionName, withoutTemplateArguments } from '../syntax/declarations.ts';
import { enclosingLoops, isEventLoop } from '../syntax/loops.ts';
import { ancestor, descendants, type Node } from '../syntax/node.ts';
import type { Named } from './marks.ts';
import { markOn, ownedName } from './source-functions.ts';

/** Where some code stands, as far as its heat goes: plain data, so that the tree need not be kept. */
export interface Place extends Named {
  /** Offset of the function definition around it. */
  readonly start: number;
  /** Start-up, error paths, printing: such a function holds everything that it starts, so that only its own share is its heat. */
  readonly isStartUp: boolean;
  /** In a loop, an interrupt handler or a callback of an event loop. */
  readonly isHotByShape: boolean;
}

/** The place of a node; null outside functions. */
export function placeOf(node: Node): Place | null {
  const fn = node.kind === 'function_definition' ? node : enclosingFunction(node);
  if (!fn) return null;
  const isStartUp = isCold(node) || isSingletonConstructor(fn);
  return {
    path: fn.tree.path,
    start: fn.start,
    name: withoutTemplateArguments(functionName(fn)),
    ownedName: ownedName(fn),
    mark: markOn(fn),
    isStartUp,
    isHotByShape: !isStartUp && isHotByShape(node),
  };
}

function isHotByShape(node: Node): boolean {
  const callback = callbackAround(node);
  return callback?.kind === 'interrupt' || callback?.kind === 'event' || enclosingLoops(node).some((loop) => !isEventLoop(loop));
}

/** Whether the function is the constructor of a class with an object that lives as long as the program. */
function isSingletonConstructor(fn: Node): boolean {
  const owner = classNameOf(fn);
  if (owner === undefined || functionName(fn).split('::').at(-1) !== owner) return false;
  return descendants(fn.tree.root, 'declaration').some(
    (node) =>
      node.child('type')?.text === owner &&
      node.child('declarator')?.kind !== 'function_declarator' &&
      (node.childOf('storage_class_specifier')?.text === 'static' || !ancestor(node, 'function_definition', 'class_specifier')),
  );
}
