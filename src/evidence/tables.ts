import type { Measurement, ReadingProblem } from './formats/format.ts';
import { findUnit, parseQuantity } from './formats/quantity.ts';
import { collectRuns, type Run } from './formats/runs.ts';
import type { PassageLine } from './passages.ts';
import { labelOf } from './side-labels.ts';

/** What a table of cells between bars says: a row each for a benchmark, a column each for a side. */
export interface TableReading {
  readonly measurements: readonly Measurement[];
  readonly problems: readonly ReadingProblem[];
}

/** Reads a Markdown table whose columns name the sides. */
export function readTable(lines: readonly PassageLine[]): TableReading {
  const rows = lines.filter((line) => !/^[\s|:+-]*$/.test(line.text)).map((line) => ({ cells: cellsOf(line.text), line: line.number }));
  const header = rows[0]?.cells ?? [];
  const labels = header.map(labelOf);
  const runs: Run[] = [];
  for (const row of rows.slice(1)) {
    const names = row.cells.filter((_, i) => labels[i]?.side === undefined && parseQuantity(row.cells[i] ?? '') === undefined);
    labels.forEach((label, i) => {
      const quantity = parseQuantity(plain(row.cells[i] ?? ''));
      if (label.side === undefined || quantity === undefined) return;
      const unit = quantity.unit !== '' ? quantity.unit : (findUnit(label.rest)?.name ?? findUnit(names[0] ?? '')?.name ?? '');
      runs.push({
        benchmark: plain(names[0] ?? ''),
        metric: label.rest === '' ? 'value' : label.rest,
        unit,
        value: quantity.value,
        line: row.line,
        primary: true,
        side: label.side,
        approximate: quantity.approximate,
      });
    });
  }
  return { measurements: collectRuns(runs), problems: [] };
}

function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

function plain(cell: string): string {
  return cell
    .replace(/\*\*|`/g, '')
    .replace(/\s*\([^()]{0,80}\)$/, '')
    .trim();
}
