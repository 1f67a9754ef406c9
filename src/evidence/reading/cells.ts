import { parseQuantity } from '../formats/quantity.ts';

/** A table's cell that holds a measured value. */
export interface Cell {
  readonly value: number;
  /** `''` when the cell names none. */
  readonly unit: string;
  readonly isApproximate: boolean;
  /** What is printed after `±`, in the unit of the value. */
  readonly spread?: number;
  /** Runs behind the value, where the cell says. */
  readonly n?: number;
  /** The runs themselves, where the cell lists three or more; `value` is then the first. */
  readonly samples?: readonly number[];
}

const RUNS = /\b(?:n ?= ?(\d{1,6})|(\d{1,6}) (?:runs|samples|data ?points|iterations|reps|repetitions|trials))\b/i;
const NOTHING = /^\(?(?:insignificant|negligible|none|zero)\)?$/i;

/** The value in a cell such as `**1,234 ns** (−12 %)`, `~200 IOPS (flat)`, `224893 +- 0.2% (3 datapoints)`; undefined for text, a change or a ratio. */
export function readCell(text: string): Cell | undefined {
  const plain = plainCell(text);
  if (NOTHING.test(plain)) return { value: 0, unit: '', isApproximate: true };
  if (plain === '' || plain.length > 120 || /^[+\u2212-]/.test(plain)) return undefined;
  const remark = /\(([^()]{0,80})\)/.exec(plain)?.[1] ?? '';
  // `82.07s / 7.13s`: the second value belongs to another metric.
  const bare = plain
    .replace(/\s*\([^()]{0,80}\)/g, '')
    .replace(/ \/ [~≈]?\d.*$/, '')
    .replace(/[˄˅↑↓⬆⬇✅❌🟢🔴⚪*]/gu, '')
    .trim();
  const samples = samplesIn(bare);
  if (samples !== undefined) return samples;
  const seconds = durationIn(bare);
  if (seconds !== undefined) return { value: seconds, unit: 's', isApproximate: false };
  const quantity = parseQuantity(bare);
  if (quantity === undefined || quantity.unit === 'x') return undefined;
  const runs = RUNS.exec(remark);
  return {
    value: quantity.value,
    unit: quantity.unit,
    isApproximate: quantity.approximate,
    ...(quantity.spread === undefined ? {} : { spread: quantity.spread }),
    ...(runs === null ? {} : { n: Number(runs[1] ?? runs[2]) }),
  };
}

/** `10m37s`, `1h 2m 3s`, `1:02:03`: seconds. */
function durationIn(text: string): number | undefined {
  const [, hours, minutes, seconds] = WORDED.exec(text) ?? CLOCK.exec(text) ?? [];
  return minutes === undefined ? undefined : 3600 * Number(hours ?? 0) + 60 * Number(minutes) + Number(seconds ?? 0);
}

const WORDED = /^(?:(\d{1,4}) ?h(?:r|rs|ours?)?,? ?)?(\d{1,4}) ?m(?:in|ins)?,? ?(\d{1,2}(?:\.\d{1,6})?) ?s(?:ec|ecs)?$/;
const CLOCK = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2}(?:\.\d{1,6})?)$/;

/** `10.1, 10.2, 10.0 ms`: runs, each apart by more than a comma, as that may group digits. */
function samplesIn(text: string): Cell | undefined {
  if (!SAMPLES.test(text)) return undefined;
  const values = text.split(/[,;/]\s+|\s?\/\s?/).map((part) => parseQuantity(part.trim()));
  const unit = values.findLast((one) => one !== undefined && one.unit !== '')?.unit ?? '';
  const samples = values.flatMap((one) => (one !== undefined && (one.unit === '' || one.unit === unit) ? [one.value] : []));
  const [value] = samples;
  return value === undefined || samples.length !== values.length ? undefined : { value, unit, isApproximate: false, samples };
}

const SAMPLES = /^\d[\d.]{0,20} ?[A-Za-zµμ/]{0,12}(?:(?:[,;/] | \/ )\d[\d.]{0,20} ?[A-Za-zµμ/]{0,12}){2,60}$/;

/** A change printed in a cell: `+3.6%`, `−12 %`, `1.03x (+2.5%)`; as a fraction. Undefined for anything else. */
export function readChange(
  text: string,
): { readonly change: number; readonly interval: readonly [number, number] | null; readonly noise: number | null } | undefined {
  const plain = plainCell(text).replace(/[\u2212\u2013]/g, '-');
  if (plain.length > 160) return undefined;
  const change = PERCENT.exec(plain);
  if (change === null) return undefined;
  const [low, high] = INTERVAL.exec(plain)?.slice(1).map(Number) ?? [];
  const noise = /\+\/?- ?([\d.]{1,12})(?: ?%)?(?: ?\/ ?floor ?([\d.]{1,12}))?/.exec(plain.slice(change.index + change[0].length)) ?? null;
  return {
    change: Number(change[1]) / 100,
    interval: low === undefined || high === undefined ? null : [low / 100, high / 100],
    noise: noise === null ? null : Math.max(Number(noise[1]), Number(noise[2] ?? 0)) / 100,
  };
}

const PERCENT = /(?<![\d.])([-+]?\d{1,9}(?:\.\d{1,9})?) ?%/;
const INTERVAL = /[([] ?([-+]?\d{1,9}(?:\.\d{1,9})?) ?% ?(?:to|,|\.\.|…|;) ?([-+]?\d{1,9}(?:\.\d{1,9})?) ?% ?[)\]]/;

/** A cell without emphasis, code marks and surrounding blanks. */
export function plainCell(text: string): string {
  return text
    .replace(/\*\*|__|`|~~/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
