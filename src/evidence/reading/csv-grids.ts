import { splitCsv } from '../formats/csv.ts';
import type { Labeller } from '../labeller.ts';
import type { AlignedGrid } from './aligned.ts';
import { readCell } from './cells.ts';
import type { GridRow } from './grid.ts';
import { hintOf } from './metric-words.ts';
import type { PassageLine } from './passages.ts';

/** Tables with commas, semicolons or tabs between the cells: a heading that names sides or metrics, and rows of as many cells. */
export function csvGrids(lines: readonly PassageLine[], label: Labeller): readonly AlignedGrid[] {
  const grids: AlignedGrid[] = [];
  for (let at = 0; at + 1 < lines.length; at++) {
    const heading = lines[at]?.text.trim().replace(/^#\s*/, '') ?? '';
    if (heading.length > 500) continue;
    const separator = [',', ';', '\t'].find((mark) => isHeading(splitCsv(heading, mark)));
    if (separator === undefined) continue;
    const header = splitCsv(heading, separator);
    const rows = rowsBelow(lines, at + 1, separator, header.length);
    const cells = rows.flatMap((row) => row.cells);
    const isSided = [...header, ...cells.slice(0, 400)].some((cell) => label(cell).side !== undefined);
    const isMeasured = header.some((cell) => hintOf(cell) !== undefined);
    if (rows.length === 0 || !(isSided || isMeasured) || !cells.some((cell) => readCell(cell) !== undefined)) continue;
    grids.push({ grid: { header, rows }, lines: new Set(lines.slice(at, at + 1 + rows.length).map(({ number }) => number)) });
    at += rows.length;
  }
  return grids;
}

/** Short words only, no figure and no sentence. */
function isHeading(cells: readonly string[]): boolean {
  return (
    cells.length >= 2 &&
    cells.length <= 40 &&
    cells.every((cell) => cell.length <= 40 && cell.split(' ').length <= 4 && !/^[-+]?\d|[.:!?]$/.test(cell))
  );
}

function rowsBelow(lines: readonly PassageLine[], from: number, separator: string, width: number): readonly GridRow[] {
  const rows: GridRow[] = [];
  for (let at = from; at < lines.length; at++) {
    const line = lines[at];
    const text = line?.text.trim() ?? '';
    const cells = text === '' ? [] : splitCsv(text, separator);
    if (line === undefined || cells.length !== width) break;
    rows.push({ cells, line: line.number, mark: '' });
  }
  // A list of words in a sentence has no figures below it.
  return rows.some((row) => row.cells.some((cell) => /^[-+]?\d/.test(cell))) ? rows : [];
}
