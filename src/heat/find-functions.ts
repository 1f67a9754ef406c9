import { agreement } from './agreement.ts';
import type { ProfiledFunction } from './profile.ts';
import type { FileFunctions, SourceFunction } from './source-functions.ts';
import { type SymbolPath, symbolPath } from './symbol-path.ts';

/**
 * For each function of a profile the definitions that it may be: one where it is sure, none where none fits, several where the profile
 * does not tell them apart, as overloads without their parameters.
 */
export function findFunctions(
  profiled: readonly ProfiledFunction[],
  files: readonly FileFunctions[],
): readonly (readonly SourceFunction[])[] {
  const index = indexFunctions(files);
  return chooseVariants(profiled.map((each) => findDefinitions(each, index)));
}

interface Index {
  readonly files: readonly FileFunctions[];
  /** Definitions by unqualified name. */
  readonly byName: ReadonlyMap<string, readonly SourceFunction[]>;
  /** Functions that fire a tracepoint, by the name that OSv's TRACEPOINT declares for it: `trace_vfs_open`. */
  readonly callers: ReadonlyMap<string, readonly SourceFunction[]>;
  readonly aliases: ReadonlyMap<string, string>;
}

function indexFunctions(files: readonly FileFunctions[]): Index {
  const byName = new Map<string, SourceFunction[]>();
  const callers = new Map<string, SourceFunction[]>();
  const push = (map: Map<string, SourceFunction[]>, name: string, fn: SourceFunction) => {
    const list = map.get(name);
    if (list) list.push(fn);
    else map.set(name, [fn]);
  };
  for (const fn of files.flatMap(({ functions }) => functions)) {
    push(byName, fn.parts.at(-1) ?? '', fn);
    for (const name of fn.calls) if (name.startsWith('trace_')) push(callers, name, fn);
  }
  return { files, byName, callers, aliases: new Map(files.flatMap((file) => [...file.aliases])) };
}

/** The definitions that a symbol may mean; one where it is sure. */
function findDefinitions(profiled: ProfiledFunction, index: Index): readonly SourceFunction[] {
  if (profiled.isTracepoint) return index.callers.get(`trace_${profiled.symbol}`) ?? [];
  const path = symbolPath(profiled.symbol);
  const name = path.parts.at(-1);
  if (name === undefined) return path.isLambda ? findAtLine(profiled, index) : [];
  const named = (index.byName.get(name) ?? []).filter((each) => fits(each, path, profiled));
  const inFile = named.filter((each) => isSameFile(profiled.file, each.path));
  return choose(inFile.length > 0 ? inFile : named, path, profiled, index);
}

/**
 * Whether the names agree: one path ends with the other. What the symbol has more must be namespaces that the file does not show
 * (`using namespace` before a member's definition); what it has less, namespaces that the symbol does not (`extern "C"`). Elsewhere only
 * the file can say that they are the same.
 */
function fits(fn: SourceFunction, path: SymbolPath, profiled: ProfiledFunction): boolean {
  const [own, theirs] = [fn.parts, path.parts];
  const common = Math.min(own.length, theirs.length);
  for (let i = 1; i <= common; i++) if (own.at(-i) !== theirs.at(-i)) return false;
  if (own.length === theirs.length || isSameFile(profiled.file, fn.path)) return true;
  if (theirs.length > own.length) return own.length > 1 || theirs.slice(0, -own.length).every(isInlineNamespace);
  return !fn.isMember;
}

/** `__cxx11`, `_V2`, `v10`: versions that sources hide behind a macro. */
function isInlineNamespace(part: string): boolean {
  return /^_|^v\d+$/.test(part);
}

function choose(
  candidates: readonly SourceFunction[],
  path: SymbolPath,
  { file, line }: ProfiledFunction,
  { aliases }: Index,
): readonly SourceFunction[] {
  const atLine = candidates.filter((each) => line !== null && isSameFile(file, each.path) && each.line <= line && line <= each.endLine);
  if (atLine.length === 1) return atLine;
  const scores = new Map(candidates.map((each) => [each, agreement(each, path, aliases)]));
  const possible = candidates.filter((each) => (scores.get(each) ?? 0) >= 0);
  // The same path is surer than one that the other only ends with.
  const closest = best(possible, (each) => (each.parts.length === path.parts.length ? 1 : 0));
  return best(closest, (each) => scores.get(each) ?? 0);
}

/**
 * Two definitions of one symbol are for two programs: `arch/x64` and `arch/aarch64`. Where the profile surely shows other functions of the
 * one folder and none of the other, it is the one that was built. Functions internal to their files may well be in one program.
 */
function chooseVariants(found: readonly (readonly SourceFunction[])[]): readonly (readonly SourceFunction[])[] {
  const folders = new Set(found.flatMap((each) => (each.length === 1 ? foldersOf(each[0]?.path ?? '') : [])));
  return found.map((candidates) => {
    if (candidates.length < 2 || candidates.some((each) => each.isInternal)) return candidates;
    const own = candidates.map((each) => foldersOf(each.path));
    const depth = own[0]?.findIndex((folder, at) => own.some((other) => other[at] !== folder)) ?? -1;
    if (depth < 0) return candidates;
    const shown = candidates.filter((_, place) => folders.has(own[place]?.[depth] ?? ''));
    return shown.length > 0 ? shown : candidates;
  });
}

/** `arch/x64/mmu.cc`: `arch/` and `arch/x64/`. */
function foldersOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, at) => `${names.slice(0, at + 1).join('/')}/`);
}

/** Those with the highest score. */
function best(candidates: readonly SourceFunction[], score: (candidate: SourceFunction) => number): readonly SourceFunction[] {
  const scores = candidates.map(score);
  const highest = Math.max(...scores);
  return candidates.filter((_, place) => scores[place] === highest);
}

/** The function that holds the line, for code whose symbol has no name of its own: the outermost, where one is local to another. */
function findAtLine({ file, line }: ProfiledFunction, { files }: Index): readonly SourceFunction[] {
  if (file === null || line === null) return [];
  return files
    .filter((each) => isSameFile(file, each.path))
    .flatMap(({ functions }) => functions.find((each) => each.line <= line && line <= each.endLine) ?? []);
}

/** Whether a file that a profile names is the one at this path: either may be cut at the front. */
function isSameFile(file: string | null, path: string): boolean {
  if (file === null) return false;
  return file === path || file.endsWith(`/${path}`) || path.endsWith(`/${file.replace(/^(?:\.{1,2}\/)+/, '')}`);
}
