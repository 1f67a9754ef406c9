import { type Client, type ConnectOptions, connect } from '../../../src/github/client.ts';
import { type GitHub, startGitHub } from './github.ts';
import type { Permissions } from './permissions.ts';

/** Name of the fake's repository. */
export const REPOSITORY = { owner: 'octocat', name: 'kernel' };

/** A client of the fake that does not wait as long as with GitHub. */
export function connectTo(github: GitHub, permissions?: Permissions, options: Partial<ConnectOptions> = {}): Promise<Client> {
  return connect({
    token: github.token(permissions),
    apiUrl: github.enterprise.api,
    timeoutMs: 2000,
    deadlineMs: 20_000,
    spacingMs: 1,
    retryDelayMs: 1,
    ...options,
  });
}

/** Runs `use` with a new GitHub; what it was asked, and what it answered, must have been as GitHub describes it. */
export async function withGitHub(use: (github: GitHub) => Promise<void>): Promise<void> {
  const github = await startGitHub();
  try {
    await use(github);
  } catch (error) {
    throw github.violations.length === 0 ? error : new Error(wrong(github), { cause: error });
  } finally {
    await github.close();
  }
  if (github.violations.length > 0) throw new Error(wrong(github));
}

function wrong({ violations }: GitHub): string {
  return `Not as GitHub describes it:\n${violations.join('\n')}`;
}
