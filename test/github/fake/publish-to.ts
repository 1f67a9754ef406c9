import { type Plan, type Publication, publish } from '../../../src/github/publish.ts';
import { connectTo, REPOSITORY } from './connect.ts';
import type { GitHub } from './github.ts';
import type { Permissions } from './permissions.ts';
import type { StoredPull } from './world.ts';

/** Publishes as one run does; the requests are counted from here. */
export async function publishTo(github: GitHub, pull: StoredPull, plan: Plan, permissions?: Permissions): Promise<Publication> {
  const client = await connectTo(github, permissions);
  github.watch(undefined);
  return publish(client, REPOSITORY, pull.number, plan);
}

/** Names of the requests that write, since the counting began. */
export function writes(github: GitHub): readonly string[] {
  return github.requests.filter(({ isWrite }) => isWrite).map(({ name }) => name);
}
