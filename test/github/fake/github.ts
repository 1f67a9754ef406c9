/** A GitHub of our own: one server, one repository, and the people who use it. */
import type { Interceptor, LoggedRequest } from './faults.ts';
import { createGitStore } from './git-store.ts';
import { type Permissions, WORKFLOW } from './permissions.ts';
import { listen, type ServerState } from './server.ts';
import { ACTIONS_BOT, createWorld, type World } from './world.ts';

/** A running fake. */
export interface GitHub {
  readonly world: World;
  /** Of a GitHub Enterprise Server: REST below `/api/v3`, GraphQL at `/api/graphql`. */
  readonly enterprise: Urls;
  /** Of github.com, where both stand at the root of a host of their own. */
  readonly dotcom: Urls;
  readonly requests: readonly LoggedRequest[];
  readonly violations: readonly string[];
  /** A token of the bot of Actions, or of another account. */
  readonly token: (permissions?: Permissions, viewer?: string) => string;
  /** Sees every request from now on; undefined lets all through. Numbers the requests from 0 again. */
  readonly watch: (intercept: Interceptor | undefined, kill?: () => void) => void;
  readonly close: () => Promise<void>;
}

/** Where a GitHub is reached, as the runner tells in its variables. */
export interface Urls {
  readonly server: string;
  readonly api: string;
  readonly graphql: string;
}

/** Starts one with an empty repository. */
export async function startGitHub(): Promise<GitHub> {
  const git = createGitStore();
  const tokens = new Map<string, { viewer: string; permissions: Permissions }>();
  const state: ServerState = {
    world: createWorld(git),
    tokens,
    requests: [],
    violations: [],
    intercept: undefined,
    kill: undefined,
  };
  const [own, dotcom] = await Promise.all([listen(state, 'enterprise'), listen(state, 'dotcom')]);
  return {
    world: state.world,
    enterprise: { server: 'https://github.example', api: `${own.url}/api/v3`, graphql: `${own.url}/api/graphql` },
    dotcom: { server: 'https://github.com', api: dotcom.url, graphql: `${dotcom.url}/graphql` },
    requests: state.requests,
    violations: state.violations,
    token: (permissions = WORKFLOW, viewer = ACTIONS_BOT) => {
      const token = `ghs_${`${tokens.size + 1}`.padStart(4, '0')}secret${'x'.repeat(26)}`;
      tokens.set(token, { viewer, permissions });
      return token;
    },
    watch: (intercept, kill) => {
      state.requests.length = 0;
      state.intercept = intercept;
      state.kill = kill;
    },
    close: async () => {
      for (const { server } of [own, dotcom]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      git.remove();
    },
  };
}
