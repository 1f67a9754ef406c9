import type { CallTree } from './call-tree.ts';

/** Which side of a change a profile was taken on; null where nothing says. */
export type ProfileSide = 'before' | 'after' | null;

/** A profile of a running program as plain data, whatever tool recorded it. */
export interface Profile {
  /** What people know it by: a path, or where in the pull request it stands. */
  readonly name: string;
  readonly side: ProfileSide;
  /** It came with the pull request, whose author nobody checks: it may make findings graver, and never milder. */
  readonly isPasted?: true;
  /** Title of the format; null where none is recognised. */
  readonly format: string | null;
  /** What the weights count: `samples`, `ns`, `cycles`, `Ir`, … */
  readonly unit: string;
  /** Weight of the whole profile, in `unit`. */
  readonly total: number;
  /** Number of samples; null where the tool counts exactly (callgrind), or does not say. */
  readonly samples: number | null;
  /** Heaviest first, by inclusive and then by own share. */
  readonly functions: readonly ProfiledFunction[];
  /** Share of the weight that lies in the named functions, 0 to 1: the rest has no symbol, or the tool left it out, or watched chosen places only. */
  readonly named: number;
  /** The call graph in the samples; null where the format is flat. */
  readonly calls: CallTree | null;
  readonly problems: readonly ProfileProblem[];
}

/** One function as the profile names it. */
export interface ProfiledFunction {
  /** Demangled name without the compiler's clone suffixes. */
  readonly symbol: string;
  /** Source file, where the profile has it. */
  readonly file: string | null;
  /** 1-based line somewhere in the function, where the profile has it. */
  readonly line: number | null;
  /** Share of the weight in the function itself, 0 to 1. */
  readonly self: number;
  /** Share of the weight in the function and what it calls, 0 to 1; as `self` where the format is flat. */
  readonly total: number;
  /** The symbol is a tracepoint's name: the function is the one that fires it. */
  readonly isTracepoint?: true;
}

export interface ProfileProblem {
  /** Kebab-case: `unknown-format`, `empty`, `malformed`, `truncated`, `too-large`, `no-symbols`, `several-events`, … */
  readonly code: string;
  /** `block`: the profile says nothing. `warn`: part of it was lost. `info`: worth knowing. */
  readonly level: 'block' | 'warn' | 'info';
  readonly note: string;
}

/** Functions of a profile that are kept by name, so that a hostile one cannot fill the memory; the others count as unnamed. */
export const MOST_FUNCTIONS = 200_000;

/** What a unit counts, in words: `samples`, `time`, `instructions`. */
export function unitInWords(unit: string): string {
  if (/^(?:ns|us|ms|s|nanoseconds|microseconds|milliseconds|seconds|cpu-clock|task-clock)\b/.test(unit)) return 'time';
  if (/^(?:Ir|instructions)\b/.test(unit)) return 'instructions';
  if (/^(?:bytes|kB|MB)\b/.test(unit)) return 'bytes';
  return /^cycles\b|^Cy\b/.test(unit) ? 'cycles' : 'samples';
}

/** `0.234` as `23 %`; below ten per cent with one digit. */
export function inPercent(share: number): string {
  const hundredths = share * 100;
  return `${hundredths >= 9.95 || hundredths === 0 ? hundredths.toFixed(0) : hundredths.toFixed(1)} %`;
}
