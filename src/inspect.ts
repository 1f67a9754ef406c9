import type { Located } from './diff/compare.ts';
import type { Item, Severity, Suggestion } from './findings.ts';
import { type Place, placeOf } from './heat/place.ts';
import type { Edit, Hit, Outcome, Rule } from './rules/rule.ts';
import { hasParseError, isCold, isConstructorOrDestructor } from './syntax/context.ts';
import { enclosingBody, enclosingFunction, functionName } from './syntax/declarations.ts';
import { columnAt, lineAt, type Node, type Tree } from './syntax/node.ts';
import type { Sight } from './syntax/sight.ts';

/** What a rule found in one file, before anything is known of the change around it. */
export interface RawFinding extends Located {
  readonly definition: Rule;
  /** The hit's own severity, or the rule's. */
  readonly severity: Severity;
  readonly column: number;
  readonly endColumn: number;
  readonly message: string;
  readonly why: string;
  readonly instead: string;
  readonly suggestion: Suggestion | null;
  /** Where heat looks; null outside functions. */
  readonly place: Place | null;
}

/** A place that a rule examined. */
export interface Site {
  readonly item: Item;
  readonly line: number;
  readonly endLine: number;
  /** False when what decides was not in sight, or the function around it did not parse. */
  readonly isDecided: boolean;
}

/** One file as the rules see it. */
export interface Inspection {
  readonly findings: readonly RawFinding[];
  readonly sites: readonly Site[];
}

/** Runs the rules over a file in one walk of its tree. */
export function inspect(tree: Tree, sight: Sight, rules: readonly Rule[]): Inspection {
  const byKind = new Map<string, Rule[]>();
  for (const rule of rules)
    for (const kind of rule.kinds) {
      const list = byKind.get(kind);
      if (list) list.push(rule);
      else byKind.set(kind, [rule]);
    }
  const findings: RawFinding[] = [];
  const sites: Site[] = [];
  const scope = { tree, sight };
  const visit = (node: Node) => {
    const asking = byKind.get(node.kind);
    if (asking) ask(asking, node);
    for (const child of node.children) visit(child);
  };
  const ask = (asking: readonly Rule[], node: Node) => {
    for (const rule of asking) {
      const outcome = rule.check(node, scope);
      if (outcome === undefined) continue;
      const isDecided = outcome !== 'undecided' && !isBroken(node);
      sites.push({ item: rule.item as Item, line: node.line, endLine: node.endLine, isDecided });
      if (!isDecided) continue;
      for (const hit of hitsOf(outcome)) if (rule.everywhere || !isCold(hit.at)) findings.push(toFinding(tree, rule, hit));
    }
  };
  visit(tree.root);
  return { findings, sites };
}

function hitsOf(outcome: Exclude<Outcome, undefined>): readonly Hit[] {
  if (typeof outcome === 'string') return [];
  return Array.isArray(outcome) ? (outcome as readonly Hit[]) : [outcome as Hit];
}

/** Whether the function around the node has a part that did not parse; for a place outside functions, whether it has one itself. */
function isBroken(node: Node): boolean {
  const fn = node.kind === 'function_definition' ? node : (enclosingFunction(node) ?? enclosingBody(node) ?? node);
  return hasParseError(fn);
}

function toFinding(tree: Tree, rule: Rule, hit: Hit): RawFinding {
  const { at } = hit;
  const body = at.kind === 'function_definition' ? at : (enclosingFunction(at) ?? enclosingBody(at));
  return {
    definition: rule,
    rule: rule.id,
    path: tree.path,
    function: body ? functionName(body) : null,
    severity: severityOf(hit.severity ?? rule.severity, body),
    line: at.line,
    endLine: at.endLine,
    column: columnAt(tree, at.start),
    endColumn: columnAt(tree, Math.max(at.start, at.end - 1)) + 1,
    text: at.text,
    evidence: (hit.because ?? []).filter((node) => node.tree === tree).map((node) => node.line),
    message: hit.message,
    why: hit.why ?? rule.why,
    instead: hit.instead ?? rule.instead,
    suggestion: hit.fix ? toSuggestion(tree, hit.fix) : null,
    place: placeOf(at),
  };
}

/** What runs when an object is made or ended runs seldom, as a rule: a warning there is a note. */
function severityOf(severity: Severity, body: Node | undefined): Severity {
  return severity === 'warning' && body?.kind === 'function_definition' && isConstructorOrDestructor(body) ? 'note' : severity;
}

/** More lines are a patch, not a suggestion that is read at a glance. */
const MOST_SUGGESTED_LINES = 12;

/** The edits as one replacement of whole lines; null when they overlap, change nothing or span too many lines. */
export function toSuggestion(tree: Tree, edits: readonly Edit[]): Suggestion | null {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last || sorted.some((edit, i) => edit.start < (sorted[i - 1]?.end ?? 0))) return null;
  const startLine = lineAt(tree, first.start);
  const endLine = lineAt(tree, Math.max(first.start, last.end - 1));
  if (endLine - startLine >= MOST_SUGGESTED_LINES) return null;
  const from = tree.lineStarts[startLine - 1] ?? 0;
  const to = (tree.lineStarts[endLine] ?? tree.text.length + 1) - 1;
  let replacement = '';
  let at = from;
  for (const edit of sorted) {
    replacement += tree.text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  replacement += tree.text.slice(at, to);
  return replacement === tree.text.slice(from, to) ? null : { startLine, endLine, replacement: replacement.replace(/\r$/, '') };
}
