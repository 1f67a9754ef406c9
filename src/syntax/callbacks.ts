import { argumentsOf, calleeName, calleeText } from './calls.ts';
import { enclosingBody, findLocal, functionName } from './declarations.ts';
import { callThatRuns } from './lambdas.ts';
import { type Node, type Tree, walk } from './node.ts';
import { indexOf, unqualified } from './sight.ts';

/** Code that others call: who registered it decides what it may do. */
export interface CallbackRegion {
  /** `interrupt`: runs with interrupts off. `event`: on an event loop's thread. `executor`: on a pool's or thread's own time, free to block. */
  readonly kind: 'event' | 'interrupt' | 'executor';
  /** The lambda or the function definition. */
  readonly body: Node;
  /** Name of what it was registered with: `async_read`, `gsi_edge_interrupt`. */
  readonly registration: string;
  readonly site: Node;
}

const EXECUTOR =
  /(?:^|_|::)(?:thread|jthread|async|spawn\w*|submit|enqueue|execute|run_in_background|run_later|make_thread|pthread_create|kthread_create)$|pool|executor|worker|background/i;
/** OSv: drivers/pci-device, arch/x64/interrupt.hh, drivers/virtio-interrupt. */
const INTERRUPT =
  /^(?:(?:gsi_edge|gsi_level|pci|spi|sgi|ppi|inter_processor)_interrupt|easy_register|msix_vector|register_interrupt_handler|register_irq\w*|request_irq|interrupt_factory|create_(?:gsi|pci|spi)\w*|setup_intr|bus_setup_intr)$/;
const EVENT =
  /^(?:on_\w+|on[A-Z]\w*|add_handler|set_handler|async_\w+|post|dispatch|defer|set_timer|add_timer|setTimer|(?:ev|uv|event)_\w+|evtimer_new|epoll_\w+|then|then_wrapped|subscribe|addEventListener|register_callback|set_callback|add_callback|runInEventBaseThread\w*|runInLoop|runAfterDelay|scheduleTimeout)$/;

function kindOf(name: string): CallbackRegion['kind'] | undefined {
  const short = unqualified(name);
  if (INTERRUPT.test(short)) return 'interrupt';
  if (name === 'std::async' || EXECUTOR.test(name)) return 'executor';
  return EVENT.test(short) ? 'event' : undefined;
}

/** The callback that the node is part of, innermost first; undefined where nothing in sight registers the code around it. */
export function callbackAround(node: Node): CallbackRegion | undefined {
  const body = enclosingBody(node);
  return body && callbackOf(body);
}

const callbackByBody = new WeakMap<Node, CallbackRegion | null>();

function callbackOf(body: Node): CallbackRegion | undefined {
  let found = callbackByBody.get(body);
  if (found === undefined) {
    found = findCallback(body) ?? null;
    callbackByBody.set(body, found);
  }
  return found ?? undefined;
}

function findCallback(body: Node): CallbackRegion | undefined {
  const region =
    body.kind === 'lambda_expression' ? registeredLambda(body) : registeredFunctions(body.tree).get(unqualified(functionName(body)));
  if (region) return region.body === body ? region : { ...region, body };
  // Who runs a lambda that is handed on elsewhere, and when, is not known.
  if (body.kind === 'lambda_expression' && body.parent?.kind === 'argument_list' && !callThatRuns(body)) return undefined;
  return callbackAround(body);
}

function registeredLambda(lambda: Node): CallbackRegion | undefined {
  const site = registrationOf(lambda);
  if (!site) return undefined;
  const name = registrationName(site);
  const kind = kindOf(name);
  return kind ? { kind, body: lambda, registration: name, site } : undefined;
}

/** The call, or the construction, that a function or lambda is handed to. */
function registrationOf(argument: Node): Node | undefined {
  const list = argument.parent;
  if (list?.kind === 'initializer_list') return list.parent ? registrationOf(list) : undefined;
  if (list?.kind !== 'argument_list') return undefined;
  const holder = list.parent;
  if (holder?.kind === 'call_expression' && /^(?:std::|boost::)?(?:bind|bind_front|ref|function|move)$/.test(calleeText(holder)))
    return registrationOf(holder);
  if (holder?.kind === 'init_declarator') return holder.parent;
  return holder;
}

function registrationName(site: Node): string {
  if (site.kind === 'call_expression') {
    const name = calleeName(site);
    // `pool.post(f)`, `asio::post(workers, f)`: where it is sent decides.
    const target = [site.child('function')?.child('argument'), argumentsOf(site)[0]].find(
      (each) => each && each.kind !== 'lambda_expression' && EXECUTOR.test(each.text),
    );
    return target ? `${target.text}::${name}` : calleeText(site).includes('::') ? calleeText(site) : name;
  }
  return (site.child('type')?.text ?? '').replace(/<.*$/s, '');
}

const registeredByTree = new WeakMap<Tree, ReadonlyMap<string, CallbackRegion>>();

/** Functions of the file whose address is handed to a registration in the same file, by unqualified name. */
function registeredFunctions(tree: Tree): ReadonlyMap<string, CallbackRegion> {
  let registered = registeredByTree.get(tree);
  if (!registered) {
    const found = new Map<string, CallbackRegion>();
    const { functions } = indexOf(tree);
    walk(tree.root, (node) => {
      if (node.parent?.kind !== 'argument_list') return;
      const isAddress = node.kind === 'pointer_expression' && node.child('operator')?.kind === '&';
      const target = isAddress ? node.child('argument') : node;
      if (target?.kind !== 'identifier' && target?.kind !== 'qualified_identifier') return;
      const handler = unqualified(target.text);
      if (!functions.has(handler)) return;
      const site = registrationOf(node);
      const name = site ? registrationName(site) : '';
      const kind = site ? kindOf(name) : undefined;
      if (site && kind && !findLocal(target.text, target)) found.set(handler, { kind, body: target, registration: name, site });
    });
    registered = found;
    registeredByTree.set(tree, found);
  }
  return registered;
}
