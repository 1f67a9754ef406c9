import type { Format, Measurement, ReadingProblem } from './format.ts';
import { asArray, asObject, field, findJson, numberField, stringField } from './json-documents.ts';
import { hasLine, type Line, linesOf, unquote } from './paste.ts';
import { convert, parseNumber } from './quantity.ts';
import { collectRuns, known, type Run, reading, type Subject, single, summarised } from './runs.ts';
import { sideOfWords, withoutSideWord } from './side-words.ts';

const TITLE = /^Benchmark #?(\d{1,6}): (.{1,500})$/;
const TIME =
  /^Time \((?:mean ± σ|abs ≡)\): ([\d.]{1,20}|NaN|inf) (ns|µs|μs|us|ms|s|min)(?: ± ([\d.]{1,20}|NaN|inf) (ns|µs|μs|us|ms|s|min))?(?: \[User: ([\d.]{1,20}) (µs|us|ms|s), System: ([\d.]{1,20}) (µs|us|ms|s)\])?/;
const RANGE = /^Range \(min … max\): ([\d.]{1,20}) (\S{1,3}) … ([\d.]{1,20}) (\S{1,3})(?: (\d{1,9}) runs)?$/;
const RUNS = /^(\d{1,9}) runs$/;

/** hyperfine's report. Commands of which one names the base and one the change carry their sides themselves. */
export const hyperfine: Format = {
  id: 'hyperfine',
  title: 'hyperfine',
  recognises: (text) => hasLine(text, TIME) || hasLine(text, RANGE),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const blocks: Block[] = [];
    let command = 'hyperfine';
    let block: Block | undefined;
    for (const line of linesOf(text)) {
      command = TITLE.exec(line.text)?.[2] ?? command;
      const time = TIME.exec(line.text);
      if (time !== null) {
        block = blockOf(time, command, line, problems);
        if (block !== undefined) blocks.push(block);
      }
      const range = RANGE.exec(line.text);
      const n = RUNS.exec(line.text)?.[1] ?? range?.[5];
      if (block !== undefined && n !== undefined) block.n = Number(n);
      if (block !== undefined && range !== null) checkRange(block, range, problems);
      problems.push(...warningsIn(line.text, command));
    }
    return reading(withSides(blocks.flatMap(measurementsOf)), problems);
  },
};

interface Block {
  readonly command: string;
  readonly mean: number;
  readonly unit: string;
  readonly sd: number | undefined;
  readonly user: number | undefined;
  readonly system: number | undefined;
  readonly line: number;
  n?: number;
}

function blockOf(time: RegExpExecArray, command: string, line: Line, problems: ReadingProblem[]): Block | undefined {
  const [, mean = '', unit = '', sd, sdUnit = '', user, userUnit = '', system, systemUnit = ''] = time;
  const center = parseNumber(mean, '.');
  if (center === undefined || center === 0) {
    const note = `${command} took ${mean} ${unit}: too short for hyperfine to measure.`;
    problems.push({ code: center === undefined ? 'non-finite' : 'tool-warning', level: 'block', note });
    return undefined;
  }
  const inUnit = (value: string | undefined, from: string): number | undefined => {
    const figure = parseNumber(value ?? '', '.');
    return figure === undefined ? undefined : convert(figure, from, unit);
  };
  return {
    command,
    mean: center,
    unit,
    sd: inUnit(sd, sdUnit),
    user: inUnit(user, userUnit),
    system: inUnit(system, systemUnit),
    line: line.number,
  };
}

function checkRange(block: Block, range: RegExpExecArray, problems: ReadingProblem[]): void {
  const least = convert(Number(range[1]), range[2] ?? '', block.unit) ?? 0;
  const most = convert(Number(range[3]), range[4] ?? '', block.unit) ?? Number.POSITIVE_INFINITY;
  if (block.mean >= least * 0.999 && block.mean <= most * 1.001) return;
  problems.push({ code: 'inconsistent', level: 'block', note: `${block.command}: the mean lies outside the printed range.` });
}

function measurementsOf(block: Block): readonly Measurement[] {
  const n = block.n;
  const common = { benchmark: block.command, unit: block.unit, line: block.line };
  const parts = [['user', block.user] as const, ['system', block.system] as const].flatMap(([metric, center]) =>
    center === undefined ? [] : [measurementOf({ ...common, metric, primary: false }, center, n, undefined)],
  );
  return [measurementOf({ ...common, metric: 'time', primary: true }, block.mean, n, block.sd), ...parts];
}

function measurementOf(subject: Subject, center: number, n: number | undefined, sd: number | undefined): Measurement {
  return n === 1 ? single(subject, center) : summarised(subject, { center, of: 'mean', ...known({ n, sd }) });
}

/** Two commands that differ in a word for a side are the two sides of one benchmark; three, or none named, are left as they are. */
function withSides(measurements: readonly Measurement[]): readonly Measurement[] {
  const commands = [...new Set(measurements.map((measurement) => measurement.benchmark))];
  const [one = '', two = ''] = commands;
  const sides = [sideOfWords(one), sideOfWords(two)];
  if (commands.length !== 2 || !sides.includes('before') || !sides.includes('after')) return measurements;
  if (withoutSideWord(one) !== withoutSideWord(two)) return measurements;
  return measurements.map((measurement) => {
    const side = sideOfWords(measurement.benchmark);
    return side === undefined ? measurement : { ...measurement, benchmark: withoutSideWord(measurement.benchmark), side };
  });
}

function warningsIn(text: string, command: string): readonly ReadingProblem[] {
  if (/^Warning: Command took less than/.test(text)) {
    return [{ code: 'tool-warning', level: 'warn', note: `${command}: hyperfine calls this too short to be accurate.` }];
  }
  if (/^Warning: Statistical outliers/.test(text))
    return [{ code: 'unstable', level: 'warn', note: `${command}: hyperfine found outliers.` }];
  if (/^Warning: The first benchmarking run/.test(text)) {
    return [{ code: 'warm-up', level: 'warn', note: `${command}: the first run was much slower than the rest.` }];
  }
  if (/^Warning: Ignoring non-zero exit code/.test(text)) {
    return [{ code: 'errors-in-run', level: 'warn', note: `${command} ended with an error and was timed all the same.` }];
  }
  return /inf ± NaN|NaN times/.test(text) ? [{ code: 'non-finite', level: 'block', note: `hyperfine prints ${text.slice(0, 80)}` }] : [];
}

/** `hyperfine --export-json`: seconds, with every run in `times`. */
export const hyperfineJson: Format = {
  id: 'hyperfine-json',
  title: 'hyperfine (JSON)',
  recognises: (text) => {
    const start = unquote(text).slice(0, 100_000);
    return /"results"\s{0,9}:\s{0,9}\[/.test(start) && /"command"\s{0,9}:/.test(start) && /"(?:times|mean)"/.test(start);
  },
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const runs: Run[] = [];
    const summaries: Measurement[] = [];
    for (const document of findJson(text)) {
      if (document.hasNonFinite)
        problems.push({ code: 'non-finite', level: 'block', note: 'The file has NaN or Infinity where a time should be.' });
      for (const entry of asArray(field(asObject(document.value), 'results'))) {
        const fields = asObject(entry);
        const command = stringField(fields, 'command');
        const mean = numberField(fields, 'mean');
        if (command === undefined || mean === undefined) {
          problems.push({ code: 'malformed', level: 'warn', note: 'A result has no command or no mean.' });
          continue;
        }
        const times = asArray(field(fields, 'times')).filter((time): time is number => typeof time === 'number' && Number.isFinite(time));
        const subject = { benchmark: command, metric: 'time', unit: 's', line: document.line, primary: true };
        const sd = numberField(fields, 'stddev');
        if (times.length > 0) runs.push(...times.map((value) => ({ ...subject, value })));
        else summaries.push(measurementOf(subject, mean, sd === undefined ? 1 : undefined, sd));
        const total = times.reduce((sum, time) => sum + time, 0);
        if (times.length > 0 && Math.abs(total / times.length - mean) > 0.005 * Math.abs(mean)) {
          problems.push({ code: 'inconsistent', level: 'block', note: `${command}: the mean is not that of the times listed.` });
        }
        if (asArray(field(fields, 'exit_codes')).some((code) => code !== 0 && code !== null)) {
          problems.push({ code: 'errors-in-run', level: 'block', note: `${command} ended with an error in some run.` });
        }
      }
    }
    return reading(withSides([...collectRuns(runs), ...summaries]), problems);
  },
};

const TABLE_HEADING = /^\| Command \| Mean \[(ns|µs|us|ms|s)\] \|/;

/** `hyperfine --export-markdown`: the number of runs is not in it. */
export const hyperfineMarkdown: Format = {
  id: 'hyperfine-markdown',
  title: 'hyperfine (Markdown)',
  recognises: (text) => hasLine(text, TABLE_HEADING),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const measurements: Measurement[] = [];
    let unit: string | undefined;
    for (const line of linesOf(text)) {
      const heading = TABLE_HEADING.exec(line.text)?.[1];
      if (heading !== undefined) unit = heading;
      else if (unit !== undefined && line.text.startsWith('|') && !/^\|[-: |]+$/.test(line.text)) {
        // A pipe inside a command is escaped in its cell.
        const [, label = '', mean = ''] = line.text.split(/(?<!\\)\|/).map((cell) => cell.trim());
        const [center, sd] = mean.split('±').map((figure) => parseNumber(figure, '.'));
        if (center === undefined) {
          problems.push({ code: 'malformed', level: 'warn', note: `Line ${line.number} has no mean.` });
          continue;
        }
        const subject = { benchmark: label.replace(/^`|`$/g, ''), metric: 'time', unit, line: line.number, primary: true };
        measurements.push(summarised(subject, { center, of: 'mean', ...(sd === undefined ? {} : { sd }) }));
      } else if (unit !== undefined && line.text !== '' && !line.text.startsWith('|')) unit = undefined;
    }
    return reading(withSides(measurements), problems);
  },
};
