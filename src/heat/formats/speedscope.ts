import type { ProfileProblem } from '../profile.ts';
import { type Stacks, sumStacks } from '../stacks.ts';
import { type ProfileFormat, unreadable } from './format.ts';

const SCHEMA = /"\$schema"\s{0,20}:\s{0,20}"[^"]{0,100}speedscope/;

/** Bytes of a JSON text that are parsed: in memory its values take some ten times as much. */
const LARGEST_JSON = 64 * 1024 * 1024;

/**
 * speedscope's own file format, sampled or evented; the profiles of all threads are added up.
 * https://github.com/jlfwong/speedscope/wiki/Importing-from-custom-sources
 */
export const speedscope: ProfileFormat = {
  id: 'speedscope',
  title: 'speedscope JSON',
  recognises: (head) => /^\s*\{/.test(head) && (SCHEMA.test(head) || /"shared"\s{0,20}:\s{0,20}\{\s{0,20}"frames"\s{0,20}:/.test(head)),
  read: (file) => {
    if (file.bytes.length > LARGEST_JSON) return unreadable('too-large', `The file has more than ${LARGEST_JSON} bytes and was not read.`);
    let document: unknown;
    try {
      document = JSON.parse(new TextDecoder().decode(file.bytes));
    } catch {
      return unreadable('malformed', 'The JSON does not parse; the file may be cut off.');
    }
    const stacks = sumStacks();
    const frames = list(get(get(document, 'shared'), 'frames')).map((frame) => readFrame(frame, stacks));
    const profiles = list(get(document, 'profiles'));
    const unit = text(get(profiles[0], 'unit')) ?? 'none';
    let samples = 0;
    let bad = 0;
    for (const profile of profiles) {
      if ((text(get(profile, 'unit')) ?? 'none') !== unit) continue;
      const counts = get(profile, 'type') === 'evented' ? readEvents(profile, frames, stacks) : readSamples(profile, frames, stacks);
      samples += counts.samples;
      bad += counts.bad;
    }
    const problems: ProfileProblem[] =
      bad > 0 ? [{ code: 'malformed', level: 'warn', note: `${bad} samples or events name no frame, or none that is open.` }] : [];
    const isEvented = get(profiles[0], 'type') === 'evented';
    const reading = stacks.finish(unit === 'none' ? 'samples' : unit, isEvented ? null : samples, problems);
    return reading.total > 0 ? reading : unreadable('empty', 'No profile in the file has a sample.');
  },
};

interface Counts {
  readonly samples: number;
  readonly bad: number;
}

function readFrame(frame: unknown, stacks: Stacks): number {
  const line = get(frame, 'line');
  return stacks.frame(text(get(frame, 'name')) ?? '', text(get(frame, 'file')), typeof line === 'number' ? line : undefined);
}

function readSamples(profile: unknown, frames: readonly number[], stacks: Stacks): Counts {
  const weights = list(get(profile, 'weights'));
  let bad = 0;
  let samples = 0;
  for (const [place, sample] of list(get(profile, 'samples')).entries()) {
    const weight = weights.length === 0 ? 1 : weights[place];
    const stack = list(sample).map((index) => frames[Number(index)]);
    if (typeof weight !== 'number' || stack.length === 0 || !stack.every((id) => id !== undefined)) bad++;
    else {
      stacks.add(stack, weight);
      samples++;
    }
  }
  return { samples, bad };
}

/** Frames that open (`O`) and close (`C`): the time between two events belongs to the stack that is open. */
function readEvents(profile: unknown, frames: readonly number[], stacks: Stacks): Counts {
  const open: number[] = [];
  let bad = 0;
  let since = Number(get(profile, 'startValue')) || 0;
  for (const event of list(get(profile, 'events'))) {
    const at = Number(get(event, 'at'));
    const frame = frames[Number(get(event, 'frame'))];
    if (!(at >= since) || frame === undefined) {
      bad++;
      continue;
    }
    stacks.add(open, at - since);
    since = at;
    if (get(event, 'type') === 'O') open.push(frame);
    else if (open.at(-1) === frame) open.pop();
    else bad++;
  }
  return { samples: 0, bad };
}

function get(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
