import { calleeName, calleeObject } from './calls.ts';
import { comparisonsIn, isBounded, isKeyAgainst, isOrder } from './comparisons.ts';
import { readDeclarator } from './declarations.ts';
import { type Keyed, keyedContainer } from './keyed.ts';
import { loopBody } from './loops.ts';
import type { Node } from './node.ts';
import { findFunctions, type Sight } from './sight.ts';
import { findDeclaration } from './type-of.ts';

/** A loop over all elements of a keyed container. */
export interface Scan {
  readonly container: Keyed;
  /** The container as written. */
  readonly of: Node;
  /** Names that the loop gives the element, its key or its position. */
  readonly names: ReadonlySet<string>;
  /** How the body writes the key, spaces taken off. */
  readonly keys: ReadonlySet<string>;
}

/** The scan that a loop is: `for (… : c)`, or iterators from `c.begin()` to `c.end()`, the ends perhaps left out or kept in locals. */
export function scanOf(loop: Node, sight: Sight): Scan | undefined {
  if (loop.kind === 'for_range_loop') {
    const of = loop.child('right');
    const declarator = loop.child('declarator');
    const container = of ? keyedContainer(of, sight) : undefined;
    const read = declarator ? readDeclarator(declarator) : undefined;
    if (!of || !container || !read) return undefined;
    const [first = '', second] = (read.bindings.length > 0 ? read.bindings : [read.identifier]).map((node) => node.text);
    const isPair = container.kind === 'map' && second === undefined;
    return {
      container,
      of,
      names: new Set(second === undefined ? [first] : [first, second]),
      keys: new Set([isPair ? `${first}.first` : first]),
    };
  }
  const init = loop.child('initializer')?.childOf('init_declarator');
  const iterator = init?.child('declarator')?.text ?? '';
  const from = init?.child('value');
  const to = loop.child('condition')?.child('right');
  if (!/^\w+$/.test(iterator) || !from || !to || loop.child('condition')?.child('operator')?.text !== '!=') return undefined;
  const of = endOf(from, /^c?begin$/, sight);
  const last = endOf(to, /^c?end$/, sight);
  if (!of || of.text !== last?.text) return undefined;
  const container = keyedContainer(of, sight);
  const key = container?.kind === 'map' ? [`${iterator}->first`, `(*${iterator}).first`] : [`*${iterator}`];
  return container ? { container, of, names: new Set([iterator]), keys: new Set(key) } : undefined;
}

/** `c` of `c.begin()`, `std::next(c.begin())`, or of a local that was set to one of these. */
function endOf(expression: Node, name: RegExp, sight: Sight, depth = 0): Node | undefined {
  if (depth > 3) return undefined;
  if (expression.kind === 'identifier') {
    const local = findDeclaration(expression.text, expression, sight);
    return local?.kind === 'local' && local.value ? endOf(local.value, name, sight, depth + 1) : undefined;
  }
  if (expression.kind !== 'call_expression') return undefined;
  if (/^(?:next|prev)$/.test(calleeName(expression))) {
    const inner = expression.child('arguments')?.namedChildren[0];
    return inner ? endOf(inner, name, sight, depth + 1) : undefined;
  }
  return name.test(calleeName(expression)) ? calleeObject(expression) : undefined;
}

/** A test that leaves alone all but what the container could have found. */
export interface Filter {
  readonly node: Node;
  readonly keeps: 'key' | 'range';
}

/** The `if` that leaves alone all but one key or a range: `if (key == k) { … }` as the end of the body, `if (key != k) continue;` as its start. */
export function filterOf(loop: Node, scan: Scan, sight: Sight): Filter | undefined {
  const body = loopBody(loop);
  const statements = (body?.kind === 'compound_statement' ? body.namedChildren : body ? [body] : []).filter(
    (child) => child.kind !== 'comment',
  );
  const [first] = statements;
  const then = first?.kind === 'if_statement' ? first.child('consequence') : undefined;
  const [only] = then?.kind === 'compound_statement' ? then.namedChildren : [then];
  if (first && only?.kind === 'continue_statement') {
    const passed = comparisonsIn(first.child('condition')?.child('value') ?? first, '||').filter((each) =>
      isKeyAgainst(each, scan.keys, scan.names),
    );
    if (passed.some(({ operator }) => operator === '!=')) return { node: first, keeps: 'key' };
    return scan.container.isOrdered && passed.filter(isOrder).length > 1 ? { node: first, keeps: 'range' } : undefined;
  }
  const last = statements.at(-1);
  const condition = last?.kind === 'if_statement' && !last.child('alternative') ? last.child('condition')?.child('value') : undefined;
  const keeps = last && condition ? kept(last, condition, scan, sight) : undefined;
  return last && keeps && statements.slice(0, -1).every((each) => isNarrow(each, scan, sight)) ? { node: last, keeps } : undefined;
}

/** What the condition keeps: one key, or what lies in a range of an ordered container. */
function kept(filter: Node, condition: Node, scan: Scan, sight: Sight): Filter['keeps'] | undefined {
  const all = comparisonsIn(condition);
  if (all.some((each) => each.operator === '==' && isKeyAgainst(each, scan.keys, scan.names))) return 'key';
  if (!scan.container.isOrdered) return undefined;
  const bounds = all.filter((each) => isOrder(each) && isKeyAgainst(each, scan.keys, scan.names));
  // One bound alone may leave out little, unless the first element past it is all that is sought.
  if (bounds.length > 1 || (bounds.length === 1 && endsSearch(filter.child('consequence')))) return 'range';
  return scan.container.kind === 'set' && isBounded(condition, scan.names, sight) ? 'range' : undefined;
}

function endsSearch(branch: Node | undefined): boolean {
  const last = branch?.kind === 'compound_statement' ? branch.namedChildren.filter((child) => child.kind !== 'comment').at(-1) : branch;
  return last !== undefined && /^(?:return|co_return|break|goto)_statement$/.test(last.kind);
}

/** A call on the element that returns at once unless a bound lies in it: each function of the name in sight begins with such a test. */
function isNarrow(statement: Node, scan: Scan, sight: Sight): boolean {
  const call = statement.kind === 'expression_statement' ? statement.namedChildren[0] : undefined;
  const object = call?.kind === 'call_expression' ? calleeObject(call) : undefined;
  if (!call || !object || !scan.names.has(object.text)) return false;
  const bodies = findFunctions(calleeName(call), sight).flatMap((each) => each.body ?? []);
  return bodies.length > 0 && bodies.every(returnsOutOfRange);
}

/** `{ if (at <= _from || at >= _to) return; … }` */
function returnsOutOfRange(body: Node): boolean {
  const first = body.namedChildren.find((child) => child.kind !== 'comment');
  const condition = first?.kind === 'if_statement' ? first.child('condition')?.child('value') : undefined;
  const then = first?.child('consequence');
  const [only] = then?.kind === 'compound_statement' ? then.namedChildren : [then];
  return condition !== undefined && only?.kind === 'return_statement' && comparisonsIn(condition, '||').filter(isOrder).length > 1;
}
