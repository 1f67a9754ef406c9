import type { ProfiledFunction, ProfileProblem } from '../profile.ts';
import { flatReading } from '../stacks.ts';
import { type ProfileFormat, unreadable } from './format.ts';

/** The older pprof of gperftools: `Total: 127 samples`, then `45  35.4%  35.4%  45  35.4% name`. */
const OLD_TOTAL = /^Total: ([\d.]{1,20}) (\w{1,20})\s*$/;
/** The pprof of google/pprof: `flat flat% sum% cum cum%`. */
const NEW_HEADING = /^\s*flat\s+flat%\s+sum%\s+cum\s+cum%/;
const ROW = /^\s*([-\d.]{1,20})(\w{0,10})\s+(-?[\d.]{1,12})%\s+-?[\d.]{1,12}%\s+([-\d.]{1,20})\w{0,10}\s+(-?[\d.]{1,12})%\s+(\S.*)$/;
const ADDRESS = /^(?:0x)?[0-9a-f]{16}\s+/;
const PLACE = /\s(\S+):(\d{1,9})(\s+\(inline\))?$/;

/** `pprof --text` (or `-top`), of gperftools and of google/pprof: own and inclusive share of each function, the lightest left out. */
export const pprofText: ProfileFormat = {
  id: 'pprof-text',
  title: 'pprof --text',
  recognises: (head) => {
    const lines = head.split('\n', 100);
    return (
      lines.some((line) => NEW_HEADING.test(line)) || (lines.some((line) => OLD_TOTAL.test(line)) && lines.some((line) => ROW.test(line)))
    );
  },
  read: (file) => {
    const rows: ProfiledFunction[] = [];
    const problems: ProfileProblem[] = [];
    let unit: string | undefined;
    let samples: number | null = null;
    let negative = 0;
    for (const line of file.lines()) {
      const total = OLD_TOTAL.exec(line);
      if (total) {
        unit = total[2];
        if (unit === 'samples') samples = Number(total[1]);
      }
      const type = /^Type: (\S{1,40})/.exec(line)?.[1];
      if (type !== undefined) unit = type === 'cpu' || type === 'wall' ? 's' : type;
      if (/^Active filters:/.test(line))
        problems.push({ code: 'filtered', level: 'info', note: 'pprof was told to leave parts of the profile out.' });
      const [, flat, written, self, , cumulative, name = ''] = ROW.exec(line) ?? [];
      if (flat === undefined) continue;
      if (Number(self) < 0 || Number(cumulative) < 0) negative++;
      else rows.push({ ...placed(name), self: Number(self) / 100, total: Math.min(1, Number(cumulative) / 100) });
      if (written) unit ??= written;
    }
    if (negative > 0) {
      problems.push({
        code: 'difference',
        level: 'warn',
        note: `${negative} rows are below zero: the difference of two profiles is no profile.`,
      });
    }
    if (rows.length === 0) return unreadable('empty', 'The table has no rows.');
    return flatReading(rows, { unit: unit ?? 'samples', total: samples ?? 1, samples, problems });
  },
};

function placed(name: string): Pick<ProfiledFunction, 'symbol' | 'file' | 'line'> {
  const bare = name.replace(ADDRESS, '');
  const place = PLACE.exec(bare.slice(-1000));
  if (!place) return { symbol: bare, file: null, line: null };
  return { symbol: bare.slice(0, bare.length - place[0].length), file: place[1] ?? null, line: Number(place[2]) };
}
