/**
 * Builds dist/: two self-contained bundles and the two WebAssembly modules beside them.
 *   node scripts/build.mjs            writes dist/
 *   node scripts/build.mjs --check    fails when dist/ is not what the source gives
 *   node scripts/build.mjs --out DIR  writes elsewhere
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildClient, bundleClient } from './html-client.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { resolve } = createRequire(import.meta.url);

/** Name and bytes of every file of dist/. */
async function outputs() {
  const result = await build({
    entryPoints: ['action', 'cli'].map((name) => join(root, 'src', `${name}.ts`)),
    outdir: join(root, 'dist'),
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    charset: 'utf8',
    legalComments: 'none',
    // A bundle of ES modules has no `require`, and some packages ask for Node's own modules with it.
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  const files = new Map(result.outputFiles.map((file) => [file.path.split(/[\\/]/).at(-1), Buffer.from(file.contents)]));
  for (const module of ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-cpp/tree-sitter-cpp.wasm']) {
    files.set(module.split('/').at(-1), await readFile(resolve(module)));
  }
  return files;
}

async function check() {
  const client = await readFile(join(root, 'src/report/html/client.generated.ts'), 'utf8').catch(() => '');
  const stale = client === (await bundleClient()) ? [] : ['src/report/html/client.generated.ts'];
  const files = await outputs();
  for (const [name, bytes] of files) {
    const old = await readFile(join(root, 'dist', name)).catch(() => undefined);
    if (!old?.equals(bytes)) stale.push(`dist/${name}`);
  }
  for (const name of await readdir(join(root, 'dist')).catch(() => [])) if (!files.has(name)) stale.push(`dist/${name} (no longer built)`);
  if (stale.length === 0) return;
  console.error(`Not what the source gives: ${stale.join(', ')}. Run \`npm run build\` and commit the result.`);
  process.exitCode = 1;
}

async function write(folder) {
  await buildClient();
  const files = await outputs();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
}

const [option, value] = process.argv.slice(2);
if (option === '--check') await check();
else await write(option === '--out' && value ? value : join(root, 'dist'));
