import { parameterTypes } from '../syntax/argument-use.ts';
import { argumentsOf, calleeName, calleeObject, calleeText } from '../syntax/calls.ts';
import { declarationsIn, enclosingBody, findLocal, functionDeclarator } from '../syntax/declarations.ts';
import { isWithin, type Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import { resolveAlias, type Sight } from '../syntax/sight.ts';
import { candidatesOf, declaredType, pointeeOf, typeOf } from '../syntax/type-of.ts';
import { isMap, isSameType, isSequence, isString, isView, parseType, type Type } from '../syntax/types.ts';
import { usesOf } from '../syntax/uses.ts';
import type { Outcome, Rule } from './rule.ts';

/** A string turned into characters only for a new string to be made of them. */
export const cStrRoundTrip: Rule = {
  id: 'c-str-round-trip',
  item: 'const-references',
  title: 'String passed as a C string to what wants a string',
  guide: 'Common Performance Pitfalls § 4',
  severity: 'warning',
  why: 'The length is counted again and the text copied, with an allocation of 20 to 100 ns when it is longer than 15 characters.',
  instead: 'Pass the string itself.',
  bad: `void send(const std::string& line);
void hello(const std::string& name) {
  send(name.c_str());
}`,
  good: `void send(const std::string& line);
void hello(const std::string& name) {
  send(name);
}`,
  kinds: ['call_expression'],
  check(call, { sight }) {
    if (calleeName(call) !== 'c_str' || argumentsOf(call).length > 0) return undefined;
    const object = calleeObject(call);
    if (!object) return undefined;
    const isArrow = object.parent?.children.some((child) => child.kind === '->') ?? false;
    const type = typeOf(object, sight);
    const string = type && isArrow ? pointeeOf(type, sight) : type;
    if (!string) return 'undecided';
    if (!isString(string)) return undefined;
    const target = targetOf(call, sight);
    if (!target) return undefined;
    if (!isView(target) && !isSameType(target, string)) return 'clear';
    if (isCutAtNul(object)) return 'clear';
    return {
      at: call,
      ...(isView(target) ? { severity: 'note', why: 'The length, which the string knows, is counted again.' } : {}),
      message: `A ${quote(target)} is made of ${quote(call)}, which is a string already.`,
      ...(isArrow ? {} : { fix: [{ start: call.start, end: call.end, text: object.text }] }),
    } satisfies Outcome;
  },
};

/** Type of the string or view that is made of the characters; undefined where they are used as such, or that is not in sight. */
function targetOf(call: Node, sight: Sight): Type | undefined {
  const parent = call.parent;
  switch (parent?.kind) {
    case 'init_declarator':
      return stringDeclaredBy(parent, sight);
    case 'assignment_expression': {
      const left = call.field === 'right' && parent.child('operator')?.kind === '=' ? parent.child('left') : undefined;
      return asString(left ? typeOf(left, sight) : undefined);
    }
    case 'return_statement':
      return returnedBy(parent, sight);
    case 'subscript_argument_list': {
      const map = parent.parent?.child('argument');
      return map ? keyOf(typeOf(map, sight)) : undefined;
    }
    case 'argument_list':
      return takenBy(parent, call, sight);
    default:
      return undefined;
  }
}

function asString(type: Type | undefined): Type | undefined {
  return type && type.pointers === 0 && (isString(type) || isView(type)) ? type : undefined;
}

function keyOf(type: Type | undefined): Type | undefined {
  return type && isMap(type) ? asString(type.args[0]) : undefined;
}

function stringDeclaredBy(init: Node, sight: Sight): Type | undefined {
  const declared = init.parent ? declarationsIn(init.parent, init.parent, 'local').find(({ node }) => isWithin(node, init)) : undefined;
  return declared && declared.type.name !== 'auto' ? asString(declaredType(declared, sight)) : undefined;
}

function returnedBy(statement: Node, sight: Sight): Type | undefined {
  const body = enclosingBody(statement);
  if (body?.kind !== 'function_definition' || body.child('declarator') !== functionDeclarator(body)) return undefined;
  return asString(resolveAlias(parseType(body.child('type')?.text ?? ''), sight));
}

function takenBy(list: Node, call: Node, sight: Sight): Type | undefined {
  const holder = list.parent;
  const args = list.namedChildren.filter((child) => child.kind !== 'comment');
  if (holder?.kind === 'init_declarator') return args.length === 1 ? stringDeclaredBy(holder, sight) : undefined;
  if (holder?.kind !== 'call_expression') return undefined;
  const object = calleeObject(holder);
  const type = object ? typeOf(object, sight) : undefined;
  const name = calleeName(holder);
  if (type && isMap(type))
    return args[0] === call && /^(?:find|count|contains|at|erase|lower_bound|upper_bound)$/.test(name) ? keyOf(type) : undefined;
  if (type && isSequence(type))
    return args.length === 1 && /^(?:push_back|emplace_back|push|insert|emplace|count|find|erase)$/.test(name)
      ? asString(type.args[0])
      : undefined;
  const made = parseType(calleeText(holder));
  if (!object && isString(made)) return args.length === 1 ? made : undefined;
  const wanted = candidatesOf(holder, sight).map(({ node }) => parameterTypes(node)[args.indexOf(call)]);
  const [first] = wanted;
  const resolved = first ? asString(resolveAlias(first, sight)) : undefined;
  return resolved && wanted.every((each) => each && isSameType(each, first ?? each)) ? resolved : undefined;
}

/** Whether the text may hold a NUL that ends it: the string was filled as a buffer. */
function isCutAtNul(object: Node): boolean {
  const local = object.kind === 'identifier' ? findLocal(object.text, object) : undefined;
  if (!local) return false;
  return usesOf(local).some((use) => {
    const up = use.parent;
    const method = up?.kind === 'field_expression' ? (up.child('field')?.text ?? '') : '';
    return /^(?:resize|data)$/.test(method) || (up?.kind === 'subscript_expression' && up.parent?.kind === 'pointer_expression');
  });
}
