import type { Format, ReadingProblem } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { convert, parseNumber, parseQuantity } from './quantity.ts';
import { agree, collectRuns, type Run, reading } from './runs.ts';

const JOB = /^(\S.{0,80}?): \(groupid=\d{1,9}, jobs=\d{1,9}\): err= ?(\d{1,9})/;
const RATE =
  /^(?:(read|write|trim) ?: ?)IOPS=([\d.]{1,12}[kKMG]?), BW=([\d.]{1,12} ?[KMGT]?i?B\/s)(?: \([^)]{1,30}\))?(?: ?\(([\d.]{1,12}[KMGT]?i?B)\/(\d{1,15})msec\))?/i;
const OLD_RATE =
  /^(read|write|trim) ?: io=[\d.]{1,12}[KMGT]?i?B, bw=([\d.]{1,12}[KMGT]?i?B\/s), iops=([\d.]{1,12}[kM]?), runt= ?(\d{1,15})msec/;
const LATENCY =
  /^(slat|clat|lat) \((nsec|usec|msec|sec)\): min= ?([\d.]{1,12}[kKM]?), max= ?([\d.]{1,12}[kKM]?), avg= ?([\d.]{1,12}), stdev= ?([\d.]{1,12})/;
const PERCENTILE_UNIT = /^clat percentiles \((nsec|usec|msec|sec)\):$/;

/**
 * fio's report. The deviation of a latency is over requests, not over runs. Two lines of one job whose runtimes differ are windows of one
 * run, and are told apart by their runtime.
 */
export const fio: Format = {
  id: 'fio',
  title: 'fio',
  recognises: (text) => [JOB, RATE, OLD_RATE, LATENCY].some((pattern) => hasLine(text, pattern)),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const rows: Row[] = [];
    const block = blockSizeOf(text);
    let job = 'fio';
    let direction = '';
    let percentileUnit = 'usec';
    for (const line of linesOf(text)) {
      const started = JOB.exec(line.text);
      if (started !== null) {
        job = started[1] ?? job;
        direction = '';
        if (started[2] !== '0') problems.push({ code: 'errors-in-run', level: 'block', note: `${job} ended with error ${started[2]}.` });
      }
      const rate = rateOf(line.text);
      if (rate !== undefined) {
        direction = rate.direction;
        const common = { benchmark: `${job} ${direction}`, line: line.number, runtime: rate.runtime };
        rows.push({ ...common, metric: 'IOPS', unit: 'IOPS', value: rate.iops, primary: true });
        rows.push({ ...common, metric: 'BW', unit: rate.unit, value: rate.bandwidth, primary: false });
        const bytes = convert(rate.bandwidth, rate.unit, 'B/s');
        if (block !== undefined && bytes !== undefined && !agree(bytes / block, rate.iops, 0.03)) {
          const note = `${job} ${direction}: ${rate.iops} IOPS of ${block} bytes do not make ${rate.bandwidth} ${rate.unit}.`;
          problems.push({ code: 'inconsistent', level: 'warn', note });
        }
      }
      const benchmark = `${job} ${direction}`.trim();
      const latency = LATENCY.exec(line.text);
      if (latency !== null) rows.push(...latencyRows(benchmark, latency, line.number, problems));
      percentileUnit = PERCENTILE_UNIT.exec(line.text)?.[1] ?? percentileUnit;
      if (line.text.startsWith('|')) rows.push(...percentileRows(benchmark, line.text, percentileUnit, line.number));
    }
    return reading(collectRuns(windowed(rows, problems)), problems);
  },
};

interface Row extends Run {
  /** Milliseconds, where the row tells. */
  readonly runtime?: number | undefined;
}

interface Rate {
  readonly direction: string;
  readonly iops: number;
  readonly bandwidth: number;
  readonly unit: string;
  readonly runtime: number | undefined;
}

function rateOf(text: string): Rate | undefined {
  const row = RATE.exec(text);
  const old = row === null ? OLD_RATE.exec(text) : null;
  const iops = parseQuantity(row?.[2] ?? old?.[3] ?? '', '.')?.value;
  // Before 3.0 fio wrote KB/s for multiples of 1024, as the option kb_base has it.
  const bandwidth = parseQuantity((row?.[3] ?? old?.[2]?.replace(/([KMGT])B/, '$1iB') ?? '').replace(/KB/, 'kB'), '.');
  if (iops === undefined || bandwidth === undefined) return undefined;
  const runtime = row?.[5] ?? old?.[4];
  return {
    direction: (row?.[1] ?? old?.[1] ?? '').toLowerCase(),
    iops,
    bandwidth: bandwidth.value,
    unit: bandwidth.unit,
    runtime: runtime === undefined ? undefined : Number(runtime),
  };
}

/** The block size of the header `rw=randread, bs=(R) 4096B-4096B, …` or `bs=4K-4K/…`, when there is one for all. */
function blockSizeOf(text: string): number | undefined {
  const sizes = new Set<number | undefined>();
  for (const line of linesOf(text)) {
    const size = /: rw=\w{1,20}, bs=(?:\(R\) ?)?(\d{1,9})([KM]?)i?B?-(\d{1,9})([KM]?)i?B?[/,]/.exec(line.text);
    if (size === null) continue;
    const [, least, prefix = '', most, mostPrefix] = size;
    const factor = prefix === '' ? 1 : prefix === 'K' ? 2 ** 10 : 2 ** 20;
    sizes.add(least === most && prefix === mostPrefix ? Number(least) * factor : undefined);
  }
  const [only] = sizes;
  return sizes.size === 1 ? only : undefined;
}

function latencyRows(benchmark: string, row: RegExpExecArray, line: number, problems: ReadingProblem[]): readonly Row[] {
  const [, metric = '', unit = '', least = '', most = '', average = ''] = row;
  const [min, max] = [least, most].map((figure) => parseQuantity(figure, '.')?.value);
  const value = parseNumber(average, '.');
  if (value === undefined || metric === 'slat') return [];
  if ((min ?? 0) > value * 1.001 || (max ?? Number.POSITIVE_INFINITY) < value * 0.999) {
    problems.push({
      code: 'inconsistent',
      level: 'block',
      note: `${benchmark}: the average ${metric} lies outside the least and the most.`,
    });
  }
  return [{ benchmark, metric: `${metric} avg`, unit, value, line, primary: false }];
}

function percentileRows(benchmark: string, text: string, unit: string, line: number): readonly Row[] {
  return [...text.matchAll(/(\d{1,3}\.\d{1,6})th=\[ ?(\d{1,15})\]/g)].flatMap(([, percentile = '', value = '']) =>
    /^(?:50\.00|95\.00|99\.00|99\.90|99\.99)$/.test(percentile)
      ? [{ benchmark, metric: `clat p${Number(percentile)}`, unit, value: Number(value), line, primary: false }]
      : [],
  );
}

/** Rows of one job with runtimes that differ by more than a twentieth get the runtime into their name. */
function windowed(rows: readonly Row[], problems: ReadingProblem[]): readonly Run[] {
  const runtimes = new Map<string, number[]>();
  for (const { benchmark, runtime } of rows) {
    if (runtime !== undefined) runtimes.set(benchmark, [...(runtimes.get(benchmark) ?? []).slice(0, 999), runtime]);
  }
  const nested = new Set(
    [...runtimes].filter(([, times]) => Math.max(...times) > 1.05 * Math.min(...times)).map(([benchmark]) => benchmark),
  );
  if (nested.size > 0) {
    const note =
      'Lines of one job have different runtimes: they may be windows of one run, and are compared only with windows of the same length.';
    problems.push({ code: 'windows', level: 'warn', note });
  }
  return rows.map((row) =>
    row.runtime !== undefined && nested.has(row.benchmark)
      ? { ...row, benchmark: `${row.benchmark} @${Math.round(row.runtime / 1000)}s` }
      : row,
  );
}
