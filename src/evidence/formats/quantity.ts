import type { MetricKind } from './format.ts';

/** A unit in its one spelling, and what it can be converted into. */
export interface Unit {
  /** `ns`, `us`, `MB/s`, `Gbit/s`, `ops/s`, `allocs/op`, … */
  readonly name: string;
  /** Units of one dimension convert into each other: `s`, `B`, `B/s`, `1/s`, `s/byte`, … */
  readonly dimension: string;
  /** A value times this is the value in the dimension's base unit. */
  readonly scale: number;
  readonly kind: MetricKind;
  readonly better: 'lower' | 'higher';
}

/** A number as people and tools print it, with what stands around it. */
export interface Quantity {
  readonly value: number;
  /** One spelling per unit; `''` when none is printed. */
  readonly unit: string;
  /** Marked `~`, `≈`, `about`. */
  readonly approximate: boolean;
  /** Half-width printed after `±`, in the unit of the value. */
  readonly spread?: number;
}

export type DecimalMark = '.' | ',';

const GROUP_MARKS = /['’_\s\u00a0\u2009\u202f]/g;
const MINUS = /[\u2212\u2013\ufe63\uff0d]/g;

/**
 * The number in a text such as `1,236,858`, `5,39,24,34,849`, `3.000.000`, `157,521372`, `1'000`, `1e+09`, `−3`; undefined for anything else.
 * `1,236` is read as a group unless the text it comes from is known to use a decimal comma.
 */
export function parseNumber(text: string, decimal?: DecimalMark): number | undefined {
  const trimmed = text.trim().replace(MINUS, '-');
  if (trimmed.length === 0 || trimmed.length > 64) return undefined;
  const parts = /^([-+]?)([\d.,'’_\s\u00a0\u2009\u202f]+)(?:[eE]([-+]?\d{1,3}))?$/.exec(trimmed);
  const mantissa = plainMantissa(parts?.[2] ?? '', decimal);
  if (mantissa === undefined) return undefined;
  const value = Number(`${parts?.[1] === '-' ? '-' : ''}${mantissa}e${parts?.[3] ?? '0'}`);
  return Number.isFinite(value) ? value : undefined;
}

function plainMantissa(text: string, decimal: DecimalMark | undefined): string | undefined {
  const digits = text.replace(GROUP_MARKS, '');
  if (!/^[\d.,]*\d[\d.,]*$/.test(digits)) return undefined;
  if (digits !== text.trim() && !/^\d{1,3}(?:['’_\s\u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?$/.test(text.trim())) return undefined;
  const commas = digits.split(',').length - 1;
  const dots = digits.split('.').length - 1;
  if (commas === 0 && dots === 0) return digits;
  if (commas > 0 && dots > 0) return mixedMarks(digits, digits.lastIndexOf(',') > digits.lastIndexOf('.') ? ',' : '.');
  const mark = commas > 0 ? ',' : '.';
  if (commas + dots > 1) return ungroup(digits, mark);
  const [whole = '', fraction = ''] = digits.split(mark);
  const couldBeGroup = fraction.length === 3 && whole.length >= 1 && whole.length <= 3 && whole !== '0';
  const isGroup = couldBeGroup && (decimal === undefined ? mark === ',' : mark !== decimal);
  return isGroup ? whole + fraction : `${whole || '0'}.${fraction || '0'}`;
}

function mixedMarks(digits: string, decimal: DecimalMark): string | undefined {
  const at = digits.lastIndexOf(decimal);
  const whole = digits.slice(0, at);
  if (whole.includes(decimal)) return undefined;
  const ungrouped = ungroup(whole, decimal === '.' ? ',' : '.');
  return ungrouped === undefined ? undefined : `${ungrouped}.${digits.slice(at + 1) || '0'}`;
}

/** Groups of three, or Indian groups of two before a last one of three; `1.2.3` is a version, not a number. */
function ungroup(digits: string, mark: DecimalMark): string | undefined {
  const groups = digits.split(mark);
  const [first = '', ...rest] = groups;
  const last = rest.pop() ?? '';
  const isWhole = first.length >= 1 && first.length <= 3 && last.length === 3;
  const isGrouped = rest.every((group) => group.length === 3) || (first.length <= 2 && rest.every((group) => group.length === 2));
  return isWhole && isGrouped ? groups.join('') : undefined;
}

/** The decimal mark that the numbers of a text use: a comma when some number has one that cannot separate groups. */
export function findDecimalMark(numbers: Iterable<string>): DecimalMark {
  for (const number of numbers) {
    if (/^[-+]?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))$/.test(number)) return ',';
  }
  return '.';
}

const SI: ReadonlyMap<string, number> = new Map([
  ['f', 1e-15],
  ['p', 1e-12],
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ['k', 1e3],
  ['K', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
]);

/** What an SI or IEC prefix multiplies by (`k`, `µ`, `Mi`, `''`); undefined when it is none. */
export function prefixFactor(prefix: string): number | undefined {
  return prefix === '' ? 1 : SI.get(prefix.replace(/[µμ]/g, 'u'));
}

const LEADING_NUMBER = /^[-+]?(?:\d[\d.,'’_\u00a0\u2009\u202f]*|\.\d+)(?:[eE][-+]?\d{1,3}(?![\w]))?/;
const APPROXIMATE = /^(?:[~≈≃∼]|(?:about|around|approx\.?|approximately|ca\.|circa)\s)\s*/i;

/** The quantity that a whole text is: `1.22ms ± 3%`, `~200 IOPS`, `68.1k`, `−3.5 %`; undefined for anything else. */
export function parseQuantity(text: string, decimal?: DecimalMark): Quantity | undefined {
  const trimmed = text.trim().replace(MINUS, '-');
  if (trimmed.length > 200) return undefined;
  const rest = trimmed.replace(APPROXIMATE, '');
  const [main = '', ...spreads] = rest.split(/±|\+\/-|\+-/);
  const center = numberAndUnit(main, decimal);
  if (center === undefined || spreads.length > 1) return undefined;
  const after = spreads[0] === undefined ? undefined : numberAndUnit(spreads[0], decimal);
  // `22.2±0.41ms` has one unit for both.
  const unit = center.unit === '' && after !== undefined && after.unit !== '%' ? after.unit : center.unit;
  const spread = after === undefined ? undefined : spreadOf(after, center.value, unit);
  return { value: center.value, unit, approximate: rest !== trimmed, ...(spread === undefined ? {} : { spread }) };
}

interface Scaled {
  readonly value: number;
  readonly unit: string;
}

function numberAndUnit(text: string, decimal: DecimalMark | undefined): Scaled | undefined {
  const trimmed = text.trim();
  const printed = LEADING_NUMBER.exec(trimmed)?.[0].replace(/[.,'’_\s\u00a0\u2009\u202f]+$/, '');
  const value = printed === undefined ? undefined : parseNumber(printed, decimal);
  if (printed === undefined || value === undefined) return undefined;
  const suffix = trimmed.slice(printed.length).trim();
  if (suffix === '') return { value, unit: '' };
  const multiplier = /^([kKMGT])(?:$|\s+(?=\S))/.exec(suffix);
  if (multiplier !== null) {
    const unit = suffix.slice(multiplier[0].length);
    return { value: value * (prefixFactor(multiplier[1] ?? '') ?? 1), unit: findUnit(unit)?.name ?? unit };
  }
  const unit = findUnit(suffix);
  if (unit !== undefined) return { value, unit: unit.name };
  return /^[\p{L}%#/][\p{L}\d%#/_.^ -]{0,30}$/u.test(suffix) ? { value, unit: suffix } : undefined;
}

function spreadOf(spread: Scaled, center: number, unit: string): number {
  if (spread.unit === '%' && unit !== '%') return Math.abs(center) * (spread.value / 100);
  return spread.unit === '' ? spread.value : (convert(spread.value, spread.unit, unit) ?? spread.value);
}

const TIMES: readonly (readonly [name: string, scale: number, aliases: readonly string[]])[] = [
  ['fs', 1e-15, ['femtoseconds']],
  ['ps', 1e-12, ['picosecond', 'picoseconds']],
  ['ns', 1e-9, ['nsec', 'nsecs', 'nanos', 'nanosecond', 'nanoseconds']],
  ['us', 1e-6, ['usec', 'usecs', 'micros', 'microsecond', 'microseconds', 'micro']],
  ['ms', 1e-3, ['msec', 'msecs', 'millis', 'millisecond', 'milliseconds']],
  ['s', 1, ['sec', 'secs', 'second', 'seconds']],
  ['min', 60, ['mins', 'minute', 'minutes']],
  ['h', 3600, ['hr', 'hrs', 'hour', 'hours']],
  ['days', 86_400, ['day', 'd']],
  ['years', 31_557_600, ['year']],
];

const TIME_UNITS: ReadonlyMap<string, Unit> = new Map(
  TIMES.flatMap(([name, scale, aliases]) => {
    const unit: Unit = { name, dimension: 's', scale, kind: 'time', better: 'lower' };
    return [name, ...aliases].map((alias): readonly [string, Unit] => [alias, unit]);
  }),
);

const COUNTED: readonly (readonly [pattern: RegExp, name: string, kind: MetricKind])[] = [
  [/^(?:insns?|inst|instr|instructions?|ins)$/, 'insns', 'instructions'],
  [/^(?:cycles?|cyc|clocks?)$/, 'cycles', 'cycles'],
  [/^(?:allocs?|allocations?|mallocs?)$/, 'allocs', 'allocations'],
  [/^(?:tasks?|errors?|faults?|misses|branches|bra|switches|migrations|syscalls?|logallocs?|writes?|reads?)$/, '', 'count'],
];

/** Every row of a large output names the same few units: each is worked out once. */
const known = new Map<string, Unit | undefined>();
const MOST_KNOWN = 1000;

/** The unit a text names, in its one spelling; undefined when the text names none that is known. */
export function findUnit(text: string): Unit | undefined {
  if (known.has(text)) return known.get(text);
  const unit = unitOf(text);
  if (known.size < MOST_KNOWN) known.set(text, unit);
  return unit;
}

function unitOf(text: string): Unit | undefined {
  const spelled = text
    .trim()
    .replace(/[µμ]/g, 'u')
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  if (spelled.length === 0 || spelled.length > 40) return undefined;
  return ratioUnit(spelled) ?? timeUnit(spelled) ?? rateUnit(spelled) ?? sizeUnit(spelled) ?? perUnit(spelled) ?? countUnit(spelled);
}

function ratioUnit(text: string): Unit | undefined {
  if (/^(?:%|percent|percents|pct)$/i.test(text)) return { name: '%', dimension: '%', scale: 1, kind: 'ratio', better: 'lower' };
  return /^[x×]$/i.test(text) ? { name: 'x', dimension: 'x', scale: 1, kind: 'ratio', better: 'higher' } : undefined;
}

function timeUnit(text: string): Unit | undefined {
  return TIME_UNITS.get(text) ?? TIME_UNITS.get(text.toLowerCase());
}

function rateUnit(text: string): Unit | undefined {
  const bits =
    /^([kKMGT]i?|[mg])?bps$/.exec(text) ??
    /^(10\^6|[kKMGTmg]i?)?bits?(?:\/s|\/sec|\/second|ps)$/i.exec(text) ??
    /^([kKMGT]i?)b\/s(?:ec)?$/.exec(text);
  if (bits !== null) return throughputOf(bits[1]?.replace('10^6', 'M') ?? '', 'bit', 1 / 8);
  const bytes = /^([kKMGT]i?)?(?:B|bytes)(?:\/s|\/sec|\/second|ps)$/i.exec(text) ?? /^([kKMGT]i?|[mg])?B(?:\/s|ps)$/.exec(text);
  if (bytes !== null) return throughputOf(bytes[1] ?? '', 'B', 1);
  const rate = /^(\S+?(?: \S+)?)\s?(?:\/\s?(?:s|sec|second)|per sec(?:ond)?)$/i.exec(text);
  if (rate?.[1] !== undefined) return countRate(rate[1]);
  const fused = /^([kKM])?(?:iops|tps|qps|rps|ops)$/i.exec(text);
  if (fused !== null)
    return { name: text, dimension: '1/s', scale: prefixFactor(fused[1] ?? '') ?? 1, kind: 'throughput', better: 'higher' };
  return /^(?:\/s|\/sec|1\/s|[kM]?Hz|GHz)$/.test(text)
    ? { name: '1/s', dimension: '1/s', scale: hertz(text), kind: 'throughput', better: 'higher' }
    : undefined;
}

function hertz(text: string): number {
  return prefixFactor(/^([kMG])Hz$/.exec(text)?.[1] ?? '') ?? 1;
}

function throughputOf(prefix: string, of: 'bit' | 'B', perByte: number): Unit {
  const upper = prefix.length === 0 ? '' : prefix.replace(/^[mgt]/, (letter) => letter.toUpperCase()).replace(/^K(?!i)/, 'k');
  return { name: `${upper}${of}/s`, dimension: 'B/s', scale: (prefixFactor(upper) ?? 1) * perByte, kind: 'throughput', better: 'higher' };
}

function countRate(counted: string): Unit {
  const prefixed = /^([kKMG])(?: ?(?:ops?|requests?|req|items?|iters?|txns?|trans|msgs?|rows?|tps|calls?))$/.exec(counted);
  const thing = counted.replace(/^(?:requests?|reqs?)$/i, 'req').replace(/^(?:op|ops|operations?)$/i, 'ops');
  const scale = prefixFactor(prefixed?.[1] ?? '') ?? 1;
  return { name: `${thing}/s`, dimension: '1/s', scale, kind: 'throughput', better: 'higher' };
}

function sizeUnit(text: string): Unit | undefined {
  const size = /^([kKMGT]i?)?(?:B|bytes?)$/.exec(text) ?? /^([kKMGT])b$/.exec(text);
  if (size === null) return undefined;
  const prefix = size[1] ?? '';
  return { name: `${prefix}B`, dimension: 'B', scale: prefixFactor(prefix) ?? 1, kind: 'bytes', better: 'lower' };
}

/** One operation is what most tools mean by an operation, an iteration, a call: their figures compare with each other. */
const PER_OPERATION = /^(?:op|ops|iter|iters|iteration|call|query|request|req|txn)$/i;

function perUnit(text: string): Unit | undefined {
  const parts = /^([^/]+?)\s?(?:\/| per )\s?([A-Za-z_]\w*)$/.exec(text);
  const of = timeUnit(parts?.[1] ?? '') ?? sizeUnit(parts?.[1] ?? '') ?? countUnit(parts?.[1] ?? '');
  if (parts === null || of === undefined) return undefined;
  const per = parts[2] ?? '';
  if (!PER_OPERATION.test(per)) return { ...of, name: `${of.name}/${per}`, dimension: `${of.dimension}/${per}` };
  return { ...of, name: `${of.name}/op`, dimension: of.dimension };
}

function countUnit(text: string): Unit | undefined {
  for (const [pattern, name, kind] of COUNTED) {
    if (pattern.test(text.toLowerCase())) {
      const unit = name === '' ? text.toLowerCase() : name;
      return { name: unit, dimension: unit, scale: 1, kind, better: 'lower' };
    }
  }
  return undefined;
}

/** The dimension a unit measures (`s`, `B/s`, …); the unit itself when it is not known. */
export function dimensionOf(unit: string): string {
  return findUnit(unit)?.dimension ?? unit;
}

/** The value in another unit; undefined when the units do not measure the same thing. */
export function convert(value: number, from: string, to: string): number | undefined {
  if (from === to) return value;
  const source = findUnit(from);
  const target = findUnit(to);
  if (source === undefined || target === undefined || source.dimension !== target.dimension) return undefined;
  // Twelve digits are more than anybody prints, and hide what the factors round.
  return source.scale === target.scale ? value : Number(((value * source.scale) / target.scale).toPrecision(12));
}

/** A duration written as `1.49ms`, `2m`, `10.08s`, in nanoseconds; `m` is minutes, as load generators print it. */
export function parseDuration(text: string): number | undefined {
  const parts = /^([\d.,]+) ?(fs|ps|ns|us|µs|μs|ms|s|m|h|min|hr|days|years)$/.exec(text.trim());
  const value = parts === null ? undefined : parseNumber(parts[1] ?? '');
  const unit = parts?.[2] === 'm' ? 'min' : (parts?.[2] ?? '');
  return value === undefined ? undefined : convert(value, unit, 'ns');
}
