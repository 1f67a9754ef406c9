import type { ProfiledFunction, ProfileProblem } from '../profile.ts';
import { flatReading } from '../stacks.ts';
import { type ProfileFormat, unreadable } from './format.ts';

const HEADING = /^#?\s*(?:Children\s+Self|Overhead)\s.*\bSymbol\b/;
const ROW = /^\s*(\d{1,3}\.\d{1,4})%\s+(?:(\d{1,3}\.\d{1,4})%\s+)?(.*)$/;
/** The space that a symbol lies in: user, kernel, guest, hypervisor. */
const MARKER = /\[[.kguH]\]\s+/;
const SAMPLES = /^#\s*Samples:\s*([\d.]{1,12})([KMG]?)\s+of events?\s+'([^']{1,100})'/;

/** `perf report --stdio`: shares with the symbol behind a mark such as `[.]`; with call graphs `Children` is the inclusive share. */
export const perfReport: ProfileFormat = {
  id: 'perf-report',
  title: 'perf report --stdio',
  recognises: (head) => head.split('\n', 400).some((line) => HEADING.test(line) || (ROW.test(line) && MARKER.test(line))),
  read: (file) => {
    const rows: ProfiledFunction[] = [];
    const problems: ProfileProblem[] = [];
    let event: string | undefined;
    let samples: number | null = null;
    let isRead = true;
    let hasPlaces = false;
    for (const line of file.lines()) {
      const heading = SAMPLES.exec(line);
      if (heading) {
        event ??= heading[3];
        isRead = heading[3] === event;
        if (isRead) samples = Number(heading[1]) * 1000 ** ' KMG'.indexOf(heading[2] || ' ');
        else problems.push({ code: 'several-events', level: 'info', note: `Only ${event} is read; ${heading[3]} was recorded, too.` });
      }
      const lost = /^#\s*Total Lost Samples:\s*(\d{1,15})/.exec(line)?.[1];
      if (lost !== undefined && lost !== '0') problems.push({ code: 'lost-samples', level: 'warn', note: `perf lost ${lost} samples.` });
      if (HEADING.test(line)) hasPlaces = /Source:Line/.test(line);
      const row = isRead && !line.startsWith('#') ? readRow(line, hasPlaces) : undefined;
      if (row) rows.push(row);
    }
    if (rows.length === 0) return unreadable('empty', 'The table has no rows.');
    return flatReading(rows, { unit: (event ?? 'samples').replace(/:.*$/, ''), total: samples ?? 1, samples, problems });
  },
};

function readRow(line: string, hasPlace: boolean): ProfiledFunction | undefined {
  const [, first, second, rest = ''] = ROW.exec(line) ?? [];
  const marker = MARKER.exec(rest);
  if (first === undefined || !marker) return undefined;
  const [symbol = '', ...others] = rest.slice(marker.index + marker[0].length).split(/\s{2,}/);
  const place = hasPlace && !symbol.includes('::') ? /^(\S+):(\d{1,9})$/.exec(others[0] ?? '') : null;
  const total = Number(first) / 100;
  return {
    symbol: symbol.trim(),
    file: place?.[1] ?? null,
    line: place ? Number(place[2]) : null,
    self: second === undefined ? total : Number(second) / 100,
    total,
  };
}
