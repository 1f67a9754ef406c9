import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { isCpp, type Source } from './pull-request.ts';
import { decodeText } from './text.ts';
import { UserError } from './user-error.ts';

/** What was found on disk, each list in the order of its paths. */
export interface Files {
  readonly sources: readonly Source[];
  /** Files that are no text. */
  readonly excluded: readonly { readonly path: string; readonly reason: string }[];
  /** C++ files and folders that exist and could not be read. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
}

/** Bytes above which a file is not read. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Files that are open at a time. */
const AT_ONCE = 64;

const SKIPPED_FOLDERS = new Set(['.git', 'node_modules']);

/**
 * The C++ files among `paths` and in the folders below them, from the working tree. Paths that come back are relative to `directory`.
 * Symlinks inside folders are not followed. Throws a UserError for a path that does not exist or a file that is not C++.
 */
export async function readFiles(directory: string, paths: readonly string[]): Promise<Files> {
  const unread: { path: string; reason: string }[] = [];
  const excluded: { path: string; reason: string }[] = [];
  const sources: Source[] = [];
  const found = new Set<string>();
  for (const path of paths) await collect(directory, path, found, unread);

  const read = async (file: string) => {
    const path = nameOf(directory, file);
    try {
      const { size } = await stat(file);
      if (size > MOST_BYTES) {
        unread.push({ path, reason: `the file has ${size} bytes, more than the ${MOST_BYTES} that are read` });
        return;
      }
      const text = decodeText(await readFile(file));
      if (text === 'binary') excluded.push({ path, reason: 'binary' });
      else sources.push({ path, text: text.text });
    } catch (error) {
      unread.push({ path, reason: reasonOf(error) });
    }
  };
  const files = [...found];
  for (let from = 0; from < files.length; from += AT_ONCE) await Promise.all(files.slice(from, from + AT_ONCE).map(read));
  return { sources: sources.sort(byPath), excluded: excluded.sort(byPath), unread: unread.sort(byPath) };
}

async function collect(directory: string, path: string, found: Set<string>, unread: { path: string; reason: string }[]): Promise<void> {
  const start = resolve(directory, path);
  const about = await stat(start).catch((error: unknown) => {
    throw new UserError(`${path} cannot be scanned: ${reasonOf(error)}.`);
  });
  if (about.isFile()) {
    if (!isCpp(start)) throw new UserError(`${path} is not a C or C++ file; name a file such as x.cc or x.hh, or a folder.`);
    found.add(start);
    return;
  }
  if (!about.isDirectory()) throw new UserError(`${path} is neither a file nor a folder; name one of these.`);
  const open = [start];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    try {
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        const full = join(folder, entry.name);
        if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) open.push(full);
        else if (entry.isFile() && isCpp(entry.name)) found.add(full);
      }
    } catch (error) {
      unread.push({ path: nameOf(directory, folder), reason: reasonOf(error) });
    }
  }
}

function nameOf(directory: string, file: string): string {
  return relative(resolve(directory), file).split(sep).join('/') || '.';
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'it does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'permission was denied';
  return message;
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
