/** A call graph as a tree of frames, in parallel arrays: place 0 is the root of all stacks, a parent stands before its children. */
export interface CallTree {
  /** Place of the caller; -1 for the root. */
  readonly parents: ArrayLike<number>;
  /** Place in the profile's functions; -1 for the root and for frames without a name. */
  readonly functions: ArrayLike<number>;
  /** Share of the profile's weight in the frame and below it, 0 to 1. */
  readonly shares: ArrayLike<number>;
}

/** Frames that a tree holds at most; beyond, the lightest go, and their weight stays with their callers. */
const MOST_FRAMES = 400_000;

/** A call tree that grows stack by stack. */
export interface GrowingTree {
  /** Adds a stack of function numbers, outermost first. */
  readonly add: (stack: readonly number[], depth: number, weight: number) => void;
  /** The tree with `rename` put in place of each function number, and weights divided by `total`. */
  readonly finish: (rename: (id: number) => number, total: number) => CallTree;
}

/** An empty tree that holds at most `limit` frames. */
export function growTree(limit = MOST_FRAMES): GrowingTree {
  let parents = [-1];
  let ids = [-1];
  let weights = [0];
  let children = new Map<number, number>();
  // One number names a caller and a callee: both are far below 2^26.
  const keyOf = (parent: number, id: number) => parent * 2 ** 26 + id;

  const append = (parent: number, id: number, weight: number): number => {
    const at = parents.push(parent) - 1;
    ids.push(id);
    weights.push(weight);
    children.set(keyOf(parent, id), at);
    return at;
  };

  /** Drops what is lighter than the threshold that leaves at most half. */
  const prune = () => {
    const old = { parents, ids, weights };
    const threshold = Float64Array.from(weights).sort()[Math.ceil(weights.length / 2)] ?? 0;
    const moved = new Int32Array(old.ids.length).fill(-1);
    parents = [-1];
    ids = [-1];
    weights = [old.weights[0] ?? 0];
    children = new Map();
    moved[0] = 0;
    for (let at = 1; at < old.ids.length; at++) {
      const parent = moved[old.parents[at] ?? 0] ?? -1;
      const weight = old.weights[at] ?? 0;
      if (parent >= 0 && weight > threshold) moved[at] = append(parent, old.ids[at] ?? -1, weight);
    }
  };

  return {
    add(stack, depth, weight) {
      if (parents.length + depth > limit) prune();
      let at = 0;
      weights[0] = (weights[0] ?? 0) + weight;
      for (let i = 0; i < depth; i++) {
        const id = stack[i] ?? -1;
        const child = children.get(keyOf(at, id));
        if (child === undefined) at = append(at, id, weight);
        else {
          at = child;
          weights[at] = (weights[at] ?? 0) + weight;
        }
      }
    },
    finish: (rename, total) => ({
      parents: Int32Array.from(parents),
      functions: Int32Array.from(ids, (id) => (id < 0 ? -1 : rename(id))),
      shares: Float64Array.from(weights, (weight) => (total > 0 ? weight / total : 0)),
    }),
  };
}
