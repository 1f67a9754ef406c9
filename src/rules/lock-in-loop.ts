import { blockingCall } from '../syntax/blocking.ts';
import { calleeName, calleeObject } from '../syntax/calls.ts';
import { findLocal } from '../syntax/declarations.ts';
import { isExclusive } from '../syntax/lock-kind.ts';
import { type LockRegion, lockName, lockSite } from '../syntax/lock-sites.ts';
import { identifiersIn, isAssigned, isShort, jumpsIn, loopBody } from '../syntax/loops.ts';
import { descendants, isWithin, type Node } from '../syntax/node.ts';
import type { Sight } from '../syntax/sight.ts';
import { wakeOf } from '../syntax/wakes.ts';
import type { Rule } from './rule.ts';

export const lockInLoop: Rule = {
  id: 'lock-in-loop',
  item: 'lock-granularity',
  title: 'Same lock taken for each element',
  guide: 'Common Performance Pitfalls § 2',
  severity: 'note',
  why: 'Each turn pays 15 to 50 ns for the lock, and a cache line that moves between processors (100 ns) when others take it too.',
  instead:
    'Collect into a local and add it under the lock once, behind the loop; or take the lock around the loop where its body is short.',
  bad: `#include <mutex>
#include <vector>
std::mutex sum_mutex;
long sum;
void add_all(const std::vector<int>& values) {
  for (int value : values) {
    std::lock_guard<std::mutex> guard(sum_mutex);
    sum += value;
  }
}`,
  good: `#include <mutex>
#include <vector>
std::mutex sum_mutex;
long sum;
void add_all(const std::vector<int>& values) {
  long own = 0;
  for (int value : values) {
    own += value;
  }
  std::lock_guard<std::mutex> guard(sum_mutex);
  sum += own;
}`,
  kinds: ['for_range_loop', 'for_statement'],
  check(loop, { sight }) {
    const body = loopBody(loop);
    if (body?.kind !== 'compound_statement' || isShort(loop)) return undefined;
    const region = siteIn(body, sight);
    if (!region || !isExclusive(region.kind)) return undefined;
    const locked = lockedStatements(region, body);
    if (!isTheSame(region, loop) || locked.length === 0 || locked.length > 3 || !locked.every(accumulates)) return 'clear';
    if (jumpsIn(loop).length > 0 || descendants(body, 'call_expression').some((call) => isHandOver(call, sight))) return 'clear';
    return {
      at: region.site.kind === 'lock_statement' ? (region.site.child('condition') ?? region.site) : region.site,
      message: `\`${lockName(region)}\` is taken and released for each element, to ${locked.length === 1 ? 'run one statement' : `run ${locked.length} statements`}.`,
      because: [loop.child('condition') ?? loop.child('right') ?? loop],
    };
  },
};

/** The lock that the body takes at its own level. */
function siteIn(body: Node, sight: Sight): LockRegion | undefined {
  for (const statement of body.namedChildren) {
    const site = lockSite(statement.kind === 'expression_statement' ? (statement.namedChildren[0] ?? statement) : statement, sight);
    if (site) return site;
  }
  return undefined;
}

/** Whether each turn takes one and the same lock. */
function isTheSame({ expression }: LockRegion, loop: Node): boolean {
  if (!expression) return false;
  const named = expression.kind === 'pointer_expression' ? expression.child('argument') : expression;
  if (named?.kind === 'identifier') return !isWithin(findLocal(named.text, named)?.node ?? loop.tree.root, loop);
  return !identifiersIn(expression).some((name) => isAssigned(name, loop));
}

function lockedStatements(region: LockRegion, body: Node): readonly Node[] {
  const inner = region.site.kind === 'lock_statement' ? (region.site.child('consequence') ?? body) : body;
  return inner.namedChildren.filter((each) => each.kind !== 'comment' && each.start >= region.start && each.end <= region.end);
}

/** `sum += x;`, `n++;`, `list.push_back(x);`, `table[k] = x;`, also on a condition: adds to what the lock guards and asks nothing of it. */
function accumulates(statement: Node): boolean {
  if (statement.kind === 'if_statement') {
    const branch = statement.child('consequence');
    const inner =
      branch?.kind === 'compound_statement' ? branch.namedChildren.filter((each) => each.kind !== 'comment') : branch ? [branch] : [];
    return !statement.child('alternative') && inner.length > 0 && inner.every(accumulates);
  }
  const expression = statement.kind === 'expression_statement' ? statement.namedChildren[0] : undefined;
  if (expression?.kind === 'update_expression') return true;
  if (expression?.kind === 'assignment_expression')
    return expression.child('left')?.kind === 'subscript_expression' || expression.child('operator')?.text !== '=';
  return expression?.kind === 'call_expression' && calleeObject(expression) !== undefined && ADDS.test(calleeName(expression));
}

const ADDS = /^(?:push_back|emplace_back|push_front|emplace_front|insert|emplace|push|append|add)$/;

/** Whether the loop hands each element to somebody who waits for it, or waits itself: then the turns are not for this thread alone. */
function isHandOver(call: Node, sight: Sight): boolean {
  return (
    wakeOf(call, sight) !== undefined ||
    blockingCall(call, sight) !== undefined ||
    /^(?:notify|wake|signal|wait|yield)/i.test(calleeName(call))
  );
}
