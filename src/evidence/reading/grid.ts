import type { Labeller } from '../labeller.ts';
import type { SideName } from '../side-labels.ts';
import { plainCell, readCell, readChange } from './cells.ts';

/** A table taken apart, whatever it was drawn with. */
export interface Grid {
  /** Empty when the table has no heading. */
  readonly header: readonly string[];
  readonly rows: readonly GridRow[];
  /** Columns under the same words are runs of one benchmark. */
  readonly areRunsAlike?: boolean;
}

export interface GridRow {
  readonly cells: readonly string[];
  /** 1-based line. */
  readonly line: number;
  /** The mark of a `diff` fence before the row, which colours it as a verdict. */
  readonly mark: '+' | '-' | '';
}

/** How a column is to be read. */
export interface Column {
  readonly index: number;
  readonly text: string;
  readonly role: 'name' | 'value' | 'change' | 'noise' | 'runs' | 'remark';
  readonly side: SideName | undefined;
  /** The heading without the words for the side. */
  readonly rest: string;
}

const CHANGE_HEADING =
  /(?:^|[^\p{L}])(?:delta|δ|diff(?:erence)?|change[ds]?|improvement|improved|speed-?up|ratio|gain|win|vs\.?|versus|relative|reduction|faster|rel|factor|%)(?:$|[^\p{L}])|^Δ|Δ$|Δ[ (%]/iu;
const NOISE_HEADING =
  /(?:^|[^\p{L}])(?:noise|floor|±|std ?dev|stddev|sd|σ|stdev|error|err|cv|rounds|mad|variance|p-?value|p|ci|confidence)(?:$|[^\p{L}\p{N}])/iu;
const RUNS_HEADING = /^(?:n|runs|samples|reps|repetitions|# ?(?:runs|samples))$/i;

/** The columns of a grid with their roles; sides only where a heading names them, or leaves one column to be the other side. */
export function columnsOf(grid: Grid, label: Labeller): readonly Column[] {
  const width = Math.max(grid.header.length, ...grid.rows.map((row) => row.cells.length));
  const found = Array.from({ length: width }, (_, index) => columnAt(grid, index, label));
  const columns = grid.areRunsAlike ? found : numbered(found);
  const sided = columns.filter((column) => column.side !== undefined && column.role === 'value');
  const sides = new Set(sided.map((column) => column.side));
  if (sides.size !== 1) return sides.size === 2 ? columns : bySize(columns, grid);
  const first = sided[0]?.index ?? 0;
  const others = columns.filter(
    ({ role, side, index, text }) => role === 'value' && side === undefined && index > 0 && !OTHER_THINGS.test(text),
  );
  const right = others.filter(({ index }) => index > first);
  const [other, more] = right.length > 0 ? right : others;
  if (other === undefined || more !== undefined || sided.length !== 1) return columns;
  const opposite = sided[0]?.side === 'before' ? 'after' : 'before';
  return columns.map((column) => (column === other ? { ...column, side: opposite, rest: sided[0]?.rest ?? '' } : column));
}

/** What a column beside the baseline may stand for instead of the change. */
const OTHER_THINGS =
  /\b(?:linux|freebsd|windows|macos|darwin|glibc|musl|native|bare[ -]?metal|theoretical|ideal|limit|target|goal|expected|spec|threads?|size|count|iterations?)\b/i;

/** A second pair of columns under the same words is another metric. */
function numbered(columns: readonly Column[]): readonly Column[] {
  return columns.map((column) => {
    const { side, rest, role, index } = column;
    if (side === undefined || role !== 'value') return column;
    const earlier = columns.filter(
      (other) => other.index < index && other.side === side && other.role === role && other.rest === rest,
    ).length;
    return earlier === 0 ? column : { ...column, rest: `${rest} #${earlier + 1}`.trim() };
  });
}

function columnAt(grid: Grid, index: number, label: Labeller): Column {
  const text = plainCell(grid.header[index] ?? '');
  const { side, rest, first } = label(text);
  const cells = grid.rows.map((row) => row.cells[index] ?? '').filter((cell) => !/^[-–—\s]*$/.test(cell));
  const values = cells.filter((cell) => readCell(cell) !== undefined).length;
  const changes = cells.filter((cell) => readChange(cell) !== undefined && (readCell(cell) === undefined || /%/.test(text))).length;
  const isMostly = (count: number): boolean => cells.length > 0 && count >= cells.length / 2;
  const make = (role: Column['role']): Column => ({ index, text, role, side, rest });
  if (NOISE_HEADING.test(text)) return make('noise');
  if (RUNS_HEADING.test(text)) return make('runs');
  if (first !== undefined || (CHANGE_HEADING.test(text) && !isUnitOnly(text, side))) return make('change');
  if (isMostly(changes) && !isMostly(values)) return make('change');
  if (isMostly(values)) return make('value');
  return make(cells.some((cell) => readCell(cell) !== undefined) && side !== undefined ? 'value' : 'name');
}

/** `Before (%)` heads values that are shares. */
function isUnitOnly(text: string, side: SideName | undefined): boolean {
  return side !== undefined && !CHANGE_HEADING.test(text.replace(/[([] ?% ?[)\]]|%/g, ''));
}

/** Two value columns whose printed change follows from one of them as the base: that one is before. */
function bySize(columns: readonly Column[], grid: Grid): readonly Column[] {
  const values = columns.filter(({ role, index }) => role === 'value' && (index > 0 || grid.header.length === 0));
  const change = columns.find(({ role }) => role === 'change');
  const [one, two] = values;
  if (one === undefined || two === undefined || values.length !== 2 || change === undefined) return columns;
  const base = baseOf(grid, one.index, two.index, change.index);
  // A gain may be printed as old / new - 1, which looks the same as a change with the columns swapped.
  if (base === undefined || (base === two.index && /improv|speed|gain|win|faster|better/i.test(change.text))) return columns;
  return columns.map((column) => {
    if (column !== one && column !== two) return column;
    return { ...column, side: column.index === base ? 'before' : 'after', rest: '' };
  });
}

/** The column that the printed changes are relative to; undefined when they fit both or neither. */
function baseOf(grid: Grid, one: number, two: number, change: number): number | undefined {
  let votes = 0;
  for (const row of grid.rows) {
    const [a, b] = [readCell(row.cells[one] ?? ''), readCell(row.cells[two] ?? '')];
    const printed = readChange(row.cells[change] ?? '')?.change;
    if (a === undefined || b === undefined || printed === undefined || a.value === 0 || b.value === 0 || printed === 0) continue;
    const isOne = Math.abs(b.value / a.value - 1 - printed) <= ROUNDING;
    const isTwo = Math.abs(a.value / b.value - 1 - printed) <= ROUNDING;
    if (isOne !== isTwo) votes += isOne ? 1 : -1;
  }
  return votes === 0 ? undefined : votes > 0 ? one : two;
}

/** Half of the last digit of a percentage with one. */
const ROUNDING = 0.00055;
