import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A throw-away repository on branch `main`. */
export interface TestRepository {
  readonly directory: string;
  readonly git: (...args: string[]) => string;
  /** Writes the files (null removes one), commits everything, and gives the SHA. */
  readonly commit: (message: string, files: Readonly<Record<string, string | Buffer | null>>) => string;
}

/** A new, empty repository in a folder of the caller's. */
export function makeRepository(root: string): TestRepository {
  const directory = join(root, 'kernel');
  mkdirSync(directory);
  const git = (...args: string[]) => run(directory, args);
  git('init', '--quiet', '--initial-branch=main');
  const commit: TestRepository['commit'] = (message, files) => {
    for (const [path, content] of Object.entries(files)) {
      const file = join(directory, path);
      mkdirSync(dirname(file), { recursive: true });
      if (content === null) rmSync(file);
      else writeFileSync(file, content);
    }
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', message);
    return git('rev-parse', 'HEAD');
  };
  return { directory, git, commit };
}

/** Runs `use` with a new, empty repository and removes it afterwards. */
export async function withRepository<T>(use: (repository: TestRepository) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'repository-'));
  try {
    return await use(makeRepository(root));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Runs git with an identity and without the machine's configuration. */
export function run(directory: string, args: readonly string[]): string {
  const identity = {
    GIT_AUTHOR_NAME: 'Mona',
    GIT_AUTHOR_EMAIL: 'mona@example.org',
    GIT_COMMITTER_NAME: 'Mona',
    GIT_COMMITTER_EMAIL: 'mona@example.org',
  };
  const env = { ...process.env, ...identity, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', args, { cwd: directory, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
