/** A stretch of C++ text and what it is; plain text has no kind. */
export interface Token {
  readonly text: string;
  readonly kind: 'comment' | 'string' | 'number' | 'keyword' | 'directive' | undefined;
}

const TOKEN =
  /(?<comment>\/\/.*|\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?)|(?<string>"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)|(?<directive>^\s*#\s*\w+)|(?<number>\b\d[\w.']*)|(?<word>\b[A-Za-z_]\w*)/g;

const KEYWORDS = new Set(
  `alignas alignof auto bool break case catch char class co_await co_return co_yield concept const consteval constexpr constinit continue
  default delete do double else enum explicit export extern false final float for friend goto if inline int long mutable namespace new
  noexcept nullptr operator override private protected public register requires return short signed sizeof static static_assert
  static_cast struct switch template this thread_local throw true try typedef typename union unsigned using virtual void volatile
  while`.split(/\s+/),
);

/** One line of C++ cut into tokens; joined they give the line. A comment or string that spans lines is not known. */
export function highlight(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of line.matchAll(TOKEN)) {
    const kind = kindOf(match.groups ?? {}, match[0]);
    if (kind === undefined) continue;
    if (match.index > end) tokens.push({ text: line.slice(end, match.index), kind: undefined });
    tokens.push({ text: match[0], kind });
    end = match.index + match[0].length;
  }
  if (end < line.length) tokens.push({ text: line.slice(end), kind: undefined });
  return tokens;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>, text: string): Token['kind'] {
  if (groups.comment !== undefined) return 'comment';
  if (groups.string !== undefined) return 'string';
  if (groups.directive !== undefined) return 'directive';
  if (groups.number !== undefined) return 'number';
  return KEYWORDS.has(text) ? 'keyword' : undefined;
}
