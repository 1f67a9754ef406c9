import { GitFailure, runGit } from './git.ts';
import { findRepository } from './range.ts';

/** Name of the default branch as the clone knows it: the remote's HEAD, else `main`, `master` or `trunk` where it exists, else the current one. */
export async function readDefaultBranch(directory: string): Promise<string> {
  await findRepository(directory);
  const ask = async (...args: readonly string[]) => {
    try {
      return (await runGit(directory, args)).toString('utf8').trim();
    } catch (error) {
      if (error instanceof GitFailure) return '';
      throw error;
    }
  };
  const remote = await ask('symbolic-ref', '--short', 'refs/remotes/origin/HEAD');
  if (remote.startsWith('origin/')) return remote.slice('origin/'.length);
  const branches = (await ask('for-each-ref', '--format=%(refname:short)', 'refs/heads')).split('\n');
  return ['main', 'master', 'trunk'].find((name) => branches.includes(name)) ?? ((await ask('symbolic-ref', '--short', 'HEAD')) || 'main');
}
