import { type AtomicOperation, atomicCall, isResultUnused } from './atomics.ts';
import { argumentsOf } from './calls.ts';
import { type Node, walk } from './node.ts';

const COUNTS_UP =
  /^(?:\+\+|\+=|fetch_add|(?:std::)?atomic_fetch_add(?:_explicit)?|__atomic_(?:fetch_add|add_fetch)|__sync_(?:fetch_and_add|add_and_fetch))$/;

/** Whether the operation counts something up: `++`, `+=`, `fetch_add` and the built-ins for it. */
export function countsUp({ name }: AtomicOperation): boolean {
  return COUNTS_UP.test(name);
}

/** Whether the code below `root` counts this down, compares it, waits for it or picks something by it: then it is more than a statistic. */
export function isUsedToDecide(counter: Node, name: string, root: Node): boolean {
  const kind = counter.kind === 'field_expression' ? 'field_identifier' : 'identifier';
  let decides = false;
  walk(root, (node) => {
    if (!decides && node.kind === kind && node.text === name) decides = decidesBy(node);
    return !decides;
  });
  return decides;
}

function decidesBy(occurrence: Node): boolean {
  let at = occurrence.kind === 'field_identifier' ? (occurrence.parent ?? occurrence) : occurrence;
  while (at.parent?.kind === 'subscript_expression' && at.field === 'argument') at = at.parent;
  const up = at.parent;
  // `x.fetch_add(…)` and `__sync_fetch_and_add(&x, …)`
  const isCallee = up?.kind === 'field_expression' && up.field === 'function';
  const isAddress = up?.kind === 'pointer_expression' && up.parent?.kind === 'argument_list';
  const call = isCallee ? up.parent : isAddress ? up.parent?.parent : undefined;
  const operation = call && atomicCall(call);
  if (call && operation?.kind !== 'load') return operation !== undefined && !isPlainCount(operation);
  const value = call ?? at;
  switch (value.parent?.kind) {
    case 'binary_expression':
      return /^(?:[<>=!]=|[<>%&])$/.test(value.parent.child('operator')?.text ?? '');
    case 'update_expression':
    case 'assignment_expression':
      return /^-[-=]$/.test(value.parent.child('operator')?.text ?? '');
    case 'condition_clause':
    case 'unary_expression':
    case 'subscript_argument_list':
      return true;
    default:
      return operation?.name === 'wait';
  }
}

/** One more step up, or a store of a new start. */
function isPlainCount(operation: AtomicOperation): boolean {
  if (operation.kind === 'store') return true;
  return countsUp(operation) && isResultUnused(operation) && !argumentsOf(operation.node).some((each) => each.text.startsWith('-'));
}
