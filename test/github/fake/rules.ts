/** What GitHub does and its descriptions do not say. Each rule names where it was seen. */
import type { GitStore, StoredHunk } from './git-store.ts';
import type { StoredPull, StoredThread, World } from './world.ts';

/** Longest body of a comment, review or answer (cpp-linter/cpp-linter-action#208, reviewdog/reviewdog#1696). */
export const BODY_LIMIT = 65_536;
/** Message of the refusal of a longer one. */
export const BODY_TOO_LONG = `Body is too long (maximum is ${BODY_LIMIT} characters)`;
/** Comments that one review takes (parkerbxyz/suggest-changes). */
export const REVIEW_LIMIT = 100;
/** Files in the answer of a comparison, on its first page only (github/codeql-action, src/diff-informed-analysis-utils.ts). */
export const COMPARE_LIMIT = 300;
/** Lines of patches in one answer; rows after them have neither patch nor counts (orgs/community#213491). */
export const PATCH_LINES_LIMIT = 20_000;
/** Bytes above which GraphQL cuts the text of a blob. */
export const TEXT_LIMIT = 512_000;
/** Nodes that one page, and all pages of one query, may hold (docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api). */
export const PAGE_LIMIT = 100;
export const NODE_LIMIT = 500_000;

/** An inline comment as it was asked for. */
export interface WantedComment {
  readonly path: string;
  readonly body: string;
  readonly line?: number;
  readonly side?: string;
  readonly start_line?: number;
  readonly start_side?: string;
}

/** Base and head that a comment on `commit` is placed in; a sentence when GitHub does not take that commit. */
export function rangeOf(world: World, pull: StoredPull, commit: string): { readonly base: string; readonly head: string } | string {
  // After a force push (imbue-ai/vet#49): the commit exists, and the pull request does not have it.
  const isPart = world.git.resolve(commit) !== undefined && world.git.isAncestor(commit, pull.head);
  const base = world.git.mergeBase(pull.baseCommit, commit);
  return isPart && base !== undefined ? { base, head: commit } : 'end_commit_oid is not part of the pull request';
}

/**
 * Why a comment cannot stand where it should, or undefined. Lines lie in one hunk with three lines of context: QwenLM/qwen-code#6711,
 * parkerbxyz/suggest-changes#28, The-PR-Agent/pr-agent#592, reviewdog/reviewdog#1831. GitHub does not say which comment it means.
 */
export function anchorProblem(hunks: readonly StoredHunk[], comment: WantedComment): string | undefined {
  const { line, side = 'RIGHT', start_line: start, start_side: startSide = side } = comment;
  if (comment.body.trim() === '') return 'pull_request_review_thread.body is missing';
  if (comment.body.length > BODY_LIMIT) return BODY_TOO_LONG;
  if (hunks.length === 0) return "pull_request_review_thread.path is invalid, pull_request_review_thread.diff_hunk can't be blank";
  if (line === undefined) return 'pull_request_review_thread.position is missing';
  const hunkOf = (number: number, of: string): number =>
    hunks.findIndex((hunk) => {
      const [from, count] = of === 'LEFT' ? [hunk.beforeStart, hunk.beforeCount] : [hunk.afterStart, hunk.afterCount];
      return number >= from && number < from + count;
    });
  const end = hunkOf(line, side);
  if (end === -1) return 'pull_request_review_thread.line must be part of the diff';
  if (start === undefined) return undefined;
  if (start >= line && startSide === side) return 'pull_request_review_thread.start_line must precede the end line.';
  return hunkOf(start, startSide) === end ? undefined : 'pull_request_review_thread.start_line must be part of the same hunk as the line.';
}

/** Where a thread stands on the head as it is now; `line` is null once the code under it changed or left the diff. */
export function placeOf(
  world: World,
  pull: StoredPull,
  thread: StoredThread,
): { readonly startLine: number | null; readonly line: number | null; readonly isOutdated: boolean } {
  const { startLine, line } = thread;
  if (line === null) return { startLine: null, line: null, isOutdated: false };
  if (thread.commit === pull.head) return { startLine, line, isOutdated: false };
  const [start, end] = [startLine ?? line, line].map((each) => follow(world.git, thread, pull.head, each));
  const base = world.git.mergeBase(pull.baseCommit, pull.head) ?? pull.baseCommit;
  const isInDiff = world.git
    .hunks(base, pull.head, thread.path, 3)
    .some((hunk) => end !== undefined && end >= hunk.afterStart && end < hunk.afterStart + hunk.afterCount);
  if (start === undefined || end === undefined || !isInDiff) return { startLine: null, line: null, isOutdated: true };
  return { startLine: startLine === null ? null : start, line: end, isOutdated: false };
}

/** The line of the head that an unchanged line of the thread's commit has become. */
function follow(git: GitStore, { commit, path }: StoredThread, head: string, line: number): number | undefined {
  if (git.entries(head).get(path) === undefined) return undefined;
  let shift = 0;
  for (const hunk of git.hunks(commit, head, path, 0)) {
    const isInsertion = hunk.beforeCount === 0;
    if (line < hunk.beforeStart || (isInsertion && line === hunk.beforeStart)) break;
    if (!isInsertion && line < hunk.beforeStart + hunk.beforeCount) return undefined;
    shift += hunk.afterCount - hunk.beforeCount;
  }
  return line + shift;
}
