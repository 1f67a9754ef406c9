import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'perf-review');

/** Names exported by modules of the source (`{ './src/scan.ts': 'scan' }`) or of packages, as one module compiled for this run. */
export async function loadSource(names) {
  const outfile = join(cache, `source-${process.pid}.mjs`);
  await mkdir(cache, { recursive: true });
  const contents = Object.entries(names)
    .map(([from, what]) => `export { ${what} } from '${from}';`)
    .join('\n');
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile);
  }
}
