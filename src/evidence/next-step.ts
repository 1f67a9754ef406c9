import type { Compared } from './compare.ts';
import type { Problem } from './evidence.ts';
import type { EvidenceOptions } from './options.ts';
import { leastP } from './rank-tests.ts';

/** What the next step is told from. */
export interface Situation {
  readonly problems: readonly Problem[];
  readonly compared: readonly Compared[];
  /** Format ids of the tools whose output was read. */
  readonly tools: readonly string[];
  readonly options: EvidenceOptions;
  readonly base: string;
  readonly head: string;
}

/** How each tool repeats a benchmark; `N` stands for the runs. */
const REPEAT: ReadonlyMap<string, string> = new Map([
  ['google-benchmark', '--benchmark_repetitions=N --benchmark_format=json'],
  ['go-bench', 'go test -bench . -count=N'],
  ['benchstat', 'go test -bench . -count=N'],
  ['hyperfine', 'hyperfine --runs N'],
  ['db-bench', 'db_bench -benchmarks=NAME[-XN]'],
  ['perf-stat', 'perf stat -r N'],
  ['compare-py', '--benchmark_repetitions=N'],
  ['nanobench', 'N separate runs of the program'],
  ['seastar-perf-tests', '--runs N'],
  ['memtier', '--run-count=N'],
  ['criterion', 'cargo bench -- --sample-size N'],
  ['jmh', '-f N'],
]);

/** What to do next about the first thing that blocks, worst first: a command, or a sentence to write. */
export function nextStep({ problems, compared, tools, options, base, head }: Situation): string {
  const codes = new Set(problems.filter(({ level }) => level === 'block').map(({ code }) => code));
  const runs = runsWanted(compared, options);
  const [before, after] = [base === '' ? 'the base' : base.slice(0, 10), head === '' ? 'the head' : head.slice(0, 10)];
  const has = (...wanted: readonly string[]): boolean => wanted.some((code) => codes.has(code));
  const repeat = repeatWith(tools, runs);
  if (has('stale-evidence', 'stale-evidence-reused')) return `Run the benchmark again on ${after} and replace the results.`;
  if (has('no-evidence')) {
    const how = repeat === '' ? `; for Google Benchmark with \`--benchmark_repetitions=${runs}\`` : `, with \`${repeat}\``;
    return `Run one benchmark on ${before} and on ${after}, ${runs} times each, and paste both outputs under \`Before:\` and \`After:\`${how}.`;
  }
  if (has('sides-unlabelled')) return 'Write `Before:` above the results of the base and `After:` above those of this change.';
  if (has('one-sided')) return `Add the results of the other side for the same benchmarks, under ${missingSide(compared, before, after)}.`;
  if (has('same-ref-both-sides')) return `Build one side at ${before} and the other at ${after}: both are the same commit now.`;
  if (has('wrong-baseline')) return `Compare ${after} with its own base ${before}, on the same benchmark.`;
  if (has('undisclosed-regression', 'wrong-direction')) {
    return `Mend what became worse, or write that it did and why it is worth it: ${worse(compared)}.`;
  }
  if (has('prose-only', 'percent-only')) {
    return `Paste the output that the figures come from, of ${before} and of ${after}, ${runs} runs each, under \`Before:\` and \`After:\`.`;
  }
  if (has('sample-count-unknown')) return 'Write how many runs each mean and deviation are of (`n = …`), or paste every value.';
  if (has('no-spread')) return `Paste the value of each run, or their deviation, beside the averages; ${runs} runs of each side.`;
  if (has('single-run', 'too-few-samples')) return `${missingRuns(compared, runs)}${repeat === '' ? '' : `: \`${repeat}\``}.`;
  if (has('unit-missing')) return 'Write the unit of the figures (`ns`, `ops/s`, …), so that it is known whether more or less is better.';
  if (has('high-variance', 'different-hosts', 'debug-build')) {
    return 'Run both sides again, alternating, on one quiet machine: a release build, pinned to a CPU, with a fixed clock (`taskset -c 2`, `cpupower frequency-set -g performance`).';
  }
  if (has('not-significant', 'below-floor'))
    return 'Measure a benchmark that spends its time in the changed code, or drop the claim and the label.';
  if (has('claim-mismatch')) return 'Correct the claims to what the numbers show.';
  if (has('self-disclaimed', 'non-finite', 'tool-warning', 'inconsistent', 'errors-in-run', 'too-large', 'malformed')) {
    return `Run both sides again under fair conditions and paste the whole output; ${runs} runs each.`;
  }
  return `Give ${runs} runs of the same benchmark before and after.`;
}

/** Runs of each side that can reach the level for so many benchmarks; never fewer than the config wants. */
export function runsWanted(compared: readonly Compared[], { runs, alpha }: EvidenceOptions): number {
  const benchmarks = Math.max(1, compared.filter(({ pair, comparison }) => pair.primary && comparison.verdict !== 'unmatched').length);
  let wanted = runs;
  while (wanted < 30 && leastP(wanted, wanted) * benchmarks >= alpha) wanted++;
  return wanted;
}

function repeatWith(tools: readonly string[], runs: number): string {
  for (const tool of tools)
    for (const [name, command] of REPEAT) if (tool.startsWith(name)) return command.replace(/N(?![A-Z])/, String(runs));
  return '';
}

function missingRuns(compared: readonly Compared[], runs: number): string {
  const counts = compared.flatMap(({ comparison }) => [comparison.before?.n, comparison.after?.n]).filter((n) => typeof n === 'number');
  const least = counts.length === 0 ? 1 : Math.min(...counts);
  const more = Math.max(1, runs - least);
  return `Make ${more} more ${more === 1 ? 'run' : 'runs'} of each side, ${runs} in all, and paste every value`;
}

function missingSide(compared: readonly Compared[], before: string, after: string): string {
  return compared.some(({ comparison }) => comparison.before === null) ? `\`Before:\` (${before})` : `\`After:\` (${after})`;
}

function worse(compared: readonly Compared[]): string {
  const names = compared
    .filter(({ comparison }) => comparison.verdict === 'regressed')
    .map(({ comparison }) => `${comparison.benchmark} ${comparison.metric}`.trim().slice(0, 80));
  return names.length === 0
    ? 'the rows that are worse'
    : names.slice(0, 3).join('; ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
}
