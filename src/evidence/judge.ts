import { isCpp } from '../pull-request.ts';
import { compare } from './compare.ts';
import type { Evidence, EvidenceStatus, Problem, Requirement } from './evidence.ts';
import { REQUIREMENTS } from './evidence.ts';
import type { EvidenceInput } from './input.ts';
import { type EvidenceText, observe } from './observe.ts';
import { orient } from './orient.ts';
import { pairUp } from './pairs.ts';
import { labelOf } from './side-labels.ts';

/** Judges whether a change that claims speed has shown it. Never throws on what people wrote. */
export function judgeEvidence(input: EvidenceInput): Evidence {
  const { because, required } = demandOf(input);
  const texts = textsOf(input);
  const observed = texts.map((text) => observe(text, labelOf));
  const oriented = observed.map((one) => orient(one.observations, labelOf));
  const compared = compare(pairUp(oriented.flatMap((one) => one.observations)), input.options, false);
  const comparisons = compared.map((one) => one.comparison);
  const proven = compared.filter((one) => one.isProven);
  const regressed = compared.filter((one) => one.comparison.verdict === 'regressed');
  const problems: Problem[] = observed.flatMap((one) => one.problems);
  if (regressed.length > 0) {
    const code = proven.length > 0 ? 'undisclosed-regression' : 'wrong-direction';
    problems.push({ code, level: 'block', note: `${regressed[0]?.comparison.benchmark} is worse.` });
  }
  if (proven.length === 0) {
    for (const code of new Set(compared.flatMap((one) => one.lacks))) {
      problems.push({ code, level: 'block', note: `No improvement is shown: ${code}.` });
    }
  }
  if (compared.length === 0) problems.push({ code: 'no-evidence', level: 'block', note: 'No measurement was found.' });
  const isShown = proven.length > 0 && !problems.some((problem) => problem.level === 'block');
  const requirements = REQUIREMENTS.map((id): Requirement => {
    if (!required) return { id, status: 'not-applicable', note: because, next: null };
    if (id !== 'benchmark') return { id, status: 'not-applicable', note: 'not examined', next: null };
    if (isShown) return { id, status: 'met', note: `${proven.length} improvements shown`, next: null };
    if (input.waiver !== null) return { id, status: 'waived', note: `waived by ${input.waiver.by}: ${input.waiver.reason}`, next: null };
    return { id, status: 'unmet', note: 'No improvement is shown.', next: 'Post results of both sides, five runs each.' };
  });
  const status: EvidenceStatus = !required
    ? 'not-required'
    : isShown
      ? 'sufficient'
      : input.waiver !== null
        ? 'waived'
        : compared.length === 0
          ? 'missing'
          : 'insufficient';
  return { required, because, status, requirements, comparisons, claims: [], problems: required ? problems : [] };
}

function demandOf({ pullRequest, options, isRequired }: EvidenceInput): { readonly required: boolean; readonly because: string } {
  if (isRequired) return { required: true, because: 'asked for' };
  if (pullRequest === null) return { required: false, because: 'no pull request' };
  const label = pullRequest.labels.find((one) => options.labels.some((wanted) => wanted.toLowerCase() === one.toLowerCase()));
  const isTitled = /^perf(?:\([^()]{0,100}\))?!?:/i.test(pullRequest.title);
  if (label === undefined && !isTitled) return { required: false, because: 'no performance label' };
  if (!pullRequest.changes.some((change) => isCpp(change.path))) return { required: false, because: 'no C++ changed' };
  return { required: true, because: label === undefined ? 'title perf:' : `label ${label}` };
}

function textsOf({ pullRequest, files }: EvidenceInput): readonly EvidenceText[] {
  const own = pullRequest === null ? [] : [{ origin: 'body' as const, name: 'the description', text: pullRequest.body, side: null }];
  return [...own, ...files.map((file) => ({ origin: 'file' as const, name: file.path, text: file.text, side: file.side }))];
}
