import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Baseline, parseBaseline } from '../baseline.ts';
import { CONFIG_PATH, type Config, DEFAULT_CONFIG, parseConfig } from '../config.ts';
import { SEVERITIES } from '../findings.ts';
import { UserError } from '../user-error.ts';
import type { Arguments } from './command.ts';

/** The rules of the game, and where they were read. */
export interface Policy {
  readonly config: Config;
  readonly baseline: Baseline | null;
  /** Path of the config file; null when there is none. */
  readonly path: string | null;
}

/** Reads a file of the repository; null when there is none. */
export type ReadFile = (path: string) => Promise<string | null>;

/**
 * The config that `--config` names, from the disk, else the repository's own by `read`; `--fail-on` goes before what it says.
 * Throws a UserError when a file that was named is not there or not understood.
 */
export async function readPolicy(args: Arguments, read: ReadFile): Promise<Policy> {
  const named = args.value('config');
  const text = named === undefined ? await read(CONFIG_PATH) : await readNamed(named);
  const path = text === null ? null : (named ?? CONFIG_PATH);
  const config = withFailOn(text === null ? DEFAULT_CONFIG : parseConfig(text, path ?? CONFIG_PATH), args.value('fail-on'));
  return { config, baseline: await readBaseline(config, read), path };
}

/** Text of a file that the user named. Throws a UserError when it cannot be read. */
export async function readNamed(path: string): Promise<string> {
  return (await readNamedBytes(path)).toString('utf8');
}

/** Bytes of a file that the user named. Throws a UserError when it cannot be read. */
export async function readNamedBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'it does not exist' : code === 'EISDIR' ? 'it is a folder' : `${code ?? 'it failed'}`;
    throw new UserError(`${path} cannot be read: ${reason}; check the path.`);
  }
}

/** Reads files of the working tree below a folder; null for one that is not there. */
export function fromDisk(directory: string): ReadFile {
  return async (path) => {
    try {
      return await readFile(resolve(directory, path), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw new UserError(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code}; check its permissions.`);
    }
  };
}

async function readBaseline(config: Config, read: ReadFile): Promise<Baseline | null> {
  if (config.baseline === undefined) return null;
  const text = await read(config.baseline);
  // One that is named before it is written accepts nothing.
  return text === null ? null : parseBaseline(text, config.baseline);
}

/** The config with another `fail-on`. Throws a UserError for a word that is none. */
export function withFailOn(config: Config, failOn: string | undefined): Config {
  if (failOn === undefined || failOn === '') return config;
  const known = [...SEVERITIES, 'never'] as const;
  const found = known.find((word) => word === failOn);
  if (!found) throw new UserError(`\`fail-on\` must be one of ${known.join(', ')}, not \`${failOn}\`.`);
  return { ...config, 'fail-on': found };
}
