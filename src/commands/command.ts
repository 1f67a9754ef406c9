import { parseArgs } from 'node:util';
import { closest } from 'fastest-levenshtein';
import type { HandedPaths } from '../handed-in.ts';
import { CLI_OPTIONS, COMMANDS, type Command, FORMATS, type OutputFormat } from '../options.ts';
import { UserError } from '../user-error.ts';

/** A command line, taken apart. */
export interface Arguments {
  readonly command: Command;
  readonly positionals: readonly string[];
  /** Value of an option; undefined when it was not given. */
  readonly value: (name: string) => string | undefined;
  readonly values: (name: string) => readonly string[];
  readonly has: (name: string) => boolean;
  readonly format: OutputFormat;
}

/** Where a command runs: what it may know of the terminal, and where it tells its progress. */
export interface Terminal {
  readonly colors: boolean;
  readonly width: number;
  /** Shows how far a long work is; does nothing where nobody looks. */
  readonly progress: (done: number, of: number) => void;
  readonly warn: (message: string) => void;
}

/** What a command came to. */
export interface Outcome {
  /** For standard output, or the file of `--output`. */
  readonly output: string;
  /** 0: pass, 1: the gate failed. */
  readonly exitCode: 0 | 1;
}

/** Takes the words of a command line apart. Throws a UserError for a word that is not known, naming the nearest one. */
export function parseArguments(words: readonly string[]): Arguments {
  const [command = '', ...rest] = words;
  if (!isCommand(command)) {
    throw new UserError(`There is no command \`${command}\`; did you mean \`${closest(command, Object.keys(COMMANDS))}\`?`);
  }
  const known = CLI_OPTIONS.filter((option) => option.commands.includes(command));
  const names = known.map((option) => option.name);
  const { values, positionals, tokens } = parseArgs({
    args: rest,
    options: Object.fromEntries(
      known.map((option) => [option.name, { type: option.value === undefined ? 'boolean' : 'string', multiple: true } as const]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = known.find((each) => each.name === token.name);
    if (!option)
      throw new UserError(`\`${command}\` has no option \`${token.rawName}\`; did you mean \`--${closest(token.name, names)}\`?`);
    if (option.value !== undefined && token.value === undefined)
      throw new UserError(`\`--${option.name}\` needs a value: ${option.value}.`);
    if (option.value === undefined && token.value !== undefined) throw new UserError(`\`--${option.name}\` takes no value.`);
  }
  const all = (name: string) => ((values[name] ?? []) as (string | boolean)[]).map(String);
  for (const option of known) {
    if (!option.isRepeatable && all(option.name).length > 1) throw new UserError(`\`--${option.name}\` was given twice; once is enough.`);
  }
  const format = all('format')[0] ?? 'text';
  if (!isFormat(format)) throw new UserError(`\`--format ${format}\` is not known; use one of ${FORMATS.join(', ')}.`);
  return { command, positionals, value: (name) => all(name)[0], values: all, has: (name) => all(name).length > 0, format };
}

function isCommand(word: string): word is Command {
  return Object.hasOwn(COMMANDS, word);
}

function isFormat(word: string): word is OutputFormat {
  return (FORMATS as readonly string[]).includes(word);
}

/** The help of the whole tool, or of one command. */
export function helpText(command?: Command): string {
  const rows = (pairs: readonly (readonly [string, string])[]) => {
    const width = Math.max(...pairs.map(([name]) => name.length));
    return pairs.map(([name, help]) => `  ${name.padEnd(width)}  ${help}`).join('\n');
  };
  if (command === undefined) {
    const commands = Object.entries(COMMANDS).map(([name, about]) => [`${name} ${about.arguments}`.trim(), about.help] as const);
    return `Usage: perf-review <command> [options]\n\n${rows(commands)}\n\nEach command explains its options: perf-review <command> --help\nExit code: 0 pass, 1 the gate failed, 2 could not run.\n`;
  }
  const options = CLI_OPTIONS.filter((option) => option.commands.includes(command)).map(
    (option) =>
      [`--${option.name}${option.value ? ` ${option.value}` : ''}`, `${option.help}${option.isRepeatable ? ' (repeatable)' : ''}`] as const,
  );
  const about = COMMANDS[command];
  return `Usage: ${`perf-review ${command} ${about.arguments}`.trim()} [options]\n\n${about.help}.\n\n${rows(options)}\n`;
}

/** The files that the options of a command hand in. */
export function handedPaths(args: Arguments): HandedPaths {
  return {
    benchmarkBefore: args.values('benchmark-before'),
    benchmarkAfter: args.values('benchmark-after'),
    profileBefore: args.values('profile-before'),
    profileAfter: args.values('profile-after'),
    profile: args.values('profile'),
  };
}
