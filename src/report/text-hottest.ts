import { nameOf } from '../heat/compare-profiles.ts';
import type { HotFunction, Hottest } from '../heat/hottest.ts';
import { inPercent, type Profile } from '../heat/profile.ts';
import { terminalText } from './escape.ts';
import { plural, worstFirst } from './reported.ts';
import { type Style, styleOf } from './style.ts';

/** Functions listed; below them nobody starts. */
const MOST_ROWS = 30;
const MOST_OTHERS = 5;
/** Overloads that are named where the profile does not tell them apart. */
const MOST_PLACES = 3;
/** Share below which a function is not listed. */
const LEAST = 0.001;

/** Where to start, for a terminal: functions of the source by the share that they answer for, with the findings in each. */
export function renderHottest(hottest: Hottest, profile: Profile, options: { readonly colors: boolean }): string {
  const style = styleOf(options.colors);
  const rows = hottest.rows.filter((row) => row.near >= LEAST || row.total >= LEAST).slice(0, MOST_ROWS);
  const samples = profile.samples === null ? '' : ` of ${plural(profile.samples, 'sample')}`;
  const head = `${style.bold(terminalText(profile.name, 200))}: ${profile.format ?? 'not read'}${samples}; ${inPercent(hottest.answered)} lies in functions of this repository and what they call`;
  const problems = profile.problems.map(
    ({ level, note }) => `${level === 'info' ? style.dim('note') : style.yellow(level)} ${terminalText(note)}`,
  );
  const table =
    rows.length === 0
      ? ['No function of this repository is in the profile.']
      : [style.dim('    here      own  callees too'), ...rows.flatMap((row) => linesOf(row, style))];
  const others = hottest.others.filter((each) => each.self >= LEAST).slice(0, MOST_OTHERS);
  const rest = others.map((each) => `${cell(each.self)}  ${terminalText(nameOf(each), 100)}`);
  const blocks = [[head, ...problems], table, rest.length === 0 ? [] : [style.dim('Hottest of what is not in this repository:'), ...rest]];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function linesOf({ functions, near, self, total, findings }: HotFunction, style: Style): readonly string[] {
  const places = functions.slice(0, MOST_PLACES).map((fn) => `${fn.path}:${fn.line}`);
  const more = functions.length > places.length ? ', …' : '';
  const place = style.dim(terminalText(functions.length > 1 ? `one of ${places.join(', ')}${more}` : places.join(), 200));
  const found = worstFirst(findings).map((finding) => {
    const paint = { error: style.red, warning: style.yellow, note: style.blue }[finding.severity];
    return `${' '.repeat(32)}${paint(finding.severity)} line ${finding.line}: ${terminalText(finding.message, 200)} ${style.dim(finding.rule)}`;
  });
  return [`${cell(near)} ${cell(self)} ${cell(total)}     ${terminalText(functions[0]?.name ?? '', 100)} ${place}`, ...found];
}

function cell(share: number): string {
  return inPercent(share).padStart(8);
}
