/*
 * Names, messages and bodies come from a pull request, whose author may be hostile. Every report passes foreign text through one of these
 * functions; what they promise is held by property tests.
 */

/** Controls, format characters (bidirectional marks, zero-width, tags), lone halves of pairs and the two Unicode line ends; joiners of scripts and emoji stay. */
const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
const LINE_END = /\r\n?|\n/g;

/** The text with each character that would be invisible, or reorder its neighbours, named instead: `⟨U+202E⟩`. Tabs and line ends stay; CR LF becomes LF. */
export function visible(text: string): string {
  return text
    .replace(LINE_END, '\n')
    .replace(HIDDEN, (character) => (character === '\n' || character === '\t' ? character : named(character)));
}

/** Whether the text holds a character that `visible` would replace. */
export function hasHiddenText(text: string): boolean {
  return visible(text) !== text.replace(LINE_END, '\n');
}

/** The text on one line, white space run together, nothing invisible, at most `limit` UTF-16 units with an ellipsis where it was cut. */
export function oneLine(text: string, limit = 600): string {
  return clip(
    visible(text.slice(0, 4 * limit))
      .replace(/\s+/g, ' ')
      .trim(),
    limit,
  );
}

/** The first `limit` UTF-16 units, the last of them an ellipsis when something was cut; never half a pair. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const half = end > 0 && /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return `${text.slice(0, half ? end - 1 : end)}…`;
}

/** A Markdown code span that shows the text on one line; in a table too. No comment can start in it, so that it never passes for a hidden mark. */
export function inlineCode(text: string, limit = 200): string {
  const shown = oneLine(text, limit).replaceAll('<!--', '<!\u200c--');
  if (shown === '') return '` `';
  // A pipe ends a table cell even inside a code span, and a backslash before it cannot always be told from the text's own.
  if (shown.includes('|')) return `<code>${shown.replace(HTML_OR_MARKDOWN, entity)}</code>`;
  const fence = '`'.repeat(longestRun(shown, '`') + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/**
 * Markdown that shows the text literally on one line: no emphasis, link, HTML, heading, list, table cell, mention, reference or image comes
 * of it. Mentions, references and addresses are put in code spans, because GitHub links them after Markdown has dropped the escapes.
 */
export function markdownText(text: string, limit = 600): string {
  return literal(oneLine(text, limit), true);
}

/** Like `markdownText`, but code spans that the text itself has stay code: for sentences that rules and the evidence stage wrote. */
export function markdownProse(text: string, limit = 600): string {
  return codeSpans(oneLine(text, limit))
    .map((span, index) => (span.code ? inlineCode(span.text, limit) : literal(span.text, index === 0)))
    .reduce(apart, '');
}

/** HTML of a sentence: its code spans become `<code>`, all else is literal. */
export function htmlProse(text: string, limit = 600): string {
  return codeSpans(oneLine(text, limit))
    .map((span) => (span.code ? `<code>${htmlText(span.text)}</code>` : htmlText(span.text)))
    .join('');
}

/** The text cut at its code spans, by Markdown's rule: a run of backticks closes with the next run of the same length, or stays literal. */
export function codeSpans(text: string): readonly { readonly code: boolean; readonly text: string }[] {
  const parts = text.split(/(`+)/);
  const closers = closingRuns(parts);
  const spans: { code: boolean; text: string }[] = [];
  for (let i = 0; i < parts.length; i++) {
    const close = closers.get(i);
    if (close === undefined) {
      const last = spans.at(-1);
      if (last === undefined || last.code) spans.push({ code: false, text: parts[i] ?? '' });
      else last.text += parts[i] ?? '';
    } else {
      const code = parts.slice(i + 1, close).join('');
      spans.push({ code: true, text: /^ .*\S.* $/.test(code) ? code.slice(1, -1) : code });
      i = close;
    }
  }
  return spans.filter((span) => span.text !== '');
}

/** A fenced Markdown block holding the text unchanged but for hidden characters; the fence is longer than any run of backticks in it. */
export function fencedBlock(text: string, language: string): string {
  return fence(visible(text).replaceAll('<!--', '<!\u200c--'), language);
}

/** A suggestion block that GitHub can commit: the text exactly as given; empty text removes the lines. */
export function suggestionBlock(text: string): string {
  return fence(text, 'suggestion');
}

/** Text for HTML content and quoted attributes. */
export function htmlText(text: string): string {
  return text.replace(/[&<>"']/g, entity);
}

/** JSON to stand inside a `<script>` element: no tag, comment or line end of JavaScript can come of it. */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Pretty JSON that a runner's log takes for nothing else: `##[` is a workflow command anywhere in a line. Ends with a newline. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replaceAll('##[', '##\\u005b')}\n`;
}

/** One line for a terminal or a log: no escape sequence, and no workflow command (`##[` anywhere). */
export function terminalText(text: string, limit = 600): string {
  return withoutCommands(oneLine(text, limit));
}

/** One line of code for a terminal: blanks kept, tabs for four blanks, nothing hidden. */
export function terminalCode(text: string): string {
  return withoutCommands(visible(text).replaceAll('\n', '⟨U+000A⟩').replaceAll('\t', '    '));
}

/** The lines as they are, but none starts as a workflow command (`::` after blanks, as the runner reads it), nor do their parts join to `##[`. */
export function withoutCommandLines(text: string): string {
  return withoutCommands(text.replace(/^(\s*)::/gm, '$1:\u200c:'));
}

/** Length of the longest run of `character` in the text. */
export function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const each of text) {
    run = each === character ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

function withoutCommands(text: string): string {
  return text.replaceAll('##[', '##\u200c[');
}

function named(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

function fence(text: string, language: string): string {
  const marks = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
  return `${marks}${language}\n${text === '' ? '' : `${text}\n`}${marks}`;
}

/** Two code spans side by side would be read as one, and set free what the second holds. */
function apart(before: string, after: string): string {
  return before.endsWith('`') && after.startsWith('`') ? `${before} ${after}` : before + after;
}

/** For each run of backticks (odd places of `parts`) the next run of its length; found from the end, so that hostile text costs one pass. */
function closingRuns(parts: readonly string[]): ReadonlyMap<number, number> {
  const closers = new Map<number, number>();
  const next = new Map<string, number>();
  for (let i = parts.length - 2; i >= 1; i -= 2) {
    const run = parts[i] ?? '';
    const close = next.get(run);
    if (close !== undefined) closers.set(i, close);
    next.set(run, i);
  }
  return closers;
}

const HTML_OR_MARKDOWN = /[&<>"'\\`*_[\]|~$:@#./]/g;
/** What GitHub turns into links by itself, or what Markdown acts on. */
const ACTIVE = /(?:(?:https?|ftp):\/\/[^\s`]+|www\.[^\s`]+|@[\w/-]+|#\d+|\bGH-\d+)+|[\\`*_[\]<>|~$&]/gi;

function literal(text: string, atStart: boolean): string {
  const escaped = text.replace(ACTIVE, (match) => (match.length === 1 ? `\\${match}` : inlineCode(match))).replaceAll('\\<!--', '\\<\\!--');
  // What would open a list, a heading or a rule under a heading does so only before a blank, its like, or the end.
  return atStart ? escaped.replace(/^([#+=-])(?=[#+=\s-]|$)/, '\\$1').replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2') : escaped;
}
