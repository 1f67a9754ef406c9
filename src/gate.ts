/** One run of the Action: the event, what is there now on GitHub, the review, and what is published of it. */
import { type Baseline, parseBaseline } from './baseline.ts';
import { withFailOn } from './commands/policy.ts';
import { type Config, DEFAULT_CONFIG, parseConfig } from './config.ts';
import { stamp } from './evidence/binding.ts';
import { demandOf } from './evidence/demand.ts';
import { mayHoldResults } from './evidence/texts.ts';
import { type CheckOutcome, publishCheck } from './github/check-run.ts';
import { type Client, type ConnectOptions, connect } from './github/client.ts';
import { type CommandsOutcome, decisionsOf, handleCommands } from './github/commands.ts';
import type { Repository } from './github/conversation.ts';
import { readElsewhere } from './github/elsewhere.ts';
import { readEvent, type Trigger } from './github/event.ts';
import { type Memory, NO_MEMORY, withEvidence } from './github/memory.ts';
import type { Posted } from './github/posted.ts';
import { type Publication, publish } from './github/publish.ts';
import { type OpenPull, openPull, readFileAt } from './github/pull.ts';
import { readChanges, readRange } from './github/read.ts';
import { type Resolve, readMemory } from './github/reconcile.ts';
import { rerunGate } from './github/rerun.ts';
import type { HandedIn } from './handed-in.ts';
import { profileViews } from './profile-views.ts';
import { mayHoldProfile, profilesIn } from './profiles-in.ts';
import { hunksOf, type PublicationOptions, planCheck, planInline, planSummary } from './publication.ts';
import type { PullRequest } from './pull-request.ts';
import { inlineCode } from './report/escape.ts';
import { ruleMarkdown } from './report/sarif.ts';
import { headLines } from './report/source-lines.ts';
import { verdictLine } from './report/summary.ts';
import { type Review, type ReviewOptions, review } from './review.ts';
import { findRule } from './rules/index.ts';
import type { Cpp } from './syntax/parse.ts';
import { UserError } from './user-error.ts';

/** Everything a run is told, read once at the door. */
export interface GateInput {
  readonly event: { readonly name: string; readonly payload: unknown };
  readonly repository: Repository;
  readonly connection: ConnectOptions;
  readonly serverUrl: string;
  /** `.github/workflows/x.yml`: whose run is started again after a command; empty when it is not known. */
  readonly workflow: string;
  readonly configPath: string;
  /** Number, as the input gives it; empty for the event's. */
  readonly pullRequest: string;
  readonly failOn: string;
  readonly publish: ReadonlySet<'review' | 'summary' | 'check'>;
  readonly maxComments: number;
  readonly resolve: Resolve;
  /** Results and profiles that an earlier step made. */
  readonly handed: HandedIn;
}

/** What came of it. */
export type GateResult =
  | { readonly kind: 'nothing'; readonly reason: string }
  | {
      readonly kind: 'reviewed';
      readonly review: Review;
      readonly pullRequest: PullRequest;
      /** What the summary is rendered with. */
      readonly options: PublicationOptions;
      /** Fingerprints of the findings that stand as comments on the code; null when none could be or should be posted. */
      readonly inline: ReadonlySet<string> | null;
      /** A command's run answers a person; the gate is the run of the pull request. */
      readonly isGate: boolean;
      /** Requests sent to GitHub. */
      readonly requests: number;
    };

/** Files that are no C++ and may speak of its speed. */
const mayHoldEvidence = (path: string): boolean => mayHoldResults(path) || mayHoldProfile(path);

const DEFAULT_BASELINE = '.github/perf-review.baseline.json';

/** Runs the gate. Throws a UserError for what the user can mend, and a `GitHubFailure` when GitHub cannot be asked. */
export async function runGate(input: GateInput, cpp: Cpp): Promise<GateResult> {
  const trigger = readEvent(input.event.name, input.event.payload, input.pullRequest);
  if (trigger.kind === 'nothing') return trigger;
  if (trigger.kind === 'unusable') throw new UserError(trigger.reason);
  const client = await connect(input.connection);
  return trigger.kind === 'push' || (trigger.kind === 'merge-group' && trigger.number === null)
    ? reviewCommits(client, input, trigger, cpp)
    : reviewPull(client, input, trigger, cpp);
}

/** Commits without a pull request: nothing to comment on. */
async function reviewCommits(
  client: Client,
  input: GateInput,
  trigger: Extract<Trigger, { kind: 'push' | 'merge-group' }>,
  cpp: Cpp,
): Promise<GateResult> {
  const range = trigger.kind === 'push' ? { base: trigger.before, head: trigger.after } : trigger;
  const pullRequest = await readRange(client, input.repository, range, { alsoRead: mayHoldEvidence });
  const policy = await readPolicy(input, (path) => readFileAt(client, input.repository, pullRequest.base, path));
  const result = review(pullRequest, cpp, { ...policy, ...input.handed, ignores: [] });
  return reviewed(result, pullRequest, publicationOptions(input, pullRequest, [], []), null, true, client);
}

async function reviewPull(
  client: Client,
  input: GateInput,
  trigger: Extract<Trigger, { kind: 'pull-request' | 'merge-group' | 'command' }>,
  cpp: Cpp,
): Promise<GateResult> {
  const { repository, configPath } = input;
  const number = trigger.number ?? 0;
  const open = await openPull(client, repository, number, [configPath, DEFAULT_BASELINE]);
  const queue = trigger.kind === 'merge-group' ? { base: trigger.base, head: trigger.head } : undefined;
  const policy = await readPolicy(input, async (path) =>
    open.baseFiles.has(path) ? (open.baseFiles.get(path) ?? null) : readFileAt(client, repository, open.baseTip, path),
  );
  const pullRequest = await readChanges(client, open, { alsoRead: mayHoldEvidence, ...(queue ? { queue } : {}) });
  const remembered = readMemory(open.conversation);
  const demand = demandOf({ pullRequest, options: policy.config.evidence });
  const elsewhere = demand.required && !queue ? await readElsewhere(client, repository, pullRequest, policy.config.evidence.labels) : [];
  const known = decisionsOf(remembered, open.head);
  const options: ReviewOptions = {
    ...policy,
    ...input.handed,
    ignores: known.ignores,
    waiver: known.waiver ?? null,
    // The queue's commits hold other changes too: whether the evidence is fresh was settled on the pull request.
    ...(queue ? { measuredHead: open.head } : { seen: remembered.evidence, elsewhere: elsewhere ?? [] }),
  };
  const first = review(pullRequest, cpp, options);
  // In the queue nobody is answered: the pull request's own runs do that.
  const commands = queue
    ? { ...known, memory: NO_MEMORY, accepted: [], notes: [] }
    : await handleCommands(client, open, vocabularyOf(first));
  const result =
    commands.accepted.length === 0
      ? first
      : review(pullRequest, cpp, { ...options, ignores: commands.ignores, waiver: commands.waiver ?? null });

  const afterMerge = async (): Promise<Review> => {
    const changed = await readPolicy(input, (path) => readFileAt(client, repository, pullRequest.head, path));
    return review(pullRequest, cpp, { ...options, ...changed, ignores: commands.ignores, waiver: commands.waiver ?? null });
  };
  // Results that nobody asked for may be missing.
  const lost = [
    ...(result.evidence.required ? input.handed.notes : []),
    ...(elsewhere === undefined
      ? ['Other changes could not be read: whether the figures were given for one of them before is not known.']
      : []),
  ];
  const notes = [...lost, ...commands.notes, ...(await policyNotes(pullRequest, input, policy, afterMerge))];
  const publication = publicationOptions(input, pullRequest, notes, commands.audit);
  if (queue) return reviewed(result, pullRequest, publication, null, true, client);
  const seen = result.evidence.required ? stamp(result.evidence.comparisons, pullRequest.head, pullRequest.changes) : undefined;
  const memory = withEvidence(commands.memory, seen);
  const published = await publishAll(client, input, open, pullRequest, result, publication, memory, open.posted);
  const again = trigger.kind === 'command' ? await restart(client, input, open, first, result, commands) : [];
  // Whoever gave the command looks at the pull request, not at this run.
  if (again.length > 0) await publishAll(client, input, open, pullRequest, result, { ...publication, notes: [...notes, ...again] }, memory);
  const all = { ...publication, notes: [...notes, ...published.notes, ...again] };
  return reviewed(result, pullRequest, all, published.inline, trigger.kind !== 'command', client);
}

function reviewed(
  result: Review,
  pullRequest: PullRequest,
  options: PublicationOptions,
  inline: ReadonlySet<string> | null,
  isGate: boolean,
  client: Client,
): GateResult {
  return { kind: 'reviewed', review: result, pullRequest, options, inline, isGate, requests: client.sent() };
}

/** Config and baseline, by a reader of the base. */
async function readPolicy(
  input: GateInput,
  read: (path: string) => Promise<string | null>,
): Promise<{ readonly config: Config; readonly baseline: Baseline | null }> {
  const text = await read(input.configPath);
  const config = withFailOn(text === null ? DEFAULT_CONFIG : parseConfig(text, input.configPath), input.failOn);
  const accepted = config.baseline === undefined ? null : await read(config.baseline);
  return { config, baseline: accepted === null ? null : parseBaseline(accepted, config.baseline ?? '') };
}

/** What a pull request that edits the policy is told: its own edits do not hold for itself, and what they will do once they hold. */
async function policyNotes(
  pullRequest: PullRequest,
  input: GateInput,
  { config }: { readonly config: Config },
  afterMerge: () => Promise<Review>,
): Promise<readonly string[]> {
  const policy = [input.configPath, config.baseline ?? DEFAULT_BASELINE, config.evidence.guide];
  const edited = pullRequest.changes.filter(({ path, previousPath }) => policy.includes(path) || policy.includes(previousPath ?? path));
  if (edited.length === 0) return [];
  const paths = edited.map(({ path }) => inlineCode(path)).join(', ');
  const told = `This pull request changes ${paths}, which holds after the merge; this review follows what the base says.`;
  try {
    return [`${told} By the changed rules it would be: ${verdictLine(await afterMerge())}.`];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [`${told} After the merge every review would fail: ${error.message}`];
  }
}

function vocabularyOf(result: Review) {
  const fingerprints = new Set(result.findings.map((finding) => finding.fingerprint));
  return {
    isKnown: (what: string) => findRule(what) !== undefined || fingerprints.has(what),
    explain: (id: string) => {
      const rule = findRule(id);
      return rule ? ruleMarkdown(rule) : undefined;
    },
  };
}

async function publishAll(
  client: Client,
  input: GateInput,
  open: OpenPull,
  pullRequest: PullRequest,
  result: Review,
  options: PublicationOptions,
  memory: Memory,
  seen?: Posted,
): Promise<{ readonly inline: ReadonlySet<string> | null; readonly notes: readonly string[] }> {
  const wants = input.publish;
  const publication: Publication = await publish(client, input.repository, open.number, {
    head: open.head,
    readAt: open.readAt,
    inline: wants.has('review') ? planInline(result, input.maxComments, input.resolve) : null,
    summary: wants.has('summary') ? planSummary(result, options) : null,
    memory,
    ...(seen === undefined ? {} : { seen }),
    hunks: hunksOf(pullRequest),
  });
  const check: CheckOutcome = wants.has('check')
    ? await publishCheck(client, input.repository, planCheck(result, options))
    : { published: true };
  const notes = [...(publication.published ? publication.notes : [publication.reason]), ...(check.published ? [] : [check.reason])];
  return { inline: publication.published && wants.has('review') ? publication.inline : null, notes };
}

/** A command that changes the verdict starts the gate's own run again: only that one can turn the required check green. */
async function restart(
  client: Client,
  input: GateInput,
  open: OpenPull,
  before: Review,
  after: Review,
  commands: Pick<CommandsOutcome, 'accepted'>,
): Promise<readonly string[]> {
  const isAsked = commands.accepted.some(({ command }) => command === 'recheck');
  if (!isAsked && before.verdict.conclusion === after.verdict.conclusion) return [];
  const rerun = await rerunGate(client, input.repository, open.head, input.workflow);
  return rerun.started ? [] : [rerun.way];
}

function publicationOptions(
  input: GateInput,
  pullRequest: PullRequest,
  notes: readonly string[],
  decisions: PublicationOptions['decisions'],
): PublicationOptions {
  const views = profileViews([...input.handed.profiles, ...profilesIn(pullRequest)]);
  return { serverUrl: input.serverUrl, lines: headLines(pullRequest), views, notes, decisions };
}
