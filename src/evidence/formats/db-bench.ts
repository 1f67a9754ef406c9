import type { Environment, Format, Measurement, Reading, ReadingProblem } from './format.ts';
import { hasLine, type Line, linesOf } from './paste.ts';
import { collectRuns, type Run, reading, summarised } from './runs.ts';
import { sideOfWords, withoutSideWord } from './side-words.ts';

const ROW =
  /^(?:(\S.{0,60}?) ?: ?)??([\d.]{1,20}) micros\/op (\d{1,18}) ops\/sec(?:,? ([\d.]{1,20}) seconds (\d{1,18}) operations)?(?:; ?(?:([\d.]{1,20}) MB\/s)?(.{0,200}))?$/;
const AVERAGE =
  /^(?:(.{1,80}?):? )??(\S{1,80}) \[AVG ?(\d{1,7}) runs\] : (\d{1,18}) \(± ?(\d{1,18})\) ops\/sec(?:; [\d.]{1,20} ms\/op)?(?:; ?([\d.]{1,20}) \(± ?([\d.]{1,20})\) MB\/sec)?/;
const MEDIAN = /^(\S{1,80}) \[MEDIAN (\d{1,7}) runs\] : (\d{1,18}) ops\/sec/;
const CACHE_BENCH = /^(?:(\S.{0,60}?) ?: ?)?Complete in ([\d.]{1,20}) s; Rough parallel ops\/sec = (\d{1,18})$/;
const PERCENTILES = /^Percentiles: P50: ([\d.]{1,20}) P75: [\d.]{1,20} P99: ([\d.]{1,20}) P99\.9: ([\d.]{1,20})/;
/** Below this the whole number printed for ops/sec is coarser than a thousandth; the time per operation is not. */
const COARSE_RATE = 1000;

/**
 * RocksDB's `db_bench` (LevelDB's too) and `cache_bench`. With `-X`, `±` is the half-width of a 95 % interval of the mean,
 * 1.96·sd/√n (CalcConfidence95 in tools/db_bench_tool.cc), so that the deviation is what it says times √n / 1.96.
 */
export const dbBench: Format = {
  id: 'db-bench',
  title: 'RocksDB db_bench',
  recognises: (text) => [ROW, AVERAGE, MEDIAN, CACHE_BENCH].some((pattern) => hasLine(text, pattern)),
  read,
};

interface Average {
  readonly name: string;
  readonly n: number;
  readonly measurements: readonly Measurement[];
}

type Named = { readonly benchmark: string; readonly side?: 'before' | 'after' };

/** `Before: 4.4 micros/op …`: what stands before the colon may be the side rather than the benchmark. */
function nameOf(text: string | undefined): Named {
  const name = (text ?? '').replace(/:$/, '').trim();
  const side = sideOfWords(name);
  if (name === '') return { benchmark: 'db_bench' };
  return side === undefined ? { benchmark: name } : { benchmark: withoutSideWord(name).replace(/\*/g, '').trim() || 'db_bench', side };
}

function read(text: string): Reading {
  const problems: ReadingProblem[] = [];
  const runs: Run[] = [];
  const averages: Average[] = [];
  const latestAverage = new Map<string, number>();
  const medians = new Map<string, Measurement>();
  const environment: { -readonly [K in keyof Environment]: Environment[K] } = {};
  let latest: Named = { benchmark: 'db_bench' };
  let histogram: string | undefined;
  for (const line of linesOf(text)) {
    const row = ROW.exec(line.text);
    const average = AVERAGE.exec(line.text);
    const median = MEDIAN.exec(line.text);
    const cache = CACHE_BENCH.exec(line.text);
    histogram = /^Microseconds per (\w{1,40}):$/.exec(line.text)?.[1] ?? histogram;
    const percentiles = PERCENTILES.exec(line.text);
    if (row !== null) {
      latest = nameOf(row[1]);
      runs.push(...runsOf(latest, row, line, problems));
    } else if (average !== null) {
      const n = Number(average[3]);
      const name = average[2] ?? '';
      // While it repeats, the tool prints the average so far; only the last of such a growing series counts.
      const at = latestAverage.get(name);
      const isGrowing = at !== undefined && n > (averages[at]?.n ?? 0);
      latestAverage.set(name, isGrowing ? at : averages.length);
      averages[isGrowing ? at : averages.length] = { name, n, measurements: averageOf(name, n, average, line) };
    } else if (median !== null) {
      const subject = { benchmark: median[1] ?? '', metric: 'ops/sec', unit: 'ops/s', line: line.number, primary: true };
      medians.set(median[1] ?? '', summarised(subject, { center: Number(median[3]), of: 'median', n: Number(median[2]) }));
    } else if (cache !== null) {
      const named = nameOf(cache[1]);
      const benchmark = named.benchmark === 'db_bench' ? 'cache_bench' : named.benchmark;
      runs.push({ ...named, benchmark, metric: 'ops/sec', unit: 'ops/s', value: Number(cache[3]), line: line.number, primary: true });
    } else if (percentiles !== null) {
      for (const [index, metric] of ['P50', 'P99', 'P99.9'].entries()) {
        const value = Number(percentiles[index + 1]);
        runs.push({ ...latest, metric: `${histogram ?? 'op'} ${metric}`, unit: 'us', value, line: line.number, primary: false });
      }
    } else readContext(line.text, environment, problems);
  }
  const sampled = new Set(runs.map((run) => run.benchmark));
  const averaged = averages.filter(({ name }) => !sampled.has(name));
  const onlyMedian = [...medians].filter(([name]) => !sampled.has(name) && !latestAverage.has(name)).map(([, measurement]) => measurement);
  return reading([...collectRuns(runs), ...averaged.flatMap(({ measurements }) => measurements), ...onlyMedian], problems, environment);
}

function runsOf(named: Named, row: RegExpExecArray, line: Line, problems: ReadingProblem[]): readonly Run[] {
  const micros = Number(row[2]);
  const rate = Number(row[3]);
  const isCoarse = rate < COARSE_RATE;
  if (isCoarse && rate < 100) {
    const note = `${named.benchmark}: ops/sec is a whole number; at ${rate} it is read from micros/op instead.`;
    problems.push({ code: 'coarse-resolution', level: 'info', note });
  }
  // Times add up over threads, rates do not: their product is a million for each thread.
  const threads = Math.max(1, Math.round((micros * (rate + 0.5)) / 1e6));
  if ((micros * (rate + 1) * 1.03) / 1e6 < threads || (micros * rate * 0.97) / 1e6 > threads) {
    const note = `${named.benchmark}: ${row[2]} micros/op and ${row[3]} ops/sec do not belong to one run of whole threads.`;
    problems.push({ code: 'inconsistent', level: 'warn', note });
  }
  const common = { ...named, line: line.number };
  const megabytes = row[6] === undefined ? undefined : Number(row[6]);
  return [
    { ...common, metric: 'ops/sec', unit: 'ops/s', value: rate, primary: !isCoarse },
    { ...common, metric: 'micros/op', unit: 'us/op', value: micros, primary: isCoarse },
    ...(megabytes === undefined ? [] : [{ ...common, metric: 'MB/s', unit: 'MiB/s', value: megabytes, primary: false }]),
  ];
}

function averageOf(benchmark: string, n: number, row: RegExpExecArray, line: Line): readonly Measurement[] {
  const deviation = (half: string | undefined): number => (Number(half) * Math.sqrt(n)) / 1.96;
  const common = { benchmark, line: line.number };
  const rate = summarised(
    { ...common, metric: 'ops/sec', unit: 'ops/s', primary: true },
    { center: Number(row[4]), of: 'mean', n, sd: deviation(row[5]) },
  );
  if (row[6] === undefined) return [rate];
  const bytes = { ...common, metric: 'MB/s', unit: 'MiB/s', primary: false };
  return [rate, summarised(bytes, { center: Number(row[6]), of: 'mean', n, sd: deviation(row[7]) })];
}

function readContext(text: string, environment: { -readonly [K in keyof Environment]: Environment[K] }, problems: ReadingProblem[]): void {
  const cpus = /^CPU: (\d{1,5}) \* /.exec(text)?.[1];
  if (cpus !== undefined) environment.cpus = Number(cpus);
  if (/^WARNING: (?:Assertions are enabled|Optimization is disabled)/.test(text)) {
    environment.buildType = 'debug';
    problems.push({ code: 'debug-build', level: 'warn', note: text });
  }
}
