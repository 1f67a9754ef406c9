import type { AtomicOperation, Order } from './atomics.ts';
import { argumentsOf } from './calls.ts';

/** Replaces the text between two offsets. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The edits that give an operation this order; undefined where they would be more than local: two written orders, a built-in or free
 * function without one, a result that is used of an operator that has none.
 */
export function withOrder({ node, name, object, orders }: AtomicOperation, order: Order): readonly Replacement[] | undefined {
  const [written, failure] = orders;
  if (failure) return undefined;
  if (written) {
    const text = written.node.text.startsWith('__') ? order.toUpperCase() : order;
    return [{ start: written.node.end - written.order.length, end: written.node.end, text }];
  }
  const argument = `std::memory_order_${order}`;
  if (node.kind === 'call_expression') {
    const last = argumentsOf(node).at(-1);
    return last && node.child('function')?.kind === 'field_expression'
      ? [{ start: last.end, end: last.end, text: `, ${argument}` }]
      : undefined;
  }
  const isStep = node.parent?.kind === 'expression_statement' || (node.parent?.kind === 'for_statement' && node.field === 'update');
  if (!isStep || !/^(?:identifier|qualified_identifier|field_expression|subscript_expression)$/.test(object.kind)) return undefined;
  const [member, amount] = MEMBERS.get(name) ?? [];
  const value = amount ?? node.child('right')?.text;
  return member && value ? [{ start: node.start, end: node.end, text: `${object.text}.${member}(${value}, ${argument})` }] : undefined;
}

/** Member functions that the operators stand for, with the amount where it is fixed. */
const MEMBERS: ReadonlyMap<string, readonly [string, string?]> = new Map<string, readonly [string, string?]>([
  ['=', ['store']],
  ['+=', ['fetch_add']],
  ['-=', ['fetch_sub']],
  ['++', ['fetch_add', '1']],
  ['--', ['fetch_sub', '1']],
]);
