/**
 * Makes the pictures of the README from the sample pull request: terminal, summary comment and HTML report, light and dark.
 * Needs Chromium (as the browser tests do) and util-linux's `script`, which gives the command line a terminal.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/cli.js');
const docs = join(root, 'docs');
const folder = await mkdtemp(join(tmpdir(), 'screenshots-'));
const env = { ...process.env, COLUMNS: '100', TERM: 'xterm-256color' };
delete env.NO_COLOR;

const run = (args) => execFileSync(process.execPath, [cli, ...args], { cwd: folder, env, encoding: 'utf8' });
const inTerminal = (command) => execFileSync('script', ['-qec', command, '/dev/null'], { cwd: folder, env, encoding: 'utf8' });

const COLORS = {
  1: 'font-weight:700',
  2: 'opacity:.65',
  31: 'color:var(--red)',
  32: 'color:var(--green)',
  33: 'color:var(--yellow)',
  34: 'color:var(--blue)',
  36: 'color:var(--cyan)',
};

/** Text with the escape codes that the terminal report uses, as HTML. */
function ansiToHtml(text) {
  let open = 0;
  const html = text
    .replace(/\r/g, '')
    .replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c])
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with the escape character.
    .replace(/\u001b\[(\d+)m/g, (_, code) => {
      if (COLORS[code]) {
        open += 1;
        return `<span style="${COLORS[code]}">`;
      }
      if (open === 0) return '';
      open -= 1;
      return '</span>';
    });
  return html + '</span>'.repeat(open);
}

const page = (style, body) => `<!doctype html><meta charset="utf-8"><style>
:root{color-scheme:light dark;--red:light-dark(#b3261e,#f2837a);--green:light-dark(#1f6f3f,#7cc796);--yellow:light-dark(#8a5300,#e5b567);--blue:light-dark(#2f5f9e,#8fb3de);--cyan:light-dark(#0b6a75,#7fd0d8)}
body{margin:0;padding:20px;background:light-dark(#fff,#0d1117);color:light-dark(#1f2328,#e6edf3);${style}}</style>${body}`;
const MONO = 'font:13px/1.45 "DejaVu Sans Mono",monospace;white-space:pre';
const PROSE = 'font:14px/1.5 "DejaVu Sans",system-ui,sans-serif;max-width:860px';
const TABLES =
  '<style>table{border-collapse:collapse}td,th{border:1px solid light-dark(#d1d9e0,#3d444d);padding:5px 11px;text-align:left}code,pre{background:light-dark(#f6f8fa,#151b23);border-radius:6px;font:12px/1.45 "DejaVu Sans Mono",monospace}code{padding:.15em .35em}pre{padding:12px;overflow:auto}pre code{padding:0;background:none}</style>';

const report = run(['sample', '--format', 'html']);
const markdown = run(['sample', '--format', 'markdown']);
const terminal = inTerminal(`${process.execPath} ${cli} sample`);
const summary = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });

const pictures = [
  ['terminal', page(MONO, ansiToHtml(terminal)), 940, 900],
  ['summary', page(PROSE, TABLES + summary), 920, 1400],
  ['report', report, 1280, 1000],
];

await mkdir(docs, { recursive: true });
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
for (const [name, html, width, height] of pictures) {
  for (const colorScheme of ['light', 'dark']) {
    const tab = await browser.newPage({ colorScheme, viewport: { width, height }, deviceScaleFactor: 1 });
    await tab.setContent(html);
    await tab.screenshot({ path: join(docs, `${name}-${colorScheme}.png`), fullPage: name !== 'report' });
    await tab.close();
  }
}
await browser.close();
await rm(folder, { recursive: true });
