import { isCpp } from '../pull-request.ts';
import type { FoundClaim } from './claims.ts';
import type { Problem } from './evidence.ts';
import type { EvidenceInput } from './input.ts';

/** Whether evidence is asked for, and why or why not. */
export interface Demand {
  readonly required: boolean;
  readonly because: string;
}

/** The label of the config, or a title `perf:`, on a change of C++ asks for evidence. */
export function demandOf({
  pullRequest,
  options,
  isRequired = false,
}: Pick<EvidenceInput, 'pullRequest' | 'options'> & { readonly isRequired?: boolean }): Demand {
  if (isRequired) return { required: true, because: 'asked for' };
  if (pullRequest === null) return { required: false, because: 'no pull request' };
  const label = pullRequest.labels.find((one) => options.labels.some((wanted) => wanted.toLowerCase() === one.toLowerCase()));
  const isTitled = /^\s*perf(?:\([^()]{0,100}\))?!?:/i.test(pullRequest.title);
  if (label === undefined && !isTitled) return { required: false, because: 'no performance label, and the title is not `perf:`' };
  const reason = label === undefined ? 'title perf:' : `label ${label}`;
  if (!pullRequest.changes.some((change) => isCpp(change.path))) return { required: false, because: `${reason}, but no C++ changed` };
  return { required: true, because: reason };
}

/** Notes on a change that looks like performance work and is not called so. */
export function unlabelledWork({ pullRequest, options, findings }: EvidenceInput, claims: readonly FoundClaim[]): readonly Problem[] {
  if (pullRequest === null || !pullRequest.changes.some((change) => isCpp(change.path))) return [];
  const ask = `add the label \`${options.labels[0] ?? 'performance'}\`, so that it is asked to show it`;
  const notes: Problem[] = [];
  const note = (code: string, what: string): void => {
    notes.push({ code, level: 'info', note: `${what}; if this is performance work, ${ask}.` });
  };
  const claim = claims.find(({ origin, isWorse }) => (origin === 'title' || origin === 'body') && !isWorse);
  if (claim !== undefined) note('unlabelled-claim', `The ${claim.origin === 'title' ? 'title' : 'description'} claims “${claim.text}”`);
  else if (TITLE.test(pullRequest.title)) note('unlabelled-claim', `The title speaks of speed (“${pullRequest.title.slice(0, 80)}”)`);
  const added = pullRequest.changes
    .filter((change) => isCpp(change.path))
    .map(({ before, after }) => addedLines(before ?? '', after ?? ''));
  if (findings.includes('undocumented-lock-free') || added.some((text) => LOCK_FREE.test(text)))
    note('unlabelled-lock-free', 'The change adds lock-free code');
  if (added.some((text) => CACHE.test(text))) note('unlabelled-cache', 'The change adds a cache');
  return notes;
}

const TITLE = /\b(?:optimi[sz]\w*|speed(?:s|ed)? up|speed-?up|faster|performance)\b/i;
const LOCK_FREE = /\bcompare_exchange_(?:weak|strong)\b|\bmemory_order_(?:relaxed|acquire|release|acq_rel)\b|\block[-_ ]?free\b/i;
const CACHE = /\b(?:class|struct) \w{0,60}cache\w{0,60}\b|\b(?:unordered_)?map\s?<[^;{}]{1,200}>\s{1,4}\w{0,60}cache\w{0,60}\s?[;{=]/i;

function addedLines(before: string, after: string): string {
  const known = new Set(before.split('\n'));
  return after
    .split('\n')
    .filter((line) => !known.has(line))
    .join('\n');
}
