/** Sticky, and every alternative is linear: a string or number ends where it must, without a second try. */
const TOKEN =
  /\s+|\\\r?\n|[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*|\.?\d(?:[eEpP][+-]|'\w|[\w.])*|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|::|->\*?|<<=?|>>=?|<=>|[-+*/%&|^=!<>]=|&&|\|\||\+\+|--|\.\.\.|[\s\S]/y;

const RAW_STRING = /(?:u8|[uUL])?R"([^()\\\s]{0,16})\(/y;

/** The tokens of a piece of C++, without white space and comments. Text that is no C++ gives tokens too; nothing fails. */
export function findTokens(text: string): readonly string[] {
  const tokens: string[] = [];
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('//', at)) {
      at = endOf(text, '\n', at);
      continue;
    }
    if (text.startsWith('/*', at)) {
      at = endOf(text, '*/', at + 2);
      continue;
    }
    RAW_STRING.lastIndex = at;
    const raw = RAW_STRING.exec(text);
    TOKEN.lastIndex = at;
    const end = raw ? endOf(text, `)${raw[1] ?? ''}"`, RAW_STRING.lastIndex) : at + (TOKEN.exec(text)?.[0].length ?? 1);
    const token = text.slice(at, end);
    if (raw || !/^(?:\s|\\\r?\n)/.test(token)) tokens.push(token);
    at = end;
  }
  return tokens;
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at + mark.length;
}

const KEYWORDS = new Set(
  (
    'alignas alignof auto bool break case catch char class co_await co_return co_yield const const_cast constexpr continue decltype default ' +
    'delete do double dynamic_cast else enum explicit extern false float for friend goto if inline int long mutable namespace new noexcept ' +
    'nullptr operator private protected public register reinterpret_cast return short signed sizeof static static_cast struct switch template ' +
    'this thread_local throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while'
  ).split(' '),
);

/**
 * The tokens with each name that may be a local replaced by its number in order of appearance, so that `copy(a, b)` equals
 * `copy(x, y)` and not `copy(x, x)`. Names that are called, qualified, members, or followed by a name (types) stay.
 */
export function withoutLocals(tokens: readonly string[]): readonly string[] {
  const numbers = new Map<string, number>();
  return tokens.map((token, i) => {
    const [previous = '', next = ''] = [tokens[i - 1], tokens[i + 1]];
    const isKept = !isName(token) || ['.', '->', '::'].includes(previous) || ['(', '::'].includes(next) || isName(next);
    if (isKept) return token;
    const number = numbers.get(token) ?? numbers.size + 1;
    numbers.set(token, number);
    return `#${number}`;
  });
}

function isName(token: string): boolean {
  return /^[A-Za-z_$\u0080-\uffff]/.test(token) && !KEYWORDS.has(token);
}
