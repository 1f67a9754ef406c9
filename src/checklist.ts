import type { Item } from './findings.ts';

/** One item of the guide's checklist and how this change stands to it (contract, section 4). */
export interface ChecklistRow {
  readonly item: Item;
  readonly title: string;
  readonly status: 'clear' | 'findings' | 'needs-evidence' | 'evidenced' | 'not-applicable';
  /** Places of this kind that were examined in the changed code. */
  readonly sites: number;
  /** New findings. */
  readonly findings: number;
  readonly note: string;
}
