/*
 * Which code is hot, and what that does to a finding. In this order:
 *   readProfile(name, bytesOrText, side)   one file or block -> Profile                       (read-profile.ts)
 *   mapHeat(profiles, trees, config)       profiles and marks laid over the parsed source -> HeatMap
 *   heatOf(node, map)                      the heat of the code around a node -> Heat
 *   weigh(rule, severity, heat)            what the finding becomes -> { severity, hot, sentence }
 * `byHeat` orders findings of one severity, `shareOf` tells whether a function is in a profile at all.
 */
import type { Hot, Severity } from '../findings.ts';
import { callbackAround } from '../syntax/callbacks.ts';
import { calleeName } from '../syntax/calls.ts';
import { isCold } from '../syntax/context.ts';
import { enclosingFunction, functionName, withoutTemplateArguments } from '../syntax/declarations.ts';
import { enclosingLoops, isEventLoop } from '../syntax/loops.ts';
import { descendants, type Node, type Tree } from '../syntax/node.ts';
import { type FindMark, type HeatConfig, isSingletonConstructor, readMarks } from './marks.ts';
import { type Matches, matchProfile, type Share } from './match.ts';
import { inPercent, type Profile, unitInWords } from './profile.ts';

/** Profiles and marks laid over the source. */
export interface HeatMap {
  readonly matches: readonly Matches[];
  readonly findMark: FindMark;
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

/** Lays profiles and marks over the parsed files. Profiles of the change itself count before those of its base. */
export function mapHeat(profiles: readonly Profile[], trees: readonly Tree[], config: HeatConfig): HeatMap {
  const usable = profiles.filter((profile) => profile.functions.length > 0);
  const ofHead = usable.filter((profile) => profile.side !== 'before');
  const matches = (ofHead.length > 0 ? ofHead : usable).map((profile) => matchProfile(profile, trees));
  const called = new Set<string>();
  for (const { shares } of matches) {
    for (const [fn, share] of shares) {
      if (share.self < LEAST_CALLER) continue;
      for (const call of descendants(fn, 'call_expression')) called.add(calleeName(call));
    }
  }
  return { matches, findMark: readMarks(trees, config), calledWhereTimeGoes: called };
}

/** What the profiles say of a function definition: the largest share, with its profile; undefined where none shows it. */
export function shareOf(fn: Node, map: HeatMap): (Share & { readonly profile: Profile }) | undefined {
  let best: (Share & { readonly profile: Profile }) | undefined;
  for (const { profile, shares } of map.matches) {
    const share = shares.get(fn);
    if (share && (!best || share.total > best.total)) best = { ...share, profile };
  }
  return best;
}

/** The heat of the code around a node: the highest that a profile, a mark, the config or the shape of the code gives it. */
export function heatOf(node: Node, map: HeatMap): Heat {
  const fn = node.kind === 'function_definition' ? node : enclosingFunction(node);
  if (!fn) return UNKNOWN;
  const share = shareOf(fn, map);
  const name = quoted(fn);
  // A start-up function or an error path holds everything that it starts: only its own share is its heat.
  const startsOnly = isCold(node) || isSingletonConstructor(fn);
  const shown = share ? shownHeat(name, share, startsOnly, map) : undefined;
  if (shown?.effect === 'raise') return shown;
  const mark = map.findMark(fn);
  if (mark?.heat === 'hot') {
    const sentence = mark.source === 'annotation' ? `${name} is marked hot.` : `The config calls ${name} hot.`;
    return { hot: { source: mark.source, share: share?.total ?? null }, effect: 'raise', sentence };
  }
  if (shown) return shown;
  if (mark?.heat === 'cold') {
    return {
      hot: null,
      effect: 'lower',
      sentence: mark.source === 'annotation' ? `${name} is marked cold.` : `The config calls ${name} cold.`,
    };
  }
  return unseenHeat(fn, map) ?? (startsOnly ? UNKNOWN : shapeHeat(node));
}

const UNKNOWN: Heat = { hot: null, effect: 'keep', sentence: null };

function shownHeat(name: string, share: Share & { readonly profile: Profile }, startsOnly: boolean, map: HeatMap): Heat {
  const { profile, self } = share;
  const counted = startsOnly ? self : share.total;
  const functions = map.matches.find((each) => each.profile === profile)?.profile.functions ?? [];
  const isTop = counted >= TOP || self >= topSelf(functions.map((each) => each.self));
  const words = counted < 0.0005 ? 'next to nothing' : inPercent(counted);
  return {
    hot: { source: 'profile', share: counted },
    effect: isTop ? 'raise' : 'keep',
    sentence: `${name} takes ${words} of the ${unitInWords(profile.unit)} in this profile.`,
  };
}

/** Own share of the least of the hottest functions that together take the top 20 % of the time. */
function topSelf(shares: readonly number[]): number {
  let sum = 0;
  for (const share of [...shares].sort((a, b) => b - a)) {
    sum += share;
    if (sum >= TOP) return Math.max(share, LEAST_TOP);
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * Cold where a profile of the change never shows the function, and could not have missed a hot one. What it may have missed is the share
 * without names, and 3/n for n samples: the 95 % bound on a share that was never seen (the rule of three, Hanley and Lippman-Hand 1983).
 */
function unseenHeat(fn: Node, map: HeatMap): Heat | undefined {
  const name = withoutTemplateArguments(functionName(fn)).split('::').at(-1) ?? '';
  if (map.calledWhereTimeGoes.has(name)) return undefined;
  for (const { profile } of map.matches) {
    const missed = 1 - profile.named + (profile.samples === null ? 0 : 3 / profile.samples);
    if (profile.side === 'before' || missed >= TOP) continue;
    const bound = missed < 0.0005 ? '' : `, so it takes at most ${inPercent(missed)} of the ${unitInWords(profile.unit)}`;
    return { hot: { source: 'profile', share: 0 }, effect: 'lower', sentence: `This profile never shows ${quoted(fn)}${bound}.` };
  }
  return undefined;
}

/** Loops, interrupt handlers and callbacks: it says where to look first, and no more. */
function shapeHeat(node: Node): Heat {
  const loops = enclosingLoops(node).filter((loop) => !isEventLoop(loop));
  const callback = callbackAround(node);
  const isHot = loops.length > 0 || callback?.kind === 'interrupt' || callback?.kind === 'event';
  return isHot ? { hot: { source: 'structure', share: null }, effect: 'keep', sentence: null } : UNKNOWN;
}

function quoted(fn: Node): string {
  return `\`${withoutTemplateArguments(functionName(fn))}\``;
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
