import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/** git ended with an error; the message is the first line that it wrote, without `fatal:`. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure';
}

/** git itself could not be started. */
export class GitMissing extends Error {
  override readonly name = 'GitMissing';
}

/**
 * Runs one git command and gives its output.
 * Only for plumbing: it takes no aliases, pagers or hooks, and the settings of `environment()` shut off the rest.
 */
export function runGit(directory: string, args: readonly string[], input = ''): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = startGit(directory, args);
    const output: Buffer[] = [];
    let complaint = '';
    child.on('error', (error) => reject(new GitMissing(error.message)));
    child.stdin.on('error', () => {}); // git may end before it has read everything; its exit code says so
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < 10_000) complaint += chunk.toString('utf8');
    });
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output));
      else reject(new GitFailure(firstComplaint(complaint) || `git ${args[0] ?? ''} ended with code ${code}`));
    });
    child.stdin.end(input);
  });
}

/** Starts git with pipes on all three sides. */
export function startGit(directory: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn('git', ['--no-pager', '--literal-pathspecs', '-C', directory, ...args], {
    env: environment(),
    stdio: 'pipe',
    windowsHide: true,
  });
}

/**
 * Settings that outrank the repository's own: whoever made the repository under review must not run anything here.
 * `safe.directory` because a container's checkout often belongs to another user: git asks for it to keep that user's
 * configuration from running programs, which the rest of this list sees to.
 */
const SETTINGS: readonly (readonly [string, string])[] = [
  ['safe.directory', '*'],
  ['safe.bareRepository', 'all'],
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.attributesFile', '/dev/null'],
  ['protocol.allow', 'never'],
];

/** The caller's environment without its git variables, which name the repository of a hook or rebase that may be under way. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name) || name === 'GIT_CONFIG_GLOBAL');
  const settings = SETTINGS.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ]);
  return {
    ...Object.fromEntries(own),
    ...Object.fromEntries(settings),
    GIT_CONFIG_COUNT: String(SETTINGS.length),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    // A partial clone must not fetch what it lacks. The second variable is for a git that does not know the first.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    LC_ALL: 'C',
  };
}

function firstComplaint(text: string): string {
  const line = text.split('\n').find((each) => each.startsWith('fatal:')) ?? text.split('\n')[0] ?? '';
  return line.replace(/^(?:fatal|error): /, '').trim();
}
