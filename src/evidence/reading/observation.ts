import type { SidedEnvironment } from '../environments.ts';
import type { Measurement, ReadingProblem } from '../formats/format.ts';
import type { SideName } from '../side-labels.ts';
import type { Heading } from './headings.ts';
import type { PrintedChange } from './tables.ts';

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
  /** The end of the paragraph above. */
  readonly caption: string;
  /** The command whose output it stands in; `''` when none is shown. */
  readonly command: string;
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
  /** Formats of the tools whose output was read. */
  readonly tools: readonly string[];
  readonly environments: readonly SidedEnvironment[];
  readonly problems: readonly ReadingProblem[];
}

/** What a part of a text says. */
export type Found = Omit<Observed, 'source' | 'sentences'>;

/** Where in a text an observation stands. */
export type Place = Pick<Observation, 'headings' | 'passage' | 'part' | 'caption' | 'command' | 'first' | 'side'>;

/** Several parts as one. */
export function joined(parts: readonly Found[]): Found {
  return {
    observations: parts.flatMap((part) => part.observations),
    changes: parts.flatMap((part) => part.changes),
    tools: parts.flatMap((part) => part.tools),
    environments: parts.flatMap((part) => part.environments),
    problems: parts.flatMap((part) => part.problems),
  };
}

/** Nothing found. */
export const NOTHING: Found = { observations: [], changes: [], tools: [], environments: [], problems: [] };
