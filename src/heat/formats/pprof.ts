import type { ProfileProblem } from '../profile.ts';
import { sumStacks } from '../stacks.ts';
import { HEAD, type ProfileFormat, unreadable } from './format.ts';
import { type Field, readMessage, readNumbers } from './protobuf.ts';

/** Numbers of the fields in profile.proto. https://github.com/google/pprof/blob/main/proto/profile.proto */
const PROFILE = { sampleType: 1, sample: 2, location: 4, function: 5, stringTable: 6, defaultSampleType: 14 } as const;
/** Fields of the profile that are numbers. The others are messages and strings; only comments (13) may be either, as they are packed or not. */
const NUMBERS = new Set([7, 8, 9, 10, 12, 14, 15]);
const SAMPLE = { locationId: 1, value: 2 } as const;
const LOCATION = { id: 1, line: 4 } as const;
const LINE = { functionId: 1, line: 2 } as const;
const FUNCTION = { id: 1, name: 2, filename: 4 } as const;
const VALUE_TYPE = { type: 1, unit: 2 } as const;

interface Tables {
  readonly strings: readonly string[];
  readonly functions: ReadonlyMap<number, { readonly name: number; readonly file: number }>;
  /** Inlined functions first. */
  readonly locations: ReadonlyMap<number, readonly { readonly function: number; readonly line: number }[]>;
  readonly types: readonly { readonly type: number; readonly unit: number }[];
  readonly defaultType: number;
  readonly isWhole: boolean;
}

/** pprof's own format, a protobuf message; the files are compressed with gzip, which is to be undone before. */
export const pprof: ProfileFormat = {
  id: 'pprof',
  title: 'pprof (profile.proto)',
  recognises: (_, bytes) => {
    let known = 0;
    let others = 0;
    // A message has no mark of its own; text does not hold two fields of the right kinds one behind the other.
    readMessage(bytes, 0, Math.min(bytes.length, HEAD), (field) => {
      if (field.number === 13 || (field.number <= 15 && NUMBERS.has(field.number) === (field.to === 0))) known++;
      else others++;
    });
    return known >= 2 && others === 0;
  },
  read: ({ bytes }) => {
    const tables = readTables(bytes);
    const { types, strings } = tables;
    if (types.length === 0) return unreadable('malformed', 'The message has no sample type: it is no pprof profile.');
    // "If unset, clients should default to the last sample value."
    const preferred = types.findIndex((each) => tables.defaultType > 0 && each.type === tables.defaultType);
    const chosen = preferred < 0 ? types.length - 1 : preferred;
    const counted = types.findIndex((each) => strings[each.unit] === 'count');
    const stacks = sumStacks();
    let samples = 0;
    let negative = 0;
    const frames = new Map<number, readonly number[]>();
    const framesOf = (location: number): readonly number[] => {
      let known = frames.get(location);
      if (!known) {
        known = resolve(location, tables).map((each) => stacks.frame(each.name, each.file, each.line));
        frames.set(location, known);
      }
      return known;
    };
    readMessage(bytes, 0, bytes.length, (field) => {
      if (field.number !== PROFILE.sample || field.to === 0) return;
      const { locations, values } = readSample(bytes, field);
      const weight = values[chosen] ?? 0;
      if (weight < 0) negative++;
      samples += counted < 0 ? 0 : Math.max(0, values[counted] ?? 0);
      stacks.add(locations.flatMap(framesOf).reverse(), weight);
    });
    const problems: ProfileProblem[] = [];
    if (!tables.isWhole)
      problems.push({ code: 'truncated', level: 'warn', note: 'The message is cut off or broken; what came before was read.' });
    if (negative > 0) problems.push({ code: 'difference', level: 'warn', note: `${negative} samples are below zero and were left out.` });
    const reading = stacks.finish(strings[types[chosen]?.unit ?? 0] || 'samples', counted < 0 ? null : samples, problems);
    const nothing = unreadable('empty', 'No sample has a weight.');
    return reading.total > 0 ? reading : { ...nothing, problems: [...problems, ...nothing.problems] };
  },
};

function readSample(bytes: Uint8Array, { from, to }: Field): { readonly locations: readonly number[]; readonly values: readonly number[] } {
  const locations: number[] = [];
  const values: number[] = [];
  readMessage(bytes, from, to, (field) => {
    if (field.number === SAMPLE.locationId) readNumbers(bytes, field, locations);
    else if (field.number === SAMPLE.value) readNumbers(bytes, field, values);
  });
  return { locations, values };
}

function resolve(location: number, { locations, functions, strings }: Tables): { name: string; file?: string; line?: number }[] {
  const lines = locations.get(location) ?? [];
  if (lines.length === 0) return [{ name: '' }];
  return lines.map(({ function: id, line }) => {
    const found = functions.get(id);
    const file = strings[found?.file ?? 0] ?? '';
    return { name: strings[found?.name ?? 0] ?? '', ...(file === '' ? {} : { file, line }) };
  });
}

/** Strings, functions and locations that are kept of each kind; a hostile file could name more than the memory holds. */
const MOST_ENTRIES = 1_000_000;

/** Everything but the samples, which may stand before what they point to. */
function readTables(bytes: Uint8Array): Tables {
  const decoder = new TextDecoder();
  const strings: string[] = [];
  const functions = new Map<number, { name: number; file: number }>();
  const locations = new Map<number, { function: number; line: number }[]>();
  const types: { type: number; unit: number }[] = [];
  let defaultType = 0;
  let left = 0;
  const isWhole = readMessage(bytes, 0, bytes.length, ({ number, value, from, to }) => {
    if (Math.max(strings.length, functions.size, locations.size) >= MOST_ENTRIES) left++;
    else if (number === PROFILE.stringTable) strings.push(decoder.decode(bytes.subarray(from, to)));
    else if (number === PROFILE.defaultSampleType) defaultType = value;
    else if (number === PROFILE.sampleType) {
      const found = readNumberFields(bytes, from, to);
      types.push({ type: found.get(VALUE_TYPE.type) ?? 0, unit: found.get(VALUE_TYPE.unit) ?? 0 });
    } else if (number === PROFILE.function) {
      const found = readNumberFields(bytes, from, to);
      functions.set(found.get(FUNCTION.id) ?? 0, { name: found.get(FUNCTION.name) ?? 0, file: found.get(FUNCTION.filename) ?? 0 });
    } else if (number === PROFILE.location) {
      let id = 0;
      const lines: { function: number; line: number }[] = [];
      readMessage(bytes, from, to, (field) => {
        if (field.number === LOCATION.id) id = field.value;
        else if (field.number === LOCATION.line && field.to > 0) {
          const found = readNumberFields(bytes, field.from, field.to);
          lines.push({ function: found.get(LINE.functionId) ?? 0, line: found.get(LINE.line) ?? 0 });
        }
      });
      locations.set(id, lines);
    }
  });
  return { strings, functions, locations, types, defaultType, isWhole: isWhole && left === 0 };
}

function readNumberFields(bytes: Uint8Array, from: number, to: number): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  readMessage(bytes, from, to, ({ number, value, to: end }) => {
    if (end === 0) found.set(number, value);
  });
  return found;
}
