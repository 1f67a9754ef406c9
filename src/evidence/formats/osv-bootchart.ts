import type { Format } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { collectRuns, type Run, reading } from './runs.ts';

const STEP = /^(\S.{0,100}?): ([\d.]{1,20})ms, \(\+([\d.]{1,20})ms\)(?: .*)?$/;
const TOTAL = /^Booted up in ([\d.]{1,20}) ms$/;

/** OSv's boot chart. Each step has two times, since power-on and of its own; the step's own is what a change can claim. */
export const osvBootchart: Format = {
  id: 'osv-bootchart',
  title: 'OSv boot chart',
  recognises: (text) => hasLine(text, STEP) || hasLine(text, TOTAL),
  read: (text) =>
    reading(
      collectRuns(
        linesOf(text).flatMap((line): readonly Run[] => {
          const step = STEP.exec(line.text);
          const total = TOTAL.exec(line.text);
          const common = { unit: 'ms', line: line.number };
          if (total !== null) return [{ ...common, benchmark: 'boot', metric: 'total', value: Number(total[1]), primary: true }];
          if (step === null) return [];
          const benchmark = step[1] ?? '';
          return [
            { ...common, benchmark, metric: 'step', value: Number(step[3]), primary: true },
            { ...common, benchmark, metric: 'since boot', value: Number(step[2]), primary: false },
          ];
        }),
      ),
    ),
};
