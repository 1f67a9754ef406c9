import type { Environment, Format, ReadingProblem } from './format.ts';
import { asArray, asObject, field, findJson, numberField, stringField } from './json-documents.ts';
import { hasLine, linesOf, unquote } from './paste.ts';
import { parseQuantity } from './quantity.ts';
import { collectRuns, type Run, reading } from './runs.ts';

const RATE = String.raw`([\d.]{1,20} [KMGT]?(?:bits|Bytes)\/sec)`;
const ROW = new RegExp(
  String.raw`^\[ ?(\d{1,6}|SUM)\](?:\[(?:TX-[CS]|RX-[CS])\])? ([\d.]{1,12})- ?([\d.]{1,12}) sec [\d.]{1,20} [KMGT]?Bytes ${RATE}(.{0,200})$`,
);
const BARE = new RegExp(`^${RATE}$`);
const NEW_RUN = /^(?:Connecting to host|Client connecting to|Accepted connection from|iperf Done)/;

/** iperf's and iperf3's report. One run gives one figure: the sum where streams are summed, the receiver's where both ends are told. */
export const iperf: Format = {
  id: 'iperf',
  title: 'iperf',
  recognises: (text) => hasLine(text, ROW) || hasLine(text, BARE),
  read: (text) => {
    const rows: Row[] = [];
    const bare: Run[] = [];
    let run = 0;
    for (const line of linesOf(text)) {
      if (NEW_RUN.test(line.text)) run++;
      const row = ROW.exec(line.text);
      const quantity = parseQuantity(row?.[4] ?? BARE.exec(line.text)?.[1] ?? '', '.');
      if (quantity === undefined) continue;
      const figure = { benchmark: 'iperf', metric: 'rate', unit: quantity.unit, value: quantity.value, line: line.number, primary: true };
      if (row === null) bare.push(figure);
      else rows.push({ figure, run, stream: row[1] ?? '', start: Number(row[2]), end: Number(row[3]), role: roleOf(row[5] ?? '') });
    }
    const problems: ReadingProblem[] = [];
    const byRun = new Map<number, Row[]>();
    for (const row of rows) byRun.set(row.run, [...(byRun.get(row.run) ?? []).slice(0, 99_999), row]);
    return reading(collectRuns([...[...byRun.values()].flatMap((ofRun) => totalsOf(ofRun, problems)), ...bare]), problems);
  },
};

interface Row {
  readonly figure: Run;
  readonly run: number;
  readonly stream: string;
  readonly start: number;
  readonly end: number;
  readonly role: 'sender' | 'receiver' | undefined;
}

function roleOf(text: string): 'sender' | 'receiver' | undefined {
  if (/\breceiver$/.test(text)) return 'receiver';
  return /\bsender$/.test(text) ? 'sender' : undefined;
}

/** The rows that cover a run from its beginning to its end; a row of one second among them is a window and is left out. */
function totalsOf(rows: readonly Row[], problems: ReadingProblem[]): readonly Run[] {
  const end = rows.reduce((most, row) => Math.max(most, row.end), 0);
  const whole = rows.filter((row) => row.start < 0.5 && row.end >= end * 0.95);
  if (whole.length === 0) {
    problems.push({
      code: 'windows',
      level: 'warn',
      note: 'Only intervals of a run were pasted; they are not runs and the total is missing.',
    });
    return [];
  }
  const summed = whole.some((row) => row.stream === 'SUM') ? whole.filter((row) => row.stream === 'SUM') : whole;
  const told = summed.some((row) => row.role === 'receiver') ? summed.filter((row) => row.role === 'receiver') : summed;
  const streams = new Set(told.map((row) => row.stream));
  if (streams.size > 1) {
    problems.push({ code: 'streams', level: 'info', note: 'Streams without a [SUM] line are read as one benchmark each.' });
    return told.map((row) => ({ ...row.figure, benchmark: `iperf stream ${row.stream}` }));
  }
  return told.map((row) => row.figure);
}

/** `iperf3 -J`. Intervals are parts of one run and are not read. */
export const iperf3Json: Format = {
  id: 'iperf3-json',
  title: 'iperf3 (JSON)',
  recognises: (text) => {
    const plain = unquote(text);
    return (
      /"(?:intervals|start)"\s{0,9}:/.test(plain.slice(0, 100_000)) &&
      /"(?:sum_received|sum_sent|bits_per_second|connecting_to|test_start)"|iperf 3/.test(plain.slice(0, 100_000))
    );
  },
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const runs: Run[] = [];
    let environment: Environment = {};
    for (const document of findJson(text)) {
      const file = asObject(document.value);
      const error = stringField(file, 'error');
      if (error !== undefined) problems.push({ code: 'errors-in-run', level: 'block', note: `iperf3 ended with: ${error}` });
      const start = asObject(field(file, 'start'));
      const host = /^\S+ (\S+) /.exec(stringField(start, 'system_info') ?? '')?.[1];
      if (host !== undefined) environment = { host };
      const test = asObject(field(start, 'test_start'));
      const protocol = stringField(test, 'protocol') ?? 'TCP';
      const streams = numberField(test, 'num_streams') ?? 1;
      const end = asObject(field(file, 'end'));
      const common = { benchmark: `iperf3 ${protocol}, ${streams} streams`, line: document.line };
      const sum = asObject(field(end, 'sum_received')) ?? asObject(field(end, 'sum'));
      const sent = asObject(field(end, 'sum_sent'));
      const rate = numberField(sum, 'bits_per_second') ?? numberField(sent, 'bits_per_second');
      if (rate === undefined) {
        if (error === undefined && end !== undefined) problems.push({ code: 'malformed', level: 'warn', note: 'The file has no total.' });
        continue;
      }
      runs.push({ ...common, metric: 'bits_per_second', unit: 'bit/s', value: rate, primary: true });
      const secondary = [
        ['retransmits', numberField(sent, 'retransmits'), ''],
        ['jitter_ms', numberField(sum, 'jitter_ms'), 'ms'],
        ['lost_percent', numberField(sum, 'lost_percent'), '%'],
        ['host cpu', numberField(asObject(field(end, 'cpu_utilization_percent')), 'host_total'), '%'],
      ] as const;
      for (const [metric, value, unit] of secondary) {
        if (value !== undefined) runs.push({ ...common, metric, unit, value, primary: false, ...(unit === '' ? { kind: 'count' } : {}) });
      }
      if (asArray(field(file, 'intervals')).length === 0 && runs.length === 0)
        problems.push({ code: 'malformed', level: 'warn', note: 'The file holds no run.' });
    }
    return reading(collectRuns(runs), problems, environment);
  },
};
