import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '../../src/findings.ts';
import { renderSummary } from '../../src/report/summary.ts';
import type { Review } from '../../src/review.ts';
import { aFinding, aReview } from '../factories.ts';
import { expectGolden } from './golden.ts';
import { hostileFinding, hostileText } from './hostile.ts';
import { githubHtml, linkableText, tagsOf } from './markdown.ts';
import { SAMPLE_CHECKLIST, SAMPLE_EVIDENCE, SAMPLE_LINES, SAMPLE_REVIEW } from './sample.ts';

const GITHUB = { serverUrl: 'https://github.com' };
const OWN_TAGS = [
  'a',
  'code',
  'details',
  'h3',
  'li',
  'ol',
  'p',
  'pre',
  'strong',
  'summary',
  'table',
  'tbody',
  'td',
  'th',
  'thead',
  'tr',
  'ul',
];

function many(count: number, overrides: (index: number) => Partial<Finding> = () => ({})): readonly Finding[] {
  return Array.from({ length: count }, (_, index) =>
    aFinding({ line: index + 1, endLine: index + 1, fingerprint: `${index.toString(16).padStart(16, '0')}:1`, ...overrides(index) }),
  );
}

describe('the summary', () => {
  test('of a failed review', () => {
    const inline = new Set(['3333333333333333:1']);
    expectGolden('summary-fail.md', renderSummary(SAMPLE_REVIEW, { target: 'comment', ...GITHUB, inline, lines: SAMPLE_LINES }));
  });

  test('of a clean review is the verdict and the coverage', () => {
    expectGolden(
      'summary-clean.md',
      renderSummary(aReview({ checklist: SAMPLE_CHECKLIST.filter((row) => row.status === 'clear') }), { target: 'comment' }),
    );
  });

  test('says what could not be read', () => {
    const coverage = {
      changedFiles: 2,
      cppFiles: 2,
      reviewed: 1,
      excluded: [],
      unread: [{ path: 'a.cc', reason: 'larger than 10 MB' }],
      unparsedLines: 3,
    };
    const summary = renderSummary(aReview({ coverage, verdict: { conclusion: 'fail', reasons: ['1 file could not be read'] } }), {
      target: 'comment',
    });
    expect(summary).toContain('**Not read, so not passed**\n\n- `a.cc`: larger than 10 MB.');
    expect(summary).toContain('reviewed 1 of 2 C++ files, 1 file and 3 lines unread');
  });

  test('shows interval bars in place of the table of comparisons', () => {
    const summary = renderSummary(aReview({ evidence: SAMPLE_EVIDENCE }), { target: 'comment', bars: 'BM_Drain ├──●──┤' });
    expect(summary).toContain('```text\nBM_Drain ├──●──┤\n```');
    expect(summary).not.toContain('95 % interval');
  });

  test('has every finding in full that was not posted inline', () => {
    const findings = many(60);
    const summary = renderSummary(aReview({ findings }), {
      target: 'comment',
      inline: new Set(findings.slice(0, 25).map((finding) => finding.fingerprint)),
    });
    for (const finding of findings.slice(25))
      expect(summary).toContain(`**warning** \`core/queue.cc:${finding.line}\` \`range-loop-copy\`: `);
    expect(summary).not.toContain('**warning** `core/queue.cc:3` `range-loop-copy`: ');
  });

  test('leaves out what the change did not bring', () => {
    const findings = many(1, () => ({ state: 'existing' }));
    expect(renderSummary(aReview({ findings }), { target: 'comment' })).not.toContain('range-loop-copy');
  });

  test('keeps the errors, drops details before lines and notes before warnings, and says so', () => {
    const findings = many(3000, (index) => ({ severity: index % 100 === 0 ? 'error' : index % 2 === 0 ? 'warning' : 'note' }));
    const summary = renderSummary(aReview({ findings }), { target: 'comment', ...GITHUB });
    expect(summary.length).toBeLessThanOrEqual(65_536 - 1024);
    expect(summary.length).toBeGreaterThan(60_000);
    expect(summary.match(/^- \*\*error\*\*/gm)).toHaveLength(30);
    expect(summary).not.toMatch(/^- \*\*note\*\*/m);
    expect(summary).toMatch(/[\d,]+ findings left out here for GitHub's size limit; the report files have all\./);
    expect(summary).toMatch(/3,000 details left out/);
    expect(summary).toContain('Coverage: reviewed 1 of 1 C++ file');
  });

  test('counts bytes for a job summary', () => {
    const findings = many(9000, () => ({ message: 'é'.repeat(300) }));
    const summary = renderSummary(aReview({ findings }), { target: 'job-summary', ...GITHUB });
    expect(new TextEncoder().encode(summary).length).toBeLessThanOrEqual(1_048_576 - 1024);
    expect(summary.length).toBeGreaterThan(400_000);
  });

  test('never exceeds its limit, and nothing hostile comes of hostile text', () => {
    const texts = fc.array(hostileText, { minLength: 8, maxLength: 8 });
    const review = fc
      .record({ texts, findings: fc.array(hostileFinding, { maxLength: 6 }), times: fc.constantFrom(1, 1, 1, 400) })
      .map(({ texts, findings, times }): Review => {
        const text = (index: number) => (texts[index] ?? '').repeat(times);
        return {
          ...SAMPLE_REVIEW,
          findings: Array.from({ length: times }, () => findings).flat(),
          fixed: findings,
          coverage: {
            ...SAMPLE_REVIEW.coverage,
            unread: [{ path: text(0), reason: text(1) }],
            excluded: [{ path: text(1), reason: text(0) }],
          },
          evidence: {
            ...SAMPLE_EVIDENCE,
            because: text(2),
            requirements: SAMPLE_EVIDENCE.requirements.map((each) => ({ ...each, note: text(3), next: text(4) })),
            claims: [{ text: text(5), measured: text(6), status: 'overstated' }],
            comparisons: SAMPLE_EVIDENCE.comparisons.map((each) => ({ ...each, benchmark: text(5), metric: text(6) })),
            problems: [{ code: text(6), level: 'warn', note: text(7) }],
          },
          checklist: SAMPLE_CHECKLIST.map((row) => ({ ...row, note: text(7) })),
          verdict: { conclusion: 'fail', reasons: [text(0), text(1)] },
        };
      });
    fc.assert(
      fc.property(review, (each) => {
        const summary = renderSummary(each, { target: 'comment', lines: SAMPLE_LINES });
        expect(summary.length).toBeLessThanOrEqual(65_536 - 1024);
        expect(summary).not.toMatch(/<!--/);
        const html = githubHtml(summary);
        expect(tagsOf(html).filter((tag) => !OWN_TAGS.includes(tag))).toEqual([]);
        expect(html).not.toMatch(/<a /);
        expect(html.match(/<details>/g)?.length).toBe(html.match(/<\/details>/g)?.length);
        expect(linkableText(html)).not.toMatch(/@\w|#\d|https?:\/\//);
      }),
      { numRuns: 60 },
    );
  });
});
