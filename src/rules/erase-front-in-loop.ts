import { argumentsOf, calleeName, calleeObject } from '../syntax/calls.ts';
import { findLocal } from '../syntax/declarations.ts';
import { enclosingLoops, identifiersIn, isAssigned, isShort } from '../syntax/loops.ts';
import { isWithin, type Node } from '../syntax/node.ts';
import { statementOf } from '../syntax/ownership.ts';
import { quote } from '../syntax/quote.ts';
import { typeOf } from '../syntax/type-of.ts';
import { isString } from '../syntax/types.ts';
import type { Rule } from './rule.ts';

/** Elements taken from, or put at, the front of a vector or string in a loop. */
export const eraseFrontInLoop: Rule = {
  id: 'erase-front-in-loop',
  item: 'buffer-reuse',
  title: 'Front of a vector or string moved in each turn of a loop',
  guide: 'Performance Philosophy, Design Principles § 4',
  severity: 'warning',
  why: 'Each turn moves all elements that follow: n²/2 moves for n elements.',
  instead: 'Walk with an index or iterator and erase once at the end, or use a `std::deque`.',
  bad: `void drain(std::vector<job>& jobs) {
  while (!jobs.empty()) {
    run(jobs.front());
    jobs.erase(jobs.begin());
  }
}`,
  good: `void drain(std::vector<job>& jobs) {
  for (auto& job : jobs) {
    run(job);
  }
  jobs.clear();
}`,
  kinds: ['call_expression'],
  check(call, { sight }) {
    const object = shifted(call);
    const loop = object && enclosingLoops(call)[0];
    if (!loop) return undefined;
    if (isShort(loop) || isLast(call) || identifiersIn(object).some((name) => isAnother(name, object, loop))) return 'clear';
    const type = typeOf(object, sight);
    if (!type) return 'undecided';
    const kind = isString(type) ? 'string' : /(?:^|::|_)vector$/.test(type.name) ? 'vector' : undefined;
    if (!kind) return 'clear';
    return { at: call, message: `${quote(call)} moves the rest of the ${kind} in each turn of the loop.`, because: [loop] };
  },
};

/** `v` of `v.erase(v.begin())`, `v.insert(v.begin(), x)`, `s.erase(0, n)` and `s = s.substr(n)`. */
function shifted(call: Node): Node | undefined {
  const object = calleeObject(call);
  const [first, second] = argumentsOf(call);
  if (!object || !first) return undefined;
  const name = calleeName(call);
  if (name === 'substr')
    return call.parent?.kind === 'assignment_expression' && call.parent.child('left')?.text === object.text ? object : undefined;
  if (!/^(?:erase|insert|emplace)$/.test(name)) return undefined;
  if (first.text === '0') return name === 'emplace' ? undefined : object;
  if (name === 'erase' && second) return undefined; // many at once
  return first.kind === 'call_expression' && /^c?begin$/.test(calleeName(first)) && calleeObject(first)?.text === object.text
    ? object
    : undefined;
}

/** Whether the block ends with a jump out: what it does happens once. */
function isLast(call: Node): boolean {
  return /^(?:break|return|co_return|throw|goto)_statement$/.test(statementOf(call)?.parent?.namedChildren.at(-1)?.kind ?? '');
}

/** Whether the name may stand for another object in each turn. */
function isAnother(name: string, object: Node, loop: Node): boolean {
  if (object.kind !== 'identifier') return isAssigned(name, loop);
  const local = findLocal(name, object);
  return local !== undefined && isWithin(local.node, loop);
}
