import type { Format, ReadingProblem } from './format.ts';
import { asArray, asObject, field, findJson, numberField, stringField } from './json-documents.ts';
import { hasLine, linesOf, unquote } from './paste.ts';
import { findUnit, parseNumber } from './quantity.ts';
import { agree, collectRuns, type Run, reading } from './runs.ts';

const HEADING = /^\|(?: relative \|)? ((?:ns|us|µs|ms|s)\/\S{1,30}) \| (\S{1,30}\/s) \| err% \|/;
/** Above this the tool itself calls a result unstable. */
const UNSTABLE = 0.05;

const UNITS: ReadonlyMap<string, string> = new Map([
  ['ins', 'insns'],
  ['cyc', 'cycles'],
]);

/** nanobench's table. `err%` is the median deviation between the epochs of one process, so that a row is one run; equal rows are repetitions. */
export const nanobench: Format = {
  id: 'nanobench',
  title: 'nanobench',
  recognises: (text) => hasLine(text, HEADING),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const runs: Run[] = [];
    let columns: readonly string[] = [];
    for (const line of linesOf(text)) {
      if (HEADING.test(line.text)) columns = cellsOf(line.text);
      else if (columns.length > 0 && line.text.startsWith('|') && !/^\|[-: |]+$/.test(line.text)) {
        runs.push(...rowRuns(cellsOf(line.text), columns, line.number, problems));
      }
      if (/results might be unstable/i.test(line.text)) problems.push({ code: 'unstable', level: 'warn', note: line.text });
      if (/^\*? ?NDEBUG not defined/.test(line.text))
        problems.push({ code: 'debug-build', level: 'warn', note: 'nanobench saw asserts compiled in (NDEBUG not defined).' });
      if (/^\*? ?CPU frequency scaling enabled/.test(line.text))
        problems.push({ code: 'cpu-scaling', level: 'warn', note: line.text.replace(/^\* ?/, '') });
    }
    return reading(collectRuns(runs), problems);
  },
};

function cellsOf(row: string): readonly string[] {
  return row
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cell.trim());
}

function rowRuns(cells: readonly string[], columns: readonly string[], line: number, problems: ReadingProblem[]): readonly Run[] {
  const label = cells.at(columns.length - 1) ?? cells.at(-1) ?? '';
  const benchmark = /`([^`]{1,200})`/.exec(label)?.[1] ?? label;
  const time = columns.find((column) => /^(?:ns|us|µs|ms|s)\//.test(column));
  const figure = (column: string | undefined): number | undefined =>
    parseNumber((cells[columns.indexOf(column ?? '')] ?? '').replace('%', ''), '.');
  const value = figure(time);
  if (time === undefined || value === undefined || benchmark === '') {
    problems.push({ code: 'malformed', level: 'warn', note: `Line ${line} is not a row of this table.` });
    return [];
  }
  if (/:wavy_dash:|〰|Unstable with/.test(label) || (figure('err%') ?? 0) / 100 > UNSTABLE) {
    problems.push({
      code: 'unstable',
      level: 'warn',
      note: `${benchmark}: nanobench calls this unstable (err% ${figure('err%') ?? '?'}).`,
    });
  }
  const rate = columns.find((column) => /\/s$/.test(column));
  const perSecond = figure(rate);
  const seconds = value * (findUnit(time)?.scale ?? 1e-9);
  if (perSecond !== undefined && seconds > 0 && !agree(perSecond * seconds, 1, 0.02 + 0.01 / value)) {
    problems.push({ code: 'inconsistent', level: 'block', note: `${benchmark}: ${value} ${time} and ${perSecond} ${rate} do not agree.` });
  }
  const counts = columns.flatMap((column): readonly Run[] => {
    const [, counted = '', per = ''] = /^(ins|cyc)\/(.+)$/.exec(column) ?? [];
    const count = figure(column);
    const unit = UNITS.get(counted);
    return unit === undefined || count === undefined
      ? []
      : [{ benchmark, metric: column, unit: `${unit}/${per}`, value: count, line, primary: false }];
  });
  return [{ benchmark, metric: time, unit: time, value, line, primary: true }, ...counts];
}

/** nanobench's JSON template: `median(elapsed)` is seconds per iteration and `batch` what one iteration counts for. */
export const nanobenchJson: Format = {
  id: 'nanobench-json',
  title: 'nanobench (JSON)',
  recognises: (text) => /"median\(elapsed\)"/.test(unquote(text).slice(0, 100_000)),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const runs = findJson(text).flatMap((document) =>
      asArray(field(asObject(document.value), 'results')).flatMap((entry): readonly Run[] => {
        const fields = asObject(entry);
        const benchmark = stringField(fields, 'name') ?? '';
        const median = numberField(fields, 'median(elapsed)');
        const batch = numberField(fields, 'batch') ?? 1;
        if (median === undefined || batch <= 0) {
          problems.push({ code: 'malformed', level: 'warn', note: `${benchmark} has no median.` });
          return [];
        }
        const per = stringField(fields, 'unit') ?? 'op';
        const error = numberField(fields, 'medianAbsolutePercentError(elapsed)') ?? 0;
        if (error > UNSTABLE)
          problems.push({ code: 'unstable', level: 'warn', note: `${benchmark}: epochs differ by ${(error * 100).toFixed(1)} %.` });
        const common = { benchmark, line: document.line };
        const counts = (['instructions', 'cpucycles'] as const).flatMap((name) => {
          const count = numberField(fields, `median(${name})`);
          const unit = name === 'instructions' ? 'insns' : 'cycles';
          return count === undefined || count === 0
            ? []
            : [{ ...common, metric: `${unit}/${per}`, unit: `${unit}/${per}`, value: count / batch, primary: false }];
        });
        return [{ ...common, metric: `ns/${per}`, unit: `ns/${per}`, value: (1e9 * median) / batch, primary: true }, ...counts];
      }),
    );
    return reading(collectRuns(runs), problems);
  },
};
