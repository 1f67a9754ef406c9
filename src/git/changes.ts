import type { Change } from '../pull-request.ts';
import { GitFailure, runGit } from './git.ts';
import type { Range } from './range.ts';

/** One changed file by the objects that hold its texts; null where there is no regular file. */
export interface RawChange extends Pick<Change, 'path' | 'previousPath' | 'status'> {
  readonly kind: 'file' | 'symlink' | 'submodule';
  readonly before: string | null;
  readonly after: string | null;
}

/** Files on one side above which git looks for exact renames only. */
const MOST_RENAMES = 2000;

const DIFF = [
  'diff-tree',
  '-r',
  '-z',
  '--raw',
  '--no-abbrev',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=none',
  '--no-rename-empty',
];

/** The files that differ between base and head, in the order of their paths. Throws a GitFailure when a tree is not in the clone. */
export async function readRawChanges(directory: string, { base, head }: Range): Promise<readonly RawChange[]> {
  const diff = (...renames: string[]) => runGit(directory, [...DIFF, ...renames, base, head]);
  try {
    return parseRaw((await diff('--find-renames', `-l${MOST_RENAMES}`)).toString('utf8'));
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    // Comparing contents needs them all; a partial clone may lack some, and then only equal files can be paired.
    return parseRaw((await diff('--find-renames=100%')).toString('utf8'));
  }
}

/** Rows are `:mode mode id id status` NUL path NUL, with a second path for renames (git-diff-tree, "Raw output format"). */
function parseRaw(output: string): readonly RawChange[] {
  const fields = output.split('\0');
  const changes: RawChange[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [oldMode = '', newMode = '', oldId = '', newId = '', letter = ''] = (fields[i] ?? '').slice(1).split(' ');
    const isRename = letter.startsWith('R') || letter.startsWith('C');
    const previous = fields[i + 1] ?? '';
    if (isRename) i += 1;
    const path = fields[i + 1] ?? '';
    const before = kindOf(oldMode) === 'file' ? oldId : null;
    const after = kindOf(newMode) === 'file' ? newId : null;
    changes.push({
      path,
      previousPath: isRename ? previous : null,
      status: statusOf(letter, before, after),
      kind: kindOf(newMode) ?? kindOf(oldMode) ?? 'file',
      before,
      after,
    });
  }
  return changes;
}

/** A symlink or submodule that becomes a file is a new file. */
function statusOf(letter: string, before: string | null, after: string | null): Change['status'] {
  if (letter.startsWith('R')) return 'renamed';
  if (letter === 'A' || (letter === 'T' && before === null && after !== null)) return 'added';
  return letter === 'D' ? 'deleted' : 'modified';
}

/** Undefined for the mode of a side on which there is nothing. */
function kindOf(mode: string): RawChange['kind'] | undefined {
  if (mode === '120000') return 'symlink';
  if (mode === '160000') return 'submodule';
  return mode.startsWith('100') ? 'file' : undefined;
}
