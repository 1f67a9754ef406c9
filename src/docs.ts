/** Everything in the docs that the code knows better: files and regions of files, written by `npm run docs`. */
import { stringify } from 'yaml';
import { z } from 'zod';
import { CONFIG_SCHEMA, unwrap } from './config.ts';
import { ITEMS } from './findings.ts';
import { ACTION_INPUTS, ACTION_OUTPUTS, CLI_OPTIONS, COMMANDS } from './options.ts';
import { RULES } from './rules/index.ts';

/** Files that are written whole, by path. */
export function wholeFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['action.yml', actionYml()],
    ['perf-review.schema.json', configSchema()],
    ['src/rules/README.md', catalogue()],
  ]);
}

/** Regions between `<!-- name:start -->` and `<!-- name:end -->`, by name. */
export function regions(): ReadonlyMap<string, string> {
  return new Map([
    ['rules', ruleTable()],
    [
      'inputs',
      table(
        ['Input', 'Default', 'Meaning'],
        ACTION_INPUTS.map((row) => [code(row.name), row.default === '' ? '' : code(row.default), row.help]),
      ),
    ],
    [
      'outputs',
      table(
        ['Output', 'Value'],
        Object.entries(ACTION_OUTPUTS).map(([name, help]) => [code(name), help]),
      ),
    ],
    [
      'commands',
      table(
        ['Command', 'Does'],
        Object.entries(COMMANDS).map(([name, about]) => [code(`${name} ${about.arguments}`.trim()), about.help]),
      ),
    ],
    [
      'options',
      table(
        ['Option', 'Commands', 'Meaning'],
        CLI_OPTIONS.map((row) => [
          code(`--${row.name}${row.value ? ` ${row.value}` : ''}`),
          row.commands.length === Object.keys(COMMANDS).length ? 'all' : row.commands.join(', '),
          row.help,
        ]),
      ),
    ],
    ['config', configTable()],
  ]);
}

/** The text with every region that it has written anew. Throws for a region that is opened and not closed, or not known. */
export function fillRegions(text: string): string {
  const known = regions();
  return text.replace(/(<!-- (\w+):start -->\n)([\s\S]*?)(<!-- \2:end -->)/g, (_, open: string, name: string, __, close: string) => {
    const region = known.get(name);
    if (region === undefined) throw new Error(`there is no generated region ${name}`);
    return `${open}${region}\n${close}`;
  });
}

function actionYml(): string {
  const inputs = Object.fromEntries(
    ACTION_INPUTS.map(({ name, help, ...row }) => [name, { description: help, required: false, default: row.default }]),
  );
  const outputs = Object.fromEntries(Object.entries(ACTION_OUTPUTS).map(([name, help]) => [name, { description: help }]));
  const action = {
    name: 'perf-review',
    description: 'Reviews C++ pull requests for performance, and asks for evidence where speed is claimed',
    author: 'perf-review',
    branding: { icon: 'activity', color: 'blue' },
    inputs,
    outputs,
    runs: { using: 'node24', main: 'dist/action.js' },
  };
  return `# Written by \`npm run docs\` from src/options.ts.\n${stringify(action, { lineWidth: 0 })}`;
}

function configSchema(): string {
  const schema = z.toJSONSchema(CONFIG_SCHEMA, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ ...schema, title: 'Config of perf-review, .github/perf-review.yml' }, undefined, 2)}\n`;
}

function configTable(): string {
  const rows: string[][] = [];
  const visit = (schema: z.ZodType, path: string) => {
    const inner = unwrap(schema);
    if (inner instanceof z.ZodObject) {
      for (const [key, value] of Object.entries(inner.shape)) visit(value as z.ZodType, path === '' ? key : `${path}.${key}`);
      return;
    }
    const fallback = schema.safeParse(undefined);
    const value = fallback.success && fallback.data !== undefined ? code(stringify(fallback.data, { collectionStyle: 'flow' }).trim()) : '';
    rows.push([code(path), value, schema.description ?? inner.description ?? '']);
  };
  visit(CONFIG_SCHEMA, '');
  return table(['Key', 'Default', 'Meaning'], rows);
}

function ruleTable(): string {
  const rows = Object.entries(ITEMS).flatMap(([item, title]) => {
    const rules = RULES.filter((rule) => rule.item === item);
    return rules.length === 0 ? [] : [[title, rules.map((rule) => `[${code(rule.id)}](src/rules/README.md#${rule.id})`).join(' ')]];
  });
  return table(['The guide asks', 'Rules'], rows);
}

function catalogue(): string {
  const entries = RULES.map((rule) =>
    [
      `## ${rule.id}`,
      `**${rule.title}.** ${code(rule.severity)} · item ${code(rule.item)} · guide: ${rule.guide}`,
      rule.why,
      rule.instead,
      `\`\`\`cpp\n// reported\n${rule.bad.trim()}\n\`\`\``,
      `\`\`\`cpp\n// better\n${rule.good.trim()}\n\`\`\``,
    ].join('\n\n'),
  );
  const head = [
    '# Rules',
    'Written by `npm run docs` from the files beside this one. The severity is what a rule says without a profile; a profile, a mark or the config moves it.',
    'To silence one place: `// perf-review: ignore <rule> -- <reason>` on the line, or alone on the line above. To switch a rule off: `rules: { <rule>: off }` in the config.',
    RULES.map((rule) => `[${rule.id}](#${rule.id})`).join(' · '),
  ];
  return `${[...head, ...entries].join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
