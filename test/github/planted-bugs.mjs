/**
 * Plants known bugs of other review tools, one at a time, in a copy of the repository, and runs the tests that should notice. Prints a line
 * for each; the exit code is 1 when one is not noticed. `node test/github/planted-bugs.mjs [WORD]` plants only those with the word.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUGS } from './planted-bugs.list.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = join(mkdtempSync(join(tmpdir(), 'planted-')), 'copy');
const left = new Set(['.git', 'node_modules', 'coverage']);
cpSync(root, copy, { recursive: true, filter: (path) => !left.has(path.slice(root.length)) });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

const run = (...args) => spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 26 });
const jest = (tests, title) =>
  run('--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--bail', ...tests, ...(title ? ['-t', title] : []));

const [word = ''] = process.argv.slice(2);
const bugs = BUGS.filter(({ bug }) => bug.includes(word));
let unnoticed = 0;
try {
  // Tests that are red before would notice anything.
  run('scripts/build.mjs');
  const sound = jest([...new Set(bugs.flatMap(({ tests }) => tests))]);
  if (sound.status !== 0) throw new Error(`Not green without a bug:\n${sound.stderr}`);
  for (const { bug, file, replace, by, tests, title } of bugs) {
    const path = join(copy, file);
    const text = readFileSync(path, 'utf8');
    const found = text.split(replace).length - 1;
    if (found !== 1) throw new Error(`${bug}: ${file} has the text to replace ${found} times`);
    writeFileSync(
      path,
      text.replace(replace, () => by),
    );
    const built = run('scripts/build.mjs');
    if (built.status !== 0) throw new Error(`${bug}: it does not build\n${built.stderr}`);
    const { status, stderr } = jest(tests, title);
    writeFileSync(path, text);
    if (/No tests found|^Tests: +(?:\d+ skipped, )?0 total/m.test(stderr)) throw new Error(`${bug}: no test was run\n${stderr}`);
    if (status === 0) unnoticed += 1;
    const failed = /● (.*)/.exec(stderr)?.[1] ?? '';
    console.log(`${status === 0 ? 'NOT NOTICED' : 'noticed'}  ${bug}${status === 0 ? '' : `  <- ${failed.split(' › ').at(-1)}`}`);
  }
} finally {
  rmSync(join(copy, '..'), { recursive: true, force: true });
}
console.log(`${bugs.length - unnoticed} of ${bugs.length} noticed`);
process.exitCode = unnoticed === 0 ? 0 : 1;
