import type { Environment, Format, Measurement, Reading, ReadingProblem } from './format.ts';
import { aggregateOf, contextProblems, counterRuns, summaryOf } from './google-benchmark-rows.ts';
import { hasLine, type Line, linesOf } from './paste.ts';
import { convert, parseNumber, prefixFactor } from './quantity.ts';
import { collectRuns, known, type Run, reading, summarised } from './runs.ts';

const NUMBER = String.raw`[\d.]+(?:e[+-]?\d+)?`;
const ROW = new RegExp(String.raw`^(\S.*?) (${NUMBER}) (ns|us|ms|s) (${NUMBER}) (ns|us|ms|s) (\d+)(?: (\S.*))?$`);
/** Before 1.1 and in Abseil's own runner the unit stands in the heading: `Time(ns) CPU(ns) Iterations`. */
const OLD_HEADING = /^Benchmark Time\((ns|us|ms|s)\) CPU\((ns|us|ms|s)\) Iterations/;
const OLD_ROW = new RegExp(String.raw`^(\S+) (${NUMBER}) (${NUMBER}) (\d+)(?: (\S.*))?$`);
const HEADING = /^Benchmark Time CPU(?: Iterations)?/;
const FAILED = /^(\S.*?) (?:ERROR OCCURRED|SKIPPED)(?: WITH MESSAGE)?: (.*)$/;
const PERCENT_ROW = new RegExp(String.raw`^\S.*? ${NUMBER} % ${NUMBER} %`);

/** Google Benchmark's console table. `Iterations` is how often the loop ran inside one sample, not a number of samples. */
export const googleBenchmarkConsole: Format = {
  id: 'google-benchmark-console',
  title: 'Google Benchmark (console)',
  recognises: (text) => hasLine(text, HEADING) || hasLine(text, OLD_HEADING) || hasLine(text, ROW),
  read,
};

function read(text: string): Reading {
  const problems: ReadingProblem[] = [];
  const runs: Run[] = [];
  const aggregates = new Map<string, Map<string, Aggregate>>();
  const environment: { -readonly [K in keyof Environment]: Environment[K] } = {};
  let units: OldUnits | undefined;
  for (const line of linesOf(text)) {
    const heading = OLD_HEADING.exec(line.text);
    if (heading !== null) units = { time: heading[1] ?? 'ns', cpu: heading[2] ?? 'ns' };
    else if (HEADING.test(line.text)) units = undefined;
    const row = rowOf(line, units);
    if (row === undefined) {
      readContext(line.text, environment, problems);
      continue;
    }
    const aggregate = aggregateOf(row.name);
    if (aggregate === undefined) {
      runs.push(...runsOf(row));
    } else {
      const group = aggregates.get(aggregate.run) ?? new Map<string, Aggregate>();
      aggregates.set(aggregate.run, group.set(aggregate.aggregate, row));
    }
  }
  const measurements = collectRuns(runs);
  const sampled = new Set(measurements.map((measurement) => measurement.benchmark));
  const summaries = [...aggregates].filter(([run]) => !sampled.has(run)).flatMap(([run, group]) => summariesOf(run, group, problems));
  problems.push(...contextProblems(environment));
  return reading([...measurements, ...summaries], problems, environment);
}

interface OldUnits {
  readonly time: string;
  readonly cpu: string;
}

interface Aggregate {
  readonly name: string;
  readonly real: number;
  readonly realUnit: string;
  readonly cpu: number;
  readonly cpuUnit: string;
  readonly iterations: number;
  readonly rest: string;
  readonly line: number;
}

function rowOf(line: Line, units: OldUnits | undefined): Aggregate | undefined {
  const row = ROW.exec(line.text);
  if (row !== null) {
    const [, name = '', real = '', realUnit = '', cpu = '', cpuUnit = '', iterations = '', rest = ''] = row;
    return numbers(name, real, realUnit, cpu, cpuUnit, iterations, rest, line.number);
  }
  const old = units === undefined ? null : OLD_ROW.exec(line.text);
  if (old === null || units === undefined) return undefined;
  const [, name = '', real = '', cpu = '', iterations = '', rest = ''] = old;
  return numbers(name, real, units.time, cpu, units.cpu, iterations, rest, line.number);
}

function numbers(
  name: string,
  real: string,
  realUnit: string,
  cpu: string,
  cpuUnit: string,
  iterations: string,
  rest: string,
  line: number,
): Aggregate | undefined {
  const time = parseNumber(real, '.');
  const cpuTime = parseNumber(cpu, '.');
  if (time === undefined || cpuTime === undefined) return undefined;
  return { name, real: time, realUnit, cpu: cpuTime, cpuUnit, iterations: Number(iterations), rest, line };
}

function runsOf(row: Aggregate): readonly Run[] {
  const common = { benchmark: row.name, line: row.line };
  return [
    { ...common, metric: 'real_time', unit: row.realUnit, value: row.real, primary: true },
    { ...common, metric: 'cpu_time', unit: row.cpuUnit, value: row.cpu, primary: false },
    ...counterRuns(row.name, countersOf(row.rest), row.line),
  ];
}

/** `bytes_per_second=2.3Gi/s items_per_second=3.6k/s hits=12`; before 1.5 the two rates stood bare: `1.2GB/s 3.4M items/s`. */
function countersOf(text: string): readonly (readonly [name: string, value: number])[] {
  const counters: (readonly [string, number])[] = [];
  for (const [, name = '', number = '', prefix = '', rate = ''] of text.matchAll(
    /(?<![^ ])([\w.-]{1,80})=([\d.]{1,30})([kKMGTmunp]i?)?(\/s)?(?![^ ])/g,
  )) {
    const value = parseNumber(number, '.');
    if (value === undefined) continue;
    const isRate = rate !== '' && !/(?:per_sec(?:ond)?|\/s)$/.test(name);
    counters.push([isRate ? `${name}/s` : name, value * (prefixFactor(prefix) ?? 1)]);
  }
  for (const [, number = '', prefix = '', thing = ''] of text.matchAll(/(?<![^ ])([\d.]{1,30})([kKMGT]?)(B| items)\/s(?![^ ])/g)) {
    const value = parseNumber(number, '.');
    const name = thing === 'B' ? 'bytes_per_second' : 'items_per_second';
    // These releases divided by 1024 for both and still wrote a decimal prefix.
    if (value !== undefined) counters.push([name, value * (prefixFactor(prefix === '' ? '' : `${prefix.toUpperCase()}i`) ?? 1)]);
  }
  return counters;
}

function summariesOf(run: string, group: ReadonlyMap<string, Aggregate>, problems: ReadingProblem[]): readonly Measurement[] {
  const row = group.get('mean') ?? group.get('median');
  if (row === undefined) return [];
  problems.push({
    code: 'samples-missing',
    level: 'info',
    note: 'Only aggregates were printed, so the repetitions themselves cannot be tested.',
  });
  const real = (name: string): number | undefined => inUnit(group.get(name)?.real, group.get(name)?.realUnit, row.realUnit);
  const cpu = (name: string): number | undefined => inUnit(group.get(name)?.cpu, group.get(name)?.cpuUnit, row.cpuUnit);
  const time = summaryOf(real('mean'), real('median'), real('stddev'), row.iterations);
  const cpuTime = summaryOf(cpu('mean'), cpu('median'), cpu('stddev'), row.iterations);
  const common = { benchmark: run, line: row.line };
  return [
    ...(time === undefined ? [] : [summarised({ ...common, metric: 'real_time', unit: row.realUnit, primary: true }, time)]),
    ...(cpuTime === undefined ? [] : [summarised({ ...common, metric: 'cpu_time', unit: row.cpuUnit, primary: false }, cpuTime)]),
  ];
}

function inUnit(value: number | undefined, from: string | undefined, to: string): number | undefined {
  return value === undefined || from === undefined ? undefined : convert(value, from, to);
}

function readContext(text: string, environment: { -readonly [K in keyof Environment]: Environment[K] }, problems: ReadingProblem[]): void {
  const failed = PERCENT_ROW.test(text) ? null : FAILED.exec(text);
  if (failed !== null) {
    const isError = /ERROR OCCURRED/.test(text);
    problems.push({ code: isError ? 'errors-in-run' : 'skipped', level: isError ? 'block' : 'info', note: `${failed[1]}: ${failed[2]}` });
  }
  const cpus = /^Run on \((\d+) X ([\d.]+) MHz CPU/.exec(text);
  if (cpus !== null) Object.assign(environment, known({ cpus: Number(cpus[1]), mhz: parseNumber(cpus[2] ?? '', '.') }));
  const load = /^Load Average: ([\d.]+)/.exec(text);
  if (load !== null) Object.assign(environment, known({ loadAverage: parseNumber(load[1] ?? '', '.') }));
  const executable = /^Running (\S+)$/.exec(text);
  if (executable?.[1] !== undefined) environment.executable = executable[1];
  if (/^\*\*\*WARNING\*\*\* CPU scaling is enabled/.test(text)) environment.cpuScaling = true;
  if (/^\*\*\*WARNING\*\*\* Library was built as DEBUG/.test(text)) environment.buildType = 'debug';
  const commit = /^(?:git_sha|git_commit|commit): ([0-9a-f]{7,64})$/i.exec(text);
  if (commit?.[1] !== undefined) environment.commit = commit[1];
}
