import { enclosingFunction, enclosingNames, functionName } from './declarations.ts';
import type { Node } from './node.ts';
import { findFunctions, type Sight, unqualified } from './sight.ts';

/** Name of what is called, as written without spaces and template arguments: `std::sort`, `q.push_back`, `f`; empty for anything odd. */
export function calleeText(call: Node): string {
  const callee = call.child('function');
  if (!callee) return '';
  if (callee.kind === 'identifier') return callee.text; // most calls, and every rule about calls asks
  const named = callee.kind === 'template_function' ? callee.child('name') : callee;
  return (named?.text ?? '').replace(/\s+/g, '').replace(/<[^<>]*>$/, '');
}

/** Unqualified name of the function or member function that is called. */
export function calleeName(call: Node): string {
  const callee = call.child('function');
  if (callee?.kind === 'field_expression') {
    const field = callee.child('field');
    if (field?.kind === 'field_identifier') return field.text;
    return (field?.kind === 'template_method' ? field.child('name')?.text : field?.text) ?? '';
  }
  return unqualified(calleeText(call));
}

/** The object of a member call, `q` of `q.push(x)`; undefined for a free call. */
export function calleeObject(call: Node): Node | undefined {
  const callee = call.child('function');
  return callee?.kind === 'field_expression' ? callee.child('argument') : undefined;
}

/** Arguments of a call, comments left out. */
export function argumentsOf(call: Node): Node[] {
  return (call.child('arguments')?.children ?? []).filter((child) => child.isNamed && child.kind !== 'comment');
}

/**
 * Whether the call means the POSIX or C function of this name: unqualified or `::`, and no class, namespace or file in sight
 * declares a function of that name that would be found first.
 */
export function isLibraryCall(call: Node, names: ReadonlySet<string> | RegExp, sight: Sight): boolean {
  const callee = call.child('function');
  if (!callee || (callee.kind !== 'identifier' && callee.kind !== 'qualified_identifier')) return false;
  const text = callee.text.replace(/\s+/g, '');
  const name = text.startsWith('::') ? text.slice(2) : text;
  if (name.includes('::') && !/^std::\w+$/.test(name)) return false;
  const short = name.replace(/^std::/, '');
  if (!(names instanceof RegExp ? names.test(short) : names.has(short))) return false;
  if (text.startsWith('::') || name.startsWith('std::')) return true;
  if (isInClassThatDeclares(call, short, sight)) return false;
  return !findFunctions(short, sight, '').some((each) => each.body !== undefined || enclosingNames(each.node).length > 0);
}

function isInClassThatDeclares(call: Node, name: string, sight: Sight): boolean {
  const fn = enclosingFunction(call);
  const parts = fn ? functionName(fn).split('::').slice(0, -1) : [];
  return parts.some((part) => findFunctions(name, sight, part).length > 0);
}
