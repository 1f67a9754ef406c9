import { opposite, type SideName } from '../side-labels.ts';

const NOUN = `backend|engine|implementation|impl|version|variant|algorithm|allocator|method|approach|strategy|scheduler|parser|codec|format|protocol|driver|poller|path|kernel|compressor|hash|mode|layout|container|map|queue|library`;
const NAMED = new RegExp(
  String.raw`(?:^|[^\p{L}\p{N}_.+:-])([\p{L}\p{N}][\p{L}\p{N}_.+:-]{1,40})[^\p{L}\p{N}_.+:\s-]? (${NOUN})(?![\p{L}\p{N}])`,
  'giu',
);
/** Words before such a noun that name none of them. */
const ORDINARY = /^(?:the|this|that|same|other|first|second|third|each|both|any|every|all|one|another|fast|slow|default)$/i;
const REMOVING = /(?<!\p{L})(?:remov|drop|delet|deprecat|disabl|revert|retir|without|instead of|away from)/iu;
const EXCHANGES: readonly (readonly [pattern: RegExp, first: SideName])[] = [
  [/(?<!\p{L})from (\S{2,40}) (?:over )?to (?:the )?(\S{2,40})/iu, 'before'],
  [/(?<!\p{L})replac(?:e|es|ed|ing) (?:the )?(\S{2,40})(?: \S{2,20})? (?:with|by) (?:the )?(\S{2,40})/iu, 'before'],
  [/(?<!\p{L})us(?:e|es|ing) (?:the )?(\S{2,40})(?: \S{2,20})? (?:instead of|rather than|over|in place of) (?:the )?(\S{2,40})/iu, 'after'],
  [/(\S{2,40}) (?:->|→|=>) (\S{2,40})/u, 'before'],
];
/** Interfaces of Linux that were each made to replace those before: without a title, the later one is the change. */
const GENERATIONS: readonly (readonly string[])[] = [
  ['select'],
  ['poll'],
  ['epoll'],
  ['aio', 'libaio', 'linux-aio'],
  ['io_uring', 'uring', 'io-uring', 'iouring'],
];

/**
 * Two headings of one thing (`the aio backend`, `the io_uring backend`) that the title tells apart: it says which replaces which, or names
 * only one of them, as what the change adds. The side of the first.
 */
export function sideByTitle(one: string, two: string, title: string): SideName | undefined {
  const [a, b] = [variantOf(one), variantOf(two)];
  if (a === undefined || b === undefined || a.noun !== b.noun || a.name === b.name) return undefined;
  for (const [pattern, first] of EXCHANGES) {
    const [, former = '', latter = ''] = pattern.exec(title) ?? [];
    if (former === '') continue;
    if (isAbout(former, a.name) && isAbout(latter, b.name)) return first;
    if (isAbout(former, b.name) && isAbout(latter, a.name)) return opposite(first);
  }
  const [isFirst, isSecond] = [isAbout(title, a.name), isAbout(title, b.name)];
  if (isFirst !== isSecond && !REMOVING.test(title)) return isFirst ? 'after' : 'before';
  return title === '' ? byGeneration(a.name, b.name) : undefined;
}

function byGeneration(one: string, two: string): SideName | undefined {
  const [a, b] = [one, two].map((name) => GENERATIONS.findIndex((names) => names.includes(name)));
  if (a === undefined || b === undefined || a < 0 || b < 0 || a === b) return undefined;
  return a < b ? 'before' : 'after';
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
