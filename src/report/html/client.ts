/// <reference lib="dom" />
import type { PageData } from './data.ts';
import { byId, element } from './dom.ts';
import { applyFilter, searchText } from './filter.ts';
import { filterView } from './filter-view.ts';
import { fillBody, findingRow } from './finding-view.ts';

/** Findings that are opened at once, when there are no more. */
const OPEN_AT_ONCE = 5;
/** Findings that are opened for printing; thousands of pages help nobody. */
const OPEN_FOR_PRINT = 300;

const KEYS: readonly (readonly [string, string])[] = [
  ['j', 'next finding'],
  ['k', 'previous finding'],
  ['Enter', 'open or close it'],
  ['e', 'open or close all that are shown'],
  ['f or /', 'filter'],
  ['Esc', 'leave the filter; then show all'],
  ['t', 'light, dark, or as the system says'],
  ['?', 'these keys'],
];

start(JSON.parse(byId('data').textContent ?? 'null') as PageData);

function start(data: PageData): void {
  const list = byId('list');
  const rows = data.findings.map(findingRow);
  const searchTexts = data.findings.map(searchText);
  list.append(...rows);
  let shown: readonly number[] = [];

  const filters = filterView(byId('filters'), data, () => {
    const hash = filters.toHash();
    history.replaceState(null, '', hash === '' ? location.pathname + location.search : `#${hash}`);
    refresh();
  });

  function refresh(): void {
    const { visible, counts } = applyFilter(data.findings, searchTexts, filters.read());
    for (const [index, row] of rows.entries()) {
      const hidden = visible[index] !== true;
      if (row.hidden !== hidden) row.hidden = hidden;
    }
    shown = visible.flatMap((each, index) => (each ? [index] : []));
    filters.showCounts(counts);
    const left = data.leftOut === 0 ? '' : `; ${data.leftOut} milder ones are in report.json`;
    byId('shown').textContent =
      rows.length === 0 ? 'none' : `${shown.length === rows.length ? rows.length : `${shown.length} of ${rows.length}`}${left}`;
    list.classList.toggle('empty', shown.length === 0);
  }

  function headOf(index: number | undefined): HTMLButtonElement | null {
    return index === undefined ? null : (rows[index]?.querySelector('button') ?? null);
  }

  function setOpen(index: number, open: boolean): void {
    const finding = data.findings[index];
    const head = headOf(index);
    const body = rows[index]?.querySelector<HTMLElement>('.body');
    if (finding === undefined || head === null || body === null || body === undefined) return;
    if (open && body.childElementCount === 0) fillBody(body, finding, data.texts);
    head.setAttribute('aria-expanded', String(open));
    body.hidden = !open;
  }

  function isOpen(index: number): boolean {
    return headOf(index)?.getAttribute('aria-expanded') === 'true';
  }

  function step(by: number): void {
    const current = shown.findIndex((index) => rows[index]?.contains(document.activeElement) === true);
    const next = current === -1 ? (by > 0 ? 0 : shown.length - 1) : Math.min(shown.length - 1, Math.max(0, current + by));
    const head = headOf(shown[next]);
    head?.focus({ preventScroll: true });
    head?.scrollIntoView({ block: 'nearest' });
  }

  function toggleAll(): void {
    const open = !shown.slice(0, OPEN_FOR_PRINT).every(isOpen);
    for (const index of shown.slice(0, OPEN_FOR_PRINT)) setOpen(index, open);
  }

  list.addEventListener('click', (event) => {
    const head = event.target instanceof Element ? event.target.closest('button') : null;
    const row = head?.closest('article');
    const index = row === null || row === undefined ? -1 : rows.indexOf(row);
    if (index >= 0) setOpen(index, !isOpen(index));
  });
  window.addEventListener('hashchange', () => {
    if (!location.hash.includes('=')) return;
    filters.restore(location.hash);
    refresh();
    byId('findings').scrollIntoView();
  });
  window.addEventListener('beforeprint', () => {
    for (const index of shown.slice(0, OPEN_FOR_PRINT)) setOpen(index, true);
  });

  const help = keyHelp();
  const toggleTheme = themes();
  byId('help-button').addEventListener('click', () => help.showModal());
  byId('theme-button').addEventListener('click', toggleTheme);
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const typing = event.target instanceof HTMLInputElement && event.target.type !== 'checkbox';
    if (event.key === 'Escape') {
      if (typing) filters.search.blur();
      else {
        filters.clear();
        filters.search.dispatchEvent(new Event('input', { bubbles: true }));
      }
      return;
    }
    if (typing) return;
    const action = {
      j: () => step(1),
      k: () => step(-1),
      e: toggleAll,
      f: focusSearch,
      '/': focusSearch,
      t: toggleTheme,
      '?': () => help.showModal(),
    }[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });

  function focusSearch(): void {
    filters.search.focus();
    filters.search.select();
  }

  filters.restore(location.hash);
  if (location.hash === '' && data.findings.some((finding) => finding.state !== 'new')) filters.restore('#state=new');
  refresh();
  if (shown.length <= OPEN_AT_ONCE) for (const index of shown) setOpen(index, true);
}

function keyHelp(): HTMLDialogElement {
  const rows = KEYS.map(([key, does]) => element('div', {}, element('dt', {}, element('kbd', {}, key)), element('dd', {}, does)));
  const close = element('button', { type: 'button' }, 'Close');
  const dialog = element(
    'dialog',
    { 'aria-labelledby': 'keys-title' },
    element('h2', { id: 'keys-title' }, 'Keys'),
    element('dl', {}, ...rows),
    close,
  );
  close.addEventListener('click', () => dialog.close());
  document.body.append(dialog);
  return dialog;
}

/** Returns what turns to the next of: as the system says, light, dark. */
function themes(): () => void {
  const button = byId('theme-button');
  const names = ['auto', 'light', 'dark'];
  let at = 0;
  const show = (): void => {
    const name = names[at] ?? 'auto';
    document.documentElement.style.colorScheme = name === 'auto' ? 'light dark' : name;
    button.textContent = `Theme: ${name}`;
  };
  show();
  return () => {
    at = (at + 1) % names.length;
    show();
  };
}
