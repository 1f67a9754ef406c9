import { couldBeConstReference, toConstReference } from '../syntax/const-reference.ts';
import { isCold } from '../syntax/context.ts';
import { copyCost } from '../syntax/copy-cost.ts';
import { type Declaration, declarationsIn, findLocal } from '../syntax/declarations.ts';
import { descendants, type Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import { findClass, type Sight } from '../syntax/sight.ts';
import { declaredType, rangeElementType, typeOf } from '../syntax/type-of.ts';
import { isMap, isSameType, type Type } from '../syntax/types.ts';
import type { Outcome, Rule } from './rule.ts';

/** A range loop whose variable is a copy that nothing needs. */
export const rangeLoopCopy: Rule = {
  id: 'range-loop-copy',
  item: 'const-references',
  title: 'Range loop that copies each element',
  guide: 'Common Performance Pitfalls § 4',
  severity: 'warning',
  why: 'Each step copies the element and frees the copy: for a string or container an allocation, 20 to 100 ns, and the bytes.',
  instead: 'Bind a const reference: `for (const auto& x : xs)`.',
  bad: `std::size_t total(const std::vector<std::string>& names) {
  std::size_t sum = 0;
  for (auto name : names) {
    sum += name.size();
  }
  return sum;
}`,
  good: `std::size_t total(const std::vector<std::string>& names) {
  std::size_t sum = 0;
  for (const auto& name : names) {
    sum += name.size();
  }
  return sum;
}`,
  kinds: ['for_range_loop'],
  everywhere: true,
  check(loop, { sight }) {
    const variables = declarationsIn(loop, loop, 'local').flatMap((each) => findLocal(each.name, each.node) ?? []);
    const [first] = variables;
    const range = loop.child('right');
    if (!first || !range) return undefined;
    if (first.type.reference !== '' || first.type.pointers > 0 || range.kind === 'initializer_list') return 'clear';
    const element = elementOf(loop, first, range, sight);
    if (element === 'converted') return 'clear';
    const cost = element ? copyCost(element, sight) : 'unknown';
    // A const copy of an object can be neither changed nor given away: it is of no use, whatever it costs.
    const isIdle = cost === 'unknown' && first.type.isConst && element !== undefined && findClass(element.name, sight) !== undefined;
    if (!element || (cost === 'unknown' && !isIdle)) return 'undecided';
    if (cost === 'cheap') return 'clear';
    const answers = variables.map((variable) => couldBeConstReference(variable, sight));
    if (answers.includes(undefined) || mayGoMeanwhile(loop, range)) return 'clear';
    const isExact = first.type.name === 'auto' || isSameType(first.type, element);
    const copy = first.kind === 'binding' ? `[${variables.map((each) => each.name).join(', ')}]` : first.name;
    return {
      at: loop.child('declarator') ?? first.node,
      message: `${quote(copy)} copies each element of ${quote(range)}, a ${quote(element)}, and nothing changes the copy.`,
      because: [range],
      ...(cost === 'counted' ? COUNTED : isIdle || isCold(loop) ? { severity: 'note' } : {}),
      ...(isExact && !answers.includes('likely') ? { fix: toConstReference(loop) } : {}),
    } satisfies Outcome;
  },
};

const COUNTED = {
  severity: 'note',
  why: 'Each step counts a shared owner up and down: two atomic operations, 5 to 20 ns each, more while other cores use the count.',
} as const;

/** Whether the loop suspends, so that others run in the middle of a turn and may drop the element from what it walks: the copy stays. */
function mayGoMeanwhile(loop: Node, range: Node): boolean {
  const local = range.kind === 'identifier' ? findLocal(range.text, range) : undefined;
  const isOwn = local !== undefined && local.type.reference === '' && local.type.pointers === 0;
  return !isOwn && descendants(loop.child('body') ?? loop, 'co_await_expression', 'co_yield_statement').length > 0;
}

/** Type of what is copied; `converted` where the elements are of another type, so that a reference would bind to a temporary. */
function elementOf(loop: Node, variable: Declaration, range: Node, sight: Sight): Type | undefined | 'converted' {
  const element = rangeElementType(loop, sight);
  if (variable.type.name === 'auto') return element;
  const written = declaredType(variable, sight);
  const whole = typeOf(range, sight);
  // A range of unknown type: a call may make its elements as it goes.
  if (!element) return whole || range.kind === 'call_expression' ? undefined : written;
  // The key of a map's pair is const, whatever the loop says.
  const isPair = whole && isMap(whole) && /^(?:std::)?pair$/.test(written?.name ?? '');
  return isPair || (written && isSameType(written, element)) ? element : 'converted';
}
