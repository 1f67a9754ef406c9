import { isCpp, type Source } from './pull-request.ts';

/** One `#include` of a file, as written. */
export interface Include {
  /** What stands between the quotes or angle brackets. */
  readonly target: string;
  readonly quoted: boolean;
}

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*(?:"([^"\r\n]+)"|<([^>\r\n]+)>)/gm;

/** Headers of the C library and of POSIX: a repository that carries its own libc would fill the bound with them. */
const SYSTEM_HEADERS = new Set(
  (
    'assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic stdbool stddef ' +
    'stdint stdio stdlib stdnoreturn string strings tgmath threads time uchar wchar wctype unistd fcntl poll pthread sched semaphore ' +
    'dirent dlfcn malloc memory netdb pwd grp syslog termios utime'
  )
    .split(' ')
    .map((name) => `${name}.h`),
);

/** Bounds of the unchanged headers that are read for the types in them, the same wherever a change is read from. */
export const MOST_HEADERS = 80;
export const MOST_HEADER_CHARACTERS = 2 * 1024 * 1024;
/** The headers that the changed files include, and those that these include: types hang on names that stand further off too seldom. */
export const INCLUDE_ROUNDS = 2;

/** The includes of a C++ text in order, repeated ones once; includes made by macros are left out. */
export function findIncludes(text: string): readonly Include[] {
  const found = new Map<string, Include>();
  for (const [, quoted, angled] of text.matchAll(INCLUDE)) {
    const target = (quoted ?? angled ?? '').trim();
    const key = `${quoted === undefined ? '<' : '"'}${target}`;
    if (target !== '' && !found.has(key)) found.set(key, { target, quoted: quoted !== undefined });
  }
  return [...found.values()];
}

/** Headers that a file of definitions is a part of: `queue-inl.h` sees what `queue.h` declares above the include. */
function hostsOf(path: string): readonly Include[] {
  const name = /^(.+?)(?:[-_.](?:inl|impl)(?:\.\w+)?|\.(?:ipp|tcc|tpp))$/.exec(baseName(path))?.[1];
  return name === undefined ? [] : ['h', 'hh', 'hpp'].map((ending) => ({ target: `${name}.${ending}`, quoted: true }));
}

/** Whether a resolver could find this include among a repository's files; standard headers are not worth a look. */
export function isRepositoryInclude({ target, quoted }: Include): boolean {
  return isCpp(target) && (quoted || !SYSTEM_HEADERS.has(target));
}

/** Paths of C++ files by their last part: made once for many questions. */
export type PathIndex = ReadonlyMap<string, readonly string[]>;

/**
 * Paths, among those of the index, of the C++ files that `sources` include and that are not themselves in `sources`; most useful first, at most
 * `limit`. Include paths of the build are unknown, so a target matches the file beside the source, else the file whose path ends with
 * it and lies nearest to the source. A source's own header comes before all others, then the headers that most sources include.
 */
export function resolveIncludes(sources: readonly Source[], index: PathIndex, limit: number): readonly string[] {
  const given = new Set(sources.map((source) => source.path));
  const found = new Map<string, { own: boolean; uses: number }>();
  for (const source of sources) {
    const mine = new Set<string>();
    for (const include of [...hostsOf(source.path), ...findIncludes(source.text)]) {
      const path = isRepositoryInclude(include) ? findHeader(include, source.path, index) : undefined;
      if (path !== undefined && !given.has(path)) mine.add(path);
    }
    for (const path of mine) {
      const known = found.get(path) ?? { own: false, uses: 0 };
      found.set(path, { own: known.own || stem(path) === stem(source.path), uses: known.uses + 1 });
    }
  }
  // The sort is stable: equals stay in the order of the includes.
  return [...found]
    .sort(([, a], [, b]) => Number(b.own) - Number(a.own) || b.uses - a.uses)
    .slice(0, limit)
    .map(([path]) => path);
}

/** Indexes the C++ files among the paths. */
export function indexPaths(paths: Iterable<string>): PathIndex {
  const index = new Map<string, string[]>();
  for (const path of paths) {
    if (!isCpp(path)) continue;
    const name = baseName(path);
    const same = index.get(name);
    if (same === undefined) index.set(name, [path]);
    else same.push(path);
  }
  return index;
}

function findHeader(include: Include, from: string, index: PathIndex): string | undefined {
  const named = index.get(baseName(include.target)) ?? [];
  if (include.quoted) {
    const beside = joinPath(directory(from), include.target);
    if (beside !== undefined && named.includes(beside)) return beside;
  }
  const tail = include.target
    .split('/')
    .filter((part) => part !== '.' && part !== '..' && part !== '')
    .join('/');
  let best: string | undefined;
  for (const path of named) {
    if (path !== tail && !path.endsWith(`/${tail}`)) continue;
    if (best === undefined || isNearer(path, best, from)) best = path;
  }
  return best;
}

/** More directories shared with `from` is nearer; then the shorter path; then the alphabet, so that the answer never depends on order. */
function isNearer(path: string, best: string, from: string): boolean {
  const shared = sharedDirectories(path, from) - sharedDirectories(best, from);
  if (shared !== 0) return shared > 0;
  return path.length !== best.length ? path.length < best.length : path < best;
}

function sharedDirectories(a: string, b: string): number {
  const left = a.split('/').slice(0, -1);
  const right = b.split('/').slice(0, -1);
  const differs = left.findIndex((part, at) => part !== right[at]);
  return differs === -1 ? left.length : differs;
}

/** Undefined when `..` leaves the repository. */
function joinPath(base: string, target: string): string | undefined {
  const parts = base === '' ? [] : base.split('/');
  for (const part of target.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function directory(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function stem(path: string): string {
  return baseName(path).replace(/\.[^.]*$/, '');
}
