import { readDeclarator } from './declarations.ts';
import { identifiersIn, loopBody } from './loops.ts';
import { descendants, type Node } from './node.ts';

/** What stands for the element of a turn of a loop. */
export interface Elements {
  /** Variables that name it or a part of it: `x`, an iterator, the cursor of a linked list, locals that are made from one of these. */
  readonly names: ReadonlySet<string>;
  /** Variable that counts the turns: an element is what it subscripts. */
  readonly counter: string | undefined;
}

/** What stands for the element in the loop; no names and no counter where the loop runs over nothing that can be told. */
export function elementsOf(loop: Node): Elements {
  const names = new Set<string>();
  let counter: string | undefined;
  if (loop.kind === 'for_range_loop') {
    const declarator = loop.child('declarator');
    const read = declarator ? readDeclarator(declarator) : undefined;
    for (const node of read?.bindings.length ? read.bindings : read ? [read.identifier] : []) names.add(node.text);
  } else {
    const update = loop.child('update') ?? loop;
    for (const step of descendants(update, 'assignment_expression')) {
      const cursor = step.child('left')?.text ?? '';
      // `p = p->next`, `p = next(p)`: the cursor of a list.
      if (
        /^\w+$/.test(cursor) &&
        new RegExp(`^${cursor}\\s*->\\s*\\w+$|^\\w*(?:next|NEXT)\\w*\\s*\\(\\s*${cursor}\\b`).test(step.child('right')?.text ?? '')
      )
        names.add(cursor);
    }
    const stepped = loop.child('update')?.kind === 'update_expression' ? loop.child('update')?.child('argument')?.text : undefined;
    if (stepped) {
      if (/\b(?:c?r?begin)\s*\(/.test(loop.child('initializer')?.text ?? '')) names.add(stepped);
      else counter = stepped;
    }
  }
  addDerived(loop, names, counter);
  return { names, counter };
}

/** Locals of the body that are made from the element, or taken out of a queue. */
function addDerived(loop: Node, names: Set<string>, counter: string | undefined): void {
  const body = loopBody(loop);
  if (!body) return;
  for (const init of descendants(body, 'init_declarator')) {
    const declarator = init.child('declarator');
    const value = init.child('value');
    const name = declarator ? readDeclarator(declarator)?.identifier.text : undefined;
    if (!name || !value) continue;
    const isTaken = loop.kind !== 'for_range_loop' && /(?:\.|->)(?:front|top|pop\w*)\s*\(\s*\)$/.test(value.text);
    if (isTaken || mentionsElement(value, { names, counter })) names.add(name);
  }
}

/** Whether the expression is made of the element of this turn. */
export function mentionsElement(expression: Node, { names, counter }: Elements): boolean {
  if (identifiersIn(expression).some((name) => names.has(name))) return true;
  return (
    counter !== undefined &&
    descendants(expression, 'subscript_expression').some((part) => {
      const index = part.childOf('subscript_argument_list');
      return index !== undefined && identifiersIn(index).includes(counter);
    })
  );
}
