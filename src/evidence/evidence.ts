/** The six things the guide asks of a performance change (section "Contributing Performance Improvements"). */
export const REQUIREMENTS = ['benchmark', 'profile', 'technique', 'trade-offs', 'correctness', 'guide'] as const;
export type RequirementId = (typeof REQUIREMENTS)[number];

/** The evidence part of a review. */
export interface Evidence {
  readonly required: boolean;
  /** Why evidence is asked for, or why it is not: `label performance`, `title perf:`, `no C++ changed`. */
  readonly because: string;
  readonly status: EvidenceStatus;
  readonly requirements: readonly Requirement[];
  readonly comparisons: readonly Comparison[];
  readonly claims: readonly Claim[];
  readonly problems: readonly Problem[];
}

export type EvidenceStatus = 'not-required' | 'sufficient' | 'insufficient' | 'missing' | 'waived';

export interface Requirement {
  readonly id: RequirementId;
  readonly status: 'met' | 'unmet' | 'waived' | 'not-applicable';
  readonly note: string;
  /** The exact next step; null when nothing is to be done. */
  readonly next: string | null;
}

/** One benchmark and metric, before and after. */
export interface Comparison {
  readonly benchmark: string;
  readonly metric: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly before: Side | null;
  readonly after: Side | null;
  /** after / before - 1; null when one side is missing. */
  readonly change: number | null;
  /** 95 % interval of `change`; null where it cannot be bounded. */
  readonly interval: readonly [number, number] | null;
  readonly p: number | null;
  /** Relative change below which a difference does not count. */
  readonly floor?: number;
  readonly verdict: 'improved' | 'regressed' | 'no-difference' | 'too-few-runs' | 'unstable' | 'unmatched';
}

export interface Side {
  /** Number of runs behind the figures; null when the source does not say. */
  readonly n: number | null;
  readonly median: number;
  /** Raw samples in the comparison's unit; empty when only a summary was given. */
  readonly values: readonly number[];
}

export interface Claim {
  readonly text: string;
  /** What the numbers show, as text; null when nothing measures it. */
  readonly measured: string | null;
  readonly status: 'supported' | 'overstated' | 'wrong-sign' | 'unmeasured';
}

export interface Problem {
  readonly code: string;
  readonly level: 'block' | 'warn' | 'info';
  readonly note: string;
}

/** The evidence part where nothing is asked for: a scan. */
export const NO_EVIDENCE: Evidence = {
  required: false,
  because: 'a scan has no change that evidence could be about',
  status: 'not-required',
  requirements: [],
  comparisons: [],
  claims: [],
  problems: [],
};
