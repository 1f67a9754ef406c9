import { type Moved, type ProfileComparison, type Shares, TOP_RANKS } from '../heat/compare-profiles.ts';
import { inPercent } from '../heat/profile.ts';
import { displayWidth } from './code-frame.ts';
import { clip, visible } from './escape.ts';
import { plural } from './reported.ts';

const NAME = 40;
const BAR = 20;
/** Functions drawn; the change of a share is told by its largest. */
export const MOST_MOVED = 15;

const EIGHTHS = ' ▏▎▍▌▋▊▉█';

/**
 * What moved between two profiles as text, two lines for each function: own share before and after as bars on one scale, both shares as
 * figures behind. Some 80 columns wide. Empty where nothing moved.
 */
export function profileTable({ moved, problem, before, after }: ProfileComparison): string {
  if (problem !== null) return `The profiles ${visible(before.name)} and ${visible(after.name)} cannot be compared. ${visible(problem)}`;
  if (moved.length === 0) return '';
  const rows = moved.slice(0, MOST_MOVED);
  const scale = Math.max(...rows.flatMap((row) => [row.before?.self ?? 0, row.after?.self ?? 0]));
  const head = `${'share of the profile'.padEnd(NAME)}  ${'own'.padEnd(BAR)}         own  callees too`;
  const more = moved.length > rows.length ? [`and ${plural(moved.length - rows.length, 'more function')}`] : [];
  return [head, ...rows.flatMap((row) => linesOf(row, scale)), ...more].join('\n');
}

function linesOf(row: Moved, scale: number): readonly string[] {
  const name = clip(visible(row.name).replace(/\s+/g, ' '), NAME);
  const side = (word: string, shares: Shares | null) =>
    `${bar(shares?.self ?? 0, scale)} ${word}  ${cell(shares?.self)}  ${cell(shares?.total)}`;
  return [
    `${name}${' '.repeat(Math.max(0, NAME - displayWidth(name)))}  ${side('before', row.before)}`,
    `${words(row).padStart(NAME)}  ${side('after ', row.after)}`,
  ];
}

/** `+4.2 points`, and what is to be thought of it. */
function words({ kind, change, of, isBeyondChance, before, after }: Moved): string {
  const rounded = (Math.abs(change) * 100).toFixed(1);
  const sign = rounded === '0.0' ? '±' : change < 0 ? '−' : '+';
  const points = `${sign}${rounded} ${of === 'self' ? 'points' : 'with callees'}`;
  const [old, now] = [before?.rank ?? null, after?.rank ?? null];
  const isRanked = old !== null && now !== null && old !== now && Math.min(old, now) <= TOP_RANKS;
  const rank = isRanked ? `, rank ${old} → ${now}` : '';
  const doubt = isBeyondChance === false ? ', may be chance' : '';
  return `${kind === 'new' || kind === 'gone' ? `${kind}, ` : ''}${points}${rank}${doubt}`;
}

function bar(share: number, scale: number): string {
  const eighths = scale > 0 ? Math.round((share / scale) * BAR * 8) : 0;
  const full = Math.floor(eighths / 8);
  const rest = eighths % 8 === 0 ? '' : (EIGHTHS[eighths % 8] ?? '');
  return `${'█'.repeat(full)}${rest}`.padEnd(BAR);
}

function cell(share: number | undefined): string {
  return (share === undefined ? '–' : inPercent(share)).padStart(9);
}
