import { splitCsv } from './csv.ts';
import type { Format, ReadingProblem } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { parseNumber } from './quantity.ts';
import { collectRuns, type Run, reading } from './runs.ts';

const QUIET = /^(\S.{0,80}?): ([\d.]{1,20}) requests per second(?:, p50=([\d.]{1,20}) msec)?$/;
const SECTION = /^=+ (\S.{0,80}?) =+$/;
const PLAIN = /^(?:throughput summary: )?([\d.]{1,20}) requests per second$/;
const CSV_HEADING = /^"test","rps"/;
const CSV_ROW = /^"[A-Za-z][^"]{0,80}","[\d.]{1,20}"/;
const LATENCY_HEADING = /^avg min p50 p95 p99 max$/;
const LATENCY = /^([\d.]{1,20}) ([\d.]{1,20}) ([\d.]{1,20}) ([\d.]{1,20}) ([\d.]{1,20}) ([\d.]{1,20})$/;

/** redis-benchmark in its three layouts: `-q`, `--csv` before and after it had a heading, and the long report. */
export const redisBenchmark: Format = {
  id: 'redis-benchmark',
  title: 'redis-benchmark',
  recognises: (text) => [QUIET, PLAIN, CSV_HEADING, CSV_ROW].some((pattern) => hasLine(text, pattern)),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const runs: Run[] = [];
    let columns: readonly string[] = ['test', 'rps'];
    let section = 'redis-benchmark';
    let hasLatencies = false;
    for (const line of linesOf(text)) {
      const common = { line: line.number };
      const rps = { ...common, metric: 'rps', unit: 'req/s', primary: true };
      section = SECTION.exec(line.text)?.[1] ?? section;
      const quiet = QUIET.exec(line.text);
      const plain = PLAIN.exec(line.text);
      const latency = hasLatencies ? LATENCY.exec(line.text) : null;
      if (CSV_HEADING.test(line.text)) columns = splitCsv(line.text);
      else if (CSV_ROW.test(line.text)) runs.push(...csvRuns(splitCsv(line.text), columns, line.number));
      else if (plain !== null) runs.push({ ...rps, benchmark: section, value: Number(plain[1]) });
      else if (quiet !== null) {
        runs.push({ ...rps, benchmark: quiet[1] ?? '', value: Number(quiet[2]) });
        if (quiet[3] !== undefined)
          runs.push({ ...common, benchmark: quiet[1] ?? '', metric: 'p50', unit: 'ms', value: Number(quiet[3]), primary: false });
      } else if (latency !== null) {
        if (Number(latency[2]) > Number(latency[3]) || Number(latency[3]) > Number(latency[6])) {
          problems.push({ code: 'inconsistent', level: 'block', note: `${section}: the latencies are not in order: ${line.text}` });
        }
        for (const [at, metric] of [
          [1, 'avg'],
          [3, 'p50'],
          [5, 'p99'],
        ] as const) {
          runs.push({ ...common, benchmark: section, metric, unit: 'ms', value: Number(latency[at]), primary: false });
        }
      }
      hasLatencies = LATENCY_HEADING.test(line.text);
      if (/^(?:Error|ERR|-ERR|MISCONF)\b/.test(line.text))
        problems.push({ code: 'errors-in-run', level: 'block', note: line.text.slice(0, 200) });
    }
    return reading(collectRuns(runs), problems);
  },
};

function csvRuns(cells: readonly string[], columns: readonly string[], line: number): readonly Run[] {
  const [benchmark = ''] = cells;
  return cells.flatMap((cell, index): readonly Run[] => {
    const value = index === 0 ? undefined : parseNumber(cell, '.');
    const column = columns[index] ?? '';
    if (value === undefined) return [];
    if (column === 'rps') return [{ benchmark, metric: 'rps', unit: 'req/s', value, line, primary: true }];
    const metric = /^(avg|p50|p99)_latency_ms$/.exec(column)?.[1];
    return metric === undefined ? [] : [{ benchmark, metric, unit: 'ms', value, line, primary: false }];
  });
}
