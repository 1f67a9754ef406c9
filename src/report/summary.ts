import type { Finding } from '../findings.ts';
import type { Review } from '../review.ts';
import { fitSections, type Measure, type Piece, type Section } from './budget.ts';
import { sentence, silencingComment } from './comments.ts';
import { fencedBlock, inlineCode, markdownProse } from './escape.ts';
import { blobUrl } from './links.ts';
import { nextSteps } from './next-steps.ts';
import { countsInWords, coverageInWords, heatInWords, newFindings, plural } from './reported.ts';
import type { SourceLines } from './source-lines.ts';
import { checklistSection } from './summary-checklist.ts';
import { evidenceSections } from './summary-evidence.ts';

export interface SummaryOptions {
  /** Where it goes decides the limit: 65,536 characters for a comment, 1 MiB for a job summary. */
  readonly target: 'comment' | 'job-summary';
  /** `https://github.com`; without it nothing is linked. */
  readonly serverUrl?: string;
  /** Fingerprints of the findings that stand as inline comments; all others are given here in full. */
  readonly inline?: ReadonlySet<string>;
  /** Interval bars as plain text; without them the comparisons are a table. */
  readonly bars?: string;
  /** What moved between the profiles of both sides, as plain text. */
  readonly moved?: string;
  /** Texts at the head, for the lines that a suggestion replaces. */
  readonly lines?: SourceLines;
}

/** GitHub's limits (comment and review bodies in characters, a step's summary in bytes), less room for the hidden mark of who posts it. */
export const SUMMARY_LIMITS = { comment: 65_536 - 1024, 'job-summary': 1_048_576 - 1024 } as const;

const SHOWN = 10;
const PLACES = 3;
const RANK = { error: 10, warning: 20, note: 30 } as const;
/** Details go before any line of the list does. */
const DETAIL = 100;

/** The review as Markdown: the sticky comment and the job summary. Reads as plain text too; carries no hidden mark. */
export function renderSummary(review: Review, options: SummaryOptions): string {
  const findings = newFindings(review);
  const measure: Measure = options.target === 'comment' ? (text) => text.length : (text) => new TextEncoder().encode(text).length;
  const sections = [
    plain(headline(review, findings)),
    ...reasons(review),
    ...stepSection(review, options),
    ...findingSections(review, findings, options),
    ...evidenceSections(review.evidence, options.bars),
    ...movedSection(options.moved),
    ...checklistSection(review.checklist),
    ...fixedSection(review),
    ...coverageSections(review),
  ];
  return `${fitSections(sections, SUMMARY_LIMITS[options.target], measure)}\n`;
}

function movedSection(moved: string | undefined): Section[] {
  if (moved === undefined || moved === '') return [];
  const text = `**Profiles before and after**\n\n${fencedBlock(moved, 'text')}`;
  return [
    { open: '', pieces: [{ text, rank: 60 }], close: '', between: '', leftOut: () => 'The profiles are left out here for their size.' },
  ];
}

/** Verdict in one line, without a mark: `perf-review failed: 1 error, 2 warnings; evidence missing`. */
export function verdictLine(review: Review, findings: readonly Finding[] = newFindings(review)): string {
  const { status } = review.evidence;
  const evidence = status === 'not-required' ? '' : `; evidence ${status}`;
  return `perf-review ${review.verdict.conclusion === 'pass' ? 'passed' : 'failed'}: ${countsInWords(findings)}${evidence}`;
}

function headline(review: Review, findings: readonly Finding[]): string {
  return `### ${review.verdict.conclusion === 'pass' ? '✅' : '❌'} ${verdictLine(review, findings)}`;
}

function reasons(review: Review): Section[] {
  const texts = review.verdict.reasons.map((reason) => `- ${sentence(reason)}`);
  return texts.length === 0 ? [] : [list('', texts, 1, (count) => `- and ${plural(count, 'more reason')}`, 20)];
}

function stepSection(review: Review, options: SummaryOptions): Section[] {
  const steps = nextSteps(review).map((step, index) => {
    const places = step.places.slice(0, PLACES).map((finding) => placeOf(finding, review, options));
    const more = step.places.length > PLACES ? ', …' : '';
    return `${index + 1}. ${places.length === 0 ? sentence(step.text, 2000) : `${markdownProse(step.text)}: ${places.join(', ')}${more}`}`;
  });
  return steps.length === 0 ? [] : [list('**What to do next**\n\n', steps, 1, (count) => `and ${plural(count, 'more step')}`, 20)];
}

function findingSections(review: Review, findings: readonly Finding[], options: SummaryOptions): Section[] {
  if (findings.length === 0) return [];
  const lines = findings.map((finding): Piece => ({ text: findingLine(finding, review, options), rank: RANK[finding.severity] }));
  const folded = findings.filter((finding) => options.inline?.has(finding.fingerprint) !== true);
  const details = folded.map(
    (finding): Piece => ({ text: findingDetail(finding, review, options), rank: DETAIL + RANK[finding.severity] }),
  );
  const rest = lines.slice(SHOWN);
  return [
    { open: '**Findings**, worst first\n\n', pieces: lines.slice(0, SHOWN), close: '', between: '\n', leftOut: leftOut('finding') },
    { ...fold(plural(rest.length, 'more finding')), pieces: rest, between: '\n', leftOut: leftOut('finding') },
    { ...fold('Cost, remedy and suggestion of each'), pieces: details, between: '\n\n', leftOut: leftOut('detail') },
  ];
}

function findingLine(finding: Finding, review: Review, options: SummaryOptions): string {
  const where = finding.function === null ? '' : ` in ${inlineCode(finding.function, 80)}`;
  const heat = heatInWords(finding);
  const rule = [inlineCode(finding.rule), ...(heat === undefined ? [] : [heat])].join(', ');
  return `- **${finding.severity}** ${placeOf(finding, review, options)}${where}: ${sentence(finding.message)} (${rule})`;
}

function findingDetail(finding: Finding, review: Review, options: SummaryOptions): string {
  const parts = [
    `**${finding.severity}** ${placeOf(finding, review, options)} ${inlineCode(finding.rule)}: ${sentence(finding.message)}`,
    `${sentence(finding.why)} ${sentence(finding.instead)}`,
  ];
  const suggestion = finding.suggestion;
  if (suggestion !== null) {
    const before = options.lines?.(finding.path)?.slice(suggestion.startLine - 1, suggestion.endLine);
    const after = suggestion.replacement.split('\n');
    const diff = before === undefined ? undefined : [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)].join('\n');
    parts.push(diff === undefined ? fencedBlock(suggestion.replacement, 'cpp') : fencedBlock(diff, 'diff'));
  }
  parts.push(`Guide: ${markdownProse(finding.guide)}. Silence it: ${inlineCode(silencingComment(finding.rule))} on the line above.`);
  return parts.join('\n\n');
}

function fixedSection(review: Review): Section[] {
  if (review.fixed.length === 0) return [];
  const lines = review.fixed.map(
    (finding) => `- ${inlineCode(finding.rule)} in ${inlineCode(finding.function ?? finding.path)}: ${sentence(finding.message)}`,
  );
  const title = `This change fixes ${plural(review.fixed.length, 'finding')}`;
  const pieces = lines.map((text): Piece => ({ text, rank: 60 }));
  return [
    review.fixed.length <= 3
      ? { open: `**${title}**\n\n`, pieces, close: '', between: '\n', leftOut: leftOut('fixed finding') }
      : { ...fold(title), pieces, between: '\n', leftOut: leftOut('fixed finding') },
  ];
}

function coverageSections(review: Review): Section[] {
  const { coverage, subject } = review;
  const unread = coverage.unread.map((file) => `- ${inlineCode(file.path)}: ${sentence(file.reason)}`);
  const excluded = coverage.excluded.map((file) => `- ${inlineCode(file.path)}: ${sentence(file.reason)}`);
  const range = `${inlineCode(subject.base.slice(0, 12))} to ${inlineCode(subject.head.slice(0, 12))}`;
  return [
    list('**Not read, so not passed**\n\n', unread, 5, leftOut('file')),
    {
      ...fold(`${plural(excluded.length, 'file')} excluded`),
      pieces: excluded.map((text) => ({ text, rank: 70 })),
      between: '\n',
      leftOut: leftOut('file'),
    },
    plain(`Coverage: ${coverageInWords(coverage)}. ${range}, ${review.tool.name} ${markdownProse(review.tool.version, 40)}.`),
  ];
}

function placeOf(finding: Finding, review: Review, options: SummaryOptions): string {
  const text = inlineCode(`${finding.path}:${finding.line}`, 300);
  if (options.serverUrl === undefined) return text;
  const place = { serverUrl: options.serverUrl, repository: review.subject.repository, commit: review.subject.head };
  return `[${text}](${blobUrl(place, finding.path, finding.line, finding.endLine)})`;
}

function leftOut(noun: string): (count: number) => string {
  return (count) => `${plural(count, noun)} left out here for GitHub's size limit; the report files have all.`;
}

function plain(text: string): Section {
  return { open: '', pieces: [{ text, rank: 0 }], close: '', between: '', leftOut: () => '' };
}

function list(open: string, texts: readonly string[], rank: number, more: (count: number) => string, most = texts.length): Section {
  return {
    open,
    pieces: texts.slice(0, most).map((text) => ({ text, rank })),
    close: texts.length > most ? `\n\n${more(texts.length - most)}` : '',
    between: '\n',
    leftOut: more,
  };
}

function fold(summary: string): Pick<Section, 'open' | 'close'> {
  return { open: `<details><summary>${summary}</summary>\n\n`, close: '\n\n</details>' };
}
