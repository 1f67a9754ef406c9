import type { Problem } from './evidence.ts';
import type { Environment } from './formats/format.ts';
import type { SideName } from './side-labels.ts';

/** A tool's account of the machine, with the side it was taken on. */
export interface SidedEnvironment {
  readonly side: SideName | undefined;
  readonly environment: Environment;
}

/** What the machines and builds behind the numbers put in doubt: a debug build, clock scaling, a loaded machine, two machines, one commit on both sides. */
export function environmentProblems(environments: readonly SidedEnvironment[], text: string): readonly Problem[] {
  const problems: Problem[] = [];
  const all = environments.map(({ environment }) => environment);
  const debug = all.find(({ executable }) => executable !== undefined && DEBUG_PATH.test(executable));
  const written = DEBUG_WORDS.exec(text.slice(0, 200_000))?.[0];
  if (debug !== undefined)
    problems.push({ code: 'debug-build', level: 'block', note: `${debug.executable} is a debug build by its path.` });
  else if (written !== undefined)
    problems.push({ code: 'debug-build', level: 'block', note: `The text says it was built with “${written.trim()}”.` });
  const both = (of: (environment: Environment) => string | undefined): readonly [string, string] | undefined => {
    const [before, after] = (['before', 'after'] as const).map((side) =>
      environments.find((one) => one.side === side && of(one.environment) !== undefined),
    );
    const [a, b] = [before, after].map((one) => (one === undefined ? undefined : of(one.environment)));
    return a === undefined || b === undefined ? undefined : [a, b];
  };
  const builds = both(({ buildType }) => buildType) ?? oneSidedDebug(environments);
  if (builds !== undefined && builds[0] !== builds[1]) {
    const note = `Before was measured with a ${builds[0]} build, after with a ${builds[1]} build, of the benchmark library at least.`;
    problems.push({ code: 'debug-build', level: 'block', note });
  }
  const hosts = both(({ host }) => host);
  if (hosts !== undefined && hosts[0] !== hosts[1]) {
    problems.push({
      code: 'different-hosts',
      level: 'block',
      note: `Before was measured on ${hosts[0]}, after on ${hosts[1]}; run both on one machine.`,
    });
  }
  const processors = both(({ cpus }) => (cpus === undefined ? undefined : String(cpus)));
  if (processors !== undefined && processors[0] !== processors[1]) {
    problems.push({
      code: 'different-hosts',
      level: 'block',
      note: `Before was measured on ${processors[0]} processors, after on ${processors[1]}.`,
    });
  }
  const commits = both(({ commit }) => commit?.toLowerCase());
  if (commits !== undefined && isSameCommit(...commits)) {
    problems.push({ code: 'same-ref-both-sides', level: 'block', note: `Both sides were measured at ${commits[0]}.` });
  }
  return problems;
}

/** A console tells a debug build only: where it does so on one side, the other is none. */
function oneSidedDebug(environments: readonly SidedEnvironment[]): readonly [string, string] | undefined {
  const isDebug = (side: SideName): boolean => environments.some((one) => one.side === side && one.environment.buildType === 'debug');
  const isKnown = (side: SideName): boolean => environments.some((one) => one.side === side);
  if (!isKnown('before') || !isKnown('after') || isDebug('before') === isDebug('after')) return undefined;
  return isDebug('before') ? ['debug', 'release'] : ['release', 'debug'];
}

const DEBUG_PATH = /(?:^|[/\\_.-])(?:debug|dbg|asan|tsan|ubsan|sanitize)(?:[/\\_.-]|$)/i;
const DEBUG_WORDS =
  /(?:CMAKE_BUILD_TYPE=Debug\b|(?:^|\s)-O0\b|\bmode=debug\b|\bDEBUG_LEVEL=[12]\b|\bbuild\/(?:debug|dev)\b|--mode[= ]debug\b)/i;

/** Whether two commits are one, by the digits that both have; at least seven. */
export function isSameCommit(one: string, two: string): boolean {
  const length = Math.min(one.length, two.length);
  return length >= 7 && one.slice(0, length) === two.slice(0, length);
}
