import { findUnit, parseNumber, prefixFactor } from '../formats/quantity.ts';

/** A quantity found in a line of text. */
export interface FoundQuantity {
  readonly value: number;
  /** One spelling per unit; `''` for a bare number. */
  readonly unit: string;
  /** Marked `~`, `about`, `roughly`. */
  readonly isApproximate: boolean;
  /** A sign is printed: a change rather than a value. */
  readonly isSigned: boolean;
  /** Offsets in the text, the end exclusive; an approximation mark is included. */
  readonly start: number;
  readonly end: number;
}

const NUMBER =
  /(?<![\p{L}\p{N}_.,/#:]|\p{N}[-\u2013])([-+\u2212\u2013]?)(\d[\d,.'’]{0,30}|\.\d{1,20})(?:[eE]([-+]?\d{1,3}))?(?!:\d|-\d{1,2}-\d)/gu;
const APPROXIMATE = /(?:[~≈≃∼]|(?:^|\s)(?:about|around|approx\.?|approximately|roughly|nearly|almost|some|circa))\s?$/i;
const UNIT_WORDS =
  /^([ -]?)((?:[kKMGT] )?(?:%|[A-Za-zµμ][\wµμ%^]{0,24})(?:\/[A-Za-z]\w{0,20}| \/ (?:s|sec|second|op|iter|call|query|request)\b| per [a-z]{1,20})?)/;
const LONGEST = 4000;

/** The quantities in a text, in order. Numbers that are part of a word, a version, a date or a commit are none. */
export function findQuantities(text: string): readonly FoundQuantity[] {
  const found: FoundQuantity[] = composites(text.slice(0, LONGEST));
  const taken = [...found];
  for (const match of text.slice(0, LONGEST).matchAll(NUMBER)) {
    if (taken.some(({ start, end }) => match.index >= start && match.index < end)) continue;
    const printed = `${match[2] ?? ''}`.replace(/[.,'’]+$/, '');
    const end = match.index + (match[1]?.length ?? 0) + printed.length;
    const hasTail = printed.length < (match[2]?.length ?? 0);
    const exponent = hasTail || match[3] === undefined ? '' : `e${match[3]}`;
    const value = parseNumber(printed + exponent);
    const numberEnd = exponent === '' ? end : match.index + match[0].length;
    const unit = value === undefined ? undefined : unitAt(text, numberEnd);
    if (value === undefined || unit === undefined) continue;
    const sign = signOf(text, match.index, match[1] ?? '');
    const approximate = APPROXIMATE.exec(text.slice(Math.max(0, match.index - 16), match.index))?.[0];
    found.push({
      value: value * unit.factor * (sign === '-' ? -1 : 1),
      unit: unit.name,
      isApproximate: approximate !== undefined,
      isSigned: sign !== '',
      start: match.index - (approximate?.length ?? 0),
      end: unit.end,
    });
  }
  return found.sort((a, b) => a.start - b.start);
}

const COMPOSITE =
  /(?<![\p{L}\p{N}.])([~≈]?)(?:(\d{1,4}) ?h(?:ours?|rs?)? ?)?(\d{1,4}) ?m(?:in(?:utes?|s)?)?(?:,? ?(?:and )?)(\d{1,2}(?:\.\d{1,6})?) ?s(?:ec(?:onds?|s)?)?(?![\p{L}\p{N}])/gu;

/** `4m 29s`, `1h 2m 3s`: one duration, in seconds. */
function composites(text: string): FoundQuantity[] {
  return [...text.matchAll(COMPOSITE)].map(({ index, 0: whole, 1: mark, 2: hours, 3: minutes, 4: seconds }) => ({
    value: 3600 * Number(hours ?? 0) + 60 * Number(minutes) + Number(seconds),
    unit: 's',
    isApproximate: mark !== '',
    isSigned: false,
    start: index,
    end: index + whole.length,
  }));
}

/** A dash after a digit or a word makes a range or a name, not a negative number. */
function signOf(text: string, at: number, printed: string): '' | '+' | '-' {
  if (printed === '') return '';
  if (at > 0 && /[\p{L}\p{N}%)]/u.test(text.charAt(at - 1))) return '';
  return printed === '+' ? '+' : '-';
}

interface UnitAt {
  readonly name: string;
  readonly factor: number;
  readonly end: number;
}

/** The unit that begins at an offset; no name when none does; undefined when the number turns out to be part of a word. */
function unitAt(text: string, at: number): UnitAt | undefined {
  const tail = text.slice(at, at + 60);
  const words = UNIT_WORDS.exec(tail);
  const bare: UnitAt = { name: '', factor: 1, end: at };
  if (words === null) return /^[\p{L}\p{N}_]/u.test(tail) ? undefined : bare;
  const [, gap = '', long = ''] = words;
  const short = /^(?:[kKMGT] )?(?:%|[A-Za-zµμ][\wµμ%^]*)/.exec(long)?.[0] ?? '';
  for (const name of [long, short]) {
    const unit = knownUnit(name);
    if (unit !== undefined && !(gap !== '' && TOO_SHORT.test(name))) return { ...unit, end: at + gap.length + name.length };
  }
  if (gap !== '') return bare;
  // `60m` may be minutes, metres or mistyped milliseconds: whoever compares it decides.
  if (/^m(?![\p{L}\p{N}_])/u.test(tail)) return { name: 'm', factor: 1, end: at + 1 };
  const multiplier = /^([kKMGT])(?![\p{L}\p{N}_])/u.exec(tail)?.[1];
  return multiplier === undefined ? undefined : { name: '', factor: prefixFactor(multiplier) ?? 1, end: at + 1 };
}

/** Single letters after a blank are words, labels or initials more often than units; only seconds are written so. */
const TOO_SHORT = /^[a-rt-zA-Z]$/;

function knownUnit(name: string): { readonly name: string; readonly factor: number } | undefined {
  const multiplied = /^([kKMGT]) (\S.*)$/.exec(name);
  const unit = findUnit((multiplied?.[2] ?? name).replace(/ ?\/ ?/, '/'));
  if (unit === undefined) return undefined;
  return { name: unit.name, factor: multiplied === null ? 1 : (prefixFactor(multiplied[1] ?? '') ?? 1) };
}
