import type { Environment, Measurement, MetricKind, Printed, Reading, ReadingProblem, Summary } from './format.ts';
import { convert, dimensionOf, findUnit } from './quantity.ts';

/** One figure of one run. What is left out follows from the unit. */
export interface Run {
  readonly benchmark: string;
  readonly metric: string;
  /** As printed; brought to its one spelling. */
  readonly unit: string;
  readonly value: number;
  readonly line: number;
  readonly primary: boolean;
  readonly kind?: MetricKind;
  readonly better?: 'lower' | 'higher';
  readonly side?: 'before' | 'after';
  readonly approximate?: boolean;
}

/** What is measured, from a run or a row of summaries. */
export type Subject = Omit<Run, 'value'>;

/** The runs of one benchmark, metric and side become one measurement with a value each, in the unit of the first. */
export function collectRuns(runs: readonly Run[]): readonly Measurement[] {
  const groups = new Map<string, { readonly first: Run; readonly values: number[]; approximate: boolean }>();
  for (const run of runs) {
    const key = `${run.benchmark}\n${run.metric}\n${run.side ?? ''}\n${dimensionOf(run.unit)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: run, values: [run.value], approximate: run.approximate ?? false });
    else {
      group.values.push(convert(run.value, run.unit, group.first.unit) ?? run.value);
      group.approximate ||= run.approximate ?? false;
    }
  }
  return [...groups.values()].map(({ first, values, approximate }) => ({
    ...measured(first),
    values,
    ...(approximate ? { approximate } : {}),
  }));
}

/** A measurement that stands for one run, kept apart from others of its name. */
export function single(subject: Subject, value: number): Measurement {
  return { ...measured(subject), values: [value] };
}

/** A measurement of which only a summary was printed. */
export function summarised(subject: Subject, summary: Summary, printed?: Printed): Measurement {
  return { ...measured(subject), values: [], summary, ...(printed === undefined ? {} : { printed }) };
}

function measured(subject: Subject): Omit<Measurement, 'values'> {
  const unit = findUnit(subject.unit);
  return {
    benchmark: subject.benchmark,
    metric: subject.metric,
    unit: unit?.name ?? subject.unit,
    better: subject.better ?? unit?.better ?? 'lower',
    kind: subject.kind ?? unit?.kind ?? 'other',
    primary: subject.primary,
    line: subject.line,
    ...(subject.side === undefined ? {} : { side: subject.side }),
    ...(subject.approximate ? { approximate: true } : {}),
  };
}

/** A reading; a text in which nothing was found says so itself. */
export function reading(
  measurements: readonly Measurement[],
  problems: readonly ReadingProblem[] = [],
  environment: Environment = {},
): Reading {
  const isSilent = measurements.length === 0 && problems.length === 0;
  return {
    measurements,
    environment,
    problems: isSilent ? [{ code: 'malformed', level: 'warn', note: 'No result could be read from this output.' }] : distinct(problems),
  };
}

/** The same problem on a thousand rows is told once, with the number of rows. */
function distinct(problems: readonly ReadingProblem[]): readonly ReadingProblem[] {
  const byCode = new Map<string, { readonly first: ReadingProblem; count: number }>();
  for (const problem of problems) {
    const known = byCode.get(problem.code);
    if (known === undefined) byCode.set(problem.code, { first: problem, count: 1 });
    else known.count++;
  }
  return [...byCode.values()].map(({ first, count }) => (count === 1 ? first : { ...first, note: `${first.note} (${count} such rows)` }));
}

/** Members whose value is known, for optional fields that must be absent when unknown. */
export function known<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** Whether two figures agree to a share of the larger one. */
export function agree(a: number, b: number, share: number): boolean {
  return Math.abs(a - b) <= share * Math.max(Math.abs(a), Math.abs(b));
}
