import type { Config } from './config.ts';
import { exclusionOf, isGenerated } from './paths.ts';
import { type Change, isCpp } from './pull-request.ts';

/** What was looked at and what was not; nothing that could not be read counts as clean. */
export interface Coverage {
  readonly changedFiles: number;
  readonly cppFiles: number;
  readonly reviewed: number;
  readonly excluded: readonly { readonly path: string; readonly reason: string }[];
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
  /** Changed lines that lie in a part of a file that could not be parsed. */
  readonly unparsedLines: number;
}

/** Sorts the changed files out: those that are reviewed, and what becomes of the others. */
export function sortOut(
  changes: readonly Change[],
  config: Config,
): { readonly reviewed: readonly Change[]; readonly coverage: Omit<Coverage, 'unparsedLines'> } {
  const exclusion = exclusionOf(config.paths);
  const excluded: { path: string; reason: string }[] = [];
  const unread: { path: string; reason: string }[] = [];
  const reviewed: Change[] = [];
  const cpp = changes.filter((change) => isCpp(change.path));
  for (const change of cpp) {
    const { path } = change;
    const reason = exclusion(path) ?? kindReason(change) ?? (isGenerated(change.after ?? change.before ?? '') ? 'generated code' : null);
    if (reason !== null) excluded.push({ path, reason });
    else if (change.unread !== null) unread.push({ path, reason: change.unread });
    else reviewed.push(change);
  }
  return { reviewed, coverage: { changedFiles: changes.length, cppFiles: cpp.length, reviewed: reviewed.length, excluded, unread } };
}

function kindReason({ kind }: Change): string | null {
  return kind === 'file' ? null : `a ${kind === 'binary' ? 'binary file' : kind}`;
}
