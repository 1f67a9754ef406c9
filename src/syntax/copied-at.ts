import { parameterTypes } from './argument-use.ts';
import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import { type Declaration, declarationsIn, enclosingFunction, functionDeclarator } from './declarations.ts';
import { isLastUse } from './last-use.ts';
import { isWithin, type Node } from './node.ts';
import { quote } from './quote.ts';
import { type Func, findClass, findFunctions, resolveAlias, type Sight, unqualified } from './sight.ts';
import { withoutParameters } from './templates.ts';
import { candidatesOf, declaredType, findOwnMember, typeOf } from './type-of.ts';
import { elementType, isMap, isSameType, isSequence, isView, parseType, type Type } from './types.ts';
import { useOf } from './uses.ts';

/**
 * Where the whole variable is copied in a way that a move would make cheaper: what the copy goes into, for people. Undefined where it is
 * not copied, or where what takes it is not in sight.
 */
export function copiedInto(use: Node, type: Type | undefined, sight: Sight): string | undefined {
  const parent = use.parent;
  switch (parent?.kind) {
    case 'assignment_expression':
      return assignedTo(use, parent, type, sight);
    case 'init_declarator':
      return declaredAs(parent, type, sight);
    case 'lambda_capture_specifier':
      return use.tree.text[use.start - 1] === '&' ? undefined : 'a lambda';
    case 'lambda_capture_initializer':
      return use.field === 'right' && !parent.children.some((child) => child.kind === '&') ? 'a lambda' : undefined;
    case 'initializer_list':
      return listedIn(use, parent, type, sight);
    case 'argument_list':
      return handedTo(use, parent, type, sight);
    default:
      return undefined;
  }
}

/** Whether one of the uses copies the variable where nothing looks at it any more: a move is missing there. */
export function hasLastCopy(declaration: Declaration, type: Type | undefined, uses: readonly Node[], sight: Sight): boolean {
  return uses.some((use) => useOf(use, sight) === 'copied' && copiedInto(use, type, sight) && isLastUse(use, declaration, uses));
}

function assignedTo(use: Node, assignment: Node, type: Type | undefined, sight: Sight): string | undefined {
  const left = assignment.child('left');
  if (!left || use.field !== 'right' || assignment.child('operator')?.kind !== '=') return undefined;
  const target = typeOf(left, sight);
  // A local of unknown type may be a view; what outlives the variable owns what it is given.
  if (!target) return left.kind === 'identifier' ? undefined : quote(left);
  return takes(target, type) ? quote(left) : undefined;
}

/** Whether a value of the target's type keeps what it is made from. */
function takes(target: Type, source: Type | undefined): boolean {
  if (target.pointers > 0 || isView(target)) return false;
  if (!source) return !/^(?:bool|char|short|int|long|float|double|unsigned|u?int\w*|size_t)\b/.test(target.name);
  return (
    isSameType(target, source) ||
    /^(?:std::(?:any|filesystem::path)|fs::path)$/.test(target.name) ||
    (/optional$|variant$|^(?:std::)?function$/i.test(target.name) && target.args.some((arg) => isSameType(arg, source)))
  );
}

/** `T y = x`, `T y(x)`, `T y{x}`. */
function declaredAs(init: Node, type: Type | undefined, sight: Sight): string | undefined {
  const declared = init.parent ? declarationsIn(init.parent, init.parent, 'local').find(({ node }) => isWithin(node, init)) : undefined;
  if (declared?.type.reference !== '' || declared.type.pointers > 0) return undefined;
  if (declared.type.name === 'auto') return quote(declared.name);
  const target = declaredType(declared, sight);
  return type && target && isSameType(target, type) ? quote(declared.name) : undefined;
}

/** Member initialisers, constructions and calls. */
function handedTo(use: Node, list: Node, type: Type | undefined, sight: Sight): string | undefined {
  const holder = list.parent;
  const position = list.namedChildren.filter((child) => child.kind !== 'comment').indexOf(use);
  switch (holder?.kind) {
    case 'init_declarator':
      return list.namedChildren.length === 1 ? declaredAs(holder, type, sight) : undefined;
    case 'field_initializer':
      return initialised(holder, list, position, type, sight);
    case 'new_expression': {
      const name = holder.child('type')?.text ?? '';
      return isKeptBy(constructors(name, sight), position, type, sight) ? quote(name) : undefined;
    }
    case 'call_expression':
      return calledWith(holder, position, type, sight);
    default:
      return undefined;
  }
}

function initialised(initializer: Node, list: Node, position: number, type: Type | undefined, sight: Sight): string | undefined {
  const field = initializer.namedChildren[0];
  const name = field?.text ?? '';
  const member = field ? findOwnMember(name, initializer, sight) : undefined;
  if (!member) return isKeptBy(constructors(name, sight), position, type, sight) ? quote(name) : undefined;
  const target = declaredType(member, sight);
  return list.namedChildren.length === 1 && target && target.reference === '' && takes(target, type) ? quote(name) : undefined;
}

const ADDS = /^(?:push_back|push_front|push|emplace_back|emplace_front|emplace|insert|insert_or_assign|try_emplace)$/;

function calledWith(call: Node, position: number, type: Type | undefined, sight: Sight): string | undefined {
  const name = calleeName(call);
  const object = calleeObject(call);
  const holder = object ? typeOf(object, sight) : undefined;
  if (object && ADDS.test(name) && (!holder || isSequence(holder) || isMap(holder))) {
    const element = holder ? elementType(holder) : undefined;
    // Without the container's type only the names that nothing else has are trusted.
    if (!element)
      return /^(?:push_back|emplace_back|push_front|emplace_front)$/.test(name) && argumentsOf(call).length === 1
        ? quote(object)
        : undefined;
    const isTuple = /^(?:std::)?(?:pair|tuple)$/.test(element.name) && argumentsOf(call).length > 1;
    const parts = holder && isMap(holder) ? holder.args : isTuple ? element.args : [element];
    return parts.some((part) => takes(part, type)) ? quote(object) : undefined;
  }
  const text = calleeText(call);
  if (!object && /^(?:std::)?(?:make_pair|make_tuple|make_optional)$/.test(text)) return quote(text);
  if (/^(?:std::)?make_(?:unique|shared)$/.test(text)) {
    const made = parseType(call.child('function')?.text ?? '').args[0];
    return made && (takes(made, type) || isKeptBy(constructors(made.name, sight), position, type, sight)) ? quote(text) : undefined;
  }
  return isKeptBy(candidatesOf(call, sight), position, type, sight) ? quote(text) : undefined;
}

function constructors(name: string, sight: Sight): readonly Func[] {
  const short = unqualified(name.replace(/<.*$/s, ''));
  return short ? findFunctions(short, sight, short) : [];
}

/** Whether a parameter takes its argument by value, as it is, or by const and by rvalue reference in two overloads. */
function isKeptBy(candidates: readonly Func[], position: number, source: Type | undefined, sight: Sight): boolean {
  const given = source && unscoped(source);
  // Of several functions of the name the one is called that takes the type as it is.
  const types = candidates
    .flatMap(({ node }) => {
      const written = parameterTypes(node)[position];
      return written ? [resolveAlias(withoutParameters(written, node), sight)] : [];
    })
    .filter((each) => each.name === '' || takes(unscoped(each), given));
  if (types.length === 0) return false;
  if (types.every((each) => each.reference === '' && each.pointers === 0)) return true;
  return types.some((each) => each.reference === '&&') && types.some((each) => each.reference === '&' && each.isConst);
}

/** The type without the scopes of its names, which one place writes and another leaves out. */
function unscoped(type: Type): Type {
  return { ...type, name: unqualified(type.name), args: type.args.map(unscoped) };
}

/** `return {x, y}`, `push_back({x, y})`, `T{x, y}`. */
function listedIn(use: Node, list: Node, type: Type | undefined, sight: Sight): string | undefined {
  const holder = list.parent;
  if (holder?.kind === 'init_declarator') return list.namedChildren.length === 1 ? declaredAs(holder, type, sight) : undefined;
  if (holder?.kind === 'field_initializer') return initialised(holder, list, 0, type, sight);
  const made =
    holder?.kind === 'compound_literal_expression'
      ? holder.child('type')?.text
      : holder?.kind === 'return_statement'
        ? returnType(holder)
        : undefined;
  if (!made) return undefined;
  const target = parseType(made);
  if (/^(?:std::)?(?:pair|tuple)$/.test(target.name)) return target.args.some((arg) => takes(arg, type)) ? 'the result' : undefined;
  const position = list.namedChildren.filter((child) => child.kind !== 'comment').indexOf(use);
  const found = findClass(target.name, sight);
  if (!found) return undefined;
  const makers = constructors(target.name, sight);
  if (makers.length > 0) return isKeptBy(makers, position, type, sight) ? quote(target.name) : undefined;
  const member = [...found.members.values()].filter((each) => !each.isStatic)[position];
  return member && takes(member.type, type) ? quote(`${target.name}::${member.name}`) : undefined;
}

function returnType(statement: Node): string | undefined {
  const fn = enclosingFunction(statement);
  const declarator = fn ? functionDeclarator(fn) : undefined;
  return declarator && fn && fn.child('declarator') === declarator ? fn.child('type')?.text : undefined;
}
