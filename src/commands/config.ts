import { resolve } from 'node:path';
import { stringify } from 'yaml';
import { CONFIG_PATH, type Config, DEFAULT_CONFIG, parseConfigLayers } from '../config.ts';
import { jsonText } from '../report/escape.ts';
import { styleOf } from '../report/style.ts';
import { UserError } from '../user-error.ts';
import type { Arguments, Outcome, Terminal } from './command.ts';
import { fromDisk, readNamed } from './policy.ts';

/** `config`: the config in effect, with the place that each value comes from. */
export async function configCommand(args: Arguments, terminal: Terminal): Promise<Outcome> {
  const named = args.value('config');
  const path = named ?? CONFIG_PATH;
  const text = named === undefined ? await fromDisk(resolve(args.value('repo') ?? '.'))(CONFIG_PATH) : await readNamed(named);
  const { config, set } = text === null ? { config: DEFAULT_CONFIG, set: new Set<string>() } : parseConfigLayers(text, path);
  const sourceOf = (key: string) => ([...set].some((each) => each === key || each.startsWith(`${key}.`)) ? path : 'default');
  if (args.format === 'json') return { output: `${jsonText({ config, sources: sources(config, sourceOf) })}\n`, exitCode: 0 };
  if (args.format !== 'text') throw new UserError(`\`config\` has no form ${args.format}; use text or json.`);
  const style = styleOf(terminal.colors);
  const lines = leaves(config, '').map(([key, value]) => {
    const shown = stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
    return [`${key}: ${shown}`, sourceOf(key)] as const;
  });
  const width = Math.min(60, Math.max(...lines.map(([line]) => line.length)));
  return { output: lines.map(([line, source]) => `${line.padEnd(width)}  ${style.dim(`# ${source}`)}\n`).join(''), exitCode: 0 };
}

function sources(config: Config, sourceOf: (key: string) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(leaves(config, '').map(([key]) => [key, sourceOf(key)]));
}

/** Values by dotted path; a list, or a table without entries, is a value. */
function leaves(value: object, prefix: string): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([key, inner]): (readonly [string, unknown])[] => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    const isTable = typeof inner === 'object' && inner !== null && !Array.isArray(inner) && Object.keys(inner).length > 0;
    return isTable ? [...leaves(inner, path)] : [[path, inner]];
  });
}
