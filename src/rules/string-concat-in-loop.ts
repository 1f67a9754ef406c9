import { enclosingLoops, isShort } from '../syntax/loops.ts';
import { isWithin, type Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import { findDeclaration, typeOf } from '../syntax/type-of.ts';
import { isString } from '../syntax/types.ts';
import type { Outcome, Rule } from './rule.ts';

/** A string that grows in a loop by being made anew. */
export const stringConcatInLoop: Rule = {
  id: 'string-concat-in-loop',
  item: 'allocations',
  title: 'String that grows in a loop by being made anew',
  guide: 'Common Performance Pitfalls § 1',
  severity: 'warning',
  why: 'Each turn allocates a new string and copies all that is there so far: n turns copy about n²/2 pieces instead of n.',
  instead: 'Append in place: `s += x`.',
  bad: `std::string join(const std::vector<std::string>& words) {
  std::string line;
  for (const auto& word : words) {
    line = line + word;
  }
  return line;
}`,
  good: `std::string join(const std::vector<std::string>& words) {
  std::string line;
  for (const auto& word : words) {
    line += word;
  }
  return line;
}`,
  kinds: ['assignment_expression'],
  check(assignment, { sight }) {
    const target = assignment.child('left');
    const sum = assignment.child('right');
    if (!target || sum?.kind !== 'binary_expression' || assignment.child('operator')?.kind !== '=') return undefined;
    const first = firstOperand(sum);
    if (plain(first) !== plain(target)) return undefined;
    const loop = enclosingLoops(assignment).find((each) => !isShort(each));
    if (!loop || sum.child('operator')?.kind !== '+') return undefined;
    const type = typeOf(target, sight);
    if (!type) return 'undecided';
    if (!isString(type)) return undefined;
    const root = /^\w+/.exec(target.text)?.[0];
    const declaration = root ? findDeclaration(root, target, sight) : undefined;
    // One that is made in the turn does not grow from turn to turn.
    if (declaration && isWithin(declaration.node, loop)) return 'clear';
    const rest = sum.child('left') === first ? sum.child('right') : undefined;
    return {
      at: assignment,
      message: `${quote(target)} is made anew in each turn of the loop.`,
      because: [loop.child('condition') ?? loop.child('right') ?? loop],
      ...(rest && !mentions(rest, target) ? { fix: [{ start: target.end, end: rest.start, text: ' += ' }] } : {}),
    } satisfies Outcome;
  },
};

/** `a` of `a + b + c`. */
function firstOperand(sum: Node): Node {
  let at = sum;
  for (let left = at.child('left'); at.kind === 'binary_expression' && left; left = at.child('left')) at = left;
  return at;
}

function plain(node: Node): string {
  return node.text.replace(/\s+/g, '');
}

function mentions(expression: Node, target: Node): boolean {
  return plain(expression).includes(plain(target));
}
