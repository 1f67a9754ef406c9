import { parameterTypes } from './argument-use.ts';
import { classNameOf, findLocal, functionName } from './declarations.ts';
import { isDeclaredVirtual } from './file-index.ts';
import { ancestor, type Node, type Tree, walk } from './node.ts';
import { findClass, findFunctions, indexOf, type Sight, unqualified } from './sight.ts';
import { printType } from './types.ts';

const MOST_BASES = 4;

/** Whether the member function is virtual, as far as its class and the bases in sight say. */
export function isVirtual(fn: Node, sight: Sight): boolean {
  if (isDeclaredVirtual(fn)) return true;
  const owner = classNameOf(fn);
  return owner !== undefined && isVirtualIn(owner, unqualified(functionName(fn)), sight, 0);
}

function isVirtualIn(owner: string, name: string, sight: Sight, depth: number): boolean {
  const found = findClass(owner, sight);
  const declared = found ? (indexOf(found.node.tree).functions.get(name) ?? []).filter((each) => each.className === found.name) : [];
  if ([...findFunctions(name, sight, owner), ...declared].some((each) => each.isVirtual)) return true;
  return depth < MOST_BASES && (found?.bases ?? []).some((base) => isVirtualIn(base, name, sight, depth + 1));
}

/** Whether a change of the definition's head needs a change elsewhere, or may need one in a file that is not in sight. */
export function hasOtherDeclaration(fn: Node, sight: Sight): boolean {
  const owner = classNameOf(fn);
  const own = signatureOf(fn);
  const others = findFunctions(unqualified(functionName(fn)), sight, owner ?? '').filter(({ node }) => node !== fn);
  if (others.some(({ node }) => signatureOf(node) === own)) return true;
  if (ancestor(fn, 'class_specifier', 'struct_specifier', 'union_specifier')) return false;
  const isLocal = fn.children.some((child) => child.kind === 'storage_class_specifier' && /^(?:static|inline)$/.test(child.text));
  return owner !== undefined || !(isLocal || isInUnnamedNamespace(fn));
}

function signatureOf(fn: Node): string {
  return parameterTypes(fn).map(printType).join();
}

function isInUnnamedNamespace(node: Node): boolean {
  for (let at = ancestor(node, 'namespace_definition'); at; at = ancestor(at, 'namespace_definition')) if (!at.child('name')) return true;
  return false;
}

const handedOutByTree = new WeakMap<Tree, ReadonlyMap<string, readonly Node[]>>();

/** Whether the file uses the function of this name as a value: what takes it may ask for exactly this signature. */
export function isHandedOut(name: string, tree: Tree): boolean {
  let handedOut = handedOutByTree.get(tree);
  if (!handedOut) {
    const found = new Map<string, Node[]>();
    walk(tree.root, (node) => {
      if ((node.kind !== 'identifier' && node.kind !== 'qualified_identifier') || !isValue(node)) return;
      const short = unqualified(node.text);
      const list = found.get(short);
      if (list) list.push(node);
      else found.set(short, [node]);
    });
    handedOut = found;
    handedOutByTree.set(tree, found);
  }
  return (handedOut.get(name) ?? []).some((node) => node.kind === 'qualified_identifier' || !findLocal(name, node));
}

function isValue(node: Node): boolean {
  switch (node.parent?.kind) {
    case 'argument_list':
    case 'initializer_list':
    case 'return_statement':
      return true;
    case 'pointer_expression':
      return node.parent.child('operator')?.kind === '&';
    case 'init_declarator':
      return node.field === 'value';
    case 'assignment_expression':
      return node.field === 'right';
    default:
      return false;
  }
}
