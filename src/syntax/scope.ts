import type { Tree } from './node.ts';
import type { Sight } from './sight.ts';

/** What a rule is given beside the node: the file, and the declarations in sight of it. */
export interface Scope {
  readonly tree: Tree;
  readonly sight: Sight;
}
