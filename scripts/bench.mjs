/**
 * Measures the work against a floor in the same run, so that a slow machine changes no ratio: `npm run bench -- FOLDER` on any C++ tree
 * (the rules' fixtures by default). Times are processor time, the median of the rounds.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSource } from './load-source.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { resolve } = createRequire(import.meta.url);
const ROUNDS = 5;

/** Milliseconds of processor time. */
function measure(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const withoutTenths = (text) =>
  text
    .split('\n')
    .filter((_, i) => i % 10 !== 0)
    .join('\n');

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const folder = process.argv[2] ?? join(root, 'test', 'rules');
const stages = await loadSource({
  'web-tree-sitter': 'Language, Parser',
  './src/config.ts': 'DEFAULT_CONFIG',
  './src/diff/lines.ts': 'diffLines',
  './src/files.ts': 'readFiles',
  './src/paths.ts': 'exclusionOf, isGenerated',
  './src/scan.ts': 'scan',
  './src/syntax/normalise.ts': 'normalise',
  './src/syntax/parse.ts': 'loadCpp',
});
const wasm = {
  runtime: await readFile(resolve('web-tree-sitter/web-tree-sitter.wasm')),
  language: await readFile(resolve('tree-sitter-cpp/tree-sitter-cpp.wasm')),
};
const cpp = await stages.loadCpp(wasm);
const parser = new stages.Parser();
parser.setLanguage(await stages.Language.load(wasm.language));
const exclusion = process.argv[2] === undefined ? () => null : stages.exclusionOf({ include: [], exclude: [] });
const sources = (await stages.readFiles(folder, ['.'])).sources.filter(
  ({ path, text }) => exclusion(path) === null && !stages.isGenerated(text),
);
const input = { repository: 'bench', sources, excluded: [], unread: [], named: new Set(sources.map(({ path }) => path)) };
const options = { config: stages.DEFAULT_CONFIG, baseline: null, ignores: [] };

const forEach = (use) => () => {
  for (const source of sources) use(source);
};

const work = {
  'bare parse (the floor)': forEach(({ text }) => parser.parse(text).delete()),
  normalise: forEach(({ text }) => stages.normalise(text)),
  'parse into the own tree': forEach(({ path, text }) => cpp.parse(path, text)),
  'line diff with every tenth line gone': forEach(({ text }) => stages.diffLines(text, withoutTenths(text))),
  'scan with all rules': () => stages.scan(input, cpp, options),
};
const times = new Map(Object.keys(work).map((name) => [name, []]));
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, run] of Object.entries(work)) {
    const spent = measure(run);
    if (round > 0) times.get(name).push(spent); // the first round warms up
  }
}
const lines = sources.reduce((sum, { text }) => sum + text.split('\n').length, 0);
console.log(`${sources.length} files, ${lines} lines of C++, ${ROUNDS} rounds, Node ${process.version}`);
const floor = median(times.get('bare parse (the floor)'));
for (const [name, values] of times) {
  const spent = median(values);
  console.log(
    `${name.padEnd(46)} ${spent.toFixed(0).padStart(7)} ms  ${(spent / floor).toFixed(2)} x the floor  (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})`,
  );
}
