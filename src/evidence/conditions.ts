/** A condition of a measurement and the words for it, by kind: two different words of one kind are two conditions. */
const KINDS: readonly RegExp[] = [
  /(?<![\p{L}\p{N}_./-])(debug|dbg|release|relwithdebinfo|minsizerel|unoptimi[sz]ed|-O[0123sz]|asan|tsan|ubsan|sanitizers?)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])(gcc|g\+\+|clang|clang\+\+|msvc|icc|icx)(?:[- ]?\d[\d.]*)?(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])(x86(?:[_-]64)?|amd64|x64|arm64|armv\d|aarch64|riscv(?:64)?|ppc64le|s390x|i[3-6]86)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])(linux|osv|freebsd|openbsd|netbsd|windows|macos|darwin|fedora|ubuntu|debian|centos|rhel|alpine)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])(cold|warm|hot)(?:ed)?[ -](?:cache|caches|start|run|boot)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])((?:with|without|no) assert(?:ion)?s|assert(?:ion)?s (?:on|off|enabled|disabled)|ndebug)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])(hdd|ssd|nvme|ramdisk|ramfs|tmpfs)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])(kvm|qemu|firecracker|xen|virtualbox|vmware|hyper-?v|bare[ -]?metal)(?![\p{L}\p{N}_])/giu,
  /(?<![\p{L}\p{N}_])(?:on|in|from) (?:a|an|the|my|our) (laptop|desktop|workstation|server|vm|cloud|ci|container|macbook|raspberry pi|cluster)(?![\p{L}\p{N}_])/giu,
];
/** Names of what is set rather than measured. */
const SETTING =
  /(?:^|[\s_-])(?:time-?out|interval|period|threshold|limit|quota|back-?off|ttl|deadline|retries|(?:batch|buffer|block|cache|queue|chunk|page|pool|window|stack|segment|ring|default|max|min)[ _-]?size)(?: \([a-z]{1,8}\))?$/i;

/** The name of a benchmark where it is a setting: a smaller one is no gain. */
export function settingIn(benchmark: string): string | undefined {
  return SETTING.test(benchmark) ? `${benchmark} is a setting` : undefined;
}

const SIZED = `blocks?|values?|keys?|files?|objects?|payloads?|packets?|buffers?|pages?|records?|rows?|entries|elements?|items?|iterations?|inputs?|datasets?`;
const SIZE = new RegExp(
  String.raw`(?<![\p{L}\p{N}_.])(\d{1,9}(?:\.\d{1,3})?) ?([kmgt]i?b?|b|bytes?|million|thousand|billion)? ?-?(${SIZED})(?![\p{L}\p{N}_])`,
  'giu',
);
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
    if (other !== undefined && other !== count && !named.has(what))
      return `${count} against ${other} ${what}${/\d$/.test(other) ? 's' : ''}`;
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

function countsOf(text: string): ReadonlyMap<string, string> {
  const short = text.slice(0, LONGEST);
  return new Map([
    ...[...short.matchAll(COUNT)].map(([, count = '', what = '']) => [singular(what), count] as const),
    ...[...short.matchAll(SIZE)].map(([, count = '', unit = '', what = '']) => [singular(what), `${count}${unit.toLowerCase()}`] as const),
  ]);
}

function singular(word: string): string {
  return word
    .toLowerCase()
    .replace(/ies$/, 'y')
    .replace(/(?:(?<=s)es|s)$/, '');
}

/** Options that say where something runs or is written, and seeds, do not change what is measured. */
const INDIFFERENT = /^-{0,2}(?:p|port|listen|address|host|seed|out.*|o|cpus?|cpuset.*|core-?list|log.*|tag|label|name|title)$/i;
const NUMBER = /^\d{1,12}(?:\.\d{1,6})?(?:[kmgt]i?b?|s|m|h|ms|us)?$/i;

/** The first number in which two commands differ: `-c 10` against `-c 100`; undefined where only words do, which may be the change itself. */
export function differingOption(before: string, after: string, title: string): string | undefined {
  const [a, b] = [optionsOf(before), optionsOf(after)];
  for (const [option, value] of a) {
    const other = b.get(option);
    if (other === undefined || other === value || !NUMBER.test(value) || !NUMBER.test(other)) continue;
    // `--batching=0` and `--batching=1` turn something on.
    if (/^[01]$/.test(value) && /^[01]$/.test(other)) continue;
    const name = option.replace(/^-+|\d+$/g, '');
    if (INDIFFERENT.test(option) || (name.length > 2 && title.toLowerCase().includes(name.toLowerCase()))) continue;
    return `${`${option} ${value}`.replace(/^\d+ /, '')} against ${other}`;
  }
  return undefined;
}

/** Values by option; a word without one by its place among such words. */
function optionsOf(command: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  let open: string | undefined;
  let place = 0;
  for (const word of command.split(' ').slice(1)) {
    const [, option, value] = /^(--?[a-z][\w-]*)(?:=(.{1,80}))?$/i.exec(word) ?? [];
    const [, short, number] = /^(-[a-z])(\d\S{0,20})$/i.exec(word) ?? [];
    if (short !== undefined && number !== undefined) options.set(short, number);
    else if (option !== undefined) options.set(option, value ?? '');
    else if (open !== undefined && NUMBER.test(word)) options.set(open, word);
    else options.set(String(place++), word);
    open = option !== undefined && value === undefined ? option : undefined;
  }
  return options;
}
