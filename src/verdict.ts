/** What the gate says. */
export interface Verdict {
  readonly conclusion: 'pass' | 'fail';
  /** Why it fails, or what was waived; a sentence each. */
  readonly reasons: readonly string[];
}
