import { isAtomicObject } from './atomic-types.ts';
import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import { ancestor, type Node } from './node.ts';
import type { Sight } from './sight.ts';

/** A memory order of C++ or of the compilers' `__atomic` built-ins. */
export type Order = 'relaxed' | 'consume' | 'acquire' | 'release' | 'acq_rel' | 'seq_cst';

/** An order that is written out. */
export interface WrittenOrder {
  readonly order: Order;
  readonly node: Node;
}

/** One operation on an atomic. */
export interface AtomicOperation {
  /** `update` is a read-modify-write other than compare-exchange. */
  readonly kind: 'load' | 'store' | 'update' | 'compare-exchange';
  /** As written: `fetch_add`, `++`, `=`. */
  readonly name: string;
  /** The atomic, address-of taken off. */
  readonly object: Node;
  /** Written orders, success before failure; none where the default, sequential consistency, holds. */
  readonly orders: readonly WrittenOrder[];
  /** The call, assignment or increment. */
  readonly node: Node;
}

const ORDER = /^(?:std::)?memory_order(?:_|::)(?:memory_order_)?(relaxed|consume|acquire|release|acq_rel|seq_cst)$/;
const BUILTIN_ORDER = /^__ATOMIC_(RELAXED|CONSUME|ACQUIRE|RELEASE|ACQ_REL|SEQ_CST)$/;

/** The order that an argument names; undefined for any other expression. */
export function orderOf(argument: Node): Order | undefined {
  const text = argument.text.replace(/\s+/g, '');
  return (ORDER.exec(text)?.[1] ?? BUILTIN_ORDER.exec(text)?.[1]?.toLowerCase()) as Order | undefined;
}

/** Member functions of std::atomic, std::atomic_flag and std::atomic_ref: https://en.cppreference.com/w/cpp/atomic */
const MEMBERS: readonly (readonly [AtomicOperation['kind'], RegExp])[] = [
  ['load', /^(?:load|test|wait)$/],
  ['store', /^(?:store|clear)$/],
  ['update', /^(?:exchange|test_and_set|fetch_(?:add|sub|and|or|xor|max|min))$/],
  ['compare-exchange', /^compare_exchange_(?:weak|strong)$/],
];
/** The free functions of <atomic>, and GCC's built-ins, of which those named `__sync` are always full barriers: https://gcc.gnu.org/onlinedocs/gcc/Atomic-Builtins.html */
const FUNCTIONS: readonly (readonly [AtomicOperation['kind'], RegExp])[] = [
  ['load', /^(?:(?:std::)?atomic_(?:load|flag_test|wait)(?:_explicit)?|__atomic_load(?:_n)?)$/],
  ['store', /^(?:(?:std::)?atomic_(?:store|flag_clear)(?:_explicit)?|__atomic_(?:store(?:_n)?|clear)|__sync_lock_release)$/],
  [
    'compare-exchange',
    /^(?:(?:std::)?atomic_compare_exchange_(?:weak|strong)(?:_explicit)?|__atomic_compare_exchange(?:_n)?|__sync_(?:bool|val)_compare_and_swap)$/,
  ],
  [
    'update',
    /^(?:(?:std::)?atomic_(?:exchange|flag_test_and_set|fetch_(?:add|sub|and|or|xor))(?:_explicit)?|__atomic_(?:exchange(?:_n)?|test_and_set|fetch_\w+|\w+_fetch)|__sync_(?:fetch_and_\w+|\w+_and_fetch|lock_test_and_set))$/,
  ],
];
/** Members that nothing but an atomic has. */
const CERTAIN = /^(?:fetch_|compare_exchange_|test_and_set$)/;

/** The operation that a call is by its words alone, without a look at types: `x.store(…)`, `__atomic_load_n(&x, …)`. */
export function atomicCall(call: Node): AtomicOperation | undefined {
  const object = calleeObject(call);
  if (object) {
    const name = calleeName(call);
    const kind = MEMBERS.find(([, names]) => names.test(name))?.[0];
    return kind ? { kind, name, object, orders: ordersOf(call), node: call } : undefined;
  }
  const name = calleeText(call);
  const kind = FUNCTIONS.find(([, names]) => names.test(name))?.[0];
  const first = kind ? argumentsOf(call)[0] : undefined;
  if (!kind || !first) return undefined;
  const target = first.kind === 'pointer_expression' && first.child('operator')?.kind === '&' ? first.child('argument') : first;
  return { kind, name, object: target ?? first, orders: ordersOf(call), node: call };
}

function ordersOf(call: Node): WrittenOrder[] {
  return argumentsOf(call).flatMap((node) => {
    const order = orderOf(node);
    return order ? [{ order, node }] : [];
  });
}

/** The operation on an atomic that this call, assignment or increment is; undefined where its object is not known to be atomic. */
export function atomicOperation(node: Node, sight: Sight): AtomicOperation | undefined {
  if (node.kind === 'call_expression') {
    const operation = atomicCall(node);
    if (!operation) return undefined;
    const isCertain = operation.orders.length > 0 || !calleeObject(node) || CERTAIN.test(operation.name);
    return isCertain || isAtomicObject(operation.object, sight) ? operation : undefined;
  }
  const operation = atomicOperator(node);
  return operation && isAtomicObject(operation.object, sight) ? operation : undefined;
}

/** The assignment or increment as an operation, if its object is an atomic. */
export function atomicOperator(node: Node): AtomicOperation | undefined {
  if (node.kind === 'update_expression') {
    const object = node.child('argument');
    return object ? { kind: 'update', name: node.child('operator')?.text ?? '++', object, orders: [], node } : undefined;
  }
  if (node.kind !== 'assignment_expression') return undefined;
  const object = node.child('left');
  const name = node.child('operator')?.text ?? '=';
  return object ? { kind: name === '=' ? 'store' : 'update', name, object, orders: [], node } : undefined;
}

/** Whether nothing looks at what the operation gives: it stands as a statement, or is the step of a `for`. */
export function isResultUnused({ node }: AtomicOperation): boolean {
  const up = node.parent;
  if (up?.kind === 'for_statement') return node.field === 'update';
  return up?.kind === 'expression_statement' || (up?.kind === 'cast_expression' && up.child('type')?.text === 'void');
}

/** Whether a comment in the statement, or on the lines above it, gives a reason for its memory order. */
export function isOrderExplained(node: Node): boolean {
  const statement =
    ancestor(node, 'expression_statement', 'while_statement', 'do_statement', 'if_statement', 'declaration', 'return_statement') ?? node;
  const { comments, code } = node.tree.normalised;
  return comments.some(({ start, end, text }) => {
    const isNear =
      start < statement.end &&
      (start >= statement.start || (statement.start - end < NEAR && code.slice(end, statement.start).trim() === ''));
    return isNear && /relaxed|release|acquire|barrier|fence|\border|synchroni[sz]/i.test(text) && REASON.test(text);
  });
}

const REASON =
  /\b(?:safe|enough|suffic\w*|fine|because|since|already|not (?:even )?(?:needed|necessary)|(?:do|does)n't (?:even )?(?:need|have to)|no (?:need|reason)|only need)\b/i;
/** How far above its statement a comment still speaks of it, in characters. */
const NEAR = 500;
