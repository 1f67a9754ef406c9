/** Runs of workflows. */
import { example } from '../contract.ts';
import type { StoredRun } from '../world.ts';
import { type Handler, pageOf, type RestRequest, refuse } from './handler.ts';

const list: Handler = ({ world, query }) => {
  const head = query.get('head_sha');
  const event = query.get('event');
  const runs = world.runs
    .filter((run) => (head === null || run.head === head) && (event === null || run.event === event))
    .sort((a, b) => b.id - a.id);
  return { status: 200, body: { total_count: runs.length, workflow_runs: pageOf(runs, query).map(runOf) } };
};

function runOf(run: StoredRun): unknown {
  const repository = example('minimal-repository', {});
  return example('workflow-run', {
    id: run.id,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    head_sha: run.head,
    path: run.path,
    run_attempt: run.attempt,
    html_url: `https://github.example/octocat/kernel/actions/runs/${run.id}`,
    head_commit: null,
    pull_requests: [],
    repository,
    head_repository: repository,
  });
}

/** Starts a run again under its old number, with its old payload; one that is under way is refused, as is a green one for its failed jobs. */
function rerun(isFailedOnly: boolean): Handler {
  return ({ world, values }: RestRequest) => {
    const run = world.runs.find((each) => each.id === Number(values.run_id));
    if (run === undefined) return refuse(404, 'Not Found');
    if (run.status !== 'completed') return refuse(403, 'This workflow is already running');
    if (isFailedOnly && run.conclusion === 'success') return refuse(403, 'This workflow run has no failed jobs to re-run');
    run.status = 'queued';
    run.conclusion = null;
    run.attempt += 1;
    return { status: 201, body: {} };
  };
}

/** Handlers by route. */
export const ACTIONS_HANDLERS: Readonly<Record<string, Handler>> = {
  'GET /repos/{owner}/{repo}/actions/runs': list,
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun': rerun(false),
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs': rerun(true),
};
