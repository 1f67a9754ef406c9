import { callersOf, threadOf, writesTo } from '../syntax/atomic-writes.ts';
import { type AtomicOperation, isAtomicType } from '../syntax/atomics.ts';
import { isCold, isConstructorOrDestructor } from '../syntax/context.ts';
import { enclosingFunction, functionName, withoutTemplateArguments } from '../syntax/declarations.ts';
import { isForeignLayout, isLayoutDeliberate, memberRuns, type PlacedMember } from '../syntax/layout.ts';
import { isExclusive } from '../syntax/lock-kind.ts';
import { locksHeldAt } from '../syntax/locks.ts';
import { areOppositeSides, areTwins } from '../syntax/names.ts';
import type { Node } from '../syntax/node.ts';
import { findFunctions, isEnum, resolveAlias, type Sight, unqualified } from '../syntax/sight.ts';
import type { Hit, Rule } from './rule.ts';

/** Bytes of a cache line on x86-64 and most AArch64 processors. */
const LINE = 64;
/** An atomic of a type that is not known here is taken for one word: a larger one takes a lock on most processors. */
const WORD = 8;

/** Atomics on one cache line that different threads write. */
export const adjacentAtomics: Rule = {
  id: 'adjacent-atomics',
  item: 'false-sharing',
  title: 'Atomics of different writers on one cache line',
  guide: 'Common Performance Pitfalls § 3',
  severity: 'warning',
  why: 'A write to either takes the line away from every other processor: the next access there costs 40 to 100 ns instead of about 1 ns.',
  instead: 'Give each a line of its own: `alignas(64)` on both (`CACHELINE_ALIGNED` in OSv), or keep one copy per thread.',
  bad: `#include <atomic>
struct Counters {
  std::atomic<int> counter1;
  std::atomic<int> counter2;
};`,
  good: `#include <atomic>
struct Counters {
  alignas(64) std::atomic<int> counter1;
  alignas(64) std::atomic<int> counter2;
};`,

  kinds: ['field_declaration'],
  check(field, { sight }) {
    const owner = field.parent?.parent;
    return owner && field.child('declarator') ? judge(owner, sight).get(field) : undefined;
  },
};

type Judgement = Map<Node, Hit | 'clear' | 'undecided'>;
const judgements = new WeakMap<Sight, WeakMap<Node, Judgement>>();

/** What there is to say of each declaration of an atomic in the class: at most one finding for a cache line. */
function judge(owner: Node, sight: Sight): Judgement {
  const inSight = judgements.get(sight) ?? new WeakMap<Node, Judgement>();
  judgements.set(sight, inSight);
  const known = inSight.get(owner);
  if (known) return known;
  const judgement: Judgement = new Map();
  inSight.set(owner, judgement);
  const body = owner.child('body');
  for (const run of body ? memberRuns(body, sight, (type) => (isAtomicType(type, sight) ? WORD : undefined)) : []) {
    const atomics = run.filter(({ member }) => isAtomicType(member.type, sight));
    const candidates = atomics.filter((each) => !isFlagOrReference(each, sight));
    const isJudged = candidates.length > 1 && !isLayoutDeliberate(owner) && !isForeignLayout(nameOf(owner), owner) && !isLock(owner, sight);
    for (const { member } of atomics) judgement.set(member.statement, 'clear');
    if (isJudged) judgeRun(candidates, owner, sight, judgement);
  }
  return judgement;
}

function nameOf(owner: Node): string {
  return unqualified(withoutTemplateArguments(owner.child('name')?.text ?? ''));
}

function judgeRun(atomics: readonly PlacedMember[], owner: Node, sight: Sight, judgement: Judgement): void {
  let reportedUpTo = 0;
  atomics.forEach((second, index) => {
    if (second.offset < reportedUpTo) return;
    for (const first of atomics.slice(0, index)) {
      if (second.offset + second.size - first.offset > LINE) continue;
      const verdict = judgePair(first, second, owner, sight);
      if (verdict === 'clear') continue;
      judgement.set(second.member.statement, verdict);
      if (verdict === 'undecided') continue;
      reportedUpTo = first.offset + LINE;
      return;
    }
  });
}

/** A flag is written once in its life; a reference count is written with the pointer to its object at hand, wherever it lies. */
function isFlagOrReference({ member }: PlacedMember, sight: Sight): boolean {
  const { args } = resolveAlias(member.type, sight);
  const value = args[0]?.name ?? member.type.name;
  return (
    /bool$|flag$/.test(value) ||
    isEnum(value, sight) ||
    /(?:^|_)(?:is|has|should)_|stop|running|done|ready|init|shutdown|closed|enabled|(?:^|_)refs?_*$|ref_?(?:s|count|cnt|erences)|use_?count|weak|(?:^|_)state_*$/i.test(
      member.name,
    )
  );
}

/** A lock is meant to be small, and whoever takes it writes all of it. */
function isLock(owner: Node, sight: Sight): boolean {
  return ['lock', 'unlock'].every((name) => findFunctions(name, sight, nameOf(owner)).length > 0);
}

function judgePair(first: PlacedMember, second: PlacedMember, owner: Node, sight: Sight): Hit | 'clear' | 'undecided' {
  const [a, b] = [first.member, second.member];
  const isNamedApart = areOppositeSides(a.name, b.name) || areTwins(a.name, b.name);
  const [writesA, writesB] = [hotWrites(owner, a.name, sight), hotWrites(owner, b.name, sight)];
  const hit = (message: string, severity: Rule['severity']): Hit => ({
    at: b.statement,
    message,
    severity,
    because: [a.statement, ...writesA.concat(writesB).map(({ node }) => node)],
    fix: [...new Set([a.statement, b.statement])].map(({ start }) => ({ start, end: start, text: 'alignas(64) ' })),
  });
  const distance = `within one cache line of ${LINE} bytes`;
  if (writesA.length === 0 || writesB.length === 0)
    return isNamedApart
      ? hit(`\`${a.name}\` and \`${b.name}\` lie ${distance}, and by their names have different writers.`, 'warning')
      : 'undecided';
  const [onlyA, onlyB] = [writersBut(writesA, writesB), writersBut(writesB, writesA)];
  const [oneA, oneB] = [onlyA[0], onlyB[0]];
  if (!oneA || !oneB || areCalledTogether([...onlyA, ...onlyB]) || areUnderOneLock([...writesA, ...writesB], sight)) return 'clear';
  const [inA, inB] = [shortName(oneA), shortName(oneB)];
  return hit(
    `\`${a.name}\`, written in \`${inA}\`, and \`${b.name}\`, written in \`${inB}\`, lie ${distance}.`,
    isNamedApart ? 'warning' : 'note',
  );
}

/** Functions that set an object up, or put it back: they do not compete with each other. */
const SETTING = /^(?:set|reset|clear|start|stop|open|close|swap|move|assign|operator=)(?=[_A-Z=]|$)/;

function hotWrites(owner: Node, member: string, sight: Sight): AtomicOperation[] {
  return writesTo(nameOf(owner), member, sight).filter(({ node }) => {
    const fn = enclosingFunction(node);
    return fn && !isConstructorOrDestructor(fn) && !SETTING.test(unqualified(functionName(fn))) && !isCold(node);
  });
}

/** What writes the one and not the other. */
function writersBut(writes: readonly AtomicOperation[], others: readonly AtomicOperation[]): Node[] {
  const excluded = new Set(others.map(({ node }) => threadOf(node)));
  return [...new Set(writes.map(({ node }) => threadOf(node)))].filter((fn) => fn !== undefined && !excluded.has(fn)) as Node[];
}

/** Whether all of them are called from one and the same function, so that one thread may be behind all. */
function areCalledTogether(functions: readonly Node[]): boolean {
  const callers = functions.map((fn) => callersOf(fn.kind === 'lambda_expression' ? '' : shortName(fn), fn.tree));
  const [caller] = callers[0] ?? [];
  return caller !== undefined && callers.every((each) => each.size === 1 && each.has(caller));
}

function areUnderOneLock(writes: readonly AtomicOperation[], sight: Sight): boolean {
  const held = writes.map(({ node }) =>
    locksHeldAt(node, sight)
      .filter(({ kind }) => isExclusive(kind))
      .map(({ lock }) => lock),
  );
  return held[0]?.some((lock) => held.every((locks) => locks.includes(lock))) ?? false;
}

function shortName(fn: Node): string {
  return fn.kind === 'lambda_expression' ? `the lambda at line ${fn.line}` : unqualified(functionName(fn));
}
