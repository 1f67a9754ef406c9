import { argumentsOf, calleeText } from '../syntax/calls.ts';
import { constnessOf } from '../syntax/const-object.ts';
import { copyCost } from '../syntax/copy-cost.ts';
import { type Declaration, localsOf } from '../syntax/declarations.ts';
import { type LastCopy, lastCopiesOf } from '../syntax/last-copies.ts';
import type { Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import type { Sight } from '../syntax/sight.ts';
import { takenOutAt } from '../syntax/taken-out.ts';
import { typeOf } from '../syntax/type-of.ts';
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
  const found = [...localsOf(fn).values()].flat().map((declaration) => ({ declaration, copies: lastCopiesOf(declaration, sight) }));
  const hits = found.flatMap(({ declaration, copies }) => copies?.map((copy) => reportCopy(declaration, copy)) ?? []);
  return hits.length > 0 ? hits : found.some(({ copies }) => copies) ? 'clear' : undefined;
}

function reportCopy(declaration: Declaration, { use, target, gain, isUsedOn }: LastCopy): Hit {
  const name = quote(use);
  const because = [declaration.node];
  if (isUsedOn)
    return {
      at: use,
      message: `${name} is taken by value, copied into ${target}, and used on.`,
      because,
      instead: 'Move it into the member, and use the member from there on.',
    };
  return {
    at: use,
    message: `${name} is copied into ${target} and not used again.`,
    because,
    ...(gain === 'perhaps' ? { severity: 'note' } : {}),
    fix: toMove(use, use.parent?.kind === 'lambda_capture_specifier' ? `${use.text} = ` : ''),
  };
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
