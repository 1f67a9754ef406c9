import { argumentsOf, calleeName, calleeText } from '../syntax/calls.ts';
import { holderOfCopy } from '../syntax/captures.ts';
import { constnessOf } from '../syntax/const-object.ts';
import { couldBeConstReference } from '../syntax/const-reference.ts';
import { copiedInto } from '../syntax/copied-at.ts';
import { copyCost } from '../syntax/copy-cost.ts';
import { type Declaration, enclosingBody, localsOf } from '../syntax/declarations.ts';
import { hasSecondName, isLastUse } from '../syntax/last-use.ts';
import { ancestor, type Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import type { Sight } from '../syntax/sight.ts';
import { takenOutAt } from '../syntax/taken-out.ts';
import { declaredType, typeOf } from '../syntax/type-of.ts';
import type { Type } from '../syntax/types.ts';
import { useOf, usesOf } from '../syntax/uses.ts';
import type { Edit, Hit, Outcome, Rule } from './rule.ts';

/** A copy where the original is not looked at again. */
export const missingMove: Rule = {
  id: 'missing-move',
  item: 'const-references',
  title: 'Copy of an object that is not used again',
  guide: 'Common Performance Pitfalls § 4',
  severity: 'warning',
  why: 'The copy allocates, 20 to 100 ns, and copies the bytes, and the original is freed unused; a move passes a few words.',
  instead: 'Give it away with `std::move`.',
  bad: `void publish(std::map<long, std::vector<int>>& history, long now, const std::vector<int>& counts) {
  std::vector<int> deltas;
  deltas.reserve(counts.size());
  for (int count : counts) {
    deltas.push_back(-count);
  }
  history[now] = deltas;
}`,
  good: `void publish(std::map<long, std::vector<int>>& history, long now, const std::vector<int>& counts) {
  std::vector<int> deltas;
  deltas.reserve(counts.size());
  for (int count : counts) {
    deltas.push_back(-count);
  }
  history[now] = std::move(deltas);
}`,
  kinds: ['function_definition', 'declaration', 'assignment_expression', 'call_expression'],
  check(node, { sight }) {
    switch (node.kind) {
      case 'function_definition':
        return lastCopies(node, sight);
      case 'call_expression':
        return /^(?:std::)?move$/.test(calleeText(node)) ? moveOfConst(node, sight) : undefined;
      default:
        return copyOfDropped(node, sight);
    }
  },
};

/** Copies of costly locals and parameters at their last use. */
function lastCopies(fn: Node, sight: Sight): Outcome {
  const outcomes = [...localsOf(fn).values()].flat().map((declaration) => lastCopiesOf(declaration, sight));
  const hits = outcomes.flatMap((outcome) => outcome ?? []);
  return hits.length > 0 ? hits : outcomes.some((outcome) => outcome) ? 'clear' : undefined;
}

function lastCopiesOf(declaration: Declaration, sight: Sight): Hit[] | undefined {
  const gain = gainOfMove(declaration, sight);
  const uses = gain ? usesOf(declaration).filter((use) => !holderOfCopy(use, declaration)) : [];
  if (uses.length === 0) return undefined;
  const type = declaredType(declaration, sight);
  const copies = uses.flatMap((use) => {
    const target = copiedInto(use, type, sight);
    return target && isLastUse(use, declaration, uses) && (gain === 'sure' || isStored(use)) ? [{ use, target }] : [];
  });
  if (copies.length === 0) return gain === 'sure' ? copiesIntoMembers(declaration, uses, type, sight) : [];
  if (hasSecondName(uses, sight) || uses.some((use) => useOf(use, sight) === 'address')) return [];
  return copies.map(({ use, target }) => ({
    at: use,
    message: `${quote(declaration.name)} is copied into ${target} and not used again.`,
    because: [declaration.node],
    ...(gain === 'perhaps' ? { severity: 'note' } : {}),
    fix: toMove(use, use.parent?.kind === 'lambda_capture_specifier' ? `${use.text} = ` : ''),
  }));
}

/** `T(S s) : s_(s) { s.change(); }`: the member could take the parameter, and be used in its place. */
function copiesIntoMembers(declaration: Declaration, uses: readonly Node[], type: Type | undefined, sight: Sight): Hit[] {
  // A parameter that is only read is by-value-parameter's.
  if (declaration.kind !== 'parameter' || couldBeConstReference(declaration, sight)) return [];
  const hows = uses.map((use) => useOf(use, sight));
  return uses.flatMap((use) => {
    const target = ancestor(use, 'field_initializer') ? copiedInto(use, type, sight) : undefined;
    if (!target || hows.includes('moved') || uses.some((other) => isReplaced(other))) return [];
    const message = `${quote(declaration.name)} is taken by value, copied into ${target}, and used on.`;
    return [{ at: use, message, because: [declaration.node], instead: 'Move it into the member, and use the member from there on.' }];
  });
}

/** Whether the whole variable gets another value. */
function isReplaced(use: Node): boolean {
  return use.parent?.kind === 'assignment_expression' && use.field === 'left';
}

/** Whether the use assigns the variable or adds it to a container: what is called with it may be a mere number or iterator. */
function isStored(use: Node): boolean {
  const call = use.parent?.kind === 'argument_list' ? use.parent.parent : undefined;
  return use.parent?.kind === 'assignment_expression' || (call !== undefined && /^(?:push|emplace)_back$/.test(calleeName(call)));
}

/** Whether a move of the variable spares something; `perhaps` where a generic lambda takes it, whatever it is. */
function gainOfMove(declaration: Declaration, sight: Sight): 'sure' | 'perhaps' | undefined {
  const { type, kind, statement, isStatic, node } = declaration;
  if ((kind !== 'local' && kind !== 'parameter') || isStatic || type.isConst || type.extents.length > 0) return undefined;
  if (type.reference !== '' || type.pointers > 0) return undefined;
  if (statement.kind === 'for_range_loop') return undefined; // range-loop-copy speaks of these
  if (kind === 'parameter' && type.name === 'auto') return enclosingBody(node)?.kind === 'lambda_expression' ? 'perhaps' : undefined;
  const resolved = declaredType(declaration, sight);
  return resolved && !resolved.isConst && copyCost(resolved, sight) === 'costly' ? 'sure' : undefined;
}

function copyOfDropped(node: Node, sight: Sight): Outcome {
  const taken = takenOutAt(node, sight);
  if (!taken) return undefined;
  const { source, drop } = taken;
  const type = typeOf(source, sight);
  const cost = type ? copyCost(type, sight) : 'unknown';
  if (!type || cost === 'unknown') return 'undecided';
  if (cost !== 'costly' || type.isConst) return 'clear';
  return {
    at: source,
    message: `${quote(source)} is copied, and ${quote(drop)} drops the original.`,
    because: [drop],
    fix: toMove(source),
  };
}

function moveOfConst(call: Node, sight: Sight): Outcome {
  const [argument] = argumentsOf(call);
  const constness = argument ? constnessOf(argument, sight) : undefined;
  if (!argument || !constness) return undefined;
  const type = typeOf(argument, sight);
  const cost = type ? copyCost(type, sight) : 'unknown';
  if (cost === 'cheap' || cost === 'large') return 'clear';
  const isHeld = constness.kind === 'lambda_expression';
  const why = isHeld ? 'is held const by a lambda that is not mutable' : 'is const here';
  return {
    at: call,
    message: `${quote(call)} copies: ${quote(argument)} ${why}.`,
    because: [constness.kind === 'lambda_expression' ? (constness.child('captures') ?? constness) : constness],
    ...(cost === 'costly' ? {} : { severity: 'note' }),
    instead: isHeld ? 'Make the lambda `mutable`.' : 'Take it by value or by `&&`, or drop the `std::move`.',
  };
}

function toMove(expression: Node, before = ''): Edit[] {
  return [
    { start: expression.start, end: expression.start, text: `${before}std::move(` },
    { start: expression.end, end: expression.end, text: ')' },
  ];
}
