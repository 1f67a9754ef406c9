import type { Format } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { collectRuns, type Run, reading } from './runs.ts';

const CLOCK = /^(real|user|sys):? ?(?:(\d{1,6})m ?)?(\d{1,9}[.,]\d{1,6})s?(?: (?:#|\().{0,200})?$/;
const GNU = /^(\d{1,9}\.\d{1,3})user (\d{1,9}\.\d{1,3})system (?:(\d{1,4}):)?(\d{1,4}):(\d{1,2}(?:\.\d{1,3})?)elapsed /;
const VERBOSE =
  /^(Elapsed \(wall clock\) time|User time|System time|Maximum resident set size) \([^()]{1,40}\):? (?:(\d{1,4}):)?(?:(\d{1,4}):)?(\d{1,15}(?:\.\d{1,3})?)$/;
const ZSH = /^(\S.{0,200}?) (\d{1,9}\.\d{1,3})s user (\d{1,9}\.\d{1,3})s system \d{1,6}% cpu (?:(\d{1,6}):)?(\d{1,9}(?:\.\d{1,3})?) total$/;

/** `time` of the shells (bash, POSIX `-p`, zsh) and of GNU (`user … elapsed`, `-v`). The elapsed time is what a run took. */
export const shellTime: Format = {
  id: 'time',
  title: 'time',
  recognises: (text) =>
    [/^real:? ?(?:\d{1,6}m ?)?\d{1,9}[.,]\d{1,6}s?(?: |$)/, GNU, VERBOSE, ZSH].some((pattern) => hasLine(text, pattern)),
  read: (text) => {
    const runs: Run[] = [];
    for (const line of linesOf(text)) {
      const add = (metric: string, value: number, primary: boolean, benchmark = 'time'): void => {
        runs.push({ benchmark, metric, unit: 's', value, line: line.number, primary });
      };
      const clock = CLOCK.exec(line.text);
      const gnu = GNU.exec(line.text);
      const verbose = VERBOSE.exec(line.text);
      const zsh = ZSH.exec(line.text);
      if (clock !== null) add(clock[1] ?? '', 60 * Number(clock[2] ?? 0) + Number((clock[3] ?? '').replace(',', '.')), clock[1] === 'real');
      else if (gnu !== null) {
        add('real', 3600 * Number(gnu[3] ?? 0) + 60 * Number(gnu[4]) + Number(gnu[5]), true);
        add('user', Number(gnu[1]), false);
        add('sys', Number(gnu[2]), false);
      } else if (zsh !== null) {
        add('real', 60 * Number(zsh[4] ?? 0) + Number(zsh[5]), true, zsh[1]);
        add('user', Number(zsh[2]), false, zsh[1]);
        add('sys', Number(zsh[3]), false, zsh[1]);
      } else if (verbose !== null) runs.push(verboseRun(verbose, line.number));
    }
    return reading(collectRuns(runs));
  },
};

/** One line of `/usr/bin/time -v`: hours, minutes and seconds, or kilobytes. */
function verboseRun([, name = '', one, two, last = '']: RegExpExecArray, line: number): Run {
  if (/^Maximum/.test(name))
    return { benchmark: 'time', metric: 'maximum resident set size', unit: 'kB', value: Number(last), line, primary: false };
  const [hours, minutes] = two === undefined ? [0, Number(one ?? 0)] : [Number(one ?? 0), Number(two)];
  const value = 3600 * hours + 60 * minutes + Number(last);
  const isElapsed = /^Elapsed/.test(name);
  return {
    benchmark: 'time',
    metric: isElapsed ? 'real' : (name.split(' ')[0]?.toLowerCase() ?? ''),
    unit: 's',
    value,
    line,
    primary: isElapsed,
  };
}
