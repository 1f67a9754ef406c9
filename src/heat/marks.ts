import picomatch from 'picomatch/posix';
import { classNameOf, enclosingNames, functionDeclarator, functionName, withoutTemplateArguments } from '../syntax/declarations.ts';
import { ancestor, descendants, type Node, type Tree } from '../syntax/node.ts';

/** The parts of the config file that say which code is hot or cold: globs of paths, and of qualified function names. */
export interface HeatConfig {
  readonly hot: Globs;
  readonly cold: Globs;
}

export interface Globs {
  readonly paths: readonly string[];
  readonly functions: readonly string[];
}

/** What people say of a function, in the source or in the config. */
export interface Mark {
  readonly heat: 'hot' | 'cold';
  readonly source: 'annotation' | 'config';
}

/** Answers which mark a function bears; a hot one before a cold one, the source before the config. */
export type FindMark = (fn: Node) => Mark | undefined;

const HOT_COMMENT = /^(?:\/\/+[!/]?|\/\*+)[\s*]*perf-review:\s*hot\b/;
const ATTRIBUTE = /(?:\[\[\s*gnu\s*::\s*|__attribute__\s*\(\(\s*)(?:__)?(hot|cold)\b/;
/** What may stand between the comment and its function: macros of the project, alone or with arguments. */
const ONLY_MACROS = /^\s*(?:[A-Z_][A-Z0-9_]*(?:\([^()]*\))?\s+)*$/;
const LONGEST_GAP = 500;

/** Reads the marks in these files and compiles the globs. A declaration's mark holds for its definition. */
export function readMarks(trees: readonly Tree[], config: HeatConfig): FindMark {
  const declared = new Map<string, Mark>();
  for (const tree of trees) for (const [name, mark] of declaredMarks(tree)) if (!declared.has(name)) declared.set(name, mark);
  const hot = compile(config.hot);
  const cold = compile(config.cold);
  return (fn) => {
    const inSource = markAt(fn) ?? declared.get(shortName(fn));
    if (inSource?.heat === 'hot') return inSource;
    if (hot(fn)) return { heat: 'hot', source: 'config' };
    return inSource ?? (cold(fn) ? { heat: 'cold', source: 'config' } : undefined);
  };
}

function declaredMarks(tree: Tree): [string, Mark][] {
  // Most files have no mark at all.
  if (!/perf-review:|\b_*(?:hot|cold)_*\b/.test(tree.text)) return [];
  return descendants(tree.root, 'declaration', 'field_declaration').flatMap((node): [string, Mark][] => {
    const mark = functionDeclarator(node) ? markAt(node) : undefined;
    return mark ? [[shortName(node), mark]] : [];
  });
}

function shortName(fn: Node): string {
  const name = withoutTemplateArguments(functionName(fn)).split('::').at(-1) ?? '';
  const owner = classNameOf(fn);
  return owner === undefined ? [...enclosingNames(fn), name].join('::') : `${owner}::${name}`;
}

/** The mark on a definition or declaration: an attribute in its head, or the comment above it. */
function markAt(fn: Node): Mark | undefined {
  const { tree } = fn;
  const whole = fn.parent?.kind === 'template_declaration' ? fn.parent : fn;
  const { code, comments } = tree.normalised;
  const before = code.slice(Math.max(0, whole.start - LONGEST_GAP), whole.start);
  // Attributes and macros are blanked for the parser, so that the definition may begin before its node does.
  const gap = before.slice(Math.max(before.lastIndexOf(';'), before.lastIndexOf('}'), before.lastIndexOf('{')) + 1);
  const head = code.slice(whole.start - gap.length, fn.child('body')?.start ?? fn.end);
  const attribute = ATTRIBUTE.exec(head)?.[1];
  if (attribute === 'hot' || attribute === 'cold') return { heat: attribute, source: 'annotation' };
  const isMarked = comments.some(
    (comment) =>
      comment.end <= whole.start &&
      comment.start >= whole.start - LONGEST_GAP &&
      HOT_COMMENT.test(comment.text) &&
      ONLY_MACROS.test(`${code.slice(comment.end, whole.start)} `),
  );
  return isMarked ? { heat: 'hot', source: 'annotation' } : undefined;
}

function compile({ paths, functions }: Globs): (fn: Node) => boolean {
  const isPath = paths.length > 0 ? picomatch([...paths], { dot: true }) : () => false;
  const isFunction = functions.length > 0 ? picomatch([...functions], { dot: true, nobrace: true, noextglob: true }) : () => false;
  return (fn) => {
    if (isPath(fn.tree.path)) return true;
    if (functions.length === 0) return false;
    // `virtio::*` means the namespace wherever it is nested.
    const parts = withoutTemplateArguments(functionName(fn)).split('::');
    return parts.some((_, from) => isFunction(parts.slice(from).join('::')));
  };
}

/** Whether the function is the constructor of a class that has one object for the whole program. */
export function isSingletonConstructor(fn: Node): boolean {
  const owner = classNameOf(fn);
  const parts = functionName(fn).split('::');
  if (owner === undefined || parts.at(-1) !== owner) return false;
  return descendants(fn.tree.root, 'declaration').some(
    (node) =>
      node.child('type')?.text === owner &&
      !node.child('declarator')?.text.includes('(') &&
      (node.children.some((child) => child.kind === 'storage_class_specifier' && child.text === 'static') ||
        ancestor(node, 'function_definition', 'class_specifier', 'struct_specifier') === undefined),
  );
}
