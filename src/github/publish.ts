/**
 * Brings what stands under a pull request to what should stand there, and stops when it does. Each round looks, decides and acts; an
 * answer that leaves open whether a write happened ends the round, so that the next one looks before anything is written again.
 */
import type { Hunk } from '../diff/lines.ts';
import type { Client } from './client.ts';
import type { Repository } from './conversation.ts';
import { isFailure } from './failure.ts';
import { type Chore, doChores, toChores } from './housekeeping.ts';
import type { Memory } from './memory.ts';
import { postReview, type Target } from './post-review.ts';
import { type Posted, readPosted } from './posted.ts';
import { type InlinePlan, type InlineSteps, type Resolve, reconcileInline } from './reconcile.ts';
import { reconcileSummary, type SummaryPlan, type SummaryStep, writeSummary } from './sticky.ts';

/** What should stand under the pull request. */
export interface Plan {
  /** The commit that was reviewed; nothing is posted when the pull request has moved on. */
  readonly head: string;
  /** When the pull request was read (ISO 8601): an older view does not overwrite a newer one. */
  readonly readAt: string;
  /** Null when inline comments are not wanted; those that stand are left alone then. */
  readonly inline: InlinePlan | null;
  /** Null when the summary comment is not wanted. */
  readonly summary: SummaryPlan | null;
  /** To be remembered in the summary comment. */
  readonly memory: Memory;
  /** What stood when the pull request was read. Enough to find that nothing is to be done; never to write by. */
  readonly seen?: Posted;
  /** Hunks of a changed file as `diffLines` computes them from its texts. */
  readonly hunks: (path: string) => readonly Hunk[];
}

/** What became of it. */
export type Publication =
  | {
      readonly published: true;
      /** Fingerprints of the findings that stand as comments on the code. */
      readonly inline: ReadonlySet<string>;
      /** What could not be done as asked, a sentence each. */
      readonly notes: readonly string[];
    }
  | {
      readonly published: false;
      /** `denied`: the token may not write (forks). `moved`: there is a newer head. `limited`, `unreachable`: GitHub. */
      readonly because: 'denied' | 'moved' | 'closed' | 'limited' | 'unreachable';
      /** One sentence for people. */
      readonly reason: string;
    };

/** Rounds after which publishing stops though something is still to be done: other runs may be at it too. */
const MOST_ROUNDS = 8;
/** Answers that leave open what happened, after which GitHub is taken to be down. */
const MOST_UNCLEAR = 3;

/** What this run has learned. */
interface Session {
  /** Fingerprints that GitHub takes neither on their lines nor on their file. */
  readonly rejected: Set<string>;
  /** Ways of closing a comment that the token may not use. */
  readonly refused: Set<Resolve>;
  /** Keys of chores that cannot be done. */
  readonly hopeless: Set<string>;
  readonly notes: Set<string>;
  /** GitHub has refused a review as a whole, though the head is right. */
  mayBisect: boolean;
  hasWritten: boolean;
  unclear: number;
}

/** What is to be done in one round. */
interface Work {
  readonly steps: InlineSteps;
  readonly chores: readonly Chore[];
  readonly summary: SummaryStep;
}

const NO_STEPS: InlineSteps = { post: [], rewrite: [], reopen: [], retire: [], remove: [], standing: new Set() };

/** Publishes the plan. Never throws a `GitHubFailure`: the review stands without comments too. */
export async function publish(client: Client, repository: Repository, number: number, plan: Plan): Promise<Publication> {
  if (plan.inline === null && plan.summary === null) return { published: true, inline: new Set(), notes: [] };
  const session: Session = {
    rejected: new Set(),
    refused: new Set(),
    hopeless: new Set(),
    notes: new Set(),
    mayBisect: false,
    hasWritten: false,
    unclear: 0,
  };
  try {
    return await settle({ client, repository, number }, plan, session);
  } catch (error) {
    if (!isFailure(error)) throw error;
    const because = error.kind === 'limited' || error.kind === 'unreachable' ? error.kind : 'denied';
    return { published: false, because, reason: `Nothing more could be posted: ${error.message}.` };
  }
}

async function settle(target: Target, plan: Plan, session: Session): Promise<Publication> {
  let posted = plan.seen;
  let isFresh = false;
  let inline: ReadonlySet<string> = new Set();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (posted === undefined) {
      posted = await readPosted(target.client, target.repository, target.number);
      isFresh = true;
    }
    const work = planWork(posted, plan, session, target.client.time());
    inline = work.steps.standing;
    if (isNothing(work)) break;
    if (!isFresh) {
      posted = undefined;
      continue;
    }
    const obstacle = findObstacle(posted, plan);
    if (obstacle !== undefined) {
      if (session.hasWritten) break;
      return obstacle;
    }
    posted = await carryOut(target, posted, plan, work, session);
  }
  return { published: true, inline, notes: [...session.notes] };
}

function planWork(posted: Posted, plan: Plan, session: Session, now: string): Work {
  const steps = plan.inline === null ? NO_STEPS : reconcileInline(posted, plan.inline, session.rejected);
  const summary = reconcileSummary(posted, plan, steps.standing, now);
  if (plan.inline?.resolve === 'resolve' && steps.retire.some((thread) => !thread.mayResolve)) {
    session.notes.add(`The token may not ${WAYS_IN_WORDS.resolve}; comments whose finding is gone are hidden instead.`);
  }
  const about = { resolve: plan.inline?.resolve ?? 'keep', refused: session.refused, head: plan.head };
  const chores = toChores(steps, summary.remove, about).filter(({ key }) => !session.hopeless.has(key));
  return { steps, chores, summary };
}

function isNothing({ steps, chores, summary }: Work): boolean {
  return steps.post.length === 0 && chores.length === 0 && summary.write === null;
}

function findObstacle(posted: Posted, plan: Plan): Publication | undefined {
  if (posted.head !== plan.head) {
    const head = posted.head.slice(0, 12);
    return { published: false, because: 'moved', reason: `The pull request has moved on to ${head}; the run for that commit posts.` };
  }
  return posted.isOpen ? undefined : { published: false, because: 'closed', reason: 'The pull request is not open any more.' };
}

/** Returns what stands then, or undefined when it has to be read. */
async function carryOut(target: Target, posted: Posted, plan: Plan, work: Work, session: Session): Promise<Posted | undefined> {
  const { steps, chores } = work;
  try {
    let placed: ReadonlySet<string> = new Set();
    if (steps.post.length > 0) {
      const request = { head: plan.head, comments: steps.post, hunks: plan.hunks, mayBisect: session.mayBisect };
      const outcome = await postReview(target, request);
      for (const fingerprint of outcome.rejected) session.rejected.add(fingerprint);
      placed = outcome.placed;
      if (placed.size > 0) session.hasWritten = true;
      if (placed.size + outcome.rejected.size < steps.post.length) {
        // Perhaps the head has moved; only if it has not is it worth looking for the comment at fault.
        session.mayBisect = true;
        return undefined;
      }
    }
    if (chores.length > 0) await clean(target, chores, session);
    const { write } = reconcileSummary(posted, plan, new Set([...steps.standing, ...placed]), target.client.time());
    if (write === null) return undefined;
    session.hasWritten = true;
    return await writeSummary(target, posted, write);
  } catch (error) {
    session.unclear += 1;
    if (!isFailure(error, 'unreachable') || session.unclear >= MOST_UNCLEAR) throw error;
    await target.client.pause();
    return undefined;
  }
}

async function clean({ client }: Target, chores: readonly Chore[], session: Session): Promise<void> {
  const { failed } = await doChores(client, chores);
  if (failed.length < chores.length) session.hasWritten = true;
  for (const { chore, because, isDenied } of failed) {
    if (isDenied && chore.way !== null) {
      session.refused.add(chore.way);
      session.notes.add(`The token may not ${WAYS_IN_WORDS[chore.way]}: ${because}.`);
    } else {
      session.hopeless.add(chore.key);
      session.notes.add(`An own comment could not be updated: ${because}.`);
    }
  }
}

const WAYS_IN_WORDS: Readonly<Record<Resolve, string>> = {
  resolve: 'resolve threads (that needs `contents: write`)',
  minimize: 'hide comments',
  edit: 'edit comments',
  keep: 'keep comments',
};
