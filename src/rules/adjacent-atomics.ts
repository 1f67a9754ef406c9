import { isAtomicType, isNameOfAtomic } from '../syntax/atomic-types.ts';
import { areCalledTogether, areUnderOneLock, competingWrites, writersBut } from '../syntax/atomic-uses.ts';
import { functionName, readDeclarator, withoutTemplateArguments } from '../syntax/declarations.ts';
import { isForeignLayout, isLayoutDeliberate, memberRuns, type PlacedMember } from '../syntax/layout.ts';
import { areOppositeSides, areTwins } from '../syntax/names.ts';
import type { Node } from '../syntax/node.ts';
import { findFunctions, indexOf, isEnum, resolveAlias, type Sight, unqualified } from '../syntax/sight.ts';
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
    const declarator = field.child('declarator');
    const name = declarator && readDeclarator(declarator)?.identifier.text;
    // Classes inside functions are in no index.
    const mayBeAtomic =
      name !== undefined && (isNameOfAtomic(name, indexOf(field.tree)) || /atomic/i.test(field.child('type')?.text ?? ''));
    return owner && mayBeAtomic ? judge(owner, sight).get(field) : undefined;
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
    /(?:^|_)(?:is|has|should)_|stop|running|done|ready|init|shutdown|closed|full|enabled|(?:^|_)refs?_*$|ref_?(?:s|count|cnt|erences)|use_?count|weak|(?:^|_)state_*$/i.test(
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
  const areSides = areOppositeSides(a.name, b.name);
  const [writesA, writesB] = [competingWrites(nameOf(owner), a.name, sight), competingWrites(nameOf(owner), b.name, sight)];
  const writes = [...writesA, ...writesB].map(({ node }) => node);
  const hit = (severity: Rule['severity'], reason: string): Hit => ({
    at: b.statement,
    message: `\`${a.name}\` and \`${b.name}\` lie within one cache line of ${LINE} bytes${reason}.`,
    severity,
    because: [a.statement, ...writes],
    fix: [...new Set([a.statement, b.statement])].map(({ start }) => ({ start, end: start, text: 'alignas(64) ' })),
  });
  if (writesA.length === 0 || writesB.length === 0) {
    if (areSides) return hit('warning', ', and by their names are written from opposite sides');
    return areTwins(a.name, b.name) ? hit('warning', ': who writes the one slows who uses the other') : 'undecided';
  }
  const [onlyA, onlyB] = [writersBut(writesA, writesB), writersBut(writesB, writesA)];
  if (areUnderOneLock(writes, sight) || areCalledTogether([...onlyA, ...onlyB])) return 'clear';
  const [oneA, oneB] = [onlyA[0], onlyB[0]];
  if (oneA && oneB) return hit(areSides ? 'warning' : 'note', `; \`${shortName(oneA)}\` writes the one, \`${shortName(oneB)}\` the other`);
  // A consumer that takes over the producers' side writes both, and still suffers from each producer.
  const one = oneA ?? oneB;
  return areSides && one ? hit('warning', `; \`${shortName(one)}\` writes only \`${one === oneA ? a.name : b.name}\``) : 'clear';
}

function shortName(fn: Node): string {
  return fn.kind === 'lambda_expression' ? `lambda at line ${fn.line}` : unqualified(functionName(fn));
}
