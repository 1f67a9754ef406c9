import { argumentsOf, calleeName, calleeObject } from '../syntax/calls.ts';
import { copyCost } from '../syntax/copy-cost.ts';
import { type Declaration, declarationsIn, parametersOf } from '../syntax/declarations.ts';
import type { Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import { resolveAlias, type Sight } from '../syntax/sight.ts';
import { synchronousCallOf } from '../syntax/synchronous.ts';
import { typeOf } from '../syntax/type-of.ts';
import { elementType, isMap } from '../syntax/types.ts';
import type { Outcome, Rule } from './rule.ts';

/** A reference to a map's element whose type leaves out that the key is const. */
export const pairConversionInLoop: Rule = {
  id: 'pair-conversion-in-loop',
  item: 'const-references',
  title: 'Reference to a map element of a slightly different type',
  guide: 'Common Performance Pitfalls § 4',
  severity: 'warning',
  why: 'The element is a `std::pair<const K, V>`, so the reference binds to a converted copy: key and value are copied in each step.',
  instead: 'Write `const auto&`, or `const std::pair<const K, V>&`.',
  bad: `std::size_t total(const std::map<std::string, std::string>& headers) {
  std::size_t sum = 0;
  for (const std::pair<std::string, std::string>& header : headers) {
    sum += header.second.size();
  }
  return sum;
}`,
  good: `std::size_t total(const std::map<std::string, std::string>& headers) {
  std::size_t sum = 0;
  for (const auto& header : headers) {
    sum += header.second.size();
  }
  return sum;
}`,
  kinds: ['for_range_loop', 'lambda_expression'],
  everywhere: true,
  check(node, { sight }) {
    if (node.kind === 'lambda_expression') return ofLambda(node, sight);
    const range = node.child('right');
    const [variable] = declarationsIn(node, node, 'local');
    return range && variable ? judge(variable, range, sight) : undefined;
  },
};

/** A lambda that an algorithm calls with each element of a map. */
function ofLambda(lambda: Node, sight: Sight): Outcome {
  const parameters = parametersOf(lambda);
  if (!parameters.some(isPairReference)) return undefined;
  const call = synchronousCallOf(lambda);
  const [first] = call ? argumentsOf(call) : [];
  const isBegin = first?.kind === 'call_expression' && /^c?begin$/.test(calleeName(first));
  const range = isBegin ? (calleeObject(first) ?? argumentsOf(first)[0]) : first;
  const outcomes = range ? parameters.map((parameter) => judge(parameter, range, sight)) : [];
  return outcomes.find((outcome) => typeof outcome === 'object') ?? outcomes.find((outcome) => outcome !== undefined);
}

function isPairReference({ type }: Declaration): boolean {
  return type.reference !== '' && /^(?:std::)?pair$/.test(type.name) && type.args.length === 2;
}

function judge(variable: Declaration, range: Node, sight: Sight): Outcome {
  if (!isPairReference(variable)) return undefined;
  const type = typeOf(range, sight);
  const element = type ? elementType(type) : undefined;
  if (!type || !element) return 'undecided';
  // Flat maps keep pairs whose keys are not const.
  const [key] = variable.type.args;
  const isExact = !isMap(type) || /flat_map$|vector_map$/i.test(type.name) || !key || resolveAlias(key, sight).isConst;
  if (isExact || copyCost(element, sight) === 'cheap') return 'clear';
  const written = variable.statement.child('type');
  return {
    at: variable.statement.child('type') ?? variable.node,
    message: `${quote(variable.name)} binds to a copy: an element of ${quote(range)} is a ${quote(element)}.`,
    because: [range],
    ...(written && variable.type.isConst ? { fix: [{ start: written.start, end: written.end, text: 'auto' }] } : {}),
  };
}
