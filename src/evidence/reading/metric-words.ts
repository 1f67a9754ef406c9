import type { MetricKind } from '../formats/format.ts';
import { findUnit } from '../formats/quantity.ts';

/** What the words of a heading or a name say about a metric. */
export interface MetricHint {
  /** `''` when the words name a kind without a unit. */
  readonly unit: string;
  readonly kind: MetricKind;
  readonly better: 'lower' | 'higher';
}

/** The first that occurs decides, so what is counted comes before what it is counted in. */
const WORDS: readonly (readonly [pattern: RegExp, kind: MetricKind, better: 'lower' | 'higher'])[] = [
  [/\b(?:hit[ _-]?rates?|hits)\b/i, 'ratio', 'higher'],
  [/\b(?:miss[ _-]?rates?|error[ _-]?rates?|errors|misses|faults|stalls|contention|cpu[ _-]?(?:usage|util\w*|load))\b/i, 'count', 'lower'],
  [
    /\b(?:throughput|bandwidth|iops|[qtr]ps|(?:requests?|req|quer(?:y|ies)|ops|operations?|transactions?|items?|rows|packets|messages)[ _-]?(?:per|\/)[ _-]?s\w*|rate|ops|goodput|fps|score)\b/i,
    'throughput',
    'higher',
  ],
  [/\b(?:instructions?|insns?|inst|instrs?)\b/i, 'instructions', 'lower'],
  [/\bcycles?\b/i, 'cycles', 'lower'],
  // `nrequests` and its like are columns of jemalloc's malloc_stats_print.
  [/\b(?:allocs?|allocations?|n?mallocs?|nmalloc|ndalloc|nrequests)\b/i, 'allocations', 'lower'],
  [/\b(?:memory|rss|footprint|heap|bytes|sizeof|binary size|code size|text size)\b/i, 'bytes', 'lower'],
  [
    /\b(?:latenc(?:y|ies)|times?|durations?|elapsed|delay|runtime|wall(?:[ _-]?clock)?|timing|p\d{2}(?:\.\d+)?|(?:mean|avg|average|median|total) (?:time|ms|us|ns))\b/i,
    'time',
    'lower',
  ],
];

/** What a text says about the metric it heads: by a unit in brackets or alone, else by its words; undefined when by neither. */
export function hintOf(text: string): MetricHint | undefined {
  const short = text.slice(0, 200);
  for (const bracketed of short.matchAll(/[([]([^()[\]]{1,30})[)\]]/g)) {
    const unit = unitHint(bracketed[1] ?? '');
    if (unit !== undefined) return unit;
  }
  const words = short.split(/[\s,:()[\]]+/).filter((word) => word !== '');
  const whole = (words.length === 1 ? unitHint(words[0] ?? '') : undefined) ?? words.map(plainUnit).find((unit) => unit !== undefined);
  if (whole !== undefined) return whole;
  for (const [pattern, kind, better] of WORDS) if (pattern.test(short)) return { unit: '', kind, better };
  return undefined;
}

function unitHint(text: string): MetricHint | undefined {
  const unit = findUnit(text.replace(/^in /, ''));
  return unit === undefined || unit.dimension === 'x' ? undefined : { unit: unit.name, kind: unit.kind, better: unit.better };
}

/** A word that is a unit and nothing else: `ns`, `insns/op`, `tps`, `MB/s`; not `s`, `d`, `reads`, `time`. */
function plainUnit(word: string): MetricHint | undefined {
  return isPlainUnit(word) ? unitHint(word) : undefined;
}

/** Whether a word can be nothing but a unit. */
export function isPlainUnit(word: string): boolean {
  return /^(?:[nuµμm]s|n?sec|\S+\/\S+|[kKM]?(?:tps|qps|rps|iops)|[KMG]i?B|insns?)$/i.test(word);
}
