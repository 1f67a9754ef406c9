import { isCpp } from '../pull-request.ts';
import { isDenial } from './disclosure.ts';
import type { Requirement, RequirementId } from './evidence.ts';
import type { EvidenceInput } from './input.ts';

/** The sentences of the description and of what its author wrote elsewhere. */
export type Prose = readonly string[];

type Answer = Omit<Requirement, 'id'>;

const met = (note: string): Answer => ({ status: 'met', note, next: null });
const unmet = (note: string, next: string): Answer => ({ status: 'unmet', note, next });
const notApplicable = (note: string): Answer => ({ status: 'not-applicable', note, next: null });

/** How the five requirements beside the benchmark stand: each with what was found, or the next step. */
export function otherRequirements(input: EvidenceInput, prose: Prose, hasRegression: boolean): ReadonlyMap<RequirementId, Answer> {
  return new Map<RequirementId, Answer>([
    ['profile', profile(input)],
    ['technique', technique(prose)],
    ['trade-offs', tradeOffs(prose, hasRegression)],
    ['correctness', correctness(input)],
    ['guide', guide(input, prose)],
  ]);
}

function profile({ profiles, changedFunctions, findings }: EvidenceInput): Answer {
  const contention = findings.includes('undocumented-lock-free')
    ? ' The change adds lock-free code: record where the locks were contended too (`perf lock record`, or the sampling profiler with the lock functions in sight).'
    : '';
  const record = `Record one with each build while the benchmark runs (\`perf record -g -- BENCHMARK; perf script > after.txt\`) and hand them in as \`profile-before\` and \`profile-after\`.${contention}`;
  const sides = (['before', 'after'] as const).map((side) => profiles.filter((one) => one.side === side && one.functions.length > 0));
  const [before = [], after = []] = sides;
  if (before.length === 0 && after.length === 0) {
    const unsided = profiles.some(({ functions }) => functions.length > 0);
    return unmet(unsided ? 'There is a profile, and nothing says of which side.' : 'There is no profile.', record);
  }
  if (before.length === 0 || after.length === 0)
    return unmet(`There is a profile of ${before.length === 0 ? 'after' : 'before'} only.`, record);
  if (changedFunctions.length === 0) return met('Profiles of both sides were given.');
  const shares = changedFunctions.map((name) => ({ name, before: shareIn(before, name), after: shareIn(after, name) }));
  const seen = shares.filter((one) => one.before > 0 || one.after > 0).sort((a, b) => b.before - a.before)[0];
  if (seen === undefined) {
    const note = `None of the changed functions (${changedFunctions.slice(0, 3).join(', ')}) occurs in the profiles: the benchmark may never run them.`;
    return unmet(note, `Profile a workload that runs ${changedFunctions[0]}.${contention}`);
  }
  const answer = `${seen.name} has ${percent(seen.before)} of the samples before and ${percent(seen.after)} after.`;
  return contention === '' ? met(answer) : { status: 'met', note: answer, next: contention.trim() };
}

function shareIn(profiles: EvidenceInput['profiles'], name: string): number {
  const shares = profiles.flatMap(({ functions }) =>
    functions.filter((one) => isSameFunction(one.name, name)).map(({ total, self }) => Math.max(total, self)),
  );
  return shares.length === 0 ? 0 : Math.max(...shares);
}

/** `osv::queue::push(int)` of a profile and `queue::push` of the source are one. */
function isSameFunction(symbol: string, name: string): boolean {
  const [a, b] = [bareName(symbol), bareName(name)];
  return a === b || a.endsWith(`::${b}`) || b.endsWith(`::${a}`);
}

function bareName(name: string): string {
  return name
    .slice(0, 500)
    .replace(/<[^<>]*>/g, '')
    .replace(/\(.*$/, '')
    .trim();
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

const MEANS =
  /\b(?:by (?:\w{1,20} ){0,2}\w+ing|instead of|rather than|replac\w+|avoid\w*|so that|no longer|now (?:uses?|does|keeps|is)|reus\w+|cach\w+|batch\w*|pool\w*|prefetch\w*|inlin\w+|vectori[sz]\w*|simd|lock-?free|per-?cpu|rcu|align\w*|pre-?alloc\w*|hoist\w*|skip\w*|merg\w+|unroll\w*|zero-?copy|fast path|slow path|moves? .{1,40} out of|switch(?:es|ed)? (?:from|to)|hash|index|lazi?ly|memoi[sz]\w*)\b/i;
const SHORTEST = 8;

function technique(prose: Prose): Answer {
  const sentence = prose.find((one) => MEANS.test(one) && !isDenial(one) && one.split(/\s+/).length >= SHORTEST);
  if (sentence !== undefined) return met(`The description says how: “${quoted(sentence)}”`);
  return unmet(
    'The description does not say how it becomes faster.',
    'Write a sentence on the technique: what the old code spent its time on, and what the new code does instead.',
  );
}

const TRADE_OFF =
  /\b(?:trade-?offs?|at the (?:cost|expense|price) of|costs? (?:\w{1,20} ){0,4}(?:memory|bytes|space|complexity|more)|downsides?|drawbacks?|caveats?|in exchange|more complex\w*|complexity|memory (?:usage|overhead|footprint)|code size|binary size|no (?:extra|additional) (?:memory|cost|complexity)|maintain\w*|readab\w*|worse for|slower for|regress\w*)\b/i;

function tradeOffs(prose: Prose, hasRegression: boolean): Answer {
  const sentence = prose.find((one) => TRADE_OFF.test(one) && !isDenial(one));
  if (sentence !== undefined) return met(`The description weighs the cost: “${quoted(sentence)}”`);
  const what = hasRegression
    ? 'what became worse, and why the gain is worth it'
    : 'what it costs in memory, code size and complexity, and for which workloads it is slower';
  return unmet('The description does not say what the gain costs.', `Write ${what}; or “Trade-offs: none, because …”.`);
}

const TEST_PATH = /(?:^|\/)(?:tests?|testing|spec|unittests?)\/|(?:^|[/_.-])(?:tst|test)[-_.]|[-_.]tests?\.\w{1,6}$|Tests?\.\w{1,6}$/;

function correctness({ pullRequest, checks }: EvidenceInput): Answer {
  if (pullRequest === null || pullRequest.changes.length === 0) return notApplicable('No change is known.');
  const test = pullRequest.changes.find(({ path, status }) => status !== 'deleted' && TEST_PATH.test(path));
  if (checks === 'failed') return unmet('A check of the head failed.', 'Make the checks green.');
  if (test !== undefined) return met(`Tests are changed with it: ${test.path}.`);
  if (checks === 'passed') return met('The other checks of the head passed.');
  if (!pullRequest.changes.some(({ path }) => isCpp(path))) return notApplicable('No C++ changed.');
  return unmet(
    'No test is changed, and no check is known to have passed.',
    'Add a test of the changed behaviour, or name the tests that cover it and let them run.',
  );
}

const NO_NEW_TECHNIQUE =
  /\b(?:no|not a|without a?) ?new (?:optimi[sz]ation )?techniques?\b|\b(?:known|existing|standard|established) techniques?\b|\b(?:guide|documentation) (?:needs no|is unaffected|unchanged|need not)\b/i;

function guide({ pullRequest, options }: EvidenceInput, prose: Prose): Answer {
  const path = options.guide;
  if (path === undefined) return notApplicable('No guide is configured.');
  if (pullRequest === null || pullRequest.changes.length === 0) return notApplicable('No change is known.');
  if (pullRequest.changes.some((change) => change.path === path && change.status !== 'deleted')) return met(`${path} is updated.`);
  const sentence = prose.find((one) => NO_NEW_TECHNIQUE.test(one));
  if (sentence !== undefined) return met(`The description says that there is nothing new to write down: “${quoted(sentence)}”`);
  return unmet(`${path} is not changed.`, `Describe the technique in ${path}, or write “No new technique is used.”`);
}

function quoted(sentence: string): string {
  return sentence.length > 140 ? `${sentence.slice(0, 139)}…` : sentence;
}
