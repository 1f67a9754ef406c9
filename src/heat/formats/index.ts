import { folded } from './folded.ts';
import type { ProfileFormat } from './format.ts';

/** Every profile format that can be read, those with the plainest marks first. */
export const PROFILE_FORMATS: readonly ProfileFormat[] = [folded];
