import type { Evidence } from './evidence/evidence.ts';
import { type Finding, SEVERITIES, type Severity } from './findings.ts';

/** What the gate says. */
export interface Verdict {
  readonly conclusion: 'pass' | 'fail';
  /** Why it fails, or what was waived; a sentence each. */
  readonly reasons: readonly string[];
}

/** What the verdict rests on. */
export interface Grounds {
  readonly findings: readonly Finding[];
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
  readonly evidence: Evidence;
  readonly failOn: Severity | 'never';
}

/** Decides whether the gate opens: new findings from `failOn` on, files that could not be read, and missing evidence close it. */
export function decide({ findings, unread, evidence, failOn }: Grounds): Verdict {
  if (failOn === 'never') return { conclusion: 'pass', reasons: ['`fail-on` is `never`: this review only reports.'] };
  const reasons: string[] = [];
  const grave = findings.filter(({ state, severity }) => state === 'new' && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(failOn));
  if (grave.length > 0) reasons.push(`${countOf(grave)} ${grave.length === 1 ? 'is' : 'are'} new in this change.`);
  if (unread.length > 0) {
    const [first] = unread;
    const others = unread.length === 1 ? '' : ` and ${unread.length - 1} more`;
    reasons.push(`${first?.path}${others} could not be read (${first?.reason}); what was not read is not taken for clean.`);
  }
  if (evidence.status === 'missing' || evidence.status === 'insufficient') reasons.push(...evidenceReasons(evidence));
  if (reasons.length > 0) return { conclusion: 'fail', reasons };
  return { conclusion: 'pass', reasons: evidence.status === 'waived' ? [waiverReason(evidence)] : [] };
}

function countOf(findings: readonly Finding[]): string {
  const parts = [...SEVERITIES].reverse().flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return parts.join(' and ');
}

function evidenceReasons(evidence: Evidence): string[] {
  const what = evidence.status === 'missing' ? 'There is no benchmark evidence' : 'The benchmark evidence does not suffice';
  const blocking = evidence.problems.filter((problem) => problem.level === 'block').map((problem) => problem.note);
  return [`${what}, and this change needs it (${evidence.because}).`, ...blocking];
}

function waiverReason(evidence: Evidence): string {
  const waived = evidence.requirements.find((requirement) => requirement.status === 'waived');
  return waived ? `Evidence was waived: ${waived.note}` : 'Evidence was waived.';
}
