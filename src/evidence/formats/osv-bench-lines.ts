import type { Format, Measurement, Reading, ReadingProblem } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { findUnit, parseNumber } from './quantity.ts';
import { collectRuns, type Run, reading, summarised } from './runs.ts';

const NUMBER = String.raw`-?[\d.]{1,20}(?:e[+-]?\d{1,3})?`;
const BENCH = new RegExp(String.raw`^BENCH: (\S.{0,80}?) = (${NUMBER}) (\S{1,30})$`);
const SKIPPED = /^BENCH: (\S.{0,80}?) = SKIP$/;
const RESULT = new RegExp(
  String.raw`^RESULT (\S{1,100}) median=(${NUMBER})(?: stdev=(${NUMBER}))?(?: (\S{1,30}))??(?: reps=\[([^\]]{0,3000})\])?$`,
);
const PLAIN_RESULT = new RegExp(String.raw`^RESULT (\S{1,100}) (${NUMBER})(?: (\S{1,30}))?$`);
const TABLE = new RegExp(String.raw`^(\S{1,60}) (\S{1,60}) (\S{1,60}) (\S{1,60}_[A-Za-z]\S{0,60}) (${NUMBER})(?: \(sd (${NUMBER})\))?$`);
const TABLE_HEADING = /^impl topo workload metric value$/;

/** OSv's `BENCH:` and `RESULT` lines and the `results.tsv` made of them; `reps=[…]` are samples, one per run. */
export const osvBenchLines: Format = {
  id: 'osv-bench-lines',
  title: 'OSv BENCH: and RESULT lines',
  recognises: (text) => [BENCH, SKIPPED, RESULT, PLAIN_RESULT, TABLE_HEADING].some((pattern) => hasLine(text, pattern)),
  read,
};

function read(text: string): Reading {
  const problems: ReadingProblem[] = [];
  const runs: Run[] = [];
  const summaries: Measurement[] = [];
  let isTable = false;
  for (const line of linesOf(text)) {
    isTable ||= TABLE_HEADING.test(line.text);
    const plain = BENCH.exec(line.text) ?? PLAIN_RESULT.exec(line.text);
    const result = RESULT.exec(line.text);
    const cells = isTable ? TABLE.exec(line.text) : null;
    if (result !== null) {
      const [, benchmark = '', median = '', sd, unit = '', reps] = result;
      const common = { benchmark, metric: 'median', ...unitOf(benchmark, unit, problems), line: line.number, primary: true };
      const samples = (reps ?? '').split(',').flatMap((rep) => parseNumber(rep, '.') ?? []);
      checkMedian(benchmark, Number(median), samples, problems);
      if (samples.length > 0) runs.push(...samples.map((value) => ({ ...common, value })));
      else summaries.push(summarised(common, { center: Number(median), of: 'median', ...(sd === undefined ? {} : { sd: Number(sd) }) }));
    } else if (plain !== null) {
      const [, benchmark = '', value = '', unit = ''] = plain;
      runs.push({
        benchmark,
        metric: 'value',
        ...unitOf(benchmark, unit, problems),
        value: Number(value),
        line: line.number,
        primary: true,
      });
    } else if (cells !== null) {
      const [, implementation, topology, workload, metric = '', value = '', sd] = cells;
      const benchmark = `${implementation} ${topology} ${workload}`;
      const common = { benchmark, metric, ...unitOf(metric, metric.split('_').at(-1) ?? '', problems), line: line.number, primary: true };
      if (sd === undefined) runs.push({ ...common, value: Number(value) });
      else summaries.push(summarised(common, { center: Number(value), of: 'mean', sd: Number(sd) }));
    } else if (SKIPPED.test(line.text)) {
      problems.push({ code: 'skipped', level: 'info', note: `${SKIPPED.exec(line.text)?.[1]} was skipped.` });
    }
  }
  return reading([...collectRuns(runs), ...summaries], problems);
}

function unitOf(benchmark: string, unit: string, problems: ReadingProblem[]): { readonly unit: string } {
  if (findUnit(unit) === undefined) {
    const note = `${benchmark}: nothing says whether more or less of "${unit}" is better; less is assumed.`;
    problems.push({ code: 'unknown-direction', level: 'warn', note });
  }
  return { unit };
}

function checkMedian(benchmark: string, printed: number, samples: readonly number[], problems: ReadingProblem[]): void {
  const sorted = [...samples].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  if (low === undefined || high === undefined) return;
  const slack = 0.1 + 0.001 * Math.abs(printed);
  if (printed >= low - slack && printed <= high + slack) return;
  problems.push({
    code: 'inconsistent',
    level: 'block',
    note: `${benchmark}: the printed median ${printed} is not that of its repetitions.`,
  });
}
