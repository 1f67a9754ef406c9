import { type Finding, SEVERITIES, type Severity } from '../findings.ts';
import type { Review } from '../review.ts';

/** The findings that the change brings, worst first; within a severity the order of the review stays. */
export function newFindings(review: Pick<Review, 'findings'>): readonly Finding[] {
  return worstFirst(review.findings.filter((finding) => finding.state === 'new'));
}

/** The findings by severity, gravest first, in the order they came. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
}

/** How many of the findings have each severity. */
export function countBySeverity(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}

/** `1 error, 2 warnings`; `no findings` for none. */
export function countsInWords(findings: readonly Finding[]): string {
  const counts = countBySeverity(findings);
  const parts = [...SEVERITIES].reverse().flatMap((severity) => (counts[severity] === 0 ? [] : [plural(counts[severity], severity)]));
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

/** `1 file`, `2 files`, `1,234 files`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : many}`;
}

/** `1234567` as `1,234,567`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `23 % of samples`, `marked hot`, …: how hot the code around a finding is; undefined when nothing says so. */
export function heatInWords(finding: Pick<Finding, 'hot'>): string | undefined {
  const hot = finding.hot;
  if (hot === null) return undefined;
  if (hot.share !== null) return `${percent(hot.share)} of samples`;
  return { profile: 'hot in the profile', annotation: 'marked hot', config: 'hot by config', structure: 'hot by its place' }[hot.source];
}

/** `0.234` as `23 %`, small shares with one digit. */
export function percent(share: number): string {
  const hundredths = share * 100;
  return `${hundredths >= 10 || hundredths === 0 ? hundredths.toFixed(0) : hundredths.toFixed(1)} %`;
}

/** A relative change with its sign: `-0.1234` as `−12.3 %`. */
export function signedPercent(change: number): string {
  const rounded = (Math.abs(change) * 100).toFixed(1);
  const sign = rounded === '0.0' ? '±' : change < 0 ? '−' : '+';
  return `${sign}${rounded} %`;
}

/** The line that says what was looked at: `reviewed 12 of 12 C++ files, 0 lines unread`. */
export function coverageInWords(coverage: Review['coverage']): string {
  const files = coverage.unread.length === 0 ? '' : `${plural(coverage.unread.length, 'file')} and `;
  const excluded = coverage.excluded.length === 0 ? '' : `, ${plural(coverage.excluded.length, 'file')} excluded`;
  const reviewed = `reviewed ${grouped(coverage.reviewed)} of ${plural(coverage.cppFiles, 'C++ file')}`;
  return `${reviewed}, ${files}${plural(coverage.unparsedLines, 'line')} unread${excluded}`;
}
