import type { Environment, Measurement, Reading, ReadingProblem } from './formats/format.ts';
import { FORMATS } from './formats/index.ts';
import { type Passage, passagesOf } from './passages.ts';
import { labelOf, type SideName } from './side-labels.ts';
import { readTable } from './tables.ts';

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
  /** The headings above it that name no side: `256 connections`. */
  readonly setting: string;
  /** How much stands behind the figure: a tool's own output, a table, labelled lines, or a sentence. */
  readonly tier: 'tool' | 'table' | 'lines' | 'prose';
}

/** What one text says. */
export interface Observed {
  readonly source: EvidenceText;
  readonly observations: readonly Observation[];
  readonly environments: readonly { readonly side: SideName | undefined; readonly environment: Environment }[];
  readonly problems: readonly ReadingProblem[];
}

/** Everything measured in a text, each with its side where a label gives it one. Never by position alone. */
export function observe(source: EvidenceText): Observed {
  const whole = source.origin === 'file' ? readTool(source.text) : undefined;
  if (whole !== undefined) return fromReading(source, whole, source.side ?? undefined, '');
  const parts = passagesOf(source.text).map((passage) => observePassage(source, passage));
  return {
    source,
    observations: parts.flatMap((part) => part.observations),
    environments: parts.flatMap((part) => part.environments),
    problems: parts.flatMap((part) => part.problems),
  };
}

function observePassage(source: EvidenceText, passage: Passage): Observed {
  const text = passage.lines.map((line) => line.text).join('\n');
  const side = source.side ?? passage.side;
  const setting = settingOf(passage);
  const tool = readTool(text);
  if (tool !== undefined) return fromReading(source, shifted(tool, passage), side, setting);
  if (passage.kind !== 'table') return { source, observations: [], environments: [], problems: [] };
  const table = readTable(passage.lines);
  return {
    source,
    observations: table.measurements.map((measurement) => ({ measurement, side: measurement.side ?? side, setting, tier: 'table' })),
    environments: [],
    problems: table.problems,
  };
}

/** What the first format that finds a figure reads; undefined when none does. */
function readTool(text: string): Reading | undefined {
  const candidates = FORMATS.filter((format) => format.recognises(text));
  let first: Reading | undefined;
  for (const format of candidates) {
    const reading = format.read(text);
    if (reading.measurements.length > 0) return reading;
    first ??= reading;
  }
  return first;
}

function fromReading(source: EvidenceText, reading: Reading, side: SideName | undefined, setting: string): Observed {
  return {
    source,
    observations: reading.measurements.map((measurement) => ({ measurement, side: measurement.side ?? side, setting, tier: 'tool' })),
    environments: [{ side, environment: reading.environment }],
    problems: reading.problems,
  };
}

function shifted(reading: Reading, passage: Passage): Reading {
  const at = (passage.lines[0]?.number ?? 1) - 1;
  return { ...reading, measurements: reading.measurements.map((measurement) => ({ ...measurement, line: measurement.line + at })) };
}

function settingOf(passage: Passage): string {
  return passage.headings
    .map((heading) => (heading.side === undefined ? heading.text : labelOf(heading.text).rest))
    .filter((text) => text !== '')
    .join(' › ');
}
