import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { codeFrame, displayWidth } from '../../src/report/code-frame.ts';
import { sourceLines } from '../../src/report/source-lines.ts';
import { styleOf } from '../../src/report/style.ts';
import { duration, hintsFor, renderText } from '../../src/report/text.ts';
import { renderEvidenceText } from '../../src/report/text-evidence.ts';
import { renderRule, renderRuleList } from '../../src/report/text-rules.ts';
import { aFinding, aReview } from '../factories.ts';
import { expectGolden } from './golden.ts';
import { hostileFinding, hostileText } from './hostile.ts';
import { SAMPLE_EVIDENCE, SAMPLE_LINES, SAMPLE_REVIEW, SAMPLE_RULES } from './sample.ts';

const PLAIN = { colors: false };
const same = (text: string): string => text;

describe('the terminal report', () => {
  test('shows findings by file with the range underlined, and closes with counts and time', () => {
    expectGolden(
      'review.txt',
      renderText(SAMPLE_REVIEW, { ...PLAIN, lines: SAMPLE_LINES, elapsed: 1234, hints: hintsFor(SAMPLE_REVIEW, 'perf-review') }),
    );
  });

  test('of a clean review is one line', () => {
    expect(renderText(aReview(), { ...PLAIN, elapsed: 87 })).toBe(
      '✓ passed: no findings; reviewed 1 of 1 C++ file, 0 lines unread in 87 ms\n',
    );
  });

  test('shows a suggestion and no frame when the text is not at hand', () => {
    const text = renderText(SAMPLE_REVIEW, PLAIN);
    expect(text).toContain('+   │     for (const auto& name : names) {');
    expect(text).not.toContain('^^^');
  });

  test('colours are SGR sequences, and only when asked for', () => {
    expect(renderText(SAMPLE_REVIEW, { colors: true, lines: SAMPLE_LINES })).toContain('\u001b[31m\u001b[1merror\u001b[22m\u001b[39m');
    expect(renderText(SAMPLE_REVIEW, { ...PLAIN, lines: SAMPLE_LINES })).not.toContain('\u001b');
  });

  test('shows interval bars in place of the comparisons', () => {
    expect(renderEvidenceText(SAMPLE_EVIDENCE, { ...PLAIN, bars: 'BM_Drain ├──●──┤' })).toContain('  BM_Drain ├──●──┤\n');
  });

  test('says why no evidence is asked for', () => {
    expect(renderEvidenceText(aReview().evidence, PLAIN)).toBe('No evidence is asked for: nothing calls this performance work.\n');
  });

  test('hostile text gives no control character and no workflow command', () => {
    fc.assert(
      fc.property(fc.array(hostileFinding, { maxLength: 4 }), hostileText, (findings, text) => {
        const lines = sourceLines(new Map(findings.map((finding) => [finding.path, `${text}\n`.repeat(1010)])));
        const evidence = { ...SAMPLE_EVIDENCE, because: text, claims: [{ text, measured: text, status: 'overstated' as const }] };
        const report = renderText({ ...SAMPLE_REVIEW, findings, fixed: findings, evidence }, { ...PLAIN, lines });
        expect(report.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
        expect(report).not.toMatch(/##\[|^\s*::/m);
      }),
    );
  });
});

test('parts of a line do not join to a workflow command', () => {
  const finding = aFinding({ path: 'a.cc', line: 1, endLine: 1, column: 1, endColumn: 5, suggestion: null });
  const lines = sourceLines(new Map([['a.cc', 'ab##[add-mask]x\n']]));
  expect(renderText(aReview({ findings: [finding] }), { ...PLAIN, lines })).not.toContain('##[');
});

describe('the rules', () => {
  test('are listed by item of the guide', () => expectGolden('rules.txt', renderRuleList(SAMPLE_RULES, PLAIN)));
  test('are explained one by one', () => {
    const [rule] = SAMPLE_RULES;
    if (rule !== undefined) expectGolden('rule.txt', renderRule(rule, PLAIN));
  });
});

describe('a code frame', () => {
  const frame = (lines: readonly string[], line: number, column: number, endColumn: number, width?: number) =>
    codeFrame(lines, { line, endLine: line, column, endColumn }, styleOf(false), same, width);

  test('underlines behind tabs', () => expect(frame(['\tint x;'], 1, 2, 5)).toEqual(['> 1 │     int x;', '    │     ^^^']));
  test('underlines behind wide characters', () =>
    expect(frame(['/*漢字*/ f();'], 1, 8, 9)).toEqual(['> 1 │ /*漢字*/ f();', '    │          ^']));
  test('cuts a long line to a window around the range', () => {
    const [line = '', underline = ''] = frame([`${'a'.repeat(5000)}BAD${'b'.repeat(5000)}`], 1, 5001, 5004, 60);
    expect(line).toContain('aBADb');
    expect(displayWidth(line)).toBeLessThanOrEqual(60);
    expect(underline.indexOf('^^^')).toBe(line.indexOf('BAD'));
  });
  test('cuts a long range', () => {
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);
    const cut = codeFrame(lines, { line: 2, endLine: 30, column: 1, endColumn: 5 }, styleOf(false), same);
    expect(cut.at(-1)).toBe('    │ … 23 more lines');
  });
  test('is empty beyond the end of the file', () => expect(frame(['x'], 3, 1, 2)).toEqual([]));
});

describe('a duration', () => {
  test('is in milliseconds below a second', () =>
    expect([duration(12.3), duration(999), duration(1250)]).toEqual(['12 ms', '999 ms', '1.3 s']));
});
