import type { ProfileFacts } from './checklist.ts';
import { type LineDiff, touchesRange } from './diff/lines.ts';
import { type HeatMap, shareOf, TOP } from './heat/heat.ts';
import type { FileFunctions, SourceFunction } from './heat/source-functions.ts';

/** The functions that a change touches, in the order of the files. `diffs`: by path at the head. */
export function touchedFunctions(files: readonly FileFunctions[], diffs: ReadonlyMap<string, LineDiff>): readonly SourceFunction[] {
  return files.flatMap(({ path, functions }) => {
    const changed = diffs.get(path)?.after ?? [];
    return functions.filter((fn) => touchesRange(changed, { start: fn.line, end: fn.endLine }));
  });
}

/** How the profiles bear on the functions that the change touches. */
export function profileFacts(touched: readonly SourceFunction[], heat: HeatMap): ProfileFacts {
  const shares = touched.flatMap((fn) => shareOf(fn, heat) ?? []);
  const hot = shares.filter((share) => share.total >= TOP);
  return { profiles: heat.matches.length, functions: touched.length, seen: shares.length, hot: hot.length };
}
