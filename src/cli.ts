#!/usr/bin/env node
import { writeFile } from 'node:fs/promises';
import { baselineCommand } from './commands/baseline.ts';
import { type Arguments, helpText, type Outcome, parseArguments, type Terminal } from './commands/command.ts';
import { configCommand } from './commands/config.ts';
import { evidenceCommand } from './commands/evidence.ts';
import { hotCommand } from './commands/hot.ts';
import { initCommand } from './commands/init.ts';
import { reviewCommand } from './commands/review.ts';
import { rulesCommand } from './commands/rules.ts';
import { sampleCommand } from './commands/sample.ts';
import { scanCommand } from './commands/scan.ts';
import type { Command } from './options.ts';
import { UserError } from './user-error.ts';
import { VERSION } from './version.ts';

const RUN: Readonly<Record<Command, (args: Arguments, terminal: Terminal) => Promise<Outcome>>> = {
  review: reviewCommand,
  scan: scanCommand,
  rules: rulesCommand,
  baseline: baselineCommand,
  config: configCommand,
  evidence: evidenceCommand,
  sample: sampleCommand,
  init: initCommand,
  hot: hotCommand,
};

async function main(words: readonly string[]): Promise<number> {
  const [first] = words;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    process.stdout.write(helpText());
    return first === undefined ? 2 : 0;
  }
  if (first === '--version' || first === '-v') {
    process.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const args = parseArguments(words);
  if (args.has('help')) {
    process.stdout.write(helpText(args.command));
    return 0;
  }
  const terminal = terminalOf(args);
  const { output, exitCode } = await RUN[args.command](args, terminal);
  const file = args.command === 'baseline' ? undefined : args.value('output');
  if (file === undefined) await new Promise<void>((done) => process.stdout.write(output, () => done()));
  else await writeFile(file, output).catch(refuse(file));
  return exitCode;
}

function refuse(file: string) {
  return (error: NodeJS.ErrnoException) => {
    throw new UserError(`${file} cannot be written: ${error.code}; name another file with --output.`);
  };
}

/** https://no-color.org: the variable counts when it is not empty. */
function terminalOf(args: Arguments): Terminal {
  const isShown = process.stdout.isTTY === true && args.value('output') === undefined;
  const colors = isShown && !args.has('no-color') && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  const isWatched = process.stderr.isTTY === true && !args.has('quiet');
  return {
    colors,
    width: Math.max(40, process.stdout.columns || 100),
    progress: isWatched ? (done, of) => process.stderr.write(progressBar(done, of)) : () => {},
    warn: (message) => process.stderr.write(`perf-review: ${message}\n`),
  };
}

function progressBar(done: number, of: number): string {
  if (of < 50) return '';
  if (done === of) return '\r\x1b[K';
  const filled = Math.round((done / of) * 30);
  return `\r${'█'.repeat(filled)}${'░'.repeat(30 - filled)} ${done}/${of}`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = 2;
  if (error instanceof UserError) process.stderr.write(`perf-review: ${error.message}\n`);
  else process.stderr.write(`perf-review failed; this is a bug.\n${error instanceof Error ? error.stack : String(error)}\n`);
}
