import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DEFAULT_CONFIG } from '../config.ts';
import { readHandedIn } from '../handed-in.ts';
import { loadParser } from '../parser.ts';
import { profileViews } from '../profile-views.ts';
import { render } from '../render.ts';
import { headLines } from '../report/source-lines.ts';
import { review } from '../review.ts';
import { readScenario } from '../scenario.ts';
import { UserError } from '../user-error.ts';
import type { Arguments, Outcome, Terminal } from './command.ts';
import { finish } from './review.ts';

const REPORT = 'report.html';

/** `sample`: reviews the pull request that comes with the tool, and writes its HTML report beside. Passes whatever the verdict. */
export async function sampleCommand(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const started = performance.now();
  const folder = fileURLToPath(new URL('../test/scenarios/sample', import.meta.url));
  const { pullRequest, ...profiles } = await readScenario(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new UserError('The sample is not beside this copy of the tool; run `npm start` in a clone of its repository.');
  });
  const handed = await readHandedIn({ benchmarkBefore: [], benchmarkAfter: [], profile: [], ...profiles });
  const views = profileViews(handed.profiles);
  const result = review(pullRequest, await loadParser(), { config: DEFAULT_CONFIG, baseline: null, ignores: [], ...handed });
  const { output } = finish(result, pullRequest, views, args, terminal, performance.now() - started);
  if (args.format !== 'text') return { output, exitCode: 0 };
  await writeFile(REPORT, render(result, 'html', { ...views, colors: false, lines: headLines(pullRequest) }));
  return { output: `${output}\nThe HTML report is in ${REPORT}.\n`, exitCode: 0 };
}
