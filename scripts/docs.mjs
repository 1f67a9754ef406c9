/**
 * Writes what the docs take from the code: action.yml, the config's JSON schema, the catalogue of rules, and the generated regions of the
 * Markdown files. `--check` fails when one of them is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSource } from './load-source.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const WITH_REGIONS = ['README.md', 'CONTRIBUTING.md'];

const { fillRegions, wholeFiles } = await loadSource({ './src/docs.ts': 'fillRegions, wholeFiles' });
const read = (path) => readFile(join(root, path), 'utf8').catch(() => '');
const wanted = new Map(wholeFiles());
for (const path of WITH_REGIONS) {
  const text = await read(path);
  if (text !== '') wanted.set(path, fillRegions(text));
}
const stale = [];
for (const [path, text] of wanted) if ((await read(path)) !== text) stale.push(path);
if (process.argv[2] === '--check') {
  if (stale.length > 0) {
    console.error(`Not what the code says: ${stale.join(', ')}. Run \`npm run docs\` and commit the result.`);
    process.exitCode = 1;
  }
} else for (const path of stale) await writeFile(join(root, path), wanted.get(path));
