/** What stands on GitHub as data that can be compared: without ids, times and the order of what happened at once. */
import { readMark, withoutMark } from '../../src/github/marks.ts';
import type { StoredComment, StoredPull, World } from './fake/world.ts';

/** Everything under a pull request, and the check runs of the repository. */
export function stateOf(world: World, pull: StoredPull): unknown {
  const threads = pull.threads.map(({ path, commit, startLine, line, resolvedBy, comments }) => ({
    ...{ path, commit, startLine, line, resolvedBy },
    comments: comments.map(commentState),
  }));
  return {
    comments: sorted(pull.comments.map(commentState)),
    threads: sorted(threads),
    checks: sorted(world.checks.map(({ id: _, ...check }) => check)),
    runs: world.runs.map(({ attempt, status }) => ({ attempt, status })),
  };
}

function commentState({ author, body, hiddenBecause, reactions }: StoredComment): unknown {
  const mark = readMark(body);
  const memory =
    mark?.kind === 'summary'
      ? { heads: mark.memory.heads.map(({ sha }) => sha), decisions: mark.memory.decisions.map(({ comment: _, ...each }) => each) }
      : mark;
  return { author, text: withoutMark(body), memory, hiddenBecause, reactions: reactions.map(({ login, content }) => ({ login, content })) };
}

function sorted(list: readonly unknown[]): readonly unknown[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
