/// <reference lib="dom" />
import type { PageData } from './data.ts';
import { element } from './dom.ts';
import { FACETS, type Facet, type Filter, facetValue } from './filter.ts';

const TITLES: Readonly<Record<Facet, string>> = { severity: 'Severity', heat: 'Heat', item: 'Checklist', rule: 'Rule', state: 'State' };
const FIRST: readonly string[] = ['error', 'warning', 'note', 'new'];

/** The filter form: a search field and a group of boxes for each facet that has a choice. */
export interface FilterView {
  readonly search: HTMLInputElement;
  readonly read: () => Filter;
  /** Sets fields from `#severity=error&rule=a&text=…`; what the form does not know is passed over. */
  readonly restore: (hash: string) => void;
  readonly toHash: () => string;
  readonly showCounts: (counts: Readonly<Record<Facet, ReadonlyMap<string, number>>>) => void;
  readonly clear: () => void;
}

interface Box {
  readonly facet: Facet;
  readonly value: string;
  readonly input: HTMLInputElement;
  readonly label: HTMLElement;
  readonly count: HTMLElement;
}

/** Fills the form; `changed` is called after each change by the reader. */
export function filterView(form: HTMLElement, data: PageData, changed: () => void): FilterView {
  const search = element('input', {
    type: 'search',
    id: 'search',
    placeholder: 'Path, function, rule, words',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const boxes = FACETS.flatMap((facet) => boxesOf(facet, data));
  const groups = FACETS.flatMap((facet) => {
    const own = boxes.filter((box) => box.facet === facet);
    return own.length < 2
      ? []
      : [element('fieldset', { class: `facet-${facet}` }, element('legend', {}, TITLES[facet]), ...own.map((box) => box.label))];
  });
  const reset = element('button', { type: 'button', class: 'reset' }, 'Show all');
  form.append(element('label', { class: 'search', for: 'search' }, 'Filter ', element('kbd', {}, 'f')), search, ...groups, reset);

  const view: FilterView = {
    search,
    read: () => ({ text: search.value, ...checked(boxes) }),
    restore: (hash) => {
      const wanted = new URLSearchParams(hash.replace(/^#/, ''));
      search.value = wanted.get('text') ?? '';
      for (const box of boxes) box.input.checked = (wanted.get(box.facet) ?? '').split(',').includes(box.value);
    },
    toHash: () => {
      const parameters = new URLSearchParams();
      const chosen = checked(boxes);
      for (const facet of FACETS) if (chosen[facet].size > 0) parameters.set(facet, [...chosen[facet]].join(','));
      if (search.value !== '') parameters.set('text', search.value);
      return parameters.toString();
    },
    showCounts: (counts) => {
      for (const box of boxes) {
        const count = counts[box.facet].get(box.value) ?? 0;
        box.count.textContent = String(count);
        box.label.classList.toggle('none', count === 0);
      }
    },
    clear: () => {
      search.value = '';
      for (const box of boxes) box.input.checked = false;
    },
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', changed);
  reset.addEventListener('click', () => {
    view.clear();
    changed();
  });
  return view;
}

function boxesOf(facet: Facet, data: PageData): Box[] {
  const values = new Map<string, number>();
  for (const finding of data.findings) values.set(facetValue(finding, facet), (values.get(facetValue(finding, facet)) ?? 0) + 1);
  const rank = (value: string): number => (FIRST.includes(value) ? FIRST.indexOf(value) - FIRST.length : 0);
  const sorted = [...values].sort(([a, many], [b, more]) => rank(a) - rank(b) || more - many || (a < b ? -1 : 1));
  return sorted.map(([value]) => {
    const input = element('input', { type: 'checkbox', name: facet, value });
    const count = element('span', { class: 'count' });
    const text = facet === 'item' ? (data.items[value] ?? value) : value;
    return {
      facet,
      value,
      input,
      count,
      label: element('label', { class: 'box', 'data-value': value }, input, element('span', { class: 'name' }, text), count),
    };
  });
}

function checked(boxes: readonly Box[]): Omit<Filter, 'text'> {
  const chosen = (facet: Facet): ReadonlySet<string> =>
    new Set(boxes.filter((box) => box.facet === facet && box.input.checked).map((box) => box.value));
  return { severity: chosen('severity'), heat: chosen('heat'), item: chosen('item'), rule: chosen('rule'), state: chosen('state') };
}
