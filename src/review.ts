import { type Baseline, isAccepted } from './baseline.ts';
import { type ChecklistRow, fillChecklist } from './checklist.ts';
import type { Config } from './config.ts';
import { compareFindings } from './diff/compare.ts';
import { diffLines, touchesRange } from './diff/lines.ts';
import { type FileDiff, findMoved } from './diff/moved.ts';
import type { Evidence } from './evidence/evidence.ts';
import { type Finding, type Item, SEVERITIES, type Severity } from './findings.ts';
import type { RawFinding } from './inspect.ts';
import { countSites, headersAmong, inspectSide, type Side, unparsedLines } from './inspect-change.ts';
import { exclusionOf, isGenerated } from './paths.ts';
import { type Change, isCpp, type PullRequest, type Source } from './pull-request.ts';
import { RULES } from './rules/index.ts';
import type { Rule } from './rules/rule.ts';
import { readSuppressions } from './suppress.ts';
import type { Cpp } from './syntax/parse.ts';
import { decide, type Verdict } from './verdict.ts';
import { VERSION } from './version.ts';

/** The whole result as plain JSON (contract, section 5); every report is a view of it. */
export interface Review {
  readonly schema: 1;
  readonly tool: { readonly name: 'perf-review'; readonly version: string };
  readonly subject: Subject;
  readonly coverage: Coverage;
  /** Worst first; all states. */
  readonly findings: readonly Finding[];
  /** Findings that the base has and the head no longer has. */
  readonly fixed: readonly Finding[];
  readonly checklist: readonly ChecklistRow[];
  readonly evidence: Evidence;
  readonly verdict: Verdict;
}

export interface Subject {
  readonly repository: string;
  readonly pullRequest: number | null;
  readonly base: string;
  readonly head: string;
  readonly diffSource: PullRequest['diffSource'];
}

/** What was looked at and what was not; nothing that could not be read counts as clean. */
export interface Coverage {
  readonly changedFiles: number;
  readonly cppFiles: number;
  readonly reviewed: number;
  readonly excluded: readonly { readonly path: string; readonly reason: string }[];
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
  /** Changed lines that lie in a part of a file that could not be parsed. */
  readonly unparsedLines: number;
}

/** What the review is told beside the pull request. */
export interface ReviewOptions {
  readonly config: Config;
  /** Accepted findings. */
  readonly baseline: Baseline | null;
  /** Findings or rules that people with the right to it have dismissed on this pull request. */
  readonly ignores: readonly { readonly what: string }[];
}

/** THE PIPELINE: diff, syntax, rules, what is new, checklist, evidence, verdict. Sync and without effects. */
export function review(pullRequest: PullRequest, cpp: Cpp, options: ReviewOptions): Review {
  const { config } = options;
  const { reviewed, coverage } = sortOut(pullRequest.changes, config);
  const files = reviewed.map(toFileDiff);
  const rules = enabledRules(config);
  const sides = inspectFiles(files, pullRequest.headers, rules, cpp);

  const compared = compareFindings(
    sides.flatMap(({ before }) => before?.findings ?? []),
    sides.flatMap(({ after }) => after?.findings ?? []),
    files,
    findMoved(files),
  );
  const isOld = isAccepted(options.baseline);
  const isDismissed = dismissals(options.ignores);
  const silenced = new Map(sides.flatMap(({ after }) => (after ? [[after.tree.path, readSuppressions(after.tree)] as const] : [])));
  const findings = compared.head
    .map(({ finding, fingerprint, state }) => {
      const isSilenced =
        silenced.get(finding.path)?.(finding.rule, finding.line, finding.endLine) || isDismissed(finding.rule, fingerprint);
      const known = isSilenced ? 'suppressed' : isOld({ rule: finding.rule, fingerprint }) ? 'baseline' : state;
      return toFinding(finding, fingerprint, known, config);
    })
    .sort(worstFirst);
  const fixed = compared.fixed.map(({ finding, fingerprint }) => toFinding(finding, fingerprint, 'existing', config)).sort(worstFirst);

  const sites = countSites(
    sides.flatMap(({ file, after }) =>
      after ? [{ side: after, isTouched: (start: number, end: number) => touchesRange(file.diff.after, { start, end }) }] : [],
    ),
  );
  const evidence = judge(pullRequest, options);
  const unparsed = sides.reduce((sum, { file, after }) => sum + (after ? unparsedLines(after.tree, file) : 0), 0);
  return {
    schema: 1,
    tool: { name: 'perf-review', version: VERSION },
    subject: {
      repository: pullRequest.repository,
      pullRequest: pullRequest.number,
      base: pullRequest.base,
      head: pullRequest.head,
      diffSource: pullRequest.diffSource,
    },
    coverage: { ...coverage, unparsedLines: unparsed },
    findings,
    fixed,
    checklist: fillChecklist(findings, sites, evidence, null),
    evidence,
    verdict: decide({ findings, unread: coverage.unread, evidence, failOn: config['fail-on'] }),
  };
}

function judge(_pullRequest: PullRequest, _options: ReviewOptions): Evidence {
  return { required: false, because: '', status: 'not-required', requirements: [], comparisons: [], claims: [], problems: [] };
}

/** The rules that the config leaves on. */
export function enabledRules(config: Config): readonly Rule[] {
  return RULES.filter((rule) => configuredSeverity(rule, config) !== 'off');
}

function configuredSeverity(rule: Rule, config: Config): Severity | 'off' | undefined {
  return config.rules[rule.id] ?? config.rules[rule.item];
}

/** Which changed files are reviewed, and what becomes of the others. */
function sortOut(
  changes: readonly Change[],
  config: Config,
): { readonly reviewed: readonly Change[]; readonly coverage: Omit<Coverage, 'unparsedLines'> } {
  const exclusion = exclusionOf(config.paths);
  const excluded: { path: string; reason: string }[] = [];
  const unread: { path: string; reason: string }[] = [];
  const reviewed: Change[] = [];
  const cpp = changes.filter((change) => isCpp(change.path));
  for (const change of cpp) {
    const { path } = change;
    const reason =
      exclusion(path) ?? (change.kind === 'file' ? null : `${change.kind === 'binary' ? 'a binary file' : `a ${change.kind}`}`);
    if (reason !== null) excluded.push({ path, reason });
    else if (change.unread !== null) unread.push({ path, reason: change.unread });
    else if (isGenerated(change.after ?? change.before ?? '')) excluded.push({ path, reason: 'generated code' });
    else reviewed.push(change);
  }
  const coverage = { changedFiles: changes.length, cppFiles: cpp.length, reviewed: reviewed.length, excluded, unread };
  return { reviewed, coverage };
}

function toFileDiff({ path, previousPath, before, after }: Change): FileDiff {
  return { path, previousPath, before: before ?? '', after: after ?? '', diff: diffLines(before ?? '', after ?? '') };
}

interface InspectedFile {
  readonly file: FileDiff;
  readonly before: Side | null;
  readonly after: Side | null;
}

function inspectFiles(
  files: readonly FileDiff[],
  unchanged: readonly Source[],
  rules: readonly Rule[],
  cpp: Cpp,
): readonly InspectedFile[] {
  const baseSources = files.flatMap(({ path, previousPath, before }) =>
    before === '' ? [] : [{ path: previousPath ?? path, text: before }],
  );
  const headSources = files.flatMap(({ path, after }) => (after === '' ? [] : [{ path, text: after }]));
  const [ofBase, ofHead] = [baseSources, headSources].map((changed) => headersAmong([...changed, ...unchanged], cpp));
  return files.map((file) => {
    const { path, previousPath, before, after, diff } = file;
    const base = { path: previousPath ?? path, text: before };
    return {
      file,
      before: before === '' || !ofBase ? null : inspectSide(base, diff.before, ofBase, rules, cpp),
      after: after === '' || !ofHead ? null : inspectSide({ path, text: after }, diff.after, ofHead, rules, cpp),
    };
  });
}

function dismissals(ignores: ReviewOptions['ignores']): (rule: string, fingerprint: string) => boolean {
  const dismissed = new Set(ignores.map(({ what }) => what));
  return (rule, fingerprint) => dismissed.has(rule) || dismissed.has(fingerprint);
}

/** A finding as people and reports see it. */
export function toFinding(raw: RawFinding, fingerprint: string, state: Finding['state'], config: Config): Finding {
  const configured = configuredSeverity(raw.definition, config);
  return {
    rule: raw.rule,
    item: raw.definition.item as Item,
    severity: configured === undefined || configured === 'off' ? raw.severity : configured,
    path: raw.path,
    line: raw.line,
    endLine: raw.endLine,
    column: raw.column,
    endColumn: raw.endColumn,
    message: raw.message,
    why: raw.why,
    instead: raw.instead,
    guide: raw.definition.guide,
    function: raw.function,
    hot: null,
    suggestion: raw.suggestion,
    fingerprint,
    state,
  };
}

/** By severity, then by share of time, then by place. */
export function worstFirst(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    (b.hot?.share ?? 0) - (a.hot?.share ?? 0) ||
    (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line)
  );
}
