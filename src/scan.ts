import { isAccepted } from './baseline.ts';
import { fillChecklist } from './checklist.ts';
import { fingerprintsOf } from './diff/compare.ts';
import { NO_EVIDENCE } from './evidence/evidence.ts';
import type { Finding } from './findings.ts';
import { type HeatMap, mapHeat } from './heat/heat.ts';
import { type FileFunctions, readFunctions } from './heat/source-functions.ts';
import { inspect, type RawFinding } from './inspect.ts';
import { countSites, headersAmong, parseOnce } from './inspect-change.ts';
import { exclusionOf, isGenerated } from './paths.ts';
import type { Source } from './pull-request.ts';
import type { Review, ReviewOptions } from './review.ts';
import { readSuppressions } from './suppress.ts';
import { lineAt, type Tree } from './syntax/node.ts';
import type { Cpp } from './syntax/parse.ts';
import { sightOf } from './syntax/sight.ts';
import { decide } from './verdict.ts';
import { VERSION } from './version.ts';
import { enabledRules, weighFinding, worstFirst } from './weigh-finding.ts';

/** What is scanned. */
export interface ScanInput {
  /** Name of the folder. */
  readonly repository: string;
  readonly sources: readonly Source[];
  /** Files that are no text, and files that could not be read. */
  readonly excluded: Review['coverage']['excluded'];
  readonly unread: Review['coverage']['unread'];
  /** Files that were named one by one: reviewed whatever the defaults say. */
  readonly named: ReadonlySet<string>;
}

/** What a scan gives. */
export interface Scanned {
  readonly review: Review;
  /** The profiles that were handed in, laid over the functions. */
  readonly heat: HeatMap;
}

/** Every finding in files, without a diff: all are `new` unless they are suppressed or accepted. `progress` is told after each file. */
export function scan(input: ScanInput, cpp: Cpp, options: ReviewOptions, progress: (done: number, of: number) => void = () => {}): Scanned {
  const { config } = options;
  const exclusion = exclusionOf(config.paths);
  const excluded = [...input.excluded];
  const sources = input.sources.filter((source) => {
    const reason = input.named.has(source.path) ? null : (exclusion(source.path) ?? (isGenerated(source.text) ? 'generated code' : null));
    if (reason !== null) excluded.push({ path: source.path, reason });
    return reason === null;
  });
  const rules = enabledRules(config);
  const parse = parseOnce(cpp);
  const headers = headersAmong(input.sources, parse);
  const isOld = isAccepted(options.baseline);
  const functions: FileFunctions[] = [];
  const found: { readonly finding: RawFinding; readonly fingerprint: string; readonly state: Finding['state'] }[] = [];
  const sides: Parameters<typeof countSites>[0][number][] = [];
  let unparsedLines = 0;
  for (const [i, source] of sources.entries()) {
    const tree = parse(source);
    const inspection = inspect(tree, sightOf(tree, headers(source)), rules);
    const isSilenced = readSuppressions(tree);
    const fingerprints = fingerprintsOf(inspection.findings);
    for (const [f, finding] of inspection.findings.entries()) {
      const fingerprint = fingerprints[f] ?? '';
      const isQuiet = isSilenced(finding.rule, finding.line, finding.endLine);
      found.push({ finding, fingerprint, state: isQuiet ? 'suppressed' : isOld({ rule: finding.rule, fingerprint }) ? 'baseline' : 'new' });
    }
    functions.push(readFunctions(tree));
    sides.push({ side: { findings: [], sites: inspection.sites }, isTouched: () => true });
    unparsedLines += brokenLines(tree);
    progress(i + 1, sources.length);
  }
  const heat = mapHeat(options.profiles ?? [], functions, config);
  const findings = found.map(({ finding, fingerprint, state }) => weighFinding(finding, fingerprint, state, config, heat)).sort(worstFirst);
  const { unread } = input;
  const review: Review = {
    schema: 1,
    tool: { name: 'perf-review', version: VERSION },
    subject: { repository: input.repository, pullRequest: null, base: '', head: '', diffSource: 'files' },
    coverage: {
      changedFiles: input.sources.length + input.excluded.length + unread.length,
      cppFiles: input.sources.length + input.excluded.length + unread.length,
      reviewed: sources.length,
      excluded,
      unread,
      unparsedLines,
    },
    findings,
    fixed: [],
    checklist: fillChecklist(findings, countSites(sides), null, null),
    evidence: NO_EVIDENCE,
    verdict: decide({ findings, unread, evidence: NO_EVIDENCE, failOn: config['fail-on'] }),
  };
  return { review, heat };
}

function brokenLines(tree: Tree): number {
  const lines = new Set<number>();
  for (const error of tree.errors) {
    for (let line = error.line; line <= lineAt(tree, Math.max(error.start, error.end - 1)); line++) lines.add(line);
  }
  return lines.size;
}
