import { argumentsOf, calleeName, calleeObject, calleeText } from './calls.ts';
import { descendants, type Node } from './node.ts';
import type { Sight } from './sight.ts';
import { typeOf } from './type-of.ts';

/** `std::thread` and its like, by their written names. */
export const THREAD_TYPE = /^(?:std|boost)::j?thread$/;

/** Whether the expression makes a thread: `std::thread(…)`, `new std::thread(…)`, `std::async(…)`, OSv's `sched::thread::make(…)`. */
export function isThreadMaker(expression: Node): boolean {
  if (expression.kind === 'new_expression') return /^(?:(?:std|boost)::j?thread|sched::thread)$/.test(expression.child('type')?.text ?? '');
  if (expression.kind !== 'call_expression') return false;
  const text = calleeText(expression);
  const isHeld = /^std::make_unique<(?:std|boost)::j?thread>$/.test(expression.child('function')?.text ?? '');
  return isHeld || THREAD_TYPE.test(text) || text === 'std::async' || /^(?:sched::)?thread::make(?:_unique)?$/.test(text);
}

/** The arguments of the thread that a node starts, or gives to a container of threads; undefined where it starts none. */
export function threadStartedAt(node: Node, sight: Sight): readonly Node[] | undefined {
  if (node.kind === 'declaration') {
    const value = THREAD_TYPE.test(node.child('type')?.text ?? '') ? node.child('declarator')?.child('value') : undefined;
    return value && /^(?:argument|initializer)_list$/.test(value.kind) ? value.namedChildren : undefined;
  }
  if (node.kind === 'new_expression') return isThreadMaker(node) ? (node.child('arguments')?.namedChildren ?? []) : undefined;
  if (node.kind !== 'call_expression') return undefined;
  if (isThreadMaker(node)) return argumentsOf(node).filter((each) => !/^std::launch\b/.test(each.text));
  if (calleeName(node) === 'pthread_create' && !calleeObject(node)) return argumentsOf(node).slice(2);
  const object = calleeObject(node);
  const isHolder = object && calleeName(node) === 'emplace_back' && THREAD_TYPE.test(typeOf(object, sight)?.args[0]?.name ?? '');
  return isHolder ? argumentsOf(node) : undefined;
}

/** Whether the loop starts threads: it runs as often as there are processors, once for the program. */
export function startsThreads(loop: Node, sight: Sight): boolean {
  return descendants(loop, 'declaration', 'new_expression', 'call_expression').some((each) => threadStartedAt(each, sight) !== undefined);
}
