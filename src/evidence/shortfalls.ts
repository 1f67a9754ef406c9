import type { Problem } from './evidence.ts';
import type { Found } from './found.ts';
import { missingCodes, noteOf } from './missing.ts';
import { regressions } from './regressions.ts';
import type { Statements } from './statements.ts';
import { weaknesses } from './weaknesses.ts';

/** Why the numbers do not show an improvement, or show that something became worse; warnings for what they show weakly. */
export function shortfalls(found: Found): readonly Problem[] {
  const isProven = found.compared.some((one) => one.isProven);
  const worse = regressions(found);
  const isAnswered = isProven || worse.some(({ code }) => code === 'wrong-direction');
  const missing = isAnswered ? [] : missingCodes(found).map((code): Problem => ({ code, level: 'block', note: noteOf(code, found) }));
  const weak = isProven ? weaknesses(found) : [];
  return [...worse, ...missing, ...weak, ...doubts(found.statements, isProven, found.compared.length > 0)];
}

/** What the author's own words put in doubt. */
function doubts(
  { disclaimer, retraction, reservation, sameReference }: Statements,
  isProven: boolean,
  isMeasured: boolean,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (retraction !== undefined && isMeasured) {
    const note = `By the author's own words the figures are not of this change as it stands: “${retraction.slice(0, 120)}”.`;
    problems.push({ code: 'self-disclaimed', level: 'block', note });
  } else if (disclaimer !== undefined) {
    const note = `The author takes the measurement back: “${disclaimer}”.`;
    problems.push({ code: 'self-disclaimed', level: isProven ? 'warn' : 'block', note });
  } else if (reservation !== undefined && isMeasured) {
    problems.push({ code: 'reservation', level: 'warn', note: `The author is not sure of the conditions: “${reservation}”.` });
  }
  if (sameReference !== undefined) {
    problems.push({
      code: 'same-ref-both-sides',
      level: 'block',
      note: `Both sides are ${sameReference}: this compares a build with itself.`,
    });
  }
  return problems;
}
