import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';

/** Import lines of every source file, resolved: `src/rules/rule.ts`, `node:fs`, `zod`. */
const imports = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => {
      const path = join('src', file);
      const text = readFileSync(path, 'utf8');
      const targets = [...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)'|^import '([^']+)'/gm)].map(
        ([, from, bare]) => from ?? bare ?? '',
      );
      return [path, targets.map((target) => (target.startsWith('.') ? relative('.', join(dirname(path), target)) : target))] as const;
    }),
);

/** Code that may reach outside: the front ends, their commands, and the readers of GitHub, git and the disk. */
const EDGES = /^src\/(?:action|cli|gate|parser|files|handed-in|scenario)\.ts$|^src\/(?:commands|github|git)\//;

function offences(where: RegExp, isAllowed: (target: string) => boolean): string[] {
  return [...imports].flatMap(([path, targets]) =>
    where.test(path) ? targets.filter((target) => !isAllowed(target)).map((target) => `${path} imports ${target}`) : [],
  );
}

test('rules import their contract and the questions about syntax, and never each other', () => {
  const allowed = (target: string) => target === 'src/rules/rule.ts' || target.startsWith('src/syntax/');
  expect(offences(/^src\/rules\/(?!index\.ts)/, allowed)).toEqual([]);
});

test('syntax imports the parser and nothing of the rest', () => {
  expect(offences(/^src\/syntax\//, (target) => target === 'web-tree-sitter' || target.startsWith('src/syntax/'))).toEqual([]);
});

test('only the edges reach outside', () => {
  const outside = (target: string) => target.startsWith('node:') || target.startsWith('@actions/') || target === 'tinyglobby';
  const stages = [...imports.keys()].filter((path) => !EDGES.test(path));
  expect(stages.flatMap((path) => (imports.get(path) ?? []).filter(outside).map((target) => `${path} imports ${target}`))).toEqual([]);
});

test('stages use no clock, no console, no process, and wait for nothing', () => {
  const offending = [...imports.keys()].filter(
    (path) => !EDGES.test(path) && !path.startsWith('src/report/html/client') && path !== 'src/syntax/parse.ts',
  );
  const found = offending.flatMap((path) => {
    const code = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '');
    return [...code.matchAll(/\b(?:process\.|console\.|new Date\(|Date\.now|async (?:function|\()|await \w)/g)].map(
      ([word]) => `${path} uses ${word}`,
    );
  });
  expect(found.filter((offence) => !offence.startsWith('src/report/html/'))).toEqual([]);
});

test('only the Action imports @actions/core', () => {
  expect([...imports].flatMap(([path, targets]) => (targets.includes('@actions/core') ? [path] : []))).toEqual(['src/action.ts']);
});

test('no file of the source is longer than 300 lines', () => {
  const long = [...imports.keys()].filter((path) => readFileSync(path, 'utf8').split('\n').length > 301);
  expect(long).toEqual([]);
});
