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
const MOST_FRAMES = 1 << 18;

/** A call tree that grows stack by stack. */
export interface GrowingTree {
  /** Adds a stack of function numbers, outermost first. */
  readonly add: (stack: readonly number[], weight: number) => void;
  /** The tree with `rename` put in place of each function number, and weights divided by `total`. */
  readonly finish: (rename: (id: number) => number, total: number) => CallTree;
}

/** An empty tree that holds at most `limit` frames. Callees are found by hashing: a profile may have ten million frames. */
export function growTree(limit = MOST_FRAMES): GrowingTree {
  const parents = new Int32Array(limit);
  const ids = new Int32Array(limit);
  const weights = new Float64Array(limit);
  const slots = new Int32Array(4 * 2 ** Math.ceil(Math.log2(limit)));
  const mask = slots.length - 1;
  let size = 1;
  parents[0] = -1;
  ids[0] = -1;

  /** The callee's place; a new one, without weight, where it has none. */
  const calleeOf = (parent: number, id: number): number => {
    let slot = (Math.imul(parent, 0x9e3779b1) ^ Math.imul(id, 0x85ebca6b)) >>> 0;
    for (slot = (slot ^ (slot >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const at = slots[slot] ?? 0;
      if (at === 0) break;
      if (parents[at] === parent && ids[at] === id) return at;
    }
    slots[slot] = size;
    parents[size] = parent;
    ids[size] = id;
    weights[size] = 0;
    return size++;
  };

  /** Drops the lighter half at least. A caller is never lighter than what it calls, so that whole branches go. */
  const prune = () => {
    const threshold = weights.slice(1, size).sort()[size >> 1] ?? 0;
    const moved = new Int32Array(size);
    const old = size;
    slots.fill(0);
    size = 1;
    for (let at = 1; at < old; at++) {
      const parent = parents[at] ?? 0;
      const weight = weights[at] ?? 0;
      if (weight <= threshold || (parent !== 0 && moved[parent] === 0)) continue;
      const to = calleeOf(moved[parent] ?? 0, ids[at] ?? 0);
      weights[to] = weight;
      moved[at] = to;
    }
  };

  return {
    add(stack, weight) {
      if (size + stack.length > limit) prune();
      let at = 0;
      weights[0] = (weights[0] ?? 0) + weight;
      for (const id of stack) {
        at = calleeOf(at, id);
        weights[at] = (weights[at] ?? 0) + weight;
      }
    },
    finish: (rename, total) => ({
      parents: parents.slice(0, size),
      functions: ids.slice(0, size).map((id) => (id < 0 ? -1 : rename(id))),
      shares: weights.slice(0, size).map((weight) => (total > 0 ? weight / total : 0)),
    }),
  };
}
