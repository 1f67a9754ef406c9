import { argumentsOf, calleeName, calleeObject } from './calls.ts';
import { sizeOf } from './layout.ts';
import type { Node, Tree } from './node.ts';
import type { Sight } from './sight.ts';
import { declaredType, findDeclaration, typeOf } from './type-of.ts';
import { parseType } from './types.ts';
import { usesOf } from './uses.ts';

const DEPTH = 6;

/** Value of an integer constant expression: literals, arithmetic, `sizeof`, constants and macros in sight; undefined for any other. */
export function constantOf(expression: Node | undefined, sight: Sight, depth = 0): number | undefined {
  if (!expression || depth > DEPTH) return undefined;
  switch (expression.kind) {
    case 'number_literal':
      return literal(expression.text);
    case 'parenthesized_expression':
      return constantOf(expression.namedChildren[0], sight, depth + 1);
    case 'cast_expression':
      return constantOf(expression.child('value'), sight, depth + 1);
    case 'binary_expression': {
      const left = constantOf(expression.child('left'), sight, depth + 1);
      const right = constantOf(expression.child('right'), sight, depth + 1);
      return left === undefined || right === undefined ? undefined : compute(expression.child('operator')?.text ?? '', left, right);
    }
    case 'sizeof_expression': {
      const type = expression.child('type');
      if (type) return sizeOf(parseType(type.text), sight);
      const value = expression.child('value');
      const operand = value?.kind === 'parenthesized_expression' ? value.namedChildren[0] : value;
      const known = operand ? typeOf(operand, sight) : undefined;
      if (!known || !operand) return undefined;
      // An extent that is a named constant is not a number to `sizeOf`.
      const counts = known.extents.map((extent) => named(extent, operand, sight, depth + 1) ?? literal(extent));
      const element = sizeOf({ ...known, extents: [] }, sight);
      return counts.reduce<number | undefined>((product, count) => (product && count ? product * count : undefined), element);
    }
    case 'call_expression':
      return sizeCall(expression, sight, depth + 1);
    case 'identifier':
    case 'qualified_identifier':
      return named(expression.text, expression, sight, depth + 1);
    default:
      return undefined;
  }
}

/** `a.size()` and `std::size(a)` of an array, and of a local vector that keeps the size it was made with. */
function sizeCall(call: Node, sight: Sight, depth: number): number | undefined {
  const name = calleeName(call);
  const object = calleeObject(call) ?? argumentsOf(call)[0];
  if (!/^(?:size|ssize)$/.test(name) || object?.kind !== 'identifier') return undefined;
  const declaration = findDeclaration(object.text, object, sight);
  const type = declaration ? declaredType(declaration, sight) : undefined;
  if (!declaration || !type) return undefined;
  const extent = type.extents[0] ?? (/^(?:std::)?array$/.test(type.name) ? type.args[1]?.name : undefined);
  if (extent) return literal(extent) ?? named(extent, object, sight, depth);
  const [count, ...others] = declaration.value?.kind === 'argument_list' ? declaration.value.namedChildren : [];
  if (!/^(?:std::)?vector$/.test(type.name) || declaration.kind !== 'local' || !count || others.length > 1) return undefined;
  const isKept = usesOf(declaration).every((use) => !RESIZES.test(use.tree.text.slice(use.end, use.end + 20)));
  return isKept ? constantOf(count, sight, depth) : undefined;
}

const RESIZES = /^\s*(?:\.\s*(?:resize|assign|push_back|emplace_back|insert|erase|clear|swap)\b|=[^=])/;

function compute(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : Math.trunc(left / right);
    case '<<':
      return left * 2 ** right;
    default:
      return undefined;
  }
}

function literal(text: string): number | undefined {
  const plain = text.replace(/'/g, '').replace(/[uUlLzZ]+$/, '');
  if (/^0[0-7]+$/.test(plain)) return Number.parseInt(plain, 8);
  return /^(?:\d+|0[xX][\da-fA-F]+|0[bB][01]+)$/.test(plain) ? Number(plain) : undefined;
}

/** Constants whose value Linux or glibc fixes (linux/limits.h, stdio.h), and the size of a page on x86-64 and AArch64, as OSv names it. */
const LIBRARY: ReadonlyMap<string, number> = new Map([
  ['BUFSIZ', 8192],
  ['NAME_MAX', 255],
  ['PATH_MAX', 4096],
  ['PAGE_SIZE', 4096],
  ['memory::page_size', 4096],
  ['mmu::page_size', 4096],
]);

function named(name: string, at: Node, sight: Sight, depth: number): number | undefined {
  if (depth > DEPTH || !/^[A-Za-z_][\w:]*$/.test(name)) return undefined;
  const declaration = findDeclaration(name, at, sight);
  if (declaration) {
    const isFixed = declaration.type.isConst || declaration.statement.children.some((child) => child.text === 'constexpr');
    const value = declaration.value?.kind === 'initializer_list' ? declaration.value.namedChildren[0] : declaration.value;
    return isFixed && declaration.kind !== 'parameter' ? constantOf(value, sight, depth + 1) : undefined;
  }
  for (const { tree } of sight.files) {
    const value = macrosOf(tree).get(name);
    if (value !== undefined) return value;
  }
  return LIBRARY.get(name);
}

const macrosByTree = new WeakMap<Tree, ReadonlyMap<string, number>>();

/** Object-like macros of a file that stand for a number, or a product or shift of two. */
function macrosOf(tree: Tree): ReadonlyMap<string, number> {
  let macros = macrosByTree.get(tree);
  if (!macros) {
    const found = new Map<string, number>();
    for (const { name, rest } of tree.normalised.directives) {
      const match = name === 'define' ? /^\s*(\w+)\s+\(?\s*(\w+)\s*(?:(\*|<<|\+|-)\s*(\w+)\s*)?\)?\s*(?:\/[/*].*)?$/s.exec(rest) : null;
      if (!match) continue;
      const [, macro = '', first = '', operator, second = ''] = match;
      const left = literal(first);
      const right = literal(second);
      const value = operator ? (left !== undefined && right !== undefined ? compute(operator, left, right) : undefined) : left;
      if (value !== undefined) found.set(macro, value);
    }
    macros = found;
    macrosByTree.set(tree, macros);
  }
  return macros;
}
