import type { Format, ReadingProblem } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { agree, collectRuns, type Run, reading } from './runs.ts';

const TITLE = /^(?:MIGRATED )?((?:TCP|UDP|SCTP)_?[A-Z_]{2,20}|(?:TCP|UDP) (?:STREAM|REQUEST\/RESPONSE|CONNECT\/REQUEST) ?T?E?S?T?)\b/;
const STREAM = /^(\d{3,9}) (\d{1,9}) (\d{1,9}) (\d{1,6}\.\d{1,3}) (\d{1,12}\.\d{1,6})(?: .{0,100})?$/;
const REQUESTS = /^(\d{3,9}) (\d{1,9}) (\d{1,9}) (\d{1,9}) (\d{1,6}\.\d{1,3}) (\d{1,12}\.\d{1,6})(?: .{0,100})?$/;
const UNIT = /(10\^[369]|[KMG])(bits|bytes)\/s/i;

/** netperf's rows: socket sizes, message size, seconds and the throughput in 10^6 bits/s, or transactions per second. */
export const netperf: Format = {
  id: 'netperf',
  title: 'netperf',
  recognises: (text) => (hasLine(text, STREAM) && !hasLine(text, /^\S+ops\/sec/)) || hasLine(text, REQUESTS),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const runs: Run[] = [];
    let title = '';
    let unit = 'Mbit/s';
    for (const line of linesOf(text)) {
      const named = TITLE.exec(line.text)?.[1];
      if (named !== undefined)
        title = ` ${named
          .trim()
          .replace(/ TEST$/, '')
          .replace(/ /g, '_')}`;
      const heading = UNIT.exec(line.text);
      if (heading !== null) unit = unitOf(heading[1] ?? '', heading[2] ?? '');
      const requests = REQUESTS.exec(line.text);
      const stream = requests === null ? STREAM.exec(line.text) : null;
      const common = { line: line.number, primary: true };
      if (requests !== null) {
        const benchmark = `netperf${title || ' TCP_RR'}, ${requests[3]}/${requests[4]} bytes`;
        runs.push({ ...common, benchmark, metric: 'transactions', unit: 'trans/s', value: Number(requests[6]) });
      } else if (stream !== null) {
        const benchmark = `netperf${title}, ${stream[3]} bytes`;
        runs.push({ ...common, benchmark, metric: 'throughput', unit, value: Number(stream[5]) });
      }
      const average = /^avg = ?([\d.]{1,20})$/.exec(line.text)?.[1];
      if (average !== undefined && runs.length > 1) problems.push(...averageProblems(Number(average), runs));
    }
    return reading(collectRuns(runs), problems);
  },
};

function unitOf(prefix: string, of: string): string {
  const letter =
    new Map([
      ['10^3', 'k'],
      ['10^6', 'M'],
      ['10^9', 'G'],
    ]).get(prefix) ?? prefix.toUpperCase().replace('K', 'k');
  return `${letter}${/bits/i.test(of) ? 'bit' : 'B'}/s`;
}

/** An average below the rows is that of the rows since the last one. */
function averageProblems(printed: number, runs: readonly Run[]): readonly ReadingProblem[] {
  for (let count = 2; count <= Math.min(runs.length, 100); count++) {
    const mean = runs.slice(-count).reduce((sum, run) => sum + run.value, 0) / count;
    if (agree(mean, printed, 0.001)) return [];
  }
  return [{ code: 'inconsistent', level: 'block', note: `The average ${printed} is not that of the rows above it.` }];
}
