import type { Tree as ParsedTree } from 'web-tree-sitter';

/**
 * A cursor over a parsed tree, stepped inside WebAssembly. web-tree-sitter's own TreeCursor copies its state out of and into the module's
 * memory at every question, which costs more than the questions; here it stays where the module keeps it, in the one transfer buffer. So
 * there can be one cursor at a time, and nothing else may be asked of the module until it is closed.
 */
export interface Cursor {
  kindId(): number;
  /** 0 for none. */
  fieldId(): number;
  start(): number;
  /** Exclusive. */
  end(): number;
  isMissing(): boolean;
  toFirstChild(): boolean;
  toNextSibling(): boolean;
  toParent(): boolean;
  close(): void;
}

/** The functions of web-tree-sitter 0.27's module (lib/binding.c) that step a cursor; `tree` is the tree's address. */
interface CursorModule {
  readonly _ts_tree_root_node_wasm: (tree: number) => void;
  readonly _ts_tree_cursor_new_wasm: (tree: number) => void;
  readonly _ts_tree_cursor_delete_wasm: (tree: number) => void;
  readonly _ts_tree_cursor_goto_first_child_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_goto_next_sibling_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_goto_parent_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_current_node_type_id_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_current_node_is_missing_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_current_field_id_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_start_index_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_end_index_wasm: (tree: number) => number;
}

/** Opens a cursor at the root. `options` is what `Parser.init` was given: Emscripten makes it the module itself (its setting MODULARIZE). */
export function openCursor(options: object, parsed: ParsedTree): Cursor {
  const module = options as CursorModule;
  const tree = (parsed as unknown as { readonly 0: number })[0];
  // The root node is left in the transfer buffer, from where the cursor is made, which is left there in turn.
  module._ts_tree_root_node_wasm(tree);
  module._ts_tree_cursor_new_wasm(tree);
  return {
    kindId: () => module._ts_tree_cursor_current_node_type_id_wasm(tree),
    fieldId: () => module._ts_tree_cursor_current_field_id_wasm(tree),
    start: () => module._ts_tree_cursor_start_index_wasm(tree),
    end: () => module._ts_tree_cursor_end_index_wasm(tree),
    isMissing: () => module._ts_tree_cursor_current_node_is_missing_wasm(tree) === 1,
    toFirstChild: () => module._ts_tree_cursor_goto_first_child_wasm(tree) === 1,
    toNextSibling: () => module._ts_tree_cursor_goto_next_sibling_wasm(tree) === 1,
    toParent: () => module._ts_tree_cursor_goto_parent_wasm(tree) === 1,
    close: () => module._ts_tree_cursor_delete_wasm(tree),
  };
}
