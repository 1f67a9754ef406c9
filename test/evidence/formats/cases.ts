import { describe, expect, test } from '@jest/globals';
import { codes, read, rows } from './read.ts';

/** Output as a tool prints it, with what is to be read: lower (↓) and higher (↑) is better, secondary figures in parentheses. */
export interface Case {
  readonly name: string;
  readonly format: string;
  readonly text: string;
  readonly rows: readonly string[];
  readonly problems?: readonly string[];
}

/** Tests each case as printed, as quoted and coloured by a mail program or a terminal, and cut off. */
export function testCases(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    test.each(cases)('$name is read as $format', ({ format, text, rows: expected, problems = [] }) => {
      const reading = read(text);
      expect(reading.format).toBe(format);
      expect(rows(reading)).toEqual(expected);
      expect(codes(reading)).toEqual(problems);
    });

    test.each(cases)('$name, quoted and coloured, says the same', ({ text, rows: expected, format }) => {
      if (/json|xml/.test(format)) return;
      const quoted = text
        .split('\n')
        .map((line) => `> \u001b[32m${line}\u001b[0m`)
        .join('\r\n');
      expect(rows(read(quoted))).toEqual(expected);
    });

    test.each(cases)('$name, cut off anywhere, gives no more than it says and never throws', ({ text, rows: expected }) => {
      for (let end = 0; end < text.length; end += 7) {
        const reading = read(text.slice(0, end));
        expect(reading.measurements.length).toBeLessThanOrEqual(expected.length + 1);
        for (const { values } of reading.measurements) for (const value of values) expect(Number.isFinite(value)).toBe(true);
      }
    });
  });
}
