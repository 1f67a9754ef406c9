import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Suggestion } from '../../src/findings.ts';
import { inspect, type RawFinding } from '../../src/inspect.ts';
import { RULES } from '../../src/rules/index.ts';
import { readSuppressions } from '../../src/suppress.ts';
import { sightOf } from '../../src/syntax/sight.ts';
import { cpp } from '../cpp.ts';

/** A rule's fixture: C++ that compiles, with `// expect: rule[, rule]` on each line that is to be reported. */
export interface Fixture {
  readonly path: string;
  readonly text: string;
  /** `line rule`, in order. */
  readonly expected: readonly string[];
}

/** Reads the fixture of a rule. */
export function readFixture(rule: string): Fixture {
  const path = `test/rules/${rule}.cpp`;
  const text = readFileSync(path, 'utf8');
  const expected = text.split('\n').flatMap((line, index) => {
    const rules = /\/\/ expect: ([\w-]+(?:, [\w-]+)*)/.exec(line)?.[1]?.split(', ') ?? [];
    return rules.map((id) => `${index + 1} ${id}`);
  });
  return { path, text, expected };
}

/** What all rules find in a text, suppressed findings left out. */
export async function findingsIn(text: string, path = 'src/example.cc'): Promise<readonly RawFinding[]> {
  const tree = (await cpp()).parse(path, text);
  const isSilenced = readSuppressions(tree);
  return inspect(tree, sightOf(tree), RULES).findings.filter((each) => !isSilenced(each.rule, each.line, each.endLine));
}

/** `line rule` of each finding, in order of place. */
export function places(findings: readonly RawFinding[]): readonly string[] {
  return [...findings].sort((a, b) => a.line - b.line || (a.rule < b.rule ? -1 : 1)).map(({ line, rule }) => `${line} ${rule}`);
}

/** The text with the suggestion applied. */
export function apply(text: string, { startLine, endLine, replacement }: Suggestion): string {
  const lines = text.split('\n');
  lines.splice(startLine - 1, endLine - startLine + 1, ...replacement.split('\n'));
  return lines.join('\n');
}

/** Whether the machine has a compiler; without one the compile half of the proof is skipped. */
export const hasCompiler = spawnSync('g++', ['--version']).status === 0;

/** What g++ says against the text as C++20; empty when it compiles. */
export function compile(text: string): string {
  const run = spawnSync('g++', ['-std=c++20', '-fsyntax-only', '-w', '-x', 'c++', '-'], { input: text, encoding: 'utf8' });
  return run.status === 0 ? '' : run.stderr.slice(0, 2000);
}
