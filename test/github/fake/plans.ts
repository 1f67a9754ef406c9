/** A pull request with changed lines, and what should stand on them. */
import { diffLines } from '../../../src/diff/lines.ts';
import { NO_MEMORY } from '../../../src/github/memory.ts';
import type { Plan } from '../../../src/github/publish.ts';
import type { PlannedComment } from '../../../src/github/reconcile.ts';
import { openPullRequest, pushBranch } from './people.ts';
import type { StoredPull, World } from './world.ts';

/** The file that changes. */
export const PATH = 'core/queue.cc';

/** A text of numbered lines in which these lines are marked as changed. */
export function textOf(changed: readonly number[], { count = 200, above = 0 } = {}): string {
  const body = Array.from({ length: count }, (_, n) => `int line${n + 1}${changed.includes(n + 1) ? '_changed' : ''};\n`);
  return `${'// above\n'.repeat(above)}${body.join('')}`;
}

/** Opens a pull request that changes these lines of a file of 200 lines. */
export function openChange(world: World, changed: readonly number[], about: Partial<StoredPull> = {}): StoredPull {
  if (world.git.resolve('refs/heads/main') === undefined) pushBranch(world, 'main', { [PATH]: textOf([]) });
  return openPullRequest(world, { [PATH]: textOf(changed) }, about);
}

/** A finding on a line. */
export function planned(line: number, overrides: Partial<PlannedComment> = {}): PlannedComment {
  const plainBody = `Finding ${line}.`;
  return {
    fingerprint: `finding${line}`,
    path: PATH,
    startLine: line,
    endLine: line,
    body: `${plainBody}\n\n\`\`\`suggestion\nint better;\n\`\`\``,
    plainBody,
    ...overrides,
  };
}

/** What should stand: the comments inline, at most 25 of them, and a summary that says how many of them there are. */
export function planFor(
  world: World,
  pull: StoredPull,
  comments: readonly PlannedComment[],
  overrides: Partial<Plan> & { readonly inlineOptions?: Partial<NonNullable<Plan['inline']>> } = {},
): Plan {
  const { inlineOptions, ...rest } = overrides;
  const text = (commit: string, path: string): string => {
    const entry = world.git.entries(commit).get(path);
    return entry === undefined ? '' : (world.git.blob(entry.sha)?.toString('utf8') ?? '');
  };
  const { head } = pull;
  const base = world.git.mergeBase(pull.baseCommit, head) ?? pull.baseCommit;
  return {
    head,
    readAt: world.now().replace('Z', '.000Z'),
    inline: { comments, most: 25, resolve: 'minimize', unread: new Set(), ...inlineOptions },
    summary: {
      isWorthMaking: comments.length > 0,
      render: (inline) => `${comments.length} findings, ${inline.size} on the code.`,
    },
    memory: NO_MEMORY,
    hunks: (path) => diffLines(text(base, path), text(head, path)).hunks,
    ...rest,
  };
}

/** What people see: live comments on code, hidden ones, and the summaries, without their marks. */
export function visible(pull: StoredPull): { readonly live: string[]; readonly closed: string[]; readonly summaries: string[] } {
  const unmarked = (body: string): string => body.split('\n\n<!--')[0] ?? '';
  const text = (body: string): string => unmarked(body).split('\n\n```')[0] ?? '';
  const isLive = (thread: StoredPull['threads'][number]): boolean =>
    thread.resolvedBy === null && thread.comments[0]?.hiddenBecause === null && !thread.comments[0].body.startsWith('No longer');
  const bodies = (threads: StoredPull['threads']): string[] => threads.map((thread) => text(thread.comments[0]?.body ?? '')).sort();
  return {
    live: bodies(pull.threads.filter(isLive)),
    closed: bodies(pull.threads.filter((thread) => !isLive(thread))),
    summaries: pull.comments.filter((comment) => comment.body.includes('<!-- perf-review:')).map((comment) => unmarked(comment.body)),
  };
}
