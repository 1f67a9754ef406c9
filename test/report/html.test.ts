import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { renderHtml } from '../../src/report/html.ts';
import type { Review } from '../../src/review.ts';
import { browserPath, launch, watch } from '../browser.ts';
import { aFinding, aReview } from '../factories.ts';
import { SAMPLE_LINES, SAMPLE_REVIEW } from './sample.ts';

const withBrowser = browserPath === undefined ? describe.skip : describe;
if (browserPath === undefined) console.warn('No Chromium on this machine: the HTML report is not tested in a browser.');

let browser: Browser;
let folder: string;

/** Opens the report of a review in a page of its own. */
async function open(
  review: Review,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<{ readonly page: Page; readonly offences: readonly string[] }> {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.html`);
  writeFileSync(file, renderHtml(review, { lines: SAMPLE_LINES, floor: (row) => row.floor }));
  const page = await browser.newPage({ colorScheme, viewport: { width: 1200, height: 900 } });
  const offences = watch(page);
  await page.goto(pathToFileURL(file).href);
  return { page, offences };
}

const shownRows = (page: Page) => page.locator('#list article:visible').count();

withBrowser('the HTML report in a browser', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'html-'));
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('opens without an error, a warning or a request', async () => {
    const { page, offences } = await open(SAMPLE_REVIEW);
    expect(await page.title()).toContain('perf-review');
    expect(await shownRows(page)).toBeGreaterThan(0);
    expect(offences).toEqual([]);
    await page.close();
  });

  test('filters by text and by box, and remembers it in the address', async () => {
    const { page } = await open(SAMPLE_REVIEW);
    const all = await shownRows(page);
    await page.locator('#search').fill('range-loop-copy');
    expect(await shownRows(page)).toBeLessThan(all);
    expect(page.url()).toContain('text=range-loop-copy');
    await page.locator('#search').fill('');
    await page.locator('fieldset.facet-severity input').first().check();
    expect(await shownRows(page)).toBeLessThan(all);
    await page.locator('button.reset').click();
    expect(await shownRows(page)).toBeGreaterThanOrEqual(all);
    await page.close();
  });

  test('is walked by the keyboard: next, open, filter, leave, help', async () => {
    const { page } = await open(SAMPLE_REVIEW);
    await page.keyboard.press('j');
    const focused = () => page.evaluate(() => document.activeElement?.closest('article')?.textContent ?? '');
    const first = await focused();
    expect(first).not.toBe('');
    await page.keyboard.press('j');
    expect(await focused()).not.toBe(first);
    const isOpen = () => page.evaluate(() => document.activeElement?.getAttribute('aria-expanded'));
    const before = await isOpen();
    await page.keyboard.press('Enter');
    expect(await isOpen()).not.toBe(before);
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('search');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    expect(await page.locator('dialog').isVisible()).toBe(true);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('has no accessibility fault that axe finds, %s', async (scheme) => {
    const { page } = await open(SAMPLE_REVIEW, scheme);
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const faults = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
      const { violations } = await axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`);
    });
    expect(faults).toEqual([]);
    await page.close();
  });

  test('holds hostile text without running or showing it as markup', async () => {
    const hostile = '</script><img src=x onerror="document.title=\'owned\'"><!-- \u202e';
    const { page, offences } = await open(
      aReview({ findings: [aFinding({ message: hostile, path: hostile, function: hostile, why: hostile })] }),
    );
    expect(await page.title()).not.toContain('owned');
    expect(await page.locator('img').count()).toBe(0);
    expect(offences).toEqual([]);
    await page.close();
  });

  test('holds 2,000 findings within 3 MB', async () => {
    const findings = Array.from({ length: 2000 }, (_, i) =>
      aFinding({
        path: `core/file${i % 100}.cc`,
        line: i + 1,
        fingerprint: `${i.toString(16).padStart(16, '0')}:1`,
        severity: i % 3 === 0 ? 'error' : 'warning',
      }),
    );
    const review = aReview({ findings });
    expect(Buffer.byteLength(renderHtml(review))).toBeLessThan(3 * 1024 * 1024);
    const { page } = await open(review);
    expect(await page.locator('#list article').count()).toBe(2000);
    await page.locator('#search').fill('file42.cc');
    expect(await shownRows(page)).toBe(20);
    await page.close();
  });
});
