/**
 * One tool's output format. A format is recognised by its own marks, so that adding one is adding one file and one line in `index.ts`.
 * `read` never throws on bad input and never judges: it says what is written and what was odd about it.
 */
export interface Format {
  /** Kebab-case, the file's name: `google-benchmark-json`. */
  readonly id: string;
  /** Name people know it by. */
  readonly title: string;
  /** Whether the text looks like this tool's output. Cheap, linear in the text. */
  readonly recognises: (text: string) => boolean;
  readonly read: (text: string) => Reading;
}

/** What one text in one format says. */
export interface Reading {
  readonly measurements: readonly Measurement[];
  readonly environment: Environment;
  /** What is odd or unreadable in the text. */
  readonly problems: readonly ReadingProblem[];
}

export interface ReadingProblem {
  /** Kebab-case: `debug-build`, `cpu-scaling`, `malformed`, `warm-up`, `multiplexed`, `errors-in-run`, … */
  readonly code: string;
  readonly level: 'block' | 'warn' | 'info';
  readonly note: string;
}

/** Facts of the machine and the build, where the format records them; absent means unknown, never false. */
export interface Environment {
  readonly host?: string;
  readonly cpus?: number;
  readonly mhz?: number;
  readonly cpuScaling?: boolean;
  readonly buildType?: 'debug' | 'release';
  readonly loadAverage?: number;
  readonly executable?: string;
  readonly command?: string;
  /** Commit the numbers were taken at, where the tool carries it. */
  readonly commit?: string;
}

/** What kind of quantity a metric is: it decides direction and the floor below which a change does not count. */
export type MetricKind = 'time' | 'throughput' | 'cycles' | 'instructions' | 'allocations' | 'bytes' | 'count' | 'ratio' | 'other';

/** One benchmark's metric on one side, or on a side yet unknown. */
export interface Measurement {
  /** Name with its parameters, as the tool prints it. */
  readonly benchmark: string;
  /** `real_time`, `cpu_time`, `sec/op`, `IOPS`, `p99`, … as the tool names it. */
  readonly metric: string;
  /** Unit as printed after the values were brought to one unit: `ns`, `us`, `ms`, `s`, `B/s`, `ops/s`, `%`, … */
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly kind: MetricKind;
  /** The metric the tool is run for; a secondary one (cpu_time beside real_time) does not count twice in the statistics. */
  readonly primary: boolean;
  /** One value per run, in `unit`; empty when the tool printed only a summary. Windows of one run are not runs. */
  readonly values: readonly number[];
  readonly summary?: Summary;
  /** Set when the format itself tells the sides apart (compare.py, benchstat); otherwise the caller decides. */
  readonly side?: 'before' | 'after';
  /** The tool's own test result, where it prints one. */
  readonly printed?: Printed;
  /** A value that the text itself marks as approximate (`~200`). */
  readonly approximate?: boolean;
  /** Nothing says whether more or less is better; `better` and `kind` are then guesses. */
  readonly isDirectionUnknown?: boolean;
  /** What runs of one and the same build differ by, as a fraction, where the text says. */
  readonly noise?: number;
  /** The words that name the side beside the value, with what else they say: `before (debug build)`. */
  readonly label?: string;
  /** 1-based line in the text. */
  readonly line: number;
}

/** Mean or median of several runs with their spread. */
export interface Summary {
  readonly center: number;
  readonly of: 'mean' | 'median' | 'min' | 'single';
  /** Number of runs behind it; absent when the tool does not say. */
  readonly n?: number;
  /** Standard deviation over the runs, in the unit of the values. */
  readonly sd?: number;
}

/** A test result printed by the tool itself. */
export interface Printed {
  /** after / before - 1. */
  readonly change?: number;
  readonly p?: number;
  readonly n?: readonly [before: number, after: number];
}
