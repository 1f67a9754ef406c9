import type { RequirementId } from './evidence.ts';

/** The section `evidence` of the config, every default filled in. Shares are fractions. */
export interface EvidenceOptions {
  readonly labels: readonly string[];
  readonly require: readonly RequirementId[];
  /** Path of the guide; absent when the repository has none. */
  readonly guide?: string | undefined;
  readonly stale: 'block' | 'warn';
  /** Runs wanted of each side. */
  readonly runs: number;
  readonly alpha: number;
  readonly noise: number;
  readonly floor: { readonly time: number; readonly cycles: number; readonly instructions: number; readonly allocations: number };
}
