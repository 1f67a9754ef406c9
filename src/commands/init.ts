import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CONFIG_PATH } from '../config.ts';
import { readDefaultBranch } from '../git/branch.ts';
import { isCpp } from '../pull-request.ts';
import { UserError } from '../user-error.ts';
import type { Arguments, Outcome, Terminal } from './command.ts';
import { CHECK, configText, gateWorkflow, type RepositoryFacts, SCAN_PATH, scanWorkflow, WORKFLOW_PATH } from './init-files.ts';

/** `init`: looks at the repository and writes a workflow and a commented config that fit it. Refuses to overwrite. */
export async function initCommand(args: Arguments, _terminal: Terminal): Promise<Outcome> {
  const directory = resolve(args.value('repo') ?? '.');
  const facts = await lookAt(directory);
  const files = [
    [WORKFLOW_PATH, gateWorkflow(args.has('forks') ? 'pull_request_target' : 'pull_request')],
    [CONFIG_PATH, configText(facts)],
    ...(args.has('scan') ? ([[SCAN_PATH, scanWorkflow(facts)]] as const) : []),
  ] as const;
  for (const [path] of files) await refuseExisting(join(directory, path), path);
  for (const [path, text] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  return {
    output: closing(
      files.map(([path]) => path),
      facts,
    ),
    exitCode: 0,
  };
}

async function refuseExisting(file: string, path: string): Promise<void> {
  const isThere = await readFile(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
  if (isThere) throw new UserError(`${path} exists already, and init overwrites nothing; remove it first, or edit it.`);
}

const SKIPPED = /^(?:\.git|node_modules|build|out|target|dist)$/;
const VENDORED = /^(?:third[_-]?party|3rd[_-]?party|vendor|vendored|external|extern|deps|contrib|submodules|subprojects)$/i;
const GUIDE = /(?:^|\/)(?:\w+[-_])?(?:performance|perf|optimi[sz]ation)(?:[-_]?(?:guide|optimi[sz]ation|tuning|notes))*\.(?:md|rst|adoc)$/i;
const DEPTH = 4;

/** Reads what a newcomer would tell: where the C++ lies, what is vendored, how benchmarks are run, whether there is a guide. */
async function lookAt(directory: string): Promise<RepositoryFacts> {
  const branch = await readDefaultBranch(directory);
  const folders = new Set<string>();
  const vendored = new Set<string>();
  let guide: string | undefined;
  let benchmark: string | undefined;
  const open: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const entry of await readdir(join(directory, next.path), { withFileTypes: true })) {
      const path = next.path === '' ? entry.name : `${next.path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (SKIPPED.test(entry.name)) continue;
        if (VENDORED.test(entry.name)) vendored.add(`${path}/**`);
        else if (next.depth < DEPTH) open.push({ path, depth: next.depth + 1 });
      } else if (entry.isFile()) {
        if (isCpp(entry.name)) folders.add(path.includes('/') ? (path.split('/')[0] ?? '') : '.');
        if (GUIDE.test(path)) guide ??= path;
        if (/^(?:CMakeLists\.txt|meson\.build|conanfile\.(?:txt|py)|vcpkg\.json|BUILD(?:\.bazel)?)$/.test(entry.name))
          benchmark ??= benchmarkIn(await readFile(join(directory, path), 'utf8'));
      }
    }
  }
  return { branch, folders: [...folders].sort(), vendored: [...vendored].sort(), guide, benchmark };
}

const BENCHMARKS: readonly (readonly [RegExp, string])[] = [
  [/benchmark::benchmark|google[-_/]?benchmark|find_package\(benchmark/i, 'Google Benchmark'],
  [/catch2|catch_discover_tests/i, 'Catch2'],
  [/nanobench/i, 'nanobench'],
  [/folly::follybenchmark|folly_benchmark/i, 'folly'],
];

function benchmarkIn(text: string): string | undefined {
  return BENCHMARKS.find(([pattern]) => pattern.test(text))?.[1];
}

function closing(paths: readonly string[], { branch, folders, guide, benchmark }: RepositoryFacts): string {
  const seen = folders.length === 0 ? 'no C++ yet' : `C++ in ${folders.slice(0, 6).join(', ')}${folders.length > 6 ? ', …' : ''}`;
  return `Written: ${paths.join(', ')} (${seen}; benchmarks: ${benchmark ?? 'none known'}; guide: ${guide ?? 'none'}).

Commit them, then require the check:
  1. Settings, Rules, Rulesets: a rule for \`${branch}\` with “Require status checks to pass”.
  2. Add the check \`${CHECK}\` (it can be picked once it has run).

What it would say today: perf-review review
`;
}
