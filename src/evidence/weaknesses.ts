import { isUnsteady } from './compare.ts';
import type { Problem } from './evidence.ts';
import { changeOf, type Found, named } from './found.ts';

/** What the proven improvements rest on that is weaker than it might be. */
export function weaknesses({ compared, statements, options }: Found): readonly Problem[] {
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
