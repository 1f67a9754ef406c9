const BEFORE =
  /(?<![\p{L}\d])(?:before|old|orig|original|base|baseline|master|main|trunk|unpatched|prev|previous|without|w\/o|stock|upstream)(?![\p{L}\d])/iu;
const AFTER = /(?<![\p{L}\d])(?:after|new|patched|patch|pr|head|branch|candidate|contender|optimi[sz]ed|feature|with|w\/)(?![\p{L}\d])/iu;

/** The side a column heading or a name speaks of; undefined when it names neither or both. */
export function sideOfWords(text: string): 'before' | 'after' | undefined {
  const isBefore = BEFORE.test(text);
  const isAfter = AFTER.test(text);
  if (isBefore === isAfter) return undefined;
  return isBefore ? 'before' : 'after';
}

/** The text with the word that names its side put out of sight, so that both sides carry one name. */
export function withoutSideWord(text: string): string {
  return text.replace(BEFORE, '*').replace(AFTER, '*');
}
