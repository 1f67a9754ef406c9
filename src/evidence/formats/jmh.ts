import type { Format, Measurement, Reading, ReadingProblem } from './format.ts';
import { asArray, asObject, field, findJson, type JsonObject, numberField, stringField } from './json-documents.ts';
import { hasLine, linesOf, unquote } from './paste.ts';
import { parseNumber } from './quantity.ts';
import { agree, collectRuns, type Run, reading, type Subject, summarised } from './runs.ts';

/** `-rf json` of JMH: the raw data of every fork are the values. More is better only where operations are counted (`ops/…`). */
export const jmhJson: Format = {
  id: 'jmh-json',
  title: 'JMH (JSON)',
  recognises: (text) => /"primaryMetric"\s{0,9}:/.test(unquote(text).slice(0, 100_000)),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const runs: Run[] = [];
    const summaries: Measurement[] = [];
    for (const document of findJson(text)) {
      if (document.hasNonFinite)
        problems.push({ code: 'non-finite', level: 'block', note: 'The file has NaN or Infinity where a score or its error should be.' });
      for (const entry of asArray(document.value)) {
        const fields = asObject(entry);
        const metric = asObject(field(fields, 'primaryMetric'));
        const score = numberField(metric, 'score');
        const unit = stringField(metric, 'scoreUnit');
        if (score === undefined || unit === undefined) {
          problems.push({ code: 'malformed', level: 'warn', note: 'A result has no score or no unit.' });
          continue;
        }
        const subject = subjectOf(nameOf(fields), stringField(fields, 'mode') ?? 'score', unit, document.line);
        const values = asArray(field(metric, 'rawData'))
          .flatMap((fork) => asArray(fork))
          .filter((value): value is number => typeof value === 'number');
        if (numberField(fields, 'forks') === 1 && values.length > 1) {
          problems.push({
            code: 'one-process',
            level: 'info',
            note: 'All iterations come from one fork, so they leave out what differs from run to run.',
          });
        }
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        if (values.length > 0 && !agree(mean, score, 0.01)) {
          problems.push({ code: 'inconsistent', level: 'block', note: `${subject.benchmark}: the score is not the mean of its raw data.` });
        }
        if (values.length > 0) runs.push(...values.map((value) => ({ ...subject, value })));
        else summaries.push(summarised(subject, { center: score, of: 'mean' }));
      }
    }
    return reading([...collectRuns(runs), ...summaries], problems);
  },
};

function nameOf(fields: JsonObject | undefined): string {
  const parameters = Object.entries(asObject(field(fields, 'params')) ?? {}).map(([name, value]) => `${name}=${String(value)}`);
  const name = stringField(fields, 'benchmark') ?? '';
  return parameters.length === 0 ? name : `${name} (${parameters.join(', ')})`;
}

function subjectOf(benchmark: string, mode: string, unit: string, line: number): Subject {
  const isRate = /^ops\//.test(unit);
  return { benchmark, metric: mode, unit, line, primary: true, better: isRate ? 'higher' : 'lower', kind: isRate ? 'throughput' : 'time' };
}

const HEADING = /^Benchmark (?:\(.{1,200}\) )?Mode (?:Cnt|Samples) Score (?:Score )?(?:Error|error) Units$/;
const ROW =
  /^(\S{1,200})((?: \S{1,60}){0,6}?) (thrpt|avgt|sample|ss) (?:(\d{1,7}) )?([\d.,≈]{1,24}|10⁻\S{1,4})(?: ± ?([\d.,]{1,24}))? (ops\/\S{1,6}|(?:ns|us|µs|ms|s|min)\/op)$/;

/** JMH's table. `Error` is the half-width of a 99.9 % interval of the mean by Student's distribution. */
export const jmh: Format = {
  id: 'jmh',
  title: 'JMH',
  recognises: (text) => hasLine(text, HEADING) || hasLine(text, ROW),
  read: (text): Reading => {
    const problems: ReadingProblem[] = [];
    const measurements = linesOf(text).flatMap((line): readonly Measurement[] => {
      const row = ROW.exec(line.text);
      if (row === null) return [];
      const [, name = '', parameters = '', mode = '', count, score = '', error, unit = ''] = row;
      const center = parseNumber(score, '.');
      // Percentile rows of the sample mode and `≈ 10⁻⁶` are no scores.
      if (center === undefined || /·p\d|:p\d/.test(name)) return [];
      const n = count === undefined ? undefined : Number(count);
      const half = error === undefined ? undefined : parseNumber(error, '.');
      const quantile = n === undefined ? undefined : quantileOf(n - 1);
      const sd = half === undefined || quantile === undefined || n === undefined ? undefined : (half * Math.sqrt(n)) / quantile;
      const subject = subjectOf(`${name}${parameters}`, mode, unit, line.number);
      return [summarised(subject, { center, of: 'mean', ...(n === undefined ? {} : { n }), ...(sd === undefined ? {} : { sd }) })];
    });
    return reading(measurements, problems);
  },
};

/** Student's t at 0.9995, by degrees of freedom (any table of the distribution). */
const T_9995: readonly (readonly [freedom: number, quantile: number])[] = [
  [1, 636.619],
  [2, 31.599],
  [3, 12.924],
  [4, 8.61],
  [5, 6.869],
  [6, 5.959],
  [7, 5.408],
  [8, 5.041],
  [9, 4.781],
  [11, 4.437],
  [14, 4.14],
  [19, 3.883],
  [24, 3.745],
  [29, 3.659],
  [49, 3.5],
  [99, 3.392],
];

/** Between rows of the table the quantile is close to linear in the inverse of the degrees of freedom. */
function quantileOf(freedom: number): number | undefined {
  if (freedom < 1) return undefined;
  const above = T_9995.find(([of]) => of >= freedom);
  const below = T_9995.findLast(([of]) => of <= freedom);
  if (below === undefined) return undefined;
  const [lowFreedom, low] = below;
  const [highInverse, high] = above === undefined ? [0, 3.291] : [1 / above[0], above[1]];
  if (above?.[0] === lowFreedom) return low;
  const share = (1 / lowFreedom - 1 / freedom) / (1 / lowFreedom - highInverse);
  return low + share * (high - low);
}
