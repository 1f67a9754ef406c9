/** What other changes of the repository say of themselves: benchmark figures that were given for one of them prove nothing for another. */
import type { OtherChange } from '../evidence/input.ts';
import type { PullRequest } from '../pull-request.ts';
import type { Client } from './client.ts';
import { nodesOf, type Page, type Repository } from './conversation.ts';
import { isFailure } from './failure.ts';

/** Pull requests with such a label, the latest first, and commits of the base: as far back as anybody copies from. */
const DOCUMENT = `query Elsewhere($owner: String!, $name: String!, $labels: [String!], $base: GitObjectID!) {
  repository(owner: $owner, name: $name) {
    pullRequests(first: 50, labels: $labels, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { number body } }
    object(oid: $base) { ... on Commit { history(first: 100) { nodes { oid message } } } }
  }
}`;

/** The first page is enough. */
type Nodes<Node> = Pick<Page<Node>, 'nodes'>;

interface ElsewhereFields {
  readonly pullRequests: Nodes<{ readonly number: number; readonly body: string }>;
  readonly object: { readonly history?: Nodes<{ readonly oid: string; readonly message: string }> } | null;
}

/**
 * Reads descriptions and commit messages of other changes in one request. Undefined when the token may not, or GitHub does not answer: it is
 * no reason to judge nothing.
 */
export async function readElsewhere(
  client: Client,
  { owner, name }: Repository,
  { number, base }: Pick<PullRequest, 'number' | 'base'>,
  labels: readonly string[],
): Promise<readonly OtherChange[] | undefined> {
  try {
    const { data } = await client.query<{ repository: ElsewhereFields | null }>(DOCUMENT, { owner, name, labels, base });
    const pulls = nodesOf(data.repository?.pullRequests).filter((pull) => pull.number !== number);
    const commits = nodesOf(data.repository?.object?.history);
    return [
      ...pulls.map((pull) => ({ where: `#${pull.number}`, text: pull.body })),
      ...commits.map(({ oid, message }) => ({ where: `commit ${oid.slice(0, 10)}`, text: message })),
    ];
  } catch (error) {
    if (isFailure(error)) return undefined;
    throw error;
  }
}
