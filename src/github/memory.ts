/** What is remembered for a pull request between runs: which heads were shown to people, and what people with the right to it decided. */

import type { SeenEvidence } from '../evidence/input.ts';

/** A head whose summary was published, and when (ISO 8601). */
export interface ShownHead {
  readonly sha: string;
  readonly since: string;
}

/** A command that was carried out or refused, by the comment that gave it. */
export interface Decision {
  /** Id of the comment. */
  readonly comment: number;
  readonly by: string;
  readonly command: 'recheck' | 'waive' | 'ignore' | 'explain' | 'unknown';
  /** Fingerprint or rule of `ignore` and `explain`, commit of `waive`; empty for others. */
  readonly what: string;
  readonly reason: string;
  /** Why it was refused; null when it was accepted. */
  readonly refused: string | null;
}

/** The memory of one pull request; oldest first. */
export interface Memory {
  readonly heads: readonly ShownHead[];
  readonly decisions: readonly Decision[];
  /** Which benchmark figures were first seen at which head. */
  readonly evidence: readonly SeenEvidence[];
}

/** Nothing remembered. */
export const NO_MEMORY: Memory = { heads: [], decisions: [], evidence: [] };

const MOST_HEADS = 10;
const MOST_DECISIONS = 60;
const MOST_EVIDENCE = 20;
/** Characters of a reason that are kept. */
export const MOST_REASON = 300;

const COMMANDS: readonly string[] = ['recheck', 'waive', 'ignore', 'explain', 'unknown'];

/** The memory with these figures as seen, where they are new. */
export function withEvidence(memory: Memory, seen: SeenEvidence | undefined): Memory {
  if (seen === undefined || memory.evidence.some(({ hash }) => hash === seen.hash)) return memory;
  return { ...memory, evidence: [...memory.evidence, seen] };
}

/** Both memories as one: runs at the same time must not forget what the other one learned. The accepted `ignore` and `waive` stay longest. */
export function mergeMemories(a: Memory, b: Memory): Memory {
  const heads = new Map<string, ShownHead>();
  for (const head of [...a.heads, ...b.heads]) {
    const known = heads.get(head.sha);
    if (known === undefined || head.since > known.since) heads.set(head.sha, head);
  }
  const decisions = new Map([...a.decisions, ...b.decisions].map((decision) => [decision.comment, decision]));
  const counts = ({ command, refused }: Decision): boolean => refused === null && (command === 'ignore' || command === 'waive');
  const kept = [...decisions.values()]
    .sort((x, y) => Number(counts(y)) - Number(counts(x)) || y.comment - x.comment)
    .slice(0, MOST_DECISIONS)
    .sort((x, y) => x.comment - y.comment);
  const evidence = new Map<string, SeenEvidence>();
  for (const seen of [...a.evidence, ...b.evidence]) {
    const known = evidence.get(seen.hash);
    // Two runs at once may have seen the same figures first; which one is kept must not depend on who asks.
    if (known === undefined || seen.head < known.head) evidence.set(seen.hash, seen);
  }
  return {
    heads: [...heads.values()].sort((x, y) => (x.since < y.since ? -1 : 1)).slice(-MOST_HEADS),
    decisions: kept,
    evidence: [...evidence.values()].sort((x, y) => (x.hash < y.hash ? -1 : 1)).slice(-MOST_EVIDENCE),
  };
}

/** The memory with this head as the one that people see from `now` (ISO 8601) on; unchanged when it is shown already. */
export function withHead(memory: Memory, sha: string, now: string): Memory {
  const last = memory.heads.at(-1);
  if (last?.sha === sha) return memory;
  // Clocks of two runners differ; the order of the heads must not.
  const since = last === undefined || now > last.since ? now : new Date(Date.parse(last.since) + 1).toISOString();
  return { ...memory, heads: [...memory.heads.filter((head) => head.sha !== sha), { sha, since }].slice(-MOST_HEADS) };
}

/** The head that was shown at a time (ISO 8601); undefined when none was. */
export function headShownAt(memory: Memory, time: string): string | undefined {
  return memory.heads.filter((head) => head.since <= time).at(-1)?.sha;
}

/** The memory in parsed JSON; what does not have the form is left out. */
export function toMemory(value: unknown): Memory {
  if (typeof value !== 'object' || value === null) return NO_MEMORY;
  const { heads, decisions, evidence } = value as Readonly<Record<string, unknown>>;
  return { heads: listOf(heads, isShownHead), decisions: listOf(decisions, isDecision), evidence: listOf(evidence, isSeenEvidence) };
}

function listOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): readonly Item[] {
  return Array.isArray(value) ? value.filter(isItem) : [];
}

function isShownHead(value: unknown): value is ShownHead {
  return hasStrings(value, ['sha', 'since']) && !Number.isNaN(Date.parse((value as ShownHead).since));
}

function isSeenEvidence(value: unknown): value is SeenEvidence {
  return hasStrings(value, ['hash', 'head', 'tokens']);
}

function isDecision(value: unknown): value is Decision {
  if (!hasStrings(value, ['by', 'command', 'what', 'reason'])) return false;
  const { comment, command, refused } = value as Readonly<Record<string, unknown>>;
  return typeof comment === 'number' && COMMANDS.includes(String(command)) && (refused === null || typeof refused === 'string');
}

function hasStrings(value: unknown, keys: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && keys.every((key) => typeof (value as Record<string, unknown>)[key] === 'string');
}
