import type { Labeller } from '../labeller.ts';
import type { SideName } from '../side-labels.ts';
import { withoutLabel } from './line-words.ts';
import type { Observation } from './observation.ts';
import type { Passage, PassageLine } from './passages.ts';

/** Lines beside a line of prose that begins as far to the left: sentences that happen to end in a figure. */
export function proseLines(passages: readonly Passage[], observations: readonly Observation[]): ReadonlySet<number> {
  const read = new Set(observations.map(({ measurement }) => measurement.line));
  const isProse = (line: PassageLine | undefined, indent: number): boolean =>
    line !== undefined &&
    !read.has(line.number) &&
    line.text.search(/\S/) === indent &&
    line.text.trim().split(/\s+/).length >= PROSE_WORDS &&
    !/^[$#>|-]|:$/.test(line.text.trim());
  const texts = passages.filter(({ kind }) => kind === 'text');
  const beside = texts.flatMap(({ lines }) =>
    lines.filter(({ text }, i) => isProse(lines[i - 1], text.search(/\S/)) || isProse(lines[i + 1], text.search(/\S/))),
  );
  return new Set(beside.map(({ number }) => number));
}

const PROSE_WORDS = 6;

/** Lines that are rows, not prose: each begins with a label, holds both sides, or stands under a label; and lines without figures. */
export function labelledLines(passages: readonly Passage[], observations: readonly Observation[], label: Labeller): ReadonlySet<number> {
  const sides = new Map<number, Set<SideName>>();
  for (const { tier, side, measurement } of observations) {
    if (tier === 'lines' && side !== undefined) sides.set(measurement.line, (sides.get(measurement.line) ?? new Set<SideName>()).add(side));
  }
  const lines = passages.flatMap((passage) =>
    passage.lines.filter(({ text, number }) => {
      if (!/\d/.test(text) || /:\s*$/.test(text)) return true;
      const told = sides.get(number);
      return told !== undefined && (told.size === 2 || passage.side !== undefined || withoutLabel(text, label) !== undefined);
    }),
  );
  return new Set(lines.map(({ number }) => number));
}
