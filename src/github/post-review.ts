/** Posts inline comments: all as one review; where GitHub refuses, by halves; what fits no line, on its file. */
import type { Hunk } from '../diff/lines.ts';
import { findAnchor } from './anchors.ts';
import type { Client } from './client.ts';
import type { Repository } from './conversation.ts';
import { isFailure } from './failure.ts';
import { digestOf, withMark } from './marks.ts';
import type { PlannedComment } from './reconcile.ts';

/** Where to post. */
export interface Target {
  readonly client: Client;
  readonly repository: Repository;
  readonly number: number;
}

/** What to post, and on which commit. */
export interface ReviewRequest {
  readonly head: string;
  readonly comments: readonly PlannedComment[];
  readonly hunks: (path: string) => readonly Hunk[];
  /** Whether to look for the comment that GitHub does not take; false: the first refusal ends it. */
  readonly mayBisect: boolean;
}

/** Fingerprints by what became of them; those in neither were not tried, because GitHub refused the review. */
export interface ReviewOutcome {
  readonly placed: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
}

interface Placed {
  readonly comment: PlannedComment;
  readonly at: {
    readonly path: string;
    readonly body: string;
    readonly line: number;
    readonly side: 'RIGHT';
    readonly start_line?: number;
    readonly start_side?: 'RIGHT';
  };
}

/** More than 32 have been answered with 502 (src-d/lookout#264, reviewdog/reviewdog#355). */
const MOST_IN_REVIEW = 30;

/** Posts the comments. Throws a `GitHubFailure` unless it is about the content of a comment. */
export async function postReview(target: Target, request: ReviewRequest): Promise<ReviewOutcome> {
  const { client, repository, number } = target;
  const placed = new Set<string>();
  const rejected = new Set<string>();
  const pull = { owner: repository.owner, repo: repository.name, pull_number: number };

  const onFile = async (comment: PlannedComment): Promise<void> => {
    const { fingerprint, path, startLine, endLine, plainBody } = comment;
    const lines = startLine === endLine ? `Line ${startLine}` : `Lines ${startLine} to ${endLine}`;
    const body = withMark(`${lines}: ${plainBody}`, findingMark(fingerprint, plainBody));
    try {
      await client.rest('POST /repos/{owner}/{repo}/pulls/{pull_number}/comments', {
        ...pull,
        commit_id: request.head,
        path,
        body,
        subject_type: 'file',
      });
      placed.add(fingerprint);
    } catch (error) {
      if (!isFailure(error, 'invalid', 'missing')) throw error;
      rejected.add(fingerprint);
    }
  };

  const onLines = async (batch: readonly Placed[]): Promise<boolean> => {
    try {
      await client.rest('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
        ...pull,
        commit_id: request.head,
        event: 'COMMENT',
        body: '',
        comments: batch.map(({ at }) => at),
      });
      for (const { comment } of batch) placed.add(comment.fingerprint);
      return true;
    } catch (error) {
      if (!isFailure(error, 'invalid')) throw error;
      if (!request.mayBisect) return false;
      const [only] = batch;
      if (only !== undefined && batch.length === 1) await onFile(only.comment);
      else {
        const middle = batch.length >> 1;
        await onLines(batch.slice(0, middle));
        await onLines(batch.slice(middle));
      }
      return true;
    }
  };

  const anchored: Placed[] = [];
  const homeless: PlannedComment[] = [];
  for (const comment of request.comments) {
    const at = place(comment, request.hunks(comment.path));
    if (at === undefined) homeless.push(comment);
    else anchored.push({ comment, at });
  }
  for (let from = 0; from < anchored.length; from += MOST_IN_REVIEW) {
    if (!(await onLines(anchored.slice(from, from + MOST_IN_REVIEW)))) return { placed, rejected };
  }
  for (const comment of homeless) await onFile(comment);
  return { placed, rejected };
}

function place(comment: PlannedComment, hunks: readonly Hunk[]): Placed['at'] | undefined {
  const anchor = findAnchor(hunks, comment.startLine, comment.endLine);
  if (anchor === undefined) return undefined;
  const text = anchor.isExact ? comment.body : comment.plainBody;
  const body = withMark(text, findingMark(comment.fingerprint, text));
  const end = { path: comment.path, body, line: anchor.endLine, side: 'RIGHT' as const };
  return anchor.startLine === anchor.endLine ? end : { ...end, start_line: anchor.startLine, start_side: 'RIGHT' };
}

/** The mark of an inline comment with this text. */
export function findingMark(fingerprint: string, text: string, gone = false): Parameters<typeof withMark>[1] {
  return { kind: 'finding', fingerprint, digest: digestOf(text), gone };
}
