import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import { declarationsIn, functionDeclarator } from './declarations.ts';
import type { Node } from './node.ts';
import { type Func, findFunctions, resolveAlias, type Sight, unqualified } from './sight.ts';
import { candidatesOf, findOwnMember, typeOf } from './type-of.ts';
import { isMap, isSameType, isSequence, isString, isView, parseType, type Type } from './types.ts';
import type { Use } from './uses.ts';

/** Library functions and the like whose arguments are only read. */
const READS_ARGUMENTS =
  /^(?:printf|v?s?n?printf|puts|fputs|print|println|format|format_to|debugf?|debug_ll|kprintf|log\w*|LOG\w*|[A-Z_]*(?:ASSERT|CHECK|LOG|TRACE)[A-Z_]*|to_string|stoi|stoll?|stoull?|stod|stof|strlen|strn?cmp|memcmp|size|ssize|empty|min|max|StrCat|StrJoin|assert|move_only|tie|abs|isspace|cref|as_const|is_same|distance|cbegin|cend)$/;
/** Algorithms that look, at least through their first two arguments. */
const READING_ALGORITHMS =
  /^(?:find\w*|count\w*|accumulate|reduce|all_of|any_of|none_of|equal|equal_range|mismatch|lexicographical_compare\w*|search\w*|adjacent_find|is_\w+|(?:min|max|minmax)_element|lower_bound|upper_bound|binary_search|includes|for_each|copy\w*|transform|hash\w*|inner_product|partial_sum|next|prev|advance|distance|begin|end|make_(?:heap|reverse_iterator)|set_\w+|merge|join|reversed?|views?|filter\w*)$/;
const MAKERS = /^make_(?:shared|unique|lw_shared|foreign|intrusive|optional|pair|tuple|any|ready_future)$/;
/** Of these, the ones that write through a later argument. */
const WRITING_ALGORITHMS = /^(?:copy\w*|transform|partial_sum|set_\w+|merge)$/;
/** Verbs of functions that change their first argument in place. */
const CHANGING = new Set(
  (
    'trim strip sort reverse shuffle lower upper lowercase uppercase replace erase remove normalize normalise clear reset init fill append swap update ' +
    'add resize unique rotate modify mutate sanitize escape unescape chomp decode encode read load get fetch generate iota collect populate ' +
    'deserialize expand fix patch adjust set truncate pad insert increment parse push pop drain finalize prepare convert transform assign move ' +
    'extract partition heapify next permutation'
  ).split(' '),
);

/** What handing a variable, or a part of it or way into it, to a call or construction does with it. */
export function argumentUse(argument: Node, list: Node, isWhole: boolean, sight: Sight): Use {
  const call = list.parent;
  const copied: Use = isWhole ? 'copied' : 'read';
  switch (call?.kind) {
    case 'init_declarator':
    case 'new_expression':
      return constructionUse(constructedType(call), argument, list, isWhole, sight);
    case 'field_initializer': {
      const name = call.childOf('field_identifier')?.text ?? '';
      const member = name ? findOwnMember(name, call, sight) : undefined;
      if (!member) return constructionUse(parseType(name), argument, list, isWhole, sight);
      if (member.type.reference !== '') return member.type.isConst ? 'read' : 'address';
      return isView(member.type) ? 'read' : copied;
    }
    case 'call_expression':
      return callUse(call, argument, isWhole, sight);
    default:
      return isWhole ? 'passed' : 'read';
  }
}

function constructedType(holder: Node): Type {
  return parseType((holder.kind === 'new_expression' ? holder : holder.parent)?.child('type')?.text ?? '');
}

function constructionUse(type: Type, argument: Node, list: Node, isWhole: boolean, sight: Sight): Use {
  if (/(?:^|::)(?:\w*_lock|lock_guard|guard|\w+_guard)$/.test(type.name)) return 'modified';
  if (isView(type)) return 'read';
  if (isString(type) || isSequence(type) || isMap(type) || type.name.startsWith('std::') || type.name === 'auto')
    return isWhole ? 'copied' : 'read';
  const position = list.namedChildren.filter((child) => child.kind !== 'comment').indexOf(argument);
  const given = isWhole && list.namedChildren.length === 1 ? typeOf(argument, sight) : undefined;
  if (given && isSameType(given, resolveAlias(type, sight))) return 'copied';
  const constructors = findFunctions(unqualified(type.name), sight, unqualified(type.name));
  return parameterUse(constructors, position, isWhole) ?? (isWhole ? 'passed' : 'read');
}

function callUse(call: Node, argument: Node, isWhole: boolean, sight: Sight): Use {
  const text = calleeText(call);
  const name = calleeName(call);
  const copied: Use = isWhole ? 'copied' : 'read';
  const position = argumentsOf(call).indexOf(argument);
  if (/^(?:std::)?(?:move|forward|exchange|make_move_iterator)$/.test(text)) return 'moved';
  if (/^(?:std::)?(?:ref|addressof)$/.test(text)) return 'address';
  if (isWhole && /^(?:visit|apply_visitor)$/.test(name)) return 'address'; // a visitor may take what it is shown by reference
  if (/_cast$/.test(text) || READS_ARGUMENTS.test(name)) return 'read';
  const object = calleeObject(call);
  const objectType = object ? typeOf(object, sight) : undefined;
  if (objectType && (isSequence(objectType) || isMap(objectType) || isString(objectType))) {
    if (name === 'swap' || name === 'splice' || name === 'merge') return 'modified';
    return /^(?:push_back|push_front|push|insert\w*|emplace\w*|try_emplace|assign|resize)$/.test(name) ? copied : 'read';
  }
  const known = parameterUse(candidatesOf(call, sight), position, isWhole);
  if (known) return known;
  if (!object && isWhole && isMaker(call)) return 'copied';
  const asType = parseType(text);
  if (isView(asType)) return 'read';
  if (isString(asType) || isSequence(asType) || isMap(asType)) return copied;
  if (!object && position > 1 && WRITING_ALGORITHMS.test(name)) return 'modified';
  if (!object && READING_ALGORITHMS.test(name) && (position < 2 || isWhole)) return 'read';
  if (!object && position === 0 && call.parent?.kind === 'expression_statement' && changesArgument(name)) return 'modified';
  // An iterator of it that is handed out may be written through.
  const isAccess = argument.kind === 'call_expression' && /^(?:r?begin|r?end|data)$/.test(calleeName(argument));
  return isWhole || isAccess ? 'passed' : 'read';
}

/** Whether the call makes an object and hands its arguments on to the constructor: `make_shared<T>(x)`. */
export function isMaker(call: Node): boolean {
  return MAKERS.test(calleeName(call));
}

/** Whether a function of this name changes what it is given: `trim`, `to_lower`, `SortByKey`. */
function changesArgument(name: string): boolean {
  return name.split(/_|(?=[A-Z])/).some((word) => CHANGING.has(word.toLowerCase()));
}

/** What the parameter at this position says, where all functions that may be meant agree; undefined where none is in sight. */
function parameterUse(candidates: readonly Func[], position: number, isWhole: boolean): Use | undefined {
  const uses = new Set(candidates.flatMap(({ node }) => parameterTypes(node)[position] ?? []).map((type) => bindingUse(type, isWhole)));
  const [use] = uses;
  if (uses.size < 2) return use;
  return uses.has('modified') ? 'modified' : isWhole ? 'passed' : 'read';
}

/** Types of the parameters of a function, in order. */
export function parameterTypes(fn: Node): readonly Type[] {
  const parameters = functionDeclarator(fn)?.child('parameters')?.namedChildren ?? [];
  return parameters
    .filter((each) => each.kind.endsWith('parameter_declaration'))
    .map((each) => declarationsIn(each, fn, 'parameter')[0]?.type ?? parseType(each.text.replace(/\s*=[^=].*$/s, '')));
}

function bindingUse({ reference, isConst, pointers }: Type, isWhole: boolean): Use {
  if (reference === '&') return isConst ? 'read' : 'modified';
  if (reference === '&&') return isWhole ? 'passed' : 'read'; // a forwarding reference: a named variable binds to no other
  return pointers > 0 || !isWhole ? 'read' : 'copied';
}
