/** What started the run. A payload names things; what they are like now is read from GitHub (a re-run repeats the payload of the first run). */

/** What the run is to do. */
export type Trigger =
  | { readonly kind: 'pull-request'; readonly number: number }
  /** An entry of the merge queue; the number is null when the queue's branch does not name one. */
  | { readonly kind: 'merge-group'; readonly base: string; readonly head: string; readonly number: number | null }
  /** A comment that begins with our name was made on a pull request. */
  | { readonly kind: 'command'; readonly number: number; readonly comment: number }
  /** `before` is a SHA, or the default branch's name for a branch that is new. */
  | { readonly kind: 'push'; readonly before: string; readonly after: string }
  /** Nothing to review, and why; a sentence. */
  | { readonly kind: 'nothing'; readonly reason: string }
  /** The event does not carry what it should; a sentence with the way out. */
  | { readonly kind: 'unusable'; readonly reason: string };

const ZERO = /^0+$/;
const SHA = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
/** `refs/heads/gh-readonly-queue/main/pr-7-<sha>` */
const QUEUE_REF = /\/pr-(\d+)-[0-9a-f]+$/;
const COMMAND_COMMENT = /^\s*\/perf-review\b/;

/** The trigger of an event by its name and payload; `pullRequest` is the input of that name, empty when it is not set. */
export function readEvent(name: string, payload: unknown, pullRequest = ''): Trigger {
  if (pullRequest !== '') {
    const number = toNumber(Number(pullRequest));
    if (number !== undefined && /^\d+$/.test(pullRequest)) return { kind: 'pull-request', number };
    return unusable(`The input \`pull-request\` must be a number, not \`${pullRequest.replace(/[^\w.-]/g, '?').slice(0, 40)}\`.`);
  }
  switch (name) {
    case 'pull_request':
    case 'pull_request_target':
      return pullRequestEvent(name, payload);
    case 'merge_group':
      return mergeGroupEvent(payload);
    case 'issue_comment':
      return commentEvent(payload);
    case 'push':
      return pushEvent(payload);
    case 'workflow_dispatch':
      return unusable('Set the input `pull-request`: a run started by hand does not know which pull request is meant.');
    default:
      return unusable(
        `The event \`${name.replace(/\W/g, '?')}\` is not reviewed; use pull_request, pull_request_target, merge_group, issue_comment, push or workflow_dispatch.`,
      );
  }
}

function pullRequestEvent(name: string, payload: unknown): Trigger {
  const number = toNumber(at(payload, 'pull_request', 'number'));
  return number === undefined ? unusable(`The payload of ${name} names no pull request.`) : { kind: 'pull-request', number };
}

function mergeGroupEvent(payload: unknown): Trigger {
  const base = at(payload, 'merge_group', 'base_sha');
  const head = at(payload, 'merge_group', 'head_sha');
  const ref = at(payload, 'merge_group', 'head_ref');
  if (at(payload, 'action') === 'destroyed') return { kind: 'nothing', reason: 'The entry has left the merge queue.' };
  if (!isSha(base) || !isSha(head)) return unusable('The payload of merge_group names no commits.');
  const number = toNumber(Number(QUEUE_REF.exec(typeof ref === 'string' ? ref : '')?.[1]));
  return { kind: 'merge-group', base, head, number: number ?? null };
}

function commentEvent(payload: unknown): Trigger {
  const number = toNumber(at(payload, 'issue', 'number'));
  const comment = toNumber(at(payload, 'comment', 'id'));
  const body = at(payload, 'comment', 'body');
  if (number === undefined || comment === undefined) return unusable('The payload of issue_comment names no comment.');
  if (typeof at(payload, 'issue', 'pull_request') !== 'object') return { kind: 'nothing', reason: 'The comment is on an issue.' };
  if (at(payload, 'action') === 'deleted') return { kind: 'nothing', reason: 'The comment was deleted.' };
  if (typeof body !== 'string' || !COMMAND_COMMENT.test(body)) return { kind: 'nothing', reason: 'The comment is not a command.' };
  return { kind: 'command', number, comment };
}

function pushEvent(payload: unknown): Trigger {
  const before = at(payload, 'before');
  const after = at(payload, 'after');
  const branch = at(payload, 'repository', 'default_branch');
  if (!isSha(before) || !isSha(after)) return unusable('The payload of push names no commits.');
  if (ZERO.test(after)) return { kind: 'nothing', reason: 'The push deletes a branch.' };
  if (!ZERO.test(before)) return { kind: 'push', before, after };
  return typeof branch === 'string' && branch !== ''
    ? { kind: 'push', before: branch, after }
    : unusable('The payload of push names no base.');
}

function unusable(reason: string): Trigger {
  return { kind: 'unusable', reason };
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[key];
  }
  return current;
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function isSha(value: unknown): value is string {
  return typeof value === 'string' && SHA.test(value);
}
