import { splitCsv } from './csv.ts';
import type { Format, Measurement, Reading, ReadingProblem } from './format.ts';
import { aggregateOf, counterRuns, summaryOf } from './google-benchmark-rows.ts';
import { hasLine, linesOf } from './paste.ts';
import { parseNumber } from './quantity.ts';
import { collectRuns, type Run, reading, summarised } from './runs.ts';

const HEADING = /^"?name"?,"?iterations"?,"?real_time"?,"?cpu_time"?,"?time_unit"?/;

/** `--benchmark_format=csv`; the host's facts go to the error stream and are not in it. */
export const googleBenchmarkCsv: Format = {
  id: 'google-benchmark-csv',
  title: 'Google Benchmark (CSV)',
  recognises: (text) => hasLine(text, HEADING),
  read,
};

type Cells = ReadonlyMap<string, string>;

function read(text: string): Reading {
  const problems: ReadingProblem[] = [];
  const runs: Run[] = [];
  const aggregates = new Map<string, Map<string, { readonly cells: Cells; readonly line: number }>>();
  let columns: readonly string[] = [];
  for (const line of linesOf(text)) {
    if (HEADING.test(line.text)) columns = splitCsv(line.text);
    else if (columns.length > 0 && line.text.includes(',')) {
      const cells: Cells = new Map(splitCsv(line.text).map((cell, index) => [columns[index] ?? '', cell]));
      const name = cells.get('name') ?? '';
      const aggregate = aggregateOf(name);
      if (cells.get('error_occurred') === 'true') {
        problems.push({ code: 'errors-in-run', level: 'block', note: `${name} failed: ${cells.get('error_message') ?? ''}` });
      } else if (aggregate !== undefined) {
        const group = aggregates.get(aggregate.run) ?? new Map<string, { cells: Cells; line: number }>();
        aggregates.set(aggregate.run, group.set(aggregate.aggregate, { cells, line: line.number }));
      } else {
        runs.push(...runsOf(name, cells, line.number, problems));
      }
    }
  }
  const measurements = collectRuns(runs);
  const sampled = new Set(measurements.map((measurement) => measurement.benchmark));
  const summaries = [...aggregates]
    .filter(([run]) => !sampled.has(run))
    .flatMap(([run, group]): readonly Measurement[] => {
      const row = group.get('mean') ?? group.get('median');
      if (row === undefined) return [];
      const value = (aggregate: string): number | undefined => figure(group.get(aggregate)?.cells, 'real_time');
      const summary = summaryOf(value('mean'), value('median'), value('stddev'), figure(row.cells, 'iterations'));
      const unit = row.cells.get('time_unit') || 'ns';
      return summary === undefined
        ? []
        : [summarised({ benchmark: run, metric: 'real_time', unit, line: row.line, primary: true }, summary)];
    });
  return reading([...measurements, ...summaries], problems);
}

function figure(cells: Cells | undefined, column: string): number | undefined {
  return parseNumber(cells?.get(column) ?? '', '.');
}

const STANDARD = new Set(['name', 'iterations', 'real_time', 'cpu_time', 'time_unit', 'label', 'error_occurred', 'error_message']);

function runsOf(name: string, cells: Cells, line: number, problems: ReadingProblem[]): readonly Run[] {
  const real = figure(cells, 'real_time');
  const cpu = figure(cells, 'cpu_time');
  const unit = cells.get('time_unit') || 'ns';
  if (name === '' || real === undefined) {
    problems.push({ code: 'malformed', level: 'warn', note: `Line ${line} is not a row of this table.` });
    return [];
  }
  const counters = [...cells].flatMap(([column, cell]) => {
    const value = STANDARD.has(column) ? undefined : parseNumber(cell, '.');
    return value === undefined ? [] : [[column, value] as const];
  });
  return [
    { benchmark: name, metric: 'real_time', unit, value: real, line, primary: true },
    ...(cpu === undefined ? [] : [{ benchmark: name, metric: 'cpu_time', unit, value: cpu, line, primary: false }]),
    ...counterRuns(name, counters, line),
  ];
}
