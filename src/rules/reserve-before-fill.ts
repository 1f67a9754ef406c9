import { type Bound, boundOf, countText, sizeLimit } from '../syntax/bounds.ts';
import { calleeName, calleeObject } from '../syntax/calls.ts';
import { isConstructorOrDestructor } from '../syntax/context.ts';
import { type Declaration, enclosingBody, enclosingFunction, findLocal } from '../syntax/declarations.ts';
import { enclosingLoops, isShort, jumpsIn, steadyStatements, tripCount } from '../syntax/loops.ts';
import { isWithin, type Node } from '../syntax/node.ts';
import type { Sight } from '../syntax/sight.ts';
import { findOwnMember, typeOf } from '../syntax/type-of.ts';
import type { Type } from '../syntax/types.ts';
import { usesOf } from '../syntax/uses.ts';
import type { Edit, Outcome, Rule } from './rule.ts';

/** A vector that a loop of known length fills one by one. */
export const reserveBeforeFill: Rule = {
  id: 'reserve-before-fill',
  item: 'buffer-reuse',
  title: 'Vector filled in a loop of known length without `reserve`',
  guide: 'Memory Management Optimization, Best Practices § 2',
  severity: 'note',
  why: 'Growing to n elements takes about log2(n) allocations and moves each element once more on average; with `reserve` it is one allocation.',
  instead: 'Call `reserve` with the number of elements before the loop.',
  bad: `std::vector<int> ids(const std::vector<item>& items) {
  std::vector<int> result;
  for (const auto& item : items) {
    result.push_back(item.id);
  }
  return result;
}`,
  good: `std::vector<int> ids(const std::vector<item>& items) {
  std::vector<int> result;
  result.reserve(items.size());
  for (const auto& item : items) {
    result.push_back(item.id);
  }
  return result;
}`,
  kinds: ['for_range_loop', 'for_statement', 'while_statement'],
  check(loop, { sight }) {
    const outcomes = new Map<string, Outcome>();
    for (const push of steadyStatements(loop).flatMap((statement) => pushIn(statement) ?? []))
      if (!outcomes.has(push.into.text)) outcomes.set(push.into.text, judge(loop, push, sight));
    const hits = [...outcomes.values()].filter((outcome) => typeof outcome === 'object').flat();
    return hits.length > 0 ? hits : [...outcomes.values()].find((outcome) => outcome !== undefined);
  },
};

interface Push {
  readonly call: Node;
  readonly into: Node;
}

/** `v.push_back(…)` and `v.emplace_back(…)` as a statement of its own. */
function pushIn(statement: Node): Push | undefined {
  const call = statement.kind === 'expression_statement' ? statement.namedChildren[0] : undefined;
  if (call?.kind !== 'call_expression' || !/^(?:push_back|emplace_back)$/.test(calleeName(call))) return undefined;
  const into = calleeObject(call);
  return into && /^(?:identifier|field_expression)$/.test(into.kind) ? { call, into } : undefined;
}

function judge(loop: Node, { call, into }: Push, sight: Sight): Outcome {
  const type = typeOf(into, sight);
  if (!type || !isVector(type)) return undefined;
  const declaration = into.kind === 'identifier' ? findLocal(into.text, into) : undefined;
  if (declaration && isWithin(declaration.node, loop)) return undefined;
  if (isSmall(loop) || /(?:^|::)j?thread$/.test(type.args[0]?.name ?? '')) return 'clear';
  const bound = boundOf(loop);
  const isEmpty = declaration ? startsEmpty(declaration, loop) : isFilledWhole(into, bound, loop, sight);
  if (!isEmpty) return 'clear';
  const because = declaration ? [loop, declaration.node] : [loop];
  const limit = declaration ? sizeLimit(loop, into.text) : undefined;
  if (limit)
    return { at: call, because, message: `\`${into.text}\` grows one by one up to \`${limit.text}\` elements without a \`reserve\`.` };
  if (!bound || endsEarly(loop, call) || enclosingLoops(loop).some((outer) => !declaration || !isWithin(declaration.node, outer)))
    return 'clear';
  const count = countText(bound, sight);
  if (count === undefined) return 'undecided';
  const source = bound.kind === 'range' ? `for each element of \`${bound.of.text}\`` : `for each index up to \`${bound.of.text}\``;
  const message = `\`${into.text}\` grows by one ${source} without a \`reserve\`.`;
  const fix = declaration && count && /^(?:std::)?vector$/.test(type.name) ? reserveEdit(loop, into.text, count) : undefined;
  return { at: call, because, message, ...(fix ? { fix } : {}) };
}

/** Up to here the growth is a few steps. */
const FEW = 16;

function isSmall(loop: Node): boolean {
  return isShort(loop) || (tripCount(loop) ?? Number.POSITIVE_INFINITY) <= FEW;
}

/** Vectors that start without room, and types that are named after them. */
function isVector({ name, pointers, extents }: Type): boolean {
  return pointers === 0 && extents.length === 0 && /(?:^|_|:)vector$/.test(name) && !/(?:small|static|managed)_vector$/.test(name);
}

/** A local without a value, with which nothing was done before the loop but appending: no `reserve`, no assignment, no other function. */
function startsEmpty(declaration: Declaration, loop: Node): boolean {
  const { kind, value, type, isStatic } = declaration;
  if (kind !== 'local' || isStatic || type.reference !== '' || (value && !/^(?:\{\s*\}|\(\s*\))$/.test(value.text))) return false;
  return usesOf(declaration).every((use) => {
    const method = use.parent?.kind === 'field_expression' ? use.parent.child('field')?.text : undefined;
    return use.start >= loop.start || (method !== undefined && /^(?:push_back|emplace_back|clear|size|empty)$/.test(method));
  });
}

/**
 * Whether the loop gives a vector that is no local all that it will hold: a member in its constructor, one that the function cleared before,
 * or one beside the range in the same object.
 */
function isFilledWhole(into: Node, bound: Bound | undefined, loop: Node, sight: Sight): boolean {
  const before = enclosingBody(loop)?.text.slice(0, loop.start - (enclosingBody(loop)?.start ?? 0)) ?? '';
  if (/\breserve\s*\(|\bresize\s*\(/.test(before)) return false;
  if (before.includes(`${into.text}.clear()`)) return true;
  if (into.kind === 'field_expression')
    return bound?.of.kind === 'field_expression' && bound.of.child('argument')?.text === into.child('argument')?.text;
  const fn = enclosingFunction(loop);
  return fn !== undefined && isConstructorOrDestructor(fn) && findOwnMember(into.text, into, sight)?.value === undefined;
}

/** Whether a turn can end before the element is appended, or the loop before its bound, other than by leaving the function. */
function endsEarly(loop: Node, push: Node): boolean {
  return jumpsIn(loop).some(
    ({ kind, start }) => /^(?:break|goto)_statement$/.test(kind) || (kind === 'continue_statement' && start < push.start),
  );
}

/** The call on a line of its own before the loop. */
function reserveEdit(loop: Node, name: string, count: string): readonly Edit[] | undefined {
  const indent = loop.tree.text.slice(loop.tree.lineStarts[loop.line - 1] ?? 0, loop.start);
  if (loop.parent?.kind !== 'compound_statement' || indent.trim() !== '') return undefined;
  return [{ start: loop.start, end: loop.start, text: `${name}.reserve(${count});\n${indent}` }];
}
