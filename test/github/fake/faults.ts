/** What can go wrong on the way to GitHub and back. */

/** A request as the server saw it. */
export interface LoggedRequest {
  /** 0 for the first request of all. */
  readonly index: number;
  readonly token: string;
  /** `GET /repos/{owner}/{repo}/…`, or `query Name`, `mutation Name`. */
  readonly name: string;
  readonly isWrite: boolean;
  readonly body: unknown;
}

/** What happens instead of the answer. `isApplied`: GitHub has done what was asked before it went wrong. */
export type Fault =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly isApplied: boolean;
    }
  /** The connection breaks. */
  | { readonly kind: 'reset'; readonly isApplied: boolean }
  /** No answer ever. */
  | { readonly kind: 'hang'; readonly isApplied: boolean }
  /** The answer breaks off in the middle. */
  | { readonly kind: 'cut' }
  /** The process that asked is killed. */
  | { readonly kind: 'kill'; readonly isApplied: boolean };

/** Sees every request before it is carried out; may change the world, wait, or let the request fail. */
export type Interceptor = (request: LoggedRequest) => Fault | undefined | Promise<Fault | undefined>;

/** The faults that every request is tried with. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  '500': { kind: 'answer', status: 500, body: '{"message":"Server Error"}', isApplied: false },
  // A 502 may mean that it happened (src-d/lookout#264, reviewdog/reviewdog#355); it comes as a page from the proxy.
  '502 applied': { kind: 'answer', status: 502, body: '<html><body>502 Bad Gateway</body></html>', isApplied: true },
  // docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: secondary limits, with the time to wait in seconds.
  '403 secondary': {
    kind: 'answer',
    status: 403,
    body: '{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}',
    headers: { 'retry-after': '20' },
    isApplied: false,
  },
  reset: { kind: 'reset', isApplied: false },
  'reset applied': { kind: 'reset', isApplied: true },
  'cut short': { kind: 'cut' },
  hang: { kind: 'hang', isApplied: true },
  killed: { kind: 'kill', isApplied: false },
  'killed applied': { kind: 'kill', isApplied: true },
};

/** The fault at the request of this number, and nowhere else. */
export function faultAt(index: number, fault: Fault): Interceptor {
  return (request) => (request.index === index ? fault : undefined);
}
