import type { ProfiledFunction, ProfileProblem } from '../profile.ts';
import { flatReading } from '../stacks.ts';
import { malformedLines, type ProfileFormat, unreadable } from './format.ts';

const NAME = /^(?:\((\d{1,12})\))?\s*(.*)$/;
/** Positions may be absolute, relative (`+3`, `-2`), the same as before (`*`), or hexadecimal addresses. */
const COST = /^(?:0x[0-9a-fA-F]+|[+-]?\d+|\*)(?:\s|$)/;

interface Cost {
  readonly symbol: string;
  readonly file: string;
  line: number | null;
  self: number;
  called: number;
}

/**
 * Callgrind's output, of valgrind and of `pprof --callgrind`. The cost of a function and of what it calls is counted exactly; of several
 * events the first is read. https://valgrind.org/docs/manual/cl-format.html
 */
export const callgrind: ProfileFormat = {
  id: 'callgrind',
  title: 'callgrind',
  recognises: (head) => /^# callgrind format/m.test(head) || (/^events: \S/m.test(head) && /^fn=/m.test(head)),
  read: (file) => {
    const costs = new Map<string, Cost>();
    const names = { fl: new Map<string, string>(), fn: new Map<string, string>() };
    let events = ['events'];
    let positions = 1;
    let fl = '';
    let callee = { fl: '', fn: '' };
    let current: Cost | undefined;
    let expectsCall = false;
    let written: number | undefined;
    let isValgrind = false;
    let number = 0;
    let bad = 0;
    let firstBad = 0;
    for (const line of file.lines()) {
      number++;
      if (COST.test(line)) {
        const columns = line.trim().split(/\s+/);
        const cost = Number(columns[positions] ?? 0);
        if (!current || !(cost >= 0)) {
          bad++;
          firstBad ||= number;
        } else if (expectsCall) {
          // Recursion: what a function spends in itself is its own already.
          if (callee.fn !== current.symbol) current.called += cost;
        } else {
          current.self += cost;
          const position = Number(columns[positions - 1]);
          if (current.line === null && current.file === fl && position > 0) current.line = position;
        }
        expectsCall = false;
        continue;
      }
      const equals = line.indexOf('=');
      const key = equals > 0 ? line.slice(0, equals) : '';
      if (key === 'fl' || key === 'fi' || key === 'fe') fl = named(line, equals, names.fl);
      else if (key === 'fn') {
        const symbol = named(line, equals, names.fn);
        const id = `${symbol}\0${fl}`;
        current = costs.get(id) ?? { symbol, file: fl, line: null, self: 0, called: 0 };
        costs.set(id, current);
        callee = { fl, fn: '' };
      } else if (key === 'cfl' || key === 'cfi') callee = { ...callee, fl: named(line, equals, names.fl) };
      else if (key === 'cfn') callee = { ...callee, fn: named(line, equals, names.fn) };
      else if (key === 'calls') expectsCall = true;
      else if (line.startsWith('positions:')) positions = line.slice(10).trim().split(/\s+/).length;
      else if (line.startsWith('events:')) events = line.slice(7).trim().split(/\s+/);
      else if (line.startsWith('creator:')) isValgrind = line.includes('callgrind');
      else if (line.startsWith('totals:') || line.startsWith('summary:')) written = Number(line.split(/\s+/)[1]) || written;
    }
    const self = [...costs.values()].reduce((sum, each) => sum + each.self, 0);
    if (self === 0) return unreadable('empty', 'No function has a cost.');
    const total = Math.max(self, written ?? 0);
    const problems: ProfileProblem[] = [...malformedLines(bad, firstBad, 'cost of a function')];
    if (isValgrind && (written === undefined || self < 0.99 * written)) {
      problems.push({ code: 'truncated', level: 'warn', note: 'The costs do not add up to the total: the file is cut off.' });
    }
    const rows = [...costs.values()].map(
      (each): ProfiledFunction => ({
        symbol: each.symbol,
        file: each.file === '' || each.file === '???' ? null : each.file,
        line: each.line,
        self: each.self / total,
        total: Math.min(1, (each.self + each.called) / total),
      }),
    );
    return flatReading(rows, { unit: events[0] ?? 'events', total, samples: null, problems });
  },
};

/** Names are written once, `(3) name`, and then called by number, `(3)`. */
function named(line: string, equals: number, names: Map<string, string>): string {
  const [, id, name = ''] = NAME.exec(line.slice(equals + 1).trim()) ?? [];
  if (id === undefined) return name;
  if (name === '') return names.get(id) ?? '';
  names.set(id, name);
  return name;
}
