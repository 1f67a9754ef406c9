import type { FoundClaim } from './claims.ts';
import type { Compared } from './compare.ts';
import type { EvidenceOptions } from './options.ts';
import type { Observation } from './reading/observation.ts';
import type { PrintedChange } from './reading/tables.ts';
import type { Statements } from './statements.ts';

/** All that was found, for the question of what is missing. */
export interface Found {
  readonly compared: readonly Compared[];
  /** Measurements whose side nothing tells. */
  readonly unlabelled: readonly Observation[];
  readonly changes: readonly PrintedChange[];
  readonly claims: readonly FoundClaim[];
  readonly admissions: readonly string[];
  /** Whether the prose gives any value with a unit. */
  readonly hasFigures: boolean;
  readonly statements: Statements;
  readonly options: EvidenceOptions;
}

/** A benchmark and its metric, short. */
export function named(one: Compared | undefined): string {
  return one === undefined ? '' : `${one.comparison.benchmark} ${one.comparison.metric}`.trim().slice(0, 120);
}

/** The change of a comparison in words. */
export function changeOf(one: Compared | undefined): string {
  return percent(one?.comparison.change ?? 0);
}

/** `+12.4 %`, `−60 %`. */
export function percent(change: number): string {
  const value = Math.abs(change * 100);
  return `${change < 0 ? '−' : '+'}${value >= 100 ? value.toFixed(0) : value.toFixed(1)} %`;
}
