/** Before the change, or with it. */
export type SideName = 'before' | 'after';

/** The other side. */
export function opposite(side: SideName): SideName {
  return side === 'before' ? 'after' : 'before';
}

/** What a heading, a column or a name says about the side. */
export interface Label {
  /** Undefined when it names no side, or both. */
  readonly side: SideName | undefined;
  /** The text without the words that name the side: what else is measured. */
  readonly rest: string;
  /** The side named first, where the text names both: `before/after`, `new vs old`. */
  readonly first: SideName | undefined;
}

const THE_CHANGE = `(?:(?:applying|merging|the|this|these|my|our|that|all|of|your|any|its) ){0,3}`;
const CHANGE = `(?:patch(?:es|set|ed)?|changes?|changeset|commits?|prs?|pull requests?|mr|fix(?:es)?|series|optimi[sz]ations?|merge|diff|branch|work|improvements?|refactor(?:ing)?|rewrite)`;
const THING = `(?: (?:version|code|implementation|impl|build|binary|behaviou?r|approach|method|design|algorithm|state|way|path))?`;
/** What follows `main` where it means `chief` or names a part of a program, not a branch. */
const ADJECTIVAL = `changes?|differences?|ideas?|results?|loops?|threads?|goals?|points?|memory|functions?|benefits?|reasons?|tables?|class(?:es)?|concerns?|improvements?|problems?|motivation|files?|components?|paths?|costs?|body|cases?|advantages?|gains?|purpose|parts?|sources?|contributors?|focus|features?|window|menu|process|program|task|queue|thing|issue|bottleneck|hot|contribution|takeaway|effect|observation|win|use`;
const START = String.raw`(?<![\p{L}\p{N}])`;
const END = String.raw`(?![\p{L}\p{N}])`;

const phrase = (pattern: string): RegExp => new RegExp(`${START}(?:${pattern})${END}`, 'giu');

/** Phrases in the order in which they are taken out of a text: `without the patch` must not leave `patch`, nor `current PR` `current`. */
const PHRASES: readonly (readonly [side: SideName, pattern: RegExp])[] = [
  ['before', phrase(String.raw`(?:before|prior to|without|w\/o|no|pre|parent of|base of)[ -]${THE_CHANGE}${CHANGE}|without it`)],
  ['after', phrase(String.raw`(?:after|with|w\/|post|using|in)[ -]${THE_CHANGE}${CHANGE}|with it`)],
  ['after', phrase(String.raw`(?:this|my|our|current|the) (?:${CHANGE})(?: ?#\d+)?`)],
  ['before', phrase(String.raw`current (?:master|main|trunk|upstream)|origin\/(?:master|main)|merge[- ]base|HEAD[~^]1?`)],
  [
    'before',
    phrase(String.raw`before|w\/o|pre|unpatched|unmodified|unoptimi[sz]ed|baseline|original(?:ly)?${THING}|orig|old(?:er)?${THING}`),
  ],
  ['before', phrase(`(?:previous(?:ly)?|prev|prior|existing|current|stock|vanilla|legacy|reference|base|parent)${THING}`)],
  [
    'before',
    phrase(
      `master|main(?! (?:${ADJECTIVAL}))|trunk|mainline|upstream(?! (?:servers?|hosts?|prox(?:y|ies)|connections?|requests?|clusters?))|develop|dev(?! (?:machine|host|box|server|kit|board|desktop|laptop|vm)s?)`,
    ),
  ],
  [
    'after',
    phrase(
      String.raw`after|w\/|post|patched|optimi[sz]ed${THING}|improved${THING}|modified${THING}|updated|proposed${THING}|new(?:er)?${THING}`,
    ),
  ],
  [
    'after',
    phrase(
      String.raw`candidate|contender|treatment|feature(?: branch)?|experiment(?:al)?|head|now|patch|pr ?#?\d{0,7}|pull request|branch|fixed`,
    ),
  ],
];

/** What happens in the life of a program: before and after it is the same build. */
const EVENTS = `warm(?:ing)?-?(?: ?up)?|gc|garbage collection|compaction|flush(?:ing)?|restart(?:ing)?|reboot(?:ing)?|boot(?:ing)?|start-?up|fail-?over|eviction|sleep(?:ing)?|wake-?up|resiz(?:e|ing)|rehash(?:ing)?|load(?:ing)?|connect(?:ing|ion)?|login|snapshot|checkpoint`;
/** What a program runs on or is built by: an old and a new one are no sides of a change to the program. */
const SURROUNDINGS = `machines?|laptops?|boxe?s?|hosts?|hardware|cpus?|processors?|compilers?|toolchains?|gcc|clang|disks?|drives?|ssd|nics?|network cards?|distros?|instances?|testbeds?|setups?`;
/** Phrases that name no side of the change though a word in them does. */
const NO_SIDES: readonly RegExp[] = [
  phrase(`(?:before|after|pre|post)[ -](?:the )?(?:${EVENTS})(?! ${CHANGE})`),
  phrase(`(?:old(?:er)?|new(?:er)?|previous|current|original|other) (?:${SURROUNDINGS})`),
];

const LONGEST = 200;

/** What a short text says about the side. A longer text than 200 characters is no label. */
export function labelOf(text: string): Label {
  if (text.length > LONGEST) return { side: undefined, rest: text, first: undefined };
  let rest = text;
  const found: Found[] = [];
  const isEvent = NO_SIDES.some((pattern) => text.search(pattern) !== -1);
  for (const pattern of NO_SIDES) rest = rest.replace(pattern, (match) => MASK.repeat(match.length));
  for (const [side, pattern] of PHRASES) {
    rest = rest.replace(pattern, (match, ...groups: readonly unknown[]) => {
      const at = groups.find((group) => typeof group === 'number') ?? 0;
      found.push({ side, at, end: at + match.length });
      // A character that no phrase can contain keeps the places of the others.
      return MASK.repeat(match.length);
    });
  }
  // `Comparison between main and x`, `vs base`: only one of the two goes by a word that is known here.
  const isOne = new Set(found.map(({ side }) => side)).size === 1 && !COMPARING.test(text);
  const first = isOne ? undefined : firstOf(text, found);
  return { side: isOne ? found[0]?.side : undefined, rest: tidy(!isEvent && (isOne || first !== undefined) ? rest : text), first };
}

const COMPARING = /(?<![\p{L}\p{N}])(?:between|compar(?:e[ds]?|ing|ison)|versus|vs\.?|against)(?![\p{L}\p{N}])/iu;

interface Found {
  readonly side: SideName;
  readonly at: number;
  readonly end: number;
}

const CONNECTED =
  /^[\s=`*_)\]-]*(?:\/|->|→|=>|>|vs\.?|versus|and|then|followed by|&|,|\||against|compared (?:to|with))?[\s=`*_([-]*(?:the )?$/i;

/** The side named first where two stand beside each other, as in `before/after`, `new vs old`. */
function firstOf(text: string, found: readonly Found[]): SideName | undefined {
  const [one, two, more] = [...found].sort((a, b) => a.at - b.at);
  if (one === undefined || two === undefined || more !== undefined || one.side === two.side) return undefined;
  return CONNECTED.test(text.slice(one.end, two.at)) ? one.side : undefined;
}

/** A character for private use: no text has it. */
const MASK = '\ue000';

/** Without masks, empty brackets and the punctuation left at the ends. */
function tidy(text: string): string {
  return (
    text
      // `copy_old/64` and `copy_new/64` are `copy/64`.
      .replace(/[_-]?\ue000+(?=\/)/g, '')
      .replaceAll(MASK, ' ')
      .replace(/\(\s*\)|\[\s*\]|`\s*`|\*\*\s*\*\*/g, ' ')
      .replace(/\s+/g, ' ')
      .replace(/^[\s\-–—:=,.;/_*#&+]+|[\s\-–—:=,;/_*#&+]+$/g, '')
      .trim()
  );
}
