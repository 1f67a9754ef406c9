import type { Format, Measurement, Printed, Reading, ReadingProblem } from './format.ts';
import { hasLine, type Line, linesOf } from './paste.ts';
import { parseNumber } from './quantity.ts';
import { collectRuns, type Run, reading } from './runs.ts';

const ROW = /^(\S.*?) ([+-]\d+\.\d+) ([+-]\d+\.\d+) ([\d.e+-]+) ([\d.e+-]+) ([\d.e+-]+) ([\d.e+-]+)$/;
const P_VALUE = /^(\S.*?)_pvalue ([\d.]+|nan) ([\d.]+|nan) U Test, Repetitions: (\d+)(?: vs (\d+))?/;
const HEADING = /^Benchmark Time CPU Time Old Time New CPU Old CPU New$/;

/**
 * `tools/compare.py` of Google Benchmark. Both sides stand in a row; the first two figures are fractions of change; no unit is printed.
 * Rows are paired by index and unmatched ones dropped silently; the geomean runs over all rows of each file, so it is not read.
 */
export const comparePy: Format = {
  id: 'compare-py',
  title: 'Google Benchmark compare.py',
  recognises: (text) => hasLine(text, HEADING) || hasLine(text, ROW) || hasLine(text, P_VALUE),
  read,
};

const AGGREGATE = /_(?:mean|median|stddev|cv|stat|BigO|RMS)$/;

function read(text: string): Reading {
  const problems: ReadingProblem[] = [];
  const runs: Run[] = [];
  const aggregates: Run[] = [];
  const tests = new Map<string, { readonly time: Printed; readonly cpu: Printed }>();
  for (const line of linesOf(text)) {
    const test = P_VALUE.exec(line.text);
    if (test !== null) {
      const n = [Number(test[4]), Number(test[5] ?? test[4])] as const;
      tests.set(test[1] ?? '', { time: printed(test[2] ?? '', n), cpu: printed(test[3] ?? '', n) });
      problems.push(...testProblems(test[1] ?? '', parseNumber(test[2] ?? '', '.'), n));
      continue;
    }
    const row = ROW.exec(line.text);
    if (row === null || row[1] === undefined || /^OVERALL_GEOMEAN$/.test(row[1])) continue;
    const name = /^(.*)_(?:mean|median)$/.exec(row[1])?.[1];
    if (name !== undefined) aggregates.push(...runsOf(name, row, line, []));
    if (!AGGREGATE.test(row[1])) runs.push(...runsOf(row[1], row, line, problems));
  }
  const sampled = new Set(runs.map((run) => run.benchmark));
  const only = firstOfEach(aggregates.filter((run) => !sampled.has(run.benchmark)));
  const measurements = collectRuns([...runs, ...only]).map((measurement) => withTest(measurement, tests.get(measurement.benchmark)));
  if (measurements.length > 0) {
    problems.push({
      code: 'no-unit',
      level: 'info',
      note: 'compare.py prints no unit; the figures are times in the unit of the benchmark.',
    });
  }
  return reading(measurements, problems);
}

function printed(p: string, n: readonly [number, number]): Printed {
  const value = parseNumber(p, '.');
  return value === undefined ? { n } : { p: value, n };
}

function withTest(measurement: Measurement, test: { readonly time: Printed; readonly cpu: Printed } | undefined): Measurement {
  if (test === undefined) return measurement;
  return { ...measurement, printed: measurement.metric === 'real_time' ? test.time : test.cpu };
}

/** The mean row comes before the median row; one of them stands for the benchmark. */
function firstOfEach(runs: readonly Run[]): readonly Run[] {
  const seen = new Set<string>();
  return runs.filter((run) => {
    const key = JSON.stringify([run.benchmark, run.metric, run.side]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function runsOf(benchmark: string, row: RegExpExecArray, line: Line, problems: ReadingProblem[]): readonly Run[] {
  const [, , change = '', , timeOld = '', timeNew = '', cpuOld = '', cpuNew = ''] = row;
  const figures = [timeOld, timeNew, cpuOld, cpuNew].map((text) => parseNumber(text, '.'));
  const [before, after, cpuBefore, cpuAfter] = figures;
  if (before === undefined || after === undefined || cpuBefore === undefined || cpuAfter === undefined) return [];
  const says = parseNumber(change, '.');
  if (says !== undefined && !isRounded(says, before, after)) {
    const note = `${benchmark}: the printed change ${change} does not follow from ${timeOld} and ${timeNew}.`;
    problems.push({ code: 'inconsistent', level: 'block', note });
  }
  const common = { benchmark, unit: '', kind: 'time', better: 'lower', line: line.number } as const;
  return [
    { ...common, metric: 'real_time', value: before, side: 'before', primary: true },
    { ...common, metric: 'real_time', value: after, side: 'after', primary: true },
    { ...common, metric: 'cpu_time', value: cpuBefore, side: 'before', primary: false },
    { ...common, metric: 'cpu_time', value: cpuAfter, side: 'after', primary: false },
  ];
}

/** Old and new are printed as whole numbers, so the change may be anything that rounds to them. */
function isRounded(change: number, before: number, after: number): boolean {
  const low = (after - 0.5) / (before + 0.5) - 1;
  const high = before > 0.5 ? (after + 0.5) / (before - 0.5) - 1 : Number.POSITIVE_INFINITY;
  return change >= low - 0.0001 && change <= high + 0.0001;
}

function testProblems(name: string, p: number | undefined, n: readonly [number, number]): readonly ReadingProblem[] {
  const problems: ReadingProblem[] = [];
  if (n[0] < 9 || n[1] < 9) {
    const note = `${name}: the tool itself calls ${n[0]} and ${n[1]} repetitions too few for its test; it advises 9 or more.`;
    problems.push({ code: 'few-repetitions', level: 'warn', note });
  }
  const floor = 2 / combinations(n[0] + n[1], n[0]);
  if (p !== undefined && p < floor - 0.00005) {
    const note = `${name}: p ${p} is below ${floor.toPrecision(2)}, the least that ${n[0]} and ${n[1]} repetitions can give; the tool approximates.`;
    problems.push({ code: 'p-below-floor', level: 'warn', note });
  }
  return problems;
}

function combinations(of: number, taken: number): number {
  let product = 1;
  for (let i = 1; i <= Math.min(taken, 200); i++) product = (product * (of - taken + i)) / i;
  return product;
}
