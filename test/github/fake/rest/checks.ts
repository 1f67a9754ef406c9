/** Check runs. */
import { example } from '../contract.ts';
import type { StoredCheck, World } from '../world.ts';
import { type Handler, pageOf, refuse } from './handler.ts';

/** `filter: latest` (the default) lists only the newest run of each name and App. */
const list: Handler = ({ world, values, query }) => {
  const head = world.git.resolve(values.ref ?? '');
  const name = query.get('check_name');
  const all = world.checks.filter((check) => check.head === head && (name === null || check.name === name)).sort((a, b) => b.id - a.id);
  const isLatest = (check: StoredCheck): boolean => !all.some((other) => other.id > check.id && other.name === check.name);
  const listed = query.get('filter') === 'all' ? all : all.filter(isLatest);
  return { status: 200, body: { total_count: listed.length, check_runs: pageOf(listed, query).map(checkOf) } };
};

const create: Handler = ({ world, token, body }) => {
  const problem = annotationProblem(body);
  if (problem !== undefined) return refuse(422, 'Invalid request.', [problem]);
  const { name, head_sha: head, external_id: externalId } = body;
  const check: StoredCheck = {
    id: world.nextId(),
    name: String(name),
    head: String(head),
    author: token.viewer,
    externalId: typeof externalId === 'string' ? externalId : null,
    status: 'queued',
    conclusion: null,
    title: null,
    summary: null,
    annotations: [],
  };
  world.checks.push(check);
  apply(check, body);
  return { status: 201, body: checkOf(check) };
};

const update: Handler = ({ world, token, values, body }) => {
  const check = findCheck(world, values.check_run_id);
  if (check === undefined) return refuse(404, 'Not Found');
  if (check.author !== token.viewer)
    return refuse(403, 'Invalid app_id - check run can only be modified by the GitHub App that created it.');
  const problem = annotationProblem(body);
  if (problem !== undefined) return refuse(422, 'Invalid request.', [problem]);
  apply(check, body);
  return { status: 200, body: checkOf(check) };
};

interface Output {
  readonly title?: string;
  readonly summary?: string;
  readonly annotations?: readonly Readonly<Record<string, unknown>>[];
}

/** A conclusion completes the run; annotations are added to those that are there. Source: docs.github.com/rest/checks/runs. */
function apply(check: StoredCheck, { status, conclusion, output }: Readonly<Record<string, unknown>>): void {
  if (typeof status === 'string') check.status = status;
  if (typeof conclusion === 'string') {
    check.conclusion = conclusion;
    check.status = 'completed';
  }
  const { title, summary, annotations = [] } = (output ?? {}) as Output;
  if (title !== undefined) check.title = title;
  if (summary !== undefined) check.summary = summary;
  check.annotations.push(...annotations);
}

/** Columns only on one line, messages within 64 KB, titles within 255 characters. Source: docs.github.com/rest/checks/runs. */
function annotationProblem({ output }: Readonly<Record<string, unknown>>): string | undefined {
  for (const { start_line, end_line, start_column, message, title = '' } of ((output ?? {}) as Output).annotations ?? []) {
    if (start_column !== undefined && start_line !== end_line) return 'Annotations with columns must be on a single line';
    if (Number(start_line) > Number(end_line) || Number(start_line) < 1) return 'Annotation lines are invalid';
    if (Buffer.byteLength(String(message)) > 65_536) return 'Annotation message is too long';
    if (String(title).length > 255) return 'Annotation title is too long';
  }
  return undefined;
}

function findCheck(world: World, id: string | undefined): StoredCheck | undefined {
  return world.checks.find((check) => check.id === Number(id));
}

function checkOf(check: StoredCheck): unknown {
  const { title, summary, annotations } = check;
  return example('check-run', {
    id: check.id,
    name: check.name,
    head_sha: check.head,
    external_id: check.externalId,
    status: check.status,
    conclusion: check.conclusion,
    output: { title, summary, text: null, annotations_count: annotations.length, annotations_url: 'https://github.example/' },
  });
}

/** Handlers by route. */
export const CHECK_HANDLERS: Readonly<Record<string, Handler>> = {
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': list,
  'POST /repos/{owner}/{repo}/check-runs': create,
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': update,
};
