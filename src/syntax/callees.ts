import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import { enclosingNames, functionDeclarator } from './declarations.ts';
import type { Func } from './file-index.ts';
import { type Node, walk } from './node.ts';
import { findClass, findFunctions, type Sight, unqualified } from './sight.ts';
import { enclosingClassName, typeOf } from './type-of.ts';
import { pointee } from './types.ts';

/** The definition that a call runs, where exactly one in sight fits; undefined for virtual functions, which others may replace. */
export function findCallee(call: Node, sight: Sight): Node | undefined {
  const candidates = candidatesOf(call, sight);
  if (candidates.some((each) => each.isVirtual)) return undefined;
  const count = argumentsOf(call).length;
  const fitting = candidates.filter((each) => each.body && takes(each.node, count));
  return fitting.length === 1 ? fitting[0]?.node : undefined;
}

function candidatesOf(call: Node, sight: Sight): readonly Func[] {
  const name = calleeName(call);
  if (!name) return [];
  const object = calleeObject(call);
  if (object) {
    const className = classOfObject(object, sight);
    return className ? methodsOf(className, name, sight) : [];
  }
  const text = calleeText(call);
  if (text.includes('::')) {
    const owner = unqualified(text.slice(0, text.lastIndexOf('::')));
    return findFunctions(name, sight).filter((each) => (each.className ?? enclosingNames(each.node).at(-1) ?? '') === owner);
  }
  const own = enclosingClassName(call);
  const methods = own ? methodsOf(own, name, sight) : [];
  return methods.length > 0 ? methods : findFunctions(name, sight, '');
}

function classOfObject(object: Node, sight: Sight): string | undefined {
  const type = typeOf(object, sight);
  if (!type) return undefined;
  const isArrow = object.parent?.children.some((child) => child.kind === '->');
  return unqualified((isArrow ? (pointee(type) ?? type) : type).name);
}

function methodsOf(className: string, name: string, sight: Sight, depth = 0): readonly Func[] {
  const own = findFunctions(name, sight, className);
  if (own.length > 0 || depth > 3) return own;
  return (findClass(className, sight)?.bases ?? []).flatMap((base) => methodsOf(base, name, sight, depth + 1));
}

function takes(definition: Node, count: number): boolean {
  const parameters = (functionDeclarator(definition)?.child('parameters')?.children ?? []).filter(
    (child) => child.isNamed && child.kind !== 'comment',
  );
  if (parameters.some((each) => each.kind === 'variadic_parameter_declaration')) return true;
  const isVoid = parameters.length === 1 && parameters[0]?.text === 'void';
  return isVoid ? count === 0 : count <= parameters.length;
}

/** What `find` gives for the first node that it gives something for, of those that the definition itself runs: not in lambdas. */
export function findInDefinition<T>(definition: Node, find: (node: Node) => T | undefined): T | undefined {
  let first: T | undefined;
  walk(definition, (node) => {
    if (first !== undefined || node.kind === 'lambda_expression') return false;
    first = find(node);
    return first === undefined;
  });
  return first;
}
