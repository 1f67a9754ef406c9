import type { Format, Measurement, MetricKind, Printed, Reading, ReadingProblem, Summary } from './format.ts';
import { hasLine, type Line, linesOf } from './paste.ts';
import { convert, findUnit, parseNumber, prefixFactor } from './quantity.ts';
import { reading, summarised } from './runs.ts';

const FIGURE = String.raw`([\d.]{1,20})(ns|[µμu]s|ms|s|[kKMGT]?B(?:\/s)?|[nµμupf]|[mkKMGT]i?)? ?±(?: ?(?:[\d.]{1,9}%|∞))?(?: ?[¹²³⁴⁵])?`;
const TEST = String.raw`\((?:p=([\d.]{1,9}) n=(\d{1,6})(?:\+(\d{1,6}))?|all (?:samples are )?equal|zero variance)\)`;
const ROW = new RegExp(String.raw`^(?:(\S.*?) )??${FIGURE} ${FIGURE} (?:([+-][\d.]{1,12})%|~|\?|\S{1,12})? ?${TEST}`);
const OLD_HEADING = /^name old (\S+) new \1 delta$/;
const NEW_HEADING = /^(?:name )?(?:[│|] ?)?([^\s│|]+) (?:[│|] ?)?\1 (?:[│|] ?)?vs base/;
/** `sec/op`, `cpu/op` and the like are in seconds whatever else they say. */
const TIME_HEADING = /^(?:[a-z0-9]{1,12}-)?(?:sec|time|cpu|real|wall)(?:-[a-z]{1,12})?\/(?:op|iter|call)$/i;
const OLD_METRICS: ReadonlyMap<string, string> = new Map([
  ['time/op', 'sec/op'],
  ['alloc/op', 'B/op'],
  ['speed', 'B/s'],
]);

/**
 * Go's benchstat, both layouts. The figures are medians; `±` is the half-width of an interval of the median, not a deviation.
 * The unit stands only in the heading, which is often cut off; then `n`, `µ`, `m` behind a figure mean fractions of a second.
 */
export const benchstat: Format = {
  id: 'benchstat',
  title: 'benchstat',
  recognises: (text) => hasLine(text, ROW) || hasLine(text, OLD_HEADING) || hasLine(text, NEW_HEADING),
  read,
};

function read(text: string): Reading {
  const problems: ReadingProblem[] = [];
  const measurements: Measurement[] = [];
  const directions = new Map<string, 'lower' | 'higher'>();
  let heading: string | undefined;
  let isPrimary = true;
  for (const line of linesOf(text)) {
    const named = (OLD_HEADING.exec(line.text) ?? NEW_HEADING.exec(line.text))?.[1];
    if (named !== undefined) {
      heading = OLD_METRICS.get(named) ?? named;
      isPrimary = measurements.length === 0 || measurements.every((measurement) => measurement.metric === heading);
    }
    const declared = /^Unit (\S+) better=(lower|higher)$/.exec(line.text);
    if (declared?.[1] !== undefined) directions.set(declared[1], declared[2] === 'higher' ? 'higher' : 'lower');
    const row = ROW.exec(line.text.replace(/[│|]/g, ' ').replace(/\s+/g, ' ').trim());
    if (row !== null && !/^(?:geomean|\[Geo mean\])$/i.test(row[1] ?? ''))
      measurements.push(...pairOf(row, line, { heading, isPrimary, directions }, problems));
    if (/need >= \d+ samples/.test(line.text)) {
      problems.push({ code: 'few-repetitions', level: 'warn', note: `benchstat itself says: ${line.text.replace(/^[¹²³⁴⁵] /, '')}` });
    }
  }
  return reading(measurements, problems);
}

type Directions = ReadonlyMap<string, 'lower' | 'higher'>;

interface Metric {
  readonly metric: string;
  readonly unit: string;
  readonly kind: MetricKind;
  readonly better: 'lower' | 'higher';
}

interface Column {
  readonly heading: string | undefined;
  readonly isPrimary: boolean;
  /** What `Unit x better=` lines of the benchmark files declare. */
  readonly directions: Directions;
}

function pairOf(row: RegExpExecArray, line: Line, column: Column, problems: ReadingProblem[]): readonly Measurement[] {
  const [, name = '', old = '', oldSuffix = '', now = '', nowSuffix = '', delta, p, n, m] = row;
  const metric = metricOf(column, oldSuffix, problems);
  const before = figureIn(old, oldSuffix, metric);
  const after = figureIn(now, nowSuffix, metric);
  if (before === undefined || after === undefined) return [];
  const change = parseNumber(delta ?? '', '.');
  const actual = after / before - 1;
  const rounding = 100 * (1 + actual) * (halfDigitOf(old) / Number(old) + halfDigitOf(now) / Number(now));
  if (change !== undefined && before > 0 && Math.abs(actual * 100 - change) > 0.05 + 1.1 * rounding + 0.01 * Math.abs(change)) {
    const note = `${name}: benchstat prints ${delta}% where its medians give ${(actual * 100).toFixed(2)}%.`;
    problems.push({ code: 'inconsistent', level: 'block', note });
  }
  const runs = n === undefined ? undefined : ([Number(n), Number(m ?? n)] as const);
  const printed: Printed = {
    ...(change === undefined ? {} : { change: change / 100 }),
    ...(p === undefined ? {} : { p: Number(p) }),
    ...(runs === undefined ? {} : { n: runs }),
  };
  const summary = (center: number, of: number | undefined): Summary => ({ center, of: 'median', ...(of === undefined ? {} : { n: of }) });
  const subject = { benchmark: name, ...metric, line: line.number, primary: column.isPrimary };
  return [
    summarised({ ...subject, side: 'before' }, summary(before, runs?.[0]), printed),
    summarised({ ...subject, side: 'after' }, summary(after, runs?.[1]), printed),
  ];
}

function metricOf({ heading, directions }: Column, suffix: string, problems: ReadingProblem[]): Metric {
  const time = { metric: heading ?? 'sec/op', unit: timeUnitOf(suffix), kind: 'time', better: 'lower' } as const;
  if (TIME_HEADING.test(heading ?? '') || (heading === undefined && /^(?:[nµμup]|ns|[µμu]s|ms|m|s)$/.test(suffix))) return time;
  if (heading !== undefined) {
    const unit = findUnit(heading);
    const kind = /^INSTRUCTIONS|^instructions/.test(heading)
      ? 'instructions'
      : /^CYCLES|^cycles/.test(heading)
        ? 'cycles'
        : (unit?.kind ?? 'other');
    const better = directions.get(heading) ?? unit?.better ?? (/\/s$|per-sec/.test(heading) ? 'higher' : 'lower');
    return { metric: heading, unit: unit?.name ?? heading, kind, better };
  }
  if (/^[kKMGT]?B\/s$/.test(suffix)) return { metric: 'B/s', unit: 'B/s', kind: 'throughput', better: 'higher' };
  if (/^[kKMGT]?B$/.test(suffix)) return { metric: 'B/op', unit: 'B', kind: 'bytes', better: 'lower' };
  const isLarge = suffix !== '';
  const guess = isLarge ? 'figures this large are no times, so more is taken to be better' : 'nothing says which way is better';
  problems.push({ code: 'unknown-direction', level: isLarge ? 'warn' : 'block', note: `The heading with the unit is cut off; ${guess}.` });
  return { metric: 'value', unit: '', kind: 'other', better: 'higher' };
}

/** The time unit that a figure's suffix names; a bare figure is in seconds. */
function timeUnitOf(suffix: string): string {
  const prefix = suffix.replace(/s$/, '').replace(/[µμ]/g, 'u');
  return `${prefix}s`;
}

function figureIn(figure: string, suffix: string, metric: Metric): number | undefined {
  const value = parseNumber(figure, '.');
  if (value === undefined) return undefined;
  if (metric.kind === 'time') return convert(value, timeUnitOf(suffix), metric.unit);
  return value * (prefixFactor(suffix.replace(/B(?:\/s)?$|s$/, '')) ?? 1);
}

/** Half of the last digit shown: by as much a figure may be rounded. */
function halfDigitOf(figure: string): number {
  const decimals = /\.(\d*)$/.exec(figure)?.[1]?.length ?? 0;
  return 0.5 * 10 ** -decimals;
}
