import { basename, relative, resolve, sep } from 'node:path';
import { readFiles } from '../files.ts';
import { readHandedIn } from '../handed-in.ts';
import { loadParser } from '../parser.ts';
import { profileViews } from '../profile-views.ts';
import { isCpp } from '../pull-request.ts';
import { render } from '../render.ts';
import { sourceLines } from '../report/source-lines.ts';
import { hintsFor } from '../report/text.ts';
import { scan } from '../scan.ts';
import { UserError } from '../user-error.ts';
import { type Arguments, handedPaths, type Outcome, type Terminal } from './command.ts';
import { fromDisk, readPolicy } from './policy.ts';

/** `scan PATH…`: every finding in files or folders, no diff. */
export async function scanCommand(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const started = performance.now();
  const { result, lines, profiles } = await scanPaths(args, terminal);
  const output = render(result, args.format, {
    ...profileViews(profiles),
    lines,
    colors: terminal.colors,
    width: terminal.width,
    elapsed: performance.now() - started,
    ...(args.has('quiet') ? {} : { hints: hintsFor(result, 'perf-review') }),
  });
  return { output, exitCode: result.verdict.conclusion === 'pass' ? 0 : 1 };
}

/** Scans paths relative to the current folder; findings are named from the repository's root. */
export async function scanPaths(args: Arguments, terminal: Terminal, positionals: readonly string[] = args.positionals) {
  if (positionals.length === 0)
    throw new UserError(`\`${args.command}\` needs files or folders, as in \`perf-review ${args.command} src\`.`);
  const directory = resolve(args.value('repo') ?? '.');
  const policy = await readPolicy(args, fromDisk(directory));
  const paths = positionals.map((path) => (args.has('repo') ? resolve(directory, path) : resolve(path)));
  const { sources, excluded, unread } = await readFiles(directory, paths);
  const named = new Set(paths.filter((path) => isCpp(path)).map((path) => relative(directory, path).split(sep).join('/')));
  const input = { repository: basename(directory), sources, excluded, unread, named };
  const { profiles, notes } = await readHandedIn(handedPaths(args));
  notes.forEach(terminal.warn);
  const options = { config: policy.config, baseline: policy.baseline, ignores: [], profiles };
  const { review: result, heat } = scan(input, await loadParser(), options, terminal.progress);
  return { result, heat, profiles, policy, sources, lines: sourceLines(new Map(sources.map(({ path, text }) => [path, text]))) };
}
