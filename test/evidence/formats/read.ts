import type { Measurement, Reading } from '../../../src/evidence/formats/format.ts';
import { findFormat } from '../../../src/evidence/formats/index.ts';

/** What the first format that recognises a text reads in it, with the format's id. */
export function read(text: string): Reading & { readonly format: string | undefined } {
  const format = findFormat(text);
  return { format: format?.id, ...(format?.read(text) ?? { measurements: [], environment: {}, problems: [] }) };
}

/** Each measurement as one line: benchmark, metric, unit, side and values or summary; secondary ones in parentheses. */
export function rows(reading: Reading): readonly string[] {
  return reading.measurements.map(row);
}

/** The rows of primary measurements only. */
export function primaryRows(reading: Reading): readonly string[] {
  return reading.measurements.filter((measurement) => measurement.primary).map(row);
}

function row({ benchmark, metric, unit, side, values, summary, better, primary, printed }: Measurement): string {
  const figures = summary === undefined ? values.map(short).join(' ') : `${summary.of} ${short(summary.center)}`;
  const spread =
    summary === undefined
      ? ''
      : `${summary.n === undefined ? '' : ` n=${summary.n}`}${summary.sd === undefined ? '' : ` sd=${short(summary.sd)}`}`;
  const test = printed === undefined ? '' : ` p=${printed.p ?? '?'}`;
  const text = `${benchmark} | ${metric} ${unit} ${better === 'lower' ? '↓' : '↑'}${side === undefined ? '' : ` ${side}`} | ${figures}${spread}${test}`;
  return primary ? text : `(${text})`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(7)));
}

/** Codes of what is odd, in order. */
export function codes(reading: Reading): readonly string[] {
  return reading.problems.map((problem) => problem.code);
}
