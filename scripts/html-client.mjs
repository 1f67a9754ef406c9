import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const folder = new URL('../src/report/html/', import.meta.url);
const target = new URL('client.generated.ts', folder);

/** The text of the module that carries the scripts and the style of the HTML report, both minified. */
export async function bundleClient() {
  const [script, flame, style] = await Promise.all(['client.ts', 'flame-view.ts', 'style.css'].map(bundle));
  return [
    '// biome-ignore-all format: generated',
    '// biome-ignore-all lint: generated',
    '// Written by scripts/html-client.mjs from client.ts, flame-view.ts and style.css beside it. Edit those, then `npm run build`.',
    '/** Script of the HTML report, safe inside a `<script>` element. */',
    `export const clientScript = ${JSON.stringify(script)};`,
    '/** Script that draws the flame graph, for pages that have one. */',
    `export const flameScript = ${JSON.stringify(flame)};`,
    '/** Style of the HTML report, safe inside a `<style>` element. */',
    `export const clientStyle = ${JSON.stringify(style)};`,
    '',
  ].join('\n');
}

/** Writes the module where it changed, and returns its text. */
export async function buildClient() {
  const text = await bundleClient();
  const old = await readFile(target, 'utf8').catch(() => '');
  if (old !== text) await writeFile(target, text);
  return text;
}

async function bundle(entry) {
  const result = await build({
    entryPoints: [new URL(entry, folder).pathname],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
    charset: 'ascii',
    legalComments: 'none',
    // The style of d3-flame-graph is replaced by the report's own.
    ...(entry.endsWith('.ts') ? { loader: { '.css': 'empty' } } : {}),
  });
  return result.outputFiles[0].text.trim();
}

if (process.argv[1] === new URL(import.meta.url).pathname) await buildClient();
