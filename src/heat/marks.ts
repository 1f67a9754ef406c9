import picomatch from 'picomatch/posix';
import type { FileFunctions, Heading } from './source-functions.ts';

/** The parts of the config file that say which code is hot or cold: globs of paths, and of qualified function names. */
export interface HeatConfig {
  readonly hot: Globs;
  readonly cold: Globs;
}

export interface Globs {
  readonly paths: readonly string[];
  readonly functions: readonly string[];
}

/** A function by its place and its names. */
export interface Named {
  readonly path: string;
  /** Qualified name as far as the file shows it. */
  readonly name: string;
  /** With its class, without namespaces: what a declaration elsewhere is known by. */
  readonly ownedName: string;
  readonly mark: Heading | undefined;
}

/** What people say of a function, in the source or in the config. */
export interface Mark {
  readonly heat: Heading;
  readonly source: 'annotation' | 'config';
}

/** Answers which mark a function bears; a hot one before a cold one, the source before the config. */
export type FindMark = (fn: Named) => Mark | undefined;

/** Compiles the globs and gathers the marks on declarations, which hold for the definitions. */
export function readMarks(files: readonly FileFunctions[], config: HeatConfig): FindMark {
  const declared = new Map(files.flatMap((file) => [...file.declared]));
  const hot = compile(config.hot);
  const cold = compile(config.cold);
  return (fn) => {
    const inSource = fn.mark ?? declared.get(fn.ownedName);
    if (inSource === 'hot') return { heat: 'hot', source: 'annotation' };
    if (hot(fn)) return { heat: 'hot', source: 'config' };
    if (inSource === 'cold') return { heat: 'cold', source: 'annotation' };
    return cold(fn) ? { heat: 'cold', source: 'config' } : undefined;
  };
}

function compile({ paths, functions }: Globs): (fn: Named) => boolean {
  const isPath = paths.length > 0 ? picomatch([...paths], { dot: true }) : () => false;
  const isFunction = functions.length > 0 ? picomatch([...functions], { dot: true, nobrace: true, noextglob: true }) : undefined;
  return ({ path, name }) => {
    if (isPath(path)) return true;
    // `virtio::*` means the namespace wherever it is nested.
    const parts = isFunction ? name.split('::') : [];
    return parts.some((_, from) => isFunction?.(parts.slice(from).join('::')) === true);
  };
}
