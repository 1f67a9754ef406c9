import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import { classNameOf, type Declaration, enclosingFunction, enclosingNames, findLocal } from './declarations.ts';
import { ancestor, type Node } from './node.ts';
import {
  type Func,
  findClass,
  findFreeFunctions,
  findGlobal,
  findMember,
  findMethods,
  resolveAlias,
  type Sight,
  unqualified,
} from './sight.ts';
import { withoutParameters } from './templates.ts';
import { elementType, isMap, isSequence, isString, parseType, pointee, type Type, withoutReference } from './types.ts';

const DEPTH = 12;

/** What a name means at this place: a local, parameter, member of the enclosing class, or a global in sight. */
export function findDeclaration(name: string, at: Node, sight: Sight): Declaration | undefined {
  return findLocal(name, at) ?? findOwnMember(name, at, sight) ?? findGlobal(name, sight);
}

/** The member of this name of the class whose member function the node lies in. */
export function findOwnMember(name: string, at: Node, sight: Sight): Declaration | undefined {
  const className = enclosingClassName(at);
  return className ? findMember(className, name, sight) : undefined;
}

/** Class of the member function that the node lies in, or whose body it lies in. */
export function enclosingClassName(at: Node): string | undefined {
  const fn = at.kind === 'function_definition' ? at : enclosingFunction(at);
  if (fn) return classNameOf(fn);
  return ancestor(at, 'class_specifier', 'struct_specifier', 'union_specifier')?.child('name')?.text;
}

/** Type of an expression, aliases resolved, as far as the declarations in sight tell; undefined where they do not. */
export function typeOf(expression: Node, sight: Sight, depth = 0): Type | undefined {
  if (depth > DEPTH) return undefined;
  const inner = (node: Node | undefined) => (node ? typeOf(node, sight, depth + 1) : undefined);
  const written = (node: Node | undefined, suffix = '') =>
    node ? resolveAlias(withoutParameters(parseType(`${node.text}${suffix}`), node), sight) : undefined;
  switch (expression.kind) {
    case 'identifier': {
      const declaration = findDeclaration(expression.text, expression, sight);
      return declaration ? declaredType(declaration, sight, depth + 1) : undefined;
    }
    case 'qualified_identifier': {
      const parts = expression.text.split('::');
      const owner = parts.at(-2);
      const member = owner ? findMember(owner, parts.at(-1) ?? '', sight) : undefined;
      if (member) return declaredType(member, sight, depth + 1);
      const global = findGlobal(expression.text, sight);
      return global && global.name === expression.text ? declaredType(global, sight, depth + 1) : undefined;
    }
    case 'this': {
      const name = enclosingClassName(expression);
      return name ? parseType(`${name}*`) : undefined;
    }
    case 'parenthesized_expression':
      return inner(expression.namedChildren[0]);
    case 'conditional_expression':
      return inner(expression.child('consequence')) ?? inner(expression.child('alternative'));
    case 'pointer_expression': {
      const type = inner(expression.child('argument'));
      if (!type) return undefined;
      return expression.child('operator')?.kind === '&'
        ? { ...withoutReference(type), pointers: type.pointers + 1 }
        : pointeeOf(type, sight);
    }
    case 'subscript_expression': {
      const type = inner(expression.child('argument'));
      const element = type && (isMap(type) ? type.args[1] : (elementType(type) ?? (type.pointers > 0 ? pointee(type) : undefined)));
      return element ? resolveAlias(element, sight) : undefined;
    }
    case 'field_expression': {
      const holder = holderOf(expression, sight, depth + 1);
      return holder ? memberType(holder, expression.child('field')?.text ?? '', sight, depth + 1) : undefined;
    }
    case 'binary_expression': {
      if (expression.child('operator')?.kind !== '+') return undefined;
      const [left, right] = [inner(expression.child('left')), inner(expression.child('right'))];
      const string = [left, right].find((side) => side && isString(side));
      return string ? { ...string, isConst: false, reference: '' } : undefined;
    }
    case 'call_expression':
      return callType(expression, sight, depth + 1);
    case 'string_literal':
    case 'concatenated_string':
    case 'raw_string_literal':
      return parseType('const char*');
    case 'number_literal':
      return parseType(/[.eE]/.test(expression.text) && !/^0x/i.test(expression.text) ? 'double' : 'int');
    case 'true':
    case 'false':
      return parseType('bool');
    case 'cast_expression':
    case 'compound_literal_expression':
      return written(expression.child('type'));
    case 'new_expression':
      return written(expression.child('type'), '*');
    case 'co_await_expression': {
      const type = inner(expression.child('argument') ?? expression.namedChildren[0]);
      const result = type && /(?:^|::)future$/.test(type.name) ? type.args[0] : undefined;
      return result ? resolveAlias(result, sight) : undefined;
    }
    default:
      return undefined;
  }
}

/** Type of a declared name; `auto` is followed to the initialiser or the range of the loop. */
export function declaredType(declaration: Declaration, sight: Sight, depth = 0): Type | undefined {
  const { type, statement, value } = declaration;
  if (depth > DEPTH) return undefined;
  if (type.name !== 'auto' && type.name !== 'decltype(auto)') return resolveAlias(withoutParameters(type, declaration.node), sight);
  const initialiser = statement.kind === 'for_range_loop' ? undefined : deducedFrom(value);
  const source =
    statement.kind === 'for_range_loop'
      ? rangeElementType(statement, sight, depth + 1)
      : initialiser && typeOf(initialiser, sight, depth + 1);
  const part = source && declaration.kind === 'binding' ? boundPart(declaration, source, sight) : source;
  if (!part) return undefined;
  const plain = withoutReference(part);
  // `auto*` deduces the pointer as well; top-level const of the initialiser is dropped.
  const pointers = type.pointers > 0 ? Math.max(plain.pointers, type.pointers) : plain.pointers;
  return {
    ...plain,
    isConst: type.isConst || (type.reference !== '' && plain.isConst) || (plain.pointers > 0 && plain.isConst),
    pointers,
    reference: type.reference,
  };
}

/** What `auto` takes its type from: `x` of `= x`, `(x)` and `{x}`; undefined for `= {x}`, a list ([dcl.type.auto.deduct]). */
function deducedFrom(value: Node | undefined): Node | undefined {
  if (value?.kind !== 'argument_list' && value?.kind !== 'initializer_list') return value;
  const [only, other] = value.namedChildren.filter((child) => child.kind !== 'comment');
  return other || value.parent?.children.some((child) => child.kind === '=') ? undefined : only;
}

/** Type of one name of a structured binding. */
function boundPart({ node }: Declaration, whole: Type, sight: Sight): Type | undefined {
  const position = (node.parent?.namedChildren ?? []).filter((child) => child.kind === 'identifier').indexOf(node);
  if (whole.pointers > 0 || position < 0) return undefined;
  if (/^(?:std::)?(?:pair|tuple)$/.test(whole.name)) {
    const part = whole.args[position];
    return part ? resolveAlias(part, sight) : undefined;
  }
  const members = [...(findClass(whole.name, sight)?.members.values() ?? [])].filter((member) => !member.isStatic);
  const member = members[position];
  return member ? declaredType(member, sight) : undefined;
}

/** Type of the elements that a range loop runs over. */
export function rangeElementType(loop: Node, sight: Sight, depth = 0): Type | undefined {
  const range = loop.child('right');
  const type = range ? typeOf(range, sight, depth) : undefined;
  const element = type ? elementType(type) : undefined;
  return element ? resolveAlias(element, sight) : undefined;
}

const ITERATOR = 'iterator of';
const iteratorOf = (element: Type): Type => ({ ...parseType(ITERATOR), name: ITERATOR, args: [element] });

/** What `*p` and `p->` give for a pointer, smart pointer or iterator; undefined for anything else. */
export function pointeeOf(type: Type, sight: Sight): Type | undefined {
  const target = pointee(type) ?? iteratorTarget(type) ?? arrowTarget(type, sight);
  return target ? resolveAlias(target, sight) : undefined;
}

/** What `*it` gives for an iterator whose type is written out: `std::vector<T>::iterator`. */
function iteratorTarget(type: Type): Type | undefined {
  const match = /^(.*)::(?:const_)?(?:reverse_)?iterator$/.exec(type.name);
  if (match?.[1]) return elementType({ ...type, name: match[1] });
  return type.name === ITERATOR ? type.args[0] : undefined;
}

/** What the `operator->` of a class in sight points to. */
function arrowTarget(type: Type, sight: Sight): Type | undefined {
  const [operator] = type.name === '' ? [] : findMethods(type.name, 'operator->', sight);
  return operator?.returns && operator.returns.pointers > 0
    ? pointee(withoutParameters(withoutReference(operator.returns), operator.node))
    : undefined;
}

/** Type of the object of a field expression, an arrow followed. */
function holderOf(field: Node, sight: Sight, depth: number): Type | undefined {
  const argument = field.child('argument');
  const object = argument ? typeOf(argument, sight, depth) : undefined;
  return object && field.children.some((child) => child.kind === '->') ? pointeeOf(object, sight) : object;
}

function memberType(holder: Type, field: string, sight: Sight, depth: number): Type | undefined {
  if (holder.pointers > 0) return undefined;
  if (/^(?:std::)?pair$/.test(holder.name)) {
    const part = holder.args[field === 'first' ? 0 : 1];
    return part ? resolveAlias(part, sight) : undefined;
  }
  const member = findMember(holder.name, field, sight);
  return member ? declaredType(member, sight, depth) : undefined;
}

/** The functions that a call may mean, as far as they are in sight; empty where the object's type is not known. */
export function candidatesOf(call: Node, sight: Sight, depth = 0): readonly Func[] {
  const name = calleeName(call);
  if (!name || depth > DEPTH) return [];
  const callee = call.child('function');
  if (callee && calleeObject(call)) {
    const holder = holderOf(callee, sight, depth + 1);
    return holder && holder.pointers === 0 && holder.name !== '' ? findMethods(holder.name, name, sight) : [];
  }
  const text = calleeText(call);
  if (text.includes('::')) {
    const owner = unqualified(text.slice(0, text.lastIndexOf('::')));
    const inClass = findMethods(owner, name, sight);
    return inClass.length > 0 ? inClass : findFreeFunctions(name, sight).filter((each) => enclosingNames(each.node).at(-1) === owner);
  }
  const own = enclosingClassName(call);
  const methods = own ? findMethods(own, name, sight) : [];
  return methods.length > 0 ? methods : [...findFreeFunctions(name, sight), ...findMethods(name, name, sight)];
}

/** Names of member functions of the standard containers that give an element, and those that give an iterator. */
const GIVES_ELEMENT = /^(?:front|back|top|at|value)$/;
const GIVES_ITERATOR = /^(?:c?r?begin|c?r?end|find|lower_bound|upper_bound)$/;

function callType(call: Node, sight: Sight, depth: number): Type | undefined {
  const callee = call.child('function');
  if (!callee) return undefined;
  const resolved = (type: Type | undefined) => (type ? resolveAlias(withoutParameters(type, call), sight) : undefined);
  if (callee.kind === 'field_expression') {
    const holder = holderOf(callee, sight, depth + 1);
    const known = holder && holder.pointers === 0 ? libraryCallType(holder, calleeName(call)) : undefined;
    return known ? resolved(known) : agreedReturn(candidatesOf(call, sight, depth + 1), sight);
  }
  const name = callee.text.replace(/\s+/g, '');
  if (/^(?:std::)?to_string$/.test(name)) return parseType('std::string');
  if (/^(?:std::)?(?:move|forward(?:<.*>)?|as_const)$/.test(name)) {
    const [first] = argumentsOf(call);
    return first ? typeOf(first, sight, depth + 1) : undefined;
  }
  const asType = parseType(name);
  const made = templateCallType(unqualified(asType.name), asType.args[0]);
  if (made) return resolved(made);
  if (isString(asType) || isSequence(asType) || isMap(asType)) return resolved(asType);
  const agreed = agreedReturn(candidatesOf(call, sight, depth + 1), sight);
  if (agreed) return agreed;
  const alias = resolveAlias(asType, sight);
  return alias !== asType || findClass(name, sight) ? alias : undefined;
}

function templateCallType(name: string, argument: Type | undefined): Type | undefined {
  if (!argument) return undefined;
  const wrap = (outer: string): Type => ({ ...parseType(outer), args: [argument] });
  if (/^(?:static_cast|dynamic_cast|reinterpret_cast|const_cast|down_cast)$/.test(name)) return argument;
  if (name === 'make_unique') return argument.extents.length > 0 ? undefined : wrap('std::unique_ptr');
  if (name === 'make_shared' || name === 'make_lw_shared') return wrap('std::shared_ptr');
  return undefined;
}

/** What the member functions of the standard library's types give. */
function libraryCallType(holder: Type, name: string): Type | undefined {
  if (isSequence(holder) || isMap(holder) || isString(holder)) {
    const element = elementType(holder);
    if (GIVES_ELEMENT.test(name)) return isMap(holder) ? holder.args[1] : element;
    if (GIVES_ITERATOR.test(name))
      return isString(holder) && name === 'find' ? parseType('size_t') : element ? iteratorOf(element) : undefined;
    if (/^(?:size|length|capacity|count)$/.test(name)) return parseType('size_t');
    if (name === 'substr') return { ...holder, isConst: false, reference: '' };
    if (name === 'c_str' || name === 'data')
      return isString(holder) ? parseType('const char*') : element ? { ...element, pointers: element.pointers + 1 } : undefined;
    return undefined;
  }
  if (/^(?:std::)?(?:basic_)?[oi]?stringstream$/.test(holder.name) && name === 'str') return parseType('std::string');
  const target = pointee(holder);
  if (target && name === 'get') return { ...target, pointers: target.pointers + 1 };
  if (target && /^value(?:_or)?$/.test(name)) return target;
  return undefined;
}

/** The return type when all overloads in sight agree on it, const and reference aside. */
function agreedReturn(candidates: readonly Func[], sight: Sight): Type | undefined {
  const types = candidates.map(({ returns, node }) => (returns ? withoutParameters(returns, node) : undefined));
  const [first, ...others] = types;
  if (!first || /^(?:auto|decltype.*|)$/.test(first.name)) return undefined;
  const bare = (type: Type | undefined) =>
    type ? `${type.name}<${type.args.map((arg) => arg.name).join()}>${'*'.repeat(type.pointers)}` : '';
  return others.every((other) => bare(other) === bare(first)) ? resolveAlias(first, sight) : undefined;
}
