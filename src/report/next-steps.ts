import type { Finding } from '../findings.ts';
import type { Review } from '../review.ts';
import { newFindings, plural } from './reported.ts';

/** One thing to do so that the gate passes: a sentence, and the places it is about. */
export interface Step {
  readonly text: string;
  readonly places: readonly Finding[];
}

/** What to do next, in order: the gravest findings, the evidence that is missing, the files that could not be read. */
export function nextSteps(review: Review): readonly Step[] {
  const errors = newFindings(review).filter((finding) => finding.severity === 'error');
  const unread = review.coverage.unread.length;
  return [
    ...(errors.length === 0 ? [] : [{ text: `Mend ${plural(errors.length, 'error')}, or silence with a reason`, places: errors }]),
    ...review.evidence.requirements.flatMap((requirement) => (requirement.next === null ? [] : [{ text: requirement.next, places: [] }])),
    ...(unread === 0 ? [] : [{ text: `Make ${plural(unread, 'file')} readable and run it again; the coverage says which`, places: [] }]),
  ];
}
