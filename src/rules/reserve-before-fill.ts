import { boundOf, countText, sizeLimit } from '../syntax/bounds.ts';
import { enclosingFunction, findLocal, parametersOf } from '../syntax/declarations.ts';
import { endsEarly, type Fill, fillIn, isFilledOtherwise, isFilledWhole, isSizedBefore, startsEmpty } from '../syntax/fills.ts';
import { enclosingLoops, isShort, steadyStatements, tripCount } from '../syntax/loops.ts';
import { isWithin, type Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import type { Sight } from '../syntax/sight.ts';
import { typeOf } from '../syntax/type-of.ts';
import type { Type } from '../syntax/types.ts';
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
    for (const fill of steadyStatements(loop).flatMap((statement) => fillIn(statement) ?? []))
      if (!outcomes.has(fill.into.text)) outcomes.set(fill.into.text, judge(loop, fill, sight));
    const hits = [...outcomes.values()].filter((outcome) => typeof outcome === 'object').flat();
    return hits.length > 0 ? hits : [...outcomes.values()].find((outcome) => outcome !== undefined);
  },
};

function judge(loop: Node, { at, into }: Fill, sight: Sight): Outcome {
  const type = typeOf(into, sight);
  if (!type || !isVector(type)) return undefined;
  const declaration = into.kind === 'identifier' ? findLocal(into.text, into) : undefined;
  if (declaration && isWithin(declaration.node, loop)) return undefined;
  if (isSmall(loop) || /(?:^|::)j?thread$/.test(type.args[0]?.name ?? '')) return 'clear';
  if (isFilledOtherwise(into, loop) || isForJava(loop)) return 'clear';
  const bound = boundOf(loop);
  const limit = sizeLimit(loop, into.text);
  // A loop that runs until the container has its size says by itself how much is to come.
  const isUntilFull = limit !== undefined && isWithin(limit, loop.child('condition') ?? at) && !isSizedBefore(into, loop);
  if (!isUntilFull && !(declaration ? startsEmpty(declaration, loop) : isFilledWhole(into, bound, loop, sight))) return 'clear';
  const hit = { at, because: declaration ? [loop, declaration.node] : [loop] };
  if (limit && (declaration || isUntilFull))
    return { ...hit, message: `${quote(into)} grows one by one up to ${quote(limit)} elements without a \`reserve\`.` };
  if (!bound || endsEarly(loop, at) || enclosingLoops(loop).some((outer) => !declaration || !isWithin(declaration.node, outer)))
    return 'clear';
  const count = countText(bound, sight);
  if (count === undefined) return 'undecided';
  const source = bound.kind === 'range' ? `for each element of ${quote(bound.of)}` : `for each index up to ${quote(bound.of)}`;
  const fix = declaration && count && /^(?:std::)?vector$/.test(type.name) ? reserveEdit(loop, into.text, count) : undefined;
  return { ...hit, message: `${quote(into)} grows by one ${source} without a \`reserve\`.`, ...(fix ? { fix } : {}) };
}

/** Up to here the growth is a few steps. */
const FEW = 16;

function isSmall(loop: Node): boolean {
  return isShort(loop) || (tripCount(loop) ?? Number.POSITIVE_INFINITY) <= FEW;
}

/** Whether a function of the Java Native Interface runs the loop: each element that crosses the border costs more than the growth. */
function isForJava(loop: Node): boolean {
  const fn = enclosingFunction(loop);
  return fn !== undefined && parametersOf(fn).some(({ type }) => type.name === 'JNIEnv');
}

/** Vectors that start without room, and types that are named after them. */
function isVector({ name, pointers, extents }: Type): boolean {
  return pointers === 0 && extents.length === 0 && /(?:^|_|:)vector$/.test(name) && !/(?:small|static|managed)_vector$/.test(name);
}

/** The call on a line of its own before the loop. */
function reserveEdit(loop: Node, name: string, count: string): readonly Edit[] | undefined {
  const indent = loop.tree.text.slice(loop.tree.lineStarts[loop.line - 1] ?? 0, loop.start);
  if (loop.parent?.kind !== 'compound_statement' || indent.trim() !== '') return undefined;
  return [{ start: loop.start, end: loop.start, text: `${name}.reserve(${count});\n${indent}` }];
}
