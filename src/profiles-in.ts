import { labelOf } from './evidence/side-labels.ts';
import type { Profile } from './heat/profile.ts';
import { readProfile } from './heat/read-profile.ts';
import type { PullRequest } from './pull-request.ts';

const PROFILE_ENDING =
  /\.(?:folded|collapsed|stacks|speedscope\.json|callgrind(?:\.out)?|perf\.txt|prof\.txt)$|(?:^|\/)callgrind\.out[^/]*$/i;
const PROFILE_NAME = /prof|flame|perf-?(?:report|script)|stacks/i;
const TEXT_ENDING = /\.(?:txt|log|out|json)$/i;
/** Fences of a description that are looked at. */
const MOST_BLOCKS = 50;
const FENCE = /^[ \t]{0,3}(```+|~~~+)[^\n]{0,100}\n([\s\S]*?)\n[ \t]{0,3}\1/gm;

/** Whether a changed file that is no C++ may be a profile, by its path: such files are read with the change. */
export function mayHoldProfile(path: string): boolean {
  return PROFILE_ENDING.test(path) || (PROFILE_NAME.test(path) && TEXT_ENDING.test(path));
}

/** Profiles that come with the pull request: changed files, and blocks of its description under a heading that names their side. */
export function profilesIn({ body, changes }: Pick<PullRequest, 'body' | 'changes'>): readonly Profile[] {
  const files = changes.flatMap(({ path, after }) =>
    after !== null && mayHoldProfile(path) ? [readProfile(path, after, sideOf(path.split('/').at(-1) ?? ''))] : [],
  );
  const blocks: Profile[] = [];
  for (const match of body.matchAll(FENCE)) {
    if (blocks.length >= MOST_BLOCKS) break;
    const above = body.slice(0, match.index).trimEnd().split('\n').at(-1) ?? '';
    blocks.push(readProfile(`a block of the description (“${above.slice(0, 60)}”)`, match[2] ?? '', sideOf(above)));
  }
  return [...files, ...blocks].filter((profile) => profile.format !== null && profile.functions.length > 0);
}

function sideOf(text: string): Profile['side'] {
  return labelOf(text.replace(/\.\w{1,10}$/, '').replace(/[_.#*:]/g, ' ')).side ?? null;
}
