/** The Action's door: inputs and environment in, annotations, job summary, outputs, files and exit code out. */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as core from '@actions/core';
import { type GateInput, type GateResult, runGate } from './gate.ts';
import { isFailure } from './github/failure.ts';
import { expandGlobs, type HandedIn, readHandedIn } from './handed-in.ts';
import type { InputName } from './options.ts';
import { loadParser } from './parser.ts';
import { summaryText } from './publication.ts';
import { render } from './render.ts';
import { renderAnnotations } from './report/annotations.ts';
import { countBySeverity, newFindings, plural } from './report/reported.ts';
import type { Review } from './review.ts';
import { UserError } from './user-error.ts';

const input = (name: InputName): string => core.getInput(name);

async function main(): Promise<void> {
  const gate = await gateInput();
  const result = await runGate(gate, await loadParser());
  if (result.kind === 'nothing') {
    core.notice(result.reason);
    setOutputs(undefined, {});
    return;
  }
  const { review } = result;
  const files = await writeReports(result);
  annotate(result);
  await writeJobSummary(summaryText(review, result.options, 'job-summary', result.inline ?? undefined));
  setOutputs(review, files);
  core.info(`${plural(result.requests, 'request')} to GitHub.`);
  for (const note of result.options.notes) core.info(note);
  if (result.isGate && review.verdict.conclusion === 'fail') core.setFailed(review.verdict.reasons.join(' '));
}

async function gateInput(): Promise<GateInput> {
  const { env } = process;
  const [owner = '', name = ''] = (env.GITHUB_REPOSITORY ?? '').split('/');
  if (owner === '' || name === '')
    throw new UserError('GITHUB_REPOSITORY is not set; this Action runs in a GitHub workflow, the command line elsewhere.');
  const token = input('github-token');
  if (token === '') throw new UserError('There is no token; set the input `github-token`, or leave it out for the default.');
  core.setSecret(token);
  return {
    event: { name: env.GITHUB_EVENT_NAME ?? '', payload: await readPayload(env.GITHUB_EVENT_PATH) },
    repository: { owner, name },
    connection: { token, ...(env.GITHUB_API_URL ? { apiUrl: env.GITHUB_API_URL } : {}) },
    serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
    workflow: /^[^/]+\/[^/]+\/([^@]+)@/.exec(env.GITHUB_WORKFLOW_REF ?? '')?.[1] ?? '',
    configPath: input('config') || '.github/perf-review.yml',
    pullRequest: input('pull-request'),
    failOn: input('fail-on'),
    publish: publishSet(input('publish') || 'review,summary'),
    maxComments: wholeNumber('max-comments', input('max-comments') || '25'),
    handed: await handedIn(env.GITHUB_WORKSPACE || '.'),
    resolve: oneOf('resolve', input('resolve') || 'minimize', ['resolve', 'minimize', 'edit', 'keep'] as const),
  };
}

async function handedIn(workspace: string): Promise<HandedIn> {
  const notes: string[] = [];
  const paths = (name: InputName) =>
    expandGlobs(input(name), workspace, (glob) => notes.push(`The input \`${name}\` names no file: there is no ${glob} in the workspace.`));
  const handed = await readHandedIn({
    benchmarkBefore: await paths('benchmark-before'),
    benchmarkAfter: await paths('benchmark-after'),
    profileBefore: await paths('profile-before'),
    profileAfter: await paths('profile-after'),
    profile: [],
  });
  return { ...handed, notes: [...notes, ...handed.notes] };
}

async function readPayload(path: string | undefined): Promise<unknown> {
  if (!path) return {};
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    throw new UserError('The event of this run (GITHUB_EVENT_PATH) cannot be read; start the run again.');
  }
}

function publishSet(text: string): GateInput['publish'] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  return new Set(
    words.map((word) => oneOf('publish', word, ['review', 'summary', 'check', 'none'] as const)).filter((word) => word !== 'none'),
  );
}

function oneOf<Word extends string>(name: InputName, word: string, known: readonly Word[]): Word {
  const found = known.find((each) => each === word);
  if (found === undefined) throw new UserError(`The input \`${name}\` must be one of ${known.join(', ')}, not \`${word}\`.`);
  return found;
}

function wholeNumber(name: InputName, text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new UserError(`The input \`${name}\` must be a whole number, not \`${text}\`.`);
  return Number(text);
}

type Reviewed = Extract<GateResult, { kind: 'reviewed' }>;

async function writeReports({ review, options }: Reviewed): Promise<Readonly<Record<string, string>>> {
  const folder = resolve(process.env.GITHUB_WORKSPACE || '.', input('report-dir') || 'perf-review');
  await mkdir(folder, { recursive: true });
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const rendering = { lines: options.lines, serverUrl: options.serverUrl, colors: false, ...options.views };
  const report = await write('report.json', render(review, 'json', rendering));
  const sarif = await write('report.sarif', render(review, 'sarif', rendering));
  const html = await write('report.html', render(review, 'html', rendering));
  await write('summary.md', summaryText(review, options, 'job-summary'));
  return { report, sarif, html };
}

/** Annotations stand in for the comments that could not be posted; beside comments they would say everything twice. */
function annotate({ review, inline }: Reviewed): void {
  const findings = review.findings.filter((finding) => inline === null || !inline.has(finding.fingerprint));
  for (const { level, message, title, file, line, endLine, col } of renderAnnotations({ findings }).annotations) {
    const say = { error: core.error, warning: core.warning, notice: core.notice }[level];
    say(message, { title, file, startLine: line, endLine, ...(col === undefined ? {} : { startColumn: col }) });
  }
}

/** `core.summary` refuses to append where the file is not there yet; the runner makes it, and so does this. */
async function writeJobSummary(text: string): Promise<void> {
  const path = process.env.GITHUB_STEP_SUMMARY;
  if (path) await appendFile(path, text);
}

function setOutputs(review: Review | undefined, files: Readonly<Record<string, string>>): void {
  const counts = countBySeverity(review ? newFindings(review) : []);
  core.setOutput('conclusion', review?.verdict.conclusion === 'fail' ? 'failure' : 'success');
  core.setOutput('findings', counts.error + counts.warning + counts.note);
  core.setOutput('errors', counts.error);
  core.setOutput('warnings', counts.warning);
  core.setOutput('notes', counts.note);
  core.setOutput('evidence', review?.evidence.status ?? 'not-required');
  for (const [name, path] of Object.entries(files)) core.setOutput(name, path);
}

/** Whatever ends a run early ends it red: a gate that fails open is none. */
try {
  await main();
} catch (error) {
  core.setOutput('conclusion', 'failure');
  if (error instanceof UserError || isFailure(error)) core.setFailed(`perf-review could not run: ${error.message}`);
  else core.setFailed(`perf-review failed; this is a bug in it. ${error instanceof Error ? error.stack : String(error)}`);
}
// Sockets that a server keeps open must not hold the job.
process.exit();
