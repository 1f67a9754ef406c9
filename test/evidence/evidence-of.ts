import type { Evidence } from '../../src/evidence/evidence.ts';
import type { EvidenceInput } from '../../src/evidence/input.ts';
import { judgeEvidence } from '../../src/evidence/judge.ts';
import type { EvidenceOptions } from '../../src/evidence/options.ts';

/** The defaults of the config. */
export const OPTIONS: EvidenceOptions = {
  labels: ['performance', 'perf', 'optimization'],
  require: ['benchmark'],
  stale: 'block',
  runs: 5,
  alpha: 0.05,
  noise: 0.1,
  floor: { time: 0.02, cycles: 0.01, instructions: 0.002, allocations: 0 },
};

/** Parts of the input that a test is about. */
export interface Given extends Partial<Omit<EvidenceInput, 'pullRequest'>> {
  readonly pullRequest?: Partial<NonNullable<EvidenceInput['pullRequest']>>;
}

/** The judgement of a description, as if the pull request were labelled performance work. */
export function evidenceOf(body: string, { pullRequest, ...given }: Given = {}): Evidence {
  return judgeEvidence({
    pullRequest: {
      title: '',
      body,
      labels: [],
      author: 'mona',
      comments: [],
      commits: [],
      changes: [],
      base: '',
      head: '',
      ...pullRequest,
    },
    files: [],
    profiles: [],
    changedFunctions: [],
    findings: [],
    options: OPTIONS,
    waiver: null,
    seen: [],
    isRequired: true,
    ...given,
  });
}

/** Each comparison as one line: `verdict benchmark metric before → after unit`. */
export function linesOf(evidence: Evidence): readonly string[] {
  return evidence.comparisons.map(({ verdict, benchmark, metric, before, after, unit }) => {
    const figure = (side: { readonly median: number; readonly n: number | null } | null): string =>
      side === null ? '–' : `${Number(side.median.toPrecision(6))}${side.n === 1 ? '' : ` (${side.n ?? '?'})`}`;
    return `${verdict}: ${benchmark} ${metric}, ${figure(before)} → ${figure(after)} ${unit}`.trim();
  });
}

/** Codes of what blocks. */
export function blocksOf(evidence: Evidence): readonly string[] {
  return evidence.problems.filter(({ level }) => level === 'block').map(({ code }) => code);
}

/** Codes of what warns. */
export function warningsOf(evidence: Evidence): readonly string[] {
  return evidence.problems.filter(({ level }) => level === 'warn').map(({ code }) => code);
}
