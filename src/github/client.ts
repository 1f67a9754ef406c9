/**
 * The one way to GitHub: every request has a timeout, all of them together a deadline; reads are repeated when the connection or the
 * server fails, writes never (who writes looks first what became of it), limits are waited for, and the token stays out of messages.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoints } from '@octokit/types';
import { GitHubFailure, toFailure } from './failure.ts';

/** How to reach GitHub. Times are in milliseconds. */
export interface ConnectOptions {
  readonly token: string;
  /** `https://api.github.com` or `https://HOST/api/v3`. */
  readonly apiUrl?: string;
  /** Of one request, body included. */
  readonly timeoutMs?: number;
  /** Of everything that this client sends, waits included. */
  readonly deadlineMs?: number;
  /** Between two writes that create content; GitHub asks for a second. */
  readonly spacingMs?: number;
  /** Before the first repetition; doubled each time. */
  readonly retryDelayMs?: number;
}

type Route = keyof Endpoints;

/** Errors of a GraphQL answer, which may come with data. */
export interface GraphqlError {
  readonly type?: string;
  readonly message: string;
  readonly path?: readonly (string | number)[];
}

/** What a GraphQL request brought; fields that failed are null in `data` and named in `errors`. */
export interface Answer<Data> {
  readonly data: Data;
  readonly errors: readonly GraphqlError[];
}

/** Talks to GitHub; every method throws a `GitHubFailure`. */
export interface Client {
  /** Sends a REST request. A write that is `idempotent` may be repeated when it is unknown whether it happened. */
  rest<R extends Route>(
    route: R,
    parameters: Endpoints[R]['parameters'],
    options?: { readonly idempotent?: boolean },
  ): Promise<Endpoints[R]['response']['data']>;
  /** Sends a GraphQL query. */
  query<Data>(document: string, variables: Readonly<Record<string, unknown>>): Promise<Answer<Data>>;
  /** Sends a GraphQL mutation. */
  mutate<Data>(
    document: string,
    variables: Readonly<Record<string, unknown>>,
    options?: { readonly idempotent?: boolean },
  ): Promise<Answer<Data>>;
  /** Waits before a write is looked up after an unclear answer. */
  pause(): Promise<void>;
  /** The time on GitHub's clock at its last answer (ISO 8601): runners' clocks differ, comments carry GitHub's. */
  time(): string;
  /** Requests sent so far, repeated ones included. */
  sent(): number;
}

const API_VERSION = '2022-11-28';
const MOST_REPETITIONS = 3;
/** Two recursive trees of 100,000 entries stay below this. */
const MOST_ANSWER_BYTES = 64 * 1024 * 1024;

/** Connects with a token; nothing is sent yet. */
export async function connect(options: ConnectOptions): Promise<Client> {
  const { timeoutMs = 30_000, deadlineMs = 600_000, spacingMs = 1_000, retryDelayMs = 1_000 } = options;
  const apiUrl = (options.apiUrl ?? 'https://api.github.com').replace(/\/+$/, '');
  // Loaded here, because this package reads the event's file as it loads, and prints or throws when that is missing.
  const { getOctokit } = await import('@actions/github');
  const octokit = getOctokit(options.token, { baseUrl: apiUrl, userAgent: 'perf-review', log: SILENT });
  const deadline = Date.now() + deadlineMs;
  let sent = 0;
  let lastWrite = 0;
  let time = new Date().toISOString();

  const send = async (route: string, parameters: Readonly<Record<string, unknown>>, isWrite: boolean): Promise<unknown> => {
    const left = deadline - Date.now();
    if (left <= 0) throw new GitHubFailure('unreachable', `the run's time was over before ${route}`);
    sent += 1;
    const response = await octokit.request(route, {
      ...parameters,
      headers: { 'x-github-api-version': API_VERSION },
      request: {
        signal: AbortSignal.timeout(Math.min(timeoutMs, left)),
        parseSuccessResponseBody: false,
        // A redirected write would arrive as a read, and its answer look like success.
        redirect: isWrite ? 'error' : 'follow',
      },
    });
    const answered = Date.parse(response.headers.date ?? '');
    if (!Number.isNaN(answered)) time = new Date(answered).toISOString();
    return parseBody(response.data, route);
  };

  const attempt = async <Result>(route: string, isWrite: boolean, isSafe: boolean, once: () => Promise<Result>): Promise<Result> => {
    for (let repetitions = 0; ; repetitions += 1) {
      if (isWrite) await pauseUntil(lastWrite + spacingMs);
      try {
        return await once();
      } catch (error) {
        const failure = withoutToken(toFailure(error, route, Date.now()), options.token);
        const wait = failure.kind === 'unreachable' && isSafe ? retryDelayMs * 2 ** repetitions : failure.waitMs;
        if (wait === null || repetitions >= MOST_REPETITIONS || Date.now() + wait >= deadline) throw failure;
        await sleep(wait);
      } finally {
        if (isWrite) lastWrite = Date.now();
      }
    }
  };

  const graphql = async <Data>(document: string, variables: Readonly<Record<string, unknown>>, isWrite: boolean): Promise<Answer<Data>> => {
    const route = `POST ${apiUrl.replace(/\/api\/v3$/, '/api')}/graphql`;
    const name = /^\s*(?:query|mutation)\s+(\w+)/.exec(document)?.[1] ?? 'GraphQL';
    const answer = await send(route, { query: document, variables }, isWrite);
    return checkAnswer<Data>(answer, name);
  };

  return {
    rest: <R extends Route>(route: R, parameters: Endpoints[R]['parameters'], { idempotent = false } = {}) => {
      const isWrite = !route.startsWith('GET ');
      return attempt(route, isWrite, !isWrite || idempotent, () => send(route, { ...parameters }, isWrite)) as Promise<
        Endpoints[R]['response']['data']
      >;
    },
    query: (document, variables) => attempt('a GraphQL query', false, true, () => graphql(document, variables, false)),
    mutate: (document, variables, { idempotent = false } = {}) =>
      attempt('a GraphQL mutation', true, idempotent, () => graphql(document, variables, true)),
    pause: () => sleep(retryDelayMs),
    time: () => time,
    sent: () => sent,
  };
}

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function pauseUntil(time: number): Promise<void> {
  const wait = time - Date.now();
  if (wait > 0) await sleep(wait);
}

/** The JSON of an answer. One that broke off in the middle is a failed connection, though its status was 200. */
async function parseBody(body: unknown, route: string): Promise<unknown> {
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return body === '' || body === null ? undefined : body;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > MOST_ANSWER_BYTES) throw new GitHubFailure('invalid', `the answer to ${route} is larger than ${MOST_ANSWER_BYTES} bytes`);
    parts.push(part);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new GitHubFailure('unreachable', `the answer to ${route} is not JSON`);
  }
}

function checkAnswer<Data>(answer: unknown, name: string): Answer<Data> {
  if (typeof answer !== 'object' || answer === null) throw new GitHubFailure('unreachable', `no answer to the GraphQL request ${name}`);
  const { data = null, errors = [] } = answer as { readonly data?: Data | null; readonly errors?: readonly GraphqlError[] };
  const limit = errors.find((error) => /RATE_LIMIT/.test(error.type ?? ''));
  if (limit !== undefined) throw new GitHubFailure('limited', `GraphQL request ${name}: ${limit.message}`, { status: 200, waitMs: 60_000 });
  if (data !== null) return { data, errors };
  const [error] = errors;
  const message = `GraphQL request ${name}: ${error?.message ?? 'no data'}`;
  if (error?.type === 'FORBIDDEN') throw new GitHubFailure('denied', message, { status: 200 });
  if (error?.type === 'NOT_FOUND') throw new GitHubFailure('missing', message, { status: 200 });
  // How GitHub ends a query that runs too long; the mutation in it may have happened.
  const isUnclear = error === undefined || /something went wrong|timeout|timed out/i.test(error.message);
  throw new GitHubFailure(isUnclear ? 'unreachable' : 'invalid', message, { status: 200 });
}

function withoutToken(failure: GitHubFailure, token: string): GitHubFailure {
  if (token === '' || !failure.message.includes(token)) return failure;
  return new GitHubFailure(failure.kind, failure.message.replaceAll(token, '***'), failure);
}
