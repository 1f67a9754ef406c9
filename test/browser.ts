import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where Debian and Ubuntu put the browser; `CHROMIUM` names another. */
const PLACES = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Path of a browser on this machine; undefined when there is none, and the tests that need it are skipped. */
export const browserPath = PLACES.find((path) => path !== '' && existsSync(path));

/** Starts the browser. It looks nothing up by itself. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** What a page did that it should not: console errors, exceptions, requests that leave the file. */
export function watch(page: Page): readonly string[] {
  const offences: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') offences.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => offences.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith('file://') && !request.url().startsWith('data:')) offences.push(`request: ${request.url()}`);
  });
  return offences;
}
