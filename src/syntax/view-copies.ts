import { parameterTypes } from './argument-use.ts';
import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import type { Node } from './node.ts';
import type { Func, Sight } from './sight.ts';
import { hasOtherDeclaration } from './signature.ts';
import { isSynchronousCall } from './synchronous.ts';
import { candidatesOf, typeOf } from './type-of.ts';
import { isString, isView, parseType } from './types.ts';

/** The view that a new string is made of, where the declared object is such a string: `std::string x(view)`, `auto x = std::string(view)`. */
export function viewCopiedBy(value: Node, sight: Sight): Node | undefined {
  const isList = value.kind === 'argument_list' || value.kind === 'initializer_list';
  const isMade = value.kind === 'call_expression' && !calleeObject(value) && isString(parseType(calleeText(value)));
  const args = isList ? value.namedChildren : isMade ? argumentsOf(value) : [];
  const [view] = args;
  return view && args.length === 1 && view.kind === 'identifier' && isView(typeOf(view, sight)) ? view : undefined;
}

/** Formatting and matching by the standard library, Boost and {fmt}: they take views, or iterators. */
const TAKES_VIEWS = /^(?:regex_match|regex_search|format|format_to|print|println|to_string_view|hash|stoi_view|from_chars)$/;

/** Whether the use of a string would do with a view of the same text. */
export function wouldDoWithView(use: Node, sight: Sight): boolean {
  const up = use.parent;
  switch (up?.kind) {
    case 'field_expression':
      return up.field !== 'function' || !/^(?:c_str|data)$/.test(up.child('field')?.text ?? '');
    case 'subscript_expression':
    case 'for_range_loop':
      return true;
    case 'binary_expression':
      return /^(?:[=!]=|[<>]=?|<<)$/.test(up.child('operator')?.kind ?? '');
    case 'argument_list': {
      const call = up.parent;
      if (call?.kind !== 'call_expression') return false;
      if (TAKES_VIEWS.test(calleeName(call)) || isSynchronousCall(call)) return true;
      return takesText(call, argumentsOf(call).indexOf(use), sight);
    }
    default:
      return false;
  }
}

/** Whether the overloads that take text at this position take a view, or could be made to in this file alone. */
function takesText(call: Node, position: number, sight: Sight): boolean {
  const taking = candidatesOf(call, sight).filter(({ node }) => {
    const type = parameterTypes(node)[position];
    return type !== undefined && (isString(type) || isView(type));
  });
  const isFree = ({ node, body }: Func) =>
    isView(parameterTypes(node)[position]) || (body !== undefined && !hasOtherDeclaration(node, sight));
  return taking.length > 0 && taking.every(isFree);
}
