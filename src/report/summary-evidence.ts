import type { Comparison, Evidence } from '../evidence/evidence.ts';
import { fitSections, type Section } from './budget.ts';
import { sentence } from './comments.ts';
import { fencedBlock, inlineCode, markdownProse } from './escape.ts';
import { plural, signedPercent } from './reported.ts';

/** Verdict of a comparison in words. */
export const COMPARISON_VERDICT: Readonly<Record<Comparison['verdict'], string>> = {
  improved: 'improved',
  regressed: 'regressed',
  'no-difference': 'no difference shown',
  'too-few-runs': 'too few runs',
  unstable: 'unstable',
  unmatched: 'on one side only',
};

/** Verdict on a claim in words. */
export const CLAIM_STATUS: Readonly<Record<Evidence['claims'][number]['status'], string>> = {
  supported: 'supported',
  overstated: 'overstated',
  'wrong-sign': 'the other way round',
  unmeasured: 'not measured',
};

/** Mark of a requirement's status. */
export const REQUIREMENT_MARK: Readonly<Record<Evidence['requirements'][number]['status'], string>> = {
  met: '✓',
  unmet: '✗',
  waived: '–',
  'not-applicable': ' ',
};

/** A comment's limit on GitHub: https://docs.github.com/en/rest/issues/comments. */
const MOST_CHARACTERS = 65_536;

/** The evidence: verdict and why it is asked for, requirements, comparisons, claims, what is wrong with it. Empty when none is asked for or given. */
export function evidenceSections(evidence: Evidence, bars: string | undefined): readonly Section[] {
  if (evidence.status === 'not-required' && evidence.comparisons.length === 0 && evidence.claims.length === 0) return [];
  const requirements = evidence.requirements
    .filter((requirement) => requirement.status !== 'not-applicable')
    .map(
      (requirement) => `- ${REQUIREMENT_MARK[requirement.status]} ${requirement.id} ${requirement.status}: ${sentence(requirement.note)}`,
    );
  const head = `**Evidence ${evidence.status.replace('-', ' ')}** (${markdownProse(evidence.because)})`;
  return [
    section(head, requirements, 40),
    ...comparisons(evidence.comparisons, bars),
    table(
      '| Claim | Measured | |\n| --- | --- | --- |\n',
      evidence.claims.map(
        (claim) =>
          `| ${markdownProse(claim.text, 300)} | ${claim.measured === null ? '–' : markdownProse(claim.measured)} | ${CLAIM_STATUS[claim.status]} |`,
      ),
      'claim',
    ),
    section(
      '',
      evidence.problems.map(
        (problem) =>
          `- ${problem.level === 'block' ? '**blocks**' : problem.level}: ${sentence(problem.note)} (${inlineCode(problem.code)})`,
      ),
      45,
    ),
  ];
}

/** The evidence alone, as Markdown. */
export function renderEvidenceMarkdown(evidence: Evidence, bars?: string): string {
  const sections = evidenceSections(evidence, bars);
  const text =
    sections.length === 0
      ? `No evidence is asked for: ${markdownProse(evidence.because)}.`
      : fitSections(sections, MOST_CHARACTERS, (part) => part.length);
  return `${text}\n`;
}

/** `+12.4 %`, or a dash when a side is missing. */
export function changeInWords(comparison: Comparison): string {
  return comparison.change === null ? '–' : signedPercent(comparison.change);
}

/** `−18.0 % to −7.0 %`, or a dash where the change cannot be bounded. */
export function intervalInWords(comparison: Comparison): string {
  return comparison.interval === null ? '–' : `${signedPercent(comparison.interval[0])} to ${signedPercent(comparison.interval[1])}`;
}

/** `5 / 5`: runs before and after; `?` where the source does not say. */
export function runsInWords(comparison: Comparison): string {
  return `${comparison.before?.n ?? '?'} / ${comparison.after?.n ?? '?'}`;
}

function comparisons(rows: readonly Comparison[], bars: string | undefined): Section[] {
  if (bars !== undefined && bars !== '')
    return [
      {
        open: '',
        pieces: [{ text: fencedBlock(bars, 'text'), rank: 8 }],
        close: '',
        between: '',
        leftOut: () => 'The interval bars are left out here for their size.',
      },
    ];
  const lines = rows.map(
    (row) =>
      `| ${inlineCode(row.benchmark)} ${inlineCode(row.metric, 60)} | ${changeInWords(row)} | ${intervalInWords(row)} | ${row.p === null ? '–' : row.p.toFixed(3)} | ${runsInWords(row)} | ${COMPARISON_VERDICT[row.verdict]} |`,
  );
  return [table('| Benchmark | Change | 95 % interval | p | Runs | |\n| --- | ---: | --- | ---: | ---: | --- |\n', lines, 'comparison')];
}

function table(open: string, rows: readonly string[], noun: string): Section {
  return {
    open,
    pieces: rows.map((text) => ({ text, rank: 55 })),
    close: '',
    between: '\n',
    leftOut: (count) => `${plural(count, noun)} left out here for GitHub's size limit.`,
  };
}

function section(head: string, lines: readonly string[], rank: number): Section {
  const leftOut = (count: number) => `${plural(count, 'line')} left out here for GitHub's size limit.`;
  const rows = lines.map((text) => ({ text, rank }));
  if (head === '') return { open: '', pieces: rows, close: '', between: '\n', leftOut };
  return { open: '', pieces: [{ text: rows.length === 0 ? head : `${head}\n`, rank: 0 }, ...rows], close: '', between: '\n', leftOut };
}
