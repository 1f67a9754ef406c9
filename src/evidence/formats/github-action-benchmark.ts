import type { Format, ReadingProblem } from './format.ts';
import { asArray, asObject, field, findJson, type JsonObject, stringField } from './json-documents.ts';
import { findUnit, parseNumber } from './quantity.ts';
import { collectRuns, type Run, reading } from './runs.ts';

/** The custom JSON of github-action-benchmark: `[{name, unit, value, range?, extra?}]`. Which way is better only the unit tells. */
export const githubActionBenchmark: Format = {
  id: 'github-action-benchmark',
  title: 'github-action-benchmark (JSON)',
  recognises: (text) => findJson(text).some((document) => asArray(document.value).some((entry) => isRow(asObject(entry)))),
  read: (text) => {
    const problems: ReadingProblem[] = [];
    const runs: Run[] = [];
    for (const document of findJson(text)) {
      for (const entry of asArray(document.value)) {
        const fields = asObject(entry);
        const printed = field(fields, 'value');
        // Some writers put the value in quotes.
        const value = typeof printed === 'string' ? parseNumber(printed, '.') : printed;
        const name = stringField(fields, 'name');
        if (name === undefined || typeof value !== 'number' || !Number.isFinite(value)) {
          problems.push({ code: 'malformed', level: 'warn', note: 'An entry has no name or no value.' });
          continue;
        }
        const unit = stringField(fields, 'unit') ?? '';
        if (findUnit(unit) === undefined) {
          const note = `${name}: nothing says whether more or less of "${unit}" is better; less is assumed.`;
          problems.push({ code: 'unknown-direction', level: 'warn', note });
        }
        runs.push({ benchmark: name, metric: 'value', unit, value, line: document.line, primary: true });
      }
    }
    return reading(collectRuns(runs), problems);
  },
};

function isRow(fields: JsonObject | undefined): boolean {
  return fields !== undefined && Object.hasOwn(fields, 'name') && Object.hasOwn(fields, 'unit') && Object.hasOwn(fields, 'value');
}
