import { argumentsOf, calleeName, calleeObject } from '../syntax/calls.ts';
import { enclosingBody, findLocal } from '../syntax/declarations.ts';
import type { Node } from '../syntax/node.ts';
import { quote } from '../syntax/quote.ts';
import { typeOf } from '../syntax/type-of.ts';
import { usesOf } from '../syntax/uses.ts';
import type { Outcome, Rule } from './rule.ts';

/** The text of a string stream copied only to be looked at, or copied twice. */
export const streamTextCopied: Rule = {
  id: 'stream-text-copied',
  item: 'const-references',
  title: 'Text of a string stream copied to be looked at',
  guide: 'Common Performance Pitfalls § 4',
  severity: 'warning',
  why: 'Each `str()` allocates a string and copies the whole text into it.',
  instead:
    'Ask the stream: `view()`, or `tellp()` before C++20; where the text is needed, take it once, the last time by `std::move(stream).str()`.',
  bad: `bool is_described(const item& i) {
  std::ostringstream out;
  describe(out, i);
  return !out.str().empty();
}`,
  good: `bool is_described(const item& i) {
  std::ostringstream out;
  describe(out, i);
  return !out.view().empty();
}`,
  kinds: ['call_expression'],
  check(call, { sight }) {
    if (calleeName(call) !== 'str' || argumentsOf(call).length > 0) return undefined;
    const stream = calleeObject(call);
    const type = stream ? typeOf(stream, sight) : undefined;
    if (!stream || !type || !/^(?:std::)?(?:basic_)?[oi]?stringstream$/.test(type.name)) return undefined;
    const looked = lookOf(call);
    if (looked) return { at: call, message: `${quote(call)} copies the whole text for ${quote(`${looked}()`)}.` } satisfies Outcome;
    const before = textBefore(call, stream);
    if (!before) return 'clear';
    return { at: call, message: `${quote(call)} copies the text a second time.`, because: [before] } satisfies Outcome;
  },
};

/** The member function that asks the copy for no more than its size. */
function lookOf(call: Node): string | undefined {
  const field = call.parent;
  const name = field?.kind === 'field_expression' && field.parent?.kind === 'call_expression' ? (field.child('field')?.text ?? '') : '';
  return /^(?:empty|size|length)$/.test(name) ? name : undefined;
}

/** An earlier `str()` of the local stream in the same or an enclosing block, with nothing written in between. */
function textBefore(call: Node, stream: Node): Node | undefined {
  const local = stream.kind === 'identifier' ? findLocal(stream.text, stream) : undefined;
  if (!local) return undefined;
  const uses = usesOf(local);
  const previous = uses[uses.indexOf(stream) - 1];
  const text = previous?.parent?.kind === 'field_expression' ? previous.parent.parent : undefined;
  if (text?.kind !== 'call_expression' || calleeName(text) !== 'str' || argumentsOf(text).length > 0) return undefined;
  return enclosingBody(text) === enclosingBody(call) && !lookOf(text) && dominates(text, call) ? text : undefined;
}

/** Whether the first has run when the second does: it stands in a block around the second. */
function dominates(first: Node, second: Node): boolean {
  let block = first.parent;
  while (block && !/^(?:compound_statement|case_statement|else_clause|if_statement)$/.test(block.kind)) block = block.parent;
  return block !== undefined && block.start <= second.start && block.end >= second.end && block.kind !== 'if_statement';
}
