import type { Format, ReadingProblem } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { agree, collectRuns, type Run, reading } from './runs.ts';

const RATE = /^Requests per second: ([\d.]{1,20}) \[#\/sec\] \(mean\)$/;
const TIME = /^Time per request: ([\d.]{1,20}) \[ms\] \((mean|mean, across all concurrent requests)\)$/;

/** ApacheBench: one block is one run. Failed and non-2xx requests are no work done. */
export const apacheBench: Format = {
  id: 'apache-bench',
  title: 'ab (ApacheBench)',
  recognises: (text) => hasLine(text, RATE) || hasLine(text, TIME),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const runs: Run[] = [];
    let path = '';
    let concurrency = '';
    let complete: number | undefined;
    let seconds: number | undefined;
    for (const line of linesOf(text)) {
      path = /^Document Path: (\S{1,200})$/.exec(line.text)?.[1] ?? path;
      concurrency = /^Concurrency Level: (\d{1,9})$/.exec(line.text)?.[1] ?? concurrency;
      complete = figure(/^Complete requests: (\d{1,15})$/.exec(line.text)) ?? complete;
      seconds = figure(/^Time taken for tests: ([\d.]{1,20}) seconds$/.exec(line.text)) ?? seconds;
      const benchmark = `ab${path === '' ? '' : ` ${path}`}${concurrency === '' ? '' : `, ${concurrency} concurrent`}`;
      const common = { benchmark, line: line.number };
      const rate = figure(RATE.exec(line.text));
      const time = TIME.exec(line.text);
      const percentile = /^(50|95|99|100)% (\d{1,12})(?: \(longest request\))?$/.exec(line.text);
      if (rate !== undefined) {
        runs.push({ ...common, metric: 'Requests per second', unit: 'req/s', value: rate, primary: true });
        if (complete !== undefined && seconds !== undefined && seconds > 0 && !agree(complete / seconds, rate, 0.01)) {
          problems.push({
            code: 'inconsistent',
            level: 'block',
            note: `${rate} requests per second do not follow from ${complete} in ${seconds} s.`,
          });
        }
      } else if (time?.[2] === 'mean') {
        runs.push({ ...common, metric: 'Time per request', unit: 'ms', value: Number(time[1]), primary: false });
      } else if (percentile !== null) {
        runs.push({ ...common, metric: `${percentile[1]}%`, unit: 'ms', value: Number(percentile[2]), primary: false });
      }
      const failed = /^(Failed requests|Non-2xx responses|Write errors): (\d{1,15})$/.exec(line.text);
      if (failed !== null && Number(failed[2]) > 0) problems.push({ code: 'errors-in-run', level: 'block', note: line.text });
    }
    return reading(collectRuns(runs), problems);
  },
};

function figure(match: RegExpExecArray | null): number | undefined {
  return match === null ? undefined : Number(match[1]);
}
