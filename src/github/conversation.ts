/** What stands under a pull request: comments of people, of bots, and our own. */
import type { Client } from './client.ts';

/** A repository on GitHub. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
}

/** A comment of the conversation, of a person or of a bot. */
export interface PostedComment {
  readonly nodeId: string;
  /** Ascending in the order of creation. */
  readonly id: number;
  readonly author: string;
  readonly isBot: boolean;
  /** Written by the token in use. */
  readonly isOwn: boolean;
  /** Somebody else changed it since: what it holds is not to be trusted, nor to be overwritten. */
  readonly isEditedByOther: boolean;
  readonly body: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly isHidden: boolean;
  /** `outdated`, `resolved`, …; null when it is not hidden. */
  readonly hiddenBecause: string | null;
}

/** Fields of a comment, of the conversation or of a review thread. */
export const COMMENT_FIELDS = `
  id databaseId body createdAt isMinimized minimizedReason viewerDidAuthor
  author { __typename login } editor { __typename login }`;

/** What GitHub answers for `COMMENT_FIELDS`. */
export interface CommentFields {
  readonly id: string;
  readonly databaseId: number | null;
  readonly body: string;
  readonly createdAt: string;
  readonly isMinimized: boolean;
  readonly minimizedReason: string | null;
  readonly viewerDidAuthor: boolean;
  readonly author: Actor | null;
  readonly editor: Actor | null;
}

interface Actor {
  readonly __typename: string;
  readonly login: string;
}

/** A list of which more may follow after `endCursor`. */
export interface Page<Node> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly (Node | null)[] | null;
}

/** The comment as plain data; deleted accounts are `ghost`, as on GitHub's pages. */
export function toComment(fields: CommentFields): PostedComment {
  const { author, editor } = fields;
  return {
    nodeId: fields.id,
    id: fields.databaseId ?? 0,
    author: author?.login ?? 'ghost',
    isBot: author?.__typename === 'Bot',
    isOwn: fields.viewerDidAuthor,
    isEditedByOther: editor !== null && editor.login !== author?.login,
    body: fields.body.replaceAll('\r\n', '\n'),
    createdAt: fields.createdAt,
    isHidden: fields.isMinimized,
    hiddenBecause: fields.isMinimized ? (fields.minimizedReason ?? '').toLowerCase() : null,
  };
}

/** The nodes that are there. */
export function nodesOf<Node>(page: Pick<Page<Node>, 'nodes'> | null | undefined): readonly Node[] {
  return (page?.nodes ?? []).filter((node): node is Node & {} => node !== null);
}

/** All nodes of a list whose first page is known; `next` brings the page after a cursor. */
export async function allNodes<Node>(
  first: Page<Node> | null | undefined,
  next: (after: string) => Promise<Page<Node>>,
): Promise<readonly Node[]> {
  const all = [...nodesOf(first)];
  for (let page = first; page?.pageInfo.hasNextPage === true && page.pageInfo.endCursor !== null; ) {
    page = await next(page.pageInfo.endCursor);
    all.push(...nodesOf(page));
  }
  return all;
}

const MORE_COMMENTS = `query Comments($owner: String!, $name: String!, $number: Int!, $after: String!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    comments(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${COMMENT_FIELDS} } }
  } }
}`;

/** All comments of the conversation, oldest first, given the first page. */
export async function readComments(
  client: Client,
  { owner, name }: Repository,
  number: number,
  first: Page<CommentFields>,
): Promise<readonly PostedComment[]> {
  const fields = await allNodes(first, async (after) => {
    const { data } = await client.query<{ repository: { pullRequest: { comments: Page<CommentFields> } } }>(MORE_COMMENTS, {
      owner,
      name,
      number,
      after,
    });
    return data.repository.pullRequest.comments;
  });
  return fields.map(toComment);
}
