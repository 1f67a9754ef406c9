import { ITEMS, type Severity } from '../findings.ts';

/** What people read about a rule; the part of a rule that reports need. */
export interface RuleDescription {
  readonly id: string;
  /** Item of the guide's checklist. */
  readonly item: string;
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

/** Title of a checklist item; the item itself when the guide has none of that name. */
export function itemTitle(item: string): string {
  return new Map<string, string>(Object.entries(ITEMS)).get(item) ?? item;
}
