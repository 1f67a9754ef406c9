/**
 * What went wrong with a request.
 * `denied`: the token may not do this. `missing`: it does not exist, or the token may not see it. `invalid`: GitHub refuses the content.
 * `limited`: a rate limit that lasts longer than the run. `unreachable`: 5xx, reset, timeout or broken answer: a write may have happened.
 */
export type FailureKind = 'denied' | 'missing' | 'invalid' | 'limited' | 'unreachable';

/** A request to GitHub that failed. The message is one line, says what was asked for, and never holds the token. */
export class GitHubFailure extends Error {
  override readonly name = 'GitHubFailure';
  readonly kind: FailureKind;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** How long GitHub asks to wait, in milliseconds; null when the request is not to be sent again. */
  readonly waitMs: number | null;

  constructor(kind: FailureKind, message: string, about: { readonly status?: number | null; readonly waitMs?: number | null } = {}) {
    super(message);
    this.kind = kind;
    this.status = about.status ?? null;
    this.waitMs = about.waitMs ?? null;
  }
}

/** Whether the error is a failure of one of these kinds. */
export function isFailure(error: unknown, ...kinds: readonly FailureKind[]): error is GitHubFailure {
  return error instanceof GitHubFailure && (kinds.length === 0 || kinds.includes(error.kind));
}

/** GitHub asks for at least a minute after a secondary limit that names no time. */
const SECONDARY_LIMIT_WAIT_MS = 60_000;

/** What an answer or the lack of one means; `now` is in milliseconds since the epoch. */
export function toFailure(error: unknown, request: string, now: number): GitHubFailure {
  if (error instanceof GitHubFailure) return error;
  const { status, headers, message } = partsOf(error);
  if (status === null) return new GitHubFailure('unreachable', `no answer from GitHub to ${request}: ${message}`);
  const text = `GitHub answered ${status} to ${request}: ${message}`;
  if (status >= 500) return new GitHubFailure('unreachable', text, { status });
  const waitMs = limitWait(status, headers, message, now);
  if (waitMs !== null) return new GitHubFailure('limited', text, { status, waitMs });
  if (status === 401 || status === 403) return new GitHubFailure('denied', text, { status });
  if (status === 404 || status === 410) return new GitHubFailure('missing', text, { status });
  return new GitHubFailure('invalid', text, { status });
}

/** Milliseconds to wait when the answer is a rate limit; such a request was not carried out. Null when it is something else. */
function limitWait(status: number, headers: Readonly<Record<string, unknown>>, message: string, now: number): number | null {
  const seconds = (name: string): number | undefined => {
    const value = Number.parseInt(String(headers[name] ?? ''), 10);
    return Number.isFinite(value) && value >= 0 ? value : undefined;
  };
  if (status !== 403 && status !== 429 && status !== 422) return null;
  const retryAfter = seconds('retry-after');
  if (retryAfter !== undefined) return retryAfter * 1000;
  if (status !== 422 && seconds('x-ratelimit-remaining') === 0) return Math.max(1000, (seconds('x-ratelimit-reset') ?? 0) * 1000 - now);
  // A flood of comments is refused as 422 too (mitchspano/sfdx-scan-pull-request#6).
  const isAbuse = /secondary rate limit|abuse|submitted too quickly|rate limit exceeded/i.test(message);
  return isAbuse || status === 429 ? SECONDARY_LIMIT_WAIT_MS : null;
}

/** Octokit reports a failed connection as a status of 500 without a response. */
function partsOf(error: unknown): {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly message: string;
} {
  const message = oneLine(error instanceof Error ? error.message : String(error));
  if (typeof error !== 'object' || error === null || !('response' in error)) return { status: null, headers: {}, message };
  const response = error.response;
  if (typeof response !== 'object' || response === null || !('status' in response)) return { status: null, headers: {}, message };
  const headers = 'headers' in response && typeof response.headers === 'object' && response.headers !== null ? response.headers : {};
  return { status: Number(response.status), headers: headers as Readonly<Record<string, unknown>>, message };
}

/** Proxies answer with whole pages. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
