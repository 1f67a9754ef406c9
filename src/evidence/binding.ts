import { hash } from '../diff/fingerprint.ts';
import { findTokens } from '../diff/tokens.ts';
import { type Change, isCpp } from '../pull-request.ts';
import { isSameCommit, type SidedEnvironment } from './environments.ts';
import type { Comparison, Problem, Side } from './evidence.ts';
import type { EvidenceInput, SeenEvidence } from './input.ts';
import type { SideName } from './side-labels.ts';

/** Names a set of results by their figures: the same for another order of rows. 16 hexadecimal digits; empty for no figures. */
export function evidenceHash(comparisons: readonly Comparison[]): string {
  const rows = comparisons.filter(({ before, after }) => before !== null || after !== null).map(rowOf);
  return rows.length === 0 ? '' : hash([...new Set(rows)].sort().join('\n'));
}

/** Names one comparison with its figures. */
export function rowOf({ benchmark, metric, unit, before, after }: Comparison): string {
  return `${benchmark}\t${metric}\t${unit}\t${figures(before)}\t${figures(after)}`;
}

function figures(side: Side | null): string {
  if (side === null) return '';
  return (side.values.length > 0 ? [...side.values].sort((a, b) => a - b) : [side.median]).join(' ');
}

/** Names the C++ of a change by its tokens at the head: comments and layout do not count. 16 hexadecimal digits. */
export function tokensHash(changes: readonly Pick<Change, 'path' | 'status' | 'after'>[]): string {
  const files = changes
    .filter(({ path }) => isCpp(path))
    .map(({ path, status, after }) => `${path}\t${status === 'deleted' ? '' : findTokens(after ?? '').join(' ')}`);
  return hash(files.sort().join('\n'));
}

/** What is to be remembered of evidence seen now: which figures, at which head, with which C++. Undefined without figures. */
export function stamp(
  comparisons: readonly Comparison[],
  head: string,
  changes: Parameters<typeof tokensHash>[0],
): SeenEvidence | undefined {
  const figuresHash = evidenceHash(comparisons);
  return figuresHash === '' ? undefined : { hash: figuresHash, head, tokens: tokensHash(changes) };
}

/** The commit that the results of a side name. */
function commitOf(environments: readonly SidedEnvironment[], side: SideName): string | undefined {
  return environments.find((one) => one.side === side && one.environment.commit !== undefined)?.environment.commit?.toLowerCase();
}

/** Evidence that was first seen with other C++, or that names other commits. */
export function bindingProblems(
  input: EvidenceInput,
  comparisons: readonly Comparison[],
  environments: readonly SidedEnvironment[],
): readonly Problem[] {
  const { pullRequest, seen, options } = input;
  const now = evidenceHash(comparisons);
  if (now === '') return [];
  const problems: Problem[] = [];
  if (pullRequest !== null && pullRequest.head !== '') {
    const tokens = tokensHash(pullRequest.changes);
    const head = pullRequest.head.slice(0, 10);
    const first = seen.find((one) => one.hash === now);
    const named = commitOf(environments, 'after');
    const from = commitOf(environments, 'before');
    const isCurrent =
      named === undefined ||
      isSameCommit(named, pullRequest.head) ||
      seen.some((one) => isSameCommit(named, one.head) && one.tokens === tokens);
    if (first !== undefined && first.tokens !== tokens) {
      const note = `The results were first seen at ${first.head.slice(0, 10)}, and the C++ has changed since: measure again at ${head}.`;
      problems.push({ code: 'stale-evidence', level: options.stale, note });
    } else if (!isCurrent) {
      problems.push({
        code: 'stale-evidence',
        level: options.stale,
        note: `The results name commit ${named?.slice(0, 10)}, and the head is ${head}: measure there.`,
      });
    }
    if (from !== undefined && pullRequest.base !== '' && !isSameCommit(from, pullRequest.base)) {
      const note = `Before was measured at ${from.slice(0, 10)}, and the change starts from ${pullRequest.base.slice(0, 10)}: what lies between counts too.`;
      problems.push({ code: 'other-baseline', level: 'warn', note });
    }
  }
  return problems;
}
