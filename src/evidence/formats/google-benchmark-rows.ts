import type { Environment, ReadingProblem, Summary } from './format.ts';
import { known, type Run } from './runs.ts';

/** What the three Google Benchmark formats share. */

/** Takes `BM_x_mean` apart; undefined for a row that is no aggregate. */
export function aggregateOf(name: string): { readonly run: string; readonly aggregate: string } | undefined {
  const parts = /^(.+)_(mean|median|stddev|cv|max|min|BigO|RMS)$/.exec(name);
  return parts?.[1] === undefined || parts[2] === undefined ? undefined : { run: parts[1], aggregate: parts[2] };
}

/** The summary that aggregate rows give: the mean where its deviation is known, since a test needs both. */
export function summaryOf(mean?: number, median?: number, stddev?: number, n?: number): Summary | undefined {
  const center = mean !== undefined && stddev !== undefined ? mean : (median ?? mean);
  if (center === undefined) return undefined;
  return { center, of: center === mean ? 'mean' : 'median', ...known({ n, sd: stddev }) };
}

const NOT_COUNTERS = new Set([
  'real_time',
  'cpu_time',
  'iterations',
  'repetitions',
  'repetition_index',
  'threads',
  'family_index',
  'per_family_instance_index',
]);

/** The counters of a row whose direction is known: rates, allocations and bytes. Of any other nobody knows which way is better. */
export function counterRuns(benchmark: string, counters: Iterable<readonly [name: string, value: number]>, line: number): readonly Run[] {
  const runs: Run[] = [];
  for (const [name, value] of counters) {
    if (NOT_COUNTERS.has(name)) continue;
    const common = { benchmark, metric: name, value, line, primary: false };
    if (name === 'bytes_per_second') runs.push({ ...common, unit: 'B/s' });
    else if (/(?:per_sec(?:ond)?|\/s)$/.test(name)) runs.push({ ...common, unit: '1/s', kind: 'throughput', better: 'higher' });
    else if (name === 'allocs_per_iter') runs.push({ ...common, unit: 'allocs/op' });
    else if (name === 'max_bytes_used' || name === 'total_allocated_bytes') runs.push({ ...common, unit: 'B' });
    else if (/^(?:INSTRUCTIONS|instructions)$/.test(name)) runs.push({ ...common, unit: 'insns/op' });
    else if (/^(?:CYCLES|cycles)$/.test(name)) runs.push({ ...common, unit: 'cycles/op' });
  }
  return runs;
}

/** What the recorded environment says against the figures. */
export function contextProblems(environment: Environment): readonly ReadingProblem[] {
  const problems: ReadingProblem[] = [];
  if (environment.cpuScaling === true) {
    problems.push({ code: 'cpu-scaling', level: 'warn', note: 'CPU frequency scaling was on while this ran.' });
  }
  if (environment.buildType === 'debug') {
    problems.push({
      code: 'debug-build',
      level: 'warn',
      note: 'The benchmark library was built as debug; the code under test may have been too.',
    });
  }
  if (environment.executable !== undefined && /(?:^|[/\\_-])debug(?:[/\\_-]|$)/i.test(environment.executable)) {
    problems.push({ code: 'debug-build', level: 'warn', note: `The program's path names a debug build: ${environment.executable}` });
  }
  if (environment.loadAverage !== undefined && environment.cpus !== undefined && environment.loadAverage > environment.cpus / 2) {
    const note = `The load average was ${environment.loadAverage} on ${environment.cpus} CPUs: other work was running.`;
    problems.push({ code: 'high-load', level: 'warn', note });
  }
  return problems;
}
