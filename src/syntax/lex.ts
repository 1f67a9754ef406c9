/** A comment with its place in the text. */
export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One preprocessor directive, continuation lines included. */
export interface Directive {
  readonly start: number;
  /** Exclusive, before the newline. */
  readonly end: number;
  /** `if`, `ifdef`, `else`, `define`, … */
  readonly name: string;
  /** What follows the name, comments left in. */
  readonly rest: string;
}

export interface Lexed {
  /** The text with comments, directives and the insides of literals blanked; same length, newlines kept. */
  readonly code: string;
  readonly comments: readonly Comment[];
  readonly directives: readonly Directive[];
}

const NEWLINE = 10;
const QUOTE = 34;
const APOSTROPHE = 39;
const SLASH = 47;
const STAR = 42;
const HASH = 35;
const BACKSLASH = 92;

/**
 * Separates code from comments, literals and directives in one pass over the text.
 * It follows the translation phases of [lex.phases]: line splices inside directives and line comments, raw strings taken whole.
 */
export function lex(text: string): Lexed {
  const comments: Comment[] = [];
  const directives: Directive[] = [];
  const parts: string[] = [];
  let kept = 0;
  let lineIsBlank = true;
  const length = text.length;

  const drop = (start: number, end: number) => {
    if (start > kept) parts.push(text.slice(kept, start));
    parts.push(blank(text, start, end));
    kept = end;
  };

  let i = 0;
  while (i < length) {
    const c = text.charCodeAt(i);
    if (c === NEWLINE) {
      lineIsBlank = true;
      i++;
    } else if (c === 32 || c === 9 || c === 13) {
      i++;
    } else if (c === SLASH && text.charCodeAt(i + 1) === SLASH) {
      const end = endOfLine(text, i);
      comments.push({ start: i, end, text: text.slice(i, end) });
      drop(i, end);
      i = end;
    } else if (c === SLASH && text.charCodeAt(i + 1) === STAR) {
      const close = text.indexOf('*/', i + 2);
      const end = close < 0 ? length : close + 2;
      comments.push({ start: i, end, text: text.slice(i, end) });
      drop(i, end);
      i = end;
    } else if (c === HASH && lineIsBlank) {
      const end = endOfDirective(text, i, comments);
      const match = /^#\s*(\w*)/.exec(text.slice(i, Math.min(end, i + 80)));
      directives.push({ start: i, end, name: match?.[1] ?? '', rest: text.slice(i + (match?.[0].length ?? 1), end) });
      drop(i, end);
      i = end;
    } else if (c === QUOTE) {
      lineIsBlank = false;
      const end = endOfString(text, i);
      const last = end - i > 1 && text.charCodeAt(end - 1) === QUOTE ? end - 1 : end; // one that is not closed has no last quote
      if (last > i + 1) drop(i + 1, last);
      i = end;
    } else if (c === APOSTROPHE) {
      lineIsBlank = false;
      const before = text.charCodeAt(i - 1);
      if (isWord(before) && !isCharacterPrefix(text, i)) {
        i++; // a digit separator
      } else {
        const end = endOfQuoted(text, i, APOSTROPHE);
        if (end - i > 3) drop(i + 2, end - 1); // one character stays: an empty literal does not parse
        i = end;
      }
    } else {
      lineIsBlank = false;
      i++;
    }
  }
  parts.push(text.slice(kept));
  return { code: parts.join(''), comments, directives };
}

/** The text between two offsets with everything but newlines turned to spaces. */
export function blank(text: string, start: number, end: number): string {
  const piece = text.slice(start, end);
  return piece.includes('\n') ? piece.replace(/[^\n]+/g, (run) => ' '.repeat(run.length)) : ' '.repeat(piece.length);
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

/** `u8'a'`, `L'a'`: a letter before the apostrophe that opens a literal, not a separator in `1'000`. */
function isCharacterPrefix(text: string, apostrophe: number): boolean {
  return /(?:^|[^\w])(?:u8|u|U|L)$/.test(text.slice(Math.max(0, apostrophe - 3), apostrophe));
}

function endOfLine(text: string, start: number): number {
  let end = text.indexOf('\n', start);
  while (end > 0 && isSpliced(text, end)) end = text.indexOf('\n', end + 1);
  return end < 0 ? text.length : end;
}

function isSpliced(text: string, newline: number): boolean {
  const before = text.charCodeAt(newline - 1);
  return before === BACKSLASH || (before === 13 && text.charCodeAt(newline - 2) === BACKSLASH);
}

/** A directive ends at the first newline that is neither spliced nor inside a block comment. */
function endOfDirective(text: string, start: number, comments: Comment[]): number {
  let i = start;
  while (i < text.length) {
    const c = text.charCodeAt(i);
    if (c === NEWLINE && !isSpliced(text, i)) return i;
    if (c === SLASH && text.charCodeAt(i + 1) === STAR) {
      const close = text.indexOf('*/', i + 2);
      const end = close < 0 ? text.length : close + 2;
      comments.push({ start: i, end, text: text.slice(i, end) });
      i = end;
    } else if (c === SLASH && text.charCodeAt(i + 1) === SLASH) {
      const end = endOfLine(text, i);
      comments.push({ start: i, end, text: text.slice(i, end) });
      return end;
    } else i++;
  }
  return i;
}

function endOfString(text: string, quote: number): number {
  const isRaw = text.charCodeAt(quote - 1) === 82 && /(?:^|[^\w])(?:u8|u|U|L)?R$/.test(text.slice(Math.max(0, quote - 4), quote));
  if (!isRaw) return endOfQuoted(text, quote, QUOTE);
  const delimiter = /^"([^()\\\s]{0,16})\(/.exec(text.slice(quote, quote + 19));
  if (!delimiter) return endOfQuoted(text, quote, QUOTE);
  const close = text.indexOf(`)${delimiter[1]}"`, quote);
  return close < 0 ? text.length : close + (delimiter[1]?.length ?? 0) + 2;
}

/** A literal that is not closed on its line ends there, so that one stray quote cannot swallow the file. */
function endOfQuoted(text: string, start: number, quote: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === BACKSLASH) i++;
    else if (c === quote) return i + 1;
    else if (c === NEWLINE) return i;
  }
  return text.length;
}
