import { callgrind } from './callgrind.ts';
import { folded } from './folded.ts';
import type { ProfileFormat } from './format.ts';
import { gprof } from './gprof.ts';
import { osvProf } from './osv-prof.ts';
import { osvTraceSummary } from './osv-trace-summary.ts';
import { perfReport } from './perf-report.ts';
import { perfScript } from './perf-script.ts';
import { pprof } from './pprof.ts';
import { pprofText } from './pprof-text.ts';
import { speedscope } from './speedscope.ts';

/** Every profile format that can be read, those with the plainest marks first. */
export const PROFILE_FORMATS: readonly ProfileFormat[] = [
  pprof,
  speedscope,
  callgrind,
  gprof,
  osvProf,
  osvTraceSummary,
  pprofText,
  perfReport,
  perfScript,
  folded,
];
