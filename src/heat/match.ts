import { findFunctions } from './find-functions.ts';
import type { Profile, ProfiledFunction } from './profile.ts';
import type { FileFunctions, SourceFunction } from './source-functions.ts';

/** What a profile says of one function of the source. */
export interface Share {
  /** Share of the profile in the function itself, its lambdas and its clones, 0 to 1. */
  readonly self: number;
  /** Share in it and in what it calls, 0 to 1. */
  readonly total: number;
}

/** What the profile shows as one: a function of the source, or several that it does not tell apart, as overloads without parameters. */
export interface Matched extends Share {
  readonly functions: readonly SourceFunction[];
}

/** A profile laid over the source. */
export interface Matches {
  readonly profile: Profile;
  readonly matched: readonly Matched[];
  /** For each function of the profile its place in `matched`; -1 where it is none of the source's. */
  readonly places: readonly number[];
  /** By function of the source, where the profile surely shows it. */
  readonly shares: ReadonlyMap<SourceFunction, Share>;
  /** By function of the source, where the profile may show it, or another of its name. */
  readonly shared: ReadonlyMap<SourceFunction, Share>;
  /** Functions of the profile that are none of the source's, those with the largest own share first. */
  readonly unmatched: readonly ProfiledFunction[];
}

/** Finds the source's function for each function of the profile. Nothing is guessed: what fits several equally is said of all of them. */
export function matchProfile(profile: Profile, files: readonly FileFunctions[]): Matches {
  const { functions } = profile;
  const numbers = new Map<SourceFunction, number>();
  const numberOf = (fn: SourceFunction): number => {
    const number = numbers.get(fn) ?? numbers.size;
    numbers.set(fn, number);
    return number;
  };
  const sums: { functions: readonly SourceFunction[]; self: number; total: number; symbols: number }[] = [];
  const bySet = new Map<string, number>();
  const places = findFunctions(functions, files).map((found, at) => {
    const profiled = functions[at];
    if (found.length === 0 || !profiled) return -1;
    const key = found.map(numberOf).join(' ');
    const place = bySet.get(key) ?? sums.push({ functions: found, self: 0, total: 0, symbols: 0 }) - 1;
    bySet.set(key, place);
    const sum = sums[place];
    if (sum) {
      sum.self = Math.min(1, sum.self + profiled.self);
      sum.total = Math.max(sum.total, profiled.total);
      sum.symbols++;
    }
    return place;
  });
  const isJoined = sums.map(({ symbols }) => symbols > 1);
  const shown = inclusiveShares(profile, places, isJoined);
  const matched = sums.map((sum, place): Matched => {
    // Light frames may have been pruned from the tree: what one symbol alone has is sure, and so is the own share.
    const total = Math.min(1, Math.max(sum.self, sum.total, shown.get(place) ?? 0));
    return { functions: sum.functions, self: sum.self, total };
  });
  return {
    profile,
    matched,
    places,
    shares: sharesOf(matched, (several) => several.length === 1),
    shared: sharesOf(matched, (several) => several.length > 1),
    unmatched: functions.filter((_, at) => places[at] === -1).sort((a, b) => b.self - a.self),
  };
}

function sharesOf(
  matched: readonly Matched[],
  isWanted: (functions: readonly SourceFunction[]) => boolean,
): ReadonlyMap<SourceFunction, Share> {
  const shares = new Map<SourceFunction, Share>();
  for (const { functions, self, total } of matched) {
    if (isWanted(functions)) for (const fn of functions) if (total > (shares.get(fn)?.total ?? 0)) shares.set(fn, { self, total });
  }
  return shares;
}

/** A function with several symbols (instances of a template, lambdas, clones) has the samples that show any of them: the call tree tells. */
function inclusiveShares({ calls }: Profile, places: readonly number[], isJoined: readonly boolean[]): ReadonlyMap<number, number> {
  const shown = new Map<number, number>();
  const placeAt = (frame: number): number => {
    const id = calls?.functions[frame] ?? -1;
    const place = id < 0 ? -1 : (places[id] ?? -1);
    return isJoined[place] === true ? place : -1;
  };
  for (let frame = 1; calls && frame < calls.parents.length; frame++) {
    const place = placeAt(frame);
    if (place < 0) continue;
    let above = calls.parents[frame] ?? -1;
    while (above > 0 && placeAt(above) !== place) above = calls.parents[above] ?? -1;
    if (above <= 0) shown.set(place, (shown.get(place) ?? 0) + (calls.shares[frame] ?? 0));
  }
  return shown;
}
