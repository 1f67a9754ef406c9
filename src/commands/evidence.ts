import { judgeEvidence } from '../evidence/judge.ts';
import { readHandedIn } from '../handed-in.ts';
import { intervalBars } from '../report/interval-bars.ts';
import { renderJson } from '../report/json.ts';
import { renderEvidenceMarkdown } from '../report/summary-evidence.ts';
import { renderEvidenceText } from '../report/text-evidence.ts';
import { toEvidenceProfile } from '../review.ts';
import { UserError } from '../user-error.ts';
import { decide } from '../verdict.ts';
import { VERSION } from '../version.ts';
import { type Arguments, handedPaths, type Outcome, type Terminal } from './command.ts';
import { fromDisk, readNamed, readPolicy } from './policy.ts';

/** `evidence`: judges benchmark evidence alone, as if the pull request were labelled performance work. */
export async function evidenceCommand(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const body = args.value('body');
  const handed = handedPaths(args);
  if (body === undefined && Object.values(handed).every((paths) => paths.length === 0)) {
    throw new UserError('`evidence` needs something to judge: --body FILE, or --benchmark-before FILE with --benchmark-after FILE.');
  }
  const { config } = await readPolicy(args, fromDisk(args.value('repo') ?? '.'));
  const { files, profiles, notes } = await readHandedIn(handed);
  notes.forEach(terminal.warn);
  const text = body === undefined ? '' : await readNamed(body);
  const evidence = judgeEvidence({
    pullRequest: { title: '', body: text, labels: [], author: null, comments: [], commits: [], changes: [], base: '', head: '' },
    files,
    profiles: profiles.map(toEvidenceProfile),
    changedFunctions: [],
    findings: [],
    options: config.evidence,
    waiver: null,
    seen: [],
    isRequired: true,
  });
  const verdict = decide({ findings: [], unread: [], evidence, failOn: config['fail-on'] });
  const review = { schema: 1, tool: { name: 'perf-review', version: VERSION }, evidence, verdict } as const;
  return { output: inForm(args, review, terminal), exitCode: verdict.conclusion === 'pass' ? 0 : 1 };
}

function inForm(
  args: Arguments,
  review: Parameters<typeof renderJson>[0] & { readonly evidence: Parameters<typeof renderEvidenceText>[0] },
  terminal: Terminal,
): string {
  switch (args.format) {
    case 'json':
      return renderJson(review);
    case 'text':
      return renderEvidenceText(review.evidence, { colors: terminal.colors, bars: intervalBars(review.evidence.comparisons) });
    case 'markdown':
      return renderEvidenceMarkdown(review.evidence, intervalBars(review.evidence.comparisons));
    default:
      throw new UserError(`\`evidence\` has no form ${args.format}; use text, json or markdown.`);
  }
}
