/**
 * A check run of its own with annotations, when asked for. It is a view only: GitHub files it under any workflow of the commit, so what
 * branch protection requires is the job.
 */
import type { Client } from './client.ts';
import type { Repository } from './conversation.ts';
import { isFailure } from './failure.ts';
import { digestOf } from './marks.ts';

/** One annotation of a check run. Columns are given only where start and end line are the same. */
export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title: string;
}

/** The check run that should stand. */
export interface CheckPlan {
  /** Not the name of the job: two checks of one name are both required. */
  readonly name: string;
  readonly head: string;
  readonly conclusion: 'success' | 'failure';
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  /** Worst first. */
  readonly annotations: readonly CheckAnnotation[];
}

/** Whether it stands; else why not, a sentence. */
export type CheckOutcome = { readonly published: true } | { readonly published: false; readonly reason: string };

/** GitHub's limits: 50 annotations a request, 65,535 characters, 255 for a title, 64 KB for a message. */
const MOST_IN_REQUEST = 50;
const MOST_ANNOTATIONS = 1000;
const MOST_SUMMARY = 65_535;
const MOST_TITLE = 255;
const MOST_MESSAGE = 16_000;

/** Publishes it once: a check run of the same content is left as it is, one that a killed run left unfinished is finished. */
export async function publishCheck(client: Client, { owner, name }: Repository, plan: CheckPlan): Promise<CheckOutcome> {
  const repository = { owner, repo: name };
  const annotations = plan.annotations.slice(0, MOST_ANNOTATIONS).map(fit);
  const output = { title: plan.title.slice(0, MOST_TITLE), summary: cut(plan.summary, MOST_SUMMARY) };
  const external_id = `perf-review ${digestOf(JSON.stringify([plan.conclusion, output, annotations]))}`;
  try {
    for (let attempt = 0; ; attempt += 1) {
      const listed = await client.rest('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
        ...repository,
        ref: plan.head,
        check_name: plan.name,
        filter: 'latest',
      });
      const found = listed.check_runs.find((run) => run.external_id === external_id);
      if (found?.status === 'completed') return { published: true };
      try {
        const id =
          found?.id ??
          (await create(client, repository, plan, { external_id, output, annotations: annotations.slice(0, MOST_IN_REQUEST) }));
        const from = found === undefined ? MOST_IN_REQUEST : found.output.annotations_count;
        await finish(client, { ...repository, check_run_id: Number(id) }, plan, output, annotations.slice(from));
        return { published: true };
      } catch (error) {
        if (!isFailure(error, 'unreachable') || attempt >= 2) throw error;
        await client.pause();
      }
    }
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { published: false, reason: `The check run could not be published (it needs \`checks: write\`): ${error.message}.` };
  }
}

async function create(
  client: Client,
  repository: { readonly owner: string; readonly repo: string },
  plan: CheckPlan,
  { external_id, output, annotations }: { external_id: string; output: { title: string; summary: string }; annotations: CheckAnnotation[] },
): Promise<number> {
  const run = await client.rest('POST /repos/{owner}/{repo}/check-runs', {
    ...repository,
    name: plan.name,
    head_sha: plan.head,
    external_id,
    status: 'in_progress',
    output: { ...output, annotations },
  });
  return Number(run.id);
}

/** Annotations of an update are added to those that are there. The last update completes the run. */
async function finish(
  client: Client,
  run: { readonly owner: string; readonly repo: string; readonly check_run_id: number },
  plan: CheckPlan,
  output: { readonly title: string; readonly summary: string },
  annotations: readonly CheckAnnotation[],
): Promise<void> {
  for (let from = 0; from < annotations.length; from += MOST_IN_REQUEST) {
    await client.rest('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
      ...run,
      output: { ...output, annotations: annotations.slice(from, from + MOST_IN_REQUEST) },
    });
  }
  await client.rest(
    'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
    { ...run, status: 'completed', conclusion: plan.conclusion },
    { idempotent: true },
  );
}

function fit(annotation: CheckAnnotation): CheckAnnotation {
  const { start_column, end_column, ...rest } = annotation;
  const columns = annotation.start_line === annotation.end_line && start_column !== undefined && end_column !== undefined;
  return {
    ...rest,
    ...(columns ? { start_column, end_column } : {}),
    title: annotation.title.slice(0, MOST_TITLE),
    message: cut(annotation.message, MOST_MESSAGE),
  };
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}
