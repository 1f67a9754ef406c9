import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';

/** Holds a rendered text against `test/report/golden/<name>`, a file that a person can open. `GOLDEN=write` writes it anew. */
export function expectGolden(name: string, text: string): void {
  const file = new URL(`golden/${name}`, import.meta.url);
  if (process.env.GOLDEN === 'write') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
