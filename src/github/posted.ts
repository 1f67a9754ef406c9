/** What stands on GitHub under a pull request, read right before anything is posted. */
import type { Client } from './client.ts';
import {
  allNodes,
  COMMENT_FIELDS,
  type CommentFields,
  type Page,
  type PostedComment,
  type Repository,
  readComments,
  toComment,
} from './conversation.ts';

/** A review thread: a comment on code with its replies. */
export interface PostedThread {
  readonly nodeId: string;
  readonly path: string;
  /** Where GitHub shows it now, lines of the head; null when it is outdated or on the whole file. */
  readonly lines: { readonly start: number; readonly end: number } | null;
  readonly isResolved: boolean;
  /** Login; null for bots, which GitHub does not name here. */
  readonly resolvedBy: string | null;
  readonly mayResolve: boolean;
  readonly first: PostedComment;
  readonly replies: number;
}

/** The state of a pull request as far as publishing goes. */
export interface Posted {
  readonly nodeId: string;
  readonly head: string;
  readonly isOpen: boolean;
  readonly comments: readonly PostedComment[];
  readonly threads: readonly PostedThread[];
}

interface ThreadFields {
  readonly id: string;
  readonly path: string;
  readonly line: number | null;
  readonly startLine: number | null;
  readonly isOutdated: boolean;
  readonly isResolved: boolean;
  readonly resolvedBy: { readonly login: string } | null;
  readonly viewerCanResolve: boolean;
  readonly comments: { readonly totalCount: number; readonly nodes: readonly (CommentFields | null)[] | null };
}

/** What GitHub answers for `POSTED_FIELDS`. */
export interface PostedFields {
  readonly id: string;
  readonly headRefOid: string;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly comments: Page<CommentFields>;
  readonly reviewThreads: Page<ThreadFields>;
}

const THREAD_FIELDS = `id path line startLine isOutdated isResolved resolvedBy { login } viewerCanResolve comments(first: 1) { totalCount nodes { ${COMMENT_FIELDS} } }`;
const PAGE = 'pageInfo { hasNextPage endCursor }';

/** Fields of a pull request that make up `Posted`; a mutation may ask for them too, and so look at what it left behind. */
export const POSTED_FIELDS = `id headRefOid state
  comments(first: 100) { ${PAGE} nodes { ${COMMENT_FIELDS} } }
  reviewThreads(first: 100) { ${PAGE} nodes { ${THREAD_FIELDS} } }`;

const POSTED = `query Posted($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { ${POSTED_FIELDS} } }
}`;

const MORE_THREADS = `query Threads($owner: String!, $name: String!, $number: Int!, $after: String!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    reviewThreads(first: 100, after: $after) { ${PAGE} nodes { ${THREAD_FIELDS} } }
  } }
}`;

/** Reads it: one request for up to 100 comments and 100 threads. */
export async function readPosted(client: Client, repository: Repository, number: number): Promise<Posted> {
  const variables = { owner: repository.owner, name: repository.name, number };
  const { data } = await client.query<{ repository: { pullRequest: PostedFields } }>(POSTED, variables);
  return toPosted(client, repository, number, data.repository.pullRequest);
}

/** The state in an answer, completed by the pages that follow. */
export async function toPosted(client: Client, repository: Repository, number: number, fields: PostedFields): Promise<Posted> {
  const variables = { owner: repository.owner, name: repository.name, number };
  const threads = await allNodes(fields.reviewThreads, async (after) => {
    const { data } = await client.query<{ repository: { pullRequest: { reviewThreads: Page<ThreadFields> } } }>(MORE_THREADS, {
      ...variables,
      after,
    });
    return data.repository.pullRequest.reviewThreads;
  });
  return {
    nodeId: fields.id,
    head: fields.headRefOid,
    isOpen: fields.state === 'OPEN',
    comments: await readComments(client, repository, number, fields.comments),
    threads: threads.flatMap(toThread),
  };
}

function toThread(fields: ThreadFields): PostedThread[] {
  const first = fields.comments.nodes?.[0];
  if (first === null || first === undefined) return [];
  return [
    {
      nodeId: fields.id,
      path: fields.path,
      lines: fields.line === null || fields.isOutdated ? null : { start: fields.startLine ?? fields.line, end: fields.line },
      isResolved: fields.isResolved,
      resolvedBy: fields.resolvedBy?.login ?? null,
      mayResolve: fields.viewerCanResolve,
      first: toComment(first),
      replies: fields.comments.totalCount - 1,
    },
  ];
}
