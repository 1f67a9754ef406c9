import type { Evidence } from './evidence/evidence.ts';
import { type Finding, ITEMS, type Item } from './findings.ts';

/** One item of the guide's checklist and how this change stands to it. */
export interface ChecklistRow {
  readonly item: Item;
  readonly title: string;
  readonly status: 'clear' | 'findings' | 'needs-evidence' | 'evidenced' | 'not-applicable';
  /** Places of this kind that were examined in the changed code. */
  readonly sites: number;
  /** New findings. */
  readonly findings: number;
  readonly note: string;
}

/** Places of one item in the changed code. */
export interface SiteCount {
  readonly examined: number;
  /** Places where a type, a callee or a part that did not parse left the question open. */
  readonly undecided: number;
}

/** How the profiles at hand bear on the change. */
export interface ProfileFacts {
  /** Number of profiles that were read. */
  readonly profiles: number;
  /** Changed functions, and how many of them the profiles show. */
  readonly functions: number;
  readonly seen: number;
  /** How many of them are hot. */
  readonly hot: number;
}

/** Fills the guide's checklist, in its order. `evidence` and `profile` are null where the change was not looked at (a scan). */
export function fillChecklist(
  findings: readonly Finding[],
  sites: ReadonlyMap<Item, SiteCount>,
  evidence: Evidence | null,
  profile: ProfileFacts | null,
): readonly ChecklistRow[] {
  return (Object.keys(ITEMS) as Item[]).map((item) => {
    if (item === 'profile') return profileRow(evidence, profile);
    if (item === 'hot-paths') return hotPathsRow(profile);
    const { examined, undecided } = sites.get(item) ?? { examined: 0, undecided: 0 };
    const count = findings.filter((finding) => finding.item === item && finding.state === 'new').length;
    const asksForProof = item === 'lock-free' && evidence?.problems.some((problem) => problem.code === 'contention-profile') === true;
    const status = count > 0 ? (asksForProof ? 'needs-evidence' : 'findings') : examined > 0 ? 'clear' : 'not-applicable';
    const note = undecided === 0 ? '' : `${undecided} more ${undecided === 1 ? 'place' : 'places'} could not be decided`;
    return { item, title: ITEMS[item], status, sites: examined, findings: count, note };
  });
}

function profileRow(evidence: Evidence | null, profile: ProfileFacts | null): ChecklistRow {
  const row = { item: 'profile', title: ITEMS.profile, sites: profile?.profiles ?? 0, findings: 0 } as const;
  const asked = evidence?.requirements.find((requirement) => requirement.id === 'profile');
  if (asked?.status === 'met' || (profile?.profiles ?? 0) > 0) {
    const seen = profile && profile.functions > 0 ? `${profile.seen} of ${profile.functions} changed functions are in it` : '';
    return { ...row, status: 'evidenced', note: seen || (asked?.note ?? '') };
  }
  if (evidence?.required && asked?.status === 'unmet') return { ...row, status: 'needs-evidence', note: asked.note };
  return { ...row, status: 'not-applicable', note: '' };
}

function hotPathsRow(profile: ProfileFacts | null): ChecklistRow {
  const row = { item: 'hot-paths', title: ITEMS['hot-paths'], sites: profile?.functions ?? 0, findings: 0 } as const;
  if (!profile || profile.profiles === 0 || profile.functions === 0) return { ...row, sites: 0, status: 'not-applicable', note: '' };
  const note = `${profile.hot} of ${profile.functions} changed functions take part of the top 20 % of time`;
  return { ...row, status: profile.seen > 0 ? 'evidenced' : 'clear', note };
}
