import { lastName } from './atomic-types.ts';
import { type AtomicOperation, atomicCall, atomicOperator } from './atomics.ts';
import { callbackAround } from './callbacks.ts';
import { calleeName } from './calls.ts';
import { isCold, isConstructorOrDestructor } from './context.ts';
import { classNameOf, enclosingFunction, findLocal, functionName } from './declarations.ts';
import { isExclusive } from './lock-kind.ts';
import { locksHeldAt } from './locks.ts';
import { type Node, type Tree, walk } from './node.ts';
import { findGlobal, type Sight, unqualified } from './sight.ts';
import { typeOf } from './type-of.ts';
import { pointee } from './types.ts';

const operationsByTree = new WeakMap<Tree, ReadonlyMap<string, readonly AtomicOperation[]>>();

/** What in the file may be an operation on an atomic of this name, types not looked at. */
export function operationsOn(name: string, tree: Tree): readonly AtomicOperation[] {
  let operations = operationsByTree.get(tree);
  if (!operations) {
    const found = new Map<string, AtomicOperation[]>();
    walk(tree.root, (node) => {
      const operation = node.kind === 'call_expression' ? atomicCall(node) : atomicOperator(node);
      const target = operation && lastName(operation.object);
      if (!operation || target === undefined) return;
      const list = found.get(target);
      if (list) list.push(operation);
      else found.set(target, [operation]);
    });
    operations = found;
    operationsByTree.set(tree, found);
  }
  return operations.get(name) ?? [];
}

/**
 * The writes in sight to an atomic member of this class: by its own functions, or through an object of its type. Looked for in the
 * file under review and in those that hold functions of the class.
 */
function writesTo(className: string, member: string, sight: Sight): readonly AtomicOperation[] {
  return sight.files
    .filter((file, index) => index === 0 || hasMethodsOf(className, file.functions.values()))
    .flatMap(({ tree }) =>
      operationsOn(member, tree).filter(({ kind, object }) => kind !== 'load' && isMemberOf(object, className, sight)),
    );
}

function hasMethodsOf(className: string, functions: Iterable<readonly { readonly className: string | undefined }[]>): boolean {
  for (const list of functions) if (list.some((each) => each.className === className)) return true;
  return false;
}

function isMemberOf(object: Node, className: string, sight: Sight): boolean {
  const owner = ownerOf(object, sight);
  if (owner !== undefined || object.kind !== 'field_expression') return owner === className;
  // An object of unknown type: the member's name decides where only one class in sight has it.
  const name = object.child('field')?.text ?? '';
  return sight.files.flatMap((file) => [...file.classes.values()].flat().filter((each) => each.members.has(name))).length === 1;
}

/** Class of the member that the expression names, empty for a variable of none; undefined where it is not in sight. */
function ownerOf(object: Node, sight: Sight): string | undefined {
  if (object.kind === 'field_expression') {
    const holder = object.child('argument');
    if (holder?.kind === 'this') return classNameOf(enclosingFunction(object) ?? object);
    const type = holder ? typeOf(holder, sight) : undefined;
    return type && unqualified((pointee(type) ?? type).name);
  }
  if (object.kind !== 'identifier') return undefined;
  if (findLocal(object.text, object) || findGlobal(object.text, sight)) return '';
  return classNameOf(enclosingFunction(object) ?? object);
}

/** The operations in sight on what is the same atomic as this one, as far as names and the classes of members tell. */
export function operationsLike({ object }: AtomicOperation, sight: Sight): readonly AtomicOperation[] {
  const name = lastName(object);
  const owner = ownerOf(object, sight);
  if (name === undefined) return [];
  return sight.files
    .flatMap(({ tree }) => operationsOn(name, tree))
    .filter((each) => owner === undefined || (ownerOf(each.object, sight) ?? owner) === owner);
}

/** Functions that set an object up, or put it back: they do not compete with each other. */
const SETTING = /^(?:[Ss]et|[Rr]eset|[Cc]lear|[Ss]tart|[Ss]top|[Oo]pen|[Cc]lose|swap|move|assign|operator=)(?=[_A-Z=]|$)/;

/** The writes in sight to an atomic member that happen while the object is in use: none by constructors, setters and the like. */
export function competingWrites(className: string, member: string, sight: Sight): readonly AtomicOperation[] {
  return writesTo(className, member, sight).filter(({ node }) => {
    const fn = enclosingFunction(node);
    return fn && !isConstructorOrDestructor(fn) && !SETTING.test(unqualified(functionName(fn))) && !isCold(node);
  });
}

/** What makes one of the first writes and none of the others. */
export function writersBut(writes: readonly AtomicOperation[], others: readonly AtomicOperation[]): readonly Node[] {
  const excluded = new Set(others.map(({ node }) => threadOf(node)));
  return [...new Set(writes.flatMap(({ node }) => threadOf(node) ?? []))].filter((fn) => !excluded.has(fn));
}

/** What runs the node as a thread sees it: the registered lambda around it, else the function. */
function threadOf(node: Node): Node | undefined {
  const region = callbackAround(node);
  return region?.body.kind === 'lambda_expression' ? region.body : enclosingFunction(node);
}

const callersByTree = new WeakMap<Tree, ReadonlyMap<string, ReadonlySet<Node>>>();

/** The functions of the file that call a function of this unqualified name. */
function callersOf(name: string, tree: Tree): ReadonlySet<Node> {
  let callers = callersByTree.get(tree);
  if (!callers) {
    const found = new Map<string, Set<Node>>();
    walk(tree.root, (node) => {
      const fn = node.kind === 'call_expression' ? enclosingFunction(node) : undefined;
      if (!fn) return;
      const callee = calleeName(node);
      const set = found.get(callee);
      if (set) set.add(fn);
      else found.set(callee, new Set([fn]));
    });
    callers = found;
    callersByTree.set(tree, found);
  }
  return callers.get(name) ?? NOBODY;
}

const NOBODY: ReadonlySet<Node> = new Set();

/** Whether all of them are called from one and the same function of their file, so that one thread may be behind all. */
export function areCalledTogether(functions: readonly Node[]): boolean {
  const callers = functions.map((fn) => (fn.kind === 'lambda_expression' ? NOBODY : callersOf(unqualified(functionName(fn)), fn.tree)));
  const [caller] = callers[0] ?? [];
  return caller !== undefined && callers.every((each) => each.size === 1 && each.has(caller));
}

/** Whether all these places are reached with one and the same exclusive lock held, told by its name. */
export function areUnderOneLock(nodes: readonly Node[], sight: Sight): boolean {
  const held = nodes.map((node) => locksHeldAt(node, sight).flatMap(({ kind, lock }) => (isExclusive(kind) ? [lock] : [])));
  return held[0]?.some((lock) => held.every((locks) => locks.includes(lock))) ?? false;
}
