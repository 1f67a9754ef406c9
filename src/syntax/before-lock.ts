import { calleeName } from './calls.ts';
import { findLocal } from './declarations.ts';
import { sizeOfPrimitive } from './layout.ts';
import type { LockRegion } from './lock-sites.ts';
import { isAssigned } from './loops.ts';
import { descendants, type Node } from './node.ts';
import { findClass, findFunctions, findGlobal, resolveAlias, type Sight } from './sight.ts';
import { findOwnMember } from './type-of.ts';
import { parseType, type Type } from './types.ts';

/** Functions that give the same before a lock is taken as under it, for the same arguments. */
const PURE = /^(?:size|length|data|c_str|get|c?begin|c?end|substr|str|move|forward|to_string|format|string|min|max|strlen|\w+_cast)$/;
const BRANCH =
  /^(?:if_statement|for_statement|for_range_loop|while_statement|do_statement|switch_statement|try_statement|conditional_expression|lambda_expression)$/;
const WAY_OUT = ['return_statement', 'co_return_statement', 'break_statement', 'continue_statement', 'goto_statement', 'throw_statement'];

/**
 * Whether the expression, or declaration, could as well be evaluated before the lock is taken: it is evaluated whenever the lock is, and
 * speaks of nothing that the lock may guard: no member, no local of the locked part, no function that is not known.
 */
export function canStandBefore(region: LockRegion, node: Node, sight: Sight): boolean {
  let statement = node;
  for (let up = node.parent; up && up.start > region.start; up = up.parent) {
    if (BRANCH.test(up.kind)) return false;
    statement = up;
  }
  const earlier = statement.parent?.children.filter((each) => each.start >= region.start && each.end <= statement.start) ?? [];
  if (earlier.some((each) => descendants(each, ...WAY_OUT).length > 0)) return false;
  return (
    descendants(node, 'call_expression').every((call) => call === node || PURE.test(calleeName(call))) &&
    descendants(node, 'identifier', 'this').every((name) => isKnownBefore(name, region, earlier, sight))
  );
}

function isKnownBefore(name: Node, region: LockRegion, earlier: readonly Node[], sight: Sight): boolean {
  if (name.kind === 'this') return false;
  const local = findLocal(name.text, name);
  if (!local) return !findOwnMember(name.text, name, sight);
  return local.node === name || (local.node.start < region.start && !earlier.some((each) => isAssigned(name.text, each)));
}

const MOST_BASES = 3;

/**
 * Whether making an object of this type touches nothing but the object and what it is made from. Undefined where its class or one of
 * its constructors is not in sight.
 */
export function isMadeAlone(written: Type, sight: Sight, depth = 0): boolean | undefined {
  const type = resolveAlias(written, sight);
  if (type.pointers > 0 || type.name.startsWith('std::') || sizeOfPrimitive(type.name) !== undefined) return true;
  const made = findClass(type.name, sight);
  if (!made || depth > MOST_BASES) return undefined;
  const constructors = findFunctions(made.name, sight, made.name).filter(({ node }) => !/=\s*(?:default|delete)\s*;?$/.test(node.text));
  if (constructors.some(({ node }) => reachesOut(node, sight))) return false;
  if (constructors.some(({ body }) => !body)) return undefined;
  return made.bases.reduce<boolean | undefined>((all, base) => (all ? isMadeAlone(parseType(base), sight, depth + 1) : all), true);
}

/** Whether a constructor calls what is not known to be pure, or names a variable that others see. */
function reachesOut(maker: Node, sight: Sight): boolean {
  return (
    descendants(maker, 'call_expression').some((call) => !PURE.test(calleeName(call))) ||
    descendants(maker, 'identifier').some(({ text }) => findGlobal(text, sight)?.type.isConst === false)
  );
}
