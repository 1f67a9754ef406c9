import type { Format, MetricKind, Reading, ReadingProblem, Summary } from './format.ts';
import { asObject, findJson, numberField, stringField } from './json-documents.ts';
import { hasLine, linesOf, unquote } from './paste.ts';
import { type DecimalMark, findDecimalMark, parseNumber } from './quantity.ts';
import { collectRuns, type Run, reading, type Subject, summarised } from './runs.ts';

const COUNT = String.raw`-?\d[\d.,'’\u00a0\u202f]{0,40}`;
const TITLE = /^Performance counter stats for (?:'(.{1,300})'|(.{1,100}?))(?: \((\d{1,7}) runs\))?:$/;
const COUNTER = new RegExp(
  String.raw`^(${COUNT})(?: (msec|ns|Joules|MiB|%))? ([A-Za-z_][\w./:=,@+-]{0,100})(?: \(msec\))?(?: # .{0,200}?)?(?: \( ?\+- ?([\d.,]{1,12}) ?% ?\))?(?: ?\( ?([\d.,]{1,8}) ?% ?\))?$`,
);
const ELAPSED = new RegExp(
  String.raw`^(${COUNT})(?: ?\+- ?${COUNT})? seconds (time elapsed|user|sys)(?: \( ?\+- ?([\d.,]{1,12}) ?% ?\))?$`,
);
const NOT_COUNTED = /^<not (counted|supported)> (\S{1,100})/;

/**
 * `perf stat` as text. `+-` is the relative standard error of the mean, so that the deviation over the runs is value · share · √n. The last
 * percentage is the share of time a multiplexed counter was on. Digits may be grouped, and the decimal mark be a comma, as the locale has it.
 */
export const perfStat: Format = {
  id: 'perf-stat',
  title: 'perf stat',
  recognises: (text) =>
    hasLine(text, TITLE) ||
    hasLine(text, ELAPSED) ||
    hasLine(
      text,
      /^[\d.,]{1,40} (?:msec )?(?:task-clock|cpu-clock|cycles|instructions|branches|branch-misses|cache-misses|context-switches|page-faults)(?::[a-zA-Z]{1,5})? /,
    ),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const counts: Counter[] = [];
    const decimal = decimalMarkOf(text);
    let benchmark = 'perf stat';
    let n: number | undefined;
    for (const line of linesOf(text)) {
      const title = TITLE.exec(line.text);
      if (title !== null) {
        benchmark = title[1] ?? title[2] ?? benchmark;
        n = title[3] === undefined ? undefined : Number(title[3]);
      }
      const counter = COUNTER.exec(line.text);
      const elapsed = ELAPSED.exec(line.text);
      const absent = NOT_COUNTED.exec(line.text);
      const common = { benchmark, n, line: line.number };
      if (elapsed !== null) {
        const value = parseNumber(elapsed[1] ?? '', decimal ?? '.');
        counts.push({
          ...common,
          event: elapsed[2] === 'time elapsed' ? 'time elapsed' : `${elapsed[2]} time`,
          unit: 's',
          value,
          share: shareOf(elapsed[3], decimal),
          on: 1,
        });
      } else if (counter !== null && !/^(?:seconds|of)$/.test(counter[3] ?? '')) {
        const isClock = counter[2] !== undefined || /-clock$/.test(counter[3] ?? '');
        const value = parseNumber(counter[1] ?? '', isClock ? (decimal ?? '.') : decimal);
        counts.push({
          ...common,
          event: counter[3] ?? '',
          unit: counter[2] ?? (isClock ? 'msec' : ''),
          value,
          share: shareOf(counter[4], decimal),
          on: shareOf(counter[5], decimal) ?? 1,
        });
      } else if (absent !== null) {
        problems.push({ code: 'not-counted', level: 'info', note: `${absent[2]} was not ${absent[1]}.` });
      }
    }
    return readingOf(counts, problems);
  },
};

function decimalMarkOf(text: string): DecimalMark | undefined {
  const numbers = linesOf(text).flatMap((line) => line.text.match(/(?<![\d.,])\d[\d.,]{0,40}/g)?.slice(0, 8) ?? []);
  return findDecimalMark(numbers) === ',' ? ',' : undefined;
}

function shareOf(percent: string | undefined, decimal: DecimalMark | undefined): number | undefined {
  const value = percent === undefined ? undefined : parseNumber(percent, decimal ?? '.');
  return value === undefined ? undefined : value / 100;
}

interface Counter {
  readonly benchmark: string;
  readonly event: string;
  readonly unit: string;
  readonly value: number | undefined;
  /** Relative standard error of the mean over the runs. */
  readonly share: number | undefined;
  readonly n: number | undefined;
  /** Share of the time the counter was on. */
  readonly on: number;
  readonly line: number;
}

/** What a run is judged by: time where it was taken, else the counters that vary least. */
const PRIMARY: readonly RegExp[] = [
  /^time elapsed$/,
  /^duration_time$/,
  /^task-clock/,
  /^cpu-clock/,
  /(?:^|\/)instructions/,
  /(?:^|\/)(?:cpu-)?cycles/,
];

function readingOf(counts: readonly Counter[], problems: ReadingProblem[]): Reading {
  const primary = PRIMARY.find((pattern) => counts.some((count) => pattern.test(count.event))) ?? /^/;
  const runs: Run[] = [];
  const measurements = [];
  for (const count of counts) {
    if (count.value === undefined) {
      problems.push({ code: 'malformed', level: 'warn', note: `Line ${count.line}: the count of ${count.event} cannot be read.` });
      continue;
    }
    if (count.on < 0.995) {
      const note = `${count.event} was counted ${(count.on * 100).toFixed(0)} % of the time; its figure is an estimate.`;
      problems.push({ code: 'multiplexed', level: 'info', note });
    }
    const subject: Subject = {
      benchmark: count.benchmark,
      metric: count.event,
      unit: count.unit || (UNITS.get(kindOf(count)) ?? ''),
      line: count.line,
      primary: primary.test(count.event),
      kind: kindOf(count),
    };
    if (count.n === undefined && count.share === undefined) runs.push({ ...subject, value: count.value });
    else measurements.push(summarised(subject, summaryOf(count, count.value)));
  }
  return reading([...collectRuns(runs), ...measurements], problems);
}

function summaryOf({ share, n }: Counter, center: number): Summary {
  const sd = share === undefined || n === undefined ? undefined : Math.abs(center) * share * Math.sqrt(n);
  return { center, of: 'mean', ...(n === undefined ? {} : { n }), ...(sd === undefined ? {} : { sd }) };
}

const UNITS: ReadonlyMap<MetricKind, string> = new Map([
  ['instructions', 'insns'],
  ['cycles', 'cycles'],
]);

function kindOf({ event, unit }: Counter): MetricKind {
  if (/^(?:s|ns|msec)$/.test(unit) || /(?:_time|-clock)$|time/.test(event)) return 'time';
  if (/instructions/.test(event)) return 'instructions';
  return /(?:^|\/|-)cycles/.test(event) ? 'cycles' : 'count';
}

/** `perf stat -j`: one JSON object a line, whose counter value is a text. Some versions leave a comma behind it. */
export const perfStatJson: Format = {
  id: 'perf-stat-json',
  title: 'perf stat -j',
  recognises: (text) => /"counter-value"\s{0,9}:/.test(unquote(text).slice(0, 100_000)),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const counts = findJson(text).flatMap((document): readonly Counter[] => {
      const fields = asObject(document.value);
      const event = stringField(fields, 'event');
      const printed = stringField(fields, 'counter-value');
      if (event === undefined || printed === undefined) return [];
      if (/^<not/.test(printed)) {
        problems.push({ code: 'not-counted', level: 'info', note: `${event}: ${printed}` });
        return [];
      }
      const share = numberField(fields, 'variance');
      const on = numberField(fields, 'pcnt-running');
      const unit = stringField(fields, 'unit') ?? '';
      const rest = { benchmark: 'perf stat', n: undefined, line: document.line, on: on === undefined ? 1 : on / 100 };
      return [{ ...rest, event, unit, value: parseNumber(printed), share: share === undefined ? undefined : share / 100 }];
    });
    return readingOf(counts, problems);
  },
};

const FIELDS = /^(-?[\d.]{1,40}|<not (?:counted|supported)>)([,;])([\w/%]{0,12})\2([A-Za-z_][\w./:=-]{0,80})\2/;

/** `perf stat -x,`: value, unit, event, then `+-` only with `-r`, the time on, its share; how many fields follow depends on the version. */
export const perfStatFields: Format = {
  id: 'perf-stat-fields',
  title: 'perf stat -x',
  recognises: (text) => hasLine(text, FIELDS),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const counts = linesOf(text).flatMap((line): readonly Counter[] => {
      const row = FIELDS.exec(line.text);
      if (row === null) return [];
      const [, printed = '', separator = ',', unit = '', event = ''] = row;
      if (printed.startsWith('<')) {
        problems.push({ code: 'not-counted', level: 'info', note: `${event}: ${printed}` });
        return [];
      }
      const rest = line.text.split(separator).slice(3);
      const error = /^([\d.]{1,12})%$/.exec(rest[0] ?? '')?.[1];
      const on = parseNumber(rest[error === undefined ? 1 : 2] ?? '', '.');
      const share = error === undefined ? undefined : Number(error) / 100;
      return [
        {
          benchmark: 'perf stat',
          event,
          unit,
          value: parseNumber(printed, '.'),
          share,
          n: undefined,
          on: on === undefined ? 1 : on / 100,
          line: line.number,
        },
      ];
    });
    return readingOf(counts, problems);
  },
};
