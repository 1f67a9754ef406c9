import type { Format, Measurement, ReadingProblem } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { parseNumber, parseQuantity } from './quantity.ts';
import { collectRuns, reading, summarised } from './runs.ts';
import { sideOfWords } from './side-words.ts';

const TIME = /^(?:(\S.{0,200}?) )?(time|thrpt): ?\[([\d.]{1,20}) (\S{1,12}) ([\d.]{1,20}) (\S{1,12}) ([\d.]{1,20}) (\S{1,12})\]$/;
const CHANGE =
  /^(?:change|time): ?\[([+\u2212-][\d.]{1,12})% ([+\u2212-][\d.]{1,12})% ([+\u2212-][\d.]{1,12})%\](?: \(p = ([\d.]{1,8}) [<>] [\d.]{1,8}\))?$/;

/** criterion's report. The middle figure is the estimate over the samples of one process; `change` compares with the saved run before. */
export const criterion: Format = {
  id: 'criterion',
  title: 'criterion',
  recognises: (text) => hasLine(text, TIME),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const measurements: Measurement[] = [];
    let name = '';
    for (const line of linesOf(text)) {
      const time = TIME.exec(line.text);
      const change = CHANGE.exec(line.text);
      if (time !== null) {
        const [, own, metric = '', low = '', lowUnit = '', middle = '', unit = '', high = '', highUnit = ''] = time;
        name = own ?? name;
        const value = parseNumber(middle, '.');
        if (value === undefined) continue;
        if ((lowUnit === unit && Number(low) > value) || (highUnit === unit && Number(high) < value)) {
          problems.push({ code: 'inconsistent', level: 'block', note: `${name}: the estimate lies outside its own interval.` });
        }
        const rate = unit.replace('elem/s', 'elem/s').replace(/^(K|M|G)elem\/s$/, '$1elem/s');
        const subject = { benchmark: name, metric, unit: rate, line: line.number, primary: metric === 'time' };
        measurements.push(...collectRuns([{ ...subject, value, ...(metric === 'thrpt' ? { better: 'higher', kind: 'throughput' } : {}) }]));
      } else if (change !== null) {
        const at = measurements.findLastIndex((measurement) => measurement.benchmark === name && measurement.metric === 'time');
        const measurement = measurements[at];
        const percent = parseNumber(change[2] ?? '', '.');
        if (measurement === undefined || measurement.printed !== undefined || percent === undefined) continue;
        const p = change[4] === undefined ? {} : { p: Number(change[4]) };
        measurements[at] = { ...measurement, side: 'after', printed: { change: percent / 100, ...p } };
      } else if (/^Benchmarking /.test(line.text)) name = line.text.slice(13).replace(/: (?:Warming|Collecting|Analyzing).*$/, '');
      else if (/^\S/.test(line.text) && line.text.length < 200 && !/[:[(]/.test(line.text)) name = line.text;
      else if (/^Found \d+ outliers among/.test(line.text)) problems.push({ code: 'outliers', level: 'info', note: line.text });
    }
    return reading(measurements, problems);
  },
};

const COMPARED = /^(\S.{0,200}?) (\d{1,6}\.\d\d (?:[\d.]{1,20}±[\d.]{1,20}(?:ns|µs|μs|us|ms|s) .{1,300}))$/;
const GROUP = /(?<=^| )(\d{1,6}\.\d\d) ([\d.]{1,20})±([\d.]{1,20})(ns|µs|μs|us|ms|s)(?: |$)/g;

/** critcmp: for each baseline a ratio, the mean ± its deviation over the samples of one process, and the throughput. */
export const critcmp: Format = {
  id: 'critcmp',
  title: 'critcmp',
  recognises: (text) => hasLine(text, COMPARED),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const measurements: Measurement[] = [];
    let baselines: readonly string[] = [];
    for (const line of linesOf(text)) {
      if (/^group /.test(line.text)) baselines = line.text.split(' ').slice(1);
      const row = COMPARED.exec(line.text);
      if (row === null) continue;
      const groups = [...(row[2] ?? '').matchAll(GROUP)];
      if (groups.length > 1 && groups.length === baselines.length) {
        problems.push(...ratioProblems(row[1] ?? '', groups));
      }
      groups.forEach((group, index) => {
        const baseline = baselines[index] ?? String(index + 1);
        const side = groups.length === 2 ? sideOfWords(baseline) : undefined;
        const center = parseQuantity(`${group[2]}${group[4]}`, '.');
        const sd = Number(group[3]);
        if (center === undefined) return;
        const benchmark = side === undefined && groups.length > 1 ? `${row[1]} (${baseline})` : (row[1] ?? '');
        const subject = {
          benchmark,
          metric: 'mean',
          unit: center.unit,
          line: line.number,
          primary: true,
          ...(side === undefined ? {} : { side }),
        };
        measurements.push(summarised(subject, { center: center.value, of: 'mean', sd }));
      });
      if (groups.length === 2 && baselines.every((baseline) => sideOfWords(baseline) === undefined)) {
        const note = `Nothing says which of ${baselines.join(' and ')} is the base.`;
        problems.push({ code: 'sides-unlabelled', level: 'warn', note });
      }
    }
    return reading(measurements, problems);
  },
};

/** The ratios are to the fastest of the row. */
function ratioProblems(benchmark: string, groups: readonly RegExpExecArray[]): readonly ReadingProblem[] {
  const times = groups.map((group) => parseQuantity(`${group[2]}ns`, '.')?.value ?? 0);
  const units = new Set(groups.map((group) => group[4]));
  const least = Math.min(...times);
  if (units.size !== 1 || least <= 0) return [];
  const isOff = groups.some(
    (group, index) => Math.abs((times[index] ?? 0) / least - Number(group[1])) > 0.02 + (0.06 / least) * Number(group[1]),
  );
  return isOff ? [{ code: 'inconsistent', level: 'block', note: `${benchmark}: the ratios do not follow from the means.` }] : [];
}
