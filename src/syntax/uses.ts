import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import { type Declaration, findLocal, parametersOf } from './declarations.ts';
import { ancestor, type Node, walk } from './node.ts';
import { findFunctions, type Sight, unqualified } from './sight.ts';
import { typeOf } from './type-of.ts';
import { isMap, isSequence, isString } from './types.ts';

/**
 * What an occurrence of a variable does with it.
 * `read`: looks. `copied`: makes a copy (assigned from, stored, captured by value). `modified`: changes it or may. `moved`: gives it away.
 * `returned`. `address`: its address or a mutable reference is taken. `passed`: handed to a function whose parameter is not in sight.
 */
export type Use = 'read' | 'copied' | 'modified' | 'moved' | 'returned' | 'address' | 'passed';

/** Occurrences of a local or parameter, its declaration left out, in source order. */
export function usesOf(declaration: Declaration, within: Node = declaration.scope): Node[] {
  const uses: Node[] = [];
  walk(within, (node) => {
    if (node.kind === 'identifier' && node !== declaration.node && node.text === declaration.name && isVariable(node)) {
      if (findLocal(declaration.name, node)?.node === declaration.node) uses.push(node);
    }
  });
  return uses;
}

function isVariable(node: Node): boolean {
  return node.field !== 'label' && !(node.parent?.kind === 'function_declarator' && node.field === 'declarator');
}

/** Member functions of containers, strings and smart pointers that change nothing. */
const READING =
  /^(?:size|empty|length|capacity|begin|end|cbegin|cend|rbegin|rend|crbegin|crend|front|back|at|find|rfind|find_first_of|find_last_of|find_first_not_of|find_last_not_of|count|contains|lower_bound|upper_bound|equal_range|c_str|data|substr|compare|starts_with|ends_with|str|has_value|value|value_or|get|use_count|max_size|key_comp|bucket_count|load_factor|top|view|index|first|second|copy|hash|to_string|ToString)$/;
/** Library functions whose arguments are only read. */
const READS_ARGUMENTS =
  /^(?:std::|fmt::|absl::)?(?:printf|fprintf|snprintf|sprintf|puts|fputs|print|println|format|format_to|debugf?|debug_ll|kprintf|log\w*|LOG\w*|to_string|stoi|stol|stoll|stoul|stoull|stod|stof|strlen|strcmp|strncmp|memcmp|memcpy|size|min|max|equal|count|find|accumulate|hash|StrCat|StrAppend|StrJoin|assert|sizeof|move_only|tie|abs|isspace|cref|as_const|is_same|distance)$/;

/** What one occurrence does with the variable. */
export function useOf(identifier: Node, sight: Sight): Use {
  let at = identifier;
  // The access path: x.a, x[i], (x), *x stay occurrences of x.
  for (;;) {
    const up = at.parent;
    if (!up) return 'read';
    const isPath =
      up.kind === 'parenthesized_expression' ||
      ((up.kind === 'field_expression' || up.kind === 'subscript_expression') && at.field === 'argument') ||
      (up.kind === 'pointer_expression' && up.child('operator')?.kind === '*');
    if (!isPath) break;
    if (up.kind === 'field_expression' && up.parent?.kind === 'call_expression' && up.field === 'function')
      return methodUse(identifier, up, sight);
    at = up;
  }
  const isWhole = at === identifier || at.kind === 'parenthesized_expression';
  const parent = at.parent;
  if (!parent) return 'read';
  switch (parent.kind) {
    case 'assignment_expression':
      return at.field === 'left' ? 'modified' : isWhole ? 'copied' : 'read';
    case 'update_expression':
    case 'delete_expression':
      return 'modified';
    case 'pointer_expression':
      return 'address';
    case 'return_statement':
    case 'co_return_statement':
    case 'co_yield_statement':
      return isWhole ? 'returned' : 'read';
    case 'init_declarator':
      return isWhole || at.kind === 'subscript_expression' || at.kind === 'field_expression' ? initialiserUse(parent, isWhole) : 'read';
    case 'lambda_capture_initializer':
      return at.field === 'left' ? 'copied' : 'copied';
    case 'lambda_capture_specifier':
      return at.start > 0 && identifier.tree.text[identifier.start - 1] === '&' ? 'address' : 'copied';
    case 'argument_list':
      return argumentUse(at, parent, isWhole, sight);
    case 'initializer_list':
      return isWhole ? 'copied' : 'read';
    case 'field_initializer':
      return isWhole ? 'copied' : 'read';
    case 'binary_expression': {
      const operator = parent.child('operator')?.kind;
      return operator === '>>' && at.field === 'right' && !isArithmetic(parent, sight) ? 'modified' : 'read';
    }
    case 'for_range_loop': {
      if (at.field !== 'right') return 'read';
      const declarator = parent.child('declarator');
      const isReference = declarator?.kind === 'reference_declarator';
      const isConst = parent.children.some((child) => child.kind === 'type_qualifier' && child.text === 'const');
      return isReference && !isConst ? 'address' : 'read';
    }
    default:
      return 'read';
  }
}

function isArithmetic(shift: Node, sight: Sight): boolean {
  const left = shift.child('left');
  return (
    left !== undefined &&
    (left.kind === 'number_literal' || /^(?:u?int\w*|unsigned.*|long.*|size_t|u?\d+)$/.test(typeOf(left, sight)?.name ?? ''))
  );
}

/** `auto y = x` copies, `const auto& y = x` reads, `auto& y = x` lets the other name change it. */
function initialiserUse(init: Node, isWhole: boolean): Use {
  const declarator = init.child('declarator');
  if (declarator?.kind !== 'reference_declarator') return isWhole ? 'copied' : 'read';
  const isConst = init.parent?.children.some((child) => child.kind === 'type_qualifier' && child.text === 'const');
  return isConst ? 'read' : 'address';
}

function methodUse(identifier: Node, field: Node, sight: Sight): Use {
  const call = field.parent;
  if (!call) return 'read';
  const name = calleeName(call);
  const object = calleeObject(call);
  const type = object ? typeOf(object, sight) : undefined;
  if (READING.test(name)) {
    // An iterator or reference into it may be used to change it.
    if (/^(?:begin|rbegin|find|lower_bound|front|back|at|data)$/.test(name) && isStoredMutably(call)) return 'address';
    return 'read';
  }
  const isPointer = field.children.some((child) => child.kind === '->') && object === identifier;
  if (isPointer && type && type.pointers > 0) return 'read'; // the pointer itself is only followed
  if (type && !isSequence(type) && !isMap(type) && !isString(type)) {
    const methods = findFunctions(name, sight, unqualified(type.name));
    if (methods.length > 0 && methods.every((method) => method.isConst)) return 'read';
  }
  return 'modified';
}

/** Whether what the call gives is kept under a name that may change it, or written through at once. */
function isStoredMutably(call: Node): boolean {
  const up = call.parent;
  if (!up) return false;
  if (up.kind === 'assignment_expression') return call.field === 'left';
  if ((up.kind === 'field_expression' || up.kind === 'subscript_expression') && call.field === 'argument') {
    for (let at: Node | undefined = up; at; at = at.parent) {
      if (at.parent?.kind === 'assignment_expression') return at.field === 'left';
      if (at.parent?.kind !== 'field_expression' && at.parent?.kind !== 'subscript_expression') return false;
    }
  }
  return (
    up.kind === 'init_declarator' &&
    up.child('declarator')?.kind === 'reference_declarator' &&
    !up.parent?.children.some((child) => child.text === 'const')
  );
}

function argumentUse(argument: Node, list: Node, isWhole: boolean, sight: Sight): Use {
  const call = list.parent;
  if (!call) return 'passed';
  if (call.kind === 'init_declarator' || call.kind === 'new_expression') return isWhole ? 'copied' : 'read';
  if (call.kind === 'field_initializer') return isWhole ? 'copied' : 'read';
  if (call.kind !== 'call_expression') return 'passed';
  const name = calleeText(call);
  if (/^(?:std::)?(?:move|forward|exchange|swap)$/.test(name) || name === 'std::forward') return /swap$/.test(name) ? 'modified' : 'moved';
  if (/^(?:std::)?(?:ref|addressof)$/.test(name)) return 'address';
  if (/_cast$/.test(name)) return 'read';
  if (READS_ARGUMENTS.test(name) || READS_ARGUMENTS.test(unqualified(name))) return 'read';
  const short = calleeName(call);
  const object = calleeObject(call);
  const objectType = object ? typeOf(object, sight) : undefined;
  if (objectType && (isSequence(objectType) || isMap(objectType) || isString(objectType))) {
    if (/^(?:push_back|push_front|push|insert|emplace\w*|assign|append|resize)$/.test(short)) return isWhole ? 'copied' : 'read';
    return 'read';
  }
  const position = argumentsOf(call).indexOf(argument);
  const candidates = findFunctions(short, sight, objectType ? unqualified(objectType.name) : undefined).filter(
    (each) => each.node !== ancestor(call, 'function_definition') || each.body,
  );
  const parameters = candidates.map((each) => parametersOf(each.node)[position]);
  const [first] = parameters;
  if (first && parameters.every((each) => each?.type.reference === first.type.reference && each?.type.isConst === first.type.isConst)) {
    if (first.type.reference === '&&') return 'moved';
    if (first.type.reference === '&') return first.type.isConst ? 'read' : 'modified';
    if (first.type.pointers > 0) return 'read';
    return isWhole ? 'copied' : 'read';
  }
  return isWhole ? 'passed' : 'read';
}

/** Whether every use leaves the variable as it is and makes no second owner of it. */
export function isOnlyRead(declaration: Declaration, sight: Sight, within?: Node): boolean {
  return usesOf(declaration, within).every((use) => useOf(use, sight) === 'read');
}
