import { isMaker } from '../syntax/argument-use.ts';
import { couldBeConstReference, toConstReference } from '../syntax/const-reference.ts';
import { isCold, isCoroutine } from '../syntax/context.ts';
import { hasLastCopy } from '../syntax/copied-at.ts';
import { copyCost } from '../syntax/copy-cost.ts';
import { classNameOf, type Declaration, functionDeclarator, functionName, parametersOf } from '../syntax/declarations.ts';
import { isLastUse } from '../syntax/last-use.ts';
import { enclosingLoops } from '../syntax/loops.ts';
import { ancestor, type Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import { findClass, type Sight, unqualified } from '../syntax/sight.ts';
import { hasOtherDeclaration, isHandedOut, isVirtual } from '../syntax/signature.ts';
import { synchronousCallOf } from '../syntax/synchronous.ts';
import { declaredType } from '../syntax/type-of.ts';
import { isString, printType, type Type } from '../syntax/types.ts';
import { usesOf } from '../syntax/uses.ts';
import type { Hit, Rule } from './rule.ts';

/** A costly parameter taken by value that is only read. */
export const byValueParameter: Rule = {
  id: 'by-value-parameter',
  item: 'const-references',
  title: 'Costly parameter taken by value and only read',
  guide: 'Common Performance Pitfalls § 4',
  severity: 'warning',
  why: 'Each call with a named object copies it: for a string or container an allocation, 20 to 100 ns, and the bytes.',
  instead: 'Take `const T&`; a string that is only read can be a `std::string_view`, a vector a `std::span`.',
  bad: `int sum(std::vector<int> data) {
  int total = 0;
  for (int x : data) {
    total += x;
  }
  return total;
}`,
  good: `int sum(const std::vector<int>& data) {
  int total = 0;
  for (int x : data) {
    total += x;
  }
  return total;
}`,
  kinds: ['function_definition', 'lambda_expression'],
  everywhere: true,
  check(fn, { sight }) {
    if (!fn.child('body') || (fn.kind === 'lambda_expression' && !synchronousCallOf(fn))) return undefined;
    const costs = parametersOf(fn).map((parameter) => ({ parameter, ...costOf(parameter, sight) }));
    const values = costs.filter(({ parameter: { type } }) => type.reference === '' && type.pointers === 0);
    // A shared owner is often taken by value to be kept; a const one cannot be given on.
    const suspects = values.filter(
      ({ cost, parameter }) => cost === 'costly' || cost === 'large' || (cost === 'counted' && parameter.type.isConst),
    );
    if (suspects.length === 0)
      return values.some(({ cost }) => cost === 'unknown')
        ? 'undecided'
        : costs.some(({ cost }) => cost === 'costly')
          ? 'clear'
          : undefined;
    if (isSignatureGiven(fn)) return 'clear';
    const hits = suspects.flatMap(({ parameter, type, cost }) => {
      const hit = judge(fn, parameter, type, sight);
      return hit ? [cost === 'counted' ? { ...hit, ...COUNTED } : hit] : [];
    });
    if (hits.length === 0) return 'clear';
    const name = unqualified(functionName(fn));
    const owner = classNameOf(fn);
    // The class that would say `virtual` is not in sight.
    if (owner && !ancestor(fn, 'class_specifier', 'struct_specifier') && !findClass(owner, sight)) return 'undecided';
    if (isVirtual(fn, sight) || isHandedOut(name, fn.tree) || isCoroutine(fn)) return 'clear';
    // Parameters on one line are mended together: two suggestions for one line could not both be taken.
    return hits.map((hit) =>
      hit.fix ? { ...hit, fix: hits.flatMap((each) => (each.at.line === hit.at.line ? (each.fix ?? []) : [])) } : hit,
    );
  },
};

const COUNTED = {
  severity: 'note',
  why: 'Each call counts the shared owner up and down: two atomic operations, 5 to 20 ns each, more while other cores use the count.',
} as const;

const FUNCTION = {
  severity: 'note',
  why: 'Each call makes a `std::function`, which allocates for a callable of more than two words, or copies one.',
  instead: 'Take the callable as a template parameter, or by const reference.',
} as const;

function costOf(parameter: Declaration, sight: Sight) {
  const type = declaredType(parameter, sight);
  return { type, cost: type ? copyCost(type, sight) : ('unknown' as const) };
}

/** Others decide how these take their parameters. */
function isSignatureGiven(fn: Node): boolean {
  const name = functionDeclarator(fn)?.child('declarator')?.text ?? '';
  return /(?:^|::)(?:main|operator\s*=)$/.test(name) || /extern\s+"C"/.test(ancestor(fn, 'linkage_specification')?.text.slice(0, 20) ?? '');
}

/**
 * Whether a braced list or a factory takes the parameter at its last use: `return entry{name, …}`, `insert({name, …})`,
 * `make_shared<entry>(name)`. A move would be right there, no reference.
 */
function isLastHandedOn(parameter: Declaration, uses: readonly Node[]): boolean {
  return uses.some((use) => {
    const holder = use.parent?.kind === 'argument_list' ? use.parent.parent : undefined;
    const isTaken = use.parent?.kind === 'initializer_list' || (holder?.kind === 'call_expression' && isMaker(holder));
    return isTaken && isLastUse(use, parameter, uses);
  });
}

function judge(fn: Node, parameter: Declaration, type: Type | undefined, sight: Sight): Hit | undefined {
  const uses = usesOf(parameter, fn);
  const answer = uses.length > 0 && type ? couldBeConstReference(parameter, sight) : undefined;
  if (!answer || !type) return undefined;
  // A copy at the last use is a move that is missing.
  if (hasLastCopy(parameter, type, uses, sight) || isLastHandedOn(parameter, uses)) return undefined;
  const isFunction = /^(?:std|boost)::function$/.test(type.name);
  if (isFunction && uses.some((use) => enclosingLoops(use).length > 0)) return undefined; // type-erased-callback speaks of it
  const isAlone = fn.kind === 'lambda_expression' || (!hasOtherDeclaration(fn, sight) && !parameter.statement.child('default_value'));
  return {
    at: parameter.statement,
    message: `${quote(parameter.name)}, a ${quote(type)}, is taken by value and only read.`,
    ...(isFunction ? FUNCTION : {}),
    ...(isString(type)
      ? { instead: `Take \`const ${printType(parameter.type)}&\`, or \`std::string_view\` where no callee needs a string.` }
      : {}),
    ...(isCold(fn.child('body') ?? fn) ? { severity: 'note' } : {}),
    ...(answer === 'sure' && isAlone ? { fix: toConstReference(parameter.statement) } : {}),
  };
}
