import { HEAD, headOf, type ProfileReading, profileFile, unreadable } from './formats/format.ts';
import { PROFILE_FORMATS } from './formats/index.ts';
import type { Profile, ProfileProblem, ProfileSide } from './profile.ts';

/** Bytes of a profile that are read: 512 MiB. */
const LARGEST = 512 * 1024 * 1024;

/**
 * Reads a profile in whatever format it is. Never throws: what cannot be read comes back with no functions and a problem of level `block`
 * that says why. Gzip is to be undone before.
 */
export function readProfile(name: string, content: Uint8Array | string, side: ProfileSide = null): Profile {
  const none = (code: string, note: string): Profile => ({ name, side, format: null, ...unreadable(code, note) });
  const given = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  if (given.length > LARGEST) return none('too-large', `${name} has more than ${LARGEST} bytes and was not read.`);
  const bytes = utf8(given);
  if (bytes.subarray(0, HEAD).every((byte) => byte <= 32)) return none('empty', `${name} is empty.`);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return none('compressed', `${name} is compressed with gzip and was not read.`);
  const head = headOf(bytes);
  const format = PROFILE_FORMATS.find((each) => each.recognises(head, bytes));
  if (!format) {
    return none(
      'unknown-format',
      `${name} is in none of the formats that are read: ${PROFILE_FORMATS.map((each) => each.title).join(', ')}.`,
    );
  }
  const reading = format.read(profileFile(bytes));
  return { name, side, format: format.title, ...reading, problems: [...reading.problems, ...symbolProblems(reading)] };
}

function symbolProblems({ named, total, functions }: ProfileReading): readonly ProfileProblem[] {
  if (total === 0 || named >= 0.8 || functions.some((each) => each.isTracepoint)) return [];
  const note = `${Math.round((1 - named) * 100)} % of the profile has no function name: build with symbols and frame pointers.`;
  return [{ code: 'no-symbols', level: functions.length === 0 ? 'block' : 'warn', note }];
}

/** The bytes as UTF-8: the shell of Windows writes UTF-16 into files. */
function utf8(bytes: Uint8Array): Uint8Array {
  const mark = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  if (mark !== 0xfffe && mark !== 0xfeff) return bytes;
  return new TextEncoder().encode(new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be').decode(bytes));
}
