import { bindingProblems } from './binding.ts';
import { checkClaims } from './check-claims.ts';
import { findClaims } from './claims.ts';
import { type Compared, compare } from './compare.ts';
import { demandOf, unlabelledWork } from './demand.ts';
import { admissionsIn } from './disclosure.ts';
import { environmentProblems } from './environments.ts';
import type { Comparison, Evidence, EvidenceStatus, Problem, Requirement } from './evidence.ts';
import { REQUIREMENTS } from './evidence.ts';
import type { EvidenceInput } from './input.ts';
import { type Labeller, labellerOf } from './labeller.ts';
import { nextStep } from './next-step.ts';
import { orient } from './orient/orient.ts';
import { pairTexts } from './pairs.ts';
import type { Observed } from './reading/observation.ts';
import { observe } from './reading/observe.ts';
import { findQuantities } from './reading/quantities.ts';
import { otherRequirements } from './requirements.ts';
import { reusedFrom } from './reuse.ts';
import { shortfalls } from './shortfalls.ts';

import { statementsOf } from './statements.ts';
import { textsOf } from './texts.ts';

/** Judges whether a change that claims speed has shown it. Sync and pure; never throws on what people wrote. */
export function judgeEvidence(input: EvidenceInput): Evidence {
  const demand = demandOf(input);
  const { title = '', base = '', head = '' } = input.pullRequest ?? {};
  const label = labellerOf({ title, base, head });
  const texts = textsOf(input);
  const observed = texts.map((text) => observe(text, label));
  const sentences = observed.flatMap((one) => one.sentences);
  const claims = [
    ...findClaims(title, 'title', label),
    ...observed.flatMap((one) => one.sentences.flatMap((sentence) => findClaims(sentence, one.source.origin, label))),
  ].slice(0, MOST_CLAIMS);
  const statements = statementsOf(texts.map(({ origin, text }) => (origin === 'file' ? '' : text)).join('\n\n'));
  const oriented = observed.map((one) => orient(one.observations, label, title, claims));
  const pairs = pairTexts(
    groupFiles(
      observed.map(({ source }) => source.origin === 'file'),
      oriented.map((one) => one.observations),
    ),
    title,
  );
  const compared = compare(pairs, input.options, statements);
  const comparisons = compared.map(({ comparison }) =>
    comparison.benchmark === '' ? { ...comparison, benchmark: 'unnamed' } : comparison,
  );
  const checked = checkClaims(claims, compared);
  const found = {
    compared,
    claims,
    statements,
    options: input.options,
    unlabelled: oriented.flatMap((one) => one.observations.filter(({ side }) => side === undefined)),
    changes: observed.flatMap((one) => one.changes),
    admissions: admissionsIn(sentences),
    hasFigures: sentences.some((sentence) => findQuantities(sentence).some(({ unit }) => unit !== '' && unit !== '%' && unit !== 'x')),
  };
  const environments = observed.flatMap((one) => one.environments);
  const problems = distinct([
    ...shortfalls(found),
    ...bindingProblems(input, comparisons, environments),
    ...reused(input, observed, label),
    ...checked.problems,
    ...oriented.flatMap((one) => one.problems),
    ...observed.flatMap((one) => one.problems),
    ...observed.flatMap(unreadFile),
    ...environmentProblems(environments, texts.map(({ text }) => text.slice(0, 50_000)).join('\n')),
  ]);
  const result = { comparisons: comparisons.sort(worstFirst), claims: checked.claims };
  if (!demand.required) {
    const notes = [...unlabelledWork(input, claims), ...problems.filter(({ level }) => level !== 'block')];
    const requirements = REQUIREMENTS.map((id): Requirement => ({ id, status: 'not-applicable', note: demand.because, next: null }));
    return { ...demand, status: 'not-required', requirements, ...result, problems: notes };
  }
  return {
    ...demand,
    ...answer(
      input,
      compared,
      problems,
      sentences,
      observed.flatMap((one) => one.tools),
    ),
    ...result,
  };
}

/** A file that was handed in and holds nothing must not pass for evidence that was never meant. */
function unreadFile({ source, observations, problems }: Observed): readonly Problem[] {
  if (source.origin !== 'file' || observations.length > 0 || problems.length > 0) return [];
  return [{ code: 'unread-file', level: 'block', note: `No result could be read in ${source.name}.` }];
}

/** Figures that another change was given with say nothing of this one. */
function reused(
  { elsewhere = [], options, pullRequest }: EvidenceInput,
  observed: readonly Observed[],
  label: Labeller,
): readonly Problem[] {
  const texts = observed.map((one) => one.observations);
  const where = reusedFrom(texts, elsewhere, { label, title: pullRequest?.title ?? '', options });
  if (where === undefined) return [];
  return [{ code: 'stale-evidence-reused', level: 'block', note: `The same figures, to the last digit, were given for ${where}.` }];
}

const MOST_CLAIMS = 100;

/** The six requirements, and what they come to. */
function answer(
  input: EvidenceInput,
  compared: readonly Compared[],
  problems: readonly Problem[],
  sentences: readonly string[],
  tools: readonly string[],
): Pick<Evidence, 'status' | 'requirements' | 'problems'> {
  const { options, waiver, pullRequest } = input;
  const isAsked = options.require.includes('benchmark');
  // Numbers that nobody asks for cannot block.
  const levelled = isAsked
    ? problems
    : problems.map((problem): Problem => (problem.level === 'block' ? { ...problem, level: 'warn' } : problem));
  const proven = compared.filter(({ isProven }) => isProven);
  const blocks = problems.filter(({ level }) => level === 'block');
  const others = otherRequirements(
    input,
    sentences,
    compared.some(({ comparison }) => comparison.verdict === 'regressed'),
  );
  const situation = { problems, compared, tools, options, base: pullRequest?.base ?? '', head: pullRequest?.head ?? '' };
  const benchmark: Omit<Requirement, 'id'> =
    proven.length > 0 && blocks.length === 0
      ? { status: 'met', note: shown(proven), next: null }
      : { status: 'unmet', note: blocks[0]?.note ?? 'No improvement is shown.', next: nextStep(situation) };
  const requirements = REQUIREMENTS.map((id): Requirement => {
    const own = id === 'benchmark' ? benchmark : (others.get(id) ?? benchmark);
    if (own.status !== 'unmet' || waiver === null || !options.require.includes(id)) return { id, ...own };
    return { id, status: 'waived', note: `Waived by ${waiver.by}: ${waiver.reason}`, next: null };
  });
  const unmet = requirements.filter(({ id, status }) => options.require.includes(id) && (status === 'unmet' || status === 'waived'));
  const isMissing = isAsked && problems.some(({ code }) => code === 'no-evidence');
  const failing: EvidenceStatus = isMissing ? 'missing' : 'insufficient';
  const status = unmet.length === 0 ? 'sufficient' : waiver === null ? failing : 'waived';
  return { status, requirements, problems: levelled };
}

function shown(proven: readonly Compared[]): string {
  const best = proven.reduce((most, next) => ((next.gain ?? 0) > (most.gain ?? 0) ? next : most));
  const { benchmark, metric, change } = best.comparison;
  const others = proven.length === 1 ? '' : `, and ${proven.length - 1} more`;
  const percent = Math.abs((change ?? 0) * 100);
  return `${`${benchmark} ${metric}`.trim().slice(0, 100)} is better: ${(change ?? 0) < 0 ? '−' : '+'}${percent.toFixed(percent < 10 ? 1 : 0)} %${others}.`;
}

/** Files that were handed in belong together, whichever side each is of. */
function groupFiles<Item>(isFile: readonly boolean[], texts: readonly (readonly Item[])[]): readonly (readonly Item[])[] {
  const files = texts.filter((_, i) => isFile[i]).flat();
  return [...texts.filter((_, i) => !isFile[i]), ...(files.length === 0 ? [] : [files])];
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
  const ORDER = ['block', 'warn', 'info'];
  const byCode = new Map<string, Problem>();
  for (const problem of problems) {
    const known = byCode.get(problem.code);
    if (known === undefined || ORDER.indexOf(problem.level) < ORDER.indexOf(known.level)) byCode.set(problem.code, problem);
  }
  return [...byCode.values()].sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
}

const RANK: readonly Comparison['verdict'][] = ['regressed', 'unstable', 'improved', 'too-few-runs', 'no-difference', 'unmatched'];

function worstFirst(a: Comparison, b: Comparison): number {
  return RANK.indexOf(a.verdict) - RANK.indexOf(b.verdict);
}
