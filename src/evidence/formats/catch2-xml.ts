import { XMLParser } from 'fast-xml-parser';
import { ONE_PROCESS } from './catch2.ts';
import type { Format, Measurement, Reading, ReadingProblem } from './format.ts';
import { asObject, field, type JsonObject } from './json-documents.ts';
import { unquote } from './paste.ts';
import { parseNumber } from './quantity.ts';
import { reading, summarised } from './runs.ts';

/** `--reporter xml` of Catch2: nanoseconds. A document type is refused, and no entity is ever expanded. */
export const catch2Xml: Format = {
  id: 'catch2-xml',
  title: 'Catch2 benchmark (XML)',
  recognises: (text) => /<BenchmarkResults /.test(unquote(text).slice(0, 1_000_000)),
  read,
};

function read(text: string): Reading {
  const plain = unquote(text);
  if (/<!(?:DOCTYPE|ENTITY)/i.test(plain)) {
    return reading(
      [],
      [{ code: 'malformed', level: 'block', note: 'The XML declares a document type, which no test report needs; it was not read.' }],
    );
  }
  const problems: ReadingProblem[] = [];
  const measurements: Measurement[] = [];
  let cutOff = 0;
  let line = 1;
  let at = 0;
  for (let start = plain.indexOf(OPENING); start !== -1; ) {
    for (; at < start; at++) if (plain[at] === '\n') line++;
    const next = plain.indexOf(OPENING, start + 1);
    const element = plain.slice(start, next === -1 ? undefined : next);
    const end = element.indexOf(CLOSING);
    if (end === -1) cutOff++;
    else {
      const measurement = measurementOf(element.slice(0, end + CLOSING.length), line, problems);
      if (measurement !== undefined) measurements.push(measurement);
    }
    start = next;
  }
  if (cutOff > 0) problems.push({ code: 'malformed', level: 'warn', note: `${cutOff} benchmark elements are cut off.` });
  if (measurements.length > 0) problems.push(ONE_PROCESS);
  return reading(measurements, problems);
}

const OPENING = '<BenchmarkResults ';
const CLOSING = '</BenchmarkResults>';

const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  processEntities: false,
  parseAttributeValue: false,
  parseTagValue: false,
});

function measurementOf(element: string, line: number, problems: ReadingProblem[]): Measurement | undefined {
  const benchmark = parsed(element);
  const name = decoded(String(field(benchmark, 'name') ?? ''));
  const failed = asObject(field(benchmark, 'failed'));
  if (failed !== undefined) {
    problems.push({ code: 'errors-in-run', level: 'block', note: `${name}: ${decoded(String(field(failed, 'message') ?? 'failed'))}` });
    return undefined;
  }
  const figure = (child: string): number | undefined => parseNumber(String(field(asObject(field(benchmark, child)), 'value') ?? ''), '.');
  const center = figure('mean');
  const n = parseNumber(String(field(benchmark, 'samples') ?? ''), '.');
  const sd = figure('standardDeviation');
  if (center === undefined) {
    problems.push({ code: 'malformed', level: 'warn', note: `${name} has no mean.` });
    return undefined;
  }
  const subject = { benchmark: name, metric: 'mean', unit: 'ns', line, primary: true };
  return summarised(subject, { center, of: 'mean', ...(n === undefined ? {} : { n }), ...(sd === undefined ? {} : { sd }) });
}

function parsed(element: string): JsonObject | undefined {
  try {
    return asObject(field(asObject(PARSER.parse(element)), 'BenchmarkResults'));
  } catch {
    return undefined;
  }
}

/** The five entities of XML itself, each once: what they stand for is never looked at again. */
function decoded(text: string): string {
  const meanings: ReadonlyMap<string, string> = new Map([
    ['lt', '<'],
    ['gt', '>'],
    ['amp', '&'],
    ['quot', '"'],
    ['apos', "'"],
  ]);
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (entity, name: string) => meanings.get(name) ?? entity);
}
