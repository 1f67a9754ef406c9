import { hiddenBranches, type Span } from './branches.ts';
import { blank, type Comment, type Directive, lex } from './lex.ts';
import { MACRO_WORD, replaceMacro } from './macros.ts';

/** C++ text made ready for the parser. Offsets are those of the original: every step keeps the length. */
export interface Normalised {
  /** What the parser reads. */
  readonly text: string;
  /** The original with comments, directives and literals' insides blanked. */
  readonly code: string;
  readonly comments: readonly Comment[];
  readonly directives: readonly Directive[];
  /** Branches of conditionals that the parser does not see. */
  readonly hidden: readonly Span[];
  /** Offsets of `WITH_LOCK` and `DROP_LOCK`, which the parser sees as `if`. */
  readonly lockMacros: ReadonlyMap<number, 'WITH_LOCK' | 'DROP_LOCK'>;
}

const DESIGNATOR = /[{,]\s*\.\w+\s*\{/g;

/**
 * Blanks or replaces what tree-sitter-cpp cannot parse: directives, all but one branch of each conditional, macros in places where
 * the grammar has none. `wanted` are stretches that should be seen: the branch that holds one is kept instead of the first.
 */
export function normalise(original: string, wanted: readonly Span[] = []): Normalised {
  const { code, comments, directives } = lex(original);
  const hidden = hiddenBranches(directives, original.length, wanted);
  const edits: { start: number; end: number; text: string }[] = [];
  for (const directive of directives)
    edits.push({ start: directive.start, end: directive.end, text: blank(original, directive.start, directive.end) });
  // Comments are known by now; without them the parser has less to read and there is less to copy.
  for (const { start, end } of comments) edits.push({ start, end, text: blank(original, start, end) });
  for (const span of hidden) edits.push({ ...span, text: blank(original, span.start, span.end) });

  const visible = blankSpans(code, hidden);
  const lockMacros = new Map<number, 'WITH_LOCK' | 'DROP_LOCK'>();
  MACRO_WORD.lastIndex = 0;
  for (let match = MACRO_WORD.exec(visible); match; match = MACRO_WORD.exec(visible)) {
    const replacement = replaceMacro(visible, match.index, match[0]);
    if (!replacement) continue;
    const { kind, start, end } = replacement;
    if (kind === 'if') lockMacros.set(start, match[0] === 'WITH_LOCK' ? 'WITH_LOCK' : 'DROP_LOCK');
    const text = kind === 'if' || kind === 'while' ? kind.padEnd(end - start) : blank(original, start, end);
    edits.push({ start, end, text });
    MACRO_WORD.lastIndex = end;
  }
  // `{.name{value}}`: the grammar knows designators with `=` only.
  for (const match of visible.matchAll(DESIGNATOR)) {
    const dot = match.index + match[0].indexOf('.');
    edits.push({ start: dot, end: dot + 1, text: ' ' });
  }
  return { text: apply(original, edits), code, comments, directives, hidden, lockMacros };
}

function blankSpans(text: string, spans: readonly Span[]): string {
  return spans.length === 0
    ? text
    : apply(
        text,
        spans.map((span) => ({ ...span, text: blank(text, span.start, span.end) })),
      );
}

/** Applies the edits in order of place; one that lies in an earlier one is part of it. */
function apply(text: string, edits: { start: number; end: number; text: string }[]): string {
  edits.sort((a, b) => a.start - b.start || b.end - a.end);
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits) {
    if (edit.start < at) {
      if (edit.end <= at) continue;
      parts.push(edit.text.slice(at - edit.start));
    } else parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
