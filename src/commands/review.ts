import { CONFIG_PATH } from '../config.ts';
import { mayHoldResults } from '../evidence/texts.ts';
import { readFileAt, readRange } from '../git/read.ts';
import { readHandedIn } from '../handed-in.ts';
import { loadParser } from '../parser.ts';
import { type ProfileViews, profileViews } from '../profile-views.ts';
import { mayHoldProfile, profilesIn } from '../profiles-in.ts';
import type { PullRequest } from '../pull-request.ts';
import { render } from '../render.ts';
import { headLines } from '../report/source-lines.ts';
import { hintsFor } from '../report/text.ts';
import { type Review, review } from '../review.ts';
import { UserError } from '../user-error.ts';
import { type Arguments, handedPaths, type Outcome, type Terminal } from './command.ts';
import { readNamed, readPolicy } from './policy.ts';

/** `review [RANGE]`: a git range as if it were a pull request. */
export async function reviewCommand(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const [range, ...others] = args.positionals;
  if (others.length > 0)
    throw new UserError(`\`review\` takes one range, as in \`perf-review review main...HEAD\`, not ${others.length + 1}.`);
  const directory = args.value('repo') ?? '.';
  const started = performance.now();
  const pullRequest = described(
    await readRange({ directory, range, alsoRead: (path) => mayHoldResults(path) || mayHoldProfile(path) }),
    args,
    await bodyOf(args),
  );
  const policy = await readPolicy(args, (path) => readFileAt(directory, pullRequest.base, path));
  if (args.value('config') === undefined && pullRequest.changes.some((change) => change.path === CONFIG_PATH)) {
    terminal.warn(`${CONFIG_PATH} changes in this range; what holds is the base's, until it is merged.`);
  }
  const handed = await readHandedIn(handedPaths(args));
  handed.notes.forEach(terminal.warn);
  const result = review(pullRequest, await loadParser(), { config: policy.config, baseline: policy.baseline, ignores: [], ...handed });
  return finish(
    result,
    pullRequest,
    profileViews([...handed.profiles, ...profilesIn(pullRequest)]),
    args,
    terminal,
    performance.now() - started,
  );
}

/** The review in the form that is asked for, and the exit code of its verdict. */
export function finish(
  result: Review,
  pullRequest: PullRequest,
  views: ProfileViews,
  args: Arguments,
  terminal: Terminal,
  elapsed: number,
): Outcome {
  const output = render(result, args.format, {
    ...views,
    lines: headLines(pullRequest),
    colors: terminal.colors,
    width: terminal.width,
    elapsed,
    ...(args.has('quiet') ? {} : { hints: hintsFor(result, 'perf-review') }),
  });
  return { output, exitCode: result.verdict.conclusion === 'pass' ? 0 : 1 };
}

async function bodyOf(args: Arguments): Promise<string | undefined> {
  const file = args.value('body');
  return file === undefined ? undefined : readNamed(file);
}

function described(pullRequest: PullRequest, args: Arguments, body: string | undefined): PullRequest {
  return {
    ...pullRequest,
    title: args.value('title') ?? pullRequest.title,
    body: body ?? pullRequest.body,
    labels: [...pullRequest.labels, ...args.values('label')],
  };
}
