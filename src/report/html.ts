import type { Comparison } from '../evidence/evidence.ts';
import { type Finding, ITEMS } from '../findings.ts';
import type { Profile } from '../heat/profile.ts';
import type { Review } from '../review.ts';
import { embeddedJson, htmlText, oneLine, visible } from './escape.ts';
import { clientScript, clientStyle, flameScript } from './html/client.generated.ts';
import type { PageData, PageFinding } from './html/data.ts';
import { flameOf, hottestHtml } from './html/flame.ts';
import { checklistHtml, closingHtml, evidenceHtml, verdictHtml } from './html/overview.ts';
import { blobUrl } from './links.ts';
import { worstFirst } from './reported.ts';
import type { SourceLines } from './source-lines.ts';
import { verdictLine } from './summary.ts';

export interface HtmlOptions {
  /** Texts at the head: without them findings show no code and suggestions no left side. */
  readonly lines?: SourceLines;
  /** `https://github.com`; without it nothing is linked. */
  readonly serverUrl?: string;
  /** Least change that counts for a comparison, as a share: the band drawn around zero. */
  readonly floor?: (comparison: Comparison) => number | undefined;
  /** Profile to draw as a flame graph, with its hottest functions. */
  readonly profile?: Profile;
  /** What moved between the profiles of both sides, as text. */
  readonly moved?: string;
}

/** Findings the page holds; a browser stays quick with them. */
export const HTML_FINDINGS = 5000;

const AROUND = 3;
const MOST_LINES = 24;

/** The review as one HTML file that needs no network: overview, findings with code and diffs, filters, evidence charts. */
export function renderHtml(review: Review, options: HtmlOptions = {}): string {
  const { subject, tool } = review;
  const place =
    options.serverUrl === undefined ? undefined : { serverUrl: options.serverUrl, repository: subject.repository, commit: subject.head };
  const link = (finding: Finding) => (place === undefined ? null : blobUrl(place, finding.path, finding.line, finding.endLine));
  const what = `${oneLine(subject.repository, 200)}${subject.pullRequest === null ? '' : ` #${subject.pullRequest}`}`;
  const evidence = evidenceHtml(review, options.floor ?? (() => undefined));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${htmlText(`${verdictLine(review)} · ${what}`)}</title>
<style>${clientStyle}</style>
</head>
<body>
<header class="top">
<p><b>${tool.name}</b> <span>${htmlText(what)}</span> <code>${htmlText(subject.base.slice(0, 12))}…${htmlText(subject.head.slice(0, 12))}</code></p>
<nav aria-label="Page"><a href="#findings">Findings</a>${evidence === '' ? '' : '<a href="#evidence">Evidence</a>'}<a href="#coverage">Coverage</a><button type="button" id="help-button" aria-haspopup="dialog">Keys <kbd>?</kbd></button><button type="button" id="theme-button">Theme</button></nav>
</header>
<main>
<div class="overview">${verdictHtml(review, link)}${checklistHtml(review)}</div>
<section id="findings"><h2>Findings <span id="shown" class="quiet" role="status"></span></h2>
<noscript><p>The list of findings needs JavaScript; report.json and report.sarif hold the same.</p></noscript>
<div class="browser"><form id="filters" role="search" aria-label="Filter findings"></form><div id="list"></div></div></section>
${profileHtml(options)}
${evidence}
${closingHtml(review)}
</main>
<footer><p>${tool.name} ${htmlText(oneLine(tool.version, 40))}. This file is complete in itself and asks nothing of the network.</p></footer>
<script type="application/json" id="data">${embeddedJson(pageData(review, options, link))}</script>
<script>${clientScript}</script>${
    options.profile?.calls
      ? `
<script>${flameScript}</script>`
      : ''
  }
</body>
</html>
`;
}

function profileHtml({ profile, moved = '' }: HtmlOptions): string {
  if (profile === undefined && moved === '') return '';
  const bars = moved === '' ? '' : `<pre>${htmlText(visible(moved))}</pre>`;
  return `<section id="profile"><h2>Profile</h2>${bars}<div id="flame-graph"></div>${profile === undefined ? '' : hottestHtml(profile)}</section>`;
}

function pageData(review: Review, options: HtmlOptions, link: (finding: Finding) => string | null): PageData {
  const places = new Map<string, number>();
  const intern = (text: string): number => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, places.size);
    return places.size - 1;
  };
  const order = worstFirst(review.findings);
  const sorted = [...order.filter((finding) => finding.state === 'new'), ...order.filter((finding) => finding.state !== 'new')];
  const findings = sorted.slice(0, HTML_FINDINGS).map(
    (finding): PageFinding => ({
      rule: finding.rule,
      item: finding.item,
      severity: finding.severity,
      state: finding.state,
      path: visible(finding.path),
      line: finding.line,
      endLine: finding.endLine,
      column: finding.column,
      endColumn: finding.endColumn,
      message: oneLine(finding.message),
      why: intern(oneLine(finding.why)),
      instead: intern(oneLine(finding.instead)),
      guide: intern(oneLine(finding.guide)),
      function: finding.function === null ? null : oneLine(finding.function, 200),
      hot: finding.hot,
      suggestion: finding.suggestion,
      url: link(finding),
      code: excerpt(finding, options.lines?.(finding.path)),
    }),
  );
  return {
    texts: [...places.keys()],
    items: ITEMS,
    findings,
    leftOut: sorted.length - findings.length,
    flame: (options.profile && flameOf(options.profile)) ?? null,
  };
}

function excerpt(finding: Finding, lines: readonly string[] | undefined): PageFinding['code'] {
  if (lines === undefined || finding.line > lines.length) return null;
  const first = Math.min(finding.line, finding.suggestion?.startLine ?? finding.line);
  const last = Math.max(finding.endLine, finding.suggestion?.endLine ?? finding.endLine);
  const start = Math.max(1, first - AROUND);
  return { start, lines: lines.slice(start - 1, Math.min(last + AROUND, start - 1 + MOST_LINES)).map((line) => line.slice(0, 400)) };
}
