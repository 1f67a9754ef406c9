import type { Format, Measurement, Reading, ReadingProblem } from './format.ts';
import { asObject, field, findJson, numberField } from './json-documents.ts';
import { hasLine, type Line, linesOf, unquote } from './paste.ts';
import { convert, parseNumber } from './quantity.ts';
import { known, reading, type Subject, single, summarised } from './runs.ts';

const NUMBER = String.raw`[\d.]{1,24}(?:e[+-]?\d{1,3})?`;
const TIME = `(${NUMBER})(ns|us|µs|μs|ms|s)`;
const OLD_ROW = new RegExp(String.raw`^(\S.{0,150}?) (\d{1,18}) ${TIME} ${TIME} ${TIME} ${TIME}((?: ${NUMBER}){0,8})$`);
const NEW_ROW = new RegExp(String.raw`^(\S.{0,150}?) (${NUMBER}) ${TIME}(?: ± ?(${NUMBER})%)?((?: ${NUMBER}(?: ± ?${NUMBER}%)?){1,8})$`);
const OLD_HEADING = /^test iterations median mad min max/;
const NEW_HEADING = /^test iters runtime/;
/** For a normal distribution the standard deviation is this many median absolute deviations. */
const DEVIATION_PER_MAD = 1.4826;

/**
 * Seastar's `perf_tests`, both layouts of the table and its Markdown. Rows are medians over the runs of one process, never merged: two
 * adjacent rows of one name are as often the two sides as repetitions.
 */
export const seastarPerfTests: Format = {
  id: 'seastar-perf-tests',
  title: 'Seastar perf_tests',
  recognises: (text) =>
    [OLD_HEADING, NEW_HEADING, OLD_ROW].some((pattern) =>
      tableLines(text)
        .slice(0, 2000)
        .some((line) => pattern.test(line.text)),
    ),
  read,
};

function tableLines(text: string): readonly Line[] {
  if (!hasLine(text, /^\|/)) return linesOf(text);
  return linesOf(text).map((line) => ({ ...line, text: line.text.startsWith('|') ? line.text.replace(/ ?\| ?/g, ' ').trim() : line.text }));
}

const DEFAULT_COLUMNS = ['allocs', 'tasks', 'inst', 'cycles', 'overhead'];
const UNITS: ReadonlyMap<string, string> = new Map([
  ['allocs', 'allocs/op'],
  ['tasks', 'tasks/op'],
  ['inst', 'insns/op'],
  ['cycles', 'cycles/op'],
]);

function read(text: string): Reading {
  const problems: ReadingProblem[] = [];
  const measurements: Measurement[] = [];
  let columns: readonly string[] = DEFAULT_COLUMNS;
  let runs: number | undefined;
  for (const line of tableLines(text)) {
    const count = /^number of runs: (\d{1,6})$/.exec(line.text)?.[1];
    if (count !== undefined) runs = Number(count);
    if (OLD_HEADING.test(line.text)) columns = line.text.split(' ').slice(6);
    if (NEW_HEADING.test(line.text)) columns = line.text.split(' ').slice(3);
    if (/^WARNING: test .+ has high measurement overhead/.test(line.text)) {
      problems.push({ code: 'overhead', level: 'warn', note: line.text.slice(9) });
    }
    measurements.push(...(oldRow(line, columns, runs, problems) ?? newRow(line, columns, runs, problems) ?? []));
  }
  return reading(measurements, problems);
}

function oldRow(
  line: Line,
  columns: readonly string[],
  runs: number | undefined,
  problems: ReadingProblem[],
): readonly Measurement[] | undefined {
  const row = OLD_ROW.exec(line.text);
  if (row === null) return undefined;
  const [, benchmark = '', , median = '', unit = '', mad = '', madUnit = '', min = '', minUnit = '', max = '', maxUnit = '', rest = ''] =
    row;
  const center = Number(median);
  const spread = convert(Number(mad), madUnit, unit) ?? 0;
  const low = convert(Number(min), minUnit, unit) ?? center;
  const high = convert(Number(max), maxUnit, unit) ?? center;
  if (low > center || center > high) {
    problems.push({
      code: 'inconsistent',
      level: 'block',
      note: `${benchmark}: the median ${median}${unit} is not between the least and the most.`,
    });
  }
  const isOneRun = spread === 0 && low === high;
  if (isOneRun) problems.push(oneRun(benchmark));
  // A deviation that rounds to nothing beside a range is bounded by half that range.
  const sd = spread > 0 ? DEVIATION_PER_MAD * spread : (high - low) / 2;
  const n = isOneRun ? 1 : runs;
  const time = measurementOf({ benchmark, metric: 'runtime', unit, line: line.number, primary: true }, center, n, sd);
  return [time, ...counts(benchmark, columns, rest, line, n)];
}

function newRow(
  line: Line,
  columns: readonly string[],
  runs: number | undefined,
  problems: ReadingProblem[],
): readonly Measurement[] | undefined {
  const row = NEW_ROW.exec(line.text);
  if (row === null) return undefined;
  const [, benchmark = '', , runtime = '', unit = '', percent, rest = ''] = row;
  const center = Number(runtime);
  const isOneRun = percent !== undefined && Number(percent) === 0;
  if (isOneRun) problems.push(oneRun(benchmark));
  const n = isOneRun ? 1 : runs;
  const sd = isOneRun || percent === undefined ? undefined : DEVIATION_PER_MAD * center * (Number(percent) / 100);
  const time = measurementOf({ benchmark, metric: 'runtime', unit, line: line.number, primary: true }, center, n, sd);
  return [time, ...counts(benchmark, columns, rest, line, n)];
}

function measurementOf(subject: Subject, center: number, n: number | undefined, sd: number | undefined): Measurement {
  if (n === 1) return single(subject, center);
  return summarised(subject, { center, of: 'median', ...known({ n, sd }) });
}

function oneRun(benchmark: string): ReadingProblem {
  return { code: 'one-run', level: 'warn', note: `${benchmark} has no spread at all, as after a single run.` };
}

function counts(benchmark: string, columns: readonly string[], rest: string, line: Line, n: number | undefined): readonly Measurement[] {
  const figures = rest
    .replace(/ ± ?[\d.e+-]{1,24}%/g, '')
    .trim()
    .split(' ');
  return figures.flatMap((figure, index) => {
    const metric = columns[index] ?? '';
    const unit = UNITS.get(metric);
    const center = parseNumber(figure, '.');
    // Without access to the counters the tool prints 0 instructions and cycles.
    if (unit === undefined || center === undefined || (center === 0 && /inst|cycles/.test(metric))) return [];
    return [measurementOf({ benchmark, metric, unit, line: line.number, primary: false }, center, n, undefined)];
  });
}

/** Seastar's `perf_tests --json-output`: times are nanoseconds. */
export const seastarPerfTestsJson: Format = {
  id: 'seastar-perf-tests-json',
  title: 'Seastar perf_tests (JSON)',
  recognises: (text) => {
    const start = unquote(text).slice(0, 100_000);
    return /"results"\s{0,20}:\s{0,20}\{/.test(start) && /"median"/.test(start) && /"mad"/.test(start);
  },
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const measurements = findJson(text).flatMap((document) =>
      Object.entries(asObject(field(asObject(document.value), 'results')) ?? {}).flatMap(([benchmark, value]): readonly Measurement[] => {
        const fields = asObject(value);
        const center = numberField(fields, 'median');
        const mad = numberField(fields, 'mad');
        if (center === undefined) {
          problems.push({ code: 'malformed', level: 'warn', note: `${benchmark} has no median.` });
          return [];
        }
        const n = numberField(fields, 'runs');
        const sd = mad === undefined ? undefined : DEVIATION_PER_MAD * mad;
        if (n === 1) problems.push(oneRun(benchmark));
        const time = measurementOf({ benchmark, metric: 'runtime', unit: 'ns', line: document.line, primary: true }, center, n, sd);
        const counted = [...UNITS].flatMap(([metric, unit]) => {
          const count = numberField(fields, metric);
          if (count === undefined || (count === 0 && /inst|cycles/.test(metric))) return [];
          return [measurementOf({ benchmark, metric, unit, line: document.line, primary: false }, count, n, undefined)];
        });
        return [time, ...counted];
      }),
    );
    return reading(measurements, problems);
  },
};
