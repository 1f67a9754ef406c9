import type { ChecklistRow } from '../../src/checklist.ts';
import type { Comparison, Evidence } from '../../src/evidence/evidence.ts';
import { type Finding, ITEMS, type Item } from '../../src/findings.ts';
import type { RuleDescription } from '../../src/report/rule-description.ts';
import { type SourceLines, sourceLines } from '../../src/report/source-lines.ts';
import type { Review } from '../../src/review.ts';
import { aFinding, aReview } from '../factories.ts';

const VIRTIO = `#include "drivers/virtio-blk.hh"

namespace virtio {

void blk::drain(bool wake_all)
{
    WITH_LOCK(_completion_lock) {
        while (auto* req = pop_completed()) {
            trace_virtio_blk_complete(req);
            fprintf(stderr, "completed %lu\\n", req->sector);
            complete(req);
        }
    }
}

struct queue_stats {
    std::atomic<u64> produced;
    std::atomic<u64> consumed;
};

}
`;

const QUEUE = `#include "core/queue.hh"

void queue::drain(const std::vector<std::string>& names)
{
    std::vector<entry> out;
    for (auto name : names) {
        out.push_back(lookup(name));
    }
    publish(std::move(out));
}

std::string queue::label(std::string prefix) const
{
    return prefix + _name;
}
`;

/** Texts of the sample's files. */
export const SAMPLE_LINES: SourceLines = sourceLines(
  new Map([
    ['drivers/virtio-blk.cc', VIRTIO],
    ['core/queue.cc', QUEUE],
  ]),
);

/** The findings of the sample, worst first. */
export const SAMPLE_FINDINGS: readonly Finding[] = [
  aFinding({
    rule: 'blocking-under-lock',
    item: 'lock-granularity',
    severity: 'error',
    path: 'drivers/virtio-blk.cc',
    line: 10,
    endLine: 10,
    column: 13,
    endColumn: 62,
    message: '`fprintf` writes to a file while `_completion_lock` is held.',
    why: 'Every CPU that completes a request waits for the write, up to milliseconds at a time.',
    instead: 'Collect the sectors under the lock and print them after it.',
    guide: 'CPU and Scheduling § Lock Granularity',
    function: 'virtio::blk::drain',
    hot: { source: 'profile', share: 0.234 },
    suggestion: null,
    fingerprint: '1111111111111111:1',
  }),
  aFinding({
    rule: 'adjacent-atomics',
    item: 'false-sharing',
    severity: 'warning',
    path: 'drivers/virtio-blk.cc',
    line: 17,
    endLine: 18,
    column: 5,
    endColumn: 31,
    message: '`produced` and `consumed` are written by different threads and share a cache line.',
    why: 'Each write takes the line from the other CPU: about 100 ns instead of 1.',
    instead: 'Give each its own line with `alignas(64)`.',
    guide: 'CPU and Scheduling § False Sharing',
    function: null,
    hot: { source: 'structure', share: null },
    suggestion: {
      startLine: 17,
      endLine: 18,
      replacement: '    alignas(64) std::atomic<u64> produced;\n    alignas(64) std::atomic<u64> consumed;',
    },
    fingerprint: '2222222222222222:1',
  }),
  aFinding({
    path: 'core/queue.cc',
    line: 6,
    endLine: 6,
    column: 5,
    endColumn: 28,
    hot: { source: 'profile', share: 0.041 },
    suggestion: { startLine: 6, endLine: 6, replacement: '    for (const auto& name : names) {' },
    fingerprint: '3333333333333333:1',
  }),
  aFinding({
    rule: 'by-value-parameter',
    severity: 'note',
    path: 'core/queue.cc',
    line: 12,
    endLine: 12,
    column: 26,
    endColumn: 44,
    message: '`prefix` is a `std::string` taken by value and only read.',
    why: 'Each call copies it, and allocates when it is longer than 15 characters.',
    instead: 'Take `std::string_view` or `const std::string&`.',
    function: 'queue::label',
    hot: null,
    suggestion: { startLine: 12, endLine: 12, replacement: 'std::string queue::label(const std::string& prefix) const' },
    fingerprint: '4444444444444444:1',
  }),
];

const COMPARISONS: readonly Comparison[] = [
  comparison('BM_Drain/64', [412, 418, 409, 431, 415, 420], [355, 362, 349, 358, 371, 360], -0.136, [-0.168, -0.104], 0.002, 'improved'),
  comparison(
    'BM_Drain/4096',
    [25100, 25950, 24800, 26100, 25500, 25240],
    [25300, 25010, 25800, 24900, 25650, 25420],
    -0.004,
    [-0.031, 0.024],
    0.818,
    'no-difference',
  ),
  comparison(
    'BM_Label',
    [88, 89.1, 87.7, 88.4, 88.9, 88.2],
    [93.5, 94.8, 92.9, 94.1, 95.2, 93.8],
    0.064,
    [0.052, 0.078],
    0.002,
    'regressed',
  ),
  { ...comparison('BM_New', [], [17.2], null, null, null, 'unmatched'), before: null },
];

function comparison(
  benchmark: string,
  before: readonly number[],
  after: readonly number[],
  change: number | null,
  interval: readonly [number, number] | null,
  p: number | null,
  verdict: Comparison['verdict'],
): Comparison {
  const side = (values: readonly number[]) => ({
    n: values.length,
    median: [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0,
    values,
  });
  return {
    benchmark,
    metric: 'real_time',
    unit: 'ns',
    better: 'lower',
    before: side(before),
    after: side(after),
    change,
    interval,
    p,
    verdict,
  };
}

/** Evidence that falls short: a profile is missing and one claim is too high. */
export const SAMPLE_EVIDENCE: Evidence = {
  required: true,
  because: 'label performance',
  status: 'insufficient',
  requirements: [
    { id: 'benchmark', status: 'met', note: 'Google Benchmark, 4 benchmarks, 6 runs on each side.', next: null },
    {
      id: 'profile',
      status: 'unmet',
      note: 'No profile names `blk::drain`.',
      next: 'Run `perf record -g -- build/bench_drain` on both commits and put both `perf report --stdio` outputs into the description.',
    },
    { id: 'technique', status: 'met', note: 'The description says what was changed and why.', next: null },
    { id: 'trade-offs', status: 'waived', note: 'Waived by mona: internal helper.', next: null },
    { id: 'correctness', status: 'met', note: 'Tests of the queue are named.', next: null },
    { id: 'guide', status: 'not-applicable', note: '', next: null },
  ],
  comparisons: COMPARISONS,
  claims: [
    { text: 'drain is 2x faster', measured: '1.16x', status: 'overstated' },
    { text: 'no change for large batches', measured: '−0.4 %, no difference shown', status: 'supported' },
  ],
  problems: [
    { code: 'cpu-scaling', level: 'warn', note: 'CPU scaling was on while the benchmarks ran.' },
    { code: 'stale', level: 'block', note: '`drain` changed after the numbers were taken.' },
  ],
};

const STATUS: Partial<Record<Item, Partial<ChecklistRow>>> = {
  profile: { status: 'needs-evidence', note: 'A performance change without a profile.' },
  allocations: { status: 'clear', sites: 7 },
  'lock-granularity': { status: 'findings', sites: 3, findings: 1 },
  'false-sharing': { status: 'findings', sites: 2, findings: 1 },
  'lock-free': { status: 'clear', sites: 4 },
  'buffer-reuse': { status: 'clear', sites: 2 },
  'const-references': { status: 'findings', sites: 12, findings: 2 },
  'hot-paths': { status: 'evidenced', note: '23 % of samples are in `virtio::blk::drain`.' },
};

/** Every item of the guide, some of them touched. */
export const SAMPLE_CHECKLIST: readonly ChecklistRow[] = (Object.keys(ITEMS) as Item[]).map((item) => ({
  item,
  title: ITEMS[item],
  status: 'not-applicable',
  sites: 0,
  findings: 0,
  note: '',
  ...STATUS[item],
}));

/** A review that fails, with something of everything. */
export const SAMPLE_REVIEW: Review = aReview({
  coverage: {
    changedFiles: 15,
    cppFiles: 12,
    reviewed: 12,
    excluded: [{ path: 'external/lz4/lz4.c', reason: 'vendored code' }],
    unread: [],
    unparsedLines: 0,
  },
  findings: SAMPLE_FINDINGS,
  fixed: [
    aFinding({
      rule: 'reserve-before-fill',
      item: 'buffer-reuse',
      function: 'queue::collect',
      message: '`out` grows to a known size one element at a time.',
      fingerprint: '5555555555555555:1',
    }),
  ],
  checklist: SAMPLE_CHECKLIST,
  evidence: SAMPLE_EVIDENCE,
  verdict: {
    conclusion: 'fail',
    reasons: [
      '1 finding is an error.',
      'The evidence is insufficient: a profile is missing, and `drain` changed after the numbers were taken.',
    ],
  },
});

/** Two rules of a catalogue. */
export const SAMPLE_RULES: readonly RuleDescription[] = [
  {
    id: 'range-loop-copy',
    item: 'const-references',
    title: 'Range loop that copies each element',
    guide: 'Common Performance Pitfalls § 4',
    severity: 'warning',
    why: 'Each step copies the element, and its allocation with it.',
    instead: 'Bind a const reference: `for (const auto& x : xs)`.',
    bad: 'void f(const std::vector<std::string>& xs) {\n  for (auto x : xs) use(x);\n}',
    good: 'void f(const std::vector<std::string>& xs) {\n  for (const auto& x : xs) use(x);\n}',
  },
  {
    id: 'blocking-under-lock',
    item: 'lock-granularity',
    title: 'Blocking call while a lock is held',
    guide: 'CPU and Scheduling § Lock Granularity',
    severity: 'error',
    why: 'All who want the lock wait for the call.',
    instead: 'Leave the lock before the call.',
    bad: 'void f() {\n  std::lock_guard guard(m);\n  fsync(fd);\n}',
    good: 'void f() {\n  { std::lock_guard guard(m); }\n  fsync(fd);\n}',
  },
];
