import type { Severity } from '../findings.ts';
import type { Review } from '../review.ts';
import { jsonText, oneLine } from './escape.ts';
import { newFindings } from './reported.ts';

const SEVERITY: Readonly<Record<Severity, 'info' | 'minor' | 'major'>> = { note: 'info', warning: 'minor', error: 'major' };

/**
 * New findings in GitLab's code quality format: an array of objects with `description`, `check_name`, `fingerprint`, `severity` and
 * `location.path`, `location.lines.begin` (docs.gitlab.com/ci/testing/code_quality). GitLab compares fingerprints, so no two are equal.
 */
export function renderGitlab(review: Pick<Review, 'findings'>): string {
  const seen = new Map<string, number>();
  return jsonText(
    newFindings(review).map((finding) => {
      const key = `${finding.rule}:${finding.path}:${finding.fingerprint}`;
      const times = (seen.get(key) ?? 0) + 1;
      seen.set(key, times);
      return {
        description: oneLine([finding.message, finding.why, finding.instead].join(' '), 2000),
        check_name: finding.rule,
        fingerprint: times === 1 ? key : `${key}:${times}`,
        severity: SEVERITY[finding.severity],
        location: { path: finding.path, lines: { begin: finding.line, end: finding.endLine } },
      };
    }),
  );
}
