/** Runs the built Action as a runner does: its own process, inputs and event in variables and files, an empty workspace. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { InputName } from '../../../src/options.ts';
import type { Interceptor } from '../fake/faults.ts';
import type { GitHub, Urls } from '../fake/github.ts';
import { WORKFLOW } from '../fake/permissions.ts';
import { type JobEvent, SHA_OF_NOTHING } from './events.ts';
import { readCommands, readOutputs, type WorkflowCommand } from './workflow-commands.ts';

/** One job's step with the Action. */
export interface Job {
  readonly event: JobEvent;
  /** A token of the fake; one with the permissions of the documented workflow when it is left out. */
  readonly token?: string;
  readonly inputs?: Partial<Record<InputName, string>>;
  readonly urls?: Urls;
  /** Files that earlier steps left in the workspace. */
  readonly workspace?: Readonly<Record<string, string>>;
  readonly intercept?: Interceptor;
  /** How many times faster its clock runs. */
  readonly clock?: number;
}

/** What came of it. */
export interface Run {
  /** Null when it was killed. */
  readonly exitCode: number | null;
  readonly output: string;
  readonly commands: readonly WorkflowCommand[];
  /** The `::error`, `::warning` and `::notice` commands that name a file. */
  readonly annotations: readonly WorkflowCommand[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** `report.json`, parsed; undefined when it was not written. */
  readonly report: Report | undefined;
  /** Files and folders in the workspace afterwards. */
  readonly left: readonly string[];
}

/** The parts of the report that the tests look at. */
export interface Report {
  readonly subject: { readonly base: string; readonly head: string };
  readonly coverage: {
    readonly changedFiles: number;
    readonly cppFiles: number;
    readonly reviewed: number;
    readonly unread: readonly { readonly path: string; readonly reason: string }[];
  };
  readonly findings: readonly { readonly fingerprint: string; readonly path: string; readonly line: number; readonly state: string }[];
  readonly verdict: { readonly conclusion: string; readonly reasons: readonly string[] };
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const quickClock = new URL('quick-clock.mjs', import.meta.url).href;
const manifest = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly main: string };
};
/** The bundle under test: the committed one, or another that the environment names. */
const bundle = process.env.PERF_REVIEW_BUNDLE ?? join(root, manifest.runs.main);
/** A run that has not ended by then hangs. */
const MOST_MILLISECONDS = 60_000;

/** Runs the step to its end. */
export async function runAction(github: GitHub, job: Job): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'runner-'));
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  const place = (name: string, text = ''): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  for (const [name, text] of Object.entries(job.workspace ?? {})) writeFileSync(join(workspace, name), text);
  const files = { output: place('output'), summary: place('summary'), event: place('event.json', JSON.stringify(job.event.payload)) };
  try {
    const { exitCode, output } = await start(github, job, workspace, variables(github, job, folder, files));
    const commands = readCommands(output);
    return {
      exitCode,
      output,
      commands,
      annotations: commands.filter((command) => command.properties.file !== undefined),
      outputs: readOutputs(readFileSync(files.output, 'utf8')),
      summary: readFileSync(files.summary, 'utf8'),
      report: readReport(join(workspace, job.inputs?.['report-dir'] ?? 'perf-review', 'report.json')),
      left: readdirSync(workspace, { recursive: true }).map(String).sort(),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function variables(
  github: GitHub,
  job: Job,
  folder: string,
  files: { readonly output: string; readonly summary: string; readonly event: string },
): Readonly<Record<string, string>> {
  const { world } = github;
  const urls = job.urls ?? github.enterprise;
  const token = job.token ?? github.token(WORKFLOW);
  const inputs = Object.entries(manifest.inputs).map(([name, { default: preset = '' }]) => {
    const value = job.inputs?.[name as InputName] ?? preset.replace(/\$\{\{ *github\.token *\}\}/g, token);
    // Spaces become underscores, dashes stay (actions/runner, Handler.AddInputsToEnvironment).
    return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value];
  });
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: job.event.name,
    GITHUB_EVENT_PATH: files.event,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_WORKSPACE: join(folder, 'workspace'),
    RUNNER_TEMP: folder,
    GITHUB_REPOSITORY: `${world.owner}/${world.name}`,
    GITHUB_WORKFLOW_REF: `${world.owner}/${world.name}/.github/workflows/perf-review.yml@refs/heads/main`,
    GITHUB_JOB: 'perf-review',
    GITHUB_RUN_ID: '4711',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_SHA: job.event.sha ?? SHA_OF_NOTHING,
    GITHUB_SERVER_URL: urls.server,
    GITHUB_API_URL: urls.api,
    GITHUB_GRAPHQL_URL: urls.graphql,
    QUICK_CLOCK: String(job.clock ?? 25),
    ...Object.fromEntries(inputs),
  };
}

async function start(
  github: GitHub,
  job: Job,
  workspace: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  const child = spawn(process.execPath, ['--import', quickClock, bundle], { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (job.intercept !== undefined) github.watch(job.intercept, () => child.kill('SIGKILL'));
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  child.stderr.on('data', (part: Buffer) => parts.push(part));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, MOST_MILLISECONDS);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearTimeout(timer);
  const output = Buffer.concat(parts).toString('utf8');
  if (isLate) throw new Error(`The Action did not end:\n${output.slice(-2000)}`);
  return { exitCode, output };
}

function readReport(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}
