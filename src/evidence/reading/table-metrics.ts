import { findUnit } from '../formats/quantity.ts';
import type { Cell } from './cells.ts';
import type { Column } from './grid.ts';
import { hintOf, isPlainUnit, type MetricHint } from './metric-words.ts';

/** The heading without the side and the unit; without words left, what kind of quantity it is. */
export function metricName(column: Column, hint: MetricHint | undefined): string {
  const words = (column.side === undefined ? column.text : column.rest).replace(/[([][^()[\]]{1,30}[)\]]/g, '').trim();
  if (words !== '' && (words.includes('/') || !isPlainUnit(words))) return words;
  return hint === undefined || hint.kind === 'other' || hint.kind === 'count' ? 'value' : hint.kind;
}

/** `% change (higher-better)`: a heading that says which way is better. */
function statedDirection(columns: readonly Column[]): MetricHint | undefined {
  const text = columns.map((column) => column.text).join(' ');
  if (/\bhigher(?: is |[- ]?)better/i.test(text)) return { unit: '', kind: 'other', better: 'higher' };
  return /\blower(?: is |[- ]?)better/i.test(text) ? { unit: '', kind: 'other', better: 'lower' } : undefined;
}

/** What a cell's unit, its heading, its row or what stands above the table say about the metric; undefined when nothing does. */
export function metricHint(cell: Cell, column: Column, name: string, columns: readonly Column[], about: string): MetricHint | undefined {
  const unit = cell.unit === '' ? undefined : findUnit(cell.unit);
  if (unit !== undefined && unit.dimension !== '%') return { unit: unit.name, kind: unit.kind, better: unit.better };
  const words = hintOf(column.side === undefined ? column.text : column.rest) ?? hintOf(name) ?? statedDirection(columns) ?? hintOf(about);
  // A share of what, only the words can say: of hits more is better, of misses less.
  return unit !== undefined && words !== undefined ? { unit: unit.name, kind: 'ratio', better: words.better } : words;
}
