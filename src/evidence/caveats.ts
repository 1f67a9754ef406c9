/** Words that can only be of figures that nobody measured. */
const UNMEASURED =
  /(?<![\p{L}\p{N}-])(?:theoretical(?:ly)?|hypothetical(?:ly)?|made[- ]up|invented|fabricated|illustrative|for illustration|from memory|not (?:yet )?measured|(?:still )?to be (?:measured|confirmed|filled in)|back[- ]of[- ]the[- ](?:envelope|napkin)|placeholders?|tbd)(?![\p{L}\p{N}-])/iu;
const FIGURES = `(?:numbers?|results?|figures?|timings?|values?|measurements?|improvements?|gains?|speed-?ups?|savings?|impact|performance|outputs?|benchmarks?)`;
/** Words that are so before a word for figures: `expected results`, but not `as expected`. */
const EXPECTED = new RegExp(
  String.raw`(?<![\p{L}\p{N}-])(?:(?:expected|estimated|projected|predicted|anticipated|dummy|fake|mock|hypothesi[sz]ed) (?:[\p{L}-]{1,20} ){0,1}${FIGURES}|(?:example|sample) (?:numbers|figures|values|results))(?![\p{L}\p{N}-])`,
  'iu',
);
/** How a sentence announces what nobody has seen. */
const FORESEEN =
  /\b(?:(?:i|we)(?:'d| would) expect|in theory|should (?:give|yield|bring|look like|come out)|would (?:give|yield|look like|be))\b[^.!?]{0,40}:?\s*$/i;
/** The same as a remark in a heading, or as all it says. */
const REMARK =
  /(?:^|[([,–-]\s?)(?:expected|estimated?|estimates|projected|projection|predicted|prediction|anticipated|goal|target|guess)\s?(?:$|[)\],:])/i;

/** The words of headings, a caption or labels by which the figures below were not measured; undefined when there are none. */
export function caveatIn(words: readonly string[]): string | undefined {
  for (const text of words) {
    const short = text.slice(0, LONGEST);
    const found =
      UNMEASURED.exec(short) ?? EXPECTED.exec(short) ?? FORESEEN.exec(short) ?? (short.length < LONGEST_LABEL ? REMARK.exec(short) : null);
    if (found !== null) return found[0].replace(/^[([,–\s-]+|[)\],:\s]+$/g, '');
  }
  return undefined;
}

const LONGEST = 400;
const LONGEST_LABEL = 80;

const THESE = `(?:numbers?|results?|figures?|timings?|measurements?|benchmarks?|tables?|graphs?|these|those)`;
const OTHER = String.raw`(?:v\d{1,2}|(?:the |an? |my |its )?(?:first|old|older|earlier|previous|initial|another|different|other|separate) (?:version|revision|iteration|draft|patch|prs?|pull requests?|change|branch|commit|project|implementation|prototype))`;
const CHANGE = `(?:pr|pull request|patch(?:set)?|change|commit|branch|version|revision)`;
const AGAIN = `re-?(?:run|measure|bench(?:mark)?|test|take|do)`;
const RETRACTIONS: readonly RegExp[] = [
  new RegExp(String.raw`\b${THESE}\b[^.\n]{0,60}?\bnot (?:yet )?(?:(?:from|for|of|with|on) )?this ${CHANGE}\b`, 'i'),
  new RegExp(
    String.raw`\b${THESE}\b[^.\n]{0,30}? (?:are|is|were|was|come|came) (?:still |all |only )?(?:taken |measured |made )?(?:from|for|of|with|on|at) ${OTHER}\b`,
    'i',
  ),
  new RegExp(
    String.raw`\b(?:need|have|ought|yet|plan|going|still)(?:s|ed)? to (?:be )?${AGAIN} (?:the |all |all the |these |those |my )?(?:${THESE}|them|it all)\b`,
    'i',
  ),
  new RegExp(String.raw`\b(?:todo|fixme):? ${AGAIN} (?:the |all |these |those |my )?${THESE}`, 'i'),
  new RegExp(
    String.raw`\b${THESE} (?:still |all )?(?:need|have|ought|should|must|are)(?: to)?(?: be)? (?:re-?(?:run|measured|benchmarked|tested|taken|done|running|measuring|testing))\b`,
    'i',
  ),
  new RegExp(
    String.raw`\b${THESE}(?: [\w-]{1,20}){0,3} (?:are|is|were) (?:now |by now |probably |likely )?(?:outdated|obsolete|stale|out[- ]of[- ]date|invalid|no longer (?:valid|accurate|correct|current))\b`,
    'i',
  ),
  /\b(?:have|has|did|could)(?:n['’]t| not)(?: yet| actually)? (?:run|ran|rerun|executed?) (?:the |any |these |those )?(?:benchmarks?|tests?|measurements?|numbers|this|these|it|them)\b(?! (?:on|with|for|under|in|at|against)\b)/i,
  new RegExp(String.raw`\b(?:outdated|obsolete|out[- ]of[- ]date) ${THESE}`, 'i'),
];

/** The words with which a text says that its figures are not of this change as it stands; undefined when there are none. */
export function retractionIn(text: string): string | undefined {
  for (const pattern of RETRACTIONS) {
    const found = pattern.exec(text);
    if (found !== null) return found[0].replace(/\s+/g, ' ');
  }
  return undefined;
}
