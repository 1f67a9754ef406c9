import type { Environment, Format, ReadingProblem } from './format.ts';
import { asArray, asObject, field, findJson, type JsonObject, numberField, stringField } from './json-documents.ts';
import { unquote } from './paste.ts';
import { agree, collectRuns, type Run, reading } from './runs.ts';

/** `fio --output-format=json`. Jobs of one name in one file are clones of one run: their rates add up and their latencies are averaged. */
export const fioJson: Format = {
  id: 'fio-json',
  title: 'fio (JSON)',
  recognises: (text) => {
    const start = unquote(text).slice(0, 100_000);
    return /"fio version"/.test(start) || (/"jobs"\s{0,9}:\s{0,9}\[/.test(start) && /"jobname"/.test(start));
  },
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const runs: Run[] = [];
    let environment: Environment = {};
    for (const document of findJson(text)) {
      const file = asObject(document.value);
      const jobs = [...asArray(field(file, 'jobs')), ...asArray(field(file, 'client_stats'))];
      const host = stringField(asObject(jobs[0]), 'hostname');
      if (host !== undefined) environment = { ...environment, host };
      const clones = new Map<string, Run[][]>();
      for (const job of jobs) {
        for (const [benchmark, ofJob] of runsOf(asObject(job), document.line, problems)) {
          clones.set(benchmark, [...(clones.get(benchmark) ?? []), ofJob]);
        }
      }
      for (const [benchmark, ofClones] of clones) runs.push(...added(benchmark, ofClones, problems));
    }
    return reading(collectRuns(runs), problems, environment);
  },
};

function runsOf(job: JsonObject | undefined, line: number, problems: ReadingProblem[]): ReadonlyMap<string, Run[]> {
  const name = stringField(job, 'jobname') ?? 'fio';
  const byDirection = new Map<string, Run[]>();
  if (name === 'All clients') return byDirection;
  if ((numberField(job, 'error') ?? 0) !== 0) {
    problems.push({ code: 'errors-in-run', level: 'block', note: `${name} ended with error ${numberField(job, 'error')}.` });
  }
  for (const direction of ['read', 'write', 'trim']) {
    const fields = asObject(field(job, direction));
    const iops = numberField(fields, 'iops');
    const bandwidth = numberField(fields, 'bw');
    if (iops === undefined || bandwidth === undefined || iops === 0) continue;
    const benchmark = `${name} ${direction}`;
    const common = { benchmark, line };
    const bytes = numberField(fields, 'bw_bytes') ?? bandwidth * 1024;
    checkBlockSize(benchmark, stringField(asObject(field(job, 'job options')), 'bs'), bytes, iops, problems);
    byDirection.set(benchmark, [
      { ...common, metric: 'iops', unit: 'IOPS', value: iops, primary: true },
      { ...common, metric: 'bw', unit: 'KiB/s', value: bytes / 1024, primary: false },
      ...latencyRuns(benchmark, fields, line, problems),
    ]);
  }
  return byDirection;
}

function checkBlockSize(benchmark: string, size: string | undefined, bytes: number, iops: number, problems: ReadingProblem[]): void {
  const parts = /^(\d{1,9})([kKmM]?)i?[bB]?$/.exec(size ?? '');
  if (parts === null) return;
  const block = Number(parts[1]) * (parts[2] === '' ? 1 : /k/i.test(parts[2] ?? '') ? 1024 : 2 ** 20);
  if (!agree(bytes / block, iops, 0.03)) {
    problems.push({ code: 'inconsistent', level: 'warn', note: `${benchmark}: bandwidth over block size is not the IOPS printed.` });
  }
}

/** fio 3 writes `clat_ns`, older versions `clat` in microseconds. */
function latencyRuns(benchmark: string, fields: JsonObject | undefined, line: number, problems: ReadingProblem[]): readonly Run[] {
  return ['clat', 'lat'].flatMap((metric): readonly Run[] => {
    const isNew = field(fields, `${metric}_ns`) !== undefined;
    const latency = asObject(field(fields, isNew ? `${metric}_ns` : metric));
    const unit = isNew ? 'ns' : 'us';
    const mean = numberField(latency, 'mean');
    if (mean === undefined || mean === 0) return [];
    if (mean < (numberField(latency, 'min') ?? 0) || mean > (numberField(latency, 'max') ?? Number.POSITIVE_INFINITY)) {
      problems.push({
        code: 'inconsistent',
        level: 'block',
        note: `${benchmark}: the mean ${metric} lies outside the least and the most.`,
      });
    }
    const percentiles = asObject(field(latency, 'percentile'));
    const tails = ['50.000000', '99.000000', '99.900000'].flatMap((percentile) => {
      const value = numberField(percentiles, percentile);
      return value === undefined ? [] : [{ benchmark, metric: `${metric} p${Number(percentile)}`, unit, value, line, primary: false }];
    });
    return [{ benchmark, metric: `${metric} mean`, unit, value: mean, line, primary: false }, ...tails];
  });
}

function added(benchmark: string, clones: readonly (readonly Run[])[], problems: ReadingProblem[]): readonly Run[] {
  const [first = []] = clones;
  if (clones.length === 1) return first;
  problems.push({ code: 'clones', level: 'info', note: `${benchmark}: ${clones.length} jobs ran at once and are counted as one run.` });
  return first.map((run) => {
    const values = clones.flatMap((clone) => clone.find((other) => other.metric === run.metric)?.value ?? []);
    const total = values.reduce((sum, value) => sum + value, 0);
    return { ...run, value: run.metric === 'iops' || run.metric === 'bw' ? total : total / values.length };
  });
}
