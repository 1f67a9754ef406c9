import type { Compared } from './compare.ts';

const WORSE =
  /\b(?:worse\w*|slower|slow-?downs?|regress\w*|degrad\w*|loss(?:es)?|lose[sd]?|trade-?offs?|penalt(?:y|ies)|overheads?|costs?|costing|drawbacks?|downsides?|caveats?|at the (?:expense|cost|price)|larger|bigger|increase[sd]?|grows?|more (?:memory|space|instructions|cycles|allocations)|drops?|lower throughput|higher latency)\b/i;
/** A sentence that says there is none discloses nothing. */
const DENIED =
  /\b(?:no|not|never|without|zero|n't|nor)\b[^,;.]{0,40}\b(?:worse|slower|slow-?downs?|regress\w*|degrad\w*|loss(?:es)?|penalt(?:y|ies)|overheads?|costs?|drawbacks?)\b/i;

/** The sentences that speak of something becoming worse. */
export function admissionsIn(sentences: readonly string[]): readonly string[] {
  return sentences.filter((sentence) => WORSE.test(sentence) && !DENIED.test(sentence));
}

/** Whether a sentence says that nothing became worse. */
export function isDenial(sentence: string): boolean {
  return DENIED.test(sentence);
}

/** Whether some admission names the benchmark or the metric that became worse: enough of its words stand in one sentence. */
export function isDisclosed({ pair }: Compared, admissions: readonly string[]): boolean {
  const [names, metrics] = [wordsOf(pair.benchmark), wordsOf(pair.metric)];
  return admissions.some((sentence) => {
    const words = new Set(wordsOf(sentence));
    const has = (word: string): boolean => words.has(word);
    const named = names.filter(has).length;
    return (
      (names.length > 0 && named >= Math.ceil(names.length / 2)) ||
      metrics.some((word) => word.length >= 4 && has(word) && !COMMON.has(word))
    );
  });
}

const COMMON = new Set(['time', 'value', 'real', 'rate', 'mean', 'median', 'seconds', 'benchmark', 'test', 'stated', 'perf', 'main']);

/** Words and numbers in lower case, without those that say nothing. */
function wordsOf(text: string): readonly string[] {
  const words =
    text
      .slice(0, 2000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words)].filter((word) => (word.length >= 3 || /^\d+$/.test(word)) && !COMMON.has(word));
}
