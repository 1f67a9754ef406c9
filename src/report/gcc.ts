import type { Review } from '../review.ts';
import { terminalText, withoutCommandLines } from './escape.ts';
import { newFindings } from './reported.ts';

/** New findings a line each, as compilers print them: what editors and problem matchers read (GCC's diagnostics, `-fno-diagnostics-show-caret`). */
export function renderGcc(review: Pick<Review, 'findings'>): string {
  const lines = newFindings(review).map(({ path, line, column, severity, message, rule }) => {
    return `${terminalText(path)}:${line}:${column}: ${severity}: ${terminalText(message)} [${rule}]\n`;
  });
  return withoutCommandLines(lines.join(''));
}
