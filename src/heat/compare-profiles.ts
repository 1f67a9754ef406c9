import type { Profile, ProfiledFunction } from './profile.ts';
import { symbolPath } from './symbol-path.ts';

/** A function whose place in the profile changed. */
export interface Moved {
  /** Its name, without return type and parameters where that tells it from the others. */
  readonly name: string;
  readonly before: Shares | null;
  readonly after: Shares | null;
  /** after - before, of the own share where that moved more, else of the inclusive. */
  readonly change: number;
  readonly of: 'self' | 'total';
  readonly kind: 'new' | 'gone' | 'grew' | 'shrank' | 'rank';
  /** Whether sampling alone makes such a change in at most one pair of profiles in twenty; null where the tools count exactly, or do not say. */
  readonly isBeyondChance: boolean | null;
}

export interface Shares {
  readonly self: number;
  readonly total: number;
  /** Place by own share, 1 for the hottest; null for what only calls others. */
  readonly rank: number | null;
}

/** Two profiles side by side. */
export interface ProfileComparison {
  readonly before: Profile;
  readonly after: Profile;
  /** Those whose own share moved first, then those whose callees' did, then mere ranks; the largest change first in each. */
  readonly moved: readonly Moved[];
  /** Why shares of the two cannot be compared; null where they can. */
  readonly problem: string | null;
}

/** Shares that move less say nothing: "need >= 2 % absolute move or top-N rank change". */
const LEAST_MOVE = 0.02;
/** Ranks by own share that a change of is told. */
export const TOP_RANKS = 10;

/**
 * The functions whose share moved by two points or more, or that changed rank among the ten hottest, and those that came or went there.
 * A share is not time: a function that got faster makes the shares of all others grow.
 */
export function compareProfiles(before: Profile, after: Profile): ProfileComparison {
  const problem = whyNot(before, after);
  if (problem !== null) return { before, after, moved: [], problem };
  const old = byName(before);
  const now = byName(after);
  const moved: Moved[] = [];
  for (const name of new Set([...now.keys(), ...old.keys()])) {
    const found = moveOf(name, old.get(name) ?? null, now.get(name) ?? null, before.samples, after.samples);
    if (found) moved.push(found);
  }
  return { before, after, moved: moved.sort((a, b) => orderOf(a) - orderOf(b) || Math.abs(b.change) - Math.abs(a.change)), problem: null };
}

function orderOf({ change, of }: Moved): number {
  return Math.abs(change) < LEAST_MOVE ? 2 : of === 'self' ? 0 : 1;
}

function whyNot(before: Profile, after: Profile): string | null {
  if (before.functions.length === 0 || after.functions.length === 0) return 'One of the two profiles could not be read.';
  if (before.unit !== after.unit) return `One profile counts ${before.unit}, the other ${after.unit}.`;
  return null;
}

function moveOf(
  name: string,
  before: Shares | null,
  after: Shares | null,
  samples: number | null,
  samplesAfter: number | null,
): Moved | undefined {
  const own = (after?.self ?? 0) - (before?.self ?? 0);
  const inclusive = (after?.total ?? 0) - (before?.total ?? 0);
  const of = Math.abs(own) < LEAST_MOVE && Math.abs(inclusive) >= LEAST_MOVE ? 'total' : 'self';
  const change = of === 'self' ? own : inclusive;
  const ranks = [before?.rank ?? null, after?.rank ?? null].map((rank) => (rank !== null && rank <= TOP_RANKS ? rank : null));
  const isTop = ranks.some((rank) => rank !== null);
  if (Math.abs(change) < LEAST_MOVE && !(isTop && ranks[0] !== ranks[1])) return undefined;
  const kind = before === null ? 'new' : after === null ? 'gone' : Math.abs(change) < LEAST_MOVE ? 'rank' : change > 0 ? 'grew' : 'shrank';
  // What is new or gone with next to nothing is sampling, not a change.
  if ((before === null || after === null) && !isTop && Math.abs(change) < LEAST_MOVE) return undefined;
  return {
    name,
    before,
    after,
    change,
    of,
    kind,
    isBeyondChance: isBeyondChance(before?.[of] ?? 0, after?.[of] ?? 0, samples, samplesAfter),
  };
}

/**
 * The test for two proportions with pooled variance, two-sided at 5 % (NIST/SEMATECH e-Handbook of Statistical Methods, 7.3.3). Samples of
 * one run are not quite independent, so that it errs towards saying yes.
 */
function isBeyondChance(before: number, after: number, n: number | null, m: number | null): boolean | null {
  if (n === null || m === null || n === 0 || m === 0) return null;
  const pooled = (before * n + after * m) / (n + m);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  return Math.abs(after - before) > 1.96 * error;
}

/** Shares by name. The files are left out: they differ between two builds. */
function byName(profile: Profile): ReadonlyMap<string, Shares> {
  const sums = new Map<string, { self: number; total: number }>();
  for (const each of profile.functions) {
    const name = nameOf(each);
    const known = sums.get(name);
    sums.set(name, { self: (known?.self ?? 0) + each.self, total: Math.max(known?.total ?? 0, each.total) });
  }
  const ranked = [...sums].sort(([, a], [, b]) => b.self - a.self);
  return new Map(ranked.map(([name, shares], place) => [name, { ...shares, rank: shares.self > 0 ? place + 1 : null }]));
}

/** `srv::queue::drain`, with what tells overloads apart, but no return type and no template arguments. */
export function nameOf({ symbol }: Pick<ProfiledFunction, 'symbol'>): string {
  const { parts, parameters, isLambda } = symbolPath(symbol);
  if (parts.length === 0) return symbol;
  return `${parts.join('::')}${parameters && parameters.length > 0 ? `(${parameters.join(', ')})` : ''}${isLambda ? ' lambda' : ''}`;
}
