import type { ProfiledFunction } from '../profile.ts';
import { flatReading } from '../stacks.ts';
import { type ProfileFormat, unreadable } from './format.ts';

const HEADING = /^\s*time\s+seconds\s+seconds\s+calls\s+(\S{1,4})\/call\s+\S{1,4}\/call\s+name/;
const FLAT_HEADING = /^\s*time\s+seconds\s+seconds\s+(?:calls\s+\S*\s*)?.*name/;
/** `39.30  0.22  0.22  1  220.11  460.22  name`; a function that was not compiled for gprof has no calls. */
const ROW =
  /^\s*(\d{1,3}\.\d{1,4})\s+(\d{1,12}\.\d{1,4})\s+(\d{1,12}\.\d{1,4})\s+(?:(\d{1,15})\s+(\d{1,15}\.\d{1,4})\s+(\d{1,15}\.\d{1,4})\s+)?(\S.*)$/;
const PERIOD = /^\s*Each sample counts as ([\d.e-]{1,20}) seconds/;
const SECONDS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['ms', 1e-3],
  ['us', 1e-6],
  ['ns', 1e-9],
  ['Ts', 1e12],
  ['ks', 1e3],
]);

/** gprof's flat profile. The inclusive share is what its `total` column says for each call, times the calls. */
export const gprof: ProfileFormat = {
  id: 'gprof',
  title: 'gprof flat profile',
  recognises: (head) => /^\s*%\s+cumulative\s+self/m.test(head) && head.split('\n', 2000).some((line) => FLAT_HEADING.test(line)),
  read: (file) => {
    const rows: { readonly seconds: number; readonly inclusive: number; readonly share: number; readonly symbol: string }[] = [];
    let perCall = 1e-3;
    let period: number | undefined;
    let isTable = false;
    for (const line of file.lines()) {
      period ??= Number(PERIOD.exec(line)?.[1]) || undefined;
      if (FLAT_HEADING.test(line)) {
        isTable = true;
        perCall = SECONDS.get(HEADING.exec(line)?.[1] ?? 'ms') ?? 1e-3;
      } else if (isTable && (line.trim() === '' || line.startsWith('\f'))) {
        if (rows.length > 0) break;
      } else if (isTable) {
        const [, share, , self, calls, , total, symbol = ''] = ROW.exec(line) ?? [];
        if (share === undefined || self === undefined) continue;
        const inclusive = calls === undefined ? Number(self) : Number(calls) * Number(total) * perCall;
        rows.push({ seconds: Number(self), share: Number(share) / 100, inclusive: Math.max(inclusive, Number(self)), symbol });
      }
    }
    const seconds = rows.reduce((sum, row) => sum + row.seconds, 0);
    if (seconds === 0) return unreadable('empty', 'No function of the flat profile has any time: the program ran too briefly for gprof.');
    const functions = rows.map(
      (row): ProfiledFunction => ({
        symbol: row.symbol,
        file: null,
        line: null,
        self: row.seconds / seconds,
        total: Math.min(1, row.inclusive / seconds),
      }),
    );
    return flatReading(functions, { unit: 's', total: seconds, samples: Math.round(seconds / (period ?? 0.01)), problems: [] });
  },
};
