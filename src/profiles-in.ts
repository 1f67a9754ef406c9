import { labelOf } from './evidence/side-labels.ts';
import type { Profile } from './heat/profile.ts';
import { readProfile } from './heat/read-profile.ts';
import { profilesInText } from './profiles-in-text.ts';
import type { PullRequest } from './pull-request.ts';

const PROFILE_ENDING =
  /\.(?:folded|collapsed|stacks|speedscope\.json|callgrind(?:\.out)?|perf\.txt|prof\.txt)$|(?:^|\/)callgrind\.out[^/]*$/i;
const PROFILE_NAME = /prof|flame|perf-?(?:report|script)|stacks/i;
const TEXT_ENDING = /\.(?:txt|log|out|json)$/i;
/** Whether a changed file that is no C++ may be a profile, by its path: such files are read with the change. */
export function mayHoldProfile(path: string): boolean {
  return PROFILE_ENDING.test(path) || (PROFILE_NAME.test(path) && TEXT_ENDING.test(path));
}

/** Profiles that come with the pull request: changed files, and what its author pastes. They never lower a finding. */
export function profilesIn(pullRequest: Pick<PullRequest, 'body' | 'comments' | 'commits' | 'author' | 'changes'>): readonly Profile[] {
  const files = pullRequest.changes.flatMap(({ path, after }): Profile[] => {
    if (after === null || !mayHoldProfile(path)) return [];
    const profile = readProfile(path, after, sideOf(path.split('/').at(-1) ?? ''));
    return profile.functions.length > 0 ? [{ ...profile, isPasted: true }] : [];
  });
  return [...files, ...profilesInText(pullRequest)];
}

function sideOf(text: string): Profile['side'] {
  return labelOf(text.replace(/\.\w{1,10}$/, '').replace(/[_.#*:]/g, ' ')).side ?? null;
}
