import type { Format, ReadingProblem } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { parseNumber } from './quantity.ts';
import { collectRuns, type Run, reading } from './runs.ts';

const INTERVAL = /^\[ ?\d{1,9}s ?\] thds: \d{1,9} tps: ([\d.]{1,20}) /;
const PER_SECOND = /^(transactions|queries|events|total number of events): \d{1,18} \(([\d.]{1,20}) per sec\.\)$/;
const MEMORY = /^[\d.]{1,20} MiB transferred \(([\d.]{1,20}) MiB\/sec\)$/;
const OPERATIONS = /^Total operations: \d{1,18} \( ?([\d.]{1,20}) per second\)$/;
const FILE = /^(read|written), MiB\/s: ([\d.]{1,20})$/;
const FILE_RATE = /^(reads|writes|fsyncs)\/s: ([\d.]{1,20})$/;
const EVENTS = /^events per second: ([\d.]{1,20})$/;
const LATENCY = /^(avg|min|max|\d{1,2}th percentile): ([\d.]{1,20})(?:ms)?$/;
const FAILED = /^(?:ignored errors|errors|reconnects): (\d{1,15}) /;

/** sysbench: the totals of each test. Interval lines are parts of one run and are not read. */
export const sysbench: Format = {
  id: 'sysbench',
  title: 'sysbench',
  recognises: (text) =>
    [INTERVAL, PER_SECOND, MEMORY, OPERATIONS, EVENTS].some((pattern) => hasLine(text, pattern)) || hasLine(text, /^sysbench \d/),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const runs: Run[] = [];
    let intervals = 0;
    let threads = '';
    let least: number | undefined;
    for (const line of linesOf(text)) {
      threads = /^Number of threads: (\d{1,9})$/.exec(line.text)?.[1] ?? threads;
      const common = { benchmark: threads === '' ? 'sysbench' : `sysbench, ${threads} threads`, line: line.number };
      if (INTERVAL.test(line.text)) intervals++;
      const rate = PER_SECOND.exec(line.text);
      const memory = MEMORY.exec(line.text)?.[1];
      const operations = OPERATIONS.exec(line.text)?.[1];
      const file = FILE.exec(line.text);
      const files = FILE_RATE.exec(line.text);
      const events = EVENTS.exec(line.text)?.[1];
      const latency = LATENCY.exec(line.text);
      if (rate !== null) {
        const metric = rate[1] ?? '';
        runs.push({
          ...common,
          metric,
          unit: metric === 'transactions' ? 'tps' : `${metric}/s`,
          kind: 'throughput',
          better: 'higher',
          value: Number(rate[2]),
          primary: metric !== 'queries',
        });
      } else if (memory !== undefined) runs.push({ ...common, metric: 'transferred', unit: 'MiB/s', value: Number(memory), primary: true });
      else if (operations !== undefined)
        runs.push({ ...common, metric: 'operations', unit: 'ops/s', value: Number(operations), primary: false });
      else if (events !== undefined) runs.push({ ...common, metric: 'events', unit: 'events/s', value: Number(events), primary: true });
      else if (file !== null) runs.push({ ...common, metric: file[1] ?? '', unit: 'MiB/s', value: Number(file[2]), primary: true });
      else if (files !== null)
        runs.push({ ...common, metric: files[1] ?? '', unit: `${files[1]}/s`, value: Number(files[2]), primary: false });
      else if (latency !== null) {
        const value = parseNumber(latency[2] ?? '', '.') ?? 0;
        if (latency[1] === 'min') least = value;
        if (latency[1] === 'avg' && least !== undefined && value < least) {
          problems.push({ code: 'inconsistent', level: 'block', note: `The average latency ${value} ms is below the least, ${least} ms.` });
        }
        runs.push({ ...common, metric: `latency ${latency[1]}`, unit: 'ms', value, primary: false });
      }
      const failed = FAILED.exec(line.text)?.[1];
      if (failed !== undefined && Number(failed) > 0) problems.push({ code: 'errors-in-run', level: 'warn', note: line.text });
    }
    if (intervals > 0 && runs.length === 0) {
      problems.push({
        code: 'windows',
        level: 'warn',
        note: 'Only intervals of one run were pasted; they are not runs and the totals are missing.',
      });
    }
    return reading(collectRuns(runs.filter((run) => run.value > 0)), problems);
  },
};
