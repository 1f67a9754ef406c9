import { retractionIn } from './caveats.ts';

/** What a text says about how it measured, read from its words. */
export interface Statements {
  /** Runs behind each figure, where the text says: `medians of five runs`, `24 samples each`. */
  readonly runs: { readonly n: number; readonly of: 'mean' | 'median' | 'min' } | undefined;
  /** The runs of both sides alternated, so that they pair up. */
  readonly isInterleaved: boolean;
  /** The author's own words that take the measurement back. */
  readonly disclaimer: string | undefined;
  /** The author's own words by which the figures are of another version, or of another change. */
  readonly retraction: string | undefined;
  /** Words that make it less certain: `rough`, `on my laptop`. */
  readonly reservation: string | undefined;
  /** The one reference that both sides name. */
  readonly sameReference: string | undefined;
  /** The sentence that counts regressions without naming them. */
  readonly countedRegressions: string | undefined;
}

const COUNT = '(\\d{1,5}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|fifty|hundred)';
const NUMBERS = new Map(
  Object.entries({
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    twelve: 12,
    fifteen: 15,
    twenty: 20,
    thirty: 30,
    fifty: 50,
    hundred: 100,
  }),
);
const THING = '(?:runs?|samples?|trials?|repetitions?|reps|rounds?|executions?|measurements?|iterations?|times|pairs)';
const RUNS: readonly RegExp[] = [
  new RegExp(
    `\\b(?<of>medians?|means?|averages?|avg|best|min(?:imum|ima)?|fastest) (?:values? )?(?:of|over|from|across|out of) (?:the )?(?:last |best )?${COUNT} (?:[\\w-]{1,20} ){0,2}?${THING}\\b`,
    'i',
  ),
  new RegExp(
    `\\b${COUNT} (?:[\\w-]{1,20} ){0,2}?${THING} (?:each|per (?:side|build|version|config\\w*|variant|case|benchmark|test|commit|branch))\\b`,
    'i',
  ),
  new RegExp(`\\b(?<of>averaged|median|mean) (?:over|across|of) ${COUNT}\\b`, 'i'),
  new RegExp(`\\b(?:ran|run|repeated|executed|measured)(?: [\\w-]{1,20}){0,5} ${COUNT} times\\b`, 'i'),
  new RegExp(`\\b(?:all|over|campaign \\() ?${COUNT} (?:paired |interleaved )?(?:runs|rounds)\\b`, 'i'),
  /(?:^|[\s(])n ?= ?(\d{1,5})\b/,
];

const DISCLAIMER =
  /\b(?:not a (?:proper|scientific|rigorous|real|good|fair|valid) (?:way|benchmark|measurement|test|comparison)|un-?scientific|not (?:very |really |at all )?(?:scientific|rigorous|statistically)|grain of salt|(?:do not|don't|can(?:no|')t) (?:be )?trust(?:ed)?|not (?:to be )?trust(?:ed|worthy)|(?:chrome|browser|slack|youtube|other (?:programs|apps|things))(?: [\w-]{1,12}){0,2} (?:open|running)|(?:did|have|has)(?: not|n't) (?:actually )?(?:benchmark|measure|profile|test)\w*)/i;
const RESERVATION =
  /\b(?:quick (?:&|and) (?:dirty|rough)|rough(?:ly measured| numbers?| benchmark)|ymmv|your mileage may vary|noisy (?:machine|laptop|box|environment|vm)|on my (?:laptop|macbook|desktop)|back[- ]of[- ]the[- ]envelope)\b/i;
const INTERLEAVED =
  /\b(?:interleav(?:ed|ing)|alternat(?:ed|ing|ely)|A\/B\/A\/B|ABAB|paired (?:runs|rounds|comparison|ratios?)|run alternately)\b/i;
const REFERENCES =
  /^(?:\W{0,6})(?:refs?|benchmark(?:ing)?|compar(?:ing|ed|ison)|baseline)\b[^\n]{0,40}?[:\s]\W{0,6}([\w./-]{3,120})[`*]{0,3} (?:vs\.?|against|versus|compared (?:to|with)|\.{2,3}) [`*]{0,3}([\w./-]{3,120})/im;
const COUNTED_REGRESSIONS = /^.{0,80}?(?<![\d.])([1-9]\d{0,4}) (?:[\w-]{1,20} )?regressions?\b.{0,120}$/im;

/** Reads the statements in a text. */
export function statementsOf(text: string): Statements {
  const short = text.slice(0, 200_000);
  const reference = REFERENCES.exec(short);
  return {
    runs: runsIn(short),
    isInterleaved: INTERLEAVED.test(short),
    disclaimer: DISCLAIMER.exec(short)?.[0],
    retraction: retractionIn(short),
    reservation: RESERVATION.exec(short)?.[0],
    sameReference: reference !== null && reference[1] === reference[2] ? reference[1] : undefined,
    countedRegressions: COUNTED_REGRESSIONS.exec(short)?.[0].trim(),
  };
}

function runsIn(text: string): Statements['runs'] {
  for (const pattern of RUNS) {
    const match = pattern.exec(text.replace(/[*`]/g, ''));
    if (match === null) continue;
    const word = (
      match.slice(1).find((group) => group !== undefined && (NUMBERS.has(group.toLowerCase()) || /^\d+$/.test(group))) ?? ''
    ).toLowerCase();
    const n = NUMBERS.get(word) ?? Number(word);
    if (!(n >= 1)) continue;
    const of = (match.groups?.of ?? '').toLowerCase();
    return { n, of: /^(?:best|min|fastest)/.test(of) ? 'min' : /^median/.test(of) ? 'median' : 'mean' };
  }
  return undefined;
}
