/** Name of the job in the workflow: the check to require. */
export const CHECK = 'perf-review';
export const WORKFLOW_PATH = '.github/workflows/perf-review.yml';
export const SCAN_PATH = '.github/workflows/perf-review-scan.yml';

/** What was seen of a repository. */
export interface RepositoryFacts {
  readonly branch: string;
  /** Top folders with C++ in them. */
  readonly folders: readonly string[];
  /** Globs of vendored folders. */
  readonly vendored: readonly string[];
  readonly guide: string | undefined;
  /** Name of the benchmark library. */
  readonly benchmark: string | undefined;
}

const ACTION = 'perf-review/perf-review';
const CHECKOUT = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1'; // v7.0.1

/**
 * The workflow of the gate: one job, no filter and no `if`, so that the check always reports; no checkout, no code of the pull request.
 * `forks`: `pull_request_target`, whose token may comment on pull requests from forks too; nothing of the pull request is run.
 */
export function gateWorkflow(event: 'pull_request' | 'pull_request_target' = 'pull_request'): string {
  return `# Reviews C++ changes for performance. Require the check \`${CHECK}\`.
# No path filter, no \`if\`, no concurrency group: a required check that does not report, or is cancelled, holds the merge for ever.
name: ${CHECK}
on:
  ${event}:
    types: [opened, synchronize, reopened, ready_for_review, labeled, unlabeled, edited]
  merge_group:
  issue_comment: # the commands: /perf-review recheck, waive, ignore, explain
    types: [created]
permissions:
  contents: read
  pull-requests: write # comments; without it the findings stand in the summary of the job
  actions: write # starts the check again after a command that changes its verdict
jobs:
  ${CHECK}:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: ${ACTION}@v1 # better: the commit of the release
`;
}

/** A scan of the whole repository every week, for GitHub's code scanning. */
export function scanWorkflow({ branch }: Pick<RepositoryFacts, 'branch'>): string {
  return `# Scans the whole repository every week and hands the findings to code scanning.
name: ${CHECK}-scan
on:
  schedule:
    - cron: '17 4 * * 1'
  workflow_dispatch:
permissions:
  contents: read
  security-events: write
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - uses: ${CHECKOUT}
        with: { ref: ${branch} }
      - uses: ${CHECKOUT}
        with: { repository: ${ACTION}, ref: v1, path: .perf-review-tool }
      - run: node .perf-review-tool/dist/cli.js scan . --format sarif --output perf-review.sarif --fail-on never
      - uses: github/codeql-action/upload-sarif@v4
        with: { sarif_file: perf-review.sarif, category: perf-review }
`;
}

/** The config with what was seen filled in, and the rest as comments. */
export function configText({ vendored, guide, benchmark }: RepositoryFacts): string {
  const list = (globs: readonly string[]) => `[${globs.map((glob) => JSON.stringify(glob)).join(', ')}]`;
  const tool = benchmark === undefined ? '' : ` # ${benchmark} output is read from the description, from comments and from files`;
  return `# yaml-language-server: $schema=https://raw.githubusercontent.com/perf-review/perf-review/main/perf-review.schema.json
# Every key is optional; \`perf-review config\` shows what is in effect.

# Lowest severity of a new finding that fails the check: error, warning, note, never.
fail-on: error

paths:
  # Beside the defaults: vendored, generated, test, benchmark and example code.
  exclude: ${list(vendored)}

# rules: { range-loop-copy: off }            # off, note, warning, error; by rule or by item of the guide
# hot: { paths: [], functions: [] }          # code that runs often: "drivers/**", "virtio::*"
# cold: { paths: [], functions: [] }
# baseline: .github/perf-review.baseline.json  # written by \`perf-review baseline .\`

evidence:
  # A pull request with one of these labels has to show a benchmark of both sides.
  labels: [performance, perf, optimization]
  require: [benchmark]${tool}
${guide === undefined ? '  # guide: documentation/performance.md       # where a new technique has to be written down' : `  guide: ${JSON.stringify(guide)}`}
`;
}
