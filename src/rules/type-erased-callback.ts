import { enclosingBody, parametersOf } from '../syntax/declarations.ts';
import { enclosingLoops, isShort } from '../syntax/loops.ts';
import type { Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import { resolveAlias } from '../syntax/sight.ts';
import { isVirtual } from '../syntax/signature.ts';
import { usesOf } from '../syntax/uses.ts';
import type { Rule } from './rule.ts';

/** A `std::function` that is taken by value, called in a loop, and not kept. */
export const typeErasedCallback: Rule = {
  id: 'type-erased-callback',
  item: 'allocations',
  title: 'Type-erased callback that is only called in a loop',
  guide: 'Performance Philosophy, Design Principles § 5',
  severity: 'note',
  why: 'Each call of the function makes a `std::function`, which allocates for a callable of more than two words, and each turn pays for an indirect call.',
  instead: 'Take the callable as a template parameter, or a reference to it that owns nothing.',
  bad: `void for_each_item(list& items, std::function<void(item&)> visit) {
  for (auto& item : items) {
    visit(item);
  }
}`,
  good: `template <typename Visit>
void for_each_item(list& items, Visit visit) {
  for (auto& item : items) {
    visit(item);
  }
}`,
  kinds: ['function_definition'],
  check(fn, { sight }) {
    const body = fn.child('body');
    const erased = parametersOf(fn).filter(({ type }) => {
      const { name, reference, pointers } = resolveAlias(type, sight);
      return /^(?:std|boost)::function$/.test(name) && reference === '' && pointers === 0;
    });
    if (!body || erased.length === 0) return undefined;
    if (isVirtual(fn, sight)) return 'clear';
    const called = erased.flatMap((parameter) => {
      const uses = usesOf(parameter, body);
      const loop = uses.flatMap((use) => enclosingLoops(use)).find((each) => !isShort(each));
      return loop && uses.every((use) => isLookedAt(use) && enclosingBody(use) === fn) ? [{ parameter, loop }] : [];
    });
    const [first, ...others] = called;
    if (!first) return 'clear';
    const { name, type, statement } = first.parameter;
    const also = others.map(({ parameter }) => quote(parameter.name)).join(' and ');
    return {
      at: statement,
      message: `${quote(name)}, a ${quote(type)} taken by value, is only called, and in a loop${also && `; so is ${also}`}.`,
      because: [...others.map(({ parameter }) => parameter.statement), ...called.map(({ loop }) => loop)],
    };
  },
};

/** Called, or tested for being there. */
function isLookedAt(use: Node): boolean {
  const up = use.parent;
  if (up?.kind === 'call_expression') return use.field === 'function';
  return up !== undefined && /^(?:condition_clause|unary_expression|binary_expression)$/.test(up.kind);
}
