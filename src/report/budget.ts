/** A part of a report that is kept or dropped whole. */
export interface Piece {
  readonly text: string;
  /** 0 is never dropped; of the others the highest goes first, and of equals the last. */
  readonly rank: number;
}

/** Pieces under one opening and closing, which vanish with the last piece. */
export interface Section {
  readonly open: string;
  readonly pieces: readonly Piece[];
  readonly close: string;
  /** What stands between two pieces. */
  readonly between: string;
  /** The sentence that says how many pieces were left out; at most 200 units long. */
  readonly leftOut: (count: number) => string;
}

/** Unit in which a limit counts. */
export type Measure = (text: string) => number;

const GAP = '\n\n';
const LEFT_OUT = 200;

/**
 * The sections joined by blank lines, within `limit` as `measure` counts, pieces of the highest rank dropped first and each section saying
 * what it left out. Pieces of rank 0 must fit by themselves.
 */
export function fitSections(sections: readonly Section[], limit: number, measure: Measure): string {
  const all = sections.flatMap((section, at) => section.pieces.map((piece, index) => ({ at, index, piece })));
  const byRank = all.filter(({ piece }) => piece.rank > 0).sort((a, b) => b.piece.rank - a.piece.rank || b.at - a.at || b.index - a.index);
  let size = measure(assemble(sections, new Set(), new Map()));
  const dropped = new Set<Piece>();
  const counts = new Map<number, number>();
  for (const { at, piece } of byRank) {
    if (size <= limit) break;
    dropped.add(piece);
    if (!counts.has(at)) size += LEFT_OUT;
    counts.set(at, (counts.get(at) ?? 0) + 1);
    size -= measure(piece.text) + measure(sections[at]?.between ?? '');
  }
  return assemble(sections, dropped, counts);
}

function assemble(sections: readonly Section[], dropped: ReadonlySet<Piece>, counts: ReadonlyMap<number, number>): string {
  return sections
    .flatMap((section, at) => {
      const kept = section.pieces.filter((piece) => !dropped.has(piece)).map((piece) => piece.text);
      const count = counts.get(at) ?? 0;
      if (kept.length === 0) return count === 0 ? [] : [section.leftOut(count)];
      const body = kept.join(section.between);
      const more = count === 0 ? '' : `${GAP}${section.leftOut(count)}`;
      return [`${section.open}${body}${more}${section.close}`];
    })
    .join(GAP);
}
