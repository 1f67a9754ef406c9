import type { Node } from '../syntax/node.ts';
import type { Scope } from '../syntax/scope.ts';

/** A rule of the catalogue: what people read, and what runs. The engine hands each node of the rule's kinds to `check` once. */
export interface Rule {
  /** Kebab-case: the name of the file, the fixture, the catalogue entry and the suppression. */
  readonly id: string;
  /** Item of the guide's checklist. */
  readonly item: string;
  readonly title: string;
  /** Section of the guide. */
  readonly guide: string;
  /** What it is where no profile, mark or config says how hot the code is. */
  readonly severity: 'error' | 'warning' | 'note';
  /** The highest severity that heat may give. Absent: an error for a warning, a note for a note. */
  readonly cap?: 'error' | 'warning' | 'note';
  /** What it costs, with the order of the cost. */
  readonly why: string;
  /** What to write. */
  readonly instead: string;
  /** Example that the rule reports once. */
  readonly bad: string;
  /** The same, mended: silent. */
  readonly good: string;
  /** Kinds of nodes that are handed to `check`. */
  readonly kinds: readonly string[];
  readonly check: (node: Node, scope: Scope) => Outcome;
  /** Also reported where cost is not felt (start-up, error paths, printing: `isCold`), because it is wrong whatever it costs. */
  readonly everywhere?: true;
}

/**
 * Undefined: not a place of this rule's kind. `clear`: examined, nothing wrong. `undecided`: such a place, but what decides is not in
 * sight (a type, a callee); counted as not examined. Otherwise what is wrong, once or several times.
 */
export type Outcome = undefined | 'clear' | 'undecided' | Hit | readonly Hit[];

/** What a rule found. */
export interface Hit {
  /** What to underline. */
  readonly at: Node;
  /** One sentence: what is here, with the names in it. */
  readonly message: string;
  /** Other places that make it a finding: a change to one of them brings the finding, too. */
  readonly because?: readonly Node[];
  /** Where lower than the rule's. */
  readonly severity?: Rule['severity'];
  /** Where the rule's own words do not fit. */
  readonly why?: string;
  readonly instead?: string;
  /** Edits that mend it, only where they are local and safe. */
  readonly fix?: readonly Edit[];
}

/** Replaces the text between two offsets. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
