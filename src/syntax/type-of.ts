import { classNameOf, type Declaration, enclosingFunction, findLocal } from './declarations.ts';
import { ancestor, type Node } from './node.ts';
import { findClass, findFunctions, findGlobal, findMember, resolveAlias, type Sight, unqualified } from './sight.ts';
import { elementType, isMap, isSequence, isString, parseType, pointee, type Type, withoutReference } from './types.ts';

const DEPTH = 8;

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
  const resolved = (type: Type | undefined) => (type ? resolveAlias(type, sight) : undefined);
  switch (expression.kind) {
    case 'identifier': {
      const declaration = findDeclaration(expression.text, expression, sight);
      return declaration ? declaredType(declaration, sight, depth + 1) : undefined;
    }
    case 'qualified_identifier': {
      const parts = expression.text.split('::');
      const owner = parts.at(-2);
      const member = owner ? findMember(owner, parts.at(-1) ?? '', sight) : undefined;
      if (member) return resolved(member.type);
      const global = findGlobal(expression.text, sight);
      return global && global.name === expression.text ? resolved(global.type) : undefined;
    }
    case 'this': {
      const name = enclosingClassName(expression);
      return name ? parseType(`${name}*`) : undefined;
    }
    case 'parenthesized_expression':
      return inner(expression.namedChildren[0]);
    case 'pointer_expression': {
      const type = inner(expression.child('argument'));
      if (!type) return undefined;
      return expression.child('operator')?.kind === '&'
        ? { ...withoutReference(type), pointers: type.pointers + 1 }
        : resolved(pointee(type) ?? iteratorTarget(type));
    }
    case 'subscript_expression': {
      const type = inner(expression.child('argument'));
      if (!type) return undefined;
      if (isMap(type)) return resolved(type.args[1]);
      return resolved(elementType(type) ?? (type.pointers > 0 ? pointee(type) : undefined));
    }
    case 'field_expression': {
      const object = inner(expression.child('argument'));
      const field = expression.child('field')?.text ?? '';
      if (!object) return undefined;
      const holder = expression.children.some((child) => child.kind === '->') ? (resolved(pointee(object)) ?? object) : object;
      if (holder.name === 'std::pair') return resolved(holder.args[field === 'first' ? 0 : 1]);
      const member = findMember(holder.name, field, sight);
      return member ? resolved(member.type) : undefined;
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
      return resolved(parseType(expression.child('type')?.text ?? ''));
    case 'new_expression':
      return resolved(parseType(`${expression.child('type')?.text ?? ''}*`));
    case 'compound_literal_expression':
      return resolved(parseType(expression.child('type')?.text ?? ''));
    case 'co_await_expression': {
      const type = inner(expression.child('argument') ?? expression.namedChildren[0]);
      return type && /(?:^|::)future$/.test(type.name) ? resolved(type.args[0]) : undefined;
    }
    default:
      return undefined;
  }
}

/** Type of a declared name; `auto` is followed to the initialiser or the range of the loop. */
export function declaredType(declaration: Declaration, sight: Sight, depth = 0): Type | undefined {
  const { type, statement, value } = declaration;
  if (declaration.kind === 'binding') return undefined;
  if (type.name !== 'auto' && type.name !== 'decltype(auto)') return resolveAlias(type, sight);
  if (depth > DEPTH) return undefined;
  const source =
    statement.kind === 'for_range_loop'
      ? rangeElementType(statement, sight, depth + 1)
      : value && value.kind !== 'initializer_list' && value.kind !== 'argument_list'
        ? typeOf(value, sight, depth + 1)
        : undefined;
  if (!source) return undefined;
  const plain = withoutReference(source);
  // `auto*` deduces the pointer as well; top-level const of the initialiser is dropped.
  const pointers = type.pointers > 0 ? Math.max(plain.pointers, type.pointers) : plain.pointers;
  return {
    ...plain,
    isConst: type.isConst || (type.reference !== '' && plain.isConst) || (plain.pointers > 0 && plain.isConst),
    pointers,
    reference: type.reference,
  };
}

/** Type of the elements that a range loop runs over. */
export function rangeElementType(loop: Node, sight: Sight, depth = 0): Type | undefined {
  const range = loop.child('right');
  const type = range ? typeOf(range, sight, depth) : undefined;
  const element = type ? elementType(type) : undefined;
  return element ? resolveAlias(element, sight) : undefined;
}

/** What `*it` gives for an iterator whose type is written out: `std::vector<T>::iterator`. */
function iteratorTarget(type: Type): Type | undefined {
  const match = /^(.*)::(?:const_)?(?:reverse_)?iterator$/.exec(type.name);
  if (match?.[1]) return elementType({ ...type, name: match[1] });
  return type.name === ITERATOR ? type.args[0] : undefined;
}

const ITERATOR = 'iterator of';
const iteratorOf = (element: Type): Type => ({ ...parseType(ITERATOR), name: ITERATOR, args: [element] });

/** Names of member functions of the standard containers that give an element, and those that give an iterator. */
const GIVES_ELEMENT = /^(?:front|back|top|at|value)$/;
const GIVES_ITERATOR = /^(?:begin|end|cbegin|cend|rbegin|rend|find|lower_bound|upper_bound)$/;

function callType(call: Node, sight: Sight, depth: number): Type | undefined {
  const callee = call.child('function');
  if (!callee) return undefined;
  const resolved = (type: Type | undefined) => (type ? resolveAlias(type, sight) : undefined);
  if (callee.kind === 'field_expression') {
    const argument = callee.child('argument');
    const object = argument ? typeOf(argument, sight, depth + 1) : undefined;
    const name = callee.child('field')?.text ?? '';
    if (!object) return undefined;
    const holder = callee.children.some((child) => child.kind === '->') ? (resolved(pointee(object)) ?? object) : object;
    return resolved(memberCallType(holder, name, sight));
  }
  if (callee.kind === 'template_function') {
    const name = callee.child('name')?.text ?? '';
    const argument = parseType(callee.text).args[0];
    return resolved(templateCallType(unqualified(name), argument));
  }
  const name = callee.text.replace(/\s+/g, '');
  if (callee.kind === 'qualified_identifier' && name.includes('<')) {
    const type = parseType(name);
    const made = templateCallType(unqualified(type.name), type.args[0]);
    if (made) return resolved(made);
    if (isSequence(type) || isMap(type) || isString(type)) return type;
    return undefined;
  }
  if (callee.kind !== 'identifier' && callee.kind !== 'qualified_identifier') return undefined;
  const short = unqualified(name);
  if (/^(?:std::)?to_string$/.test(name)) return parseType('std::string');
  if (/^(?:std::)?(?:move|forward)$/.test(name)) {
    const first = call.child('arguments')?.namedChildren[0];
    return first ? typeOf(first, sight, depth + 1) : undefined;
  }
  const asType = parseType(name);
  if (isString(asType) || isSequence(asType)) return asType;
  const own = enclosingClassName(call);
  const candidates = (own ? findFunctions(short, sight, own) : []).concat(
    findFunctions(short, sight, name.includes('::') ? undefined : ''),
  );
  const agreed = agreedReturn(candidates.length > 0 ? candidates.map((each) => each.returns) : []);
  if (agreed) return resolved(agreed);
  return findClass(name, sight) ? asType : undefined;
}

function templateCallType(name: string, argument: Type | undefined): Type | undefined {
  if (!argument) return undefined;
  const wrap = (outer: string): Type => ({ ...parseType(outer), args: [argument] });
  if (/^(?:static_cast|dynamic_cast|reinterpret_cast|const_cast)$/.test(name)) return argument;
  if (name === 'make_unique') return argument.extents.length > 0 ? undefined : wrap('std::unique_ptr');
  if (name === 'make_shared' || name === 'make_lw_shared') return wrap('std::shared_ptr');
  return undefined;
}

function memberCallType(holder: Type, name: string, sight: Sight): Type | undefined {
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
  if (/^(?:std::)?(?:basic_)?(?:o|i)?stringstream$/.test(holder.name) && name === 'str') return parseType('std::string');
  if (pointee(holder) && name === 'get') {
    const target = pointee(holder);
    return target ? { ...target, pointers: target.pointers + 1 } : undefined;
  }
  const className = unqualified(holder.name);
  return agreedReturn(findFunctions(name, sight, className).map((each) => each.returns));
}

/** The return type when all overloads in sight agree on it, const and reference aside. */
function agreedReturn(types: readonly (Type | undefined)[]): Type | undefined {
  const [first, ...others] = types;
  if (!first || /^(?:auto|decltype.*|T|)$/.test(first.name)) return undefined;
  const bare = (type: Type | undefined) =>
    type ? `${type.name}<${type.args.map((arg) => arg.name).join()}>${'*'.repeat(type.pointers)}` : '';
  return others.every((other) => bare(other) === bare(first)) ? first : undefined;
}
