import { growTree } from './call-tree.ts';
import type { ProfileReading } from './formats/format.ts';
import { MOST_FUNCTIONS, type ProfiledFunction, type ProfileProblem } from './profile.ts';
import { isMangled, isUnnamed, withoutClone } from './symbol.ts';

/** Adds up stacks of frames to the shares of functions. */
export interface Stacks {
  /** The number of a frame's function; the same for the same symbol and file. */
  readonly frame: (symbol: string, file?: string, line?: number) => number;
  /** Adds a stack, outermost frame first, with its weight. */
  readonly add: (stack: readonly number[], weight: number) => void;
  /** What was added, as a reading. */
  readonly finish: (unit: string, samples: number | null, problems?: readonly ProfileProblem[]) => ProfileReading;
}

/** Frames of one stack that are kept: perf and the BSDs record at most 127. */
const DEEPEST = 1024;

const UNNAMED = 0;

/** A sum with nothing in it yet. */
export function sumStacks(): Stacks {
  const names: { readonly symbol: string; readonly file: string | null; readonly line: number | null }[] = [
    { symbol: '', file: null, line: null },
  ];
  const self = [0];
  const inclusive = [0];
  /** Number of the last stack that a function was counted in: recursion counts once. */
  const seen = [-1];
  const byFrame = new Map<string, number>();
  const byName = new Map<string, number>();
  const tree = growTree();
  let total = 0;
  let count = 0;
  let cut = 0;
  let left = 0;
  let mangled = 0;

  const add = (stack: readonly number[], weight: number) => {
    if (!(weight > 0) || !Number.isFinite(weight) || stack.length === 0) return;
    // Of an overlong stack the innermost frames say where the time goes.
    const from = Math.max(0, stack.length - DEEPEST);
    if (from > 0) cut++;
    const frames = from > 0 ? stack.slice(from) : stack;
    total += weight;
    for (const id of frames) {
      if (seen[id] === count) continue;
      seen[id] = count;
      inclusive[id] = (inclusive[id] ?? 0) + weight;
    }
    const leaf = frames.at(-1) ?? UNNAMED;
    self[leaf] = (self[leaf] ?? 0) + weight;
    tree.add(frames, weight);
    count++;
  };

  const frame = (symbol: string, file?: string, line?: number): number => {
    const key = file === undefined ? symbol : `${symbol}\0${file}`;
    const known = byFrame.get(key);
    if (known !== undefined) return known;
    const name = isUnnamed(symbol) ? '' : withoutClone(symbol);
    if (isMangled(symbol)) mangled++;
    const nameKey = file === undefined ? name : `${name}\0${file}`;
    let id = name === '' ? UNNAMED : byName.get(nameKey);
    if (id === undefined && names.length > MOST_FUNCTIONS) {
      left++;
      return UNNAMED;
    }
    if (id === undefined) {
      id = names.push({ symbol: name, file: file ?? null, line: line ?? null }) - 1;
      byName.set(nameKey, id);
      self.push(0);
      inclusive.push(0);
      seen.push(-1);
    }
    if (byFrame.size < MOST_FUNCTIONS) byFrame.set(key, id);
    return id;
  };

  const finish: Stacks['finish'] = (unit, samples, problems = []) => {
    const order = names.map((_, id) => id).filter((id) => id !== UNNAMED && (inclusive[id] ?? 0) > 0);
    order.sort((a, b) => (inclusive[b] ?? 0) - (inclusive[a] ?? 0) || (self[b] ?? 0) - (self[a] ?? 0));
    const functions = order.flatMap((id): ProfiledFunction[] => {
      const name = names[id];
      return name ? [{ ...name, self: (self[id] ?? 0) / total, total: (inclusive[id] ?? 0) / total }] : [];
    });
    const places = new Int32Array(names.length).fill(-1);
    for (const [place, id] of order.entries()) places[id] = place;
    const own: ProfileProblem[] = [];
    if (cut > 0)
      own.push({ code: 'deep-stacks', level: 'info', note: `${cut} stacks were deeper than ${DEEPEST} frames and lost their outer ones.` });
    if (left > 0)
      own.push({ code: 'too-many-functions', level: 'warn', note: `Beyond the first ${MOST_FUNCTIONS} names functions count as unnamed.` });
    own.push(...mangledProblem(mangled));
    return {
      unit,
      total,
      samples,
      functions: total > 0 ? functions : [],
      named: total > 0 ? 1 - (self[UNNAMED] ?? 0) / total : 0,
      calls: tree.finish((id) => places[id] ?? -1, total),
      problems: [...problems, ...own],
    };
  };
  return { frame, add, finish };
}

function mangledProblem(count: number): readonly ProfileProblem[] {
  if (count === 0) return [];
  return [
    { code: 'mangled', level: 'warn', note: `${count} names are mangled and count as unnamed: pipe the profile through \`c++filt\`.` },
  ];
}

/** A reading of a flat table: shares as printed, each function once. */
export function flatReading(
  rows: readonly ProfiledFunction[],
  facts: Pick<ProfileReading, 'unit' | 'total' | 'samples' | 'problems'>,
): ProfileReading {
  const merged = new Map<string, ProfiledFunction>();
  let unnamed = 0;
  let mangled = 0;
  for (const row of rows) {
    if (isUnnamed(row.symbol)) {
      unnamed += row.self;
      if (isMangled(row.symbol)) mangled++;
      continue;
    }
    const symbol = withoutClone(row.symbol);
    const key = `${symbol}\0${row.file ?? ''}`;
    const known = merged.get(key);
    if (!known && merged.size >= MOST_FUNCTIONS) continue;
    const self = Math.min(1, (known?.self ?? 0) + row.self);
    // Two clones of one function may call each other: the larger inclusive share is sure.
    const total = Math.max(self, known?.total ?? 0, Math.min(1, row.total));
    merged.set(key, { symbol, file: row.file, line: known?.line ?? row.line, self, total });
  }
  const functions = [...merged.values()].filter((each) => each.total > 0).sort((a, b) => b.total - a.total || b.self - a.self);
  const sum = functions.reduce((all, each) => all + each.self, 0);
  return {
    ...facts,
    problems: [...facts.problems, ...mangledProblem(mangled)],
    functions,
    named: Math.min(1 - Math.min(1, unnamed), sum),
    calls: null,
  };
}
