import { type Baseline, isAccepted } from './baseline.ts';
import { type ChecklistRow, fillChecklist } from './checklist.ts';
import type { Config } from './config.ts';
import { type Coverage, sortOut } from './coverage.ts';
import { compareFindings } from './diff/compare.ts';
import { diffLines, touchesRange } from './diff/lines.ts';
import { type FileDiff, findMoved } from './diff/moved.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { EvidenceInput } from './evidence/input.ts';
import { judgeEvidence } from './evidence/judge.ts';
import type { Finding } from './findings.ts';
import { mapHeat } from './heat/heat.ts';
import type { Profile } from './heat/profile.ts';
import { readFunctions } from './heat/source-functions.ts';
import { countSites, headersAmong, inspectSide, parseOnce, type Side, unparsedLines } from './inspect-change.ts';
import { profileFacts, touchedFunctions } from './profile-facts.ts';
import { profilesIn } from './profiles-in.ts';
import type { Change, PullRequest, Source } from './pull-request.ts';
import type { Rule } from './rules/rule.ts';
import { readSuppressions } from './suppress.ts';
import type { Cpp } from './syntax/parse.ts';
import { decide, type Verdict } from './verdict.ts';
import { VERSION } from './version.ts';
import { enabledRules, weighFinding, worstFirst } from './weigh-finding.ts';

/** The whole result as plain JSON; every report is a view of it. */
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

/** What the review is told beside the pull request. */
export interface ReviewOptions extends Partial<Pick<EvidenceInput, 'files' | 'waiver' | 'seen' | 'elsewhere'>> {
  readonly config: Config;
  /** Accepted findings. */
  readonly baseline: Baseline | null;
  /** Findings or rules that people with the right to it have dismissed on this pull request. */
  readonly ignores: readonly { readonly what: string }[];
  /** Profiles that were handed in. */
  readonly profiles?: readonly Profile[];
  /** Commit at which the author measured, where the head under review is another one: a merge queue's. */
  readonly measuredHead?: string;
}

/** THE PIPELINE: diff, syntax, rules, what is new, heat, checklist, evidence, verdict. Sync and without effects. */
export function review(pullRequest: PullRequest, cpp: Cpp, options: ReviewOptions): Review {
  const { config } = options;
  const profiles = [...(options.profiles ?? []), ...profilesIn(pullRequest)];
  const { reviewed, coverage } = sortOut(pullRequest.changes, config);
  const files = reviewed.map(toFileDiff);
  const sides = inspectFiles(files, pullRequest.headers, enabledRules(config), cpp);
  const heads = sides.flatMap(({ file, after }) => (after ? [{ ...after, diff: file.diff }] : []));

  const compared = compareFindings(
    sides.flatMap(({ before }) => before?.findings ?? []),
    heads.flatMap((side) => side.findings),
    files,
    findMoved(files),
  );
  const functions = heads.map((side) => readFunctions(side.tree));
  const heat = mapHeat(profiles, functions, config);
  const stateOf = stateReader(heads, options);
  const findings = compared.head
    .map(({ finding, fingerprint, state }) => weighFinding(finding, fingerprint, stateOf(finding, fingerprint, state), config, heat))
    .sort(worstFirst);
  const nowhere = mapHeat([], [], config);
  const fixed = compared.fixed
    .map(({ finding, fingerprint }) => weighFinding(finding, fingerprint, 'existing', config, nowhere))
    .sort(worstFirst);

  const touched = touchedFunctions(functions, new Map(heads.map((side) => [side.tree.path, side.diff])));
  const evidence = judgeEvidence({
    pullRequest: { ...pullRequest, head: options.measuredHead ?? pullRequest.head },
    files: options.files ?? [],
    profiles: profiles.map(toEvidenceProfile),
    changedFunctions: touched.map(({ name }) => name),
    findings: findings.filter((finding) => finding.state === 'new').map((finding) => finding.rule),
    options: config.evidence,
    waiver: options.waiver ?? null,
    seen: options.seen ?? [],
    elsewhere: options.elsewhere ?? [],
    isRequired: false,
  });
  const sites = countSites(heads.map((side) => ({ side, isTouched: (start, end) => touchesRange(side.diff.after, { start, end }) })));
  return {
    schema: 1,
    tool: { name: 'perf-review', version: VERSION },
    subject: subjectOf(pullRequest),
    coverage: { ...coverage, unparsedLines: heads.reduce((sum, side) => sum + unparsedLines(side.tree, side.diff), 0) },
    findings,
    fixed,
    checklist: fillChecklist(findings, sites, evidence, profileFacts(touched, heat)),
    evidence,
    verdict: decide({ findings, unread: coverage.unread, evidence, failOn: config['fail-on'] }),
  };
}

function subjectOf({ repository, number, base, head, diffSource }: PullRequest): Subject {
  return { repository, pullRequest: number, base, head, diffSource };
}

/** The part of a profile that evidence is judged by. */
export function toEvidenceProfile({ name, side, functions }: Profile): EvidenceInput['profiles'][number] {
  return { source: name, side, functions: functions.map(({ symbol, self, total }) => ({ name: symbol, self, total })) };
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
  const baseOf = ({ path, previousPath, before }: FileDiff): Source => ({ path: previousPath ?? path, text: before });
  const headOf = ({ path, after }: FileDiff): Source => ({ path, text: after });
  const headersOfBase = headersAmong([...files.filter((file) => file.before !== '').map(baseOf), ...unchanged], parseOnce(cpp));
  const headersOfHead = headersAmong([...files.filter((file) => file.after !== '').map(headOf), ...unchanged], parseOnce(cpp));
  return files.map((file) => ({
    file,
    before: file.before === '' ? null : inspectSide(baseOf(file), file.diff.before, headersOfBase, rules, cpp),
    after: file.after === '' ? null : inspectSide(headOf(file), file.diff.after, headersOfHead, rules, cpp),
  }));
}

/** Tells the state of a finding of the head: silenced in the source or by people, accepted by the baseline, else what the comparison says. */
function stateReader(heads: readonly Side[], { ignores, baseline }: ReviewOptions) {
  const dismissed = new Set(ignores.map(({ what }) => what));
  const isOld = isAccepted(baseline);
  const silenced = new Map(heads.map(({ tree }) => [tree.path, readSuppressions(tree)]));
  return ({ rule, path, line, endLine }: Side['findings'][number], fingerprint: string, state: 'new' | 'existing'): Finding['state'] => {
    if (silenced.get(path)?.(rule, line, endLine) || dismissed.has(rule) || dismissed.has(fingerprint)) return 'suppressed';
    return isOld({ rule, fingerprint }) ? 'baseline' : state;
  };
}
