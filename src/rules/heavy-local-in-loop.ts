import { startsOrEnds } from '../syntax/blocked-lock.ts';
import { argumentsOf, calleeText } from '../syntax/calls.ts';
import { type Declaration, declarationsIn, enclosingBody, enclosingFunction, findLocal, functionName } from '../syntax/declarations.ts';
import { enclosingLoops, isShort, steadyStatements } from '../syntax/loops.ts';
import type { Node } from '../syntax/node.ts';
import { isGivenAway } from '../syntax/ownership.ts';
import type { Scope } from '../syntax/scope.ts';
import { type Sight, unqualified } from '../syntax/sight.ts';
import { startsThreads } from '../syntax/thread-start.ts';
import { typeOf } from '../syntax/type-of.ts';
import { printType } from '../syntax/types.ts';
import { usesOf } from '../syntax/uses.ts';
import type { Hit, Outcome, Rule } from './rule.ts';

/** An object that is costly to construct, made anew in each turn of a loop; a regular expression of constant text, compiled at each call. */
export const heavyLocalInLoop: Rule = {
  id: 'heavy-local-in-loop',
  item: 'allocations',
  title: 'Costly object constructed again and again',
  guide: 'Common Performance Pitfalls § 1',
  severity: 'warning',
  why: 'Each turn pays for its construction and destruction: an allocation for a sized vector or string, a locale and a buffer for a stream.',
  instead: 'Declare it before the loop and reuse its memory: `assign`, `resize`, `clear`, `str("")`.',
  bad: `void encode_all(const std::vector<item>& items) {
  for (const auto& item : items) {
    std::vector<char> buffer(4096);
    encode(item, buffer.data(), buffer.size());
  }
}`,
  good: `void encode_all(const std::vector<item>& items) {
  std::vector<char> buffer(4096);
  for (const auto& item : items) {
    encode(item, buffer.data(), buffer.size());
  }
}`,
  kinds: ['declaration', 'call_expression'],
  check(node, scope) {
    if (node.kind === 'call_expression') return checkTemporary(node);
    const type = node.child('type');
    if (!type || !HEAVY.test(type.text) || !enclosingBody(node)) return undefined;
    const [named] = declarationsIn(node, node, 'local');
    const local = named && findLocal(named.name, named.node);
    return local && !local.isStatic && local.type.reference === '' && local.type.pointers === 0 ? checkLocal(local, scope) : undefined;
  },
};

const REGEX = /^(?:std::|boost::)(?:basic_regex<.*>|w?regex|[su]32regex)$/;
const STREAM = /^std::w?[io]?stringstream$/;
const SIZED = /^(?:std::)(?:vector<.*>|w?string)$/s;
const HEAVY = new RegExp(`${REGEX.source}|${STREAM.source}|${SIZED.source}`, 's');

function checkLocal(local: Declaration, { sight }: Scope): Outcome {
  const type = local.statement.child('type')?.text ?? '';
  if (REGEX.test(type)) return checkRegex(local);
  const loop = enclosingLoops(local.statement)[0];
  if (!loop || !steadyStatements(loop).includes(local.statement)) return undefined;
  if (!STREAM.test(type)) {
    const isSized = hasCount(local, sight);
    if (isSized !== true) return isSized === false ? undefined : 'undecided';
  }
  if (isShort(loop) || isGivenAway(local) || isSlowAnyway(loop, sight)) return 'clear';
  const hit = { at: local.statement, because: [loop] };
  if (STREAM.test(type))
    return { ...hit, severity: 'note', message: `The stream \`${local.name}\` is constructed in each turn of the loop.` };
  return { ...hit, message: `\`${local.name}\`, a \`${printType(local.type)}\` of a given size, is allocated in each turn of the loop.` };
}

/** A loop that starts threads, or starts or ends anything else, or whose turns wait for what somebody types. */
function isSlowAnyway(loop: Node, sight: Sight): boolean {
  const fn = enclosingFunction(loop);
  if (fn && startsOrEnds(unqualified(functionName(fn)))) return true;
  return /\b(?:std::cin|stdin)\b/.test(loop.child('condition')?.text ?? '') || startsThreads(loop, sight);
}

/** Whether a vector or string is constructed from a count: false for contents, undefined where that is not known. */
function hasCount({ value }: Declaration, sight: Sight): boolean | undefined {
  const [first, second, third] = value?.kind === 'argument_list' ? value.namedChildren.filter((child) => child.kind !== 'comment') : [];
  if (!first || third) return false;
  if (/^(?:number_literal|sizeof_expression)$/.test(first.kind)) return true;
  const type = typeOf(first, sight);
  if (type) return type.pointers === 0 && INTEGER.test(type.name);
  return second && /^(?:number|char)_literal$/.test(second.kind) ? true : undefined;
}

const INTEGER =
  /^(?:std::)?(?:(?:unsigned|signed)(?: (?:int|char|short|long|long long))?|int|short|long|long long|u?int\d+_t|s?size_t|off_t|[us]\d+)$/;

const COMPILED: Pick<Hit, 'why' | 'instead'> = {
  why: 'Compiling even a short pattern takes microseconds and dozens of allocations; matching with it takes less.',
  instead: 'Compile it once: `static const`.',
};

function checkRegex(local: Declaration): Outcome {
  const { value, statement } = local;
  const source = value?.kind === 'call_expression' ? argumentsOf(value)[0] : value?.namedChildren[0];
  const loop = enclosingLoops(statement)[0];
  const isConstant = source !== undefined && /^(?:string_literal|raw_string_literal|concatenated_string)$/.test(source.kind);
  if (!source || isGivenAway(local)) return 'clear';
  if (!isConstant) return loop && !isShort(loop) ? 'undecided' : 'clear';
  const isUnchanged = usesOf(local).every((use) => use.parent?.kind !== 'field_expression' && use.parent?.kind !== 'assignment_expression');
  const isAlone = statement.children.filter((child) => child.field === 'declarator').length === 1;
  const prefix = local.type.isConst ? 'static ' : 'static const ';
  return {
    at: statement,
    message: `The constant pattern of \`${local.name}\` is compiled ${loop ? 'in each turn of the loop' : 'at each call'}.`,
    ...(loop ? { because: [loop] } : { severity: 'note' }),
    ...COMPILED,
    ...(isUnchanged && isAlone ? { fix: [{ start: statement.start, end: statement.start, text: prefix }] } : {}),
  };
}

/** `std::regex_match(s, std::regex("…"))`. */
function checkTemporary(call: Node): Outcome {
  if (!REGEX.test(calleeText(call)) || !/_literal$/.test(argumentsOf(call)[0]?.kind ?? '')) return undefined;
  const user = call.parent?.parent;
  if (user?.kind !== 'call_expression' || !/(?:^|::)regex_(?:match|search|replace)$/.test(calleeText(user)) || !enclosingBody(call))
    return undefined;
  return {
    at: call,
    message: `The constant pattern is compiled at each call of \`${calleeText(user)}\`.`,
    ...(enclosingLoops(call).length > 0 ? {} : { severity: 'note' }),
    ...COMPILED,
  };
}
