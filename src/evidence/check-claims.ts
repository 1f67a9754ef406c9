import type { FoundClaim } from './claims.ts';
import type { Compared } from './compare.ts';
import type { Claim, Problem } from './evidence.ts';
import { convert } from './formats/quantity.ts';

/** Claims with what the numbers show, and the problems that follow. */
export interface CheckedClaims {
  readonly claims: readonly Claim[];
  readonly problems: readonly Problem[];
}

/** Recomputes each claim from the comparisons: a factor, a percentage in any of the usual conventions, or two values. */
export function checkClaims(claims: readonly FoundClaim[], compared: readonly Compared[]): CheckedClaims {
  const measured = compared.filter(({ gain, pair }) => gain !== null && !pair.isDirectionUnknown);
  const checked = distinct(claims).map((claim) => ({ claim, result: checkClaim(claim, measured) }));
  // Against figures in sentences a claim proves nothing either way.
  const isShown = measured.some(({ pair }) => pair.tier !== 'prose');
  const problems = checked.flatMap(({ claim, result }): readonly Problem[] => {
    if (result.status !== 'overstated' && result.status !== 'wrong-sign') return [];
    const level = result.isFar && isShown ? 'block' : 'warn';
    const says = result.status === 'wrong-sign' ? 'the numbers show the opposite' : `the numbers show ${result.measured}`;
    return [{ code: 'claim-mismatch', level, note: `“${claim.text}” is claimed; ${says}.` }];
  });
  return {
    claims: checked.map(({ claim, result: { measured: shows, status } }) => ({ text: claim.text, measured: shows, status })),
    problems,
  };
}

function distinct(claims: readonly FoundClaim[]): readonly FoundClaim[] {
  return [...new Map(claims.map((claim) => [claim.text.toLowerCase(), claim])).values()];
}

interface Result extends Omit<Claim, 'text'> {
  /** Overstated more than twice, or of the wrong sign. */
  readonly isFar: boolean;
}

const UNMEASURED: Result = { measured: null, status: 'unmeasured', isFar: false };

function checkClaim(claim: FoundClaim, compared: readonly Compared[]): Result {
  const candidates = aboutClaim(claim, compared);
  if (candidates.length === 0) return UNMEASURED;
  const isBetterClaimed = claim.kind === 'values' ? undefined : !claim.isWorse;
  const ratios = candidates
    .map((one) => ({ one, speedup: speedupOf(one) }))
    .filter(({ speedup }) => speedup > 0 && Number.isFinite(speedup));
  const tolerance = claim.isRough ? 0.15 : 0.06;
  const matching = ratios.find(({ one, speedup }) =>
    measuresOf(claim, one, speedup).some((value) => isNear(value, claim.amount, tolerance, claim.kind)),
  );
  if (matching !== undefined) return { measured: inWords(claim, matching.one, matching.speedup), status: 'supported', isFar: false };
  if (claim.kind === 'values') return checkValues(claim, candidates);
  const signed = isBetterClaimed ? ratios : ratios.map(({ one, speedup }) => ({ one, speedup: 1 / speedup }));
  const best = signed.reduce<(typeof signed)[number] | undefined>(
    (most, next) => (most === undefined || next.speedup > most.speedup ? next : most),
    undefined,
  );
  if (best === undefined) return UNMEASURED;
  const shows = inWords(claim, best.one, isBetterClaimed ? best.speedup : 1 / best.speedup);
  if (best.speedup < 1) return { measured: shows, status: 'wrong-sign', isFar: true };
  const most = claim.kind === 'factor' ? best.speedup : best.speedup - 1;
  if (claim.amount <= most * (1 + tolerance)) return { measured: shows, status: 'supported', isFar: false };
  const [claimed, shown] = claim.kind === 'factor' ? [claim.amount - 1, most - 1] : [claim.amount, most];
  return { measured: shows, status: 'overstated', isFar: claimed > 2 * shown };
}

/** The comparisons that a claim speaks of: those whose kind of metric it names, and whose benchmark its sentence names, if any. */
function aboutClaim(claim: FoundClaim, compared: readonly Compared[]): readonly Compared[] {
  const ofKind =
    claim.metric === undefined
      ? compared
      : compared.filter(({ pair }) => kindOf(pair.kind) === kindOf(claim.metric?.kind ?? 'other') || pair.kind === 'other');
  const sentence = claim.sentence.toLowerCase();
  const named = ofKind.filter(
    ({ pair }) => pair.tier !== 'prose' && pair.benchmark.length >= 3 && sentence.includes(pair.benchmark.toLowerCase()),
  );
  return named.length > 0 ? named : ofKind;
}

/** Time and throughput are two views of speed. */
function kindOf(kind: string): string {
  return kind === 'time' || kind === 'throughput' || kind === 'cycles' ? 'speed' : kind;
}

function speedupOf({ comparison }: Compared): number {
  const ratio = 1 + (comparison.change ?? 0);
  return comparison.better === 'lower' ? 1 / ratio : ratio;
}

/** What a claim may mean for one comparison. */
function measuresOf(claim: FoundClaim, { comparison }: Compared, speedup: number): readonly number[] {
  if (claim.kind === 'values') return [1 + (comparison.change ?? 0)];
  if (claim.kind === 'factor') return claim.isWorse ? [1 / speedup] : [speedup];
  return claim.isWorse ? [1 - speedup, 1 / speedup - 1] : [speedup - 1, 1 - 1 / speedup];
}

function isNear(measured: number, claimed: number, tolerance: number, kind: FoundClaim['kind']): boolean {
  const slack = kind === 'percent' ? Math.max(0.0075, tolerance * claimed) : tolerance * claimed;
  return Math.abs(measured - claimed) <= slack;
}

function checkValues(claim: FoundClaim, candidates: readonly Compared[]): Result {
  const pair = claim.pair;
  if (pair === undefined) return UNMEASURED;
  const same = candidates.filter(
    ({ comparison }) =>
      convert(1, pair.after.unit, comparison.unit) !== undefined && comparison.before !== null && comparison.after !== null,
  );
  const [closest] = same;
  if (closest === undefined) return UNMEASURED;
  const { before, after, unit, better } = closest.comparison;
  const measured = `${short(before?.median)} to ${short(after?.median)} ${unit}`.trim();
  const claimed = better === 'lower' ? 1 / claim.amount : claim.amount;
  const shown = speedupOf(closest);
  if (claimed > 1 && same.every((one) => speedupOf(one) < 1)) return { measured, status: 'wrong-sign', isFar: true };
  if (claimed <= Math.max(...same.map(speedupOf)) * 1.1) return { measured, status: 'supported', isFar: false };
  return { measured, status: 'overstated', isFar: claimed - 1 > 2 * Math.max(0, shown - 1) };
}

function inWords(claim: FoundClaim, { comparison }: Compared, speedup: number): string {
  if (claim.kind === 'factor') return `${short(claim.isWorse ? 1 / speedup : speedup)}x`;
  if (claim.kind === 'values') return `${short(comparison.before?.median)} to ${short(comparison.after?.median)} ${comparison.unit}`.trim();
  const change = (comparison.change ?? 0) * 100;
  const other = comparison.better === 'lower' ? ` (${signed((speedup - 1) * 100)} % speed)` : '';
  return `${signed(change)} %${other}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${short(Math.abs(value))}`;
}

function short(value: number | undefined): string {
  return value === undefined ? '?' : String(Number(value.toPrecision(3)));
}
