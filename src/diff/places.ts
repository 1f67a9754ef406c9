import { type Edit, includesLine, touchesRange } from './lines.ts';
import type { FileDiff, Moved, Origin } from './moved.ts';

/** Lines of one file, 1-based, both included, with the other lines that matter to them. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly evidence: readonly number[];
}

/** Where the places of one side stand on the other. */
export interface Places {
  /** Path at the head of the file that a place of the base is in. */
  readonly fileOfBase: (place: Place) => string;
  /** Line of the head on which the first line of a place of the base stands unchanged; undefined when it was changed or removed. */
  readonly headLineOf: (place: Place) => number | undefined;
  /** Line of the base that was moved to the first line of a place of the head. */
  readonly originOf: (place: Place) => Origin | undefined;
  /** Number of the first edit that touches a place of the base. */
  readonly editOfBase: (place: Place) => number | undefined;
  /** Number of the first edit that touches a place of the head. */
  readonly editOfHead: (place: Place) => number | undefined;
  /** Whether the change touches a place of the head: a line of it or of its evidence, or what stood between them and was removed. */
  readonly isTouched: (place: Place) => boolean;
}

/** Files that are not among `files` did not change. */
export function placesOf(files: readonly FileDiff[], moved: Moved): Places {
  const ofHead = new Map(files.map((file) => [file.path, file]));
  // A new file may have taken the path of a renamed one: only files that the base has count here.
  const ofBase = new Map(files.filter((file) => file.before !== '').map((file) => [file.previousPath ?? file.path, file]));

  return {
    fileOfBase: ({ path }) => ofBase.get(path)?.path ?? path,
    headLineOf: ({ path, line }) => {
      const file = ofBase.get(path);
      return file === undefined ? line : file.diff.headLineOf[line] || undefined;
    },
    originOf: ({ path, line }) => moved.get(path)?.get(line),
    editOfBase: (place) => firstEdit(ofBase.get(place.path), (edit) => overlaps(place, edit.beforeStart, edit.beforeCount)),
    editOfHead: (place) => firstEdit(ofHead.get(place.path), (edit) => overlaps(place, edit.afterStart, edit.afterCount)),
    isTouched: (place) => {
      const diff = ofHead.get(place.path)?.diff;
      if (diff === undefined) return false;
      if (touchesRange(diff.after, { start: place.line, end: place.endLine })) return true;
      if (place.evidence.some((line) => includesLine(diff.after, line))) return true;
      const first = place.evidence.reduce((least, line) => Math.min(least, line), place.line);
      const last = place.evidence.reduce((greatest, line) => Math.max(greatest, line), place.endLine);
      return diff.edits.some((edit) => edit.beforeCount > 0 && edit.afterStart > first && edit.afterStart + edit.afterCount <= last);
    },
  };
}

function firstEdit(file: FileDiff | undefined, isMeant: (edit: Edit) => boolean): number | undefined {
  const index = file?.diff.edits.findIndex(isMeant) ?? -1;
  return index === -1 ? undefined : index;
}

function overlaps({ line, endLine }: Place, start: number, count: number): boolean {
  return count > 0 && start <= endLine && line < start + count;
}
