import type { Measurement } from '../formats/format.ts';
import { findUnit, type Unit } from '../formats/quantity.ts';
import type { Labeller } from '../labeller.ts';
import type { SideName } from '../side-labels.ts';
import { hintOf, type MetricHint } from './metric-words.ts';
import type { FoundQuantity } from './quantities.ts';

/** A line without its bullet, emphasis and superfluous blanks. */
export function cleaned(line: string): string {
  return line
    .replace(/^\s*\|?\s*(?:(?:[-*+•]|\d{1,2}[.)])\s+(?=\D))?/, '')
    .replace(/\*\*|__|`/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The side that begins a line and what follows it; undefined for a line that does not begin with one. */
export function withoutLabel(line: string, label: Labeller): { readonly side: SideName; readonly rest: string } | undefined {
  const text = cleaned(line);
  const head = /^[^\d:=|]{1,60}?(?=\s?[:=]\s|\s[~≈]?\d|:$)/.exec(text)?.[0];
  if (head === undefined) return undefined;
  const words = head.split(' ');
  for (let count = Math.min(words.length, 4); count > 0; count--) {
    const { side, rest } = label(words.slice(0, count).join(' '));
    // A word or two may follow the label: `before optimise : 678515.000 micros/op`.
    if (side !== undefined && rest === '' && words.length - count <= 2) {
      return { side, rest: text.slice(head.length).replace(/^\s?[:=]?\s?/, '') };
    }
  }
  return undefined;
}

/** Words that run on, rather than a name and what it has. */
export function isSentence(text: string): boolean {
  const words = text.split(' ').filter((word) => /^[("']?\p{L}[\p{L}'’-]*[)"',;:.!?]*$/u.test(word)).length;
  return words > MOST_WORDS || (words > 6 && /[.!?]$/.test(text)) || /[a-z][.!?] [A-Z]/.test(text);
}

/** More words than this are no row. */
export const MOST_WORDS = 14;

/** What a piece of a line names: without brackets, commits and the punctuation around it. */
export function nameOf(text: string): string {
  return text
    .replace(/\([^()]*\)?/g, ' ')
    .replace(/\b[0-9a-f]{7,40}\b/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s:=,;.-]+|[\s:=,;~≈-]+$/g, '')
    .slice(-120)
    .trim();
}

/** A measurement of one quantity; its metric is what the words say, its unit what is printed or what they hint at. */
export function measurementOf(
  quantity: FoundQuantity,
  benchmark: string,
  metric: string,
  side: SideName | undefined,
  line: number,
): Measurement {
  const unit = quantity.unit === '' ? undefined : findUnit(quantity.unit);
  const hint = hintFor(unit, `${metric} ${benchmark}`);
  return {
    benchmark,
    metric: metric === '' ? 'value' : metric,
    unit: hint?.unit ?? unit?.name ?? '',
    better: hint?.better ?? 'lower',
    kind: hint?.kind ?? 'other',
    primary: true,
    values: [quantity.value],
    line,
    ...(side === undefined ? {} : { side }),
    ...(quantity.isApproximate ? { approximate: true } : {}),
    ...(hint === undefined ? { isDirectionUnknown: true } : {}),
  };
}

/** What the unit says, or the words: of a share only the words say which way is better. */
function hintFor(unit: Unit | undefined, words: string): MetricHint | undefined {
  if (unit !== undefined && unit.dimension !== '%') return { unit: unit.name, kind: unit.kind, better: unit.better };
  const hint = hintOf(words);
  return unit === undefined || hint === undefined ? hint : { unit: unit.name, kind: 'ratio', better: hint.better };
}
