/** A condition of a measurement and the words for it, by kind: two different words of one kind are two conditions. */
const KINDS: readonly RegExp[] = [
  /(?<![\p{L}\p{N}_./-])(debug|dbg|release|relwithdebinfo|minsizerel|unoptimi[sz]ed|-O[0123sz]|asan|tsan|ubsan|sanitizers?)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])(gcc|g\+\+|clang|clang\+\+|msvc|icc|icx)(?:[- ]?\d[\d.]*)?(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])(x86(?:[_-]64)?|amd64|x64|arm64|armv\d|aarch64|riscv(?:64)?|ppc64le|s390x|i[3-6]86)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])(linux|osv|freebsd|openbsd|netbsd|windows|macos|darwin|fedora|ubuntu|debian|centos|rhel|alpine)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])(hdd|ssd|nvme|ramdisk|ramfs|tmpfs)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])(kvm|qemu|firecracker|xen|virtualbox|vmware|hyper-?v|bare[ -]?metal)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])(?:on|in|from) (?:a|an|the|my|our) (laptop|desktop|workstation|server|vm|cloud|ci|container|macbook|raspberry pi|cluster)(?![\p{L}\p{N}_])/giu,
];
const COUNTED = `threads?|cores?|v?cpus?|connections?|clients?|workers?|processes|nodes?|shards?|jobs?|users?|hosts?|sockets?`;
const COUNT = new RegExp(String.raw`(?<![\p{L}\p{N}_.])(\d{1,7})[ -]?(${COUNTED})(?![\p{L}\p{N}_])`, 'giu');
const SAME: Readonly<Record<string, string>> = {
  dbg: 'debug',
  amd64: 'x86',
  x64: 'x86',
  arm64: 'aarch64',
  'g++': 'gcc',
  'clang++': 'clang',
  qemu: 'kvm',
};

/**
 * The condition in which two labels differ, `debug` against `release`, `1 thread` against `8 threads`; undefined when both name the same, or
 * only one names any. What the title of the change names is the change itself.
 */
export function differingCondition(before: string, after: string, title: string): string | undefined {
  for (const kind of KINDS) {
    const [a, b] = [wordsOf(kind, before), wordsOf(kind, after)];
    if (a.size === 0 || b.size === 0 || [...a].some((word) => b.has(word))) continue;
    const inTitle = wordsOf(kind, title);
    if ([...a, ...b].some((word) => inTitle.has(word))) continue;
    return `${[...a].join(' ')} against ${[...b].join(' ')}`;
  }
  const [a, b, named] = [countsOf(before), countsOf(after), countsOf(title)];
  for (const [what, count] of a) {
    const other = b.get(what);
    if (other !== undefined && other !== count && !named.has(what)) return `${count} against ${other} ${what}s`;
  }
  return undefined;
}

function wordsOf(kind: RegExp, text: string): ReadonlySet<string> {
  return new Set([...text.slice(0, LONGEST).matchAll(kind)].map(([, word = '']) => plain(word)));
}

const LONGEST = 400;

function plain(word: string): string {
  const lower = word.toLowerCase().replace(/^x86[_-]64$/, 'x86');
  return Object.hasOwn(SAME, lower) ? (SAME[lower] ?? lower) : lower;
}

function countsOf(text: string): ReadonlyMap<string, number> {
  const found = [...text.slice(0, LONGEST).matchAll(COUNT)];
  return new Map(found.map(([, count, what = '']) => [what.toLowerCase().replace(/(?:es|s)$/, ''), Number(count)]));
}
