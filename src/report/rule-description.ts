import type { Item, Severity } from '../findings.ts';

/** What people read about a rule; the part of a rule that reports need. */
export interface RuleDescription {
  readonly id: string;
  readonly item: Item;
  readonly title: string;
  /** Section of the guide. */
  readonly guide: string;
  readonly severity: Severity;
  /** What it costs. */
  readonly why: string;
  /** What to write. */
  readonly instead: string;
  /** C++ that the rule reports. */
  readonly bad: string;
  /** C++ that it does not. */
  readonly good: string;
}
