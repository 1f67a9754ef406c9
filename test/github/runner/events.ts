/** Events as GitHub sends them, as far as an Action reads them. A payload is a copy of what was true then: it does not change with the world. */
import type { StoredComment, StoredPull, World } from '../fake/world.ts';

/** What a job is told about why it runs. */
export interface JobEvent {
  readonly name: string;
  readonly payload: unknown;
  /** `GITHUB_SHA`. */
  readonly sha?: string;
}

/** A commit that no repository has. */
export const SHA_OF_NOTHING = 'd'.repeat(40);

/** Of a pull request: opened, pushed to, labelled, edited, … */
export function pullRequestEvent(
  world: World,
  pull: StoredPull,
  { action = 'synchronize', name = 'pull_request' }: { readonly action?: string; readonly name?: string } = {},
): JobEvent {
  const payload = {
    action,
    number: pull.number,
    pull_request: {
      number: pull.number,
      title: pull.title,
      body: pull.body,
      draft: pull.isDraft,
      state: pull.state.toLowerCase(),
      labels: pull.labels.map((label) => ({ name: label })),
      user: { login: pull.author },
      head: {
        sha: pull.head,
        ref: 'feature',
        repo: { full_name: pull.isFork ? 'hubot/kernel' : `${world.owner}/${world.name}`, fork: pull.isFork },
      },
      base: { sha: pull.baseCommit, ref: pull.baseBranch },
    },
    repository: repositoryOf(world),
  };
  // The merge commit for pull_request; for pull_request_target the default branch, whatever the base (github.blog, 2025-11-07).
  return { name, payload: structuredClone(payload), sha: name === 'pull_request' ? SHA_OF_NOTHING : (world.git.resolve('main') ?? '') };
}

/** Of an entry of the merge queue. */
export function mergeGroupEvent(world: World, base: string, head: string, number: number): JobEvent {
  const merge_group = {
    base_sha: base,
    head_sha: head,
    base_ref: 'refs/heads/main',
    head_ref: `refs/heads/gh-readonly-queue/main/pr-${number}-${base}`,
  };
  return { name: 'merge_group', payload: { action: 'checks_requested', merge_group, repository: repositoryOf(world) }, sha: head };
}

/** Of a comment in the conversation of a pull request, or, without one, of an issue. */
export function commentEvent(world: World, pull: StoredPull, comment: StoredComment, action = 'created'): JobEvent {
  const payload = {
    action,
    issue: { number: pull.number, pull_request: { url: '' } },
    comment: { id: comment.id, body: comment.body, user: { login: comment.author }, author_association: 'MEMBER' },
    repository: repositoryOf(world),
  };
  return { name: 'issue_comment', payload, sha: world.git.resolve('main') ?? '' };
}

/** Of a push to a branch; the zeros are the side that is not there. */
export function pushEvent(world: World, before: string, after: string): JobEvent {
  return { name: 'push', payload: { ref: 'refs/heads/feature', before, after, repository: repositoryOf(world) }, sha: after };
}

/** Of a run that was started by hand. */
export function dispatchEvent(world: World): JobEvent {
  return { name: 'workflow_dispatch', payload: { inputs: {}, repository: repositoryOf(world) }, sha: world.git.resolve('main') ?? '' };
}

function repositoryOf({ owner, name }: World): unknown {
  return { full_name: `${owner}/${name}`, default_branch: 'main', owner: { login: owner }, name };
}
