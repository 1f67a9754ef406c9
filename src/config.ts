import { closest } from 'fastest-levenshtein';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { REQUIREMENTS } from './evidence/evidence.ts';
import { ITEMS, SEVERITIES } from './findings.ts';
import { RULES } from './rules/index.ts';
import { UserError } from './user-error.ts';

/** Where the config is looked for. */
export const CONFIG_PATH = '.github/perf-review.yml';

/** Names that `rules` may hold: every rule and every item of the guide. */
export const RULE_AND_ITEM_IDS: readonly string[] = [...RULES.map((rule) => rule.id), ...Object.keys(ITEMS)];

const globs = (does: string) => z.array(z.string().min(1)).default([]).describe(does);
const share = (value: number, does: string) => z.number().min(0).max(1).default(value).describe(does);

/** The schema of the config file: its types, its errors, the JSON schema for editors and the table in the docs all come from here. */
export const CONFIG_SCHEMA = z.strictObject({
  'fail-on': z
    .enum([...SEVERITIES, 'never'])
    .default('error')
    .describe('Lowest severity of a new finding that fails the gate; `never` only reports'),
  paths: z
    .strictObject({
      include: globs('Files to review even though a default leaves them out: vendored, generated, test and benchmark code'),
      exclude: globs('Files to leave out, beside the defaults'),
    })
    .prefault({})
    .describe('Which files are reviewed'),
  rules: z
    .partialRecord(z.enum(RULE_AND_ITEM_IDS as [string, ...string[]]), z.enum(['off', ...SEVERITIES]))
    .default({})
    .describe('Severity of a rule, or of all rules of an item of the guide; `off` switches it off'),
  hot: z
    .strictObject({
      paths: globs('Files whose functions are hot'),
      functions: globs('Qualified names of hot functions, with `*`: `virtio::*`'),
    })
    .prefault({})
    .describe('Code that runs often'),
  cold: z
    .strictObject({
      paths: globs('Files whose functions are cold'),
      functions: globs('Qualified names of cold functions, with `*`'),
    })
    .prefault({})
    .describe('Code whose cost is not felt'),
  baseline: z.string().min(1).optional().describe('File of accepted findings, written by `perf-review baseline`'),
  evidence: z
    .strictObject({
      labels: z
        .array(z.string().min(1))
        .default(['performance', 'perf', 'optimization'])
        .describe('Labels that call a pull request performance work'),
      require: z.array(z.enum(REQUIREMENTS)).default(['benchmark']).describe('Requirements that block; the others are reported'),
      guide: z.string().min(1).optional().describe('The guide that a new technique has to be written into'),
      stale: z.enum(['block', 'warn']).default('block').describe('What a C++ change after the evidence does'),
      runs: z.int().min(2).max(1000).default(5).describe('Runs wanted of each side'),
      alpha: z.number().gt(0).lt(1).default(0.05).describe('Level of significance, after Holm'),
      noise: share(0.1, 'Band in which one run of each side says nothing'),
      floor: z
        .strictObject({
          time: share(0.02, 'Wall time, latency, throughput'),
          cycles: share(0.01, 'Cycles'),
          instructions: share(0.002, 'Instructions'),
          allocations: share(0, 'Allocations and bytes'),
        })
        .prefault({})
        .describe('Relative change below which a difference does not count'),
    })
    .prefault({})
    .describe('What a pull request that claims speed has to show'),
});

/** The config with every default filled in. */
export type Config = z.output<typeof CONFIG_SCHEMA>;

/** The config of a repository that has none. */
export const DEFAULT_CONFIG: Config = CONFIG_SCHEMA.parse({});

/**
 * Reads the text of a config file. Throws a UserError that names the key, its line and the nearest known name when something is not
 * as the schema says: a config that is not understood must not pass for an empty one.
 */
export function parseConfig(text: string, path: string = CONFIG_PATH): Config {
  return parseConfigLayers(text, path).config;
}

/** As `parseConfig`, with the keys that the file itself sets, as dotted paths: the others hold defaults. */
export function parseConfigLayers(
  text: string,
  path: string = CONFIG_PATH,
): { readonly config: Config; readonly set: ReadonlySet<string> } {
  const lines = new LineCounter();
  // Aliases are refused: a few lines of them make a document of gigabytes (the yaml library's `maxAliasCount`).
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, schema: 'core' });
  const [broken] = document.errors;
  if (broken) throw new UserError(`${path}, line ${lines.linePos(broken.pos[0]).line}: ${firstLine(broken.message)}; mend the YAML.`);
  const value: unknown = toPlain(document, path) ?? {};
  const result = CONFIG_SCHEMA.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    const at = lineOf(document, issue?.path ?? [], issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined, lines);
    throw new UserError(`${path}${at === undefined ? '' : `, line ${at}`}: ${issue ? explain(issue) : 'it is not valid'}.`);
  }
  return { config: result.data, set: keysOf(value, '') };
}

function toPlain(document: ReturnType<typeof parseDocument>, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw new UserError(`${path} uses YAML aliases (\`*name\`), which are not followed; write the values out.`);
  }
}

type Issue = z.core.$ZodIssue;

function explain(issue: Issue): string {
  const place = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return `unknown key \`${[...issue.path, key].join('.')}\`${nearest(key, keysAt(issue.path))}`;
  }
  if (issue.code === 'invalid_value') return `\`${place}\` must be one of ${issue.values.map(String).join(', ')}`;
  return place === '' ? 'the file must hold keys and values' : `\`${place}\`: ${lowerFirst(issue.message)}`;
}

/** `; did you mean …?`, or the names there are. */
function nearest(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  return `; did you mean \`${closest(name, [...known])}\`?`.replace(/\?$/, '');
}

function keysAt(path: readonly PropertyKey[]): readonly string[] {
  let schema: z.ZodType = CONFIG_SCHEMA;
  for (const part of path) {
    const inner = unwrap(schema);
    if (!(inner instanceof z.ZodObject)) return [];
    schema = inner.shape[String(part)] as z.ZodType;
  }
  const inner = unwrap(schema);
  if (inner instanceof z.ZodRecord) return RULE_AND_ITEM_IDS;
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** The schema below its defaults and `optional`. */
export function unwrap(schema: z.ZodType): z.ZodType {
  let at = schema;
  while (at instanceof z.ZodDefault || at instanceof z.ZodPrefault || at instanceof z.ZodOptional) at = at.unwrap() as z.ZodType;
  return at;
}

function lineOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
  key: string | undefined,
  lines: LineCounter,
): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const part of key === undefined ? path : [...path, key]) {
    if (!isMap(node)) break;
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
    if (!pair) break;
    if (isScalar(pair.key) && pair.key.range) offset = pair.key.range[0];
    node = pair.value;
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}

function keysOf(value: unknown, prefix: string): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Set(prefix === '' ? [] : [prefix]);
  return new Set(Object.entries(value).flatMap(([key, inner]) => [...keysOf(inner, prefix === '' ? key : `${prefix}.${key}`)]));
}

function firstLine(text: string): string {
  return lowerFirst(text.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
