import type { Format, Measurement, Reading, ReadingProblem } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { collectRuns, type Run, reading, summarised } from './runs.ts';
import { sideOfWords } from './side-words.ts';

const AVERAGE = /^avg = ?([\d.]{1,20})$/;
const DEVIATION = /^stdev = ?([\d.]{1,20})$/;
const SAMPLES = /^samples = ?(\d{1,9})$/;
const FREED = /^Freed \d{1,15} in [\d.]{1,20} s = ([\d.]{1,20}) per second$/;

/** OSv's `misc-free-perf`: `avg =`, `stdev =`, `samples =` blocks under the name of what was measured, or its own last line. */
export const osvAverages: Format = {
  id: 'osv-averages',
  title: 'OSv misc-free-perf averages',
  recognises: (text) => hasLine(text, AVERAGE) || hasLine(text, FREED),
  read,
};

interface Block {
  readonly name: string;
  readonly line: number;
  readonly center: number;
  sd?: number;
  n?: number;
}

function read(text: string): Reading {
  const problems: ReadingProblem[] = [];
  const blocks: Block[] = [];
  const runs: Run[] = [];
  let name = '';
  for (const line of linesOf(text)) {
    const average = AVERAGE.exec(line.text)?.[1];
    const deviation = DEVIATION.exec(line.text)?.[1];
    const samples = SAMPLES.exec(line.text)?.[1];
    const freed = FREED.exec(line.text)?.[1];
    const block = blocks.at(-1);
    if (average !== undefined) blocks.push({ name, line: line.number, center: Number(average) });
    else if (deviation !== undefined && block !== undefined) block.sd = Number(deviation);
    else if (samples !== undefined && block !== undefined) block.n = Number(samples);
    else if (freed !== undefined) {
      runs.push({ benchmark: 'free-perf', metric: 'rate', unit: 'obj/s', value: Number(freed), line: line.number, primary: true });
    } else name = headingOf(line.text) ?? name;
  }
  if (blocks.length > 0) {
    const note = 'The averages have no unit; they are taken as rates, of which more is better.';
    problems.push({ code: 'unknown-direction', level: 'warn', note });
  }
  return reading([...collectRuns(runs), ...blocks.map(measurementOf)], problems);
}

/** A heading names the benchmark unless all it says is which side this is. */
function headingOf(text: string): string | undefined {
  const heading = /^(?:=+ )?(.{1,100}?)(?: =+|:)$/.exec(text)?.[1];
  return heading === undefined || (sideOfWords(heading) !== undefined && /^\w+$/.test(heading)) ? undefined : heading;
}

function measurementOf(block: Block): Measurement {
  const subject = {
    benchmark: block.name,
    metric: 'avg',
    unit: '',
    kind: 'other',
    better: 'higher',
    line: block.line,
    primary: true,
  } as const;
  return summarised(subject, {
    center: block.center,
    of: 'mean',
    ...(block.sd === undefined ? {} : { sd: block.sd }),
    ...(block.n === undefined ? {} : { n: block.n }),
  });
}
