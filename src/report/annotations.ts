import type { Severity } from '../findings.ts';
import type { Review } from '../review.ts';
import { oneLine } from './escape.ts';
import { newFindings } from './reported.ts';

/** A workflow-command annotation, without what the command itself must escape. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  /** Undefined when the range spans lines: GitHub takes columns only within one line. */
  readonly col: number | undefined;
  readonly title: string;
  readonly message: string;
}

/** What GitHub shows of one step: ten of each level. */
export const ANNOTATIONS_PER_LEVEL = 10;

const LEVEL: Readonly<Record<Severity, Annotation['level']>> = { error: 'error', warning: 'warning', note: 'notice' };

/** New findings as annotations, worst first, and how many of them exceed what GitHub shows of a step. */
export function renderAnnotations(review: Pick<Review, 'findings'>): {
  readonly annotations: readonly Annotation[];
  readonly dropped: number;
} {
  const findings = newFindings(review);
  const room = { error: ANNOTATIONS_PER_LEVEL, warning: ANNOTATIONS_PER_LEVEL, notice: ANNOTATIONS_PER_LEVEL };
  const annotations = findings.flatMap((finding): Annotation[] => {
    const level = LEVEL[finding.severity];
    if (room[level] === 0) return [];
    room[level] -= 1;
    return [
      {
        level,
        file: finding.path,
        line: finding.line,
        endLine: finding.endLine,
        col: finding.line === finding.endLine ? finding.column : undefined,
        title: oneLine(`${finding.rule} (${finding.guide})`, 255),
        message: [finding.message, finding.why, finding.instead].map((text) => oneLine(text)).join('\n'),
      },
    ];
  });
  return { annotations, dropped: findings.length - annotations.length };
}
