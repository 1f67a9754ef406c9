import { holderOfCopy, isMutable } from '../syntax/captures.ts';
import { copyCost } from '../syntax/copy-cost.ts';
import { type Declaration, findLocal } from '../syntax/declarations.ts';
import { descendants, isWithin, type Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import type { Sight } from '../syntax/sight.ts';
import { synchronousCallOf } from '../syntax/synchronous.ts';
import { declaredType } from '../syntax/type-of.ts';
import { useOf, usesOf } from '../syntax/uses.ts';
import type { Edit, Hit, Outcome, Rule } from './rule.ts';

/** A lambda that runs at once and copies what it only looks at. */
export const copiedCapture: Rule = {
  id: 'copied-capture',
  item: 'const-references',
  title: 'Lambda that copies what it only looks at',
  guide: 'Common Performance Pitfalls § 4',
  severity: 'warning',
  why: 'Each time the lambda is made, and again when it is passed by value, the object is copied: an allocation, 20 to 100 ns, and the bytes.',
  instead: 'Capture it by reference: the lambda has run when the function goes on.',
  bad: `bool has_any(const std::vector<std::string>& lines, const std::string& word) {
  return std::any_of(lines.begin(), lines.end(), [word](const std::string& line) {
    return line == word;
  });
}`,
  good: `bool has_any(const std::vector<std::string>& lines, const std::string& word) {
  return std::any_of(lines.begin(), lines.end(), [&word](const std::string& line) {
    return line == word;
  });
}`,
  kinds: ['lambda_expression'],
  check(lambda, { sight }) {
    const captures = lambda.child('captures');
    const isByValue = captures?.namedChildren.some((each) => copies(each)) ?? false;
    if (!captures || !isByValue || !synchronousCallOf(lambda)) return undefined;
    const outcomes = captures.namedChildren.filter(copies).map((capture) => judge(capture, lambda, sight));
    const hits = outcomes.filter((outcome): outcome is Hit => typeof outcome === 'object');
    return hits.length > 0 ? hits : outcomes.find((outcome) => outcome !== undefined);
  },
};

/** `x` and `=`. */
function copies(capture: Node): boolean {
  return (
    (capture.kind === 'identifier' && capture.tree.text[capture.start - 1] !== '&') ||
    (capture.kind === 'lambda_default_capture' && capture.text === '=')
  );
}

function judge(capture: Node, lambda: Node, sight: Sight): Outcome {
  const variables = capture.kind === 'identifier' ? [findLocal(capture.text, lambda)] : capturedByDefault(lambda);
  const outcomes = variables.flatMap((variable) => (variable ? [judgeVariable(variable, capture, lambda, sight)] : []));
  return outcomes.find((outcome) => typeof outcome === 'object') ?? outcomes.find((outcome) => outcome !== undefined);
}

/** The locals around the lambda that its body names. */
function capturedByDefault(lambda: Node): Declaration[] {
  const body = lambda.child('body');
  const found = new Map<Node, Declaration>();
  for (const identifier of body ? descendants(body, 'identifier') : []) {
    const local = findLocal(identifier.text, identifier);
    if (local && !local.isStatic && holderOfCopy(identifier, local) === lambda) found.set(local.node, local);
  }
  return [...found.values()];
}

function judgeVariable(variable: Declaration, capture: Node, lambda: Node, sight: Sight): Outcome {
  if (variable.kind === 'binding' || variable.isStatic || variable.type.pointers > 0) return undefined;
  const type = declaredType(variable, sight);
  const cost = type ? copyCost(type, sight) : 'unknown';
  if (!type || cost === 'unknown') return 'undecided';
  if (cost !== 'costly' && cost !== 'large') return 'clear';
  const uses = usesOf(variable);
  const inside = uses.filter((use) => isWithin(use, lambda) && use !== capture);
  if (isMutable(lambda) && inside.some((use) => !/^(?:read|copied|passed)$/.test(useOf(use, sight)))) return 'clear';
  if (inside.some((use) => useOf(use, sight) === 'moved')) return 'clear';
  // One that is kept in a local may run after the variable has changed.
  const isKept = lambda.parent?.kind === 'init_declarator';
  if (isKept && uses.some((use) => use.start > lambda.end && !/^(?:read|copied)$/.test(useOf(use, sight)))) return 'clear';
  const fix: Edit[] = [{ start: capture.start, end: capture.start, text: '&' }];
  return {
    at: capture,
    message: `The lambda copies ${quote(variable.name)}, a ${quote(type)}, and only looks at it before the function goes on.`,
    because: [variable.node],
    ...(capture.kind === 'identifier' ? { fix } : {}),
  };
}
