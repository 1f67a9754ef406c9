/** Words for the two sides of a queue, a transfer or a range, as libraries and textbooks name them. */
const SIDES: readonly (readonly [string, string])[] = [
  ['head', 'tail'],
  ['read', 'write'],
  ['rd', 'wr'],
  ['reader', 'writer'],
  ['push', 'pop'],
  ['put', 'get'],
  ['enqueue', 'dequeue'],
  ['enq', 'deq'],
  ['produce', 'consume'],
  ['producer', 'consumer'],
  ['prod', 'cons'],
  ['in', 'out'],
  ['begin', 'end'],
  ['front', 'back'],
  ['top', 'bottom'],
  ['send', 'receive'],
  ['sent', 'received'],
  ['tx', 'rx'],
  ['submit', 'complete'],
  ['submitted', 'completed'],
  ['insert', 'remove'],
  ['alloc', 'free'],
];

/** Whether two names differ only in which of two opposite sides they name: `readIndex_` and `writeIndex_`, `pushlist` and `poplist`. */
export function areOppositeSides(a: string, b: string): boolean {
  const [left, right] = [bare(a), bare(b)];
  return SIDES.some(([one, other]) => isSwapped(left, right, one, other) || isSwapped(left, right, other, one));
}

function isSwapped(left: string, right: string, one: string, other: string): boolean {
  for (let at = left.indexOf(one); at >= 0; at = left.indexOf(one, at + 1))
    if (left.slice(0, at) + other + left.slice(at + one.length) === right) return true;
  // `produced` and `consumed`, `reads` and `writes` keep their endings by the above; `produce` against `consumed` is no pair.
  return false;
}

/** Whether two names differ only in a closing number or letter: `counter1` and `counter2`, `hits_a` and `hits_b`. */
export function areTwins(a: string, b: string): boolean {
  const stem = (name: string) => /^(\w*?[a-z])_?(?:\d+|_[a-z])_*$/i.exec(name)?.[1];
  const left = stem(a);
  return left !== undefined && left === stem(b) && a !== b;
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/** The words of a name or path, in small letters: `recordTick` gives `record` and `tick`, `stats.tx_bytes` gives `stats`, `tx` and `bytes`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}
