import type { Measurement, ReadingProblem } from '../formats/format.ts';
import { dimensionOf } from '../formats/quantity.ts';
import type { Labeller } from '../labeller.ts';
import { opposite, type SideName } from '../side-labels.ts';
import { type Cell, plainCell, readCell, readChange } from './cells.ts';
import { type Column, columnsOf, type Grid, type GridRow } from './grid.ts';
import { hintOf } from './metric-words.ts';
import { withPairsApart } from './pair-cells.ts';
import type { PassageLine } from './passages.ts';
import { printedChangeProblems } from './printed-changes.ts';
import { withRunsAlike } from './run-cells.ts';
import { directed, inOneUnit } from './table-directions.ts';
import { metricHint, metricName } from './table-metrics.ts';

/** What a table says. */
export interface TableReading {
  readonly measurements: readonly Measurement[];
  /** Changes printed without the values they come from. */
  readonly changes: readonly PrintedChange[];
  readonly problems: readonly ReadingProblem[];
}

/** A change that a text states instead of its two values. */
export interface PrintedChange {
  readonly benchmark: string;
  readonly metric: string;
  readonly better: 'lower' | 'higher' | undefined;
  /** after / before - 1. */
  readonly change: number;
  readonly interval: readonly [number, number] | null;
  readonly line: number;
}

/** The lines between bars as grids: a line of dashes below a row makes that row the heading of a table of its own. */
export function gridsOf(lines: readonly PassageLine[]): readonly Grid[] {
  const starts = lines.flatMap((_, i) => (i > 0 && RULE.test(lines[i + 1]?.text ?? '') && !RULE.test(lines[i]?.text ?? '') ? [i] : []));
  return [0, ...starts].map((start, i, all) => gridOf(lines.slice(start, all[i + 1])));
}

const RULE = /^[\s|:+=\u2500-\u257f-]*-[\s|:+=\u2500-\u257f-]*$/;

function gridOf(lines: readonly PassageLine[]): Grid {
  const rows = lines
    .filter((line) => !/^[\s|:+=\u2500-\u257f-]*$/.test(line.text))
    .map((line): GridRow => {
      const mark = /^\s{0,3}([-+])\s?\|/.exec(line.text)?.[1];
      return {
        cells: cellsOf(line.text.replace(/^\s{0,3}[-+](?=\s?\|)/, '')),
        line: line.number,
        mark: mark === '+' || mark === '-' ? mark : '',
      };
    });
  const [first, ...rest] = rows;
  if (first === undefined) return { header: [], rows: [] };
  const isRuled = RULE.test(lines[lines.findIndex(({ number }) => number === first.line) + 1]?.text ?? '');
  const isHeading = isRuled || !first.cells.some((cell) => readCell(cell) !== undefined) || first.cells.every((cell) => !/\d/.test(cell));
  return isHeading ? { header: first.cells, rows: rest } : { header: [], rows };
}

function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

/**
 * Reads a grid: sides in its columns, or in one column of its rows, or a change alone in its cells. `about` is what stands above it, for
 * the metric when neither heading nor cell names one.
 */
export function readGrid(given: Grid, label: Labeller, about: string): TableReading {
  const grid = withRunsAlike(withPairsApart(given, label));
  const columns = columnsOf(grid, label);
  if (columns.some(({ role, text }) => role === 'name' && SETTINGS.test(text))) return { measurements: [], changes: [], problems: [] };
  const sideColumn = columns.some(({ side, role }) => side !== undefined && role === 'value') ? undefined : rowSides(grid, columns, label);
  const values = columns.filter(({ role, index }) => role === 'value' && index !== sideColumn?.index);
  const isNamed = columns.some(({ role }) => role === 'name');
  const figures = values.filter((column) => column.side !== undefined || isFigure(column, values, isNamed || sideColumn !== undefined));
  const chosen = values.some(({ side }) => side !== undefined) ? figures.filter(({ side }) => side !== undefined) : figures;
  const names = namesBy(grid, columns, chosen, sideColumn?.index);
  const measurements = grid.rows.flatMap((row) => {
    const own = sideColumn === undefined ? undefined : label(plainCell(row.cells[sideColumn.index] ?? ''));
    const rowSide = own?.side ?? otherRowSide(grid, row, sideColumn, label);
    return chosen.flatMap((column): readonly Measurement[] => {
      const read = readCell(row.cells[column.index] ?? '');
      if (read === undefined) return [];
      const unit = read.unit === '' ? (UNIT.exec(own?.rest ?? '')?.[1] ?? '') : read.unit;
      const cell = { ...read, unit };
      const name = [own?.side === undefined || UNIT.test(own.rest) ? '' : own.rest, names(row)].filter((part) => part !== '').join(', ');
      const words = own === undefined ? column.text : plainCell(row.cells[sideColumn?.index ?? 0] ?? '');
      return [{ ...measurementOf(cell, column, name, row, columns, rowSide ?? column.side, about), label: words }];
    });
  });
  const read = inOneUnit(directed(apart(measurements, grid), grid));
  const changes = read.length === 0 ? changesOf(grid, columns, about) : changesBeside(grid, columns, read, about);
  return { measurements: read, changes, problems: printedChangeProblems(grid, columns, read) };
}

/** A heading above the names of what is set, which nobody measures. */
const SETTINGS =
  /^(?:parameters?|params?|options?|settings?|knobs?|flags?|config(?:uration)?(?: (?:option|key|value))?s?|constants?|defaults?|variables?)$/i;

/** In a table without sides, a numeric column is a figure if it names a metric, or if something else names the row. */
function isFigure(column: Column, values: readonly Column[], isNamed: boolean): boolean {
  if (hintOf(column.text) !== undefined) return true;
  return isNamed ? true : values.indexOf(column) > 0;
}

/** The column whose cells name the sides of the rows. */
function rowSides(grid: Grid, columns: readonly Column[], label: Labeller): Column | undefined {
  return columns.find((column) => {
    if (column.role === 'change' || column.role === 'noise') return false;
    const sides = grid.rows
      .map((row) => label(plainCell(row.cells[column.index] ?? '')))
      .filter(({ side, rest }) => side !== undefined && rest.length <= 60);
    if (grid.rows.length === 2 && sides.length === 1 && sides[0]?.rest === '') return true;
    return new Set(sides.map(({ side }) => side)).size === 2 && sides.length >= grid.rows.length / 2;
  });
}

/** Of two rows the one without a label is the other side. */
function otherRowSide(grid: Grid, row: GridRow, column: Column | undefined, label: Labeller): SideName | undefined {
  const other = grid.rows.length === 2 && column !== undefined ? grid.rows.find((one) => one !== row) : undefined;
  const side = label(plainCell(other?.cells[column?.index ?? 0] ?? '')).side;
  return side === undefined ? undefined : opposite(side);
}

/** Two columns of a row under one name are two metrics, where they are not said to be runs. */
function apart(measurements: readonly Measurement[], grid: Grid): readonly Measurement[] {
  if (grid.areRunsAlike === true) return measurements;
  const seen = new Map<string, number>();
  return measurements.map((measurement) => {
    const key = JSON.stringify([measurement.line, measurement.benchmark, measurement.metric, measurement.side]);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? measurement : { ...measurement, metric: `${measurement.metric} #${count}` };
  });
}

/** A row's label may name a unit beside the side: `before (ms)`. */
const UNIT = /^[([]([A-Za-zµμ%]{1,4}(?:\/[a-z]{1,4})?)[)\]]$/;

/** The names of rows: by what stands left of the values, and by figures beside them only where that is not enough. */
function namesBy(
  grid: Grid,
  columns: readonly Column[],
  figures: readonly Column[],
  sideColumn: number | undefined,
): (row: GridRow) => string {
  const isFree = (column: Column): boolean => column.role !== 'value' || figures.includes(column) || isParameter(column, figures, grid);
  const few = columns.filter(isFree);
  const short = grid.rows.map((row) => nameOf(row, few, figures, sideColumn));
  const full = grid.rows.map((row) => nameOf(row, columns, figures, sideColumn));
  const isEnough = new Set(short).size === new Set(full).size;
  const chosen = new Map(grid.rows.map((row, i) => [row, (isEnough ? short : full)[i] ?? '']));
  return (row) => chosen.get(row) ?? '';
}

/** Whether a column of numbers sets something, rather than being one more thing measured: it stands before the values and counts something else. */
function isParameter(column: Column, figures: readonly Column[], grid: Grid): boolean {
  const dimensions = (one: Column): ReadonlySet<string> =>
    new Set(grid.rows.map((row) => dimensionOf(readCell(row.cells[one.index] ?? '')?.unit ?? '')).filter((dimension) => dimension !== ''));
  const [first] = figures;
  if (first === undefined || column.index > first.index) return false;
  const own = dimensions(column);
  return ![...dimensions(first)].some((dimension) => own.has(dimension));
}

function nameOf(row: GridRow, columns: readonly Column[], figures: readonly Column[], sideColumn: number | undefined): string {
  const firstFigure = figures[0]?.index ?? 0;
  const parts = columns.flatMap(({ index, text, role }) => {
    const cell = plainCell(row.cells[index] ?? '');
    const isName = role === 'name' || (role === 'value' && !figures.some((figure) => figure.index === index));
    if (
      !isName ||
      cell === '' ||
      index === sideColumn ||
      (index > firstFigure && figures.some((figure) => figure.index < index) && role === 'name' && VERDICT.test(cell))
    )
      return [];
    return [/^[\d.,kKMG]+$/.test(cell) && text !== '' ? `${text} ${cell}` : cell];
  });
  return parts.join(', ').slice(0, 200);
}

const VERDICT =
  /^\(?(?:no (?:change|difference)|deviation|improve|regress|ok|pass|fail|similar|same|faster|slower|better|worse|[✅❌⚪🟢🔴]|\d+(?:\.\d+)?$)/iu;

function measurementOf(
  cell: Cell,
  column: Column,
  name: string,
  row: GridRow,
  columns: readonly Column[],
  side: SideName | undefined,
  about: string,
): Measurement {
  const hint = metricHint(cell, column, name, columns, about);
  const n = cell.n ?? runsOf(row, columns);
  const noise = columns
    .filter(({ role }) => role === 'noise' || role === 'change')
    .map(({ index }) => noiseOf(row.cells[index] ?? '', columns[index]?.text ?? ''));
  const found = noise.find((one) => one !== undefined);
  const summary = cell.samples === undefined && (cell.spread !== undefined || n !== undefined);
  return {
    benchmark: name,
    metric: metricName(column, hint),
    unit: hint?.unit ?? cell.unit,
    better: hint?.better ?? 'lower',
    kind: hint?.kind ?? 'other',
    primary: true,
    values: cell.samples ?? (summary ? [] : [cell.value]),
    line: row.line,
    ...(summary
      ? {
          summary: {
            center: cell.value,
            of: 'mean' as const,
            ...(cell.spread === undefined ? {} : { sd: cell.spread }),
            ...(n === undefined ? {} : { n }),
          },
        }
      : {}),
    ...(side === undefined ? {} : { side }),
    ...(cell.isApproximate ? { approximate: true } : {}),
    ...(hint === undefined ? { isDirectionUnknown: true } : {}),
    ...(found === undefined ? {} : { noise: found }),
  };
}

function runsOf(row: GridRow, columns: readonly Column[]): number | undefined {
  const column = columns.find(({ role }) => role === 'runs');
  const cell = column === undefined ? undefined : readCell(row.cells[column.index] ?? '');
  return cell !== undefined && Number.isInteger(cell.value) && cell.value > 0 ? cell.value : undefined;
}

/** What runs of one build differ by, as a fraction, where a column of noise or the cell of the change says so. */
function noiseOf(cell: string, heading: string): number | undefined {
  const printed = readChange(cell)?.noise;
  if (printed !== null && printed !== undefined) return printed;
  const share = /noise|floor/i.test(heading) ? /([\d.]{1,12}) ?%/.exec(cell)?.[1] : undefined;
  return share === undefined ? undefined : Number(share) / 100;
}

/** `2.3x` alone: so many times better, or worse below one. */
function readFactor(cell: string): Pick<PrintedChange, 'change' | 'interval'> | undefined {
  const factor = /^[~≈]?(\d{1,6}(?:\.\d{1,6})?) ?[x×]/i.exec(plainCell(cell))?.[1];
  return factor === undefined ? undefined : { change: Number(factor) - 1, interval: null };
}

/** Rows of a change alone among rows with values: it is better in the direction of those, if all have one. */
function changesBeside(grid: Grid, columns: readonly Column[], read: readonly Measurement[], about: string): readonly PrintedChange[] {
  const lines = new Set(read.map(({ line }) => line));
  const [better, more] = new Set(read.map((one) => (one.isDirectionUnknown ? undefined : one.better)));
  if (better === undefined || more !== undefined) return [];
  const signed = columns.filter(({ role, text }) => role !== 'change' || /change|delta|diff|[Δδ]/i.test(text));
  const rows = grid.rows.filter(({ line }) => !lines.has(line));
  return changesOf({ ...grid, rows }, signed, about).map((change) => ({ ...change, better: change.better ?? better }));
}

/** Cells that hold nothing but changes with their intervals. */
function changesOf(grid: Grid, columns: readonly Column[], about: string): readonly PrintedChange[] {
  const changes = columns.filter(({ role }) => role === 'change');
  return grid.rows.flatMap((row) =>
    changes.flatMap((column): readonly PrintedChange[] => {
      const printed = readChange(row.cells[column.index] ?? '') ?? readFactor(row.cells[column.index] ?? '');
      if (printed === undefined) return [];
      const benchmark = nameOf(row, columns, changes, undefined);
      const better = (hintOf(column.text) ?? hintOf(benchmark) ?? hintOf(about))?.better;
      const { change, interval } = printed;
      return [{ benchmark, metric: column.text, better, change, interval, line: row.line }];
    }),
  );
}
