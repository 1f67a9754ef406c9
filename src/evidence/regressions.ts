import type { Compared } from './compare.ts';
import { isDisclosed } from './disclosure.ts';
import type { Problem } from './evidence.ts';
import { changeOf, type Found, named, percent } from './found.ts';

/** Measurements that became worse, and whether the text says so. */
export function regressions({ compared, changes, admissions, statements, options }: Found): readonly Problem[] {
  const regressed = compared.filter(({ comparison }) => comparison.verdict === 'regressed');
  const stated = changes.filter(
    ({ change, interval, better }) =>
      better !== undefined &&
      isWorse(change, better) &&
      (interval === null ? Math.abs(change) > options.noise : interval[0] * interval[1] > 0 && Math.abs(change) >= options.floor.time),
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
