import type { Finding } from '../src/findings.ts';
import type { PullRequest } from '../src/pull-request.ts';
import type { Review } from '../src/review.ts';

/** A finding with everything filled in; `overrides` say what the test is about. */
export function aFinding(overrides: Partial<Finding> = {}): Finding {
  return {
    rule: 'range-loop-copy',
    item: 'const-references',
    severity: 'warning',
    path: 'core/queue.cc',
    line: 10,
    endLine: 10,
    column: 5,
    endColumn: 33,
    message: '`for (auto name : names)` copies a `std::string` in each step.',
    why: 'Each step copies the element, and its allocation with it.',
    instead: 'Bind a const reference: `for (const auto& name : names)`.',
    guide: 'Common Performance Pitfalls § 4',
    function: 'queue::drain',
    hot: null,
    suggestion: { startLine: 10, endLine: 10, replacement: '    for (const auto& name : names) {' },
    fingerprint: '0123456789abcdef:1',
    state: 'new',
    ...overrides,
  };
}

/** A pull request without changes. */
export function aPullRequest(overrides: Partial<PullRequest> = {}): PullRequest {
  return {
    repository: 'octo/kernel',
    number: 7,
    title: 'queue: drain in batches',
    body: '',
    labels: [],
    author: 'mona',
    base: 'b'.repeat(40),
    head: 'a'.repeat(40),
    commits: [],
    comments: [],
    changes: [],
    headers: [],
    diffSource: 'api',
    ...overrides,
  };
}

/** A review that passes and found nothing. */
export function aReview(overrides: Partial<Review> = {}): Review {
  return {
    schema: 1,
    tool: { name: 'perf-review', version: '0.1.0' },
    subject: { repository: 'octo/kernel', pullRequest: 7, base: 'b'.repeat(40), head: 'a'.repeat(40), diffSource: 'api' },
    coverage: { changedFiles: 1, cppFiles: 1, reviewed: 1, excluded: [], unread: [], unparsedLines: 0 },
    findings: [],
    fixed: [],
    checklist: [],
    evidence: {
      required: false,
      because: 'nothing calls this performance work',
      status: 'not-required',
      requirements: [],
      comparisons: [],
      claims: [],
      problems: [],
    },
    verdict: { conclusion: 'pass', reasons: [] },
    ...overrides,
  };
}
