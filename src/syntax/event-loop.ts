import { callbackAround } from './callbacks.ts';
import { argumentsOf, calleeName, calleeObject } from './calls.ts';
import { enclosingBody, functionName } from './declarations.ts';
import { enclosingLoops } from './loops.ts';
import { descendants, type Node, type Tree } from './node.ts';
import { unqualified } from './sight.ts';

/** Why code runs on the thread of an event loop. */
export interface EventContext {
  readonly kind: 'callback' | 'loop' | 'coroutine' | 'handler';
  /** For people: "a callback of `async_read`". */
  readonly what: string;
  /** What says so. */
  readonly site: Node;
}

/**
 * What makes the node run on an event loop: who registered the code around it, a wait for events in the loop around it, a coroutine
 * around it or a function that gives a future (Seastar's run on its reactor), or nothing but the name of a handler; undefined where nothing does, or where it runs on a thread of its own.
 */
export function eventContext(node: Node): EventContext | undefined {
  const body = enclosingBody(node);
  if (!body) return undefined;
  let around = contexts.get(body);
  if (around === undefined) {
    around = contextOf(body) ?? null;
    contexts.set(body, around);
  }
  if (around) return around.kind === 'own thread' ? undefined : around;
  const wait = eventWaitAround(node);
  return wait && { kind: 'loop', what: `the loop around \`${calleeName(wait)}\``, site: wait };
}

const contexts = new WeakMap<Node, EventContext | OwnThread | null>();
interface OwnThread {
  readonly kind: 'own thread';
}

/** What makes a whole function or lambda run on an event loop. */
function contextOf(body: Node): EventContext | OwnThread | undefined {
  const callback = callbackAround(body.child('body') ?? body);
  if (callback) {
    if (callback.kind !== 'event') return { kind: 'own thread' };
    return { kind: 'callback', what: `a callback of \`${callback.registration}\``, site: callback.site };
  }
  const suspension = descendants(body, 'co_await_expression').find((each) => enclosingBody(each) === body);
  if (suspension) return { kind: 'coroutine', what: 'a coroutine', site: suspension };
  if (body.kind === 'lambda_expression') return undefined;
  const type = body.child('type');
  if (type && /^(?:seastar::)?future\b/.test(type.text)) return { kind: 'coroutine', what: 'a function that returns a future', site: type };
  const name = unqualified(functionName(body));
  return HANDLER.test(name) ? { kind: 'handler', what: `\`${name}\``, site: body.child('declarator') ?? body } : undefined;
}

const HANDLER = /^(?:handle|on)_?(?:[a-z]+_)?(?:request|event|message|packet|readable|writable|data|timer|command|query)$/i;
const WAITS_FOR_EVENTS = /^(?:epoll_p?wait2?|kevent|io_uring_wait_cqes?|poll|ppoll|select|pselect|uv_run)$/;

/** The call by which a loop around the node waits for events on many descriptors. */
function eventWaitAround(node: Node): Node | undefined {
  if (!hasEventWait(node.tree)) return undefined;
  for (const loop of enclosingLoops(node)) {
    const wait = eventWaitIn(loop);
    if (wait && wait !== node) return wait;
  }
  return undefined;
}

const waitsByTree = new WeakMap<Tree, boolean>();

function hasEventWait(tree: Tree): boolean {
  let has = waitsByTree.get(tree);
  if (has === undefined) {
    has = /\b(?:epoll_p?wait2?|kevent|io_uring_wait_cqes?|p?poll|p?select|uv_run)\s*\(/.test(tree.normalised.code);
    waitsByTree.set(tree, has);
  }
  return has;
}

const waits = new WeakMap<Node, Node | null>();

function eventWaitIn(loop: Node): Node | undefined {
  let found = waits.get(loop);
  if (found === undefined) {
    const body = enclosingBody(loop);
    const isWait = (call: Node) => {
      const name = calleeName(call);
      const waitsForOne = /poll$/.test(name) && argumentsOf(call)[1]?.text === '1';
      return WAITS_FOR_EVENTS.test(name) && !calleeObject(call) && !waitsForOne && enclosingBody(call) === body;
    };
    found = descendants(loop, 'call_expression').find(isWait) ?? null;
    waits.set(loop, found);
  }
  return found ?? undefined;
}
