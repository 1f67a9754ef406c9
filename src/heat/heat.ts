/*
 * Which code is hot, and what that does to a finding. In this order:
 *   readProfile(name, bytesOrText, side)   one file or block of a pull request -> Profile     (read-profile.ts)
 *   readFunctions(tree)                    what a parsed file defines, as plain data          (source-functions.ts)
 *   placeOf(node)                          what heat needs to know of a finding's place, as plain data  (place.ts)
 *   mapHeat(profiles, functions, config)   profiles, marks and globs laid over the source -> HeatMap
 *   heatOf(place, map)                     the heat of the code there -> Heat
 *   weigh(rule, severity, heat)            what the finding becomes -> { severity, hot, sentence }
 * `byHeat` orders findings of one severity; `shareOf` tells whether a function is in a profile at all.
 */
import type { Hot, Severity } from '../findings.ts';
import { type FindMark, type HeatConfig, readMarks } from './marks.ts';
import { type Matches, matchProfile, type Share } from './match.ts';
import type { Place } from './place.ts';
import { inPercent, type Profile, unitInWords } from './profile.ts';
import type { FileFunctions, SourceFunction } from './source-functions.ts';

/** Profiles and marks laid over the source. */
export interface HeatMap {
  readonly matches: readonly Matches[];
  readonly findMark: FindMark;
  /** The function of a place among those that were read. */
  readonly findFunction: (place: Pick<Place, 'path' | 'start'>) => SourceFunction | undefined;
  /** Unqualified names that well-sampled functions call: what is inlined into them shows under their name. */
  readonly calledWhereTimeGoes: ReadonlySet<string>;
}

/** How hot some code is. */
export interface Heat {
  readonly hot: Hot | null;
  /** What it does to the severity of a finding there. */
  readonly effect: 'raise' | 'keep' | 'lower';
  /** Why, for the message; null when there is nothing to say. */
  readonly sentence: string | null;
}

/** The part of the time that the guide calls hot paths: "Focus on hot paths (top 20% of time)". */
export const TOP = 0.2;

/** Own share below which a function is in no top, however flat the profile is. */
const LEAST_TOP = 0.05;

/** Own share of a caller from which a function inlined into it may be worth something. */
const LEAST_CALLER = 0.01;

/** Lays profiles and marks over the functions. Profiles of the change itself count before those of its base. */
export function mapHeat(profiles: readonly Profile[], files: readonly FileFunctions[], config: HeatConfig): HeatMap {
  const usable = profiles.filter((profile) => profile.functions.length > 0);
  const ofHead = usable.filter((profile) => profile.side !== 'before');
  const matches = (ofHead.length > 0 ? ofHead : usable).map((profile) => matchProfile(profile, files));
  const calledWhereTimeGoes = new Set<string>();
  for (const { functions, self } of matches.flatMap(({ matched }) => matched))
    if (self >= LEAST_CALLER) for (const fn of functions) for (const name of fn.calls) calledWhereTimeGoes.add(name);
  const byPlace = new Map(files.flatMap(({ functions }) => functions.map((fn) => [keyOf(fn), fn] as const)));
  return { matches, findMark: readMarks(files, config), findFunction: (place) => byPlace.get(keyOf(place)), calledWhereTimeGoes };
}

function keyOf({ path, start }: Pick<Place, 'path' | 'start'>): string {
  return `${start} ${path}`;
}

/** What the profiles say of a function: the largest share, with its profile; undefined where none shows it. */
export function shareOf(fn: SourceFunction, map: HeatMap): ShareIn | undefined {
  let best: ShareIn | undefined;
  for (const { profile, shares } of map.matches) {
    const share = shares.get(fn);
    if (share && (!best || share.total > best.total)) best = { ...share, profile };
  }
  return best;
}

/** A share with the profile that gives it. */
export interface ShareIn extends Share {
  readonly profile: Profile;
}

/** The heat of a place: the highest that a profile, a mark, the config or the shape of the code gives it. Null stands outside functions. */
export function heatOf(place: Place | null, map: HeatMap): Heat {
  if (place === null) return UNKNOWN;
  const fn = map.findFunction(place);
  const share = fn ? shareOf(fn, map) : undefined;
  const shown = share ? shownHeat(place, share) : undefined;
  if (shown?.effect === 'raise') return shown;
  const mark = map.findMark(place);
  if (mark?.heat === 'hot') {
    const sentence = mark.source === 'annotation' ? `${quoted(place)} is marked hot.` : `The config calls ${quoted(place)} hot.`;
    return { hot: { source: mark.source, share: share?.total ?? null }, effect: 'raise', sentence };
  }
  if (shown) return shown;
  if (mark?.heat === 'cold') {
    const sentence = mark.source === 'annotation' ? `${quoted(place)} is marked cold.` : `The config calls ${quoted(place)} cold.`;
    return { hot: null, effect: 'lower', sentence };
  }
  const unsure = fn ? (sharedHeat(place, fn, map) ?? unseenHeat(place, map)) : undefined;
  if (unsure) return unsure;
  // Loops and callbacks say where to look first, and no more.
  return place.isHotByShape ? { hot: { source: 'structure', share: null }, effect: 'keep', sentence: null } : UNKNOWN;
}

const UNKNOWN: Heat = { hot: null, effect: 'keep', sentence: null };

function shownHeat(place: Place, { profile, self, total }: ShareIn): Heat {
  const counted = place.isStartUp ? self : total;
  const isTop = counted >= TOP || self >= topSelf(profile);
  const words = counted < 0.0005 ? 'next to nothing' : inPercent(counted);
  return {
    hot: { source: 'profile', share: counted },
    effect: isTop ? 'raise' : 'keep',
    sentence: `${quoted(place)} takes ${words} of the ${unitInWords(profile.unit)} in this profile.`,
  };
}

const topSelves = new WeakMap<Profile, number>();

/** Own share of the least of the hottest functions that together take the top 20 % of the time. */
function topSelf(profile: Profile): number {
  let least = topSelves.get(profile);
  if (least === undefined) {
    let sum = 0;
    least = 1;
    for (const self of profile.functions.map((each) => each.self).sort((a, b) => b - a)) {
      sum += self;
      if (sum < TOP) continue;
      least = Math.max(LEAST_TOP, self);
      break;
    }
    topSelves.set(profile, least);
  }
  return least;
}

/** Overloads that the profile names alike: what it says of them together is neither hot nor cold for one of them. */
function sharedHeat(place: Place, fn: SourceFunction, map: HeatMap): Heat | undefined {
  for (const { profile, shared } of map.matches) {
    const share = shared.get(fn);
    if (!share) continue;
    const sentence = `This profile does not tell ${quoted(place)} from its namesakes, which take ${inPercent(share.total)} of the ${unitInWords(profile.unit)} together.`;
    return { hot: null, effect: 'keep', sentence };
  }
  return undefined;
}

/**
 * Cold where a profile of the change never shows the function, and could not have missed a hot one. What it may have missed is the share
 * without names, and 3/n for n samples: the 95 % bound on a share that was never seen (the rule of three, Hanley and Lippman-Hand 1983).
 */
function unseenHeat(place: Place, map: HeatMap): Heat | undefined {
  if (map.calledWhereTimeGoes.has(place.name.split('::').at(-1) ?? '')) return undefined;
  for (const { profile } of map.matches) {
    const missed = 1 - profile.named + (profile.samples === null ? 0 : 3 / profile.samples);
    if (profile.side === 'before' || profile.isPasted || missed >= TOP) continue;
    const bound = missed < 0.0005 ? '' : `, so it takes at most ${inPercent(missed)} of the ${unitInWords(profile.unit)}`;
    return { hot: { source: 'profile', share: 0 }, effect: 'lower', sentence: `This profile never shows ${quoted(place)}${bound}.` };
  }
  return undefined;
}

function quoted({ name }: Place): string {
  return `\`${name}\``;
}

/** What a finding becomes. `sentence` goes behind the finding's message; null when there is nothing to say. */
export interface Weighed {
  readonly severity: Severity;
  readonly hot: Hot | null;
  readonly sentence: string | null;
}

/** What heat needs to know of a rule. `cap`: the highest severity that heat may give; absent, an error for a warning, and no more than a note for a note. */
export interface Weighable {
  readonly severity: Severity;
  readonly cap?: Severity;
}

/**
 * The severity of a finding in code of this heat. Hot code moves it one step up, to the rule's cap at most; cold code makes a warning a
 * note. An error stays: it is a defect wherever it is.
 */
export function weigh(rule: Weighable, severity: Severity, heat: Heat): Weighed {
  const { hot, sentence, effect } = heat;
  if (effect === 'lower' && severity === 'warning') return { severity: 'note', hot, sentence };
  const cap = rule.cap ?? (rule.severity === 'note' ? 'note' : 'error');
  const raised: Severity = severity === 'note' ? 'warning' : 'error';
  const isRaised = effect === 'raise' && ORDER[raised] <= ORDER[cap];
  return { severity: isRaised ? raised : severity, hot, sentence };
}

const ORDER: Readonly<Record<Severity, number>> = { note: 0, warning: 1, error: 2 };

/** Compares the heat of two findings for sorting, the hotter first: shares, then marks, then the shape of the code, last what a profile never shows. */
export function byHeat(a: Hot | null, b: Hot | null): number {
  return rank(b) - rank(a);
}

function rank(hot: Hot | null): number {
  if (hot === null) return 0;
  if (hot.source === 'profile' && hot.share !== null) return hot.share > 0 ? 1 + hot.share : -1;
  return { profile: 1, annotation: 1 + TOP, config: 1 + TOP, structure: 0.5 }[hot.source];
}
