import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { makeBaseline } from '../baseline.ts';
import { plural } from '../report/reported.ts';
import type { Arguments, Outcome, Terminal } from './command.ts';
import { scanPaths } from './scan.ts';

const DEFAULT_PATH = '.github/perf-review.baseline.json';

/** `baseline [PATH…]`: writes what is found today to the baseline file; what it accepts already keeps its date. */
export async function baselineCommand(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const { result, policy } = await scanPaths(args, terminal, args.positionals.length === 0 ? ['.'] : args.positionals);
  const directory = resolve(args.value('repo') ?? '.');
  const path = args.value('output') ?? resolve(directory, policy.config.baseline ?? DEFAULT_PATH);
  const accepted = result.findings.filter((finding) => finding.state === 'new' || finding.state === 'baseline');
  const baseline = makeBaseline(accepted, new Date().toISOString().slice(0, 10), policy.baseline);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(baseline, undefined, 2)}\n`);
  const hint = policy.config.baseline === undefined ? ` Name it in the config: \`baseline: ${DEFAULT_PATH}\`.` : '';
  return { output: `${path} accepts ${plural(accepted.length, 'finding')}.${hint}\n`, exitCode: 0 };
}
