import { plainCell, readCell } from './cells.ts';
import type { Grid } from './grid.ts';

/** A grid whose rows or columns are the runs of a benchmark, without their numbers, so that the runs have one name. */
export function withRunsAlike(grid: Grid): Grid {
  return columnsAlike(rowsAlike(grid));
}

const RUN = `(?:runs?|iter(?:ation)?s?|trials?|rounds?|samples?|attempts?|reps?|repetitions?|pass)`;
/** A heading above the numbers of runs. */
const NUMBERS = new RegExp(String.raw`^(?:${RUN} ?(?:#|no\.?|number|id)?|#)$`, 'i');
/** A heading above numbers of anything. */
const INDEX = /^(?:id|no\.?|nr\.?|n|index|i)$/i;
const NUMBERED = new RegExp(String.raw`^(?:${RUN} ?#?|#) ?(\d{1,4})$`, 'i');
const SUMMARY =
  /^(?:avg|averages?|mean|medians?|min(?:imum)?|max(?:imum)?|best|worst|total|sum|std\.? ?dev\.?|stddev|sd|σ|geo ?-?mean|p-?value|cv|variance|Δ|delta|change|diff(?:erence)?|improvement|speed-?up)(?: \(?[a-zµ%]{1,5}\)?)?$/i;
const FEWEST = 3;

/** Rows named `run 1`, `run 2`, … or numbered below `run`; what sums them up is left out. */
function rowsAlike(grid: Grid): Grid {
  const index = runColumn(grid);
  if (index === undefined) return grid;
  const rows = grid.rows.filter((row) => !row.cells.some((cell, at) => (at === index || at === 0) && SUMMARY.test(plainCell(cell))));
  const isKept = (at: number): boolean => !isRunning(grid) || !SUMMARY.test(plainCell(grid.header[at] ?? ''));
  const blanked = (cells: readonly string[]): readonly string[] =>
    cells.map((cell, at) => (at === index ? '' : cell)).filter((_, at) => isKept(at));
  return { header: blanked(grid.header), rows: rows.map((row) => ({ ...row, cells: blanked(row.cells) })) };
}

function runColumn(grid: Grid): number | undefined {
  const width = Math.max(0, ...grid.rows.map(({ cells }) => cells.length));
  for (let index = 0; index < width; index++) {
    const heading = plainCell(grid.header[index] ?? '');
    const isHeaded = NUMBERS.test(heading) || (index === 0 && INDEX.test(heading) && isRunning(grid));
    const cells = grid.rows.map((row) => plainCell(row.cells[index] ?? '')).filter((cell) => cell !== '' && !SUMMARY.test(cell));
    const numbers = cells.map((cell) =>
      Number(NUMBERED.exec(cell)?.[1] ?? (isHeaded && /^#?\d{1,4}$/.test(cell) ? cell.replace('#', '') : Number.NaN)),
    );
    if (isCount(numbers)) return index;
  }
  return undefined;
}

/** Whether columns beside the value give the mean and the deviation so far: each row is one more run. */
function isRunning({ header }: Grid): boolean {
  const plain = header.map(plainCell);
  return plain.some((text) => /^(?:avg|average|mean)$/i.test(text)) && plain.some((text) => /^(?:std\.? ?dev|sd|σ)$/i.test(text));
}

/** Whether the numbers count runs: from nought or one, none left out; the count may begin anew for each benchmark. */
function isCount(numbers: readonly number[]): boolean {
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  const [first] = distinct;
  return distinct.length >= FEWEST && (first === 0 || first === 1) && distinct.every((number, i) => number === (first ?? 0) + i);
}

/** Columns headed `run 1`, `run 2`, … or `before #1`, `before #2`, …; those that sum them up are left out. */
function columnsAlike(grid: Grid): Grid {
  const headings = grid.header.map((text) => (COUNTING.test(text) ? TAIL.exec(plainCell(text)) : null));
  const groups = new Map<string, number[]>();
  for (const heading of headings) {
    if (heading !== null) groups.set(stem(heading), [...(groups.get(stem(heading)) ?? []), Number(heading[2])]);
  }
  const counted = new Set([...groups].filter(([, numbers]) => isCount(numbers)).map(([name]) => name));
  if (counted.size === 0) return grid;
  const isKept = (at: number): boolean => {
    const isFigure = grid.rows.some((row) => readCell(row.cells[at] ?? '') !== undefined);
    return !(SUMMARY.test(plainCell(grid.header[at] ?? '')) && isFigure);
  };
  const kept = grid.header.map((_, at) => isKept(at));
  const named = grid.header.map((text, at) => {
    const heading = headings[at] ?? null;
    return heading !== null && counted.has(stem(heading)) ? stem(heading) : text;
  });
  return {
    header: named.filter((_, at) => kept[at] ?? true),
    rows: grid.rows.map((row) => ({ ...row, cells: row.cells.filter((_, at) => kept[at] ?? true) })),
    areRunsAlike: true,
  };
}

/** A bare number may as well be one of threads. */
const COUNTING = new RegExp(String.raw`(?:^|[^\p{L}])(?:${RUN}|#)(?= ?#?\d)`, 'iu');
/** `run 3`, `before #3`, `after run 3 (ms)`: the words, the number and a unit. */
const TAIL = new RegExp(
  String.raw`^((?:before|after|old|new|base(?:line)?|head|main|master|pr|patch(?:ed)?)? ?(?:${RUN})?) ?#?(\d{1,4})((?: ?[([][A-Za-zµμ/%]{1,10}[)\]])?)$`,
  'i',
);

function stem(heading: RegExpExecArray): string {
  const words = (heading[1] ?? '').replace(new RegExp(` ?${RUN}$`, 'i'), '').trim();
  return `${words}${heading[3] ?? ''}`.trim();
}
