import type { Environment, Format, Measurement, Reading, ReadingProblem, Summary } from './format.ts';
import { aggregateOf, contextProblems, counterRuns, summaryOf } from './google-benchmark-rows.ts';
import { asArray, asObject, field, findJson, type JsonObject, linesOfKey, numberField, stringField } from './json-documents.ts';
import { unquote } from './paste.ts';
import { agree, collectRuns, known, type Run, reading, summarised } from './runs.ts';

/** `--benchmark_format=json` of Google Benchmark: every repetition is a row; aggregates count only where the repetitions are left out. */
export const googleBenchmarkJson: Format = {
  id: 'google-benchmark-json',
  title: 'Google Benchmark (JSON)',
  recognises: (text) => {
    const start = unquote(text).slice(0, 100_000);
    return /"benchmarks"\s{0,20}:\s{0,20}\[/.test(start) && /"(?:context|real_time|cpu_time|run_name)"/.test(start);
  },
  read,
};

interface Row {
  readonly name: string;
  readonly run: string;
  readonly aggregate: string | undefined;
  readonly fields: JsonObject;
  readonly line: number;
}

function read(text: string): Reading {
  const problems: ReadingProblem[] = [];
  const rows: Row[] = [];
  let environment: Environment = {};
  const lines = linesOfKey(text, 'name');
  for (const document of findJson(text)) {
    const file = asObject(document.value);
    if (!Array.isArray(field(file, 'benchmarks'))) continue;
    const context = asObject(field(file, 'context'));
    environment = { ...environment, ...environmentOf(context) };
    if (document.hasNonFinite)
      problems.push({ code: 'non-finite', level: 'block', note: 'The file has NaN or Infinity where a figure should be.' });
    const benchmarks = asArray(field(file, 'benchmarks'));
    const isPlaced = lines.length === benchmarks.length;
    benchmarks.forEach((entry, index) => {
      const row = rowOf(asObject(entry), isPlaced ? (lines[index] ?? document.line) : document.line, problems);
      if (row !== undefined) rows.push(row);
    });
  }
  if (rows.length === 0 && problems.length === 0) {
    problems.push({ code: 'malformed', level: 'warn', note: 'This looks like Google Benchmark JSON but is not whole.' });
  }
  const runs = rows.filter((row) => row.aggregate === undefined).flatMap((row) => runsOf(row));
  const measurements = collectRuns(runs);
  const sampled = new Set(measurements.map((measurement) => measurement.benchmark));
  const aggregates = aggregatesOf(rows);
  for (const measurement of measurements) checkMean(measurement, aggregates, problems);
  const summaries = [...aggregates.values()].filter((group) => !sampled.has(group.run)).flatMap((group) => summariesOf(group, problems));
  problems.push(...contextProblems(environment));
  return reading([...measurements, ...summaries], problems, environment);
}

const COMMIT_KEYS = [
  'git_sha',
  'git_commit',
  'git_revision',
  'git_hash',
  'commit',
  'commit_sha',
  'sha',
  'revision',
  'GIT_SHA',
  'GIT_COMMIT',
];

function environmentOf(context: JsonObject | undefined): Environment {
  const load = asArray(field(context, 'load_avg'))[0];
  const build = stringField(context, 'library_build_type');
  const scaling = field(context, 'cpu_scaling_enabled');
  return known<Environment>({
    host: stringField(context, 'host_name'),
    cpus: numberField(context, 'num_cpus'),
    mhz: numberField(context, 'mhz_per_cpu'),
    cpuScaling: typeof scaling === 'boolean' ? scaling : undefined,
    buildType: build === 'debug' || build === 'release' ? build : undefined,
    loadAverage: typeof load === 'number' && Number.isFinite(load) ? load : undefined,
    executable: stringField(context, 'executable'),
    commit: COMMIT_KEYS.map((key) => stringField(context, key)).find((sha) => sha !== undefined && /^[0-9a-f]{7,64}$/i.test(sha)),
  });
}

function rowOf(fields: JsonObject | undefined, line: number, problems: ReadingProblem[]): Row | undefined {
  const name = stringField(fields, 'name');
  if (fields === undefined || name === undefined) {
    problems.push({ code: 'malformed', level: 'warn', note: 'A row has no name.' });
    return undefined;
  }
  if (field(fields, 'error_occurred') === true) {
    problems.push({
      code: 'errors-in-run',
      level: 'block',
      note: `${name} failed: ${stringField(fields, 'error_message') ?? 'no message'}`,
    });
    return undefined;
  }
  if (field(fields, 'skipped') === true || typeof field(fields, 'skipped') === 'string') {
    problems.push({ code: 'skipped', level: 'info', note: `${name} was skipped.` });
    return undefined;
  }
  if (numberField(fields, 'cpu_coefficient') !== undefined || numberField(fields, 'rms') !== undefined) return undefined;
  const isAggregate = stringField(fields, 'run_type') === 'aggregate';
  const suffix = aggregateOf(name);
  // Files from before run_type name an aggregate only by its suffix.
  const isOldAggregate = stringField(fields, 'run_type') === undefined && suffix !== undefined;
  if (!isAggregate && !isOldAggregate) return { name, run: name, aggregate: undefined, fields, line };
  const aggregate = stringField(fields, 'aggregate_name') ?? suffix?.aggregate ?? '';
  return { name, run: stringField(fields, 'run_name') ?? suffix?.run ?? name, aggregate, fields, line };
}

function runsOf(row: Row): readonly Run[] {
  const unit = stringField(row.fields, 'time_unit') ?? 'ns';
  const common = { benchmark: row.run, unit, line: row.line };
  const real = numberField(row.fields, 'real_time');
  const cpu = numberField(row.fields, 'cpu_time');
  return [
    ...(real === undefined ? [] : [{ ...common, metric: 'real_time', value: real, primary: true }]),
    ...(cpu === undefined ? [] : [{ ...common, metric: 'cpu_time', value: cpu, primary: real === undefined }]),
    ...counterRuns(row.run, counters(row.fields), row.line),
  ];
}

function counters(fields: JsonObject): readonly (readonly [name: string, value: number])[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'number' && Number.isFinite(value) ? [[name, value] as const] : [],
  );
}

interface Aggregates {
  readonly run: string;
  readonly rows: Map<string, Row>;
}

function aggregatesOf(rows: readonly Row[]): ReadonlyMap<string, Aggregates> {
  const groups = new Map<string, Aggregates>();
  for (const row of rows) {
    if (row.aggregate === undefined) continue;
    const group = groups.get(row.run) ?? { run: row.run, rows: new Map<string, Row>() };
    group.rows.set(row.aggregate, row);
    groups.set(row.run, group);
  }
  return groups;
}

function summariesOf(group: Aggregates, problems: ReadingProblem[]): readonly Measurement[] {
  problems.push({
    code: 'samples-missing',
    level: 'info',
    note: 'Only aggregates were reported, so the repetitions themselves cannot be tested.',
  });
  return ['real_time', 'cpu_time'].flatMap((metric) => {
    const value = (aggregate: string): number | undefined => numberField(group.rows.get(aggregate)?.fields, metric);
    const row = group.rows.get('mean') ?? group.rows.get('median');
    const n = numberField(row?.fields, 'repetitions') ?? numberField(row?.fields, 'iterations');
    const summary: Summary | undefined = summaryOf(value('mean'), value('median'), value('stddev'), n);
    if (row === undefined || summary === undefined) return [];
    const unit = stringField(row.fields, 'time_unit') ?? 'ns';
    return [summarised({ benchmark: group.run, metric, unit, line: row.line, primary: metric === 'real_time' }, summary)];
  });
}

function checkMean(measurement: Measurement, groups: ReadonlyMap<string, Aggregates>, problems: ReadingProblem[]): void {
  const printed = numberField(groups.get(measurement.benchmark)?.rows.get('mean')?.fields, measurement.metric);
  if (printed === undefined || measurement.values.length === 0) return;
  const mean = measurement.values.reduce((sum, value) => sum + value, 0) / measurement.values.length;
  if (agree(mean, printed, 0.005)) return;
  const note = `The mean of ${measurement.benchmark} is printed as ${printed}, its repetitions give ${Number(mean.toPrecision(6))}.`;
  problems.push({ code: 'inconsistent', level: 'block', note });
}
