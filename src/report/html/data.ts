import type { Finding, Hot, Severity, Suggestion } from '../../findings.ts';

/** What the page carries as JSON; sentences that many findings share stand once in `texts`. */
export interface PageData {
  readonly texts: readonly string[];
  readonly items: Readonly<Record<string, string>>;
  readonly findings: readonly PageFinding[];
  /** Findings left out beyond the page's limit. */
  readonly leftOut: number;
  readonly flame: FlameNode | null;
}

/** A finding for the page; `why`, `instead` and `guide` are places in `texts`. */
export interface PageFinding {
  readonly rule: string;
  readonly item: string;
  readonly severity: Severity;
  readonly state: Finding['state'];
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
  readonly message: string;
  readonly why: number;
  readonly instead: number;
  readonly guide: number;
  readonly function: string | null;
  readonly hot: Hot | null;
  readonly suggestion: Suggestion | null;
  /** Address of the lines on the web; null when there is none. */
  readonly url: string | null;
  /** Lines around the finding and its suggestion; null when the text was not at hand. */
  readonly code: { readonly start: number; readonly lines: readonly string[] } | null;
}

/** A frame of a profile: samples in it and below it. */
export interface FlameNode {
  readonly name: string;
  readonly value: number;
  readonly children?: readonly FlameNode[];
}
