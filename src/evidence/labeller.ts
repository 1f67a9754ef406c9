import { type Label, labelOf, type SideName } from './side-labels.ts';

/** What the sides are told by. */
export type Labeller = (text: string) => Label;

/** The words for the sides of one change: the usual ones, its base and head by commit, and what its title says replaces what. */
export function labellerOf({ title, base, head }: { readonly title: string; readonly base: string; readonly head: string }): Labeller {
  const variants = variantsIn(title);
  return (text) => {
    const usual = labelOf(text);
    if (usual.side !== undefined || usual.first !== undefined || text.length > LONGEST) return usual;
    return byCommit(text, base, head) ?? byVariant(text, variants) ?? usual;
  };
}

const LONGEST = 200;
const COMMIT = /(?<![\p{L}\p{N}])[0-9a-f]{7,40}(?![\p{L}\p{N}])/giu;

function byCommit(text: string, base: string, head: string): Label | undefined {
  const sides = [...text.matchAll(COMMIT)].flatMap(([commit]): readonly SideName[] => {
    const short = commit.toLowerCase();
    return base.startsWith(short) ? ['before'] : head.startsWith(short) ? ['after'] : [];
  });
  const [first] = sides;
  if (first === undefined) return undefined;
  const isOne = sides.every((side) => side === first);
  return isOne
    ? {
        side: first,
        rest: text
          .replace(COMMIT, '')
          .replace(/[\s`()*:-]+/g, ' ')
          .trim(),
        first: undefined,
      }
    : { side: undefined, rest: text, first };
}

/** What is replaced by what. */
export interface Variants {
  readonly before: string;
  readonly after: string;
}

const THING = '[`\'"]?([\\w:<>~./+-]{2,60})[`\'"]?';
const SWITCHES: readonly (readonly [pattern: RegExp, order: 'before-after' | 'after-before'])[] = [
  [new RegExp(`${THING} (?:->|→|=>) ${THING}`), 'before-after'],
  [
    new RegExp(`\\breplac(?:e[sd]?|ing) (?:the |a |an )?${THING}(?: [a-z]{1,20}){0,2} (?:with|by) (?:the |a |an )?${THING}`, 'i'),
    'before-after',
  ],
  [
    new RegExp(
      `\\b(?:switch|move|migrate|convert|change|port)(?:e?s|ed|ing)?(?: [a-z]{1,20}){0,3} from (?:the |a |an )?${THING} to (?:the |a |an )?${THING}`,
      'i',
    ),
    'before-after',
  ],
  [
    new RegExp(
      `\\buse (?:the |a |an )?${THING}(?: [a-z]{1,20}){0,3} (?:instead of|rather than|in place of|over) (?:the |a |an )?${THING}`,
      'i',
    ),
    'after-before',
  ],
];

/** What the title says was replaced, and by what: `Replace std::map with btree`, `Use xxh3 instead of crc32c`, `aio -> io_uring`. */
export function variantsIn(title: string): Variants | undefined {
  for (const [pattern, order] of SWITCHES) {
    const [, one, two] = pattern.exec(title.slice(0, LONGEST)) ?? [];
    if (one !== undefined && two !== undefined) return order === 'before-after' ? { before: one, after: two } : { before: two, after: one };
  }
  return undefined;
}

/** A label that is nothing but one of the two. */
function byVariant(text: string, variants: Variants | undefined): Label | undefined {
  if (variants === undefined) return undefined;
  const name = plain(text);
  if (name.length < 2) return undefined;
  if (name === plain(variants.before)) return { side: 'before', rest: '', first: undefined };
  return name === plain(variants.after) ? { side: 'after', rest: '', first: undefined } : undefined;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
