import type { Comparison } from '../evidence/evidence.ts';
import { displayWidth } from './code-frame.ts';
import { visible } from './escape.ts';
import { signedPercent } from './reported.ts';
import { COMPARISON_VERDICT } from './summary-evidence.ts';

const NAME = 24;
const BAR = 31;
/** Benchmarks drawn; more are a table's work. */
export const MOST_BARS = 20;

/**
 * Changes with their 95 % intervals as text, 80 columns wide where names and figures allow: `|` is no change, `┊` the floor below which a
 * change does not count, `●` the change, `├` and `┤` the ends of its interval. Rows that cannot be drawn say why. Empty for no rows.
 */
export function intervalBars(comparisons: readonly Comparison[]): string {
  const rows = comparisons.filter((row) => row.change !== null || row.verdict !== 'unmatched').slice(0, MOST_BARS);
  const drawn = rows.filter((row) => row.change !== null);
  if (drawn.length === 0) return '';
  const reach = Math.min(
    2,
    Math.max(0.02, ...drawn.flatMap(({ change, interval, floor = 0 }) => [change ?? 0, ...(interval ?? []), 2 * floor].map(Math.abs))),
  );
  const scale = niceReach(reach);
  const head = `${' '.repeat(NAME + 2)}${axis(scale)}  ${'change'.padStart(8)}  95 % interval       p`;
  const lines = rows.map((row) => `${padded(`${row.benchmark} ${row.metric}`, NAME)}  ${bar(row, scale)}  ${figures(row)}`.trimEnd());
  const more = comparisons.length > rows.length ? [`(${comparisons.length - rows.length} more are not drawn)`] : [];
  return [head, ...lines, ...more, tally(comparisons)].join('\n');
}

/** 2, 3, 5 or 10 per cent and so on, so that the ends of the axis are round. */
function niceReach(reach: number): number {
  const power = 10 ** Math.floor(Math.log10(reach));
  return [1, 1.5, 2, 3, 4, 5, 7.5, 10].map((step) => step * power).find((step) => step >= reach * 0.999) ?? 10 * power;
}

function axis(scale: number): string {
  const left = `-${(scale * 100).toFixed(0)}%`;
  const right = `+${(scale * 100).toFixed(0)}%`;
  const middle = Math.floor(BAR / 2);
  return `${left.padEnd(middle)}0${right.padStart(BAR - middle - 1)}`;
}

function bar({ change, interval, floor = 0 }: Comparison, scale: number): string {
  const cells = new Array<string>(BAR).fill(' ');
  const at = (value: number) => Math.max(0, Math.min(BAR - 1, Math.round(((value + scale) / (2 * scale)) * (BAR - 1))));
  if (floor > 0) for (const edge of [-floor, floor]) cells[at(edge)] = '┊';
  cells[at(0)] = '|';
  if (change === null) return cells.join('');
  if (interval?.every(Number.isFinite)) {
    const [low, high] = [at(interval[0]), at(interval[1])];
    for (let cell = low; cell <= high; cell++) if (cells[cell] === ' ' || cells[cell] === '┊') cells[cell] = '─';
    cells[low] = interval[0] < -scale ? '◀' : '├';
    cells[high] = interval[1] > scale ? '▶' : '┤';
  }
  cells[at(change)] = '●';
  return cells.join('');
}

function figures({ change, interval, p, before, after, verdict }: Comparison): string {
  const range =
    interval === null ? 'cannot be bounded' : `${signedPercent(interval[0])}..${signedPercent(interval[1])}`.replaceAll(' %', '%');
  const runs = `${before?.n ?? '?'}v${after?.n ?? '?'}`;
  const shown = change === null ? '–' : signedPercent(change).replace(' %', '%');
  return `${shown.padStart(8)}  ${range.padEnd(18)}  ${(p === null ? '–' : p.toFixed(3)).padEnd(5)}  ${runs.padEnd(5)}  ${COMPARISON_VERDICT[verdict]}`;
}

function tally(comparisons: readonly Comparison[]): string {
  const count = (verdict: Comparison['verdict']) => comparisons.filter((row) => row.verdict === verdict).length;
  const parts = (Object.keys(COMPARISON_VERDICT) as Comparison['verdict'][]).flatMap((verdict) => {
    const number = count(verdict);
    return number === 0 ? [] : [`${COMPARISON_VERDICT[verdict]}: ${number}`];
  });
  return parts.join('   ');
}

function padded(name: string, width: number): string {
  const shown = visible(name).replace(/\s+/g, ' ').trim();
  if (displayWidth(shown) <= width) return shown + ' '.repeat(width - displayWidth(shown));
  let cut = '';
  for (const character of shown) {
    if (displayWidth(cut + character) > width - 1) break;
    cut += character;
  }
  return `${cut}…${' '.repeat(Math.max(0, width - 1 - displayWidth(cut)))}`;
}
