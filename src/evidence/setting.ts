import type { Observation } from './reading/observation.ts';

/** The headings above an observation without what they say about the side, and the part of the text below them. */
export function settingOf(observation: Observation): string {
  const { part } = observation;
  return [...namesAbove(observation), ...(part === '' ? [] : [`part ${part}`])].join(' › ');
}

/** What the headings above an observation name beside the side. */
export function namesAbove({ headings }: Observation): readonly string[] {
  return headings
    .map(({ side, first, text, rest, form }) =>
      side !== undefined || first !== undefined ? rest : form === 'colon' && text.split(' ').length > MOST_SETTING ? '' : text,
    )
    .map((text) =>
      text
        .replace(GAIN, '')
        .replace(/^\((.*)\)$/, '$1')
        .trim(),
    )
    .filter((text) => text !== '' && !FILLER.test(text));
}

/** A longer line that ends in a colon is a sentence. */
const MOST_SETTING = 6;
/** `(+318%)`, `2x faster` beside a label say what came out, not what was measured. */
const GAIN =
  /\(?[~+\u2212-]?\d{1,6}(?:[.,]\d{1,4})? ?(?:%|x|×)(?: (?:faster|slower|better|worse|improvement|gain|more|less|speed-?up))?\)?/gi;
/** Words that say nothing of what was measured, and the numbers of rounds. */
const FILLER = new RegExp(
  `^(?:(?:${'and then now here the a results? numbers output performance benchmarks? benchmarking timings? measurements? test run running ran is are was were still'
    .concat(
      ' of for as on in my with using this that these it we i get got see data summary details perf following reference below above same looks like vs versus against compared to',
    )
    .split(' ')
    .join('|')})(?![\\p{L}\\p{N}])|[^\\p{L}\\p{N}])+$|^(?:runs?|rounds?|iteration|trial|attempt) ?#?\\d{1,4}\\W*$`,
  'iu',
);
