/** Suffixes that compilers and tools put behind a symbol: clones of GCC and LLVM, `@plt`, symbol versions, offsets, marks of folded stacks. */
const SUFFIX =
  /(?:\.(?:isra|part|cold|constprop|lto_priv|localalias|hot|unlikely|llvm|resume|destroy|cleanup|clone|ipa|omp_fn|suffix|str)(?:\.\d{1,20})*|\.\d{1,20}|\s?\[clone [^\]]{1,60}\]|@plt|@[0-9a-f]{3,16}|<[0-9a-f]{16}>|@{1,2}[A-Z][\w.]{1,40}|\+0x[0-9a-fA-F]{1,16}(?:\/0x[0-9a-fA-F]{1,16})?|_\[[kijw]\]|\s\(inlined?\)|\s?\[(?:inlined|inline)\]|'\d{1,6})$/;

/** The symbol without what the compiler or the profiler added to the function's own name. Bounded: at most eight suffixes. */
export function withoutClone(symbol: string): string {
  let name = symbol.trim();
  for (let i = 0; i < 8; i++) {
    // Only the end is looked at, so that a long symbol costs no more than a short one.
    const tail = name.slice(-80);
    const match = SUFFIX.exec(tail);
    if (!match || match[0].length >= name.length) return name;
    name = name.slice(0, name.length - match[0].length).trimEnd();
  }
  return name;
}

/** Whether the profiler had no symbol for the frame, or only one that nothing here can read: a mangled name. */
export function isUnnamed(symbol: string): boolean {
  if (isMangled(symbol)) return true;
  return symbol.length <= 60 && UNNAMED.test(symbol);
}

const UNNAMED = /^\s*(?:\[?unknown\]?|\?\?|\(?null\)?|<unknown>|-|\[?(?:0x)?[0-9a-fA-F]{8,16}\]?|0x[0-9a-fA-F]+|)\s*(?:_\[[kijw]\])?$/;

/** Whether the symbol is as the linker has it; `c++filt` makes it a name. */
export function isMangled(symbol: string): boolean {
  return /^_{1,3}Z[NLSTKVRr\d]|^_R[A-Za-z\d]{2}/.test(symbol);
}
