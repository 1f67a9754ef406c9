import fc from 'fast-check';
import { type Finding, ITEMS, type Item, SEVERITIES } from '../../src/findings.ts';
import { aFinding } from '../factories.ts';

/** Strings that break out of Markdown, HTML, JSON in a script, terminals, logs and hidden marks. */
export const HOSTILE: readonly string[] = [
  '',
  '`',
  '``` ` ``',
  '`code` and ``more`` and `',
  '@octocat please',
  'mail a@b.co and @org/team',
  '#12 and o/r#34 and GH-5',
  'https://example.com/x www.example.com',
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '<!-- perf-review:summary -->',
  '-->',
  '![x](http://e.com/i.png) [y](javascript:alert(1))',
  '| a | b |\n| --- | --- |',
  '\\`\\|\\',
  '**bold** _em_ ~~strike~~ $x^2$',
  '# heading',
  '- item\n1. item\n---\n===',
  '\n\n```\nfence\n```\n',
  '::error file=x::boom',
  '##[add-mask]x',
  '\u001b[31mred\u001b[0m',
  'a\u202eb\u2066c\u200bd',
  '\u2028\u2029',
  '\ud800 lone',
  '</details><details open>',
  '&lt;b&gt; &amp;',
  '   ',
  'a|b\\|c',
];

/** Text that is hostile on purpose, mixed with text that is so by chance. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ maxLength: 20 })), {
    maxLength: 5,
  })
  .map((parts) => parts.join(''));

/** A finding whose every text is hostile, its ranges in order. */
export const hostileFinding: fc.Arbitrary<Finding> = fc
  .record({
    texts: fc.array(hostileText, { minLength: 7, maxLength: 7 }),
    severity: fc.constantFrom(...SEVERITIES),
    item: fc.constantFrom(...(Object.keys(ITEMS) as Item[])),
    state: fc.constantFrom('new' as const, 'existing' as const, 'suppressed' as const, 'baseline' as const),
    line: fc.integer({ min: 1, max: 1000 }),
    extent: fc.integer({ min: 0, max: 5 }),
    column: fc.integer({ min: 1, max: 80 }),
    replacement: fc.option(hostileText),
    share: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    fingerprint: fc.stringMatching(/^[0-9a-f]{16}:1$/),
  })
  .map(({ texts, line, extent, column, replacement, share, ...rest }) =>
    aFinding({
      ...rest,
      message: texts[0] ?? '',
      why: texts[1] ?? '',
      instead: texts[2] ?? '',
      guide: texts[3] ?? '',
      path: `src/${texts[4] ?? ''}.cc`,
      function: texts[5] ?? null,
      rule: 'range-loop-copy',
      line,
      endLine: line + extent,
      column,
      endColumn: column + 10,
      hot: share === null ? null : { source: 'profile', share },
      suggestion: replacement === null ? null : { startLine: line, endLine: line + extent, replacement },
    }),
  );
