import { readFile, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { glob } from 'tinyglobby';
import type { EvidenceInput } from './evidence/input.ts';
import type { Profile, ProfileSide } from './heat/profile.ts';
import { readProfile } from './heat/read-profile.ts';
import { UserError } from './user-error.ts';

/** Results and profiles that a person or an earlier step hands in. */
export interface HandedIn {
  readonly files: EvidenceInput['files'];
  readonly profiles: readonly Profile[];
  /** What is wrong with it and ends nothing, a sentence each. */
  readonly notes: readonly string[];
}

/** Paths by what they are said to hold. */
export interface HandedPaths {
  readonly benchmarkBefore: readonly string[];
  readonly benchmarkAfter: readonly string[];
  readonly profileBefore: readonly string[];
  readonly profileAfter: readonly string[];
  /** Profiles of a side that is not told. */
  readonly profile: readonly string[];
}

/** Bytes of one file that are read: a profile may be large, results of a benchmark are not. */
const MOST_BYTES = { benchmark: 64 * 1024 * 1024, profile: 512 * 1024 * 1024 } as const;

/** Reads what is handed in. Throws a UserError for a file that cannot be read: evidence that is lost must not pass for none. */
export async function readHandedIn(paths: HandedPaths): Promise<HandedIn> {
  const files = (side: 'before' | 'after', list: readonly string[]) =>
    Promise.all(list.map(async (path) => ({ side, path, text: (await readBytes(path, 'benchmark')).toString('utf8') })));
  const profiles = (side: ProfileSide, list: readonly string[]) =>
    Promise.all(list.map(async (path) => usable(readProfile(path, await readBytes(path, 'profile'), side))));
  const read = [
    ...(await profiles('before', paths.profileBefore)),
    ...(await profiles('after', paths.profileAfter)),
    ...(await profiles(null, paths.profile)),
  ];
  return {
    files: [...(await files('before', paths.benchmarkBefore)), ...(await files('after', paths.benchmarkAfter))],
    profiles: read,
    notes: read.flatMap(({ name, problems }) => problems.map(({ note }) => (note.includes(name) ? note : `${name}: ${note}`))),
  };
}

/**
 * The files that lines of globs name, below `directory`; symlinks are not followed. A glob may name none: the step that makes the results
 * need not run for every pull request. `missed` is told of it.
 */
export async function expandGlobs(lines: string, directory: string, missed: (glob: string) => void): Promise<readonly string[]> {
  const patterns = lines.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const found: string[] = [];
  for (const pattern of patterns) {
    const matches = await glob(pattern, {
      cwd: directory,
      absolute: true,
      dot: true,
      followSymbolicLinks: false,
      expandDirectories: false,
    });
    if (matches.length === 0) missed(pattern);
    found.push(...matches.sort());
  }
  return [...new Set(found)];
}

/** The profile, when it says anything: one that was handed in for nothing must not pass for one that was never meant. */
function usable(profile: Profile): Profile {
  const blocked = profile.problems.find((problem) => problem.level === 'block');
  if (blocked) throw new UserError(blocked.note.startsWith(profile.name) ? blocked.note : `${profile.name} says nothing: ${blocked.note}`);
  return profile;
}

async function readBytes(path: string, kind: 'benchmark' | 'profile'): Promise<Buffer> {
  const limit = MOST_BYTES[kind];
  try {
    const { size } = await stat(path);
    if (size > limit) throw new UserError(`${path} has ${size} bytes, more than the ${limit} that are read; hand in a shorter ${kind}.`);
    const bytes = await readFile(path);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return isGzip ? gunzipSync(bytes, { maxOutputLength: limit }) : bytes;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT'
        ? 'it does not exist'
        : code === 'EISDIR'
          ? 'it is a folder'
          : code === 'ERR_BUFFER_TOO_LARGE'
            ? 'it unpacks to too much'
            : message;
    throw new UserError(`${path} cannot be read: ${reason}; check the path.`);
  }
}
