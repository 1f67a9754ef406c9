import { isCold } from '../syntax/context.ts';
import { statementOf } from '../syntax/last-use.ts';
import { isSteadyKey, isWhereMissing, type Lookup, lookupAt, mayBeKeyed, nextLookup } from '../syntax/lookups.ts';
import type { Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import type { Outcome, Rule } from './rule.ts';

/** One key searched for twice in a row. */
export const doubleLookup: Rule = {
  id: 'double-lookup',
  item: 'caching',
  title: 'The same key searched for twice',
  guide: 'Caching Strategies, Application-Level Caching § 1',
  severity: 'warning',
  why: 'Each search hashes the key or walks the tree and misses the cache once or more: 20 to 100 ns, more with strings as keys.',
  instead: 'Keep what the first search found: `auto it = m.find(k)`, then `it->second` or `m.erase(it)`; insert by `try_emplace`.',
  bad: `int* find_port(std::map<std::string, int>& ports, const std::string& name) {
  if (ports.count(name)) {
    return &ports.at(name);
  }
  return nullptr;
}`,
  good: `int* find_port(std::map<std::string, int>& ports, const std::string& name) {
  auto it = ports.find(name);
  return it == ports.end() ? nullptr : &it->second;
}`,
  kinds: ['call_expression', 'subscript_expression'],
  check(node, { sight }) {
    const first = lookupAt(node);
    if (!first || first.kind === 'put' || first.kind === 'drop') return undefined;
    const again = (first.kind === 'probe' ? (inExpression(first) ?? afterTest(first)) : undefined) ?? beforeDrop(first);
    if (!again && first.kind === 'get') return undefined;
    const keyed = mayBeKeyed(first, sight);
    // A search in an assertion is not there in a release.
    if (!again || !keyed || !isSteadyKey(first) || isCold(first.node) || isWhereMissing(first.node))
      return keyed === 'known' ? 'clear' : undefined;
    if (keyed === 'unknown' && first.kind === 'get') return 'undecided';
    const { node: at, isMiss } = again;
    return {
      at,
      message: `${quote(at)} searches ${quote(first.container)} for ${quote(first.key)} again, right after ${quote(first.node)}.`,
      because: [first.node],
      // Where the key is missing, what is inserted costs an allocation besides.
      ...(isMiss ? { severity: 'note' } : {}),
    } satisfies Outcome;
  },
};

interface Again {
  readonly node: Node;
  /** Whether it runs where the first search found nothing. */
  readonly isMiss: boolean;
}

/** `m.count(k) && m.at(k) > 0`. */
function inExpression(first: Lookup): Again | undefined {
  let at = first.node;
  while (at.parent && /^(?:binary_expression|unary_expression|parenthesized_expression)$/.test(at.parent.kind)) at = at.parent;
  const again = at === first.node ? undefined : nextLookup(first, [at]);
  return again && { node: again.node, isMiss: false };
}

/** The search that follows a test whether the key is there. */
function afterTest(first: Lookup): Again | undefined {
  const test = testOf(first);
  if (!test) return undefined;
  const { branch, isStored, isNegated } = test;
  const consequence = branch.child('consequence');
  const other = branch.child('alternative') ?? (consequence && leaves(consequence) ? nextStatement(branch) : undefined);
  const [hit, miss] = isNegated ? [other, consequence] : [consequence, other];
  const inHit = hit ? nextLookup(first, [hit]) : undefined;
  if (inHit) return { node: inHit.node, isMiss: false };
  // With an iterator at hand, what is missing can only be put in by a second search.
  const inMiss = miss && !isStored ? nextLookup(first, [miss]) : undefined;
  return inMiss ? { node: inMiss.node, isMiss: true } : undefined;
}

interface Test {
  /** The `if` or `?:` that asks. */
  readonly branch: Node;
  /** Whether what was found is kept in an iterator. */
  readonly isStored: boolean;
  /** Whether the consequence runs where nothing was found. */
  readonly isNegated: boolean;
}

function testOf({ node }: Lookup): Test | undefined {
  const holder = node.parent?.kind === 'init_declarator' ? node.parent : undefined;
  const name = holder?.child('declarator')?.text;
  if (holder && name) {
    const branch = testAfter(holder);
    const condition = branch?.child('condition')?.text ?? '';
    const compared = new RegExp(`\\b${name.replace(/\W/g, '')}\\s*([!=])=[^&|]*\\bc?end\\s*\\(`).exec(condition);
    return branch && compared ? { branch, isStored: true, isNegated: compared[1] === '=' } : undefined;
  }
  let at = node;
  let isNegated = false;
  for (let up = at.parent; up; up = at.parent) {
    if (up.kind === 'unary_expression') isNegated = !isNegated;
    else if (up.kind === 'binary_expression' && at === node) isNegated = /^==/.test(textAfter(at, up)) !== isNegated;
    else if (/^(?:if_statement|conditional_expression)$/.test(up.kind))
      return at.field === 'condition' ? { branch: up, isStored: false, isNegated } : undefined;
    else if (!/^(?:binary_expression|parenthesized_expression|condition_clause)$/.test(up.kind)) return undefined;
    at = up;
  }
  return undefined;
}

function textAfter(node: Node, within: Node): string {
  return within.text.slice(node.end - within.start).trim();
}

/** The `if` around the declaration, or right after it. */
function testAfter(holder: Node): Node | undefined {
  const declaration = holder.parent;
  if (declaration?.parent?.kind === 'init_statement') return declaration.parent.parent?.parent;
  const next = declaration ? nextStatement(declaration) : undefined;
  return next?.kind === 'if_statement' ? next : undefined;
}

function nextStatement(statement: Node): Node | undefined {
  const siblings = statement.parent?.namedChildren.filter((child) => child.kind !== 'comment') ?? [];
  return siblings[siblings.indexOf(statement) + 1];
}

function leaves(branch: Node): boolean {
  const last = branch.kind === 'compound_statement' ? branch.namedChildren.filter((child) => child.kind !== 'comment').at(-1) : branch;
  return last !== undefined && /^(?:return|throw|continue|break|co_return)_statement$/.test(last.kind);
}

/** `m[k]->stop(); m.erase(k);` */
function beforeDrop(first: Lookup): Again | undefined {
  const statement = statementOf(first.node);
  const next = nextStatement(statement);
  if (!next || !/\berase\b/.test(next.text)) return undefined;
  const again = nextLookup(first, [statement, next]);
  return again?.kind === 'drop' ? { node: again.node, isMiss: false } : undefined;
}
