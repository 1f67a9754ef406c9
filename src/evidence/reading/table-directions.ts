import type { Measurement } from '../formats/format.ts';
import type { Grid } from './grid.ts';

/**
 * Gives a direction to columns that name no metric: a row coloured in a `diff` fence says which way is worse. Columns whose ratios are the
 * inverse of the first ones are the same measurement as a rate, and do not count twice.
 */
export function directed(measurements: readonly Measurement[], grid: Grid): readonly Measurement[] {
  const marks = new Map(grid.rows.map((row) => [row.line, row.mark]));
  const ratios = ratiosByMetric(measurements);
  const [first] = ratios.values();
  return measurements.map((measurement) => {
    const own = ratios.get(measurement.metric);
    if (!measurement.isDirectionUnknown || own === undefined) return measurement;
    let votes = 0;
    for (const [line, ratio] of own) {
      const mark = marks.get(line) ?? '';
      if (mark !== '' && ratio !== 1) votes += ratio > 1 === (mark === '+') ? 1 : -1;
    }
    const { isDirectionUnknown, ...known } = measurement;
    const isInverse = own !== first && [...own].every(([line, ratio]) => Math.abs(ratio * (first?.get(line) ?? Number.NaN) - 1) < 0.02);
    const directed = votes === 0 ? measurement : { ...known, better: votes > 0 ? ('higher' as const) : ('lower' as const) };
    return isInverse ? { ...directed, primary: false } : directed;
  });
}

/** after / before of each row, by metric. */
function ratiosByMetric(measurements: readonly Measurement[]): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const before = new Map(measurements.filter(({ side }) => side === 'before').map((one) => [rowKey(one), one.values[0]]));
  const ratios = new Map<string, Map<number, number>>();
  for (const measurement of measurements) {
    const [from, to] = [before.get(rowKey(measurement)), measurement.values[0]];
    if (measurement.side !== 'after' || from === undefined || to === undefined || from === 0) continue;
    ratios.set(measurement.metric, (ratios.get(measurement.metric) ?? new Map<number, number>()).set(measurement.line, to / from));
  }
  return ratios;
}

function rowKey({ metric, line }: Measurement): string {
  return `${line} ${metric}`;
}

/** A unit that one cell of a row has holds for the row's other cell of that metric too. */
export function inOneUnit(measurements: readonly Measurement[]): readonly Measurement[] {
  const units = new Map(measurements.filter(({ unit }) => unit !== '').map((one) => [rowKey(one), one]));
  return measurements.map((measurement) => {
    const other = measurement.unit === '' ? units.get(rowKey(measurement)) : undefined;
    return other === undefined ? measurement : { ...measurement, unit: other.unit, kind: other.kind, better: other.better };
  });
}
