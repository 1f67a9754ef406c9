import { ancestor, type Node, walk } from './node.ts';

const LOOPS = ['for_statement', 'for_range_loop', 'while_statement', 'do_statement'];
const BODIES = ['function_definition', 'lambda_expression'];

/** Whether the node is a loop. */
export function isLoop(node: Node): boolean {
  return LOOPS.includes(node.kind);
}

/** Whether what lies inside the node need not run when the node does. */
export function isBranch({ kind }: Node): boolean {
  return /^(?:if_statement|switch_statement|conditional_expression|try_statement)$/.test(kind);
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

/** Whether the loop is known to run so few turns that what one turn costs does not matter: four or fewer, or never a second one. */
export function isShort(loop: Node): boolean {
  return (tripCount(loop) ?? Number.POSITIVE_INFINITY) <= 4 || leavesInFirstTurn(loop);
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
  const last = body?.kind === 'compound_statement' ? body.namedChildren.at(-1) : body;
  if (!last || !/^(?:break_statement|return_statement|throw_statement|co_return_statement)$/.test(last.kind)) return false;
  let continues = false;
  walk(loop, (node) => {
    if (node.kind === 'continue_statement' && ancestor(node, ...LOOPS) === loop) continues = true;
  });
  return !continues;
}

/** Statements that run in every turn that runs to its end: those at the body's own level, in plain blocks and under a lock included. */
export function steadyStatements(loop: Node): Node[] {
  const body = loopBody(loop);
  return body ? flatten(body) : [];
}

function flatten(statement: Node): Node[] {
  if (statement.kind === 'compound_statement') return statement.namedChildren.flatMap(flatten);
  if (statement.kind === 'lock_statement') return flatten(statement.child('consequence') ?? statement).filter((each) => each !== statement);
  return [statement];
}

/** Jumps that end a turn of the loop before its end: its own `continue` and `break`, `return` and `goto`; a `throw` is an error and left out. */
export function jumpsIn(loop: Node): Node[] {
  const jumps: Node[] = [];
  walk(loop, (node) => {
    if (BODIES.includes(node.kind)) return false;
    if (/^(?:return|co_return|goto)_statement$/.test(node.kind)) jumps.push(node);
    else if (node.kind === 'continue_statement' && ancestor(node, ...LOOPS) === loop) jumps.push(node);
    else if (node.kind === 'break_statement' && ancestor(node, ...LOOPS, 'switch_statement') === loop) jumps.push(node);
    return true;
  });
  return jumps;
}

/** Names of the variables and fields that an expression is made of. */
export function identifiersIn(expression: Node): string[] {
  const names: string[] = [];
  walk(expression, (node) => {
    if (node.kind === 'identifier' || node.kind === 'field_identifier') names.push(node.text);
  });
  return names;
}

/** Whether something of this name is assigned, stepped or declared below the node, or its address taken. */
export function isAssigned(name: string, within: Node | undefined): boolean {
  let found = false;
  if (within) {
    walk(within, (node) => {
      if (node.kind !== 'identifier' && node.kind !== 'field_identifier') return !found;
      if (node.text === name && isTarget(node)) found = true;
      return !found;
    });
  }
  return found;
}

/** Whether the occurrence stands where its variable gets a value, or a name that may change it: `x = …`, `o.x += …`, `++x`, `&x`, `T x`. */
function isTarget(identifier: Node): boolean {
  let at = identifier.field === 'field' && identifier.parent ? identifier.parent : identifier;
  while (at.parent?.kind === 'parenthesized_expression') at = at.parent;
  const up = at.parent;
  switch (up?.kind) {
    case 'assignment_expression':
      return at.field === 'left';
    case 'update_expression':
      return true;
    case 'pointer_expression':
      return up.child('operator')?.kind === '&';
    case 'init_declarator':
      return at.field === 'declarator' || (up.child('declarator')?.kind === 'reference_declarator' && !isConstDeclaration(up));
    case 'declaration':
    case 'for_range_loop':
      return at.field === 'declarator';
    default:
      return up !== undefined && /^(?:pointer|reference|array|structured_binding)_declarator$/.test(up.kind) && at.field !== 'size';
  }
}

function isConstDeclaration(declarator: Node): boolean {
  return declarator.parent?.children.some((child) => child.kind === 'type_qualifier' && child.text === 'const') ?? false;
}
