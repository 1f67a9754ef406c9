/// <reference lib="dom" />
import { visible } from '../escape.ts';
import { heatInWords } from '../reported.ts';
import type { PageData, PageFinding } from './data.ts';
import { element, prose } from './dom.ts';
import { highlight } from './highlight.ts';

/** The row of a finding: a button that opens it, and an empty body that `fillBody` fills when it is first opened. */
export function findingRow(finding: PageFinding, index: number): HTMLElement {
  const heat = heatInWords(finding);
  const head = element(
    'button',
    { type: 'button', 'aria-expanded': 'false', 'aria-controls': `body-${index}` },
    element('span', { class: 'severity' }, finding.severity),
    element('span', { class: 'message' }, ...prose(finding.message)),
    element(
      'span',
      { class: 'place' },
      element('span', { class: 'path' }, `${finding.path}:${finding.line}`),
      ...(finding.function === null ? [] : [element('span', { class: 'function' }, finding.function)]),
      element('span', { class: 'rule' }, finding.rule),
      ...(heat === undefined ? [] : [heatMeter(finding, heat)]),
      ...(finding.state === 'new' ? [] : [element('span', { class: 'state' }, finding.state)]),
    ),
  );
  return element(
    'article',
    { class: `finding ${finding.severity}`, id: `finding-${index}` },
    element('h3', {}, head),
    element('div', { class: 'body', id: `body-${index}`, hidden: '' }),
  );
}

/** Code, cost, remedy, diff, guide and how to silence it. */
export function fillBody(body: HTMLElement, finding: PageFinding, texts: PageData['texts']): void {
  const { suggestion } = finding;
  body.append(
    ...(finding.code === null ? [] : [codeBlock(finding, finding.code)]),
    element('p', {}, ...prose(`${texts[finding.why] ?? ''} ${texts[finding.instead] ?? ''}`)),
    ...(suggestion === null ? [] : [diffBlock(finding.path, suggestion, finding.code)]),
    element(
      'p',
      { class: 'quiet' },
      `Guide: ${texts[finding.guide] ?? ''}. Silence it: `,
      element('code', { class: 'copy' }, `// perf-review: ignore ${finding.rule} -- <reason>`),
      ...(finding.url === null ? [] : [' ', element('a', { href: finding.url, rel: 'noreferrer' }, 'Open on the web')]),
    ),
  );
}

function heatMeter(finding: PageFinding, words: string): HTMLElement {
  const share = finding.hot?.share ?? null;
  const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
  bar.style.setProperty('--share', String(share ?? 0));
  return element('span', { class: `heat ${finding.hot?.source ?? ''}` }, ...(share === null ? [] : [bar]), words);
}

function codeBlock(finding: PageFinding, code: { readonly start: number; readonly lines: readonly string[] }): HTMLElement {
  const rows = code.lines.map((text, offset) => {
    const number = code.start + offset;
    const inside = number >= finding.line && number <= finding.endLine;
    const from = number === finding.line ? finding.column - 1 : text.length - text.trimStart().length;
    const to = number === finding.endLine ? finding.endColumn - 1 : text.length;
    return codeRow(String(number), text, inside ? [from, to] : undefined, inside ? 'inside' : '');
  });
  return element(
    'div',
    { class: 'code', role: 'region', 'aria-label': `Code of ${finding.path}, line ${finding.line}`, tabindex: '0' },
    ...rows,
  );
}

function diffBlock(
  path: string,
  suggestion: { readonly startLine: number; readonly endLine: number; readonly replacement: string },
  code: PageFinding['code'],
): HTMLElement {
  const after = suggestion.replacement === '' ? [] : suggestion.replacement.split(/\r\n|\r|\n/);
  const first = suggestion.startLine - (code?.start ?? 1);
  const before = code === null ? [] : code.lines.slice(first, first + suggestion.endLine - suggestion.startLine + 1);
  const paired = before.length === after.length;
  const side = (lines: readonly string[], others: readonly string[], sign: string, kind: string) =>
    lines.map((text, index) => codeRow(sign, text, paired ? changedPart(text, others[index] ?? '') : undefined, kind));
  return element(
    'div',
    { class: 'code diff', role: 'region', 'aria-label': `Suggestion for line ${suggestion.startLine}, ${path}`, tabindex: '0' },
    ...side(before, after, '−', 'removed'),
    ...side(after, before, '+', 'added'),
  );
}

/** The part of a line that its counterpart does not share at the start or the end. */
function changedPart(text: string, other: string): readonly [number, number] {
  const most = Math.min(text.length, other.length);
  let head = 0;
  while (head < most && text[head] === other[head]) head++;
  let tail = 0;
  while (tail < most - head && text[text.length - 1 - tail] === other[other.length - 1 - tail]) tail++;
  return [head, text.length - tail];
}

function codeRow(label: string, text: string, mark: readonly [number, number] | undefined, kind: string): HTMLElement {
  const line = element('code', {});
  let at = 0;
  for (const token of highlight(text)) {
    const cuts = mark === undefined ? [] : mark.filter((cut) => cut > at && cut < at + token.text.length);
    const edges = [at, ...cuts, at + token.text.length];
    for (let i = 0; i + 1 < edges.length; i++) {
      const [from = 0, to = 0] = edges.slice(i, i + 2);
      const piece = visible(text.slice(from, to));
      const marked = mark !== undefined && from >= mark[0] && to <= mark[1];
      const attributes: Record<string, string> = token.kind === undefined ? {} : { class: token.kind };
      line.append(marked ? element('mark', attributes, piece) : token.kind === undefined ? piece : element('span', attributes, piece));
    }
    at += token.text.length;
  }
  return element('div', { class: `row ${kind}` }, element('span', { class: 'label' }, label), line);
}
