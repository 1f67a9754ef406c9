import type { Measurement, ReadingProblem } from '../formats/format.ts';
import { plainCell, readChange } from './cells.ts';
import type { Column, Grid } from './grid.ts';

/**
 * Compares the changes that a table prints with its own values. They are written in every way, as a share of either side, with either
 * sign, as a factor; only what no way explains is told, and only a table that mostly overstates more than twofold is blocked.
 */
export function printedChangeProblems(
  grid: Grid,
  columns: readonly Column[],
  measurements: readonly Measurement[],
): readonly ReadingProblem[] {
  const printed = columns.filter(({ role, text }) => role === 'change' && !NOT_OF_VALUES.test(text));
  if (printed.length === 0) return [];
  const byLine = new Map<number, Measurement[]>();
  for (const measurement of measurements) byLine.set(measurement.line, [...(byLine.get(measurement.line) ?? []), measurement]);
  let right = 0;
  const wrong = grid.rows.flatMap((row) => {
    const ratios = ratiosOf(byLine.get(row.line) ?? []);
    if (ratios.length === 0) return [];
    return printed.flatMap(({ index }) => {
      const cell = plainCell(row.cells[index] ?? '');
      const size = sizeOf(cell);
      if (size === undefined) return [];
      if (ratios.some((ratio) => isOf(size, ratio))) {
        right++;
        return [];
      }
      const most = Math.max(...ratios.map((ratio) => Math.max(ratio, 1 / ratio) - 1));
      return [{ cell, line: row.line, isOverstated: size.gain > 2 * most + 0.01 }];
    });
  });
  const first = wrong.find(({ isOverstated }) => isOverstated) ?? wrong[0];
  if (first === undefined) return [];
  const note = `Line ${first.line} prints a change of ${first.cell.slice(0, 40)}, which does not follow from its two values.`;
  // One wrong row among right ones is a slip of the pen.
  return [{ code: 'claim-mismatch', level: first.isOverstated && right < wrong.length ? 'block' : 'warn', note }];
}

/** What compares something else: runs with each other, threads with one thread, the change with Linux. */
const NOT_OF_VALUES = /\b(?:noise|p-?value|target|goal|expected|total|share|linux|geo ?-?mean|threads?|cores?|scaling|scalability)\b/i;

interface Size {
  /** How much better or worse, as a fraction without its sign. */
  readonly gain: number;
  readonly isFactor: boolean;
  /** Half of the last digit shown. */
  readonly rounding: number;
}

function sizeOf(cell: string): Size | undefined {
  const change = readChange(cell)?.change;
  const factor = /^~?(\d{1,6}(?:\.(\d{1,6}))?) ?[x×]/i.exec(cell);
  if (factor !== null) {
    const value = Number(factor[1]);
    return { gain: value >= 1 ? value - 1 : 1 / value - 1, isFactor: true, rounding: 0.5 * 10 ** -(factor[2]?.length ?? 0) };
  }
  if (change === undefined) return undefined;
  const decimals = /\.(\d{1,9}) ?%/.exec(cell)?.[1]?.length ?? 0;
  return { gain: Math.abs(change), isFactor: false, rounding: 0.005 * 10 ** -decimals };
}

function ratiosOf(measurements: readonly Measurement[]): readonly number[] {
  const one = (measurement: Measurement): number => measurement.summary?.center ?? measurement.values[0] ?? Number.NaN;
  const before = measurements.filter(({ side }) => side === 'before');
  return before.flatMap((base) => {
    const other = measurements.find(({ side, metric, unit }) => side === 'after' && metric === base.metric && unit === base.unit);
    const ratio = other === undefined ? Number.NaN : one(other) / one(base);
    return Number.isFinite(ratio) && ratio > 0 ? [ratio] : [];
  });
}

/** The shares of which the two values may be written to differ. */
function waysOf(ratio: number): readonly number[] {
  return [ratio - 1, 1 / ratio - 1, ratio, 1 / ratio, (2 * (ratio - 1)) / (ratio + 1)];
}

function isOf({ gain, isFactor, rounding }: Size, ratio: number): boolean {
  const ways = isFactor ? [Math.max(ratio, 1 / ratio) - 1] : waysOf(ratio);
  return ways.some((way) => Math.abs(Math.abs(way) - gain) <= rounding + 0.02 + 0.05 * Math.abs(way));
}
