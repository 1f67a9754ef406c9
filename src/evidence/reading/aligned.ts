import type { Labeller } from '../labeller.ts';
import { readCell, readChange } from './cells.ts';
import type { Grid, GridRow } from './grid.ts';
import { hintOf } from './metric-words.ts';
import type { PassageLine } from './passages.ts';

/** A table drawn with blanks, and the lines it took. */
export interface AlignedGrid {
  readonly grid: Grid;
  /** 1-based numbers of its lines. */
  readonly lines: ReadonlySet<number>;
}

/** Tables whose columns are kept apart by blanks: a heading that names sides or metrics, and rows that end in as many values. */
export function alignedGrids(lines: readonly PassageLine[], label: Labeller): readonly AlignedGrid[] {
  const grids: AlignedGrid[] = [];
  for (let at = 0; at < lines.length; at++) {
    const heading = lines[at];
    const wide = heading === undefined ? undefined : headerOf(heading.text, lines[at + 1]?.text ?? '', label);
    if (wide === undefined || heading === undefined) continue;
    const narrow = narrowBelow(heading.text, lines, at + 1, label);
    const header = narrow?.header ?? wide;
    const { rows, end } = narrow ?? rowsBelow(lines, at + 1, header.length);
    if (rows.length === 0) continue;
    const isNamed = rows.some((row) => row.cells.length > header.length);
    grids.push({
      grid: { header: isNamed ? ['', ...header] : header, rows: isNamed ? rows.map((row) => pad(row, header.length + 1)) : rows },
      lines: new Set(lines.slice(at, end).map((line) => line.number)),
    });
    at = end - 1;
  }
  return grids;
}

interface Below {
  readonly rows: readonly GridRow[];
  /** Index of the first line that is no row. */
  readonly end: number;
}

/** Single blanks between the headings: taken where every row has exactly as many words, and both sides are among them. */
function narrowBelow(
  text: string,
  lines: readonly PassageLine[],
  from: number,
  label: Labeller,
): (Below & { readonly header: readonly string[] }) | undefined {
  const header = text.trim().split(/\s+/);
  if (!header.some((word) => label(word).side !== undefined)) return undefined;
  const rows: GridRow[] = [];
  let at = from;
  for (; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined || line.text.trim() === '') break;
    if (RULE.test(line.text)) continue;
    const cells = line.text.trim().split(/\s+/);
    if (cells.length !== header.length) return undefined;
    rows.push({ cells, line: line.number, mark: '' });
  }
  return rows.some((row) => row.cells.some((cell) => readCell(cell) !== undefined)) ? { header, rows, end: at } : undefined;
}

const RULE = /^[\s=_+-]*$/;

function headerOf(text: string, next: string, label: Labeller): readonly string[] | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 300 || RULE.test(trimmed)) return undefined;
  const wide = trimmed.split(/\s{2,}|\t+/);
  const cells = wide.length >= 2 ? wide : trimmed.split(/\s+/);
  if (cells.length < 2 || cells.length > 20 || cells.some((cell) => cell.length > 40 || /:$|^\d/.test(cell))) return undefined;
  const sided = cells.filter((cell) => label(cell).side !== undefined).length;
  if (wide.length < 2) return sided === cells.length ? cells : undefined;
  const isRuled = /^\s*[=-]{2,}\s+[=-]{2,}/.test(next);
  return sided >= 2 || (sided === 1 && isRuled) || (isRuled && cells.some((cell) => hintOf(cell) !== undefined)) ? cells : undefined;
}

/** Between the heading and the rows may stand a rule, a line of units and another rule. */
const MOST_SUBHEADINGS = 3;
const HAS_FIGURE = /(?:^|\s)[-+]?\d/;

function rowsBelow(
  lines: readonly PassageLine[],
  from: number,
  width: number,
): { readonly rows: readonly GridRow[]; readonly end: number } {
  const rows: GridRow[] = [];
  let group: { readonly name: string; readonly below: number } | undefined;
  let at = from;
  for (; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined || line.text.trim() === '') break;
    if (RULE.test(line.text)) continue;
    const row = rowOf(line.text, width);
    if (row === undefined && rows.length === 0 && at < from + MOST_SUBHEADINGS && !HAS_FIGURE.test(line.text)) continue;
    if (row === undefined) break;
    const [first = '', second] = row.names;
    const start = line.text.search(/\S/);
    // A row that begins below the second name of the one above leaves out the first.
    const isBelow = group !== undefined && start >= group.below && row.names.length > 0;
    if (!isBelow && second !== undefined) group = { name: first, below: line.text.indexOf(second, start + first.length) };
    const names = isBelow && group !== undefined ? [group.name, ...row.names] : row.names;
    rows.push({ cells: names.length === 0 ? row.values : [names.join(' '), ...row.values], line: line.number, mark: '' });
  }
  return { rows, end: at };
}

/** The values that end a row, as many as the heading has columns, or all but a name where the heading names that column too. */
function rowOf(text: string, width: number): { readonly names: readonly string[]; readonly values: readonly string[] } | undefined {
  const bare = text.replace(/\s+\([-+\u2212]?[\d.,]{1,20} ?%?[^()]{0,30}\)\s*$/, '').trim();
  const wide = bare.split(/\s{2,}|\t+/);
  const cells = wide.length >= width ? wide : bare.split(/\s+/);
  if (cells.length < width) return undefined;
  const values = cells.slice(-width);
  const figures = values.filter((cell) => readCell(cell) !== undefined || readChange(cell) !== undefined).length;
  if (figures < Math.max(1, width - 1)) return undefined;
  return { names: cells.slice(0, -width), values };
}

function pad(row: GridRow, width: number): GridRow {
  return row.cells.length >= width ? row : { ...row, cells: ['', ...row.cells] };
}
