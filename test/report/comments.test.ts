import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderComment } from '../../src/report/comments.ts';
import { aFinding } from '../factories.ts';
import { expectGolden } from './golden.ts';
import { hostileFinding } from './hostile.ts';
import { githubHtml, linkableText, tagsOf } from './markdown.ts';
import { SAMPLE_FINDINGS } from './sample.ts';

describe('an inline comment', () => {
  test('says what, cost, remedy, suggestion, guide and how to silence it, and nothing else', () => {
    expectGolden('comments.md', `${SAMPLE_FINDINGS.map((finding) => renderComment(finding)).join('\n\n---\n\n')}\n`);
  });

  test('links the section of the guide when its address is known', () => {
    expect(renderComment(aFinding(), 'https://example.org/guide#4')).toContain(
      '[Common Performance Pitfalls § 4](https://example.org/guide#4)',
    );
  });

  test('fences a suggestion that has backticks with a longer run', () => {
    const comment = renderComment(aFinding({ suggestion: { startLine: 1, endLine: 1, replacement: 's = R"(````)";' } }));
    expect(comment).toContain('`````suggestion\ns = R"(````)";\n`````');
  });

  test('a suggestion that removes the lines is empty', () => {
    expect(renderComment(aFinding({ suggestion: { startLine: 1, endLine: 1, replacement: '' } }))).toContain('```suggestion\n```');
  });

  test('offers no suggestion that holds hidden characters', () => {
    expect(renderComment(aFinding({ suggestion: { startLine: 1, endLine: 1, replacement: 'if (a\u202e) {' } }))).not.toContain(
      'suggestion',
    );
  });

  test('nothing hostile comes of hostile text, and it is within the limit', () => {
    fc.assert(
      fc.property(hostileFinding, (finding) => {
        const comment = renderComment(finding);
        const html = githubHtml(comment);
        expect(tagsOf(html).filter((tag) => !['p', 'code', 'pre'].includes(tag))).toEqual([]);
        expect(linkableText(html)).not.toMatch(/@\w|#\d|https?:\/\//);
        expect(comment.length).toBeLessThan(20_000);
      }),
    );
  });
});
