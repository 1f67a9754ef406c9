import type { Format, Measurement, Reading, ReadingProblem } from './format.ts';
import { hasLine, type Line, linesOf } from './paste.ts';
import { parseNumber } from './quantity.ts';
import { collectRuns, type Run, reading, summarised } from './runs.ts';
import { sideOfWords } from './side-words.ts';

const ROW = /^(?:(\S.{0,60}?) )??([\d.,]{1,20}) tps ?\((.{1,300})\)$/;
const SUMMARY = /^(throughput|instructions_per_op|cpu_cycles_per_op):(?: (.*))?$/;
const MEAN = /^mean= ?([\d.]{1,20}) standard-deviation= ?([\d.]{1,20})/;

/** `perf-simple-query` and its kin in ScyllaDB: one line for each second-long run, the first of which warms up; then summary blocks. */
export const scyllaPerfSimpleQuery: Format = {
  id: 'scylla-perf-simple-query',
  title: 'ScyllaDB perf-simple-query',
  recognises: (text) => hasLine(text, ROW) || (hasLine(text, SUMMARY) && hasLine(text, MEAN)),
  read,
};

const COUNTS: ReadonlyMap<string, string> = new Map([
  ['allocs/op', 'allocs/op'],
  ['logallocs/op', 'logallocs/op'],
  ['tasks/op', 'tasks/op'],
  ['insns/op', 'insns/op'],
  ['cycles/op', 'cycles/op'],
]);

const SUMMARISED: ReadonlyMap<string, readonly [metric: string, unit: string]> = new Map([
  ['throughput', ['tps', 'tps']],
  ['instructions_per_op', ['insns/op', 'insns/op']],
  ['cpu_cycles_per_op', ['cycles/op', 'cycles/op']],
]);

function read(text: string): Reading {
  const problems: ReadingProblem[] = [];
  const runs: Run[] = [];
  const summaries: Measurement[] = [];
  let summary = '';
  for (const line of linesOf(text)) {
    const row = ROW.exec(line.text);
    if (row !== null) runs.push(...runsOf(row, line, problems));
    summary = SUMMARY.exec(line.text)?.[1] ?? summary;
    const mean = MEAN.exec(line.text);
    const named = SUMMARISED.get(summary);
    if (mean === null || named === undefined) continue;
    const subject = { benchmark: 'perf-simple-query', metric: named[0], unit: named[1], line: line.number, primary: named[0] === 'tps' };
    summaries.push(summarised(subject, { center: Number(mean[1]), of: 'mean', sd: Number(mean[2]) }));
    summary = '';
  }
  const measurements = collectRuns(runs);
  const count = measurements.find((measurement) => measurement.metric === 'tps')?.values.length ?? 0;
  if (count > 1) problems.push(...warmUpProblems(measurements));
  // A summary repeats what its runs say; beside a single line it says more.
  const sampled = new Set(measurements.map((measurement) => (measurement.values.length > 1 ? measurement.metric : '')));
  const extra = summaries.filter((measurement) => !sampled.has(measurement.metric));
  const better = new Set(extra.map((measurement) => measurement.metric));
  const kept = measurements.filter((measurement) => measurement.side !== undefined || !better.has(measurement.metric));
  return reading([...kept, ...extra], problems);
}

function runsOf(row: RegExpExecArray, line: Line, problems: ReadingProblem[]): readonly Run[] {
  const tps = parseNumber(row[2] ?? '', '.');
  const side = sideOfWords(row[1] ?? '');
  const benchmark = row[1] === undefined || side !== undefined ? 'perf-simple-query' : row[1].replace(/:$/, '');
  const common = { benchmark, line: line.number, ...(side === undefined ? {} : { side }) };
  const runs: Run[] = tps === undefined ? [] : [{ ...common, metric: 'tps', unit: 'tps', value: tps, primary: true }];
  for (const part of (row[3] ?? '').split(/, ?/)) {
    const [figure = '', name = ''] = part.trim().split(' ');
    const value = parseNumber(figure, '.');
    const unit = COUNTS.get(name);
    if (value === undefined) continue;
    if (name === 'errors' && value > 0) problems.push({ code: 'errors-in-run', level: 'block', note: `A run had ${value} errors.` });
    // Zero instructions or cycles is what is printed where the counters cannot be read.
    if (unit !== undefined && !(value === 0 && /insns|cycles/.test(name)))
      runs.push({ ...common, metric: name, unit, value, primary: false });
  }
  return runs;
}

function warmUpProblems(measurements: readonly Measurement[]): readonly ReadingProblem[] {
  return measurements.some((measurement) => measurement.metric === 'tps' && isCold(measurement.values))
    ? [{ code: 'warm-up', level: 'info', note: 'The first line of perf-simple-query is a warm-up and lies apart from the others.' }]
    : [];
}

function isCold(values: readonly number[]): boolean {
  const [first, ...rest] = values;
  return first !== undefined && rest.length >= 3 && first < Math.min(...rest.slice(0, 1000));
}
