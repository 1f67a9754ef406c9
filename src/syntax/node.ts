import type { Normalised } from './normalise.ts';

/** A parsed file. Offsets count UTF-16 units of the original text. */
export interface Tree {
  readonly path: string;
  /** The original text. */
  readonly text: string;
  readonly root: Node;
  readonly normalised: Normalised;
  /** Offset of each line's first character. */
  readonly lineStarts: readonly number[];
  /** Nodes of kind `ERROR`, and those that the parser made up (`missing`). */
  readonly errors: readonly Node[];
}

/** What a node without children holds: most nodes are leaves, and need no list of their own. */
const NONE: readonly Node[] = [];

/**
 * A node of the syntax tree, copied out of the parser once so that questions about it cost no call into WebAssembly.
 * Kinds and fields are those of tree-sitter-cpp 0.23, with one kind added: `lock_statement`, a `WITH_LOCK(x) {…}` or `DROP_LOCK(x) {…}`.
 */
export class Node {
  children: readonly Node[] = NONE;
  constructor(
    readonly tree: Tree,
    readonly parent: Node | undefined,
    readonly kind: string,
    /** Name of the parent's field that holds this node. */
    readonly field: string | undefined,
    /** False for punctuation and keywords. */
    readonly isNamed: boolean,
    readonly start: number,
    /** Exclusive. */
    readonly end: number,
  ) {}

  /** Adds a child behind those that are there. */
  append(node: Node): void {
    if (this.children === NONE) this.children = [node];
    else (this.children as Node[]).push(node);
  }

  /** The original text, macros and comments included. */
  get text(): string {
    return this.tree.text.slice(this.start, this.end);
  }

  /** The text with comments, directives and the insides of literals blanked. */
  get code(): string {
    return this.tree.normalised.code.slice(this.start, this.end);
  }

  /** 1-based line of the first character. */
  get line(): number {
    return lineAt(this.tree, this.start);
  }

  /** 1-based line of the last character. */
  get endLine(): number {
    return lineAt(this.tree, Math.max(this.start, this.end - 1));
  }

  get namedChildren(): Node[] {
    return this.children.filter((child) => child.isNamed);
  }

  /** The first child in this field. */
  child(field: string): Node | undefined {
    for (const child of this.children) if (child.field === field) return child;
    return undefined;
  }

  /** The first child of one of these kinds. */
  childOf(...kinds: readonly string[]): Node | undefined {
    for (const child of this.children) if (kinds.includes(child.kind)) return child;
    return undefined;
  }
}

/** 1-based line that holds the offset. */
export function lineAt(tree: Tree, offset: number): number {
  const { lineStarts } = tree;
  let low = 0;
  let high = lineStarts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

/** 1-based column, in UTF-16 units. */
export function columnAt(tree: Tree, offset: number): number {
  return offset - (tree.lineStarts[lineAt(tree, offset) - 1] ?? 0) + 1;
}

/** The nearest node above, of one of these kinds. */
export function ancestor(node: Node, ...kinds: readonly string[]): Node | undefined {
  for (let at = node.parent; at; at = at.parent) if (kinds.includes(at.kind)) return at;
  return undefined;
}

/** Whether `inner` is `outer` or lies below it. */
export function isWithin(inner: Node, outer: Node): boolean {
  return inner.tree === outer.tree && inner.start >= outer.start && inner.end <= outer.end;
}

/** Every node below and including this one, in source order. `enter` returning false leaves out what is below. */
export function walk(node: Node, enter: (node: Node) => unknown): void {
  if (enter(node) === false) return;
  for (const child of node.children) walk(child, enter);
}

/** Every node of one of these kinds below and including this one, in source order. */
export function descendants(node: Node, ...kinds: readonly string[]): Node[] {
  const found: Node[] = [];
  walk(node, (at) => {
    if (kinds.includes(at.kind)) found.push(at);
  });
  return found;
}
