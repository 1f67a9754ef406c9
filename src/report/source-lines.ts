import type { PullRequest } from '../pull-request.ts';

/**
 * The lines of a file at the reviewed commit, without their ends; undefined when the text is not at hand. Reports that show code are given
 * this, so that they read no files themselves.
 */
export type SourceLines = (path: string) => readonly string[] | undefined;

/** `SourceLines` over texts at hand; a file is split once, when first asked for. */
export function sourceLines(texts: ReadonlyMap<string, string>): SourceLines {
  const split = new Map<string, readonly string[]>();
  return (path) => {
    const known = split.get(path);
    if (known !== undefined) return known;
    const text = texts.get(path);
    if (text === undefined) return undefined;
    const lines = text.split(/\r\n|\r|\n/);
    split.set(path, lines);
    return lines;
  };
}

/** `SourceLines` over the changed files as they are at the head. */
export function headLines({ changes }: Pick<PullRequest, 'changes'>): SourceLines {
  return sourceLines(new Map(changes.flatMap(({ path, after }) => (after === null ? [] : [[path, after] as const]))));
}
