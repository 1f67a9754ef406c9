import { callbackAround } from './callbacks.ts';
import { type Declaration, enclosingBody, enclosingFunction, findLocal, functionName, parametersOf } from './declarations.ts';
import { identifiersIn } from './loops.ts';
import { ancestor, isWithin, type Node, type Tree, walk } from './node.ts';
import { type Sight, unqualified } from './sight.ts';
import { threadStartedAt } from './thread-start.ts';
import { findDeclaration } from './type-of.ts';

/** Names that say that a number stands for a thread or a processor. */
const NAME = /^_?(?:my_?|this_?)?(?:tid|(?:thread|worker|cpu|core|shard)(?:_?(?:id|idx|index|num|no|nr|number))?)_?$/i;
/** Calls that ask which processor or thread this is: POSIX, OpenMP, OSv, Seastar. */
const CALL =
  /^(?:::)?(?:sched_getcpu|omp_get_thread_num|(?:seastar::)?this_shard_id|smp_processor_id|get_cpu_id)\(\)$|cpu::current\(\)->id$/;

/**
 * How an expression stands for a thread or processor: `self`, it asks who runs it; `named`, by its name, or as the number that a loop gave
 * the thread it started; undefined where nothing says so.
 */
export function threadIdentity(index: Node, sight: Sight): 'self' | 'named' | undefined {
  const expression = withoutCasts(index);
  const text = expression.text.replace(/\s+/g, '');
  if (CALL.test(text)) return 'self';
  if (expression.kind === 'field_expression') return NAME.test(expression.child('field')?.text ?? '') ? 'named' : undefined;
  if (expression.kind !== 'identifier') return undefined;
  const declaration = findDeclaration(text, expression, sight);
  const value = declaration?.value?.text.replace(/\s+/g, '');
  if (/\b(?:thread_local|__thread)\b/.test(declaration?.statement.text ?? '') || (value !== undefined && CALL.test(value))) return 'self';
  return NAME.test(text) || isNumberOfStartedThread(text, expression, sight) || isGivenToThread(declaration, expression, sight)
    ? 'named'
    : undefined;
}

/** A variable of the loop around the lambda that a thread runs: each turn starts another thread with another number. */
function isNumberOfStartedThread(name: string, at: Node, sight: Sight): boolean {
  const lambda = ancestor(at, 'lambda_expression');
  if (!lambda || (callbackAround(at)?.kind !== 'executor' && !isHeldWithThreads(lambda, sight))) return false;
  const declaration = findLocal(name, at);
  const loop = ancestor(lambda, 'for_statement', 'for_range_loop', 'while_statement');
  if (!declaration || !loop || enclosingBody(loop) !== enclosingBody(lambda)) return false;
  return isWithin(declaration.node, loop) && !isWithin(declaration.node, lambda);
}

/** A parameter of a function that the file starts threads with, or what that function makes of one first. */
function isGivenToThread(declaration: Declaration | undefined, at: Node, sight: Sight): boolean {
  const fn = enclosingFunction(at);
  if (!fn || !declaration || !threadFunctions(at.tree, sight).has(unqualified(functionName(fn)))) return false;
  if (declaration.kind === 'parameter') return true;
  const names = new Set(parametersOf(fn).map(({ name }) => name));
  return (
    declaration.kind === 'local' && declaration.value !== undefined && identifiersIn(declaration.value).some((name) => names.has(name))
  );
}

const functionsByTree = new WeakMap<Tree, ReadonlySet<string>>();

/** Unqualified names of the functions that the file hands to a new thread. */
function threadFunctions(tree: Tree, sight: Sight): ReadonlySet<string> {
  let functions = functionsByTree.get(tree);
  if (!functions) {
    const found = new Set<string>();
    walk(tree.root, (node) => {
      const [started] = threadStartedAt(node, sight) ?? [];
      const target = started?.kind === 'pointer_expression' ? started.child('argument') : started;
      if (target && /^(?:qualified_)?identifier$/.test(target.kind)) found.add(unqualified(target.text));
    });
    functions = found;
    functionsByTree.set(tree, functions);
  }
  return functions;
}

/** `threads.emplace_back([…] {…})`: what is made of the lambda shows in the name of what holds it. */
function isHeldWithThreads(lambda: Node, sight: Sight): boolean {
  const call = lambda.parent?.parent;
  if (call?.kind !== 'call_expression') return false;
  const isNamedSo = /^\w*threads?_?\s*(?:\.|->)\s*(?:emplace_back|push_back)$/i.test(call.child('function')?.text ?? '');
  return isNamedSo || threadStartedAt(call, sight) !== undefined;
}

function withoutCasts(expression: Node): Node {
  if (expression.kind === 'parenthesized_expression') return withoutCasts(expression.namedChildren[0] ?? expression);
  if (expression.kind === 'cast_expression') return withoutCasts(expression.child('value') ?? expression);
  const isCast = expression.kind === 'call_expression' && /^static_cast\b/.test(expression.text);
  const inner = isCast ? expression.child('arguments')?.namedChildren[0] : undefined;
  return inner ? withoutCasts(inner) : expression;
}
