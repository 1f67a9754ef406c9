import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  clip,
  codeSpans,
  embeddedJson,
  fencedBlock,
  hasHiddenText,
  htmlProse,
  inlineCode,
  jsonText,
  markdownProse,
  markdownText,
  oneLine,
  suggestionBlock,
  terminalCode,
  terminalText,
  visible,
  withoutCommandLines,
} from '../../src/report/escape.ts';
import { hostileText } from './hostile.ts';
import { githubHtml, linkableText, seenText, tagsOf } from './markdown.ts';

const words = (text: string): string => text.replace(/[\s\u200c]+/g, '');

describe('hidden characters', () => {
  test('a right-to-left override is named', () => expect(visible('a\u202eb')).toBe('a⟨U+202E⟩b'));
  test('an escape sequence is named', () => expect(visible('\u001b[31m')).toBe('⟨U+001B⟩[31m'));
  test('joiners of scripts and emoji, tabs and line ends stay', () => expect(visible('a\tb\r\nc\u200dd')).toBe('a\tb\nc\u200dd'));
  test('plain code has none', () => expect(hasHiddenText('for (auto x : xs) {\r\n\t}')).toBe(false));
  test('a zero-width space is one', () => expect(hasHiddenText('a\u200bb')).toBe(true));
});

describe('clip', () => {
  test('never exceeds its limit and never cuts a pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const clipped = clip(text, limit);
        expect(clipped.length).toBeLessThanOrEqual(limit);
        expect(clipped).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

describe('Markdown', () => {
  test('prose keeps the code spans that it has', () =>
    expect(markdownProse('`for (auto x : xs)` copies a `std::string` in each step.')).toBe(
      '`for (auto x : xs)` copies a `std::string` in each step.',
    ));
  test('ordinary words and figures stay readable', () =>
    expect(markdownText('1.16x slower (p = 0.002), -0.4 % in virtio-blk.cc; 50% of 3')).toBe(
      '1.16x slower (p = 0.002), -0.4 % in virtio-blk.cc; 50% of 3',
    ));
  test('a mention becomes code', () => expect(markdownText('ask @octocat')).toBe('ask `@octocat`'));
  test('a list mark at the start is escaped', () =>
    expect([markdownText('- a'), markdownText('1. a'), markdownText('# a')]).toEqual(['\\- a', '1\\. a', '\\# a']));
  test('code with a pipe stands in a table cell', () => {
    const html = githubHtml(`| a | b |\n| --- | --- |\n| ${inlineCode('x | y \\| `z`')} | end |`);
    expect(html.match(/<td/g)).toHaveLength(2);
    expect(seenText(html)).toContain('x | y \\| `z`');
  });

  test.each([
    ['inlineCode', (text: string) => inlineCode(text, 5000), (text: string) => oneLine(text, 5000)],
    ['markdownText', (text: string) => markdownText(text, 5000), (text: string) => oneLine(text, 5000)],
    [
      'markdownProse',
      (text: string) => markdownProse(text, 5000),
      (text: string) =>
        codeSpans(oneLine(text, 5000))
          .map((span) => span.text)
          .join(''),
    ],
  ])('%s shows hostile text and nothing comes of it', (_, render, expected) => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const markdown = render(text);
        for (const [before, after] of [
          ['', ''],
          ['A list of ', ' and more'],
          ['- ', ''],
        ] as const) {
          const html = githubHtml(`${before}${markdown}${after}`);
          expect(tagsOf(html).filter((tag) => !['p', 'code', 'ul', 'li'].includes(tag))).toEqual([]);
          expect(linkableText(html)).not.toMatch(/@\w|#\d|GH-\d|https?:\/\/|www\./i);
          expect(words(seenText(html))).toBe(words(before.replace('- ', '') + expected(text) + after));
        }
        expect(markdown).not.toMatch(/<!--|\n/);
      }),
      { numRuns: 400 },
    );
  });

  test('hostile text stays in its table cell', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const html = githubHtml(`| a | b |\n| --- | --- |\n| ${markdownProse(text)} | ${inlineCode(text)} |`);
        expect(html.match(/<td/g)).toHaveLength(2);
        expect(html.match(/<tr/g)).toHaveLength(2);
      }),
    );
  });

  test('a fence holds any text, and a suggestion holds it to the letter', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(tagsOf(githubHtml(fencedBlock(text, 'cpp')))).toEqual(['code', 'pre']);
        const block = suggestionBlock(text);
        expect(block.slice(block.indexOf('\n') + 1, block.lastIndexOf('\n') + 1)).toBe(text === '' ? '' : `${text}\n`);
      }),
    );
  });
});

describe('HTML and JSON', () => {
  test('prose gives no tag but code', () => {
    fc.assert(fc.property(hostileText, (text) => expect(tagsOf(htmlProse(text)).filter((tag) => tag !== 'code')).toEqual([])));
  });
  test('embedded JSON holds no tag and no line end, and reads back', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const json = embeddedJson({ text });
        expect(json).not.toMatch(/[<>&\u2028\u2029\n]/);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });
  test('printed JSON holds no workflow command, and reads back', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(jsonText([text])).not.toMatch(/##\[|^\s*::/m);
        expect(JSON.parse(jsonText([text]))).toEqual([text]);
      }),
    );
  });
});

describe('terminal', () => {
  test('no control character and no workflow command comes through', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const line of [terminalText(text), terminalCode(text)]) expect(line).not.toMatch(/##\[|\p{Cc}/u);
        expect(withoutCommandLines(`${text}\n`)).not.toMatch(/^\s*::/m);
      }),
    );
  });
});
