import type { Evidence } from '../evidence/evidence.ts';
import { wrapped } from './code-frame.ts';
import { terminalCode, terminalText } from './escape.ts';
import { type Style, styleOf } from './style.ts';
import { CLAIM_STATUS, COMPARISON_VERDICT, changeInWords, intervalInWords, REQUIREMENT_MARK, runsInWords } from './summary-evidence.ts';

const WIDTH = 100;
/** Columns before the note of a requirement. */
const INDENT = 16;

/** The evidence alone, for a terminal. */
export function renderEvidenceText(evidence: Evidence, options: { readonly colors: boolean; readonly bars?: string }): string {
  const style = styleOf(options.colors);
  const blocks = evidenceLines(evidence, style, options.bars);
  return `${blocks.length === 0 ? `No evidence is asked for: ${terminalText(evidence.because)}.` : blocks.join('\n\n')}\n`;
}

/** Blocks of the evidence: head with requirements, comparisons, claims, problems. Empty when none is asked for or given. */
export function evidenceLines(evidence: Evidence, style: Style, bars: string | undefined, width = WIDTH): readonly string[] {
  if (evidence.status === 'not-required' && evidence.comparisons.length === 0 && evidence.claims.length === 0) return [];
  const good = evidence.status === 'sufficient' || evidence.status === 'waived' || evidence.status === 'not-required';
  const head = `${style.bold(`Evidence ${(good ? style.green : style.red)(evidence.status.replace('-', ' '))}`)} ${style.dim(`(${terminalText(evidence.because)})`)}`;
  const requirements = evidence.requirements.flatMap((requirement) => {
    if (requirement.status === 'not-applicable') return [];
    const paint = { met: style.green, unmet: style.red, waived: style.yellow }[requirement.status];
    const mark = paint(REQUIREMENT_MARK[requirement.status]);
    const [first = '', ...more] = wrapped(terminalText(requirement.note), width - INDENT);
    const indented = more.map((line) => `${' '.repeat(INDENT)}${line}`);
    // Not wrapped: it holds commands to copy.
    const next = requirement.next === null ? [] : [`      ${style.cyan('→')} ${terminalText(requirement.next, 2000)}`];
    return [`  ${mark} ${requirement.id.padEnd(11)} ${first}`, ...indented, ...next];
  });
  const problems = evidence.problems.map(
    (problem) =>
      `  ${problem.level === 'block' ? style.red('blocks') : problem.level} ${terminalText(problem.note)} ${style.dim(terminalText(problem.code))}`,
  );
  const claims = evidence.claims.map(
    (claim) =>
      `  “${terminalText(claim.text, 200)}” ${style.dim('measured')} ${claim.measured === null ? '–' : terminalText(claim.measured)}: ${CLAIM_STATUS[claim.status]}`,
  );
  return [[head, ...requirements].join('\n'), comparisonLines(evidence, style, bars), claims.join('\n'), problems.join('\n')].filter(
    (block) => block !== '',
  );
}

function comparisonLines(evidence: Evidence, style: Style, bars: string | undefined): string {
  if (bars !== undefined && bars !== '')
    return bars
      .split('\n')
      .map((line) => `  ${terminalCode(line)}`)
      .join('\n');
  const rows = evidence.comparisons.map((row) => [
    `${terminalText(row.benchmark, 60)} ${terminalText(row.metric, 30)}`,
    changeInWords(row),
    intervalInWords(row),
    row.p === null ? '–' : `p ${row.p.toFixed(3)}`,
    runsInWords(row),
    COMPARISON_VERDICT[row.verdict],
  ]);
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row, index) => {
      const cells = row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd();
      const verdict = evidence.comparisons[index]?.verdict;
      return `  ${verdict === 'improved' ? style.green(cells) : verdict === 'regressed' ? style.red(cells) : cells}`;
    })
    .join('\n');
}
