import { calleeName, calleeText } from './calls.ts';
import { findLocal } from './declarations.ts';
import type { Node } from './node.ts';
import { usesOf } from './uses.ts';

/** Algorithms of the standard library, its ranges, Boost and Abseil: they call what they are given before they return, and drop it. */
const ALGORITHMS =
  /^(?:c_)?(?:(?:stable_)?sort|partial_sort|nth_element|(?:stable_)?partition|is_sorted|find_if(?:_not)?|count_if|any_of|all_of|none_of|for_each(?:_n)?|transform|copy_if|(?:remove|replace|erase)(?:_copy)?_if|erase_if|unique|(?:max|min|minmax)_element|max|min|accumulate|reduce|transform_reduce|inner_product|lower_bound|upper_bound|equal_range|binary_search|equal|mismatch|search|adjacent_find|lexicographical_compare|merge|includes|set_(?:union|intersection|difference)|generate(?:_n)?|(?:make|push|pop|sort)_heap|visit|apply|call_once|range_for_each)$/;

/** Whether the call runs what it is given and keeps nothing of it. */
export function isSynchronousCall(call: Node): boolean {
  if (call.kind !== 'call_expression') return false;
  const callee = call.child('function');
  if (callee?.kind === 'field_expression') return /^(?:sort|remove_if|unique|merge)$/.test(calleeName(call));
  return /^(?:(?:std|ranges|boost|range|algorithm|absl|folly)::)*\w+$/.test(calleeText(call)) && ALGORITHMS.test(calleeName(call));
}

/** The call that runs the lambda before it returns, or one of them where it is a local that is only called; undefined where it may be kept. */
export function synchronousCallOf(lambda: Node): Node | undefined {
  const up = lambda.parent;
  if (up?.kind === 'call_expression') return up;
  if (up?.kind === 'parenthesized_expression' && up.parent?.kind === 'call_expression' && up.field === 'function') return up.parent;
  if (up?.kind === 'argument_list') return up.parent && isSynchronousCall(up.parent) ? up.parent : undefined;
  const name = up?.kind === 'init_declarator' ? up.child('declarator') : undefined;
  const declaration = name?.kind === 'identifier' ? findLocal(name.text, name) : undefined;
  if (declaration?.type.name !== 'auto' || declaration.isStatic) return undefined;
  const calls = usesOf(declaration).map((use) => {
    const call = use.field === 'function' ? use.parent : use.parent?.kind === 'argument_list' ? use.parent.parent : undefined;
    return call && (use.field === 'function' || isSynchronousCall(call)) ? call : undefined;
  });
  return calls.includes(undefined) ? undefined : calls[0];
}
