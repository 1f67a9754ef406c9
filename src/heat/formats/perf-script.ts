import type { ProfileProblem } from '../profile.ts';
import { sumStacks } from '../stacks.ts';
import { malformedLines, type ProfileFormat, unreadable } from './format.ts';

/** `comm pid[/tid] [cpu] time: period event:` and, where no call chain was recorded, the frame behind it. All but pid and event may be absent. */
const EVENT =
  /^\s{0,40}\S.{0,100}?\s\d{1,10}(?:\/\d{1,10})?\s+(?:\[\d{1,5}\]\s+)?(?:[\d.]{3,30}:\s+)?(?:(\d{1,20})\s+)?([^\s:][^\s]{0,200}):(?:\s+(.*))?$/;
/** `address symbol+offset (dso)`. */
const FRAME = /^\s*([0-9a-f]{1,16})\s+(.+)$/;
const SOURCE_LINE = /^\s+(\S{1,1000}):(\d{1,9})$/;

/** `perf script`: a block for each sample, the innermost frame first. With `-F +srcline` a line with the place follows each frame. */
export const perfScript: ProfileFormat = {
  id: 'perf-script',
  title: 'perf script',
  recognises: (head) => {
    const lines = head.split('\n', 400).filter((line) => line.trim() !== '' && !line.startsWith('#'));
    const events = lines.filter((line) => EVENT.test(line) && /\S:(?:\s|$)/.test(line)).length;
    const frames = lines.filter((line) => /^\s+[0-9a-f]{1,16}\s+.+\(.*\)$/.test(line)).length;
    return events > 0 && (frames > 0 || events >= 0.8 * lines.length);
  },
  read: (file) => {
    const stacks = sumStacks();
    let stack: number[] = [];
    let pending: string | undefined;
    let block: { readonly weight: number; readonly isCounted: boolean } | undefined;
    let unit: string | undefined;
    let samples = 0;
    let others = 0;
    let number = 0;
    let bad = 0;
    let firstBad = 0;

    const settle = (place?: RegExpExecArray | null) => {
      if (pending === undefined) return;
      // perf prints names without parameters, and those of inlined static functions bare: for these the file tells which it is.
      const isBare = !pending.includes('::');
      stack.push(place && isBare ? stacks.frame(pending, place[1], Number(place[2])) : stacks.frame(pending));
      pending = undefined;
    };
    const flush = () => {
      settle();
      if (block?.isCounted && stack.length > 0) {
        stacks.add(stack.reverse(), block.weight);
        samples++;
      }
      stack = [];
      block = undefined;
    };

    for (const line of file.lines()) {
      number++;
      if (line.startsWith('#')) continue;
      if (line.trim() === '') {
        flush();
        continue;
      }
      // perf sets frames in with a tab; most lines are frames.
      const event = line.startsWith('\t') ? null : EVENT.exec(line);
      if (event) {
        flush();
        const name = event[2] ?? '';
        unit ??= name;
        // Events count different things: the first is the one that is read, as stackcollapse-perf.pl does.
        const isCounted = name === unit;
        if (!isCounted) others++;
        block = { weight: Number(event[1] ?? 1) || 1, isCounted };
        if (event[3] !== undefined) pending = symbolOf(event[3]);
        continue;
      }
      const place = SOURCE_LINE.exec(line);
      if (place && pending !== undefined) {
        settle(place);
        continue;
      }
      const symbol = block ? symbolOf(line) : undefined;
      if (symbol !== undefined) {
        settle();
        pending = symbol;
      } else if (!/^\s{2}\S*(?:\[[0-9a-f]+\]|:0|\?\?)$/.test(line)) {
        bad++;
        firstBad ||= number;
      }
    }
    flush();
    if (samples === 0) return unreadable('empty', 'No sample has a frame: record with `-g`, and print with the fields ip and sym.');
    const problems: ProfileProblem[] = [...malformedLines(bad, firstBad, 'event and no frame')];
    if (others > 0)
      problems.push({ code: 'several-events', level: 'info', note: `Only ${unit} is read; ${others} samples are of other events.` });
    return stacks.finish((unit ?? 'samples').replace(/:.*$/, ''), samples, problems);
  },
};

/** The symbol of a frame without its address and its binary. */
function symbolOf(text: string): string | undefined {
  const rest = FRAME.exec(text)?.[2];
  if (rest === undefined) return undefined;
  const dso = rest.endsWith(')') ? rest.lastIndexOf(' (') : -1;
  const named = dso > 0 ? rest.slice(0, dso) : rest;
  const offset = named.lastIndexOf('+0x');
  return offset > 0 ? named.slice(0, offset) : named;
}
