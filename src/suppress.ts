import type { Comment } from './syntax/lex.ts';
import { lineAt, type Tree } from './syntax/node.ts';

/** Tells whether a comment in the file silences a rule at a place. */
export type IsSilenced = (rule: string, line: number, endLine: number) => boolean;

/** `perf-review: ignore a, b -- reason`; without a reason it silences nothing. */
const IGNORE = /\bperf-review:\s*ignore\s+([\w-]+(?:\s*,\s*[\w-]+){0,40})\s+(?:--|—)\s*\S/;
/** clang-tidy's own form: https://clang.llvm.org/extra/clang-tidy/#suppressing-undesired-diagnostics */
const NOLINT = /\bNOLINT(NEXTLINE|BEGIN|END)?\(([^()\n]{1,400})\)/g;

/** Reads the suppressions of a file: on the line itself, alone on the line above, and clang-tidy's `NOLINT` with this tool's names. */
export function readSuppressions(tree: Tree): IsSilenced {
  const byLine = new Map<number, Set<string>>();
  const ranges: { readonly rule: string; readonly from: number; to: number }[] = [];
  const add = (line: number, rule: string) => {
    const known = byLine.get(line);
    if (known) known.add(rule);
    else byLine.set(line, new Set([rule]));
  };
  for (const comment of tree.normalised.comments) {
    if (!comment.text.includes('perf-review')) continue;
    const line = lineAt(tree, comment.start);
    const last = lineAt(tree, Math.max(comment.start, comment.end - 1));
    const rules = IGNORE.exec(comment.text)?.[1]?.split(',') ?? [];
    for (const rule of rules) {
      add(line, rule.trim());
      if (isAlone(tree, comment)) add(nextCodeLine(tree, last), rule.trim());
    }
    for (const [, form, names] of comment.text.matchAll(NOLINT)) {
      for (const rule of ownNames(names ?? '')) {
        if (form === 'BEGIN') ranges.push({ rule, from: line, to: Number.POSITIVE_INFINITY });
        else if (form === 'END') {
          const open = ranges.findLast((range) => range.rule === rule && range.to === Number.POSITIVE_INFINITY);
          if (open) open.to = line;
        } else add(form === 'NEXTLINE' ? last + 1 : line, rule);
      }
    }
  }
  if (byLine.size === 0 && ranges.length === 0) return () => false;
  const isMeant = (name: string, rule: string) => name === rule || name === '*';
  return (rule, line, endLine) => {
    // A finding over many lines is silenced on its first line or its last one.
    for (const at of [line, endLine]) for (const name of byLine.get(at) ?? []) if (isMeant(name, rule)) return true;
    return ranges.some((range) => isMeant(range.rule, rule) && range.from <= line && line <= range.to);
  };
}

function ownNames(names: string): string[] {
  return names.split(',').flatMap((name) => (/^perf-review-/.test(name.trim()) ? [name.trim().slice('perf-review-'.length)] : []));
}

function isAlone(tree: Tree, comment: Comment): boolean {
  const start = tree.lineStarts[lineAt(tree, comment.start) - 1] ?? 0;
  return tree.text.slice(start, comment.start).trim() === '';
}

/** The next line that holds more than a comment: several suppressions may stand above one line. */
function nextCodeLine(tree: Tree, line: number): number {
  const { code } = tree.normalised;
  for (let next = line + 1; next <= Math.min(line + 10, tree.lineStarts.length); next++) {
    const from = tree.lineStarts[next - 1] ?? 0;
    if (code.slice(from, tree.lineStarts[next] ?? code.length).trim() !== '') return next;
  }
  return line + 1;
}
