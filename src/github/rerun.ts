/** Starts the gate of a head again. A required check belongs to the run that made it, so only that run can turn it green. */
import type { Client } from './client.ts';
import type { Repository } from './conversation.ts';
import { isFailure } from './failure.ts';

/** Whether the gate was started again; else the sentence that says how a person does it. */
export type Rerun = { readonly started: true } | { readonly started: false; readonly way: string };

const MOST_RUNS = 5;

/**
 * Starts the runs of `workflow` (`.github/workflows/x.yml`) for `head` again: those that failed, or, when none did, the latest. The token
 * needs `actions: write`.
 */
export async function rerunGate(client: Client, { owner, name }: Repository, head: string, workflow: string): Promise<Rerun> {
  let page = `the run of ${workflow}`;
  try {
    const { workflow_runs: all } = await client.rest('GET /repos/{owner}/{repo}/actions/runs', {
      owner,
      repo: name,
      head_sha: head,
      per_page: 100,
    });
    const runs = all.filter((run) => run.event.startsWith('pull_request') && run.path.split('@')[0] === workflow);
    const failed = runs.filter((run) => run.status === 'completed' && run.conclusion !== 'success').slice(0, MOST_RUNS);
    const [latest] = runs;
    if (latest === undefined) return { started: false, way: byHand(page) };
    page = latest.html_url;
    const again = failed.length > 0 ? failed : [latest];
    for (const run of again) {
      page = run.html_url;
      const parameters = { owner, repo: name, run_id: Number(run.id) };
      if (failed.length > 0) {
        await start(() =>
          client.rest('POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs', parameters, { idempotent: true }),
        );
      } else await start(() => client.rest('POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun', parameters, { idempotent: true }));
    }
    return { started: true };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { started: false, way: byHand(page) };
  }
}

/** A run that is under way reads the same state as one that is started now. */
async function start(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!isFailure(error, 'denied', 'invalid') || !/already running/i.test(error.message)) throw error;
  }
}

function byHand(page: string): string {
  return `Open ${page}, click "Re-run jobs", then "Re-run failed jobs"; with \`actions: write\` the Action does it itself.`;
}
