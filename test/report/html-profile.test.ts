import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { readProfile } from '../../src/heat/read-profile.ts';
import { flameOf } from '../../src/report/html/flame.ts';
import { renderHtml } from '../../src/report/html.ts';
import { browserPath, launch, watch } from '../browser.ts';
import { aReview } from '../factories.ts';

const profile = readProfile('server.folded', readFileSync(new URL('../heat/profiles/folded.txt', import.meta.url)), 'after');

test('a flame graph nests callees in their callers, in parts per million', () => {
  const flame = flameOf(readProfile('p', 'main;a;b 60\nmain;a 20\nmain;c 20\n'));
  const leaf = (name: string, value: number) => ({ name, value, children: [] });
  expect(flame).toEqual({
    name: 'p',
    value: 1_000_000,
    children: [
      { name: 'main', value: 1_000_000, children: [{ name: 'a', value: 800_000, children: [leaf('b', 600_000)] }, leaf('c', 200_000)] },
    ],
  });
});

test('a flat profile has no flame graph, and a hostile one no end of frames', () => {
  expect(flameOf(readProfile('p', '# Overhead  Symbol\n  90.00%  [.] f\n'))).toBeUndefined();
  const wide = Array.from({ length: 900 }, (_, i) => Array.from({ length: 9 }, (_, depth) => `f${i}_${depth}`).join(';')).join(' 1\n');
  const count = (node: { readonly children?: readonly object[] } | undefined): number =>
    1 + (node?.children ?? []).reduce<number>((sum, child) => sum + count(child), 0);
  expect(count(flameOf(readProfile('p', `${wide} 1\n`)))).toBeLessThanOrEqual(4000);
});

test('the page carries the script of the flame graph only where there is one', () => {
  expect(renderHtml(aReview())).not.toContain('d3-flame-graph-label"');
  expect(renderHtml(aReview(), { profile, moved: '<b>moved</b>' })).toContain('<pre>&#60;b&#62;moved&#60;/b&#62;</pre>');
});

(browserPath === undefined ? describe.skip : describe)('in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'perf-review-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test('the graph is drawn, finds functions, enters frames, and asks nothing of the network', async () => {
    const hostile = readProfile('p', `main;</script><img src=x onerror=alert(1)> 30\n${'main;srv::queue::drain 70\n'}`, 'after');
    for (const shown of [profile, hostile]) {
      const path = join(folder, 'report.html');
      writeFileSync(path, renderHtml(aReview(), { profile: shown }));
      const page = await browser.newPage();
      const offences = watch(page);
      await page.goto(pathToFileURL(path).href);
      const frames = page.locator('#flame-graph g.frame');
      expect(await frames.count()).toBeGreaterThan(2);
      expect(await page.locator('#flame-graph img').count()).toBe(0);
      await page.getByRole('searchbox', { name: 'Find a function in the flame graph' }).fill('srv::');
      expect(await page.locator('#flame-graph rect[fill="#E600E6"]').count()).toBeGreaterThan(0);
      await frames
        .filter({ has: page.locator('title', { hasText: 'main' }) })
        .first()
        .click();
      expect(await page.locator('#flame-graph g.fade').count()).toBeGreaterThan(0);
      await page.setViewportSize({ width: 500, height: 700 });
      await page.waitForFunction(() => (document.querySelector('#flame-graph svg')?.getBoundingClientRect().width ?? 999) <= 500);
      expect(offences).toEqual([]);
      await page.close();
    }
  });
});
