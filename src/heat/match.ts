import { enclosingFunction, functionDeclarator, functionName, functionsIn } from '../syntax/declarations.ts';
import { ancestor, type Node, type Tree } from '../syntax/node.ts';
import { agreement } from './overload.ts';
import type { Profile, ProfiledFunction } from './profile.ts';
import { type SymbolPath, symbolPath } from './symbol-path.ts';

/** What a profile says of one function of the source. */
export interface Share {
  /** Share of the profile in the function itself, its lambdas and its clones, 0 to 1. */
  readonly self: number;
  /** Share in it and in what it calls, 0 to 1. */
  readonly total: number;
}

/** A profile laid over the source. */
export interface Matches {
  readonly profile: Profile;
  /** By function definition; functions that the profile does not show are absent. */
  readonly shares: ReadonlyMap<Node, Share>;
  /** Own share of all that was matched, 0 to 1. */
  readonly matched: number;
  /** Functions of the profile that are none of the source's, or that several could be; heaviest first. */
  readonly unmatched: readonly ProfiledFunction[];
}

interface Candidate {
  readonly node: Node;
  readonly parts: readonly string[];
  readonly path: string;
}

/** Finds the source's function for each function of the profile. A symbol that fits none, or several equally, stays unmatched. */
export function matchProfile(profile: Profile, trees: readonly Tree[]): Matches {
  const index = indexFunctions(trees);
  const targets = profile.functions.map((each) => findTarget(each, index));
  const shares = new Map<Node, { self: number; total: number; symbols: number }>();
  for (const [place, target] of targets.entries()) {
    const profiled = profile.functions[place];
    if (!target || !profiled) continue;
    const known = shares.get(target);
    shares.set(target, {
      self: Math.min(1, (known?.self ?? 0) + profiled.self),
      total: Math.max(known?.total ?? 0, profiled.total),
      symbols: (known?.symbols ?? 0) + 1,
    });
  }
  joinSymbols(profile, targets, shares);
  const unmatched = profile.functions.filter((_, place) => targets[place] === undefined).sort((a, b) => b.self - a.self);
  let matched = 0;
  for (const share of shares.values()) matched += share.self;
  return { profile, shares, matched: Math.min(1, matched), unmatched };
}

/** A function with several symbols (instances of a template, lambdas, clones) has the samples that show any of them: the call tree tells. */
function joinSymbols(
  profile: Profile,
  targets: readonly (Node | undefined)[],
  shares: Map<Node, { self: number; total: number; symbols: number }>,
): void {
  const { calls } = profile;
  const joined = new Map<Node, number>();
  const targetAt = (place: number): Node | undefined => {
    const id = calls?.functions[place] ?? -1;
    const target = id < 0 ? undefined : targets[id];
    return target && (shares.get(target)?.symbols ?? 0) > 1 ? target : undefined;
  };
  for (let place = 1; calls && place < calls.parents.length; place++) {
    const target = targetAt(place);
    if (!target) continue;
    let above = calls.parents[place] ?? -1;
    while (above > 0 && targetAt(above) !== target) above = calls.parents[above] ?? -1;
    if (above <= 0) joined.set(target, (joined.get(target) ?? 0) + (calls.shares[place] ?? 0));
  }
  for (const [target, share] of shares) {
    // Light frames may have been pruned from the tree: what one symbol alone has is sure, and so is the own share.
    const total = Math.max(share.total, share.self, joined.get(target) ?? 0);
    shares.set(target, { ...share, total: Math.min(1, total) });
  }
}

interface Index {
  /** Definitions by unqualified name. */
  readonly byName: ReadonlyMap<string, readonly Candidate[]>;
  readonly byPath: ReadonlyMap<string, readonly Candidate[]>;
}

function indexFunctions(trees: readonly Tree[]): Index {
  const byName = new Map<string, Candidate[]>();
  const byPath = new Map<string, Candidate[]>();
  for (const tree of trees) {
    const inFile: Candidate[] = [];
    for (const node of functionsIn(tree)) {
      if (node.kind !== 'function_definition' || !functionDeclarator(node)) continue;
      const parts = symbolPath(functionName(node)).parts;
      const name = parts.at(-1);
      if (name === undefined) continue;
      const candidate = { node, parts, path: tree.path };
      inFile.push(candidate);
      const list = byName.get(name);
      if (list) list.push(candidate);
      else byName.set(name, [candidate]);
    }
    byPath.set(tree.path, inFile);
  }
  return { byName, byPath };
}

function findTarget(profiled: ProfiledFunction, index: Index): Node | undefined {
  const path = symbolPath(profiled.symbol);
  const name = path.parts.at(-1);
  if (name === undefined) return path.isLambda ? atLine(profiled, index) : undefined;
  const named = (index.byName.get(name) ?? []).filter((each) => fits(each, path, profiled));
  const inFile = named.filter((each) => isSameFile(profiled.file, each.path));
  return choose(inFile.length > 0 ? inFile : named, path, profiled)?.node;
}

/**
 * Whether the names agree: one path ends with the other. What the symbol has more must be namespaces that the file does not show
 * (`using namespace` before a member's definition); what it has less, namespaces that the symbol does not (`extern "C"`). Elsewhere only
 * the file can say that they are the same.
 */
function fits(candidate: Candidate, path: SymbolPath, profiled: ProfiledFunction): boolean {
  const [own, theirs] = [candidate.parts, path.parts];
  const common = Math.min(own.length, theirs.length);
  for (let i = 1; i <= common; i++) if (own.at(-i) !== theirs.at(-i)) return false;
  if (own.length === theirs.length || isSameFile(profiled.file, candidate.path)) return true;
  if (theirs.length > own.length) return own.length > 1 || theirs.slice(0, -own.length).every(isInlineNamespace);
  return !isMember(candidate.node);
}

function isMember(fn: Node): boolean {
  return ancestor(fn, 'class_specifier', 'struct_specifier', 'union_specifier') !== undefined;
}

/** `__cxx11`, `_V2`, `v10`: versions that sources hide behind a macro. */
function isInlineNamespace(part: string): boolean {
  return /^_|^v\d+$/.test(part);
}

function choose(candidates: readonly Candidate[], path: SymbolPath, profiled: ProfiledFunction): Candidate | undefined {
  if (candidates.length <= 1) return candidates[0];
  const { line } = profiled;
  const atLine = candidates.filter((each) => line !== null && isSameFile(profiled.file, each.path) && holdsLine(each.node, line));
  if (atLine.length === 1) return atLine[0];
  // The longer the path that both show, the surer.
  const longest = Math.max(...candidates.map((each) => Math.min(each.parts.length, path.parts.length)));
  const closest = candidates.filter((each) => Math.min(each.parts.length, path.parts.length) === longest);
  if (closest.length === 1) return closest[0];
  const scores = closest.map((each) => agreement(each.node, path));
  const best = Math.max(...scores);
  const chosen = closest.filter((_, place) => scores[place] === best);
  return best > Number.NEGATIVE_INFINITY && chosen.length === 1 ? chosen[0] : undefined;
}

/** The function that holds the line, for code whose symbol has no name of its own. */
function atLine({ file, line }: ProfiledFunction, index: Index): Node | undefined {
  if (file === null || line === null) return undefined;
  const found: Node[] = [];
  for (const [path, candidates] of index.byPath) {
    if (!isSameFile(file, path)) continue;
    const holding = candidates.filter((each) => holdsLine(each.node, line)).map((each) => each.node);
    const innermost = holding.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
    if (innermost) found.push(enclosingFunction(innermost) && isLocal(innermost) ? (enclosingFunction(innermost) ?? innermost) : innermost);
  }
  return found.length === 1 ? found[0] : undefined;
}

function isLocal(fn: Node): boolean {
  return ancestor(fn, 'class_specifier', 'struct_specifier') === undefined;
}

function holdsLine(node: Node, line: number): boolean {
  return node.line <= line && line <= node.endLine;
}

/** Whether a file that a profile names is the one at this path: either may be cut at the front. */
function isSameFile(file: string | null, path: string): boolean {
  if (file === null) return false;
  return file === path || file.endsWith(`/${path}`) || path.endsWith(`/${file.replace(/^(?:\.{1,2}\/)+/, '')}`);
}
