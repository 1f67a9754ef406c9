/** What stands in place of a macro before parsing. `call` is the macro with its parentheses; `if` and `while` replace its name alone. */
export type Replacement = 'blank' | 'call' | 'if' | 'while';

/**
 * Words that may be macros: names in capitals, the compiler keywords that the grammar has no place for, the macros that take a type as
 * an argument (`va_arg`, and `mtod` of the BSD network stack), and `new T*[n]`, of which the grammar knows only `new T[n]`.
 */
export const MACRO_WORD =
  /\b(?:[A-Z_][A-Z0-9_]{3,}|asm|__asm__|__asm|__attribute__|__attribute|__declspec|__pragma|__always_inline|__noinline|__unused|va_arg|mtod)\b|\bnew\s+[\w:]+\s*\*[\s*]*(?=\[)|"[ \t\r\n]*[A-Za-z_]\w*(?=[ \t\r\n]*")/g;

/** Words after which a name in capitals is a value or a type, never an attribute. */
const OPERAND_WORD =
  /^(?:return|else|case|throw|goto|new|delete|using|namespace|typedef|sizeof|co_return|co_yield|co_await|operator|and|or|not|xor)$/;

const TYPE_KEYWORD =
  /\s+(?:class|struct|union|enum|static|inline|constexpr|const|extern|virtual|explicit|template|auto|void|bool|char|int|long|short|unsigned|signed|float|double|friend|typename|__attribute__)\b/y;
/** A type and a name behind it: `Status Open`, `std::vector<int>& f`, `[[nodiscard]]`. */
const TYPE_AND_NAME =
  /\s+(?:\[\[|(?!(?:and|or|xor|not|in|bitand|bitor|if|while|for|switch|return|delete|operator)\b)[A-Za-z_]\w*(?:::\w+)*(?:<[^<>;{}()]*>)?(?:\s*[*&]+\s*|\s+)(?!(?:and|or|xor)\b)[A-Za-z_~])/y;
const CLASS_NAME = /\s+[A-Za-z_]\w*\s*(?:final\s*)?[{:;<]/y;
const FUNCTION_NAME = /\s+[A-Za-z_][\w:]*\s*\(/y;
const OPEN = /\s*\(/y;
const OPEN_WITH_NAME = /\s*\(\s*\w+\s*,/y;
const DECLARATION_END = /\s*[;{=,]/y;
const NEXT_LINE_CODE = /[ \t]*\r?\n\s*[A-Za-z_}#~]/y;
const ASM = /(?:\s*\b(?:volatile|__volatile__|__volatile|goto|inline)\b)*\s*\(/y;
/** A field or variable whose type a macro makes: `LIST_ENTRY(vnode) v_link;`. */
const DECLARED = /\s*[A-Za-z_]\w*\s*(?:\[[^\][]*\]\s*)?[;=]/y;

/**
 * What to put in place of the word at `start` in code whose comments, literals and directives are blanked, and where its
 * replacement ends; undefined when it can stay. Shapes of use decide, not names, except where OSv documents one
 * (`WITH_LOCK`: include/osv/mutex.h, `TRACEPOINT`: include/osv/trace.hh, `PERCPU`: include/osv/percpu.hh).
 */
export function replaceMacro(
  code: string,
  start: number,
  word: string,
): { readonly kind: Replacement; readonly start: number; readonly end: number } | undefined {
  if (word.startsWith('"')) {
    // A macro between two string literals; a quote that only closed the literal before is told by what follows it.
    const from = start + word.length - (/[A-Za-z_]\w*$/.exec(word)?.[0].length ?? 0);
    return { kind: 'blank', start: from, end: start + word.length };
  }
  const end = start + word.length;
  const blank = { kind: 'blank', start, end } as const;
  if (/^new\s/.test(word)) return { kind: 'blank', start: start + word.indexOf('*'), end };
  if (/^(?:va_arg|mtod)$/.test(word)) return typeArgument(code, end);
  if (/^__(?:always_inline|noinline|unused)$/.test(word)) return blank;
  if (/^_*asm_*$/.test(word)) return call(code, start, end, ASM);
  if (/^__(?:attribute|declspec|pragma)/.test(word)) return call(code, start, end, OPEN);
  if (/^(?:WITH|DROP)_LOCK$/.test(word)) return matches(OPEN, code, end) ? { kind: 'if', start, end } : undefined;
  if (/FOREACH/.test(word)) return matches(OPEN_WITH_NAME, code, end) ? { kind: 'while', start, end } : undefined;
  if (/^(?:TRACEPOINTV?|PERCPU|PCPU_WORKERITEM|PCPU_SYSINIT|_Pragma)$/.test(word)) {
    const whole = call(code, start, end, OPEN);
    const before = /\bstatic\s+$/.exec(code.slice(Math.max(0, start - 20), start));
    return whole && before ? { ...whole, start: start - before[0].length } : whole;
  }
  if (/^__(?:BEGIN|END)_DECLS$/.test(word)) return blank;

  const before = previousToken(code, start);
  if (OPERAND_WORD.test(before)) return undefined;
  const followsName = /[\w>*&)\]]$/.test(before);
  if (matches(OPEN, code, end)) {
    const closed = closingParenthesis(code, OPEN.lastIndex);
    if (/^(?:class|struct|union)$/.test(before)) return { kind: 'call', start, end: closed };
    const alone = isFirstOnLine(code, start) && matches(NEXT_LINE_CODE, code, closed);
    if (alone && /^(?:|[;{}:)])$/.test(before)) return { kind: 'call', start, end: closed };
    if (/^(?:|[;{}:)]|static)$/.test(before) && matches(DECLARED, code, closed)) return { kind: 'blank', start: end, end: closed };
    // Thread-safety annotations and their like, between a declarator and what ends it.
    if (/[\w)\]>]$/.test(before) && matches(DECLARATION_END, code, closed)) return { kind: 'call', start, end: closed };
    return undefined;
  }
  if (/^(?:class|struct|union|enum)$/.test(before)) return matches(CLASS_NAME, code, end) ? blank : undefined;
  if (matches(TYPE_KEYWORD, code, end) || matches(TYPE_AND_NAME, code, end)) return blank;
  if (followsName && matches(FUNCTION_NAME, code, end)) return blank;
  if (/[\w)}\]]$/.test(before) && /ALIGN|PACKED|UNUSED|CACHELINE|_API$/.test(word) && matches(DECLARATION_END, code, end)) return blank;
  return undefined;
}

/** Offset behind the parenthesis that closes the one just before `from`; the end of the line where none does. */
export function closingParenthesis(code: string, from: number): number {
  let depth = 1;
  for (let i = from; i < code.length; i++) {
    const c = code.charCodeAt(i);
    if (c === 40) depth++;
    else if (c === 41 && --depth === 0) return i + 1;
    else if (i - from > 20_000) break; // an unclosed call must not swallow the file
  }
  const newline = code.indexOf('\n', from);
  return newline < 0 ? code.length : newline;
}

function call(code: string, start: number, end: number, open: RegExp) {
  return matches(open, code, end) ? ({ kind: 'call', start, end: closingParenthesis(code, open.lastIndex) } as const) : undefined;
}

/** The type that is the last argument of a macro, with the comma before it. */
function typeArgument(code: string, end: number) {
  if (!matches(OPEN, code, end)) return undefined;
  const closed = closingParenthesis(code, OPEN.lastIndex) - 1;
  const comma = code.lastIndexOf(',', closed);
  return comma > OPEN.lastIndex ? ({ kind: 'blank', start: comma, end: closed } as const) : undefined;
}

function matches(sticky: RegExp, code: string, at: number): boolean {
  sticky.lastIndex = at;
  return sticky.test(code);
}

/** The word, or else the one character, that stands before the offset; empty at the start of the file. */
function previousToken(code: string, offset: number): string {
  let i = offset - 1;
  while (i >= 0 && code.charCodeAt(i) <= 32) i--;
  if (i < 0) return '';
  let from = i;
  while (from >= 0 && /\w/.test(code.charAt(from))) from--;
  return from === i ? code.charAt(i) : code.slice(from + 1, i + 1);
}

function isFirstOnLine(code: string, offset: number): boolean {
  for (let i = offset - 1; i >= 0; i--) {
    const c = code.charCodeAt(i);
    if (c === 10) return true;
    if (c > 32) return false;
  }
  return true;
}
