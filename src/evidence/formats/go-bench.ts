import type { Environment, Format, ReadingProblem } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { findUnit, parseNumber } from './quantity.ts';
import { collectRuns, type Run, reading } from './runs.ts';

const ROW = /^(Benchmark\S{0,300}) (\d{1,15}) (-?[\d.]{1,20}(?:e[+-]?\d{1,3})? [^\s\d]\S{0,60}(?: .{0,500})?)$/;

/** `go test -bench`: a name, the number of iterations, then pairs of a value and its unit. Equal names are the runs of `-count`. */
export const goBench: Format = {
  id: 'go-bench',
  title: 'Go benchmark',
  recognises: (text) => hasLine(text, ROW),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const runs: Run[] = [];
    const environment: { -readonly [K in keyof Environment]: Environment[K] } = {};
    for (const line of linesOf(text)) {
      const row = ROW.exec(line.text);
      const commit = /^commit: ([0-9a-f]{7,64})$/.exec(line.text)?.[1];
      if (commit !== undefined) environment.commit = commit;
      if (/^--- FAIL: Benchmark/.test(line.text)) problems.push({ code: 'errors-in-run', level: 'block', note: line.text });
      if (row === null) continue;
      const fields = (row[3] ?? '').split(' ');
      if (fields.length % 2 === 1)
        problems.push({ code: 'malformed', level: 'warn', note: `Line ${line.number} has a value without a unit.` });
      for (let at = 0; at + 1 < fields.length; at += 2) {
        const value = parseNumber(fields[at] ?? '', '.');
        const metric = fields[at + 1] ?? '';
        if (value === undefined || !isDirected(metric)) continue;
        runs.push({ benchmark: row[1] ?? '', metric, unit: metric, value, line: line.number, primary: at === 0 });
      }
    }
    return reading(collectRuns(runs), problems, environment);
  },
};

/** Custom units (`b.ReportMetric`) say nothing of which way is better unless they are a rate, a time or a count of a known thing. */
function isDirected(unit: string): boolean {
  return findUnit(unit) !== undefined;
}
