import { z } from 'zod';
import type { Finding } from './findings.ts';
import { UserError } from './user-error.ts';

const SCHEMA = z.strictObject({
  version: z.literal(1),
  findings: z.array(
    z.strictObject({
      fingerprint: z.string(),
      rule: z.string(),
      path: z.string(),
      /** When it was accepted: a baseline is a loan, and its age is shown. */
      date: z.iso.date(),
    }),
  ),
});

/** Findings that were accepted as they are. */
export type Baseline = z.output<typeof SCHEMA>;

/** Reads a baseline file. Throws a UserError when it is not one: what is accepted must be certain. */
export function parseBaseline(text: string, path: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${path} is not JSON; write it anew with \`perf-review baseline\`.`);
  }
  const result = SCHEMA.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new UserError(
      `${path} is not a baseline (${issue?.path.join('.')}: ${issue?.message}); write it anew with \`perf-review baseline\`.`,
    );
  }
  return result.data;
}

/** A baseline that accepts these findings; entries that `previous` has already keep their date. `date`: today, `YYYY-MM-DD`. */
export function makeBaseline(findings: readonly Finding[], date: string, previous: Baseline | null): Baseline {
  const known = new Map((previous?.findings ?? []).map((entry) => [keyOf(entry), entry.date]));
  const entries = findings.map(({ fingerprint, rule, path }) => ({
    fingerprint,
    rule,
    path,
    date: known.get(keyOf({ fingerprint, path })) ?? date,
  }));
  return { version: 1, findings: entries.sort((a, b) => compare(a.path, b.path) || compare(a.fingerprint, b.fingerprint)) };
}

/** Whether a finding is accepted. The path is left out of account: a renamed file keeps its debts. */
export function isAccepted(baseline: Baseline | null): (finding: Pick<Finding, 'fingerprint' | 'rule'>) => boolean {
  const accepted = new Set((baseline?.findings ?? []).map(({ fingerprint, rule }) => `${rule}\n${fingerprint}`));
  return ({ fingerprint, rule }) => accepted.has(`${rule}\n${fingerprint}`);
}

function keyOf({ fingerprint, path }: Pick<Finding, 'fingerprint' | 'path'>): string {
  return `${path}\n${fingerprint}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
