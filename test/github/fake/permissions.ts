/** What a token may do. GitHub tells by the permissions of the job, and for forks by nothing that the workflow says. */

/** The permissions that a workflow names. */
export type Permissions = Readonly<
  Partial<Record<'actions' | 'checks' | 'contents' | 'issues' | 'pull-requests' | 'metadata', 'read' | 'write'>>
>;

/** A token and whose it is. */
export interface Token {
  readonly viewer: string;
  readonly permissions: Permissions;
}

/** What the documented workflow asks for. */
export const WORKFLOW: Permissions = { contents: 'read', 'pull-requests': 'write', metadata: 'read' };

/** A fork's `pull_request` run: read-only, whatever `permissions:` says (danger/danger-js#918, ZedThree/clang-tidy-review#49). */
export const FORK: Permissions = { contents: 'read', 'pull-requests': 'read', metadata: 'read' };

/** Everything that the Action can use. */
export const FULL: Permissions = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  'pull-requests': 'write',
  metadata: 'read',
};

/** What GitHub says to a token without the permission. */
export const REFUSAL = 'Resource not accessible by integration';

/** A need: one of these suffices. */
export type Need = readonly (readonly [keyof Permissions, 'read' | 'write'])[];

/** Whether the token has one of the permissions; who may write may read. */
export function isAllowed({ permissions }: Token, need: Need): boolean {
  return need.length === 0 || need.some(([name, level]) => permissions[name] === 'write' || permissions[name] === level);
}

const READ_CONTENTS: Need = [['contents', 'read']];
const WRITE_PULLS: Need = [['pull-requests', 'write']];

/**
 * What each REST operation needs. Source: docs.github.com/rest/authentication/permissions-required-for-github-apps. A comment under a
 * pull request belongs to `pull-requests`, though its path says issues (WordPress/props-bot#245).
 */
export const REST_NEEDS: Readonly<Record<string, Need>> = {
  'GET /repos/{owner}/{repo}/compare/{basehead}': READ_CONTENTS,
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': READ_CONTENTS,
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': READ_CONTENTS,
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': READ_CONTENTS,
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': WRITE_PULLS,
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments': WRITE_PULLS,
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': [['metadata', 'read']],
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': [
    ['issues', 'write'],
    ['pull-requests', 'write'],
  ],
  'GET /repos/{owner}/{repo}/actions/runs': [['actions', 'read']],
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun': [['actions', 'write']],
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs': [['actions', 'write']],
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': [['checks', 'read']],
  'POST /repos/{owner}/{repo}/check-runs': [['checks', 'write']],
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': [['checks', 'write']],
};

/**
 * What each mutation needs. Resolving threads needs `contents: write`, `pull-requests: write` alone is refused (github/gh-aw#35726,
 * platisd/clang-tidy-pr-comments#76); hiding comments needs only the latter (cpp-linter, docs/pr_review_caveats.rst).
 */
export const MUTATION_NEEDS: Readonly<Record<string, Need>> = {
  addComment: [
    ['issues', 'write'],
    ['pull-requests', 'write'],
  ],
  updateIssueComment: [
    ['issues', 'write'],
    ['pull-requests', 'write'],
  ],
  deleteIssueComment: [
    ['issues', 'write'],
    ['pull-requests', 'write'],
  ],
  updatePullRequestReviewComment: WRITE_PULLS,
  deletePullRequestReviewComment: WRITE_PULLS,
  minimizeComment: WRITE_PULLS,
  unminimizeComment: WRITE_PULLS,
  resolveReviewThread: [['contents', 'write']],
  unresolveReviewThread: [['contents', 'write']],
};
