import { argumentsOf, calleeName, calleeText } from './calls.ts';
import type { Node } from './node.ts';

const SYNCHRONOUS =
  /^(?:std::|boost::|absl::c_)?(?:for_each|sort|stable_sort|find_if|find_if_not|count_if|any_of|all_of|none_of|transform|remove_if|erase_if|partition|accumulate|generate|copy_if|call_once|lower_bound|upper_bound|max_element|min_element|visit|apply|invoke)$/;

/** The call that runs the lambda before it returns; undefined where none is known to. */
export function callThatRuns(lambda: Node): Node | undefined {
  const list = lambda.parent;
  if (list?.kind === 'call_expression' && lambda.field === 'function') return list;
  const call = list?.kind === 'argument_list' ? list.parent : undefined;
  if (call?.kind !== 'call_expression') return undefined;
  return SYNCHRONOUS.test(calleeText(call)) || lockedBy(call, lambda) ? call : undefined;
}

/** The lock that the call takes while it runs the lambda: `with_lock(m, [&] {…})`, `shared.withWLock([&](auto& value) {…})`. */
export function lockedBy(call: Node, lambda: Node): Node | undefined {
  const args = argumentsOf(call);
  if (/^(?:\w+::)*with_lock$/.test(calleeText(call)) && args[1] === lambda) return args[0];
  return /^with[RWU]?Lock$/.test(calleeName(call)) && args[0] === lambda ? call.child('function')?.child('argument') : undefined;
}
