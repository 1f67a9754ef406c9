import type { PassageLine } from './passages.ts';

/** Lines below one command. */
export interface CommandOutput {
  /** As `commandOf` gives it; `''` above the first. */
  readonly command: string;
  readonly lines: readonly PassageLine[];
}

/** The lines of a passage by the command that stands above them. */
export function byCommand(lines: readonly PassageLine[], isFenced: boolean): readonly CommandOutput[] {
  const outputs: { command: string; lines: PassageLine[] }[] = [];
  for (const line of lines) {
    const command = commandOf(line.text, isFenced);
    const open = outputs.at(-1);
    // What stands above the first command belongs to it: a label, a heading of columns.
    if (open !== undefined && command !== undefined && open.command === '') open.command = command;
    if (open === undefined) outputs.push({ command: command ?? '', lines: [line] });
    else if (command !== undefined && command !== open.command) outputs.push({ command, lines: [line] });
    else open.lines.push(line);
  }
  return outputs;
}

const PROMPT = /^\s{0,12}(?:\[?[\w.-]{1,40}@[\w.-]{1,60}[^$#%>]{0,80}[$#%>]|[$%])\s{1,4}(?=[\w./~'"])/;
/** Without a prompt: a path, a variable for the program, a program that runs another, or a program with an option. */
const BARE =
  /^\s{0,12}(?=(?:[A-Z_][A-Z0-9_]{1,40}=\S{1,80} |(?:sudo|time|taskset|numactl|nice|env) |~?\.{0,2}\/)?[\w./~+-]{2,120}(?:\s|$))(?:[A-Z_][A-Z0-9_]{1,40}=|(?:sudo|time|taskset|numactl|nice|env) \S|~?\.{0,2}\/\w|[a-z][\w.+-]{1,40}(?: [\w./:=+-]{1,120}){0,12} --?[a-z])/;
const LONGEST = 500;

/**
 * What a line runs, as far as it says what is measured: without a prompt, the folder of the program, and where the output goes. Undefined for
 * any other line. Outside a fence only a prompt tells a command from prose.
 */
export function commandOf(line: string, isFenced: boolean): string | undefined {
  if (line.length > LONGEST) return undefined;
  const isPrompted = PROMPT.test(line);
  if (!isPrompted && !(isFenced && BARE.test(line) && !RESULT.test(line))) return undefined;
  const whole = line.replace(PROMPT, '').trim();
  const last = whole.split(/\s(?:&&|;)\s|;\s/).at(-1) ?? whole;
  const plain = last
    .replace(/\s(?:\||\d?>{1,2}|&>)\s?.*$/, '')
    .replace(/^(?:(?:sudo|time|nice)\s+)+/, '')
    .replace(OUTPUT, ' ')
    .replace(HOST, '$1')
    .replace(FOLDER, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return plain === '' || SETTING_UP.test(plain) ? undefined : plain;
}

/** `./bench: 10 ms`, `lookup = 3`: a result that begins like a program. */
const RESULT = /^\s*\S{1,80}(?::| =|\s{2,}[\d.]|\s+[\d.]+\s?[a-zµμ]{1,3}(?:\/\w+)?\s*$)/;
const OUTPUT = /\s(?:-o|--(?:out|output|benchmark_out|output-file|export-json|log|logfile))(?:[ =]\S{1,200})/g;
/** Two builds may be served side by side. */
const HOST = /(\s[a-z]{2,8}:\/\/)[^/\s]{1,200}/g;
const FOLDER = /((?:^|\s)(?:[A-Z_]\w*=\S+ )?)(?:~|\.{0,2})\/(?:[\w.+-]{1,100}\/){0,20}/;
/** Commands that measure nothing themselves. */
const SETTING_UP =
  /^(?:cd|git|make|ninja|cmake|cat|ls|echo|export|set|source|ulimit|sysctl|mkdir|rm|cp|mv|grep|head|tail|meson|bazel build|docker|apt(?:-get)?|yum|dnf|pip3?|sleep|sync|uname|lscpu)(?:\s|$)/;
