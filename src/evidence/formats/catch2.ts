import type { Format, Measurement, ReadingProblem } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { convert, parseNumber } from './quantity.ts';
import { reading, summarised } from './runs.ts';

const HEADING = /^benchmark name samples iterations (?:est run time|estimated)/;
const UNIT = '(?:ns|us|µs|μs|ms|s|m|h)';
const FIRST = new RegExp(String.raw`^(?:(\S.{0,200}) )?(\d{1,9}) (\d{1,15}) ([\d.]{1,20}) (${UNIT})$`);
const THREE = new RegExp(String.raw`^([\d.]{1,20}) (${UNIT}) ([\d.]{1,20}) (${UNIT}) ([\d.]{1,20}) (${UNIT})$`);

/** Catch2's console table: three lines a benchmark — samples, mean, deviation. All samples are of one process. */
export const catch2: Format = {
  id: 'catch2',
  title: 'Catch2 benchmark',
  recognises: (text) => hasLine(text, HEADING),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const measurements: Measurement[] = [];
    let name = '';
    let current: { readonly name: string; readonly samples: number; mean?: { readonly value: number; readonly unit: string } } | undefined;
    let isTable = false;
    for (const line of linesOf(text)) {
      if (HEADING.test(line.text)) isTable = true;
      if (!isTable) continue;
      const first = FIRST.exec(line.text);
      const three = THREE.exec(line.text);
      if (first !== null) {
        current = { name: `${name} ${first[1] ?? ''}`.trim(), samples: Number(first[2]) };
        name = '';
      } else if (three !== null && current !== undefined) {
        const [, center = '', unit = '', low = '', lowUnit = '', high = '', highUnit = ''] = three;
        const value = parseNumber(center, '.') ?? 0;
        if (current.mean !== undefined) {
          const subject = { benchmark: current.name, metric: 'mean', unit: current.mean.unit, line: line.number - 1, primary: true };
          const sd = convert(value, unit, current.mean.unit) ?? value;
          measurements.push(summarised(subject, { center: current.mean.value, of: 'mean', n: current.samples, sd }));
          current = undefined;
        } else {
          const bounds = [convert(Number(low), lowUnit, unit) ?? value, convert(Number(high), highUnit, unit) ?? value] as const;
          if (value < bounds[0] * 0.999 || value > bounds[1] * 1.001) {
            problems.push({ code: 'inconsistent', level: 'block', note: `${current.name}: the mean lies outside its own interval.` });
          }
          current.mean = { value, unit };
        }
      } else if (/^(?:mean low mean|std dev low std|[-.=~]{5,}|benchmark name)/.test(line.text) || line.text === '') {
        name = '';
      } else if (/^(?:failed|.* failed with)/i.test(line.text) && current !== undefined) {
        problems.push({ code: 'errors-in-run', level: 'block', note: `${current.name}: ${line.text}` });
      } else {
        // A long name is wrapped, with the figures on its last line.
        name = `${name} ${line.text}`.trim().slice(-300);
      }
    }
    if (measurements.length > 0) problems.push(ONE_PROCESS);
    return reading(measurements, problems);
  },
};

/** The samples vary less than runs of the program do: layout, allocator and frequency are drawn once. */
export const ONE_PROCESS: ReadingProblem = {
  code: 'one-process',
  level: 'info',
  note: 'All samples come from one process, so their spread leaves out what differs from run to run.',
};
