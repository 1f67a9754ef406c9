import type { Environment, Format, Measurement, ReadingProblem } from './format.ts';
import { hasLine, linesOf } from './paste.ts';
import { convert, parseNumber, parseQuantity, type Quantity } from './quantity.ts';
import { collectRuns, known, reading, type Subject, summarised } from './runs.ts';

const FIGURE = String.raw`(~?[\d.]{1,20}(?:±[\d.]{1,20})?(?:ns|μs|µs|us|ms|s|m|[kMGT]?)?|failed|n\/a)`;
const ROW = new RegExp(String.raw`^(?:([+!x~-]) )?${FIGURE} ${FIGURE} (~?[\d.]{1,12}|n\/a) (\S.{0,300})$`);
const TABLE_ROW = new RegExp(String.raw`^\| ?([+!x~-]?) \| ${FIGURE} \| ${FIGURE} \| (~?[\d.]{1,12}|n\/a) \| (\S.{0,300}?) \|$`);
const HEADING = /^(?:before after ratio|\| Change \| Before .{0,200}\| After .{0,200}\| Ratio \|)/;
const COMMITS = /\[([0-9a-f]{7,40})\].{0,100}?\[([0-9a-f]{7,40})\]/;
/** For a normal distribution the quartiles lie 1.349 standard deviations apart; asv prints half of that. */
const DEVIATION_PER_HALF_RANGE = 2 / 1.349;

/** `asv compare` and `asv continuous`: before, after, ratio. `±` is half the distance between the quartiles. */
export const asv: Format = {
  id: 'asv',
  title: 'asv compare',
  recognises: (text) => hasLine(text, HEADING),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const measurements: Measurement[] = [];
    let environment: Environment = {};
    for (const line of linesOf(text)) {
      const commits = COMMITS.exec(line.text);
      if (commits?.[2] !== undefined) environment = { commit: commits[2] };
      if (commits !== null && commits[1] === commits[2]) {
        problems.push({ code: 'same-commit', level: 'block', note: `Both columns are of ${commits[1]}.` });
      }
      const row = ROW.exec(line.text) ?? TABLE_ROW.exec(line.text);
      if (row === null) continue;
      const [, , old = '', now = '', ratio = '', benchmark = ''] = row;
      const before = parseQuantity(old.replace(/^~/, ''), '.');
      const after = parseQuantity(now.replace(/^~/, ''), '.');
      if (before === undefined || after === undefined) {
        problems.push({ code: 'errors-in-run', level: 'warn', note: `${benchmark}: ${old} before, ${now} after.` });
        continue;
      }
      const actual = (convert(after.value, after.unit, before.unit) ?? after.value) / before.value;
      const printed = parseNumber(ratio.replace(/^~/, ''), '.');
      if (printed !== undefined && before.value > 0 && Math.abs(actual - printed) > 0.015 + 0.02 * printed) {
        problems.push({
          code: 'inconsistent',
          level: 'block',
          note: `${benchmark}: the ratio ${ratio} does not follow from ${old} and ${now}.`,
        });
      }
      const change = printed === undefined ? {} : { change: printed - 1 };
      for (const [side, quantity] of [['before', before] as const, ['after', after] as const]) {
        const measurement = measurementOf(
          { benchmark, metric: 'value', unit: quantity.unit, line: line.number, primary: true, side },
          quantity,
        );
        measurements.push({ ...measurement, printed: change });
      }
    }
    return reading(measurements, problems, environment);
  },
};

function measurementOf(subject: Subject, quantity: Quantity): Measurement {
  if (quantity.spread === undefined) {
    const [single] = collectRuns([{ ...subject, value: quantity.value, better: 'lower' }]);
    if (single !== undefined) return single;
  }
  const sd = quantity.spread === undefined ? undefined : quantity.spread * DEVIATION_PER_HALF_RANGE;
  return summarised({ ...subject, better: 'lower' }, { center: quantity.value, of: 'median', ...known({ sd }) });
}
