import { argumentsOf, calleeText } from '../syntax/calls.ts';
import { copyCost } from '../syntax/copy-cost.ts';
import { enclosingBody, findLocal, functionDeclarator } from '../syntax/declarations.ts';
import type { Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import { resolveAlias, type Sight } from '../syntax/sight.ts';
import { candidatesOf, declaredType } from '../syntax/type-of.ts';
import { isSameType, parseType, type Type } from '../syntax/types.ts';
import type { Edit, Outcome, Rule } from './rule.ts';

/** A move that keeps the compiler from making the object in its place. */
export const pessimizingMove: Rule = {
  id: 'pessimizing-move',
  item: 'const-references',
  title: 'Move that prevents copy elision',
  guide: 'Common Performance Pitfalls § 4',
  severity: 'note',
  why: 'Without the move the object is made in its final place; with it, it is made, moved and destroyed: a few ns, and many bytes for an array.',
  instead: 'Drop the `std::move`.',
  bad: `std::vector<int> squares(int n) {
  std::vector<int> result(n);
  for (int i = 0; i < n; ++i) {
    result[i] = i * i;
  }
  return std::move(result);
}`,
  good: `std::vector<int> squares(int n) {
  std::vector<int> result(n);
  for (int i = 0; i < n; ++i) {
    result[i] = i * i;
  }
  return result;
}`,
  kinds: ['call_expression'],
  check(call, { sight }) {
    if (!/^(?:std::)?move$/.test(calleeText(call)) || argumentsOf(call).length !== 1) return undefined;
    const [argument] = argumentsOf(call);
    const isMade = call.parent?.kind === 'init_declarator' || call.parent?.kind === 'return_statement';
    if (!argument || !isMade) return undefined;
    return argument.kind === 'call_expression' ? ofTemporary(call, argument, sight) : ofLocal(call, argument, sight);
  },
};

/** `return std::move(local);` where the function returns the local's own type. */
function ofLocal(call: Node, argument: Node, sight: Sight): Outcome {
  const local = argument.kind === 'identifier' && call.parent?.kind === 'return_statement' ? findLocal(argument.text, argument) : undefined;
  // A parameter cannot be made in the caller's place.
  if (local?.kind !== 'local' || local.isStatic || local.type.reference !== '' || local.type.pointers > 0) return undefined;
  const body = enclosingBody(call);
  if (!body || enclosingBody(local.node) !== body) return undefined;
  const returned = returnTypeOf(body, sight);
  const type = local.type.name === 'auto' ? declaredType(local, sight) : resolveAlias(local.type, sight);
  if (!returned || !type) return 'undecided';
  return returned.name === 'auto' || isSameType(returned, type) ? report(call, argument) : 'clear';
}

/** The return type where it is written in front, or `auto`; undefined where it is a reference or not told. */
function returnTypeOf(body: Node, sight: Sight): Type | undefined {
  const declarator = functionDeclarator(body);
  const trailing = declarator?.children.find((child) => child.kind === 'trailing_return_type');
  if (body.kind === 'lambda_expression' && !trailing) return parseType('auto');
  // A declarator around the function's own makes the type a pointer or reference.
  if (!trailing && body.child('declarator') !== declarator) return undefined;
  const type = parseType(trailing ? trailing.text.replace(/^->\s*/, '') : (body.child('type')?.text ?? ''));
  return type.name === '' || type.reference !== '' ? undefined : resolveAlias(type, sight);
}

/** `T x = std::move(f());` where f gives a new object. */
function ofTemporary(call: Node, made: Node, sight: Sight): Outcome {
  const candidates = candidatesOf(made, sight);
  if (candidates.length === 0) return 'undecided';
  const isNew = candidates.every(({ returns }) => returns && returns.reference === '' && returns.pointers === 0);
  const [first] = candidates;
  if (!isNew || !first?.returns || copyCost(first.returns, sight) === 'cheap') return 'clear';
  return report(call, made);
}

function report(call: Node, argument: Node) {
  const fix: Edit[] = [{ start: call.start, end: call.end, text: argument.text }];
  return { at: call, message: `${quote(call)} keeps ${quote(argument)} from being made where it goes.`, fix };
}
