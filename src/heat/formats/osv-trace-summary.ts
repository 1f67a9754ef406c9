import type { ProfiledFunction } from '../profile.ts';
import { type ProfileFormat, unreadable } from './format.ts';

const SPAN = /^Collected (\d{1,15}) samples spanning ([\d.]{1,20}) (ns|us|ms|s|m|h)\b/;
const CPU = /^\s*CPU 0x[0-9a-f]{1,4}: /;
/** name, count, min, 50 %, 90 %, 99 %, 99.9 %, max and total, in milliseconds. */
const ROW = /^\s*(\w{1,200})\s+(\d{1,15})((?:\s+[\d.]{1,20}){7})\s*$/;
const MILLISECONDS: ReadonlyMap<string, number> = new Map([
  ['h', 3.6e6],
  ['m', 6e4],
  ['s', 1e3],
  ['ms', 1],
  ['us', 1e-3],
  ['ns', 1e-6],
]);

/**
 * The table of OSv's `trace.py summary --timed`: how long what lies between a tracepoint and its end took. It is a share of the time that all
 * CPUs together had, waiting included, and only of what is traced. https://github.com/cloudius-systems/osv/blob/master/scripts/trace.py
 */
export const osvTraceSummary: ProfileFormat = {
  id: 'osv-trace-summary',
  title: 'OSv trace.py summary',
  recognises: (head) => /^Tracepoint statistics:/m.test(head) || /^Timed tracepoints \[ms\]:/m.test(head),
  read: (file) => {
    const rows: { readonly name: string; readonly count: number; readonly total: number }[] = [];
    let span = 0;
    let cpus = 0;
    let isTimed = false;
    for (const line of file.lines()) {
      const collected = SPAN.exec(line);
      if (collected) span = Number(collected[2]) * (MILLISECONDS.get(collected[3] ?? 'ms') ?? 1);
      else if (CPU.test(line)) cpus++;
      else if (/^Timed tracepoints/.test(line)) isTimed = true;
      else if (isTimed) {
        const [, name, count, figures = ''] = ROW.exec(line) ?? [];
        if (name !== undefined) rows.push({ name, count: Number(count), total: Number(figures.trim().split(/\s+/).at(-1)) });
      }
    }
    if (!isTimed)
      return unreadable('no-times', 'The summary only counts tracepoints; `trace.py summary --timed` says where the time goes.');
    if (rows.length === 0) return unreadable('empty', 'No tracepoint was timed.');
    const all = Math.max(span * Math.max(1, cpus), ...rows.map((row) => row.total));
    const functions = rows
      .map(
        (row): ProfiledFunction => ({
          symbol: row.name,
          file: null,
          line: null,
          self: 0,
          total: Math.min(1, row.total / all),
          isTracepoint: true,
        }),
      )
      .sort((a, b) => b.total - a.total);
    return { unit: 'ms', total: all, samples: null, functions, named: 0, calls: null, problems: [] };
  },
};
