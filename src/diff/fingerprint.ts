import { findTokens } from './tokens.ts';

/** What a fingerprint is made of. */
export interface Identity {
  readonly rule: string;
  /** Name of the enclosing function, qualified or not; null outside functions. */
  readonly functionName: string | null;
  /** The flagged code. */
  readonly text: string;
  /** 1 for the first among equals in its file, 2 for the next. */
  readonly ordinal: number;
}

/**
 * Names a finding by what it is and not where: 16 hexadecimal digits, `:`, the ordinal. It stays the same when lines shift, code is
 * re-indented or commented, and the file, class or namespace is renamed.
 */
export function fingerprint({ rule, functionName, text, ordinal }: Identity): string {
  return `${hash(identityKey(rule, functionName, text))}:${ordinal}`;
}

/** What the hash is of: equal for findings that differ in their place only. */
export function identityKey(rule: string, functionName: string | null, text: string): string {
  return [rule, unqualified(functionName ?? ''), findTokens(text).join(' ')].join('\n');
}

/** `ns::queue<int>::drain` → `drain`; `::` inside template arguments and parameters does not count. */
function unqualified(name: string): string {
  const operator = /(?:^|::)\s*(operator\b.*)$/.exec(name)?.[1];
  if (operator !== undefined) return operator;
  let depth = 0;
  let start = 0;
  for (let i = 0; i < name.length; i += 1) {
    const character = name.charAt(i);
    if ('<('.includes(character)) depth += 1;
    else if ('>)'.includes(character)) depth -= 1;
    else if (depth === 0 && name.startsWith('::', i)) start = i + 2;
  }
  return name.slice(start);
}

/** FNV-1a, 64 bits, of the UTF-8 bytes (draft-eastlake-fnv): small, well known, and the same everywhere. */
export function hash(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of new TextEncoder().encode(text)) {
    low = (low ^ byte) >>> 0;
    // The prime is 2^40 + 435; every product stays below 2^53.
    const product = low * 435;
    high = (high * 435 + Math.floor(product / 2 ** 32) + ((low << 8) >>> 0)) % 2 ** 32;
    low = product >>> 0;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
