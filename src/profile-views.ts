import { compareProfiles } from './heat/compare-profiles.ts';
import type { Profile } from './heat/profile.ts';
import { profileTable } from './report/profile-table.ts';

/** What reports show of the profiles at hand. */
export interface ProfileViews {
  /** The profile of the head, or the only one there is: for the flame graph. */
  readonly profile?: Profile;
  /** What moved between the profiles of both sides, as text. */
  readonly moved?: string;
}

/** Chooses the profile to draw, and compares the two sides where both are there. */
export function profileViews(profiles: readonly Profile[]): ProfileViews {
  const usable = profiles.filter((profile) => profile.functions.length > 0);
  const before = usable.find((profile) => profile.side === 'before');
  const after = usable.find((profile) => profile.side === 'after');
  const profile = after ?? usable.find((each) => each.side === null) ?? before;
  const moved = before && after ? profileTable(compareProfiles(before, after)) : '';
  return { ...(profile ? { profile } : {}), ...(moved === '' ? {} : { moved }) };
}
