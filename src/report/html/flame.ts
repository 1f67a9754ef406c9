import { nameOf } from '../../heat/compare-profiles.ts';
import { inPercent, type Profile, unitInWords } from '../../heat/profile.ts';
import { htmlText, oneLine } from '../escape.ts';
import type { FlameNode } from './data.ts';

/** Frames that are drawn: a browser stays quick with them, and the page small. */
const MOST_FRAMES = 4000;
/** Share below which a frame is narrower than a pixel. */
const LEAST = 0.001;

/** The call graph of a profile as nested frames, heaviest first, values in parts per million. Undefined where the profile is flat. */
export function flameOf({ calls, functions, name }: Profile): FlameNode | undefined {
  if (calls === null) return undefined;
  const shares = [...Array(calls.parents.length).keys()].filter((place) => (calls.shares[place] ?? 0) >= LEAST);
  // A caller is never lighter than what it calls, so that callers come first and no frame lacks its own.
  shares.sort((a, b) => (calls.shares[b] ?? 0) - (calls.shares[a] ?? 0) || a - b);
  const nodes = new Map<number, { name: string; value: number; children: FlameNode[] }>();
  for (const place of shares.slice(0, MOST_FRAMES)) {
    const id = calls.functions[place] ?? -1;
    const symbol = functions[id];
    const label = place === 0 ? oneLine(name, 100) : symbol ? oneLine(nameOf(symbol), 200) : 'no name';
    const node = { name: label, value: Math.round((calls.shares[place] ?? 0) * 1e6), children: [] };
    nodes.set(place, node);
    nodes.get(calls.parents[place] ?? -1)?.children.push(node);
  }
  return nodes.get(0);
}

const MOST_ROWS = 20;

/** The hottest functions as a table: what the flame graph says, for those who do not see it. */
export function hottestHtml({ functions, unit, samples }: Profile): string {
  const rows = [...functions]
    .sort((a, b) => b.self - a.self)
    .slice(0, MOST_ROWS)
    .map(
      (each) =>
        `<tr><td><code>${htmlText(oneLine(nameOf(each), 200))}</code></td><td class="figure">${inPercent(each.self)}</td><td class="figure">${inPercent(each.total)}</td></tr>`,
    );
  const counted = samples === null ? unitInWords(unit) : `${samples.toLocaleString('en-US')} samples`;
  return `<details><summary>Hottest functions, of ${htmlText(counted)}</summary><table><thead><tr><th scope="col">Function</th><th scope="col">own</th><th scope="col">with callees</th></tr></thead><tbody>${rows.join('')}</tbody></table></details>`;
}
