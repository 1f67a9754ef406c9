import type { Format, ReadingProblem } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { collectRuns, type Run, reading, summarised } from './runs.ts';

/** Formats of OSv's own microbenchmarks (`tests/misc-*`), smallest marks last. */

const UNCONTENDED = /^Measuring uncontended (.+) lock\/unlock: (\d+) ns$/;
const CONTENDED = /^Contended mutex test, (.+), (\d+) ((?:non-)?pinned) threads$/;

/** `misc-mutex`: the name of a contended test and its time stand on different lines, with the threads' letters between. */
export const osvMutex: Format = {
  id: 'osv-mutex',
  title: 'OSv misc-mutex',
  recognises: (text) => hasLine(text, UNCONTENDED) || hasLine(text, CONTENDED),
  read: (text) => {
    const runs: Run[] = [];
    const problems: ReadingProblem[] = [];
    let pending: string | undefined;
    for (const line of linesOf(text)) {
      const uncontended = UNCONTENDED.exec(line.text);
      const contended = CONTENDED.exec(line.text);
      // The letters may run into the time when their newline is lost in a paste.
      const time = /^(?:[A-T]{2,} )?(\d{1,12}) ns$/.exec(line.text);
      const common = { metric: 'time', unit: 'ns', line: line.number, primary: true };
      if (uncontended !== null) runs.push({ ...common, benchmark: `${uncontended[1]}, uncontended`, value: Number(uncontended[2]) });
      else if (contended !== null) pending = `${contended[1]}, ${contended[2]} ${contended[3]} threads`;
      else if (time !== null && pending !== undefined) {
        runs.push({ ...common, benchmark: pending, value: Number(time[1]) });
        pending = undefined;
      }
    }
    if (runs.some((run) => run.value < 10)) problems.push(coarse('ns'));
    return reading(collectRuns(runs), problems);
  },
};

function coarse(unit: string): ReadingProblem {
  return { code: 'coarse-resolution', level: 'info', note: `Times are whole ${unit}; one step is over 10 % of the smallest.` };
}

const SWITCH = /^(?:(\d{1,12})(?: ns)? (colocated|apart|nopin)|(colocated|apart|nopin)(?: ?[:=])? (\d{1,12})(?: ns)?)$/;

/** `misc-ctxsw`: nanoseconds per context switch. */
export const osvContextSwitch: Format = {
  id: 'osv-context-switch',
  title: 'OSv misc-ctxsw',
  recognises: (text) => hasLine(text, SWITCH),
  read: (text) =>
    reading(
      collectRuns(
        linesOf(text).flatMap((line) => {
          const row = SWITCH.exec(line.text);
          if (row === null) return [];
          const value = Number(row[1] ?? row[4]);
          return [{ benchmark: `ctxsw ${row[2] ?? row[3]}`, metric: 'time', unit: 'ns', value, line: line.number, primary: true }];
        }),
      ),
    ),
};

const FIGURE = String.raw`\d{1,15}(?:\.\d{1,12})?(?:e[+-]\d{1,3})?`;
const COPY = new RegExp(`^(?:([a-z_]{1,40}), ?)?(\\d{1,12}), ?(${FIGURE}), ?(${FIGURE}), ?(${FIGURE}), ?(${FIGURE})$`);
const ALLOCATION = new RegExp(`^(\\w{1,20}),(\\w{1,20}),(malloc|free),(${FIGURE}),(${FIGURE}),(${FIGURE}),(${FIGURE})$`);
/** `RUNS` of `tests/misc-memcpy.cc` and `tests/misc-memset.cc`. */
const COPY_RUNS = 30;

/** Five bare numbers may be anything; rows of the tests have a name, or go through sizes. */
function hasSizes(text: string): boolean {
  const rows = linesOf(text).flatMap((line) => {
    const row = COPY.exec(line.text);
    return row === null ? [] : [{ name: row[1], size: row[2] }];
  });
  return rows.some(({ name }) => name !== undefined) || new Set(rows.map(({ size }) => size)).size > 1;
}

/** `misc-memcpy`, `misc-memset` (`[name,]size,min,max,mean,stdev`, 30 runs, ns) and `misc-malloc` (`case,size,malloc|free,…`). */
export const osvSizes: Format = {
  id: 'osv-sizes',
  title: 'OSv misc-memcpy, misc-memset, misc-malloc',
  recognises: (text) => hasSizes(text) || hasLine(text, ALLOCATION),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const measurements = linesOf(text).flatMap((line) => {
      const copy = COPY.exec(line.text);
      const allocation = copy === null ? ALLOCATION.exec(line.text) : null;
      const figures = copy?.slice(3) ?? allocation?.slice(4);
      if (figures === undefined) return [];
      const [min = 0, max = 0, mean = 0, sd = 0] = figures.map(Number);
      const benchmark = copy === null ? `${allocation?.[3]} ${allocation?.[1]} ${allocation?.[2]}` : `${copy[1] ?? 'copy'} ${copy[2]}`;
      if (min > mean || mean > max) {
        const note = `${benchmark}: the mean ${mean} lies outside ${min} … ${max}.`;
        problems.push({ code: 'inconsistent', level: 'block', note });
      }
      const subject = { benchmark, metric: 'time', unit: 'ns', line: line.number, primary: true };
      // The tests divide by n; a deviation over runs divides by n - 1.
      if (copy === null) return [summarised(subject, { center: mean, of: 'mean', sd })];
      return [summarised(subject, { center: mean, of: 'mean', n: COPY_RUNS, sd: sd * Math.sqrt(COPY_RUNS / (COPY_RUNS - 1)) })];
    });
    return reading(measurements, problems);
  },
};

const LOCK = /^(\S.{0,60}?) = ([\d.]{1,20}) (ns)\/cycle$/;
const SYSCALL = /^(\d{1,12}) ns \(elapsed [\d.]{1,12} sec\) : ?(.{1,80})$/;
const OVERHEAD = /^(Average syscall overhead): (\d{1,12}) ns$/;

/** `misc-lock-perf`, `misc-syscall-perf`, `misc-vdso-perf`. */
export const osvLoops: Format = {
  id: 'osv-loops',
  title: 'OSv misc-lock-perf, misc-syscall-perf',
  recognises: (text) => hasLine(text, LOCK) || hasLine(text, SYSCALL) || hasLine(text, OVERHEAD),
  read: (text) =>
    reading(
      collectRuns(
        linesOf(text).flatMap((line): readonly Run[] => {
          const common = { metric: 'time', line: line.number, unit: 'ns' };
          const lock = LOCK.exec(line.text);
          if (lock !== null) return [{ ...common, benchmark: lock[1] ?? '', value: Number(lock[2]), primary: true }];
          const call = SYSCALL.exec(line.text);
          if (call !== null) return [{ ...common, benchmark: call[2] ?? '', value: Number(call[1]), primary: true }];
          const overhead = OVERHEAD.exec(line.text);
          return overhead === null ? [] : [{ ...common, benchmark: overhead[1] ?? '', value: Number(overhead[2]), primary: false }];
        }),
      ),
    ),
};

const MBPS = /^MBps: ?([\d.]{1,20})$/;
const READ_TIME = /^Time: ?([\d.]{1,20})ms$/;

/** `misc-readbench`: the `REPORT` at its end; the lines before it are single files of the one run. */
export const osvReadbench: Format = {
  id: 'osv-readbench',
  title: 'OSv misc-readbench',
  recognises: (text) => hasLine(text, MBPS),
  read: (text) =>
    reading(
      collectRuns(
        linesOf(text).flatMap((line): readonly Run[] => {
          const common = { benchmark: 'readbench', line: line.number };
          const rate = MBPS.exec(line.text);
          if (rate !== null) return [{ ...common, metric: 'MBps', unit: 'MiB/s', value: Number(rate[1]), primary: true }];
          const time = READ_TIME.exec(line.text);
          return time === null ? [] : [{ ...common, metric: 'Time', unit: 'ms', value: Number(time[1]), primary: false }];
        }),
      ),
    ),
};

const WRITTEN = /^Wrote [\d.]{1,20} MB in [\d.]{1,20} s = ([\d.]{1,20}) Mb\/s$/;
const BUFFERS = /^Testing with (\d{1,9}) page\(s\) buffers:$/;

/** `misc-bdev-write`: what it calls Mb/s is bytes divided by 2^20. Its half-second lines are windows of one run and are not read. */
export const osvBlockWrite: Format = {
  id: 'osv-block-write',
  title: 'OSv misc-bdev-write',
  recognises: (text) => hasLine(text, WRITTEN),
  read: (text) => {
    const runs: Run[] = [];
    let buffers = '';
    for (const line of linesOf(text)) {
      buffers = BUFFERS.exec(line.text)?.[1] ?? buffers;
      const total = WRITTEN.exec(line.text)?.[1];
      const benchmark = buffers === '' ? 'bdev-write' : `bdev-write, ${buffers} page(s)`;
      if (total !== undefined)
        runs.push({ benchmark, metric: 'rate', unit: 'MiB/s', value: Number(total), line: line.number, primary: true });
    }
    return reading(collectRuns(runs));
  },
};
