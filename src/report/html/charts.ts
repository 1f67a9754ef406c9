import type { Comparison, Side } from '../../evidence/evidence.ts';
import { htmlText } from '../escape.ts';
import { signedPercent } from '../reported.ts';
import { COMPARISON_VERDICT, intervalInWords } from '../summary-evidence.ts';

/** Range of changes that a group of interval charts shares. */
export type Domain = readonly [number, number];

const WIDTH = 280;
const HEIGHT = 26;
const EDGE = 10;

/** A domain that holds zero, the floors and the intervals, no wider than −100 % to +200 %, so that one wild row does not flatten the others. */
export function intervalDomain(rows: readonly Comparison[], floor: (row: Comparison) => number | undefined): Domain {
  const points = rows.flatMap((row) => [
    ...(row.interval ?? []),
    ...(row.change === null ? [] : [row.change]),
    floor(row) ?? 0,
    -(floor(row) ?? 0),
  ]);
  const reach = Math.max(0.02, ...points.filter(Number.isFinite).map(Math.abs));
  const low = Math.max(-1, Math.min(-0.02, ...points) - 0.04 * reach);
  return [low, Math.min(2, Math.max(0.02, ...points) + 0.04 * reach)];
}

/** The scale of the interval charts: ticks at round changes. */
export function intervalAxis(domain: Domain): string {
  const ticks = roundTicks(domain).map((tick) => {
    const x = position(tick, domain);
    return `<text x="${x}" y="12" text-anchor="middle">${tick === 0 ? '0' : signedPercent(tick).replace('.0', '')}</text>`;
  });
  return `<svg class="axis" viewBox="0 0 ${WIDTH} 16" width="${WIDTH}" height="16" aria-hidden="true">${ticks.join('')}</svg>`;
}

/** One change with its 95 % interval against zero and the floor; what leaves the domain ends in an arrow. */
export function intervalChart(row: Comparison, domain: Domain, floor: number | undefined): string {
  const zero = position(0, domain);
  const mid = HEIGHT / 2;
  const parts: string[] = [];
  if (floor !== undefined && floor > 0) {
    const left = position(-floor, domain);
    parts.push(`<rect class="floor" x="${left}" y="0" width="${round(position(floor, domain) - left)}" height="${HEIGHT}"/>`);
  }
  parts.push(`<line class="zero" x1="${zero}" x2="${zero}" y1="0" y2="${HEIGHT}"/>`);
  if (row.interval !== null) {
    const [low, high] = row.interval;
    const [x1, x2] = [position(low, domain), position(high, domain)];
    parts.push(
      `<line class="range" x1="${x1}" x2="${x2}" y1="${mid}" y2="${mid}"/>`,
      cap(x1, mid, low < domain[0] ? -1 : 0),
      cap(x2, mid, high > domain[1] ? 1 : 0),
    );
  }
  if (row.change !== null) parts.push(`<circle class="point" cx="${position(row.change, domain)}" cy="${mid}" r="4"/>`);
  const label = row.change === null ? 'no change known' : `${signedPercent(row.change)}, 95 % interval ${intervalInWords(row)}`;
  return svg(`interval ${row.verdict}`, `${label}: ${COMPARISON_VERDICT[row.verdict]}`, parts.join(''));
}

/** The runs of both sides on one scale: before hollow above, after filled below, a tick at each median. */
export function samplesChart(row: Comparison): string {
  const sides = [row.before, row.after];
  const values = sides.flatMap((side) => (side === null ? [] : [...side.values, side.median]));
  if (values.length === 0) return '';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spread = high > low ? high - low : Math.abs(high) || 1;
  const domain: Domain = [low - 0.04 * spread, high + 0.04 * spread];
  const strip = (side: Side | null, kind: string, y: number): string => {
    if (side === null) return '';
    const dots = side.values.slice(0, 200).map((value) => `<circle class="${kind}" cx="${position(value, domain)}" cy="${y}" r="3"/>`);
    const x = position(side.median, domain);
    return `${dots.join('')}<line class="${kind} median" x1="${x}" x2="${x}" y1="${y - 5}" y2="${y + 5}"/>`;
  };
  const words = sides.map((side) => (side === null ? 'none' : `${figure(side.median)} ${row.unit}`));
  return svg(
    `samples ${row.verdict}`,
    `median before ${words[0]}, after ${words[1]}`,
    strip(row.before, 'before', 7) + strip(row.after, 'after', 19),
  );
}

/** A figure with four significant digits and no exponent where it can do without. */
export function figure(value: number): string {
  const absolute = Math.abs(value);
  if (absolute !== 0 && (absolute >= 1e9 || absolute < 1e-3)) return value.toExponential(2);
  const digits = Math.max(0, 3 - Math.floor(Math.log10(absolute || 1)));
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

function svg(kind: string, label: string, body: string): string {
  return `<svg class="${kind}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${htmlText(label)}">${body}</svg>`;
}

function cap(x: number, y: number, direction: -1 | 0 | 1): string {
  if (direction === 0) return `<line class="range" x1="${x}" x2="${x}" y1="${y - 5}" y2="${y + 5}"/>`;
  return `<path class="arrow" d="M${x} ${y - 5}L${round(x + 6 * direction)} ${y}L${x} ${y + 5}Z"/>`;
}

function position(value: number, [low, high]: Domain): number {
  const share = (Math.min(Math.max(value, low), high) - low) / (high - low);
  return round(EDGE + share * (WIDTH - 2 * EDGE));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function roundTicks([low, high]: Domain): readonly number[] {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1].find((each) => (high - low) / each <= 7) ?? 1;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, index) => round((first + index) * step));
}
