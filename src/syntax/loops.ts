import { ancestor, type Node, walk } from './node.ts';

const LOOPS = ['for_statement', 'for_range_loop', 'while_statement', 'do_statement'];
const BODIES = ['function_definition', 'lambda_expression'];

/** Whether the node is a loop. */
export function isLoop(node: Node): boolean {
  return LOOPS.includes(node.kind);
}

/** The loops that run the node again and again, innermost first, up to the enclosing function or lambda. */
export function enclosingLoops(node: Node): Node[] {
  const loops: Node[] = [];
  let inner = node;
  for (let at = node.parent; at && !BODIES.includes(at.kind); at = at.parent) {
    if (isLoop(at) && isRepeatedPart(inner)) loops.push(at);
    inner = at;
  }
  return loops;
}

/** The initialiser of a `for` and the range of a range loop run once. */
function isRepeatedPart(part: Node): boolean {
  return part.field !== 'initializer' && part.field !== 'right';
}

/** The statement that a loop repeats. */
export function loopBody(loop: Node): Node | undefined {
  return loop.child('body');
}

/** Number of steps of a loop whose bounds are written out as numbers; undefined for any other. */
export function tripCount(loop: Node): number | undefined {
  if (loop.kind === 'for_range_loop') {
    const range = loop.child('right');
    return range?.kind === 'initializer_list' ? range.namedChildren.length : undefined;
  }
  if (loop.kind === 'do_statement') return /^\(?\s*(?:0|false)\s*\)?$/.test(loop.child('condition')?.text ?? '') ? 1 : undefined;
  if (loop.kind !== 'for_statement') return undefined;
  const from = /(?:=|\{|\()\s*(-?\d+)\s*[)}]?\s*;?\s*$/.exec(loop.child('initializer')?.text ?? '')?.[1];
  const condition = /^\s*\w+\s*(<=?|>=?|!=)\s*(-?\d+)[uUlL]*\s*$/.exec(loop.child('condition')?.text ?? '');
  const update = loop.child('update')?.text ?? '';
  if (from === undefined || !condition || !/\+\+|--/.test(update)) return undefined;
  const distance = Math.abs(Number(condition[2]) - Number(from));
  return condition[1]?.endsWith('=') && condition[1] !== '!=' ? distance + 1 : distance;
}

/** `for (;;)`, `while (true)`, `while (1)`, `do … while (1)`. */
export function isEndless(loop: Node): boolean {
  const condition = loop.child('condition')?.text.replace(/[()\s;]/g, '') ?? '';
  return loop.kind === 'for_statement' ? condition === '' : /^(?:true|1)$/.test(condition);
}

/** An endless loop that waits for work in each turn: what runs in it runs per event, not per item. */
export function isEventLoop(loop: Node): boolean {
  if (!isEndless(loop)) return false;
  let waits = false;
  walk(loop, (node) => {
    if (node.kind === 'lambda_expression') return false;
    if (
      node.kind === 'call_expression' &&
      /(?:^|[^a-z])(?:wait\w*|epoll_wait|poll|select|sleep\w*|recv\w*|accept4?|read|pop\w*|dequeue\w*|schedule|yield)$/i.test(
        node.child('function')?.text ?? '',
      )
    )
      waits = true;
    return !waits;
  });
  return waits;
}

/** Whether control leaves the loop in its first turn whatever happens: a `break` or `return` at the body's own level. */
export function leavesInFirstTurn(loop: Node): boolean {
  const body = loopBody(loop);
  const last = body?.kind === 'compound_statement' ? body.namedChildren.filter((child) => child.kind !== 'comment').at(-1) : body;
  if (!last || !/^(?:break_statement|return_statement|throw_statement|co_return_statement)$/.test(last.kind)) return false;
  let continues = false;
  walk(loop, (node) => {
    if (node.kind === 'continue_statement' && ancestor(node, ...LOOPS) === loop) continues = true;
  });
  return !continues;
}
