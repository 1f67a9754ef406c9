import type { Measurement, Reading } from '../formats/format.ts';
import { FORMATS } from '../formats/index.ts';
import type { Labeller } from '../labeller.ts';
import type { SideName } from '../side-labels.ts';
import { withoutLabel } from './line-words.ts';
import { type Found, joined, NOTHING, type Place } from './observation.ts';
import type { PassageLine } from './passages.ts';

/** A reading with the id of its format. */
export interface ToolReading extends Reading {
  readonly tool: string;
}

/** What is left of a passage, and what was found in the rest. */
export interface Partly {
  readonly rest: readonly PassageLine[];
  readonly found: Found;
}

/** A tool's lines with the side written before each: `before 165080.62 tps (…)`. What is left over comes back as `rest`. */
export function labelledOutput(lines: readonly PassageLine[], place: Place, label: Labeller): Partly {
  return markedOutput(
    lines,
    place,
    (line) => withoutLabel(line, label),
    () => true,
  );
}

/** A diff of two outputs: `-` before, `+` after. Marks that only colour single rows have no counterpart and are left alone. */
export function diffOutput(lines: readonly PassageLine[], place: Place): Partly {
  const mark = (line: string): { readonly side: SideName; readonly rest: string } | undefined => {
    const marked = /^([-+])(?![-+])(\s?\S.*)$/.exec(line);
    return marked === null ? undefined : { side: marked[1] === '-' ? 'before' : 'after', rest: marked[2] ?? '' };
  };
  const namesOf = (found: Found, side: SideName): readonly string[] =>
    found.observations.filter((one) => one.side === side).map(({ measurement }) => nameOf(measurement));
  return markedOutput(lines, place, mark, (found) => {
    const after = new Set(namesOf(found, 'after'));
    return namesOf(found, 'before').some((name) => after.has(name));
  });
}

function markedOutput(
  lines: readonly PassageLine[],
  place: Place,
  sideOf: (line: string) => { readonly side: SideName; readonly rest: string } | undefined,
  isPaired: (found: Found) => boolean,
): Partly {
  const marked = lines.flatMap((line) => {
    const found = sideOf(line.text);
    return found === undefined ? [] : [{ ...found, line }];
  });
  const sides = (['before', 'after'] as const).map((side) => ({ side, lines: marked.filter((one) => one.side === side) }));
  if (sides.some((side) => side.lines.length === 0)) return { rest: lines, found: NOTHING };
  const readings = sides.map(({ side, lines: own }) => {
    const reading = readTool(own.map((one) => one.rest).join('\n'));
    const at = own.map((one) => one.line.number);
    const placed = reading?.measurements.map((measurement) => ({ ...measurement, line: at[measurement.line - 1] ?? measurement.line }));
    return reading === undefined || placed === undefined || placed.length === 0
      ? undefined
      : fromReading({ ...reading, measurements: placed }, { ...place, side });
  });
  if (readings.some((reading) => reading === undefined)) return { rest: lines, found: NOTHING };
  const found = joined(readings.map((reading) => reading ?? NOTHING));
  if (!isPaired(found)) return { rest: lines, found: NOTHING };
  const taken = new Set(marked.map(({ line }) => line.number));
  return { rest: lines.filter((line) => !taken.has(line.number)), found };
}

/** A tool's output; where plain headings divide it and the same benchmark stands under two of them, each part for itself. */
export function passageTool(lines: readonly PassageLine[], place: Place, label: Labeller): Found | undefined {
  const whole = readLines(lines);
  if (whole === undefined) return undefined;
  const parts = dividedAt(lines).map((part) => ({ heading: part.heading, reading: readLines(part.lines) ?? EMPTY }));
  const count = (readings: readonly Reading[]): number =>
    readings.reduce((sum, { measurements }) => sum + new Set(measurements.map(nameOf)).size, 0);
  const isRepeated = count(parts.map(({ reading }) => reading)) > count([whole]);
  if (!isRepeated || parts.reduce((sum, { reading }) => sum + reading.measurements.length, 0) < whole.measurements.length)
    return fromReading(whole, place);
  return joined(
    parts.map(({ heading, reading }) => {
      const own =
        heading === undefined ? [] : [{ ...label(heading.text), text: heading.text, form: 'colon' as const, line: heading.number }];
      return fromReading(reading, { ...place, headings: [...place.headings, ...own] });
    }),
  );
}

const EMPTY: ToolReading = { measurements: [], environment: {}, problems: [], tool: '' };

function nameOf({ benchmark, metric }: Measurement): string {
  return `${benchmark}\n${metric}`;
}

/** Lines below a plain heading. */
export interface Part {
  readonly heading: PassageLine | undefined;
  readonly lines: readonly PassageLine[];
}

/** Lines divided at those that end in a colon. */
export function dividedAt(lines: readonly PassageLine[]): readonly Part[] {
  const parts: { heading: PassageLine | undefined; lines: PassageLine[] }[] = [{ heading: undefined, lines: [] }];
  for (const line of lines) {
    const text = /^\s{0,8}(\S.{0,120}?)\s*:\s*$/.exec(line.text)?.[1];
    if (text === undefined) parts.at(-1)?.lines.push(line);
    else parts.push({ heading: { text, number: line.number }, lines: [] });
  }
  return parts;
}

function readLines(lines: readonly PassageLine[]): ToolReading | undefined {
  const reading = readTool(lines.map((line) => line.text).join('\n'));
  if (reading === undefined) return undefined;
  const measurements = reading.measurements.map((measurement) => ({
    ...measurement,
    line: lines[measurement.line - 1]?.number ?? measurement.line,
  }));
  return { ...reading, measurements };
}

/** What the first format that finds a figure reads; undefined when none recognises the text. */
export function readTool(text: string): ToolReading | undefined {
  let first: ToolReading | undefined;
  for (const format of FORMATS) {
    if (!format.recognises(text)) continue;
    const reading = { ...format.read(text), tool: format.id };
    if (reading.measurements.length > 0) return reading;
    first ??= reading;
  }
  return first;
}

/** Benchmarks and metrics in one text that are judged: 10,000; nobody looks at more. */
const MOST_MEASUREMENTS = 10_000;

/** A reading at its place in a text; one with too many rows is a problem instead. */
export function fromReading({ measurements, environment, problems, tool }: ToolReading, place: Place): Found {
  const environments = [{ side: place.side, environment: { ...commitOf(place), ...environment } }];
  if (measurements.length > MOST_MEASUREMENTS) {
    const note = `${measurements.length} results in one text are more than the ${MOST_MEASUREMENTS} that are judged; leave out what the change does not touch.`;
    return { ...NOTHING, environments, problems: [...problems, { code: 'too-large', level: 'block', note }] };
  }
  const observations = measurements.map((measurement) => ({
    ...place,
    measurement,
    side: measurement.side ?? place.side,
    tier: 'tool' as const,
  }));
  return { observations, changes: [], environments, problems, tools: measurements.length === 0 ? [] : [tool] };
}

/** The commit that the heading for the side names. */
export function commitOf({ headings }: Place): { readonly commit?: string } {
  const text = headings.findLast(({ side }) => side !== undefined)?.text ?? '';
  const commit = /(?<![\w-])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}(?![\w-])/.exec(text)?.[0];
  return commit === undefined ? {} : { commit };
}
