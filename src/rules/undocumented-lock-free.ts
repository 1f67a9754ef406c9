import { lastName } from '../syntax/atomic-types.ts';
import { type AtomicOperation, atomicCall } from '../syntax/atomics.ts';
import { classNameOf, enclosingFunction, functionName } from '../syntax/declarations.ts';
import { identifiersIn, isLoop } from '../syntax/loops.ts';
import { type Node, type Tree, walk } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import { type Class, findClass, resolveAlias, type Sight, unqualified } from '../syntax/sight.ts';
import type { Rule } from './rule.ts';

/** A lock-free structure whose comments do not say which algorithm it is. */
export const undocumentedLockFree: Rule = {
  id: 'undocumented-lock-free',
  item: 'lock-free',
  title: 'Lock-free structure without a word on its algorithm',
  guide: 'CPU and Scheduling: Lock-Free Programming',
  severity: 'note',
  why: 'Under contention each failed try costs a cache miss of 40 to 100 ns, often more than a lock; and whether it is right at all (ABA, who may free a node, which orders) can only be checked against an algorithm that is named.',
  instead:
    'Name the algorithm and its conditions in a comment at the type, and show in the pull request the contention profile that asks for it.',
  bad: `#include <atomic>
struct node { node* next; };
class stack {
  std::atomic<node*> _head;
 public:
  void push(node* item) {
    item->next = _head.load(std::memory_order_relaxed);
    while (!_head.compare_exchange_weak(item->next, item, std::memory_order_release)) {
    }
  }
};`,
  good: `#include <atomic>
struct node { node* next; };
// Treiber's stack. Nodes are never freed while it lives, so there is no ABA.
class stack {
  std::atomic<node*> _head;
 public:
  void push(node* item) {
    item->next = _head.load(std::memory_order_relaxed);
    while (!_head.compare_exchange_weak(item->next, item, std::memory_order_release)) {
    }
  }
};`,

  kinds: ['while_statement', 'do_statement', 'for_statement'],
  check(loop, { tree, sight }) {
    const operation = exchangeOf(loop);
    const fn = operation && enclosingFunction(loop);
    const className = fn && classNameOf(fn);
    if (!operation || !fn || className === undefined) return undefined;
    const owner = findClass(className, sight);
    if (!owner) return 'undecided';
    if (firstLoopOf(className, tree, sight) !== loop) return 'clear';
    if (isDescribed(owner.node) || isDescribed(fn) || isDescribedAtHead(tree) || isDescribedAtHead(owner.node.tree)) return 'clear';
    return {
      at: operation.node,
      message: `${quote(unqualified(functionName(fn)))} retries a compare-exchange on ${quote(operation.object)}, and no comment of ${quote(owner.name)} names the algorithm.`,
      because: [owner.node.child('name') ?? owner.node],
    };
  },
};

/** The compare-exchange that the loop itself retries. */
function exchangeOf(loop: Node): AtomicOperation | undefined {
  let found: AtomicOperation | undefined;
  walk(loop, (node) => {
    if (found || node.kind === 'lambda_expression' || (node !== loop && isLoop(node))) return false;
    const operation = node.kind === 'call_expression' ? atomicCall(node) : undefined;
    if (operation?.kind === 'compare-exchange') found = operation;
    return true;
  });
  return found;
}

const firstLoops = new WeakMap<Sight, Map<string, Node>>();

/** The first loop in the file that works on a structure of this class: the others need no second finding. */
function firstLoopOf(className: string, tree: Tree, sight: Sight): Node | undefined {
  let loops = firstLoops.get(sight);
  if (!loops) {
    loops = new Map();
    firstLoops.set(sight, loops);
    const found = loops;
    walk(tree.root, (node) => {
      if (!isLoop(node)) return;
      const operation = exchangeOf(node);
      const fn = operation && enclosingFunction(node);
      const name = fn && classNameOf(fn);
      const owner = name === undefined ? undefined : findClass(name, sight);
      if (operation && owner && name !== undefined && !found.has(name) && linksData(operation, node, owner, sight)) found.set(name, node);
    });
  }
  return loops.get(className);
}

/** Whether the loop links data together: it exchanges a pointer, or works on other members as well. A maximum or a counter does neither. */
function linksData(operation: AtomicOperation, loop: Node, owner: Class, sight: Sight): boolean {
  const name = lastName(operation.object) ?? '';
  const member = owner.members.get(name);
  const value = member && resolveAlias(member.type, sight).args[0];
  if (value && resolveAlias(value, sight).pointers > 0) return true;
  const path = identifiersIn(operation.object);
  let links = false;
  walk(loop, (node) => {
    links ||=
      /^(?:field_)?identifier$/.test(node.kind) &&
      !path.includes(node.text) &&
      owner.members.has(node.text) &&
      !owner.members.get(node.text)?.isStatic;
    return !links;
  });
  return links;
}

/** The rule's own name, in a suppression, is no description. */
const ALGORITHM =
  /(?<!undocumented-)lock-?\s?(?:free|less)|wait-?free|\b(?:CAS|ABA|MPSC|MPMC|SPSC|RCU)\b|compare[- ](?:and[- ])?(?:exchange|swap)|Treiber|Vyukov|Michael|seqlock|hazard pointer|algorithm|atomically|concurrent(?:ly)?/i;
/** A comment above a class or function is at most so long. */
const ABOVE = 3000;

/** Whether a comment in the class or function, or just above it, speaks of how it works without locks. */
function isDescribed(node: Node): boolean {
  const { comments, code } = node.tree.normalised;
  const from = node.parent?.kind === 'template_declaration' ? node.parent.start : node.start;
  return comments.some(({ start, end, text }) => {
    const isIn = start >= node.start && end <= node.end;
    const isAbove = end <= from && from - end < ABOVE && code.slice(end, from).trim() === '';
    return (isIn || isAbove) && ALGORITHM.test(text);
  });
}

/** Whether the comment at the head of the file does. */
function isDescribedAtHead({ normalised: { comments, code } }: Tree): boolean {
  const firstCode = code.search(/\S/);
  return comments.some(({ start, text }) => start < firstCode && ALGORITHM.test(text));
}
