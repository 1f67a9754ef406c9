/** Trees, blobs, commits and comparisons. */
import { example } from '../contract.ts';
import type { StoredDifference } from '../git-store.ts';
import { COMPARE_LIMIT, PATCH_LINES_LIMIT } from '../rules.ts';
import type { World } from '../world.ts';
import { type Handler, pageOf, refuse } from './handler.ts';

const NOT_FOUND = refuse(404, 'Not Found');
const PERSON = { name: 'Mona', email: 'mona@example.org', date: '2026-01-01T00:00:00Z' };

const compare: Handler = ({ world, values, query }) => {
  const [base = '', head = ''] = (values.basehead ?? '').split('...');
  const [from, to] = [world.git.resolve(base), world.git.resolve(head)];
  if (from === undefined || to === undefined) return NOT_FOUND;
  const mergeBase = world.git.mergeBase(from, to);
  if (mergeBase === undefined) return refuse(404, `No common ancestor between ${base} and ${head}.`);
  const ahead = world.git.commits(from, to);
  const behind = world.git.commits(to, from);
  const isFirstPage = Number(query.get('page') ?? 1) === 1;
  const body = example('commit-comparison', {
    base_commit: commitOf(world, from),
    merge_base_commit: commitOf(world, mergeBase),
    status: ahead.length === 0 ? (behind.length === 0 ? 'identical' : 'behind') : behind.length === 0 ? 'ahead' : 'diverged',
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: pageOf(ahead, query).map((sha) => commitOf(world, sha)),
    files: isFirstPage ? rowsOf(world.git.differences(mergeBase, to).slice(0, COMPARE_LIMIT)) : [],
  });
  return { status: 200, body };
};

/** Once the answer holds so many lines of patches, the rows that follow claim that nothing changed. */
function rowsOf(differences: readonly StoredDifference[]): readonly unknown[] {
  let lines = 0;
  return differences.map(({ path, previousPath, sha, status, additions, deletions, patch }) => {
    const isBlank = lines > PATCH_LINES_LIMIT;
    lines += patch?.split('\n').length ?? 0;
    return example('diff-entry', {
      filename: path,
      status,
      sha,
      additions: isBlank ? 0 : additions,
      deletions: isBlank ? 0 : deletions,
      changes: isBlank ? 0 : additions + deletions,
      ...(previousPath === undefined ? {} : { previous_filename: previousPath }),
      ...(patch === undefined || isBlank ? {} : { patch }),
    });
  });
}

function commitOf(world: World, sha: string): Readonly<Record<string, unknown>> {
  const { message, tree, parents } = world.git.about(sha);
  return example('commit', {
    sha,
    commit: {
      url: 'https://github.example/',
      author: PERSON,
      committer: PERSON,
      message,
      comment_count: 0,
      tree: { sha: tree, url: 'https://github.example/' },
    },
    parents: parents.map((parent) => ({ sha: parent, url: 'https://github.example/' })),
  });
}

const tree: Handler = ({ world, values, query }) => {
  const root = world.git.resolve(values.tree_sha ?? '') ?? values.tree_sha ?? '';
  if (world.git.kindOf(root) === undefined) return NOT_FOUND;
  const isRecursive = query.has('recursive');
  const all = [...world.git.entries(root).values()].filter((entry) => isRecursive || !entry.path.includes('/'));
  const kept = all.slice(0, world.treeLimit);
  const body = example('git-tree', {
    sha: root,
    tree: kept.map(({ path, mode, type, sha, size }) => ({ path, mode, type, sha, ...(size === null ? {} : { size }), url: '' })),
    truncated: kept.length < all.length,
  });
  return { status: 200, body };
};

const blob: Handler = ({ world, values }) => {
  const sha = values.file_sha ?? '';
  const bytes = world.git.blob(sha);
  if (bytes === undefined) return NOT_FOUND;
  // In lines of sixty characters, as GitHub has it.
  const content = bytes.toString('base64').replace(/.{60}/g, '$&\n');
  return { status: 200, body: example('blob', { sha, size: bytes.length, content, encoding: 'base64' }) };
};

const commit: Handler = ({ world, values }) => {
  const sha = world.git.resolve(values.commit_sha ?? '');
  if (sha === undefined) return NOT_FOUND;
  const { message, tree: treeSha, parents } = world.git.about(sha);
  const body = example('git-commit', {
    sha,
    message,
    tree: { sha: treeSha, url: 'https://github.example/' },
    parents: parents.map((parent) => ({ sha: parent, url: 'https://github.example/', html_url: 'https://github.example/' })),
  });
  return { status: 200, body };
};

/** Handlers by route. */
export const GIT_HANDLERS: Readonly<Record<string, Handler>> = {
  'GET /repos/{owner}/{repo}/compare/{basehead}': compare,
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': tree,
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': blob,
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': commit,
};
