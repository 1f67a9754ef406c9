import type { Labeller } from '../labeller.ts';
import { opposite, type SideName } from '../side-labels.ts';
import { plainCell, readCell } from './cells.ts';
import type { Grid } from './grid.ts';

/** A grid whose cells hold both values, `100 ns → 40 ns`, or `100 / 40` below `before/after`, with a column for each instead. */
export function withPairsApart(grid: Grid, label: Labeller): Grid {
  const width = Math.max(grid.header.length, ...grid.rows.map(({ cells }) => cells.length));
  const columns = Array.from({ length: width }, (_, index) => index);
  const firsts = columns.map((index) => firstOf(grid, index, label));
  if (firsts.every((first) => first === undefined)) return grid;
  return {
    header: columns.flatMap((index) => {
      const text = grid.header[index] ?? '';
      const first = firsts[index];
      const { rest } = label(plainCell(text));
      return first === undefined ? [text] : [`${rest} ${first}`.trim(), `${rest} ${opposite(first)}`.trim()];
    }),
    rows: grid.rows.map((row) => ({
      ...row,
      cells: columns.flatMap((index) => {
        const cell = row.cells[index] ?? '';
        return firsts[index] === undefined ? [cell] : halvesOf(cell);
      }),
    })),
  };
}

const ARROW = /\s?(?:-{1,2}>|={1,2}>|→|⇒|➜|➔|⟶)\s?/;
const SLASH = /\s?(?:\/|\||\bvs\.?)\s(?=[~≈]?\d)|\/(?=[~≈]?\d)/;

/** The side that the first of two values in the cells of a column is of; undefined for any other column. */
function firstOf(grid: Grid, index: number, label: Labeller): SideName | undefined {
  const cells = grid.rows.map((row) => plainCell(row.cells[index] ?? '')).filter((cell) => /\d/.test(cell));
  if (cells.length === 0) return undefined;
  const { first } = label(plainCell(grid.header[index] ?? ''));
  const isPair = (cell: string): boolean => {
    const [one = '', two = ''] = halvesOf(cell);
    return readCell(one) !== undefined && readCell(two) !== undefined && (ARROW.test(cell) || first !== undefined);
  };
  return cells.every(isPair) ? (first ?? 'before') : undefined;
}

/** The two values of a cell; the unit that only the second names is of both. */
function halvesOf(cell: string): readonly [string, string] {
  const parts = cell.split(ARROW.test(cell) ? ARROW : SLASH);
  const [one = '', two = ''] = parts;
  if (parts.length !== 2) return [cell, ''];
  const unit = /^[~≈]?[\d.,]+ ?([A-Za-zµμ/]{1,12})/.exec(plainCell(two))?.[1];
  return [/[A-Za-zµμ%]/.test(one) || unit === undefined ? one : `${one.trim()} ${unit}`, two];
}
