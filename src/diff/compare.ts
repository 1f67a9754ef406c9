import { fingerprint, identityKey } from './fingerprint.ts';
import type { FileDiff, Moved } from './moved.ts';
import { type Places, placesOf } from './places.ts';
import { findTokens, withoutLocals } from './tokens.ts';

/** A finding of one side, with what tells it from others. */
export interface Located {
  readonly rule: string;
  /** Path at its side. */
  readonly path: string;
  /** Name of the enclosing function; null outside functions. */
  readonly function: string | null;
  /** The flagged code, 1-based, both included. */
  readonly line: number;
  readonly endLine: number;
  readonly text: string;
  /** Other lines that the finding rests on: the lock that is held, the declaration of the type, the head of the loop. */
  readonly evidence: readonly number[];
}

export interface Compared<T extends Located> {
  /** All findings of the head, in their order. */
  readonly head: readonly { readonly finding: T; readonly fingerprint: string; readonly state: 'new' | 'existing' }[];
  /** Findings of the base that the head no longer has, in their order. */
  readonly fixed: readonly { readonly finding: T; readonly fingerprint: string }[];
}

/**
 * Tells what the change brings from what was there. Each finding of the head is paired with at most one of the base: first with the one on
 * the same unchanged line, then with the one that moved there, then with an equal one in the same edit, file, or anywhere in the change,
 * last with one in the same edit that differs in the names of locals only. A finding is new when none is left for it and the change touches
 * it: its lines, its evidence, or, by a removal, the code between them.
 */
export function compareFindings<T extends Located>(
  base: readonly T[],
  head: readonly T[],
  files: readonly FileDiff[],
  moved: Moved,
): Compared<T> {
  const places = placesOf(files, moved);
  const [baseSide, headSide] = [base.map(describe), head.map(describe)];
  const [baseLeft, headLeft] = [new Set(baseSide), new Set(headSide)];
  for (const { ofBase, ofHead } of matches(places)) pairOff(baseLeft, headLeft, ofBase, ofHead);

  const baseNames = fingerprintsOf(base);
  const headNames = fingerprintsOf(head);
  return {
    head: headSide.map((side, i) => ({
      finding: side.finding,
      fingerprint: headNames[i] ?? '',
      state: headLeft.has(side) && places.isTouched(side.finding) ? 'new' : 'existing',
    })),
    fixed: baseSide.flatMap((side, i) => (baseLeft.has(side) ? [{ finding: side.finding, fingerprint: baseNames[i] ?? '' }] : [])),
  };
}

/** The fingerprint of each finding; equal ones of one file are numbered from the top. */
export function fingerprintsOf(findings: readonly Located[]): readonly string[] {
  const names = new Array<string>(findings.length);
  const counts = new Map<string, number>();
  const order = [...findings.keys()].sort((a, b) => (findings[a]?.line ?? 0) - (findings[b]?.line ?? 0) || a - b);
  for (const i of order) {
    const finding = findings[i];
    if (finding === undefined) continue;
    const key = `${finding.path}\n${identityKey(finding.rule, finding.function, finding.text)}`;
    const ordinal = (counts.get(key) ?? 0) + 1;
    counts.set(key, ordinal);
    names[i] = fingerprint({ rule: finding.rule, functionName: finding.function, text: finding.text, ordinal });
  }
  return names;
}

interface Side<T> {
  readonly finding: T;
  /** Rule, function and code. */
  readonly identity: string;
  /** Rule and code. */
  readonly code: string;
  /** Rule and code without the names of locals. */
  readonly shape: string;
}

function describe<T extends Located>(finding: T): Side<T> {
  const tokens = findTokens(finding.text);
  return {
    finding,
    identity: identityKey(finding.rule, finding.function, finding.text),
    code: [finding.rule, ...tokens].join(' '),
    shape: [finding.rule, ...withoutLocals(tokens)].join(' '),
  };
}

/** A key on each side; findings with equal keys are the same one. Undefined: no candidate. */
interface Match {
  readonly ofBase: (side: Side<Located>) => string | undefined;
  readonly ofHead: (side: Side<Located>) => string | undefined;
}

/** From the surest to the loosest. */
function matches(places: Places): readonly Match[] {
  const both = (key: (side: Side<Located>, file: string, edit: number | undefined) => string | undefined): Match => ({
    ofBase: (side) => key(side, places.fileOfBase(side.finding), places.editOfBase(side.finding)),
    ofHead: (side) => key(side, side.finding.path, places.editOfHead(side.finding)),
  });
  const onUnchangedLine = (key: (side: Side<Located>) => string): Match => ({
    ofBase: (side) => at(places.fileOfBase(side.finding), places.headLineOf(side.finding), key(side)),
    ofHead: (side) => at(side.finding.path, side.finding.line, key(side)),
  });
  return [
    onUnchangedLine((side) => side.code),
    onUnchangedLine((side) => side.finding.rule),
    {
      ofBase: (side) => at(side.finding.path, side.finding.line, side.code),
      ofHead: (side) => {
        const origin = places.originOf(side.finding);
        return at(origin?.path, origin?.line, side.code);
      },
    },
    both((side, file, edit) => at(file, edit, side.identity)),
    both((side, file) => at(file, 0, side.identity)),
    both((side) => side.identity),
    both((side, file, edit) => at(file, edit, side.shape)),
  ];
}

function at(path: string | undefined, place: number | undefined, key: string): string | undefined {
  return path === undefined || place === undefined ? undefined : `${path}\n${place}\n${key}`;
}

/** Takes the pairs with equal keys out of both sets. */
function pairOff<T extends Located>(base: Set<Side<T>>, head: Set<Side<T>>, ofBase: Match['ofBase'], ofHead: Match['ofHead']): void {
  const waiting = new Map<string, Side<T>[]>();
  for (const side of [...base].reverse()) {
    const key = ofBase(side);
    if (key === undefined) continue;
    const known = waiting.get(key);
    if (known) known.push(side);
    else waiting.set(key, [side]);
  }
  for (const side of [...head]) {
    const partner = waiting.get(ofHead(side) ?? '')?.pop();
    if (partner === undefined) continue;
    base.delete(partner);
    head.delete(side);
  }
}
