import type { Directive } from './lex.ts';

/** A stretch of text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The alternatives of one `#if … #elif … #else … #endif`. */
interface Conditional {
  readonly branches: { start: number; end: number; condition: string }[];
}

/**
 * The branches of conditionals that are left out before parsing: one branch of each is kept, so that an `#if` that splits a
 * construct leaves one whole construct. Kept is the branch that `wanted` asks for, else the first that is not plainly false.
 */
export function hiddenBranches(directives: readonly Directive[], length: number, wanted: readonly Span[] = []): Span[] {
  const open: Conditional[] = [];
  const hidden: Span[] = [];
  const close = (conditional: Conditional, end: number) => {
    const last = conditional.branches.at(-1);
    if (last) last.end = end;
    const kept = chooseBranch(conditional, wanted);
    for (const branch of conditional.branches) if (branch !== kept) hidden.push({ start: branch.start, end: branch.end });
  };
  for (const directive of directives) {
    if (/^(?:if|ifdef|ifndef)$/.test(directive.name)) {
      open.push({ branches: [{ start: directive.end, end: length, condition: `${directive.name} ${directive.rest.trim()}` }] });
    } else if (/^(?:elif|else|elifdef|elifndef)$/.test(directive.name)) {
      const branches = open.at(-1)?.branches;
      const previous = branches?.at(-1);
      if (!branches || !previous) continue;
      previous.end = directive.start;
      branches.push({ start: directive.end, end: length, condition: `${directive.name} ${directive.rest.trim()}` });
    } else if (directive.name === 'endif') {
      const conditional = open.pop();
      if (conditional) close(conditional, directive.start);
    }
  }
  for (const conditional of open) close(conditional, length);
  return hidden.sort((a, b) => a.start - b.start);
}

/** Conditions that are false in the C++ code under review; `__cplusplus` is always defined here. */
const FALSE_CONDITION = /^(?:if\s+0\b(?!\s*\|\|)|ifndef\s+__cplusplus\b|if\s+!\s*defined\s*\(?\s*__cplusplus\b)/;

function chooseBranch({ branches }: Conditional, wanted: readonly Span[]) {
  const asked = branches.find(
    (branch) => !FALSE_CONDITION.test(branch.condition) && wanted.some((span) => span.start < branch.end && span.end > branch.start),
  );
  return asked ?? branches.find((branch) => !FALSE_CONDITION.test(branch.condition));
}
