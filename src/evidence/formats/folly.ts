import type { Format, Reading, ReadingProblem } from './format.ts';
import { asArray, asObject, findJson, type JsonDocument } from './json-documents.ts';
import { hasLine, type Line, linesOf } from './paste.ts';
import { parseDuration, parseNumber, parseQuantity, prefixFactor } from './quantity.ts';
import { agree, collectRuns, type Run, reading } from './runs.ts';
import { sideOfWords } from './side-words.ts';

const TIME = String.raw`[\d.]{1,20}(?:fs|ps|ns|us|ms|s|min|hr|days|years)`;
const RATE = String.raw`(?:[\d.]{1,20}[YZXPTGMKmunpfazy]?|Infinity|inf)`;
const ROW = new RegExp(
  String.raw`^(\S.{0,200}?)(?: \[?([\d.]{1,20})%\]?)? (${TIME}) (${RATE})(?: (?:[\d.]{1,20}% )?(${TIME}) (${RATE}))?(?: .{0,200})?$`,
);
const HEADING = /^.{0,200}relative time\/iter(?: iters\/s)?|^Benchmark time\/iter iters\/s/;
/** Two tenths of a nanosecond is one cycle at 5 GHz: no loop body is faster. */
const ONE_CYCLE_NS = 0.2;

/** folly's benchmark table: a name, the share of the baseline, time per iteration, iterations per second; sometimes both sides in a row. */
export const folly: Format = {
  id: 'folly',
  title: 'folly Benchmark',
  recognises: (text) => hasLine(text, HEADING) || hasLine(text, ROW),
  read,
};

function read(text: string): Reading {
  const problems: ReadingProblem[] = [];
  const runs: Run[] = [];
  let sides: readonly ('before' | 'after' | undefined)[] = [];
  for (const line of linesOf(text)) {
    sides = sidesOf(line.text) ?? sides;
    const row = ROW.exec(line.text);
    if (row === null) continue;
    const [, benchmark = '', , time = '', rate = '', secondTime, secondRate = ''] = row;
    if (secondTime === undefined) runs.push(...runOf(benchmark, time, rate, line, problems));
    else runs.push(...pairOf(benchmark, [time, rate], [secondTime, secondRate], sides, line, problems));
  }
  return reading(collectRuns(runs), problems);
}

/** `------ old ------   ------ new ------` or `(before) (after)` above the two groups of columns. */
function sidesOf(text: string): readonly ('before' | 'after' | undefined)[] | undefined {
  if (text.length > 200 || ROW.test(text)) return undefined;
  const words = text.split(/[-=()[\]|\s]+/).filter((word) => word !== '');
  const sides = words.map(sideOfWords);
  return words.length <= 4 && sides.includes('before') && sides.includes('after') ? sides.filter((side) => side !== undefined) : undefined;
}

type Figures = readonly [time: string, rate: string];

function pairOf(
  benchmark: string,
  first: Figures,
  second: Figures,
  sides: readonly ('before' | 'after' | undefined)[],
  line: Line,
  problems: ReadingProblem[],
): readonly Run[] {
  const [one, two] = sides;
  if (one !== undefined && two !== undefined) {
    const marked = (figures: Figures, side: 'before' | 'after'): readonly Run[] =>
      runOf(benchmark, ...figures, line, problems).map((run) => ({ ...run, side }));
    return [...marked(first, one), ...marked(second, two)];
  }
  problems.push({
    code: 'sides-unlabelled',
    level: 'warn',
    note: 'Two groups of columns stand side by side and no word says which is which.',
  });
  return [...runOf(`${benchmark} (columns 1)`, ...first, line, problems), ...runOf(`${benchmark} (columns 2)`, ...second, line, problems)];
}

function runOf(benchmark: string, time: string, rate: string, line: Line, problems: ReadingProblem[]): readonly Run[] {
  const { value, unit } = parseQuantity(time, '.') ?? { value: Number.NaN, unit: 'ns' };
  const nanoseconds = parseDuration(time) ?? 0;
  if (!Number.isFinite(value)) return [];
  if (nanoseconds < ONE_CYCLE_NS) {
    const note = `${benchmark} takes ${time}, less than a cycle: the compiler has removed what it should measure.`;
    problems.push({ code: 'optimised-away', level: 'warn', note });
    if (nanoseconds === 0) return [];
  }
  const figure = /^([\d.]+)([A-Za-z]?)$/.exec(rate);
  const perSecond = (parseNumber(figure?.[1] ?? '', '.') ?? Number.NaN) * (prefixFactor(figure?.[2] ?? '') ?? Number.NaN);
  if (Number.isFinite(perSecond) && !agree(perSecond * nanoseconds, 1e9, 0.02 + 0.01 / value)) {
    problems.push({ code: 'inconsistent', level: 'block', note: `${benchmark}: ${time} and ${rate} iterations per second do not agree.` });
  }
  return [{ benchmark, metric: 'time/iter', unit, value, line: line.number, primary: true }];
}

/** `--bm_json_verbose` of folly: `[[file, name, nanoseconds], …]`; `--json` of folly: `{name: picoseconds}` (printBenchmarkResultsAsJson). */
export const follyJson: Format = {
  id: 'folly-json',
  title: 'folly Benchmark (JSON)',
  recognises: (text) => {
    const documents = findJson(text);
    return documents.length > 0 && documents.every((document) => rowsOf(document).length > 0);
  },
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const runs = findJson(text).flatMap(rowsOf);
    for (const run of runs) {
      if (run.value < ONE_CYCLE_NS)
        problems.push({ code: 'optimised-away', level: 'warn', note: `${run.benchmark} takes less than a cycle.` });
    }
    return reading(collectRuns(runs.filter((run) => run.value > 0)), problems);
  },
};

function rowsOf(document: JsonDocument): readonly Run[] {
  const rows = asArray(document.value);
  const common = { metric: 'time/iter', unit: 'ns', line: document.line, primary: true };
  if (rows.length > 0) {
    const runs = rows.map((row): Run | undefined => {
      const [file, name, time] = asArray(row);
      const isRow = typeof file === 'string' && typeof name === 'string' && typeof time === 'number';
      return isRow ? { ...common, benchmark: name.replace(/^%/, ''), value: time } : undefined;
    });
    return runs.includes(undefined) ? [] : runs.flatMap((run) => (run === undefined || /^(?:-|".*")$/.test(run.benchmark) ? [] : [run]));
  }
  const entries = Object.entries(asObject(document.value) ?? {});
  if (!entries.every(([, time]) => typeof time === 'number')) return [];
  return entries.flatMap(([name, time]) =>
    name === '-' || typeof time !== 'number' ? [] : [{ ...common, benchmark: name.replace(/^%/, ''), value: time / 1000 }],
  );
}
