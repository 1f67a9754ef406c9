import type { Format, Reading, ReadingProblem } from './format.ts';
import { asObject, field, findJson, type JsonObject, numberField } from './json-documents.ts';
import { hasLine, linesOf, unquote } from './paste.ts';
import { parseNumber } from './quantity.ts';
import { collectRuns, type Run, reading, summarised } from './runs.ts';

/** Parts of a report by what they hold: every run, all runs averaged, or the best and worst of them. */
const RUN = /^RUN #(\d{1,6}) RESULTS/i;
const AVERAGE = /^AGGREGATED AVERAGE RESULTS(?: \((\d{1,6}) runs\))?/i;
const CHOSEN = /^(?:BEST|WORST) RUN RESULTS/i;
const ALL = /^ALL STATS/i;

type Part = { readonly kind: 'run' | 'average' | 'chosen'; readonly n?: number };

function partOf(title: string): Part | undefined {
  const average = AVERAGE.exec(title);
  if (average !== null) return { kind: 'average', ...(average[1] === undefined ? {} : { n: Number(average[1]) }) };
  if (CHOSEN.test(title)) return { kind: 'chosen' };
  return RUN.test(title) || ALL.test(title) ? { kind: 'run' } : undefined;
}

interface Figure {
  readonly part: Part;
  readonly run: Run;
}

/** Runs where they are listed, else their average; the best run alone is a choice and says so. */
function readingOf(figures: readonly Figure[], problems: ReadingProblem[]): Reading {
  const of = (kind: Part['kind']): readonly Figure[] => figures.filter((figure) => figure.part.kind === kind);
  if (of('run').length > 0) return reading(collectRuns(of('run').map((figure) => figure.run)), problems);
  if (of('average').length > 0) {
    const averages = of('average').map(({ part, run }) =>
      summarised(run, { center: run.value, of: 'mean', ...(part.n === undefined ? {} : { n: part.n }) }),
    );
    return reading(
      averages.map(({ values, ...rest }) => ({ ...rest, values })),
      problems,
    );
  }
  if (figures.length > 0) {
    problems.push({ code: 'cherry-picked', level: 'block', note: 'Only the best or worst run is given: memtier chose it after the fact.' });
  }
  return reading(collectRuns(of('chosen').map((figure) => figure.run)), problems);
}

const HEADING = /^Type Ops\/sec Hits\/sec/;

/** memtier_benchmark's table; the row `Totals` is what is read. */
export const memtier: Format = {
  id: 'memtier',
  title: 'memtier_benchmark',
  recognises: (text) => hasLine(text, HEADING),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const figures: Figure[] = [];
    let part: Part = { kind: 'run' };
    let columns: readonly string[] = [];
    for (const line of linesOf(text)) {
      part = partOf(line.text) ?? part;
      if (HEADING.test(line.text))
        columns = line.text
          .replace(/ ?Latency/g, 'Latency')
          .replace('Avg.Latency', 'Avg')
          .split(' ');
      if (/connection (?:dropped|error)|handle error response/i.test(line.text)) {
        problems.push({ code: 'errors-in-run', level: 'block', note: line.text.slice(0, 200) });
      }
      if (!/^Totals /.test(line.text)) continue;
      line.text.split(' ').forEach((cell, index) => {
        const value = parseNumber(cell, '.');
        const column = columns[index] ?? '';
        const common = { benchmark: 'memtier', line: line.number, value: value ?? 0 };
        if (value === undefined) return;
        if (column === 'Ops/sec') figures.push({ part, run: { ...common, metric: column, unit: 'ops/s', primary: true } });
        const latency = /^(?:p([\d.]+)|Avg\.?)(?:Latency)?$|^Latency$/.exec(column);
        if (latency === null) return;
        const metric = latency[1] === undefined ? 'Latency' : `p${Number(latency[1])}`;
        figures.push({ part, run: { ...common, metric, unit: 'ms', primary: false } });
      });
    }
    return readingOf(figures, problems);
  },
};

/** memtier_benchmark's `--json-out-file`. */
export const memtierJson: Format = {
  id: 'memtier-json',
  title: 'memtier_benchmark (JSON)',
  recognises: (text) =>
    /"(?:ALL STATS|AGGREGATED AVERAGE RESULTS[^"]{0,40}|(?:BEST|WORST) RUN RESULTS|RUN #\d+ RESULTS)"\s{0,9}:/.test(
      unquote(text).slice(0, 1_000_000),
    ),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const figures = findJson(text).flatMap((document) =>
      Object.entries(asObject(document.value) ?? {}).flatMap(([title, value]): readonly Figure[] => {
        const part = partOf(title);
        const totals = asObject(field(asObject(value), 'Totals'));
        if (part === undefined) return [];
        if (numberField(totals, 'Ops/sec') === undefined) {
          problems.push({ code: 'malformed', level: 'warn', note: `${title} has no totals.` });
          return [];
        }
        return jsonFigures(part, totals, document.line);
      }),
    );
    return readingOf(figures, problems);
  },
};

function jsonFigures(part: Part, totals: JsonObject | undefined, line: number): readonly Figure[] {
  const tails = asObject(field(totals, 'Percentile Latencies'));
  const rows = [
    ['Ops/sec', numberField(totals, 'Ops/sec'), 'ops/s'],
    ['Latency', numberField(totals, 'Average Latency') ?? numberField(totals, 'Latency'), 'ms'],
    ['p50', numberField(tails, 'p50.00'), 'ms'],
    ['p99', numberField(tails, 'p99.00'), 'ms'],
    ['p99.9', numberField(tails, 'p99.90'), 'ms'],
  ] as const;
  return rows.flatMap(([metric, value, unit]) =>
    value === undefined ? [] : [{ part, run: { benchmark: 'memtier', metric, unit, value, line, primary: metric === 'Ops/sec' } }],
  );
}
