import { apacheBench } from './apache-bench.ts';
import { asv } from './asv.ts';
import { benchstat } from './benchstat.ts';
import { catch2 } from './catch2.ts';
import { catch2Xml } from './catch2-xml.ts';
import { comparePy } from './compare-py.ts';
import { critcmp, criterion } from './criterion.ts';
import { dbBench } from './db-bench.ts';
import { fio } from './fio.ts';
import { fioJson } from './fio-json.ts';
import { folly, follyJson } from './folly.ts';
import type { Format, Reading } from './format.ts';
import { githubActionBenchmark } from './github-action-benchmark.ts';
import { goBench } from './go-bench.ts';
import { googleBenchmarkConsole } from './google-benchmark-console.ts';
import { googleBenchmarkCsv } from './google-benchmark-csv.ts';
import { googleBenchmarkJson } from './google-benchmark-json.ts';
import { hyperfine, hyperfineJson, hyperfineMarkdown } from './hyperfine.ts';
import { iperf, iperf3Json } from './iperf.ts';
import { jmh, jmhJson } from './jmh.ts';
import { memtier, memtierJson } from './memtier.ts';
import { nanobench, nanobenchJson } from './nanobench.ts';
import { netperf } from './netperf.ts';
import { osvBlockWrite, osvContextSwitch, osvLoops, osvMutex, osvReadbench, osvSizes } from './osv.ts';
import { osvAverages } from './osv-averages.ts';
import { osvBenchLines } from './osv-bench-lines.ts';
import { osvBootchart } from './osv-bootchart.ts';
import { perfStat, perfStatFields, perfStatJson } from './perf-stat.ts';
import { redisBenchmark } from './redis-benchmark.ts';
import { scyllaPerfSimpleQuery } from './scylla-perf-simple-query.ts';
import { seastarPerfTests, seastarPerfTestsJson } from './seastar-perf-tests.ts';
import { sysbench } from './sysbench.ts';
import { shellTime } from './time.ts';
import { wrk } from './wrk.ts';

/** A longer text is no output that a person reads, and is refused rather than read in part: 16 Mi characters. */
export const LONGEST_TEXT = 16 * 1024 * 1024;

/** So many rows are no output that a person reads either; documents of one value (JSON, XML) take several lines for a row. */
const MOST_LINES = 50_000;

/** Every format that can be read, those with the plainest marks first. */
export const FORMATS: readonly Format[] = [
  googleBenchmarkJson,
  fioJson,
  hyperfineJson,
  nanobenchJson,
  seastarPerfTestsJson,
  perfStatJson,
  iperf3Json,
  jmhJson,
  memtierJson,
  catch2Xml,
  comparePy,
  benchstat,
  goBench,
  asv,
  critcmp,
  criterion,
  jmh,
  catch2,
  googleBenchmarkCsv,
  googleBenchmarkConsole,
  nanobench,
  hyperfineMarkdown,
  hyperfine,
  seastarPerfTests,
  scyllaPerfSimpleQuery,
  dbBench,
  wrk,
  apacheBench,
  memtier,
  sysbench,
  redisBenchmark,
  perfStat,
  perfStatFields,
  shellTime,
  fio,
  iperf,
  netperf,
  osvReadbench,
  osvBootchart,
  osvBenchLines,
  osvMutex,
  osvBlockWrite,
  osvLoops,
  osvContextSwitch,
  folly,
  osvSizes,
  osvAverages,
  githubActionBenchmark,
  follyJson,
].map(bounded);

/** The first format that recognises the text; undefined when none does. */
export function findFormat(text: string): Format | undefined {
  return FORMATS.find((format) => format.recognises(text));
}

function bounded(format: Format): Format {
  const tooLarge = (what: string): Reading => {
    const note = `The output has more than ${what} and was not read.`;
    return { measurements: [], environment: {}, problems: [{ code: 'too-large', level: 'block', note }] };
  };
  return {
    ...format,
    recognises: (text) => format.recognises(text.length > LONGEST_TEXT ? text.slice(0, 100_000) : text),
    read: (text) => {
      if (text.length > LONGEST_TEXT) return tooLarge(`${LONGEST_TEXT} characters`);
      return !/^\s{0,1000}[[{<]/.test(text) && hasMoreLines(text, MOST_LINES) ? tooLarge(`${MOST_LINES} lines`) : format.read(text);
    },
  };
}

/** Whether a text has more lines than so many. */
export function hasMoreLines(text: string, most: number): boolean {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1 && lines <= most; at = text.indexOf('\n', at + 1)) lines++;
  return lines > most;
}
