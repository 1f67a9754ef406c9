import { findHottest } from '../heat/hottest.ts';
import { jsonText } from '../report/escape.ts';
import { renderHottest } from '../report/text-hottest.ts';
import { UserError } from '../user-error.ts';
import type { Arguments, Outcome, Terminal } from './command.ts';
import { scanPaths } from './scan.ts';

/** `hot --profile FILE`: the hottest functions of the repository with the findings in them: where to start. */
export async function hotCommand(args: Arguments, terminal: Terminal): Promise<Outcome> {
  if (args.values('profile').length === 0) throw new UserError('`hot` needs a profile, as in `perf-review hot --profile out.folded`.');
  if (args.format !== 'text' && args.format !== 'json') throw new UserError(`\`hot\` has no form ${args.format}; use text or json.`);
  const { result, heat } = await scanPaths(args, terminal, args.positionals.length === 0 ? ['.'] : args.positionals);
  const lists = heat.matches.map((matches) => ({ profile: matches.profile, hottest: findHottest(matches, result.findings) }));
  if (args.format === 'text')
    return { output: `${lists.map(({ profile, hottest }) => renderHottest(hottest, profile, terminal)).join('\n')}`, exitCode: 0 };
  const plain = lists.map(({ profile, hottest }) => ({
    profile: profile.name,
    answered: hottest.answered,
    functions: hottest.rows.map(({ functions, findings, ...shares }) => ({
      places: functions.map(({ name, path, line }) => ({ name, path, line })),
      ...shares,
      findings,
    })),
  }));
  return { output: `${jsonText({ schema: 1, profiles: plain })}\n`, exitCode: 0 };
}
