import { copyCost } from '../syntax/copy-cost.ts';
import { classNameOf, enclosingBody, functionDeclarator, functionName } from '../syntax/declarations.ts';
import { lvalueOf } from '../syntax/lvalue.ts';
import { descendants, type Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import { resolveAlias, type Sight, unqualified } from '../syntax/sight.ts';
import { isVirtual } from '../syntax/signature.ts';
import { withoutParameters } from '../syntax/templates.ts';
import { typeOf } from '../syntax/type-of.ts';
import { isSameType, parseType, type Type } from '../syntax/types.ts';
import type { Outcome, Rule } from './rule.ts';

/** A getter that copies the member it shows. */
export const memberReturnedByValue: Rule = {
  id: 'member-returned-by-value',
  item: 'const-references',
  title: 'Getter that copies a costly member',
  guide: 'Common Performance Pitfalls § 4',
  severity: 'note',
  cap: 'warning',
  why: 'Each call copies the member, with an allocation of 20 to 100 ns or one for each element, also where the caller only looks.',
  instead: 'Return a const reference; a caller that needs its own copy makes one.',
  bad: `class table {
 public:
  std::vector<std::string> columns() const { return columns_; }

 private:
  std::vector<std::string> columns_;
};`,
  good: `class table {
 public:
  const std::vector<std::string>& columns() const { return columns_; }

 private:
  std::vector<std::string> columns_;
};`,
  kinds: ['function_definition'],
  check(fn, { sight }) {
    const type = fn.child('type');
    const body = fn.child('body');
    const declarator = functionDeclarator(fn);
    // A declarator around the function's own makes the type a pointer or reference.
    if (!type || !body || !declarator || !classNameOf(fn) || fn.child('declarator') !== declarator) return undefined;
    const returned = resolveAlias(withoutParameters(parseType(type.text), fn), sight);
    if (returned.reference !== '' || isHandle(returned) || !/^(?:costly|large)$/.test(copyCost(returned, sight))) return undefined;
    const returns = descendants(body, 'return_statement').filter((each) => enclosingBody(each) === fn);
    const shown = returns.filter((each) => showsOwn(each, returned, sight));
    const [first] = shown;
    const isConst = declarator.children.some((child) => child.kind === 'type_qualifier' && child.text === 'const');
    if (!first || !(isConst || isOneStatement(body))) return 'clear';
    const isBuiltOtherwise = shown.length < returns.length;
    if (isBuiltOtherwise && !shown.some(isWholeObject)) return 'clear';
    if (isCopyMeant(fn, body) || isVirtual(fn, sight)) return 'clear';
    return {
      at: type,
      message: `${quote(unqualified(functionName(fn)))} copies ${quote(expressionOf(first) ?? first)}, a ${quote(returned)}, for each caller.`,
      because: shown,
      ...(isBuiltOtherwise ? { instead: 'Keep what is built in a member too, and return a const reference.' } : {}),
    } satisfies Outcome;
  },
};

function expressionOf(statement: Node): Node | undefined {
  return statement.namedChildren.find((child) => child.kind !== 'comment');
}

/** `return member_;`, `return member_->name();` where that gives a reference. */
function showsOwn(statement: Node, returned: Type, sight: Sight): boolean {
  const value = expressionOf(statement);
  const lvalue = value ? lvalueOf(value, sight) : undefined;
  const type = value && lvalue?.isOwn && !lvalue.root?.isStatic ? typeOf(value, sight) : undefined;
  return type !== undefined && isSameType(type, returned);
}

/** `return *member_;` */
function isWholeObject(statement: Node): boolean {
  return expressionOf(statement)?.kind === 'pointer_expression';
}

function isOneStatement(body: Node): boolean {
  return body.namedChildren.filter((child) => child.kind !== 'comment').length === 1;
}

/** Types that are made to be handed around by value, whatever they hold: `begin()` and `end()` give them. */
function isHandle({ name }: Type): boolean {
  return /(?:iterator|cursor|handle|range|view)$/i.test(name);
}

/** Under a lock the copy is what makes it safe; some functions are named for the copy; iterators are values. */
function isCopyMeant(fn: Node, body: Node): boolean {
  const name = unqualified(functionName(fn));
  return (
    /copy|snapshot|clone|dup|backup|take|release|^to_|^operator/i.test(name) || /lock|mutex|guard|synchronized|atomic|rcu/i.test(body.text)
  );
}
