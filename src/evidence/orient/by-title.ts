import { variantsIn } from '../labeller.ts';
import type { SideName } from '../side-labels.ts';

const NOUN = `backend|engine|implementation|impl|version|variant|algorithm|allocator|method|approach|strategy|scheduler|parser|codec|format|protocol|driver|poller|path|kernel|compressor|hash|mode|layout|container|map|queue|library`;
const NAMED = new RegExp(
  String.raw`(?:^|[^\p{L}\p{N}_.+:-])([\p{L}\p{N}][\p{L}\p{N}_.+:-]{1,40})[^\p{L}\p{N}_.+:\s-]? (${NOUN})(?![\p{L}\p{N}])`,
  'giu',
);
/** Words before such a noun that name none of them. */
const ORDINARY = /^(?:the|this|that|same|other|first|second|third|each|both|any|every|all|one|another|fast|slow|default)$/i;
const REMOVING = /(?<!\p{L})(?:remov|drop|delet|deprecat|disabl|revert|retir|without|instead of|away from)/iu;
/**
 * Two headings of one thing (`the aio backend`, `the io_uring backend`) that the title tells apart: it says which replaces which, or names
 * only one of them, as what the change adds. The side of the first.
 */
export function sideByTitle(one: string, two: string, title: string): SideName | undefined {
  const [a, b] = [variantOf(one), variantOf(two)];
  if (a === undefined || b === undefined || a.noun !== b.noun || a.name === b.name) return undefined;
  const replaced = variantsIn(title);
  if (replaced !== undefined) {
    if (isAbout(replaced.before, a.name) && isAbout(replaced.after, b.name)) return 'before';
    if (isAbout(replaced.before, b.name) && isAbout(replaced.after, a.name)) return 'after';
  }
  const [isFirst, isSecond] = [isAbout(title, a.name), isAbout(title, b.name)];
  return isFirst === isSecond || REMOVING.test(title) ? undefined : isFirst ? 'after' : 'before';
}

/** The last `x backend` that a heading names. */
function variantOf(text: string): { readonly name: string; readonly noun: string } | undefined {
  const found = [...text.matchAll(NAMED)].filter(([, name = '']) => !ORDINARY.test(name));
  const [, name, noun] = found.at(-1) ?? [];
  return name === undefined || noun === undefined ? undefined : { name: name.toLowerCase(), noun: noun.toLowerCase() };
}

/** Whether a title has the name among its words, or the part of it that says most: `uring` stands for `io_uring`. */
function isAbout(title: string, name: string): boolean {
  const words = title.toLowerCase().split(/[^\p{L}\p{N}_+]+/u);
  const parts = name.split(/[_-]/).filter((part) => part.length >= 4);
  return words.some((word) => word === name || word.split('_').some((own) => parts.includes(own)));
}
