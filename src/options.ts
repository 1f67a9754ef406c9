/** One option of the command line. */
export interface CliOption {
  readonly name: string;
  /** What stands behind it in the help; undefined for a switch. */
  readonly value?: string;
  readonly isRepeatable?: true;
  readonly help: string;
  /** Commands that take it. */
  readonly commands: readonly Command[];
}

/** Commands, in the order of the help. */
export const COMMANDS = {
  review: {
    arguments: '[RANGE]',
    help: 'Review a git range as if it were a pull request: A..B, A...B, or what the default branch does not have',
  },
  scan: { arguments: 'PATH…', help: 'Report every finding in files or folders' },
  evidence: { arguments: '', help: 'Judge benchmark evidence alone' },
  hot: { arguments: '[PATH…]', help: 'List the hottest functions of the repository with the findings in them' },
  rules: { arguments: '[ID]', help: 'List the rules, or explain one' },
  baseline: { arguments: '[PATH…]', help: 'Accept the findings that are there: write them to the baseline file' },
  config: { arguments: '', help: 'Print the config in effect, and where each value comes from' },
  init: { arguments: '', help: 'Write a workflow and a config into the current repository' },
  sample: { arguments: '', help: 'Review the pull request that comes with the tool' },
} as const;
export type Command = keyof typeof COMMANDS;

/** Formats of `--format`. */
export const FORMATS = ['text', 'json', 'sarif', 'markdown', 'html', 'rdjson', 'gitlab', 'gcc'] as const;
export type OutputFormat = (typeof FORMATS)[number];

const ALL = Object.keys(COMMANDS) as Command[];
const REPORTING: readonly Command[] = ['review', 'scan', 'evidence', 'sample'];

/** Every option of the command line, a row each. */
export const CLI_OPTIONS: readonly CliOption[] = [
  {
    name: 'repo',
    value: 'DIR',
    help: 'Repository to work in (default: .)',
    commands: ['review', 'scan', 'evidence', 'hot', 'baseline', 'config', 'init'],
  },
  {
    name: 'config',
    value: 'FILE',
    help: 'Config file (default: .github/perf-review.yml, of the base of a range)',
    commands: ['review', 'scan', 'evidence', 'hot', 'baseline', 'config'],
  },
  {
    name: 'format',
    value: FORMATS.join('|'),
    help: 'Form of the output (default: text)',
    commands: [...REPORTING, 'rules', 'hot', 'config'],
  },
  {
    name: 'output',
    value: 'FILE',
    help: 'Write to a file instead of standard output',
    commands: [...REPORTING, 'rules', 'hot', 'baseline', 'config'],
  },
  {
    name: 'fail-on',
    value: 'error|warning|note|never',
    help: 'Lowest severity of a new finding that fails (default: from the config, else error)',
    commands: ['review', 'scan', 'evidence'],
  },
  {
    name: 'profile',
    value: 'FILE',
    isRepeatable: true,
    help: 'Profile that weighs the findings',
    commands: ['review', 'scan', 'hot', 'evidence'],
  },
  { name: 'title', value: 'TEXT', help: 'Title of the pull request', commands: ['review'] },
  { name: 'body', value: 'FILE', help: 'File with the text of the pull request', commands: ['review', 'evidence'] },
  { name: 'label', value: 'NAME', isRepeatable: true, help: 'Label of the pull request', commands: ['review'] },
  { name: 'benchmark-before', value: 'FILE', isRepeatable: true, help: 'Benchmark results of the base', commands: ['review', 'evidence'] },
  { name: 'benchmark-after', value: 'FILE', isRepeatable: true, help: 'Benchmark results of the head', commands: ['review', 'evidence'] },
  { name: 'profile-before', value: 'FILE', isRepeatable: true, help: 'Profile of the base', commands: ['review', 'evidence'] },
  { name: 'profile-after', value: 'FILE', isRepeatable: true, help: 'Profile of the head', commands: ['review', 'evidence'] },
  { name: 'forks', help: 'A workflow that may comment on pull requests from forks', commands: ['init'] },
  { name: 'scan', help: 'Also a weekly scan of the whole repository for code scanning', commands: ['init'] },
  { name: 'no-color', help: 'No colours, as with the variable NO_COLOR', commands: ALL },
  { name: 'quiet', help: 'No progress and no hints', commands: ALL },
  { name: 'help', help: 'Show this help', commands: ALL },
];

/** One input of the Action. */
export interface ActionInput {
  readonly name: string;
  readonly default: string;
  readonly help: string;
}

/** Every input of the Action, a row each: action.yml and the README's table are written from these. */
export const ACTION_INPUTS = [
  { name: 'github-token', default: `\${{ github.token }}`, help: 'Token to read the pull request and to comment with' },
  {
    name: 'config',
    default: '.github/perf-review.yml',
    help: 'Path of the config file, read from the base of the pull request and never from its head',
  },
  { name: 'pull-request', default: '', help: 'Number of the pull request, for `workflow_dispatch`; else from the event' },
  {
    name: 'fail-on',
    default: '',
    help: 'Lowest severity that fails the gate: `error`, `warning`, `note`, or `never`; empty for what the config says',
  },
  {
    name: 'benchmark-before',
    default: '',
    help: 'Paths or globs of benchmark results of the base that an earlier step made, one per line',
  },
  { name: 'benchmark-after', default: '', help: 'Paths or globs of benchmark results of the head, one per line' },
  { name: 'profile-before', default: '', help: 'Paths or globs of profiles of the base, one per line' },
  { name: 'profile-after', default: '', help: 'Paths or globs of profiles of the head, one per line' },
  {
    name: 'publish',
    default: 'review,summary',
    help: 'Any of `review` (inline comments), `summary` (one comment kept up to date), `check` (a separate check run), or `none`',
  },
  { name: 'max-comments', default: '25', help: 'Inline comments per pull request, worst first; the rest are listed in the summary' },
  {
    name: 'resolve',
    default: 'minimize',
    help: 'What happens to an own comment whose finding is gone: `resolve`, `minimize`, `edit` or `keep`',
  },
  { name: 'report-dir', default: 'perf-review', help: 'Folder for `report.json`, `report.sarif`, `report.html` and `summary.md`' },
] as const satisfies readonly ActionInput[];
export type InputName = (typeof ACTION_INPUTS)[number]['name'];

/** Every output of the Action, with what it holds. */
export const ACTION_OUTPUTS = {
  conclusion: '`success` or `failure`: what the exit code of the job says',
  findings: 'Number of new findings',
  errors: 'Number of new errors',
  warnings: 'Number of new warnings',
  notes: 'Number of new notes',
  evidence: '`not-required`, `sufficient`, `insufficient`, `missing` or `waived`',
  report: 'Path of `report.json`',
  sarif: 'Path of `report.sarif`',
  html: 'Path of `report.html`',
} as const;
