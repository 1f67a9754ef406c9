import type { Finding, Severity } from '../findings.ts';
import type { Review } from '../review.ts';
import { fencedBlock, jsonText, markdownProse, oneLine } from './escape.ts';
import { uriPath } from './links.ts';
import { plural, worstFirst } from './reported.ts';
import type { RuleDescription } from './rule-description.ts';

/** What GitHub keeps of one run; it takes up to 25,000 and shows the first 5,000. */
export const SARIF_RESULTS = 5000;

const LEVEL: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', note: 'note' };
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

export interface SarifOptions {
  /** The catalogue; a finding of a rule that is not in it still gets an entry with its id. */
  readonly rules: readonly RuleDescription[];
  /** `https://github.com`: with it the log says which repository and commit was analysed. */
  readonly serverUrl?: string;
  /** Web page of the tool. */
  readonly informationUri?: string;
}

/**
 * SARIF 2.1.0 that GitHub's code scanning and editors take. Findings of every state are in it, worst first, `new` before the others; what
 * exceeds GitHub's limit is left out and counted in a notification. What the change fixed is not a result: GitHub would open alerts for it.
 */
export function renderSarif(review: Review, options: SarifOptions): string {
  const order = worstFirst(review.findings);
  const findings = [...order.filter(isNew), ...order.filter((finding) => !isNew(finding))];
  const kept = findings.slice(0, SARIF_RESULTS);
  const rules = descriptors(kept, options.rules);
  const indexOf = new Map(rules.map((rule, index) => [rule.id, index]));
  const { repository, head } = review.subject;
  return jsonText({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: review.tool.name,
            semanticVersion: review.tool.version,
            ...(options.informationUri === undefined ? {} : { informationUri: options.informationUri }),
            rules,
          },
        },
        automationDetails: { id: 'perf-review/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
        ...(options.serverUrl === undefined
          ? {}
          : { versionControlProvenance: [{ repositoryUri: `${options.serverUrl}/${uriPath(repository)}`, revisionId: head }] }),
        invocations: [
          {
            executionSuccessful: review.coverage.unread.length === 0,
            toolExecutionNotifications: notifications(review, findings.length - kept.length),
          },
        ],
        results: kept.map((finding) => result(finding, indexOf)),
      },
    ],
  });
}

function isNew(finding: Finding): boolean {
  return finding.state === 'new';
}

function descriptors(findings: readonly Finding[], rules: readonly RuleDescription[]) {
  const known = new Set(rules.map((rule) => rule.id));
  const others = [...new Set(findings.map((finding) => finding.rule))].filter((id) => !known.has(id));
  return [...rules.map(descriptor), ...others.map((id) => ({ id }))];
}

function descriptor(rule: RuleDescription) {
  return {
    id: rule.id,
    name: rule.id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: rule.title },
    fullDescription: { text: `${rule.why} ${rule.instead}` },
    help: { text: `${rule.why}\n${rule.instead}\nGuide: ${rule.guide}.`, markdown: ruleMarkdown(rule) },
    defaultConfiguration: { level: LEVEL[rule.severity] },
    properties: {
      tags: ['performance', rule.item],
      precision: 'high',
      'problem.severity': rule.severity === 'note' ? 'recommendation' : rule.severity,
    },
  };
}

/** A rule explained in Markdown: cost, remedy, an example of both, the guide's section. */
export function ruleMarkdown(rule: RuleDescription): string {
  return [
    `# ${markdownProse(rule.title)}`,
    markdownProse(rule.why),
    markdownProse(rule.instead),
    'Reported:',
    fencedBlock(rule.bad.trim(), 'cpp'),
    'Better:',
    fencedBlock(rule.good.trim(), 'cpp'),
    `Guide: ${markdownProse(rule.guide)}.`,
  ].join('\n\n');
}

function result(finding: Finding, indexOf: ReadonlyMap<string, number>) {
  const location = {
    physicalLocation: {
      artifactLocation: artifact(finding),
      region: { startLine: finding.line, startColumn: finding.column, endLine: finding.endLine, endColumn: finding.endColumn },
    },
    ...(finding.function === null ? {} : { logicalLocations: [{ fullyQualifiedName: finding.function, kind: 'function' }] }),
  };
  return {
    ruleId: finding.rule,
    ruleIndex: indexOf.get(finding.rule) ?? -1,
    level: LEVEL[finding.severity],
    message: { text: [finding.message, finding.why, finding.instead].map((text) => oneLine(text)).join(' ') },
    locations: [location],
    partialFingerprints: { primaryLocationLineHash: finding.fingerprint, 'perfReview/v1': finding.fingerprint },
    baselineState: isNew(finding) ? 'new' : 'unchanged',
    ...suppressions(finding),
    ...fixes(finding),
    properties: { item: finding.item, state: finding.state, ...(finding.hot === null ? {} : { hot: finding.hot }) },
  };
}

function artifact(finding: Finding) {
  return { uri: uriPath(finding.path), uriBaseId: '%SRCROOT%' };
}

function suppressions(finding: Finding) {
  if (finding.state === 'suppressed') return { suppressions: [{ kind: 'inSource', status: 'accepted' }] };
  if (finding.state === 'baseline')
    return { suppressions: [{ kind: 'external', status: 'accepted', justification: 'Listed in the baseline.' }] };
  return {};
}

function fixes(finding: Finding) {
  const suggestion = finding.suggestion;
  if (suggestion === null) return {};
  // Without columns a region is whole lines less the last line's end, which is what a suggestion replaces.
  const replacement = {
    deletedRegion: { startLine: suggestion.startLine, endLine: suggestion.endLine },
    insertedContent: { text: suggestion.replacement },
  };
  return {
    fixes: [
      {
        description: { text: oneLine(finding.instead) },
        artifactChanges: [{ artifactLocation: artifact(finding), replacements: [replacement] }],
      },
    ],
  };
}

function notifications(review: Review, dropped: number) {
  const { unread, unparsedLines } = review.coverage;
  const note = (level: 'error' | 'warning', text: string, path?: string) => ({
    level,
    message: { text },
    ...(path === undefined
      ? {}
      : { locations: [{ physicalLocation: { artifactLocation: { uri: uriPath(path), uriBaseId: '%SRCROOT%' } } }] }),
  });
  return [
    ...unread.map((file) => note('error', `Could not be read: ${oneLine(file.reason)}`, file.path)),
    ...(unparsedLines === 0
      ? []
      : [note('warning', `${plural(unparsedLines, 'changed line')} could not be parsed and were not reviewed.`)]),
    ...(dropped === 0
      ? []
      : [note('warning', `${plural(dropped, 'finding')} left out: the mildest beyond GitHub's limit of 5,000 results.`)]),
  ];
}
