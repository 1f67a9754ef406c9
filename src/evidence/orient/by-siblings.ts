import type { Heading } from '../reading/headings.ts';
import type { Observation } from '../reading/observation.ts';
import { opposite, type SideName } from '../side-labels.ts';
import { sideByTitle } from './by-title.ts';
import { groupBy, metricKey, type Step, withSide } from './step.ts';

/** Two headings of one kind, of which one names a side and the other a branch; or one a later version, or a gain. */
export const bySiblings: Step = (observations, { title, problems }) => {
  const told = new Map<string, SideName>();
  const withHeading = observations.filter(({ headings }) => headings.length > 0);
  for (const family of groupBy(withHeading, (one) => JSON.stringify([parentOf(one), one.measurement.benchmark, metricKey(one)])).values()) {
    const headings = new Map(family.flatMap(({ headings: own }) => own.slice(-1).map((heading) => [heading.text, heading])));
    const [one, two] = [...headings.values()];
    if (one === undefined || two === undefined || headings.size !== 2 || (one.side !== undefined && two.side !== undefined)) continue;
    const labelled = sideAmong(one, two, title);
    const side = labelled ?? olderOf(one, two);
    if (side === undefined) continue;
    if (labelled === undefined) {
      const note = `${one.text} and ${two.text} are versions; the change is to be compared with its own base.`;
      problems.push({ code: 'wrong-baseline', level: 'block', note });
    }
    told.set(one.text, side).set(two.text, opposite(side));
  }
  const names = new Map([...told].map(([text, side]) => [variantName(text), side]));
  return observations.map((observation) => {
    const named = observation.side === undefined ? names.get(variantName(observation.measurement.benchmark)) : undefined;
    if (named !== undefined) return withSide(observation, named, '');
    const heading = observation.headings.at(-1);
    const side = told.get(heading?.text ?? '');
    if (heading === undefined || side === undefined) return observation;
    // What told the sides apart must not keep them apart.
    const headings = [...observation.headings.slice(0, -1), { ...heading, side, rest: '' }];
    return { ...observation, headings, side: observation.side ?? side };
  });
};

/** `kXXH3 (+0.2% write throughput)` and `xxh3` are one variant. */
function variantName(text: string): string {
  return text
    .replace(/\([^()]*\)|[^\p{L}\p{N}]/gu, '')
    .replace(/^k(?=[A-Z])/, '')
    .toLowerCase();
}

/** Whether the title of the change names a variant. */
function isNamedIn(text: string, title: string): boolean {
  const name = variantName(text);
  return name.length >= 4 && variantName(title).includes(name);
}

function parentOf({ headings }: Observation): string {
  return headings
    .slice(0, -1)
    .map(({ text }) => text)
    .join(' › ');
}

const VERSION = /(?<![\d.])v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,6}))?(?![\d.])/i;
/** A branch `user/topic`, a commit, a pull request. */
const REVISION = /^(?:[\w.-]{1,60}\/[\w./-]{1,80}|[0-9a-f]{7,40}|#\d{1,7})$/i;
const GAIN = /\(\+[\d.]{1,8} ?%[^()]{0,60}\)/;

/** The side of the first of two sibling headings. */
function sideAmong(one: Heading, two: Heading, title: string): SideName | undefined {
  const plain = (heading: Heading): string => heading.text.replace(/[`*]/g, '').trim();
  const isChange = (heading: Heading): boolean =>
    heading.form === 'command' || REVISION.test(plain(heading)) || isNamedIn(heading.text, title);
  if (one.side !== undefined) return two.side === undefined && isChange(two) ? one.side : undefined;
  if (two.side !== undefined) return isChange(one) ? opposite(two.side) : undefined;
  const toggled = toggledSide(plain(one), plain(two), title);
  if (toggled !== undefined) return toggled;
  const titled = sideByTitle(plain(one), plain(two), title);
  if (titled !== undefined) return titled;
  if (one.form === 'command' && two.form === 'command') return undefined;
  if (GAIN.test(one.text) !== GAIN.test(two.text)) return GAIN.test(one.text) ? 'after' : 'before';
  return undefined;
}

/** `Without batching` and `With batching`; `batching off` and `batching on`. */
function toggledSide(one: string, two: string, title: string): SideName | undefined {
  const [a, b] = [toggleOf(one), toggleOf(two)];
  if (a === undefined || b === undefined || a.what !== b.what || a.isOn === b.isOn) return undefined;
  if (MACHINE_SWITCHES.test(a.what) && !title.toLowerCase().includes(a.what)) return undefined;
  return a.isOn ? 'after' : 'before';
}

/** What is switched on and off in the machine or the build, rather than by the change. */
const MACHINE_SWITCHES =
  /^(?:cpu |background )?(?:contention|load|stress|hyper-?threading|ht|smt|turbo(?: ?boost)?|frequency scaling|scaling|pinning|affinity|k?aslr|numa|tracing|logging|profiling|profiler|debug(?:ging)?(?: symbols)?|debug info|assert(?:ion)?s|sanitizers?|[atu]b?san|valgrind|perf|strace|kvm|virtuali[sz]ation|mitigations|spectre(?: mitigations)?|swap|gc|warm-?up|noise|interference|lto|pgo|optimi[sz]ations?|ndebug)$/i;

function toggleOf(text: string): { readonly what: string; readonly isOn: boolean } | undefined {
  const worded = /^(without|with|no|w\/o|w\/) (.{1,80})$/i.exec(text);
  if (worded !== null) return { what: (worded[2] ?? '').toLowerCase(), isOn: /^(?:with|w\/)$/i.test(worded[1] ?? '') };
  const switched = /^(.{1,80}?)[ :=(]{1,3}(off|on|disabled|enabled|false|true)\)?$/i.exec(text);
  return switched === null
    ? undefined
    : { what: (switched[1] ?? '').toLowerCase(), isOn: /^(?:on|enabled|true)$/i.test(switched[2] ?? '') };
}

/** The older of two versions is before. */
function olderOf(one: Heading, two: Heading): SideName | undefined {
  const [a, b] = [VERSION.exec(one.text), VERSION.exec(two.text)];
  if (a === null || b === null) return undefined;
  for (let i = 1; i <= 3; i++) {
    const difference = Number(a[i] ?? 0) - Number(b[i] ?? 0);
    if (difference !== 0) return difference < 0 ? 'before' : 'after';
  }
  return undefined;
}
