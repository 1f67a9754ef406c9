import type { FoundClaim } from './claims.ts';
import { type Compared, isUnsteady } from './compare.ts';
import { isDisclosed } from './disclosure.ts';
import type { Problem } from './evidence.ts';
import type { Observation } from './reading/observation.ts';
import type { EvidenceOptions } from './options.ts';
import type { Statements } from './statements.ts';
import type { PrintedChange } from './reading/tables.ts';

/** All that was found, for the question of what is missing. */
export interface Found {
  readonly compared: readonly Compared[];
  /** Measurements whose side nothing tells. */
  readonly unlabelled: readonly Observation[];
  readonly changes: readonly PrintedChange[];
  readonly claims: readonly FoundClaim[];
  readonly admissions: readonly string[];
  /** Whether the prose gives any value with a unit. */
  readonly hasFigures: boolean;
  readonly statements: Statements;
  readonly options: EvidenceOptions;
}

/** Why the numbers do not show an improvement, or show that something became worse; warnings for what they show weakly. */
export function shortfalls(found: Found): readonly Problem[] {
  const { compared, statements, options } = found;
  const proven = compared.filter(({ isProven }) => isProven);
  const worse = regressions(found);
  const missing = proven.length > 0 || worse.some(({ code }) => code === 'wrong-direction') ? [] : missingCodes(found);
  const blocks = missing.map((code): Problem => ({ code, level: 'block', note: noteOf(code, found) }));
  const taken = new Set(missing);
  const warnings = proven.length > 0 ? weaknesses(found).filter(({ code }) => !taken.has(code)) : [];
  if (statements.disclaimer !== undefined) {
    const note = `The author takes the measurement back: “${statements.disclaimer}”.`;
    warnings.push({ code: 'self-disclaimed', level: proven.length > 0 ? 'warn' : 'block', note });
  } else if (statements.reservation !== undefined && compared.length > 0) {
    warnings.push({ code: 'reservation', level: 'warn', note: `The author is not sure of the conditions: “${statements.reservation}”.` });
  }
  if (statements.sameReference !== undefined) {
    warnings.push({
      code: 'same-ref-both-sides',
      level: 'block',
      note: `Both sides are ${statements.sameReference}: this compares a build with itself.`,
    });
  }
  void options;
  return [...worse, ...blocks, ...warnings];
}

/** Measurements that became worse, and whether the text says so. */
function regressions({ compared, changes, admissions, statements, options }: Found): Problem[] {
  const regressed = compared.filter(({ comparison }) => comparison.verdict === 'regressed');
  const stated = changes.filter(
    ({ change, interval, better }) =>
      interval !== null &&
      better !== undefined &&
      isWorse(change, better) &&
      interval[0] * interval[1] > 0 &&
      Math.abs(change) >= options.floor.time,
  );
  const hidden = regressed.filter((one) => !isDisclosed(one, admissions));
  const hasPrimary = compared.some(({ pair, gain }) => pair.primary && gain !== null);
  const gains = compared.some(
    ({ isProven, gain, pair }) => isProven || ((pair.primary || !hasPrimary) && (gain ?? 0) > options.floor.time),
  );
  const problems: Problem[] = [];
  if (regressed.length > 0 && !gains && hidden.length > 0) {
    problems.push({
      code: 'wrong-direction',
      level: 'block',
      note: `Nothing became better, and ${named(worstOf(hidden))} became worse: ${changeOf(worstOf(hidden))}.`,
    });
  } else if (hidden.length > 0) {
    const others = hidden.length === 1 ? '' : `, and ${hidden.length - 1} more`;
    problems.push({
      code: 'undisclosed-regression',
      level: 'block',
      note: `${named(worstOf(hidden))} became worse (${changeOf(worstOf(hidden))})${others}, and the text does not say so.`,
    });
  } else if (regressed.length > 0) {
    problems.push({
      code: 'disclosed-regression',
      level: 'info',
      note: `${named(worstOf(regressed))} became worse (${changeOf(worstOf(regressed))}); the text says so.`,
    });
  }
  const [worst] = stated;
  if (worst !== undefined && !admissions.some((sentence) => sentence.includes(worst.benchmark))) {
    problems.push({
      code: 'undisclosed-regression',
      level: 'block',
      note: `${worst.benchmark} ${worst.metric} became worse: ${percent(worst.change)}, and the text does not say so.`,
    });
  }
  if (problems.length === 0 && statements.countedRegressions !== undefined) {
    problems.push({
      code: 'undisclosed-regression',
      level: 'block',
      note: `Regressions are counted and none is named: “${statements.countedRegressions.slice(0, 160)}”.`,
    });
  }
  return problems;
}

function isWorse(change: number, better: 'lower' | 'higher'): boolean {
  return better === 'lower' ? change > 0 : change < 0;
}

function worstOf(list: readonly Compared[]): Compared | undefined {
  return list.reduce<Compared | undefined>(
    (worst, next) => (worst === undefined || (next.gain ?? 0) < (worst.gain ?? 0) ? next : worst),
    undefined,
  );
}

function named(one: Compared | undefined): string {
  return one === undefined ? '' : `${one.comparison.benchmark} ${one.comparison.metric}`.trim().slice(0, 120);
}

function changeOf(one: Compared | undefined): string {
  return percent(one?.comparison.change ?? 0);
}

function percent(change: number): string {
  const value = Math.abs(change * 100);
  return `${change < 0 ? '−' : '+'}${value >= 100 ? value.toFixed(0) : value.toFixed(1)} %`;
}

/** Codes for what keeps everything found from being a result. */
function missingCodes(found: Found): readonly string[] {
  const { compared, unlabelled, changes, claims, hasFigures, statements, options } = found;
  const matched = compared.filter(({ pair, comparison }) => comparison.verdict !== 'unmatched' && pair.tier !== 'prose');
  if (matched.length > 0) return lacksOf(matched);
  const stated = compared.filter(({ pair }) => pair.tier === 'prose');
  const isFew = statements.runs !== undefined && statements.runs.n < options.runs;
  if (stated.length > 0) return isFew ? ['prose-only', 'too-few-samples'] : ['prose-only'];
  const oneSided = compared.filter(({ pair }) => pair.tier !== 'lines' || pair.benchmark !== '');
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
  const isNamed = counted.some(({ pair }) => pair.benchmark !== '' || pair.tier === 'tool' || pair.metric.includes(' '));
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

/** What the proven improvements rest on that is weaker than it might be. */
function weaknesses({ compared, statements, options }: Found): Problem[] {
  const proven = compared.filter(({ isProven }) => isProven);
  const warnings: Problem[] = [];
  const warn = (code: string, note: string): void => {
    warnings.push({ code, level: 'warn', note });
  };
  if (proven.some(({ isLargeOnly }) => isLargeOnly))
    warn('single-run', 'The effect is at least twofold, so one run of each side is taken; more runs would bound it.');
  else if (proven.every(({ comparison }) => comparison.p === null))
    warn('single-run', 'Counters that hardly vary carry this; the times were not repeated.');
  if (compared.some(({ pair }) => pair.approximate)) warn('approximate-value', 'Some values are marked as approximate.');
  const unsteady = compared.find(({ pair }) => isUnsteady(pair));
  if (unsteady !== undefined) warn('high-variance', `${named(unsteady)} varies by more than 10 % between runs of one side.`);
  const tests = compared.filter(({ comparison, pair }) => comparison.p !== null && pair.primary);
  const lost = tests.filter(({ comparison }) => comparison.verdict === 'no-difference' && (comparison.p ?? 1) < options.alpha);
  if (lost.length > 0)
    warn('multiple-comparisons', `${lost.length} of ${tests.length} differences would pass alone and do not among so many (Holm).`);
  const wall = compared.find(({ pair, gain }) => pair.kind === 'time' && gain !== null && gain > 0 && gain < 0.05);
  const counter = compared.find(
    ({ pair, comparison }) =>
      pair.kind === 'instructions' && (comparison.change ?? 0) > options.floor.instructions && pair.benchmark === wall?.pair.benchmark,
  );
  if (counter !== undefined)
    warn('counters-contradict', `${named(wall)} is less, while its instructions rose by ${changeOf(counter)}: say why.`);
  if (statements.runs?.of === 'min') warn('best-of', 'The least of several runs is given; it hides how they vary.');
  return warnings;
}

function noteOf(code: string, { compared, options, statements }: Found): string {
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
    case 'settings-differ':
      return 'The sides were measured with different parameters.';
    default:
      return 'A value is not a finite number, or zero.';
  }
}

function sideFound(compared: readonly Compared[]): string {
  const [first] = compared;
  if (first === undefined) return '';
  return first.comparison.before === null ? ' (after)' : ' (before)';
}
