import type { Compared } from './compare.ts';
import type { Found } from './found.ts';
import type { EvidenceOptions } from './options.ts';
import type { Observation } from './reading/observation.ts';

/** Codes for what keeps everything found from being a result. */
export function missingCodes(found: Found): readonly string[] {
  const { compared, unlabelled, changes, claims, hasFigures, statements, options } = found;
  const matched = compared.filter(({ pair, comparison }) => comparison.verdict !== 'unmatched' && pair.tier !== 'prose');
  if (matched.length > 0) return lacksOf(matched);
  const stated = compared.filter(({ pair }) => pair.tier === 'prose');
  const isFew = statements.runs !== undefined && statements.runs.n < options.runs;
  if (stated.length > 0) return isFew ? ['prose-only', 'too-few-samples'] : ['prose-only'];
  const oneSided = compared.filter(({ pair }) => pair.tier !== 'lines' || pair.isNamed);
  const unlabelledRuns = unlabelled
    .filter(({ tier }, _, all) => tier !== 'lines' || all.length > 1)
    .reduce((sum, { measurement }) => sum + Math.max(1, measurement.values.length), 0);
  if (unlabelledRuns > 1) return ['sides-unlabelled', ...runCodes(unlabelled, options)];
  if (oneSided.length > 0 || (unlabelled.length === 1 && unlabelled[0]?.tier !== 'lines'))
    return ['one-sided', ...(compared.every(({ comparison }) => (comparison.before ?? comparison.after)?.n === 1) ? ['single-run'] : [])];
  const isClaimed = claims.some(({ kind }) => kind !== 'values');
  if (isClaimed && hasFigures) return ['prose-only'];
  if (changes.length > 0 || isClaimed) return ['percent-only'];
  return ['no-evidence'];
}

/** The lacks of the primary metrics; `below-floor` only where it holds for all of them. */
function lacksOf(matched: readonly Compared[]): readonly string[] {
  const primary = matched.filter(({ pair, lacks }) => pair.primary && !lacks.includes('non-finite'));
  const counted = primary.length > 0 ? primary : matched;
  const isNamed = counted.some(({ pair }) => pair.isNamed || pair.tier === 'tool' || pair.metric.includes(' '));
  if (!isNamed && !counted.some(({ lacks }) => lacks.includes('not-significant'))) return ['prose-only'];
  const codes = new Set(counted.flatMap(({ lacks }) => lacks));
  if (!counted.every(({ lacks }) => lacks.includes('below-floor') && lacks.length >= 1)) codes.delete('below-floor');
  // Nothing is lacking and nothing is better: the gain is a claim without numbers.
  return codes.size === 0 ? ['prose-only'] : [...codes];
}

function runCodes(unlabelled: readonly Observation[], options: EvidenceOptions): readonly string[] {
  const counts = new Map<string, number>();
  for (const { measurement, tier, headings } of unlabelled) {
    const key = `${measurement.benchmark}\n${measurement.metric}\n${tier}\n${headings.length}`;
    const runs = measurement.summary?.n ?? Math.max(1, measurement.values.length);
    counts.set(key, (counts.get(key) ?? 0) + runs);
  }
  const most = Math.max(...counts.values());
  return most <= 2 ? ['single-run'] : most < 2 * options.runs ? ['too-few-samples'] : [];
}

/** What such a code says to people. */
export function noteOf(code: string, { compared, options, statements }: Found): string {
  const runs = options.runs;
  switch (code) {
    case 'no-evidence':
      return 'No measurement was found.';
    case 'single-run':
      return `One run of each side says little about a difference below twofold; ${runs} are wanted.`;
    case 'too-few-samples':
      return `Fewer than ${runs} runs of a side were given${statements.runs === undefined ? '' : ` (“${statements.runs.n}”)`}: chance cannot be ruled out.`;
    case 'no-spread':
      return 'Averages were given without how the runs vary, so that the difference cannot be tested.';
    case 'sample-count-unknown':
      return 'A mean and a deviation were given without the number of runs.';
    case 'sides-unlabelled':
      return 'Nothing says which results are from before the change and which from after.';
    case 'one-sided':
      return `Results of one side only were found${sideFound(compared)}.`;
    case 'prose-only':
      return 'The figures stand in sentences; no output of a tool or table shows where they come from.';
    case 'percent-only':
      return 'Changes are given without the values they come from.';
    case 'not-significant':
      return 'The difference is within what the runs of one side vary by.';
    case 'below-floor':
      return 'The difference is too small to count.';
    case 'high-variance':
      return 'The machine was unsteady: times scatter, and its counters do not follow them.';
    case 'unit-missing':
      return 'Nothing says what the figures count, and whether more or less is better.';
    case 'settings-differ': {
      const differing = compared.find(({ pair }) => pair.otherSettings !== undefined)?.pair.otherSettings;
      return `The sides were measured with different parameters${differing === undefined || differing === '' ? '' : `: ${differing}`}.`;
    }
    case 'self-disclaimed':
      return `The figures stand under words that say they were not measured: “${compared.find(({ pair }) => pair.caveat !== undefined)?.pair.caveat}”.`;
    default:
      return 'A value is not a finite number, or zero.';
  }
}

function sideFound(compared: readonly Compared[]): string {
  const [first] = compared;
  if (first === undefined) return '';
  return first.comparison.before === null ? ' (after)' : ' (before)';
}
