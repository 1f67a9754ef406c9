import { couldBeConstReference, toConstReference } from '../syntax/const-reference.ts';
import { hasLastCopy } from '../syntax/copied-at.ts';
import { copyCost } from '../syntax/copy-cost.ts';
import { type Declaration, findLocal } from '../syntax/declarations.ts';
import { lvalueOf } from '../syntax/lvalue.ts';
import { ancestor, isWithin, type Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import type { Sight } from '../syntax/sight.ts';
import { staysWhileUsed } from '../syntax/stays.ts';
import { synchronousCallOf } from '../syntax/synchronous.ts';
import { declaredType, typeOf } from '../syntax/type-of.ts';
import { isSameType, isString } from '../syntax/types.ts';
import { useOf, usesOf } from '../syntax/uses.ts';
import { viewCopiedBy, wouldDoWithView } from '../syntax/view-copies.ts';
import type { Hit, Outcome, Rule } from './rule.ts';

/** A local copy of an object that stays where it is and is only read. */
export const copyFromReference: Rule = {
  id: 'copy-from-reference',
  item: 'const-references',
  title: 'Local copy of an object that is only read',
  guide: 'Common Performance Pitfalls § 4',
  severity: 'warning',
  why: 'The copy allocates, 20 to 100 ns for a string and that for each element of a container of strings, and is freed at the end of the block.',
  instead: 'Bind it to `const auto&`.',
  bad: `struct table {
  const std::string& name() const;
};
std::size_t label_size(const table& t) {
  auto name = t.name();
  return name.size() + 2;
}`,
  good: `struct table {
  const std::string& name() const;
};
std::size_t label_size(const table& t) {
  const auto& name = t.name();
  return name.size() + 2;
}`,
  kinds: ['declaration'],
  check(declaration, { sight }) {
    const inits = declaration.children.filter((child) => child.kind === 'init_declarator');
    if (inits.length === 0 || !ancestor(declaration, 'compound_statement')) return undefined;
    const outcomes = inits.map((init) => judge(declaration, init, sight));
    const hits = outcomes.filter((outcome): outcome is Hit => typeof outcome === 'object');
    return hits.length > 0 ? hits : outcomes.find((outcome) => outcome !== undefined);
  },
};

function judge(declaration: Node, init: Node, sight: Sight): Outcome {
  const identifier = init.child('declarator');
  const variable = identifier?.kind === 'identifier' ? findLocal(identifier.text, identifier) : undefined;
  const source = sourceOf(init);
  if (!variable || !source || variable.isStatic || variable.kind !== 'local' || variable.type.pointers > 0) return undefined;
  const type = declaredType(variable, sight);
  const cost = type ? copyCost(type, sight) : 'unknown';
  const reference = declaration.children.find((child) => child.child('declarator')?.kind === 'reference_declarator');
  if (cost === 'cheap' || cost === 'counted') return undefined;
  if (!type || cost === 'unknown') return reference || lvalueOf(source, sight) ? 'undecided' : undefined;
  const view = isString(type) ? viewCopiedBy(init.child('value') ?? init, sight) : undefined;
  if (view) return ofView(init, variable, view, sight);
  const lvalue = lvalueOf(source, sight);
  const from = typeOf(source, sight);
  if (!lvalue || !from || !isSameType(from, type)) return undefined;
  if (/copy|snapshot|backup|saved/i.test(variable.name)) return 'clear';
  const uses = usesOf(variable);
  const answer = uses.length > 0 ? couldBeConstReference(variable, sight) : undefined;
  if (!answer || uses.some((use) => isKept(use, variable)) || hasLastCopy(variable, type, uses, sight)) return 'clear';
  if (!staysWhileUsed(lvalue, variable, uses, sight)) return 'clear';
  if (reference) return slipped(init, variable, reference);
  const isAlone = declaration.children.filter((child) => child.field === 'declarator').length === 1;
  return {
    at: init,
    message: `${quote(variable.name)}, a ${quote(type)}, copies ${quote(source)} and is only read.`,
    ...(answer === 'sure' && isAlone ? { fix: toConstReference(declaration) } : {}),
  };
}

/** `std::string x(view);` where the view would do. */
function ofView(init: Node, variable: Declaration, view: Node, sight: Sight): Outcome {
  const uses = usesOf(variable);
  const isIdle = uses.length > 0 && uses.every((use) => /^(?:read|passed)$/.test(useOf(use, sight)) && wouldDoWithView(use, sight));
  if (!isIdle || uses.some((use) => isKept(use, variable))) return 'clear';
  return {
    at: init,
    message: `${quote(variable.name)} is a string made of the view ${quote(view)}, which would do for what reads it.`,
    severity: 'note',
    instead: 'Read the view; let functions that only look take a `std::string_view`.',
  };
}

/** The one expression that the object is made from. */
function sourceOf(init: Node): Node | undefined {
  const value = init.child('value');
  if (value?.kind !== 'argument_list' && value?.kind !== 'initializer_list') return value;
  return value.namedChildren.length === 1 ? value.namedChildren[0] : undefined;
}

/** Whether a lambda that may run later looks at the variable. */
function isKept(use: Node, variable: Declaration): boolean {
  for (
    let lambda = ancestor(use, 'lambda_expression');
    lambda && !isWithin(variable.node, lambda);
    lambda = ancestor(lambda, 'lambda_expression')
  )
    if (!synchronousCallOf(lambda)) return true;
  return false;
}

/** `const T& a = x, b = y;`: b is a copy. */
function slipped(init: Node, variable: Declaration, reference: Node): Hit {
  const first = reference.child('declarator')?.namedChildren.at(-1);
  return {
    at: init,
    message: `${quote(variable.name)} is a copy: the \`&\` of the declaration belongs to ${quote(first ?? reference)} alone.`,
    instead: 'Write the `&` in front of each name.',
    fix: [{ start: variable.node.start, end: variable.node.start, text: '&' }],
  };
}
