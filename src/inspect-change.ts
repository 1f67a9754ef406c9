import { declaredNames } from './declared-names.ts';
import type { LineDiff } from './diff/lines.ts';
import type { Item } from './findings.ts';
import { indexPaths, resolveIncludes } from './includes.ts';
import { type Inspection, inspect, type RawFinding } from './inspect.ts';
import type { Source } from './pull-request.ts';
import type { Rule } from './rules/rule.ts';
import type { Span } from './syntax/branches.ts';
import { lineAt, type Tree } from './syntax/node.ts';
import type { Cpp } from './syntax/parse.ts';
import { type Headers, sightOf } from './syntax/sight.ts';

/** Parses a file; one that was parsed lately is not parsed again. */
export type ParseOnce = (source: Source) => Tree;

/** Text of the files whose trees are kept, the latest used: a tree takes some forty bytes for each character. */
const MOST_CHARACTERS = 6 * 1024 * 1024;

/** A parser that remembers; paths tell the files apart. */
export function parseOnce(cpp: Cpp): ParseOnce {
  const trees = new Map<string, Tree>();
  let characters = 0;
  return (source) => {
    const tree = trees.get(source.path) ?? cpp.parse(source.path, source.text);
    if (!trees.delete(source.path)) characters += source.text.length;
    trees.set(source.path, tree);
    for (const [path, old] of trees) {
      if (characters <= MOST_CHARACTERS) break;
      trees.delete(path);
      characters -= old.text.length;
    }
    return tree;
  };
}

/** Headers that a file includes, parsed when first asked for. */
export type HeadersOf = (source: Source) => Headers;

/** Most headers that are in sight whatever is asked for: a file's own, and the first that it includes. */
const MOST_NEAR = 8;
/** Most headers that are looked into for one name. */
const MOST_FOR_A_NAME = 3;

/** Finds, for a file, the headers among `sources` that it includes, itself or through others. */
export function headersAmong(sources: readonly Source[], parse: ParseOnce): HeadersOf {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const index = indexPaths(byPath.keys());
  const includesOf = remember((source: Source) =>
    resolveIncludes([source], index, sources.length).flatMap((path) => byPath.get(path) ?? []),
  );
  const namesOf = remember((header: Source) => declaredNames(header.text));
  return (source) => {
    const near = includesOf(source).slice(0, MOST_NEAR);
    let further: readonly Source[] | undefined;
    return {
      near: near.map(parse),
      declaring(name) {
        further ??= reachable(source, includesOf).filter((header) => !near.includes(header));
        const found = further.filter((header) => namesOf(header).has(name));
        return found.slice(0, MOST_FOR_A_NAME).map(parse);
      },
    };
  };
}

/** What the file includes, itself or through others; nearest first. */
function reachable(source: Source, includesOf: (source: Source) => readonly Source[]): readonly Source[] {
  const found = new Set([source]);
  for (const header of found) for (const next of includesOf(header)) found.add(next);
  found.delete(source);
  return [...found];
}

function remember<T>(ask: (source: Source) => T): (source: Source) => T {
  const answers = new Map<Source, T>();
  return (source) => {
    const answer = answers.get(source) ?? ask(source);
    answers.set(source, answer);
    return answer;
  };
}

/** One side of a changed file as the rules see it. */
export interface Side extends Inspection {
  readonly tree: Tree;
}

/**
 * Inspects one side of a changed file. Where a conditional hides changed lines, the branch that holds them is the one that is read;
 * lines of a second branch of the same conditional are read in a second parse.
 */
export function inspectSide(
  source: Source,
  changed: readonly { readonly start: number; readonly end: number }[],
  headers: HeadersOf,
  rules: readonly Rule[],
  cpp: Cpp,
): Side {
  const wanted = spansOf(source.text, changed);
  const tree = cpp.parse(source.path, source.text, wanted);
  const inspection = inspect(tree, sightOf(tree, headers(source)), rules);
  const unseen = wanted.filter((span) => tree.normalised.hidden.some((hidden) => hidden.start < span.end && hidden.end > span.start));
  if (unseen.length === 0) return { ...inspection, tree };
  const again = cpp.parse(source.path, source.text, unseen);
  const more = inspect(again, sightOf(again, headers(source)), rules);
  const known = new Set(inspection.findings.map(placeOf));
  return {
    tree,
    sites: inspection.sites,
    findings: [...inspection.findings, ...more.findings.filter((finding) => !known.has(placeOf(finding)))],
  };
}

function placeOf({ rule, line, column }: RawFinding): string {
  return `${rule}:${line}:${column}`;
}

function spansOf(text: string, ranges: readonly { readonly start: number; readonly end: number }[]): Span[] {
  if (ranges.length === 0) return [];
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return ranges.map(({ start, end }) => ({ start: starts[start - 1] ?? text.length, end: starts[end] ?? text.length }));
}

/** Changed lines that lie in parts of the file that did not parse. */
export function unparsedLines(tree: Tree, diff: LineDiff): number {
  const lines = new Set<number>();
  for (const error of tree.errors) {
    const last = lineAt(tree, Math.max(error.start, error.end - 1));
    for (let line = error.line; line <= last; line++)
      if (diff.after.some(({ start, end }) => line >= start && line <= end)) lines.add(line);
  }
  return lines.size;
}

/** Places of each item that the change touches, examined and undecided. */
export function countSites(
  sides: readonly { readonly side: Inspection; readonly isTouched: (line: number, endLine: number) => boolean }[],
): ReadonlyMap<Item, { readonly examined: number; readonly undecided: number }> {
  const counts = new Map<Item, { examined: number; undecided: number }>();
  for (const { side, isTouched } of sides)
    for (const { item, line, endLine, isDecided } of side.sites) {
      if (!isTouched(line, endLine)) continue;
      const count = counts.get(item) ?? { examined: 0, undecided: 0 };
      if (isDecided) count.examined += 1;
      else count.undecided += 1;
      counts.set(item, count);
    }
  return counts;
}
