import type { SourceFunction } from './source-functions.ts';
import { type SymbolPath, splitArguments } from './symbol-path.ts';
import { DIFFERENT, listAgreement } from './type-agreement.ts';

/**
 * How well a definition agrees with a symbol of the same name, by template arguments and parameters: the higher the better, `DIFFERENT`
 * where it cannot be the one. What the symbol does not show, as names stripped of their parameters, speaks for none.
 */
export function agreement(fn: SourceFunction, symbol: SymbolPath, aliases: ReadonlyMap<string, string>): number {
  const names = { parameters: fn.templateParameters, aliases };
  const bound = new Map<string, string>();
  let score = 0;
  // From the end: what stands before may be namespaces that only one of the two shows.
  for (let i = 1; i <= Math.min(fn.parts.length, symbol.parts.length); i++) {
    const written = fn.templates.at(-i) ?? '';
    const shown = symbol.templates.at(-i) ?? '';
    if (written === '' || shown === '') continue;
    const agreed = listAgreement(inside(written), inside(shown), names, bound);
    if (agreed === DIFFERENT) return DIFFERENT;
    // Of two that fit, the specialisation is what the compiler takes.
    score += agreed + (isSpecialised(written, fn) ? 1 : 0);
  }
  if (symbol.parameters === undefined) return score;
  const isVariadic = fn.parameters.some((each) => each.includes('...'));
  if (fn.parameters.length !== symbol.parameters.length && !isVariadic) return DIFFERENT;
  const agreed = listAgreement(fn.parameters, symbol.parameters, names, new Map());
  return agreed === DIFFERENT ? DIFFERENT : score + agreed + (fn.isConst === symbol.isConst ? 0.5 : 0);
}

/** Whether the arguments are other than the template's own parameters in their order. */
function isSpecialised(written: string, fn: SourceFunction): boolean {
  const args = inside(written);
  return args.some((arg) => !fn.templateParameters.has(arg.replace(/\.\.\.$/, ''))) || new Set(args).size < args.length;
}

function inside(brackets: string): readonly string[] {
  return splitArguments(brackets.slice(1, -1));
}
