import { calleeName } from '../syntax/calls.ts';
import {
  classNameOf,
  enclosingNames,
  functionDeclarator,
  functionName,
  functionsIn,
  withoutTemplateArguments,
} from '../syntax/declarations.ts';
import { ancestor, descendants, type Node, type Tree } from '../syntax/node.ts';
import { templateParameters, writtenParameters } from './parameters.ts';
import { symbolPath } from './symbol-path.ts';

/** A function definition as profiles and marks need it: plain data, so that a large repository's trees need not be kept. */
export interface SourceFunction {
  readonly path: string;
  /** Offset in the file: with the path, what tells it from all others. */
  readonly start: number;
  readonly line: number;
  readonly endLine: number;
  /** Qualified name as far as the file shows it, without template arguments. */
  readonly name: string;
  readonly parts: readonly string[];
  /** Template arguments of each part, with their brackets: those of a specialisation, or names of the template's parameters. */
  readonly templates: readonly string[];
  /** Types of the parameters as written; `...` where there may be more. */
  readonly parameters: readonly string[];
  readonly templateParameters: ReadonlySet<string>;
  readonly isConst: boolean;
  /** `static` at file scope, or in an unnamed namespace: there may be others of the name in the program. */
  readonly isInternal: boolean;
  /** Defined inside a class. */
  readonly isMember: boolean;
  /** Unqualified names of what it calls. */
  readonly calls: ReadonlySet<string>;
  readonly mark: Heading | undefined;
}

/** What a comment or an attribute says of a function. */
export type Heading = 'hot' | 'cold';

/** The functions that one file defines, and the marks on those that it only declares. */
export interface FileFunctions {
  readonly path: string;
  readonly functions: readonly SourceFunction[];
  /** By name, with the class where there is one. */
  readonly declared: ReadonlyMap<string, Heading>;
  /** What the file's aliases stand for, by unqualified name. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** Reads what a file defines and declares. */
export function readFunctions(tree: Tree): FileFunctions {
  const functions = functionsIn(tree).flatMap((node) => readFunction(node) ?? []);
  return { path: tree.path, functions, declared: declaredMarks(tree), aliases: aliasesIn(tree) };
}

function readFunction(node: Node): SourceFunction | undefined {
  const declarator = node.kind === 'function_definition' ? functionDeclarator(node) : undefined;
  const { parts, templates } = symbolPath(qualifiedName(node));
  if (!declarator || parts.length === 0) return undefined;
  const isMember = isFriend(node) ? false : ancestor(node, 'class_specifier', 'struct_specifier', 'union_specifier') !== undefined;
  return {
    path: node.tree.path,
    start: node.start,
    line: node.line,
    endLine: node.endLine,
    name: withoutTemplateArguments(functionName(node)),
    parts,
    templates,
    parameters: writtenParameters(declarator),
    templateParameters: templateParameters(node),
    isConst: declarator.children.some((child) => child.kind === 'type_qualifier' && child.text === 'const'),
    isInternal: !isMember && isInternal(node),
    isMember,
    calls: new Set(descendants(node, 'call_expression').map(calleeName)),
    mark: markOn(node),
  };
}

/** A friend that is defined in a class belongs to the namespace around it. */
function qualifiedName(fn: Node): string {
  if (!isFriend(fn)) return functionName(fn);
  const own = functionName(fn).split('::').at(-1) ?? '';
  const around = ancestor(fn, 'namespace_definition');
  return around ? [...enclosingNames(around), around.child('name')?.text ?? '', own].filter((name) => name !== '').join('::') : own;
}

function isFriend(fn: Node): boolean {
  return fn.parent?.kind === 'friend_declaration';
}

function isInternal(fn: Node): boolean {
  if (fn.children.some((child) => child.kind === 'storage_class_specifier' && child.text === 'static')) return true;
  for (let at = ancestor(fn, 'namespace_definition'); at; at = ancestor(at, 'namespace_definition')) if (!at.child('name')) return true;
  return false;
}

function aliasesIn(tree: Tree): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (const node of descendants(tree.root, 'alias_declaration', 'type_definition')) {
    if (node.kind === 'alias_declaration') {
      const name = node.child('name')?.text;
      const target = node.child('type')?.text;
      if (name !== undefined && target !== undefined && node.parent?.kind !== 'template_declaration') aliases.set(name, target);
      continue;
    }
    const base = node.child('type');
    const declarator = node.child('declarator');
    const target = base && /_specifier$/.test(base.kind) ? base.child('name')?.text : base?.text;
    // `typedef struct stat stat` names itself; arrays and functions are spelled otherwise in a symbol.
    const found = /^\s*([*\s]*)(\w+)$/.exec(declarator?.text ?? '');
    if (target !== undefined && found?.[2] !== undefined && found[2] !== target) aliases.set(found[2], `${target}${found[1]}`);
  }
  return aliases;
}

function declaredMarks(tree: Tree): ReadonlyMap<string, Heading> {
  const marks = new Map<string, Heading>();
  // Most files have no mark at all.
  if (!/perf-review:\s*hot|\b_*(?:hot|cold)_*\b/.test(tree.text)) return marks;
  for (const node of descendants(tree.root, 'declaration', 'field_declaration')) {
    const mark = functionDeclarator(node) ? markOn(node) : undefined;
    if (mark) marks.set(ownedName(node), mark);
  }
  return marks;
}

/** `queue::drain` in whatever namespace; free functions with their namespaces. */
export function ownedName(fn: Node): string {
  const name = withoutTemplateArguments(functionName(fn)).split('::').at(-1) ?? '';
  const owner = classNameOf(fn);
  return owner === undefined ? [...enclosingNames(fn), name].join('::') : `${withoutTemplateArguments(owner)}::${name}`;
}

const HOT_COMMENT = /(?:^|\n)[ \t]*(?:\/\/+[!/]?|\/?\*+)?[ \t]*perf-review:\s*hot\b/;
const ATTRIBUTE = /(?:\[\[\s*gnu\s*::\s*|__attribute__\s*\(\(\s*)(?:__)?(hot|cold)(?:__)?\b/;
/** What may stand between the comment and its function: macros of the project, alone or with arguments. */
const ONLY_MACROS = /^(?:\s+|[A-Z_][A-Z0-9_]*|\([^()]*\))*$/;
const LONGEST_GAP = 500;

/** The mark on a definition or declaration: an attribute in its head, or the comment above it. */
export function markOn(fn: Node): Heading | undefined {
  const whole = fn.parent?.kind === 'template_declaration' ? fn.parent : fn;
  const { code, comments } = fn.tree.normalised;
  // Attributes and macros are blanked for the parser, so that the definition may begin before its node does.
  const before = code.slice(Math.max(0, whole.start - LONGEST_GAP), whole.start);
  const gap = before.slice(Math.max(before.lastIndexOf(';'), before.lastIndexOf('}'), before.lastIndexOf('{')) + 1);
  const attribute = ATTRIBUTE.exec(code.slice(whole.start - gap.length, fn.child('body')?.start ?? fn.end))?.[1];
  if (attribute === 'hot' || attribute === 'cold') return attribute;
  const isMarked = comments.some(
    ({ start, end, text }) =>
      end <= whole.start && whole.start - start <= LONGEST_GAP && HOT_COMMENT.test(text) && ONLY_MACROS.test(code.slice(end, whole.start)),
  );
  return isMarked ? 'hot' : undefined;
}
