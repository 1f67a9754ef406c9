import type { Finding, Severity } from '../findings.ts';
import type { Review } from '../review.ts';
import { codeFrame, suggestionLines, wrapped } from './code-frame.ts';
import { silencingComment } from './comments.ts';
import { terminalCode, terminalText, withoutCommandLines } from './escape.ts';
import { countsInWords, coverageInWords, heatInWords, newFindings, plural } from './reported.ts';
import type { SourceLines } from './source-lines.ts';
import { type Style, styleOf } from './style.ts';
import { evidenceLines } from './text-evidence.ts';

export interface TextOptions {
  readonly colors: boolean;
  /** Texts at the head, for the code frames; without them a finding is shown by its place alone. */
  readonly lines?: SourceLines;
  /** Milliseconds that the review took. */
  readonly elapsed?: number;
  /** Columns of the terminal. */
  readonly width?: number;
  /** Interval bars as plain text. */
  readonly bars?: string;
  /** What moved between the profiles of both sides, as plain text. */
  readonly moved?: string;
  /** Commands worth running next, with what each does. */
  readonly hints?: readonly Hint[];
}

export interface Hint {
  readonly command: string;
  readonly does: string;
}

const WIDTH = 100;

/** The review for a terminal: findings by file with code frames, evidence, what was fixed, and a closing line with counts and time. */
export function renderText(review: Review, options: TextOptions): string {
  const style = styleOf(options.colors);
  const findings = newFindings(review);
  const blocks = [
    ...byFile(findings).map(([path, group]) => fileBlock(path, group, style, options)),
    ...evidenceLines(review.evidence, style, options.bars, options.width),
    movedBlock(options.moved, style),
    fixedBlock(review, style),
    unreadBlock(review, style),
    closing(review, findings, style, options),
    hintBlock(options.hints ?? [], style),
  ];
  return withoutCommandLines(`${blocks.filter((block) => block !== '').join('\n\n')}\n`);
}

function movedBlock(moved: string | undefined, style: Style): string {
  if (moved === undefined || moved === '') return '';
  const lines = moved.split('\n').map((line) => `  ${terminalCode(line)}`);
  return [style.bold('Profiles before and after'), ...lines].join('\n');
}

/** Paint of a severity. */
export function severityPaint(style: Style, severity: Severity): (text: string) => string {
  return { error: style.red, warning: style.yellow, note: style.blue }[severity];
}

/** `420 ms`, `1.3 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Files in the order of their worst finding, each with its findings by line. */
function byFile(findings: readonly Finding[]): readonly (readonly [string, readonly Finding[]])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.path);
    if (group === undefined) groups.set(finding.path, [finding]);
    else group.push(finding);
  }
  return [...groups].map(([path, group]) => [path, group.sort((a, b) => a.line - b.line || a.column - b.column)]);
}

function fileBlock(path: string, findings: readonly Finding[], style: Style, options: TextOptions): string {
  const title = style.bold(style.cyan(terminalText(path, 400)));
  return [title, ...findings.map((finding) => findingBlock(finding, style, options))].join('\n\n');
}

function findingBlock(finding: Finding, style: Style, options: TextOptions): string {
  const paint = severityPaint(style, finding.severity);
  const heat = heatInWords(finding);
  const where = [
    `${finding.line}:${finding.column}`,
    ...(finding.function === null ? [] : [`in ${terminalText(finding.function, 120)}`]),
    ...(heat === undefined ? [] : [heat]),
  ].join(', ');
  const width = (options.width ?? WIDTH) - 2;
  const source = options.lines?.(finding.path);
  const frame = source === undefined ? [] : codeFrame(source, finding, style, paint, width, finding.suggestion);
  const suggestion = finding.suggestion === null || frame.length > 0 ? [] : suggestionLines(finding.suggestion, style, 1);
  const prose = (text: string): readonly string[] => wrapped(text, Math.min(width, WIDTH));
  return [
    `${paint(style.bold(finding.severity))} ${style.bold(terminalText(finding.rule))} ${style.dim(where)}`,
    ...prose(terminalText(finding.message)),
    '',
    ...frame,
    ...suggestion,
    ...(frame.length + suggestion.length === 0 ? [] : ['']),
    ...prose(`${terminalText(finding.why)} ${terminalText(finding.instead)}`),
    style.dim(`Guide: ${terminalText(finding.guide)}`),
  ]
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}

function fixedBlock(review: Review, style: Style): string {
  if (review.fixed.length === 0) return '';
  const lines = review.fixed.map(
    (finding) => `  ${style.green('✓')} ${terminalText(finding.rule)} ${style.dim(terminalText(finding.function ?? finding.path))}`,
  );
  return [style.bold(`This change fixes ${plural(review.fixed.length, 'finding')}`), ...lines].join('\n');
}

function unreadBlock(review: Review, style: Style): string {
  const { unread } = review.coverage;
  if (unread.length === 0) return '';
  return [
    style.red(style.bold('Not read, so not passed')),
    ...unread.map((file) => `  ${terminalText(file.path, 400)}: ${terminalText(file.reason)}`),
  ].join('\n');
}

function closing(review: Review, findings: readonly Finding[], style: Style, options: TextOptions): string {
  const passed = review.verdict.conclusion === 'pass';
  const time = options.elapsed === undefined ? '' : ` in ${duration(options.elapsed)}`;
  const verdict = (passed ? style.green : style.red)(style.bold(passed ? '✓ passed' : '✗ failed'));
  const reasons = review.verdict.reasons.map((reason) => `  ${terminalText(reason)}`);
  return [`${verdict}: ${countsInWords(findings)}; ${coverageInWords(review.coverage)}${time}`, ...reasons].join('\n');
}

function hintBlock(hints: readonly Hint[], style: Style): string {
  const width = Math.max(0, ...hints.map((hint) => hint.command.length));
  return hints.map((hint) => `${style.dim('→')} ${hint.command.padEnd(width)}  ${style.dim(hint.does)}`).join('\n');
}

/** Hints that fit the review: explain the commonest rule, silence it, open the HTML report. */
export function hintsFor(review: Review, command: string): readonly Hint[] {
  const worst = newFindings(review)[0];
  if (worst === undefined) return [];
  return [
    { command: `${command} rules ${worst.rule}`, does: 'explains the rule' },
    { command: silencingComment(worst.rule), does: 'silences it, on the line above' },
    { command: `${command} review --format html --output report.html`, does: 'shows each finding with its diff' },
  ];
}
