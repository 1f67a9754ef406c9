import type { Finding } from '../findings.ts';
import type { Matches } from './match.ts';
import type { ProfiledFunction } from './profile.ts';
import type { SourceFunction } from './source-functions.ts';

/** Where to start: the functions of the source by the time that they answer for, with what was found in them. */
export interface Hottest {
  readonly rows: readonly HotFunction[];
  /** Share of the profile that lies in functions of the source and in what they call, 0 to 1. */
  readonly answered: number;
  /** Functions of the profile that are none of the source's, those with the largest own share first. */
  readonly others: readonly ProfiledFunction[];
}

export interface HotFunction {
  /** Several where the profile does not tell them apart. */
  readonly functions: readonly SourceFunction[];
  /** Share in the function's own code. */
  readonly self: number;
  /** Share in its own code and in what it calls outside the source: libraries, the kernel. These add up to `answered`. */
  readonly near: number;
  /** Share in it and in all that it calls. */
  readonly total: number;
  readonly findings: readonly Finding[];
}

/**
 * The functions of the source that one profile shows, those that answer for most of the time first. What a library takes counts for the
 * function of the source that called it: there it can be saved. In a flat profile it counts for nobody.
 */
export function findHottest(matches: Matches, findings: readonly Finding[]): Hottest {
  const near = nearShares(matches);
  const inside = findingsByFunction(
    matches.matched.flatMap(({ functions }) => functions),
    findings,
  );
  const rows = matches.matched.map(({ functions, self, total }, place) => ({
    functions,
    self,
    near: Math.max(self, near[place] ?? 0),
    total,
    findings: functions.flatMap((fn) => inside.get(fn) ?? []),
  }));
  rows.sort((a, b) => b.near - a.near || b.total - a.total);
  const answered = rows.reduce((sum, row) => sum + row.near, 0);
  return { rows, answered: Math.min(1, answered), others: matches.unmatched };
}

/** Each frame's own share, given to the nearest function of the source on its stack; by place in `matched`. */
function nearShares({ profile: { calls }, places, matched }: Matches): readonly number[] {
  const near = matched.map(() => 0);
  if (!calls) return near;
  const frames = calls.parents.length;
  const own = Float64Array.from(calls.shares);
  for (let frame = 1; frame < frames; frame++) {
    const parent = calls.parents[frame] ?? 0;
    own[parent] = (own[parent] ?? 0) - (calls.shares[frame] ?? 0);
  }
  const nearest = new Int32Array(frames).fill(-1);
  for (let frame = 1; frame < frames; frame++) {
    const place = places[calls.functions[frame] ?? -1] ?? -1;
    const owner = place >= 0 ? place : (nearest[calls.parents[frame] ?? 0] ?? -1);
    nearest[frame] = owner;
    if (owner >= 0) near[owner] = (near[owner] ?? 0) + Math.max(0, own[frame] ?? 0);
  }
  return near;
}

function findingsByFunction(
  functions: readonly SourceFunction[],
  findings: readonly Finding[],
): ReadonlyMap<SourceFunction, readonly Finding[]> {
  const byPath = new Map<string, SourceFunction[]>();
  for (const fn of functions) {
    const list = byPath.get(fn.path);
    if (list) list.push(fn);
    else byPath.set(fn.path, [fn]);
  }
  const inside = new Map<SourceFunction, Finding[]>();
  for (const finding of findings) {
    // Of functions inside each other, as those of a local class, the innermost.
    const around = (byPath.get(finding.path) ?? []).filter((fn) => fn.line <= finding.line && finding.line <= fn.endLine);
    const innermost = around.sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
    if (!innermost) continue;
    const list = inside.get(innermost);
    if (list) list.push(finding);
    else inside.set(innermost, [finding]);
  }
  return inside;
}
