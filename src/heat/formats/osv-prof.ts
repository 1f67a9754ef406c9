import type { ProfileProblem } from '../profile.ts';
import { sumStacks } from '../stacks.ts';
import { type ProfileFile, type ProfileFormat, unreadable } from './format.ts';

/** `|-- 1.69 s (61.90%, #4200) name`: branches, the time where there is one, share of the root, hits. */
const NODE = /^([\s|\\]*(?:(?:\||\\)--\s+)?)(?:([\d.]{1,20}) (h|m|s|ms|us|ns) )?\((?:([\d.]{1,8})%, )?#(\d{1,15})\) (.*)$/;
/** Frames that are squashed into the node above, because nothing else is called there. */
const TAIL = /^([\s|\\]+)([^\s|\\].*)$/;
/** `name /path/file.cc:249` */
const PLACE = /^(.*\S)\s(\/?[^\s:]+\.[a-zA-Z+]{1,4}):(\d{1,9})$/;
const NANOSECONDS: ReadonlyMap<string, number> = new Map([
  ['h', 3.6e12],
  ['m', 6e10],
  ['s', 1e9],
  ['ms', 1e6],
  ['us', 1e3],
  ['ns', 1],
]);
/** Where the stack of a program or thread begins; such a frame never is the innermost. */
const BOTTOM = /^(?:osv::run|osv::application::|pthread_private::|sched::thread::main|thread_main|start_thread|_start)\b/;
/** What stands next to the root: a branch of the first level, or what is squashed into the root. */
const FIRST = /^ (?:[|\\]-- (?:.*?\) )?)?([^\s|\\].*)$/;

interface Frame {
  readonly indent: number;
  readonly id: number;
  readonly weight: number;
  left: number;
  readonly tail: number[];
}

/**
 * The trees of OSv's `prof.py` and `trace.py prof`, `prof-wait`, `prof-lock`, `prof-timed`, added up over threads. The innermost function
 * stands next to the root unless `-r` was given. https://github.com/cloudius-systems/osv/blob/master/scripts/osv/prof.py
 */
export const osvProf: ProfileFormat = {
  id: 'osv-prof',
  title: 'OSv prof.py',
  recognises: (head) => head.split('\n', 400).some((line) => /^(?:[\d.]+ \w{1,2} )?\((?:100\.00%, )?#\d+\) All\s*$/.test(line)),
  read: (file) => {
    const stacks = sumStacks();
    const problems: ProfileProblem[] = [];
    let open: Frame[] = [];
    const isCallerFirst = hasCallersFirst(file);
    let hasTime = false;
    let hits = 0;

    const close = (depth: number) => {
      while (open.length > depth) {
        const frame = open.pop();
        // The root is no function, and what stops there was cut off by `--max-levels` or `--min-hits`.
        if (!frame || frame.left <= 0) continue;
        const path = [...open, frame].flatMap((each) => [each.id, ...each.tail]).filter((id) => id >= 0);
        if (path.length === 0) path.push(stacks.frame(''));
        stacks.add(isCallerFirst ? path : path.reverse(), frame.left);
      }
    };
    for (const line of file.lines()) {
      const node = NODE.exec(line);
      if (node) {
        const [, branch = '', time, unit, , count = '0', name = ''] = node;
        const isRoot = name.trim() === 'All' && !branch.includes('-');
        const weight = time === undefined ? Number(count) : Number(time) * (NANOSECONDS.get(unit ?? 'ns') ?? 1);
        hasTime ||= time !== undefined;
        if (isRoot) {
          close(0);
          open = [{ indent: -1, id: -1, weight, left: weight, tail: [] }];
          hits += Number(count);
          continue;
        }
        let depth = open.length;
        while (depth > 1 && (open[depth - 1]?.indent ?? -1) >= branch.length) depth--;
        close(depth);
        const parent = open.at(-1);
        if (!parent) continue;
        parent.left -= weight;
        open.push({ indent: branch.length, id: frameOf(name, stacks.frame), weight, left: weight, tail: [] });
      } else {
        const tail = TAIL.exec(line);
        const name = tail?.[2]?.trim();
        if (tail && name && open.length > 0 && !name.startsWith('===')) {
          open.at(-1)?.tail.push(frameOf(name, stacks.frame));
        }
      }
    }
    close(0);
    const reading = stacks.finish(hasTime ? 'ns' : 'samples', hits, problems);
    return reading.total > 0 ? reading : unreadable('empty', 'No tree has a sample.');
  },
};

/** Whether callers stand above what they call (`trace.py prof -r`): the output does not say, but where the stacks begin does. */
function hasCallersFirst(file: ProfileFile): boolean {
  for (const line of file.lines()) if (BOTTOM.test(FIRST.exec(line)?.[1] ?? '')) return true;
  return false;
}

function frameOf(name: string, frame: (symbol: string, file?: string, line?: number) => number): number {
  const place = PLACE.exec(name);
  return place ? frame(place[1] ?? '', place[2], Number(place[3])) : frame(name);
}
