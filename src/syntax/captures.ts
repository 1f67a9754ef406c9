import type { Declaration } from './declarations.ts';
import { ancestor, isWithin, type Node } from './node.ts';

/** The lambda that holds the copy of the variable which this use means; undefined where the use means the variable itself. */
export function holderOfCopy(use: Node, declaration: Declaration): Node | undefined {
  for (let lambda = lambdaAround(use); lambda && !isWithin(declaration.node, lambda); lambda = lambdaAround(lambda)) {
    const captures = lambda.child('captures');
    if (captures && !isWithin(use, captures) && holdsCopy(captures, declaration.name)) return lambda;
  }
  return undefined;
}

function lambdaAround(node: Node): Node | undefined {
  return ancestor(node, 'lambda_expression');
}

function holdsCopy(captures: Node, name: string): boolean {
  const explicit = captures.namedChildren.find((each) => each.text === name || each.child('left')?.text === name);
  return explicit
    ? !isByReference(explicit)
    : captures.namedChildren.some((each) => each.kind === 'lambda_default_capture' && each.text === '=');
}

/** Whether the lambda makes a variable of its own of this name, `x = y`: its type is that of `auto`, without const. */
export function makesOwn(lambda: Node, name: string): boolean {
  return (lambda.child('captures')?.namedChildren ?? []).some((each) => each.child('left')?.text === name && !isByReference(each));
}

/** Whether `&x` or `&x = …` captures. */
export function isByReference(capture: Node): boolean {
  return capture.tree.text[capture.start - 1] === '&' || capture.children.some((child) => child.kind === '&');
}

/** Whether the lambda may change the copies that it holds. */
export function isMutable(lambda: Node): boolean {
  const declarator = lambda.child('declarator');
  return [lambda, ...(declarator ? [declarator] : [])].some((node) =>
    node.children.some((child) => child.kind === 'mutable' || (child.kind === 'type_qualifier' && child.text === 'mutable')),
  );
}
