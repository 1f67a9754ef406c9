import { alignedGrids } from './aligned.ts';
import type { SidedEnvironment } from './environments.ts';
import type { Measurement, Reading, ReadingProblem } from './formats/format.ts';
import { FORMATS } from './formats/index.ts';
import type { Grid, Labeller } from './grid.ts';
import type { Heading } from './headings.ts';
import { RATE_TOOL, readLabelledLines } from './lines/labelled-lines.ts';
import { withoutLabel } from './lines/line-words.ts';
import { type Passage, type PassageLine, passagesOf } from './passages.ts';
import { readProse } from './prose-pairs.ts';
import { sentencesOf } from './sentences.ts';
import type { SideName } from './side-labels.ts';
import { gridsOf, type PrintedChange, readGrid } from './tables.ts';

/** A text that evidence may stand in. */
export interface EvidenceText {
  readonly origin: 'title' | 'body' | 'comment' | 'commit' | 'change' | 'file';
  /** What people call it: `the description`, a path. */
  readonly name: string;
  readonly text: string;
  /** Set for a file that was handed in for one side. */
  readonly side: SideName | null;
}

/** A measurement, with the side and the place that its surroundings give it. */
export interface Observation {
  readonly measurement: Measurement;
  readonly side: SideName | undefined;
  /** The headings above it, outermost first. */
  readonly headings: readonly Heading[];
  /** How much stands behind the figure: a tool's own output, a table, labelled lines, or a sentence. */
  readonly tier: 'tool' | 'table' | 'lines' | 'prose';
  /** Number of its passage in the text. */
  readonly passage: number;
  /** Round and block of its passage. */
  readonly part: string;
  /** The side that a label of the passage says stands first. */
  readonly first: SideName | undefined;
}

/** What one text says. */
export interface Observed {
  readonly source: EvidenceText;
  /** Its prose, sentence by sentence. */
  readonly sentences: readonly string[];
  readonly observations: readonly Observation[];
  readonly changes: readonly PrintedChange[];
  readonly environments: readonly SidedEnvironment[];
  readonly problems: readonly ReadingProblem[];
}

/** Everything measured in a text, each with its side where a label gives it one. Never by position alone. */
export function observe(source: EvidenceText, label: Labeller): Observed {
  const whole = source.origin === 'file' || source.origin === 'change' ? readTool(source.text) : undefined;
  if (whole !== undefined && whole.measurements.length > 0) {
    const found = fromReading(whole, { side: source.side ?? undefined, headings: [], passage: 0, part: '', first: undefined });
    return { source, sentences: [], ...found };
  }
  const passages = passagesOf(source.text, label);
  const hasRateTool = RATE_TOOL.test(source.text.slice(0, 100_000));
  const parts = passages.map((passage, index) => {
    const above = passages[index - 1];
    const caption =
      above?.kind === 'text'
        ? above.lines
            .slice(-3)
            .map(({ text }) => text)
            .join(' ')
            .slice(-200)
        : '';
    return observePassage(source, passage, index, label, { hasRateTool, caption });
  });
  const observations = parts.flatMap((part) => part.observations);
  const printed = new Set(observations.filter(({ tier }) => tier !== 'lines').map(({ measurement }) => measurement.line));
  const labelled = labelledLines(passages, observations, label);
  const prose = passages
    .filter((passage) => passage.kind === 'text')
    .map((passage) => ({ ...passage, lines: passage.lines.filter((line) => !printed.has(line.number)) }));
  const stated = readProse(prose, label).filter(({ sentence }) => !sentence.lines.every((line) => labelled.has(line)));
  // What a sentence compares is no row of its own.
  const inSentences = new Set(stated.flatMap(({ sentence }) => sentence.lines));
  const inProse = proseLines(passages, observations);
  const rows = observations.filter(
    ({ tier, side, measurement: { line } }) => tier !== 'lines' || !(inSentences.has(line) || (side === undefined && inProse.has(line))),
  );
  return {
    source,
    observations: [...rows, ...stated.flatMap((pair) => pair.observations)],
    sentences: passages.flatMap((passage) => (passage.kind === 'text' ? sentencesOf(passage).map(({ text }) => text) : [])),
    changes: parts.flatMap((part) => part.changes),
    environments: parts.flatMap((part) => part.environments),
    problems: parts.flatMap((part) => part.problems),
  };
}

/** Lines beside a line of prose that begins as far to the left: sentences that happen to end in a figure. */
function proseLines(passages: readonly Passage[], observations: readonly Observation[]): ReadonlySet<number> {
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

/** Lines that are rows, not prose: each begins with a label, holds an arrow, or stands under a label; and lines without figures. */
function labelledLines(passages: readonly Passage[], observations: readonly Observation[], label: Labeller): ReadonlySet<number> {
  const sided = new Set(
    observations.filter(({ tier, side }) => tier === 'lines' && side !== undefined).map(({ measurement }) => measurement.line),
  );
  const lines = passages.flatMap((passage) =>
    passage.lines.filter(({ text, number }) => {
      if (!/\d/.test(text)) return true;
      return sided.has(number) && (passage.side !== undefined || withoutLabel(text, label) !== undefined || /->|→|⇒/.test(text));
    }),
  );
  return new Set(lines.map(({ number }) => number));
}

/** What a passage may be read by beside its own lines. */
interface Surroundings {
  /** The text names a tool that prints rates. */
  readonly hasRateTool: boolean;
  /** The end of the paragraph above. */
  readonly caption: string;
}

type Found = Omit<Observed, 'source' | 'sentences'>;
type Place = Pick<Observation, 'headings' | 'passage' | 'part' | 'first' | 'side'>;

function observePassage(source: EvidenceText, passage: Passage, index: number, label: Labeller, surroundings: Surroundings): Found {
  const first = [...passage.headings.map((heading) => heading.text), ...passage.lines.slice(0, 400).map((line) => line.text)]
    .map((text) => (text.length > 160 ? undefined : label(text).first))
    .find((side) => side !== undefined);
  const place: Place = { side: source.side ?? passage.side, headings: passage.headings, passage: index, part: passage.part, first };
  const { rest, found } = labelledOutput(passage.lines, place, label);
  const tool = passageTool(rest, place, label);
  if (tool !== undefined && tool.observations.length > 0) return joined([found, tool]);
  const own: Observation[] = [];
  const changes: PrintedChange[] = [];
  const about = [...passage.headings.map((heading) => heading.text), surroundings.caption].join(' ');
  const keep = (measurement: Measurement, tier: Observation['tier']): void => {
    own.push({ ...place, measurement, side: measurement.side ?? place.side, tier });
  };
  const table = (grid: Grid): void => {
    const reading = readGrid(grid, label, about);
    for (const measurement of reading.measurements) keep(measurement, 'table');
    changes.push(...reading.changes);
  };
  if (passage.kind === 'table') for (const grid of gridsOf(rest)) table(grid);
  else {
    const aligned = alignedGrids(rest, label);
    for (const { grid } of aligned) table(grid);
    const used = new Set(aligned.flatMap(({ lines }) => [...lines]));
    const lines = rest.filter((line) => !used.has(line.number));
    for (const measurement of readLabelledLines(lines, place.side, label, surroundings.hasRateTool)) keep(measurement, 'lines');
  }
  return joined([
    found,
    { observations: own, changes, environments: [{ side: place.side, environment: commitOf(place) }], problems: tool?.problems ?? [] },
  ]);
}

function joined(parts: readonly Found[]): Found {
  return {
    observations: parts.flatMap((part) => part.observations),
    changes: parts.flatMap((part) => part.changes),
    environments: parts.flatMap((part) => part.environments),
    problems: parts.flatMap((part) => part.problems),
  };
}

const NOTHING: Found = { observations: [], changes: [], environments: [], problems: [] };

/** A tool's lines with the side written before each: `before 165080.62 tps (…)`. What is left over comes back as `rest`. */
function labelledOutput(
  lines: readonly PassageLine[],
  place: Place,
  label: Labeller,
): { readonly rest: readonly PassageLine[]; readonly found: Found } {
  const marked = lines.flatMap((line) => {
    const found = withoutLabel(line.text, label);
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
  const taken = new Set(marked.map(({ line }) => line.number));
  return { rest: lines.filter((line) => !taken.has(line.number)), found: joined(readings.map((reading) => reading ?? NOTHING)) };
}

/** A tool's output; where plain headings divide it and the same benchmark stands under two of them, each part for itself. */
function passageTool(lines: readonly PassageLine[], place: Place, label: Labeller): Found | undefined {
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

const EMPTY: Reading = { measurements: [], environment: {}, problems: [] };

function nameOf({ benchmark, metric }: Measurement): string {
  return `${benchmark}\n${metric}`;
}

interface Part {
  readonly heading: PassageLine | undefined;
  readonly lines: readonly PassageLine[];
}

function dividedAt(lines: readonly PassageLine[]): readonly Part[] {
  const parts: { heading: PassageLine | undefined; lines: PassageLine[] }[] = [{ heading: undefined, lines: [] }];
  for (const line of lines) {
    const text = /^\s{0,8}(\S.{0,120}?)\s*:\s*$/.exec(line.text)?.[1];
    if (text === undefined) parts.at(-1)?.lines.push(line);
    else parts.push({ heading: { text, number: line.number }, lines: [] });
  }
  return parts;
}

function readLines(lines: readonly PassageLine[]): Reading | undefined {
  const reading = readTool(lines.map((line) => line.text).join('\n'));
  if (reading === undefined) return undefined;
  const measurements = reading.measurements.map((measurement) => ({
    ...measurement,
    line: lines[measurement.line - 1]?.number ?? measurement.line,
  }));
  return { ...reading, measurements };
}

/** What the first format that finds a figure reads; undefined when none recognises the text. */
function readTool(text: string): Reading | undefined {
  let first: Reading | undefined;
  for (const format of FORMATS) {
    if (!format.recognises(text)) continue;
    const reading = format.read(text);
    if (reading.measurements.length > 0) return reading;
    first ??= reading;
  }
  return first;
}

function fromReading(reading: Reading, place: Place): Found {
  return {
    observations: reading.measurements.map((measurement) => ({
      ...place,
      measurement,
      side: measurement.side ?? place.side,
      tier: 'tool',
    })),
    changes: [],
    environments: [{ side: place.side, environment: { ...commitOf(place), ...reading.environment } }],
    problems: reading.problems,
  };
}

/** The commit that the heading for the side names. */
function commitOf({ headings }: Place): { readonly commit?: string } {
  const text = headings.findLast(({ side }) => side !== undefined)?.text ?? '';
  const commit = /(?<![\w-])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}(?![\w-])/.exec(text)?.[0];
  return commit === undefined ? {} : { commit };
}
