import { type Declaration, findLocal } from './declarations.ts';
import { ancestor, type Node } from './node.ts';
import type { Sight } from './sight.ts';
import { useOf, usesOf } from './uses.ts';

/**
 * Whether a const reference would do in place of the variable. `sure`: every use only looks, or makes a copy of its own. `likely`: it is
 * also handed to functions that are not in sight and that by their names only look. Undefined: something changes it or gives it away.
 */
export function couldBeConstReference(declaration: Declaration, sight: Sight): 'sure' | 'likely' | undefined {
  let answer: 'sure' | 'likely' = 'sure';
  for (const use of usesOf(declaration)) {
    const how = useOf(use, sight);
    if (how === 'passed') answer = declaration.type.isConst ? answer : 'likely';
    else if (how === 'copied') {
      // A lambda that captures a reference to const keeps a const copy, which a mutable lambda could not change.
      if (ancestor(use, 'lambda_capture_specifier')) answer = 'likely';
    } else if (how !== 'read' && !(declaration.type.isConst && how !== 'returned')) return undefined;
  }
  return answer;
}

/** Edits that turn `T x` or `const T x` into `const T& x`: `statement` declares this one name. */
export function toConstReference(statement: Node): { readonly start: number; readonly end: number; readonly text: string }[] {
  const type = statement.child('type');
  if (!type) return [];
  const isConst = statement.children.some((child) => child.kind === 'type_qualifier' && child.text === 'const');
  const reference = { start: type.end, end: type.end, text: '&' };
  return isConst ? [reference] : [{ start: type.start, end: type.start, text: 'const ' }, reference];
}

/** The declaration of a local or parameter with this identifier. */
export function declarationOf(identifier: Node): Declaration | undefined {
  const found = findLocal(identifier.text, identifier);
  return found?.node === identifier ? found : undefined;
}
