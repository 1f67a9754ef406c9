/** A pull request as it is now. An event's payload is frozen when the event happens, and repeated as it was by every re-run. */
import type { Commit } from '../pull-request.ts';
import { UserError } from '../user-error.ts';
import type { Client } from './client.ts';
import { allNodes, type Page, type PostedComment, type Repository } from './conversation.ts';
import { isFailure } from './failure.ts';
import { POSTED_FIELDS, type Posted, type PostedFields, toPosted } from './posted.ts';
import { ENTRY_FIELDS, type EntryFields, type FileText, readTexts, textKey, toText } from './texts.ts';

/** A pull request without its changes: what one request tells. */
export interface OpenPull {
  /** When it was read, on GitHub's clock (ISO 8601). */
  readonly readAt: string;
  readonly repository: Repository;
  readonly number: number;
  readonly nodeId: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  /** Login; `ghost` for a deleted account. */
  readonly author: string;
  readonly isDraft: boolean;
  /** Neither closed nor merged. */
  readonly isOpen: boolean;
  /** Whether the head lies in another repository: the token of a `pull_request` run can then write nothing. */
  readonly isFork: boolean;
  /** Name of the branch that it goes to. */
  readonly baseBranch: string;
  /** Tip of that branch now: where policy is read. */
  readonly baseTip: string;
  /** Tip of that branch as the pull request knows it: what its changes are compared with. */
  readonly baseCommit: string;
  readonly head: string;
  /** As GitHub counts them. */
  readonly changedFiles: number;
  /** Oldest first; GitHub lists the first 250. */
  readonly commits: readonly Commit[];
  /** Everything in the conversation, oldest first, bots and our own included. */
  readonly conversation: readonly PostedComment[];
  /** What stood under it. */
  readonly posted: Posted;
  /** Texts of the base's files that were asked for; null for one that is not there. */
  readonly baseFiles: ReadonlyMap<string, string | null>;
}

interface CommitNode {
  readonly commit: { readonly oid: string; readonly message: string };
}

interface PullFields extends PostedFields {
  readonly title: string;
  readonly body: string;
  readonly isDraft: boolean;
  readonly isCrossRepository: boolean;
  readonly baseRefName: string;
  readonly baseRefOid: string;
  readonly changedFiles: number;
  readonly author: { readonly login: string } | null;
  readonly labels: Page<{ readonly name: string }> | null;
  readonly baseRef: { readonly target: ({ readonly oid: string } & Readonly<Record<string, EntryFields | string | null>>) | null } | null;
  readonly commits: Page<CommitNode>;
}

const PAGE = 'pageInfo { hasNextPage endCursor }';
const MOST_COMMITS = 250;

/**
 * Reads the pull request, and from the tip of its base the texts of `baseFiles`, in one request (more when the conversation is long).
 * Throws a UserError when there is none of this number, or the token may not see it, or a base file cannot be read.
 */
export async function openPull(
  client: Client,
  repository: Repository,
  number: number,
  baseFiles: readonly string[] = [],
): Promise<OpenPull> {
  const { owner, name } = repository;
  const variables = { owner, name, number, ...Object.fromEntries(baseFiles.map((path, f) => [`f${f}`, path])) };
  const document = `query PullRequest($owner: String!, $name: String!, $number: Int!${baseFiles.map((_, f) => `, $f${f}: String!`).join('')}) {
    repository(owner: $owner, name: $name) { pullRequest(number: $number) {
      title body isDraft isCrossRepository baseRefName baseRefOid changedFiles
      author { login }
      labels(first: 100) { ${PAGE} nodes { name } }
      baseRef { target { oid ... on Commit { oid ${baseFiles.map((_, f) => `f${f}: file(path: $f${f}) { ${ENTRY_FIELDS} }`).join(' ')} } } }
      commits(first: 100) { ${PAGE} nodes { commit { oid message } } }
      ${POSTED_FIELDS}
    } }
  }`;
  const pull = await ask(client, repository, number, document, variables);
  const readAt = client.time();
  const target = pull.baseRef?.target ?? null;
  const posted = await toPosted(client, repository, number, pull);
  return {
    readAt,
    repository,
    number,
    nodeId: pull.id,
    title: pull.title,
    body: pull.body.replaceAll('\r\n', '\n'),
    labels: (pull.labels?.nodes ?? []).flatMap((label) => (label === null ? [] : [label.name])),
    author: pull.author?.login ?? 'ghost',
    isDraft: pull.isDraft,
    isOpen: posted.isOpen,
    isFork: pull.isCrossRepository,
    baseBranch: pull.baseRefName,
    baseTip: target?.oid ?? pull.baseRefOid,
    baseCommit: pull.baseRefOid,
    head: pull.headRefOid,
    changedFiles: pull.changedFiles,
    commits: await readCommits(client, repository, number, pull.commits),
    conversation: posted.comments,
    posted,
    baseFiles:
      target === null
        ? await readFilesAt(client, repository, pull.baseRefOid, baseFiles)
        : await textsOf(client, repository, target, baseFiles),
  };
}

async function ask(
  client: Client,
  { owner, name }: Repository,
  number: number,
  document: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<PullFields> {
  const absent = new UserError(
    `There is no pull request ${number} in ${owner}/${name} that the token can read; check the number, and give the job \`pull-requests: read\`.`,
  );
  try {
    const { data } = await client.query<{ repository: { pullRequest: PullFields | null } | null }>(document, variables);
    const pull = data.repository?.pullRequest ?? null;
    if (pull !== null) return pull;
  } catch (error) {
    if (isFailure(error, 'denied') && error.status === 401)
      throw new UserError('GitHub does not accept the token; check the input `github-token`.');
    if (!isFailure(error, 'denied', 'missing')) throw error;
  }
  throw absent;
}

const MORE_COMMITS = `query Commits($owner: String!, $name: String!, $number: Int!, $after: String!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    commits(first: 100, after: $after) { ${PAGE} nodes { commit { oid message } } }
  } }
}`;

async function readCommits(
  client: Client,
  { owner, name }: Repository,
  number: number,
  first: Page<CommitNode>,
): Promise<readonly Commit[]> {
  let count = 100;
  const nodes = await allNodes(first, async (after) => {
    const { data } = await client.query<{ repository: { pullRequest: { commits: Page<CommitNode> } } }>(MORE_COMMITS, {
      owner,
      name,
      number,
      after,
    });
    count += 100;
    const { pageInfo, nodes: more } = data.repository.pullRequest.commits;
    return { nodes: more, pageInfo: { ...pageInfo, hasNextPage: pageInfo.hasNextPage && count < MOST_COMMITS } };
  });
  return nodes.slice(0, MOST_COMMITS).map(({ commit }) => ({ sha: commit.oid, message: commit.message }));
}

async function textsOf(
  client: Client,
  repository: Repository,
  target: NonNullable<NonNullable<PullFields['baseRef']>['target']>,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const texts = new Map<string, string | null>();
  for (const [f, path] of paths.entries()) {
    const entry = target[`f${f}`] as EntryFields | null | undefined;
    texts.set(path, textOrNull(path, target.oid, await toText(client, repository, { commit: target.oid, path }, entry ?? null)));
  }
  return texts;
}

/**
 * Texts of files at a commit (full SHA), null for each that does not exist there. Throws a UserError for one that exists and cannot be
 * read: a configuration that cannot be read must not pass for an absent one.
 */
export async function readFilesAt(
  client: Client,
  repository: Repository,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (paths.length === 0) return new Map();
  const texts = await readTexts(
    client,
    repository,
    paths.map((path) => ({ commit, path })),
  );
  return new Map(paths.map((path) => [path, textOrNull(path, commit, texts.get(textKey({ commit, path })) ?? { state: 'absent' })]));
}

/** Text of one file at a commit (full SHA); null when it does not exist there. Throws a UserError when it cannot be read. */
export async function readFileAt(client: Client, repository: Repository, commit: string, path: string): Promise<string | null> {
  return (await readFilesAt(client, repository, commit, [path])).get(path) ?? null;
}

function textOrNull(path: string, commit: string, file: FileText): string | null {
  if (file.state === 'text') return file.text;
  if (file.state === 'absent') return null;
  const reason = file.state === 'unread' ? file.reason : `it is not a regular text file (${file.kind})`;
  throw new UserError(`${path} at ${commit.slice(0, 12)} cannot be read: ${reason}.`);
}
