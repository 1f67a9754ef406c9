import { Language, Parser } from 'web-tree-sitter';
import type { Span } from './branches.ts';
import { mendConstruction } from './constructions.ts';
import { type Cursor, openCursor } from './cursor.ts';
import { Node, type Tree } from './node.ts';
import { type Normalised, normalise } from './normalise.ts';

/** The C++ parser, ready for use. */
export interface Cpp {
  /** Parses a file; never throws on broken code. `wanted`: stretches whose preprocessor branch should be the one that is seen. */
  readonly parse: (path: string, text: string, wanted?: readonly Span[]) => Tree;
}

/** Starts the parser from the bytes of web-tree-sitter's and tree-sitter-cpp's WebAssembly modules. */
export async function loadCpp(wasm: { readonly runtime: Uint8Array; readonly language: Uint8Array }): Promise<Cpp> {
  const module = { wasmBinary: wasm.runtime };
  await Parser.init(module);
  const language = await Language.load(wasm.language);
  const parser = new Parser();
  parser.setLanguage(language);
  return {
    parse(path, text, wanted) {
      const normalised = normalise(text, wanted);
      const parsed = parser.parse(normalised.text);
      if (!parsed) throw new Error(`the parser gave nothing for ${path}`);
      const mayBeMissing = parsed.rootNode.hasError;
      const cursor = openCursor(module, parsed);
      try {
        return copyTree(path, text, normalised, cursor, language, mayBeMissing);
      } finally {
        cursor.close();
        parsed.delete();
      }
    },
  };
}

/** Punctuation that no question needs; leaving it out saves a third of the copying. */
const PUNCTUATION = /^[(){}[\];,:"']$|^::$|^#|^"\)$|^\n$/;
/** Kinds that never have children, so the cursor need not look. */
const LEAF =
  /^(?:identifier|field_identifier|type_identifier|namespace_identifier|statement_identifier|primitive_type|number_literal|string_literal|char_literal|system_lib_string|true|false|this|auto|null|raw_string_content)$/;

interface KindFacts {
  readonly kind: string;
  readonly isNamed: boolean;
  readonly isLeaf: boolean;
  readonly isLeftOut: boolean;
}

/** No person nests code so deep; walks over the tree call themselves for each level, and must not run out of stack. */
const MOST_DEPTH = 800;

/** One walk with the cursor: a few calls into WebAssembly for a node, and none ever after. */
function copyTree(path: string, text: string, normalised: Normalised, cursor: Cursor, language: Language, mayBeMissing: boolean): Tree {
  const errors: Node[] = [];
  const tree: Omit<Tree, 'root'> & { root?: Node } = { path, text, normalised, lineStarts: lineStartsOf(text), errors };
  const kinds = kindsOf(language);
  const { fields } = language;
  const { lockMacros } = normalised;
  const declarators: Node[] = [];
  let parent: Node | undefined;
  let depth = 0;
  for (;;) {
    const facts = kinds[cursor.kindId()] ?? ERROR;
    if (!facts.isLeftOut || mayBeMissing) {
      const start = cursor.start();
      const end = cursor.end();
      const isMissing = start === end && parent !== undefined && cursor.isMissing();
      if (!facts.isLeftOut || isMissing) {
        const fieldId = parent ? cursor.fieldId() : 0;
        const kind = lockMacros.size > 0 && facts.kind === 'if_statement' && lockMacros.has(start) ? 'lock_statement' : facts.kind;
        const node: Node = new Node(
          tree as Tree,
          parent,
          kind,
          fieldId ? (fields[fieldId] ?? undefined) : undefined,
          facts.isNamed,
          start,
          end,
        );
        if (parent) parent.append(node);
        else tree.root = node;
        if (facts === ERROR || isMissing) errors.push(node);
        if (kind === 'function_declarator' && parent?.kind === 'declaration') declarators.push(node);
        if (depth >= MOST_DEPTH) errors.push(node);
        else if (!facts.isLeaf && cursor.toFirstChild()) {
          depth += 1;
          parent = node;
          continue;
        }
      }
    }
    while (!cursor.toNextSibling()) {
      if (!cursor.toParent()) {
        declarators.forEach(mendConstruction);
        return tree as Tree;
      }
      depth -= 1;
      parent = parent?.parent;
    }
  }
}

const ERROR: KindFacts = { kind: 'ERROR', isNamed: true, isLeaf: false, isLeftOut: false };

const kindsByLanguage = new WeakMap<Language, readonly KindFacts[]>();

function kindsOf(language: Language): readonly KindFacts[] {
  let kinds = kindsByLanguage.get(language);
  if (!kinds) {
    kinds = language.types.map((kind, id) => {
      const isNamed = language.nodeTypeIsNamed(id);
      return { kind, isNamed, isLeaf: !isNamed || LEAF.test(kind), isLeftOut: !isNamed && PUNCTUATION.test(kind) };
    });
    kindsByLanguage.set(language, kinds);
  }
  return kinds;
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
