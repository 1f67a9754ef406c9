import type { Format, Reading, ReadingProblem } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { parseDuration, parseNumber, parseQuantity } from './quantity.ts';
import { agree, collectRuns, type Run, reading } from './runs.ts';

const RUNNING = /^Running (\S{1,20}) test @ (\S{1,300})$/;
const THREADS = /^(\d{1,9}) threads and (\d{1,9}) connections$/;
const COLUMNS = /^Thread Stats (Avg .*)$/;
const LATENCY = /^Latency (.{1,200})$/;
const REQUESTS = /^Requests\/sec: ?([\d.,]{1,24})$/;
const TRANSFER = /^Transfer\/sec: ?(\S{1,24})$/;
const TOTAL = /^([\d,]{1,20}) requests in ([\d.]{1,12}(?:us|ms|s|m|h)), (\S{1,24}) read$/;
const PERCENTILE = /^(\d{1,3}(?:\.\d{1,6})?)% ([\d.]{1,20}(?:us|ms|s|m|h))$/;

/**
 * wrk, wrk2 and twrk. One block is one run; its latency columns come beside the throughput, since the tail may worsen tenfold while requests
 * per second rise. Their deviation is over requests, not over runs.
 */
export const wrk: Format = {
  id: 'wrk',
  title: 'wrk',
  recognises: (text) =>
    hasLine(text, REQUESTS) ||
    hasLine(text, TOTAL) ||
    (hasLine(text, RUNNING) && hasLine(text, THREADS)) ||
    (hasLine(text, COLUMNS) && hasLine(text, LATENCY)),
  read,
};

function read(text: string): Reading {
  const problems: ReadingProblem[] = [];
  const runs: Run[] = [];
  let target = '';
  let columns: readonly string[] = ['Avg', 'Stdev', 'Max'];
  let expected: number | undefined;
  let isUncorrected = false;
  for (const line of linesOf(text)) {
    const running = RUNNING.exec(line.text);
    if (running !== null) {
      target = pathOf(running[2] ?? '');
      columns = ['Avg', 'Stdev', 'Max'];
      expected = undefined;
      isUncorrected = false;
    }
    const threads = THREADS.exec(line.text);
    if (threads !== null) target = `${target}${target === '' ? '' : ', '}${threads[2]} connections`;
    columns = COLUMNS.exec(line.text)?.[1]?.replace('+/- Stdev', 'within').split(' ') ?? columns;
    if (/^Latency Distribution/.test(line.text)) isUncorrected = false;
    if (/^Uncorrected Latency/.test(line.text)) isUncorrected = true;
    const common = { benchmark: target === '' ? 'wrk' : `wrk ${target}`, line: line.number };
    const latency = LATENCY.exec(line.text);
    if (latency !== null) runs.push(...latencyRuns(latency[1] ?? '', columns, common, problems));
    const percentile = PERCENTILE.exec(line.text);
    const tail = parseDuration(percentile?.[2] ?? '');
    if (percentile !== null && tail !== undefined && !isUncorrected) {
      runs.push({ ...common, metric: `Latency ${Number(percentile[1])}%`, unit: 'us', value: tail / 1e3, primary: false });
    }
    const total = TOTAL.exec(line.text);
    if (total !== null) expected = rateOf(total[1] ?? '', total[2] ?? '');
    const rate = parseNumber(REQUESTS.exec(line.text)?.[1] ?? '', '.');
    if (rate !== undefined) {
      runs.push({ ...common, metric: 'Requests/sec', unit: 'req/s', value: rate, primary: true });
      // Durations are printed with two digits after the point, of minutes too.
      if (expected !== undefined && !agree(expected, rate, 0.02)) {
        const note = `${rate} requests/sec do not follow from the requests and the duration, which give ${expected.toFixed(0)}.`;
        problems.push({ code: 'inconsistent', level: 'block', note });
      }
    }
    const transfer = parseQuantity(`${TRANSFER.exec(line.text)?.[1] ?? ''}/s`);
    if (transfer !== undefined)
      runs.push({ ...common, metric: 'Transfer/sec', unit: transfer.unit, value: transfer.value, primary: false });
    problems.push(...errorsIn(line.text));
  }
  return reading(collectRuns(runs), problems);
}

/** Host and port differ between two builds served side by side; the path is what is measured. */
function pathOf(url: string): string {
  const path = /^[a-z][a-z\d+.-]{0,20}:\/\/[^/]*(\/.*)$/i.exec(url)?.[1] ?? '';
  return path === '' || path === '/' ? '' : path;
}

function rateOf(requests: string, duration: string): number | undefined {
  const count = parseNumber(requests);
  const nanoseconds = parseDuration(duration);
  return count === undefined || nanoseconds === undefined || nanoseconds === 0 ? undefined : count / (nanoseconds / 1e9);
}

function latencyRuns(
  text: string,
  columns: readonly string[],
  common: { readonly benchmark: string; readonly line: number },
  problems: ReadingProblem[],
): readonly Run[] {
  const figures = new Map(text.split(' ').map((figure, index) => [columns[index] ?? '', parseDuration(figure)]));
  const [average, least, most] = ['Avg', 'Min', 'Max'].map((name) => figures.get(name));
  if ((average ?? 0) < (least ?? 0) || (average ?? 0) > (most ?? Number.POSITIVE_INFINITY)) {
    problems.push({ code: 'inconsistent', level: 'warn', note: `The average latency lies outside the least and the most: ${text}` });
  }
  return [['Avg', average] as const, ['Max', most] as const].flatMap(([name, value]) =>
    value === undefined ? [] : [{ ...common, metric: `Latency ${name}`, unit: 'us', value: value / 1e3, primary: false }],
  );
}

function errorsIn(text: string): readonly ReadingProblem[] {
  const sockets = /^Socket errors: connect (\d{1,12}), read (\d{1,12}), write (\d{1,12}), timeout (\d{1,12})$/.exec(text);
  const failed = /^Non-2xx or 3xx responses: (\d{1,15})$/.exec(text)?.[1];
  if (sockets?.slice(1).some((count) => Number(count) > 0)) return [{ code: 'errors-in-run', level: 'warn', note: text }];
  return failed !== undefined && Number(failed) > 0 ? [{ code: 'errors-in-run', level: 'block', note: text }] : [];
}
