import type { Measurement, ReadingProblem } from '../formats/format.ts';
import { hasMoreLines } from '../formats/index.ts';
import type { Labeller } from '../labeller.ts';
import { type AlignedGrid, alignedGrids } from './aligned.ts';
import { byCommand } from './commands.ts';
import { csvGrids } from './csv-grids.ts';
import type { Grid } from './grid.ts';
import { RATE_TOOL, readLabelledLines } from './labelled-lines.ts';
import { type EvidenceText, type Found, joined, NOTHING, type Observation, type Observed, type Place } from './observation.ts';
import { LONGEST_TEXT, MOST_LINES, type Passage, type PassageLine, passagesOf } from './passages.ts';
import { readProse } from './prose-pairs.ts';
import { labelledLines, proseLines } from './rows.ts';
import { sentencesOf } from './sentences.ts';
import { gridsOf, type PrintedChange, readGrid } from './tables.ts';
import { commitOf, diffOutput, dividedAt, fromReading, labelledOutput, passageTool, readTool } from './tool-output.ts';

/** Everything measured in a text, each with its side where a label gives it one. Never by position alone. */
export function observe(source: EvidenceText, label: Labeller): Observed {
  const whole = source.origin === 'file' || source.origin === 'change' ? readTool(source.text) : undefined;
  if (whole !== undefined && whole.measurements.length > 0) {
    const found = fromReading(whole, {
      side: source.side ?? undefined,
      headings: [],
      passage: 0,
      part: '',
      caption: '',
      command: '',
      first: undefined,
    });
    return { source, sentences: [], ...found };
  }
  if (source.text.length > LONGEST_TEXT || hasMoreLines(source.text, MOST_LINES)) {
    const note = `${source.name} is too long to be read: more than ${MOST_LINES} lines or ${LONGEST_TEXT} characters.`;
    return { ...NOTHING, source, sentences: [], problems: [{ code: 'too-large', level: 'block', note }] };
  }
  const passages = passagesOf(source.text, label);
  const hasRateTool = RATE_TOOL.test(source.text.slice(0, 100_000));
  const found = joined(
    passages.map((passage, index) => {
      const surroundings = { side: source.side ?? passage.side, hasRateTool, caption: captionOf(passages[index - 1]) };
      return observePassage(passage, index, label, surroundings);
    }),
  );
  const printed = new Set(found.observations.filter(({ tier }) => tier !== 'lines').map(({ measurement }) => measurement.line));
  const labelled = labelledLines(passages, found.observations, label);
  const prose = passages
    .filter((passage) => passage.kind === 'text')
    .map((passage) => ({ ...passage, lines: passage.lines.filter((line) => !printed.has(line.number)) }));
  const isRow = (lines: readonly number[]): boolean => lines.every((line) => labelled.has(line));
  const stated = readProse(prose, label).filter(({ sentence }) => !isRow(sentence.lines));
  // What a sentence compares is no row of its own.
  const inSentences = new Set(stated.flatMap(({ sentence }) => sentence.lines));
  const inProse = proseLines(passages, found.observations);
  const rows = found.observations.filter(
    ({ tier, side, measurement: { line, unit } }) =>
      tier !== 'lines' || !(inSentences.has(line) || (side === undefined && (inProse.has(line) || unit === '%'))),
  );
  const read = new Set(rows.filter(({ tier, side }) => tier !== 'lines' || side !== undefined).map(({ measurement }) => measurement.line));
  const headings = new Set(passages.flatMap((passage) => passage.headings.map(({ text }) => text)));
  const sentences = prose.flatMap((passage) => sentencesOf(passage).filter(({ lines }) => !lines.every((line) => read.has(line))));
  return {
    ...found,
    source,
    observations: [...rows, ...stated.flatMap((pair) => pair.observations)],
    sentences: [...headings, ...sentences.map(({ text }) => text)],
  };
}

/** What a passage may be read by beside its own lines. */
interface Surroundings {
  readonly side: Place['side'];
  /** The text names a tool that prints rates. */
  readonly hasRateTool: boolean;
  /** The end of the paragraph above. */
  readonly caption: string;
}

const CAPTION_LINES = 6;
/** So much of it is about what follows. */
const CAPTION = 200;

/** A statement of the order may be part of a sentence: `Here is the test before and after: …`. */
function clausesOf(text: string): readonly string[] {
  return text.split(/[.:;,]/);
}

function captionOf(above: Passage | undefined): string {
  if (above?.kind !== 'text') return '';
  const last = above.lines.slice(-CAPTION_LINES).map(({ text }) => text);
  return last.join(' ').slice(-400);
}

function observePassage(passage: Passage, index: number, label: Labeller, { side, hasRateTool, caption }: Surroundings): Found {
  const titles = passage.headings.map((heading) => heading.text);
  const first = [...titles, ...passage.lines.slice(0, 400).map((line) => line.text), ...clausesOf(caption)]
    .map((text) => (text.length > 160 ? undefined : label(text).first))
    .find((one) => one !== undefined);
  const about = [...titles, caption.slice(-CAPTION)].join(' ');
  const outputs = byCommand(passage.lines, passage.kind === 'fence');
  return joined(
    outputs.map(({ command, lines }) => {
      const place: Place = {
        side,
        headings: passage.headings,
        passage: index,
        part: passage.part,
        caption: caption.slice(-CAPTION),
        command,
        first,
      };
      return observeLines(lines, passage.kind, place, { label, hasRateTool, about });
    }),
  );
}

/** By what lines are read beside what they say. */
interface Context {
  readonly label: Labeller;
  readonly hasRateTool: boolean;
  /** The words above them. */
  readonly about: string;
}

function observeLines(lines: readonly PassageLine[], kind: Passage['kind'], place: Place, { label, hasRateTool, about }: Context): Found {
  const diff = diffOutput(lines, place);
  const marked = labelledOutput(diff.rest, place, label);
  const tool = passageTool(marked.rest, place, label);
  if (tool !== undefined && tool.observations.length > 0) return joined([diff.found, marked.found, tool]);
  const observations: Observation[] = [];
  const changes: PrintedChange[] = [];
  const doubts: ReadingProblem[] = [];
  const keep = (measurement: Measurement, tier: Observation['tier'], at: Place): void => {
    observations.push({ ...at, measurement, side: measurement.side ?? place.side, tier });
  };
  const tables = (grids: readonly Grid[], at: Place): void => {
    const readings = grids.map((grid) => readGrid(grid, label, about));
    const isRepeated = hasRepeated(readings.map(({ measurements }) => measurements));
    readings.forEach((reading, i) => {
      const part = isRepeated && i > 0 ? `${at.part === '' ? '1' : at.part}.${i + 1}` : at.part;
      for (const measurement of reading.measurements) keep(measurement, 'table', { ...at, part });
      changes.push(...reading.changes);
      doubts.push(...reading.problems);
    });
  };
  if (kind === 'table') tables(gridsOf(marked.rest), place);
  else
    for (const { heading, lines: below } of dividedAt(marked.rest)) {
      const own =
        heading === undefined ? [] : [{ ...label(heading.text), text: heading.text, form: 'colon' as const, line: heading.number }];
      const at = { ...place, headings: [...place.headings, ...own] };
      const separated = csvGrids(below, label);
      const others = without(below, separated);
      const aligned = alignedGrids(others, label);
      tables(
        [...separated, ...aligned].map(({ grid }) => grid),
        at,
      );
      const rest = without(others, aligned);
      for (const measurement of readLabelledLines(rest, place.side, label, hasRateTool)) keep(measurement, 'lines', at);
    }
  const environments = [{ side: place.side, environment: commitOf(place) }];
  // Another way to read it has found what the tool's format did not.
  const problems = [...doubts, ...(tool?.problems ?? []).filter(({ code }) => code !== 'malformed' || observations.length === 0)];
  return joined([diff.found, marked.found, { observations, changes, tools: [], environments, problems }]);
}

/** Whether two tables have a row of one name on one side: nothing says that they are runs of one benchmark. */
function hasRepeated(tables: readonly (readonly Measurement[])[]): boolean {
  const names = tables.map((rows) => new Set(rows.map(({ benchmark, metric, side }) => JSON.stringify([benchmark, metric, side]))));
  return new Set(names.flatMap((own) => [...own])).size < names.reduce((sum, own) => sum + own.size, 0);
}

function without(lines: readonly PassageLine[], grids: readonly AlignedGrid[]): readonly PassageLine[] {
  const used = new Set(grids.flatMap((grid) => [...grid.lines]));
  return lines.filter((line) => !used.has(line.number));
}
