import type { Measurement } from '../formats/format.ts';
import { dimensionOf } from '../formats/quantity.ts';
import type { Labeller } from '../labeller.ts';
import { measurementOf, nameOf } from './line-words.ts';
import type { FoundQuantity } from './quantities.ts';

/** `name: A -> B`, where both are values of one kind; arrows in a chain divide a line instead. */
export function arrowPair(text: string, quantities: readonly FoundQuantity[], line: number): readonly Measurement[] | undefined {
  const found: Measurement[] = [];
  for (const [index, from] of quantities.entries()) {
    const to = quantities[index + 1];
    if (to === undefined || !ONLY_ARROW.test(text.slice(from.end, to.start))) continue;
    if (CHAINED.test(text.slice(to.end)) || /(?:->|=>|→|⇒)\s?$/.test(text.slice(0, from.start))) continue;
    const unit = from.unit === '' ? to.unit : from.unit;
    const other = to.unit === '' ? unit : to.unit;
    if (!sameDimension(unit, other)) continue;
    const name = nameOf(lastPiece(text.slice(0, from.start)));
    found.push(measurementOf({ ...from, unit }, name, '', 'before', line), measurementOf({ ...to, unit: other }, name, '', 'after', line));
  }
  return found.length === 0 ? undefined : found;
}

const ONLY_ARROW = /^\s?(?:-{1,2}>|={1,2}>|→|⇒|➜|➔|⟶)\s?[~≈]?\s?$/;
const CHAINED = /^[^;,(]{0,60}(?:->|=>|→|⇒)/;

function lastPiece(text: string): string {
  return /[^;]*$/.exec(text)?.[0].replace(/^.*\),\s/, '') ?? '';
}

/** Two values in a line, each beside a label of another side: `before 5.2us, after 4.1us`; `5.2us before, 4.1us after`. */
export function inlinePair(
  text: string,
  quantities: readonly FoundQuantity[],
  label: Labeller,
  line: number,
): readonly Measurement[] | undefined {
  const [one, two, more] = quantities;
  if (one === undefined || two === undefined || more !== undefined) return undefined;
  const [head, middle, tail] = [text.slice(0, one.start), text.slice(one.end, two.start), text.slice(two.end)];
  const leading = [label(lastClause(head)), label(middle)];
  const trailing = [label(middle), label(firstClause(tail))];
  for (const [a, b] of [leading, trailing]) {
    if (a?.side === undefined || b?.side === undefined || a.side === b.side) continue;
    const unit = one.unit === '' ? two.unit : one.unit;
    if (!sameDimension(unit, two.unit === '' ? unit : two.unit)) continue;
    const name = nameOf(label(lastClause(head)).rest);
    const other = { ...two, unit: two.unit === '' ? unit : two.unit };
    return [measurementOf({ ...one, unit }, name, '', a.side, line), measurementOf(other, name, '', b.side, line)];
  }
  return undefined;
}

function lastClause(text: string): string {
  return text.slice(Math.max(0, text.length - 80));
}

function firstClause(text: string): string {
  return /^[^,;.]{0,60}/.exec(text)?.[0] ?? '';
}

function sameDimension(one: string, two: string): boolean {
  return dimensionOf(one) === dimensionOf(two);
}
