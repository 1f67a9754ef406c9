import { argumentsOf, calleeText } from '../syntax/calls.ts';
import { constantOf } from '../syntax/constants.ts';
import { type Declaration, findLocal } from '../syntax/declarations.ts';
import { sizeOf } from '../syntax/layout.ts';
import { ancestor, isWithin, type Node } from '../syntax/node.ts';
import type { Scope } from '../syntax/scope.ts';
import type { Sight } from '../syntax/sight.ts';
import { rootOf, transferThrough } from '../syntax/transfer.ts';
import { usesOf } from '../syntax/uses.ts';
import type { Outcome, Rule } from './rule.ts';

/** Bytes that come together in a local, only to be copied to where they belong. */
export const stagedCopy: Rule = {
  id: 'staged-copy',
  item: 'zero-copy',
  title: 'Data made in a local and then copied to its place',
  guide: 'Network Performance § 1',
  severity: 'note',
  why: 'Every byte is written a second time: some 50 ns for 4 KiB in the cache, and a line of cache for each 64 bytes.',
  instead: 'Make it where it belongs: read into the destination, or fill it through a pointer to the structure where its alignment allows.',
  bad: `#include <cstring>
#include <unistd.h>
bool next(int fd, char* to) {
  char block[4096];
  if (read(fd, block, sizeof(block)) != sizeof(block)) return false;
  memcpy(to, block, sizeof(block));
  return true;
}`,
  good: `#include <unistd.h>
bool next(int fd, char* to) {
  return read(fd, to, 4096) == 4096;
}`,
  kinds: ['call_expression'],
  check,
};

/** A copy of less is one or two instructions. */
const FEW_BYTES = 16;
const FEW_FIELDS = 2;

function check(call: Node, { sight }: Scope): Outcome {
  if (!/^(?:std::|::)?mem(?:cpy|move)$/.test(calleeText(call))) return undefined;
  const [to, from, size] = argumentsOf(call);
  const root = from ? rootOf(from) : undefined;
  const local = root ? findLocal(root.text, call) : undefined;
  if (!to || !from || !local || local.kind !== 'local' || local.isStatic || local.type.pointers > 0 || local.type.reference)
    return undefined;
  const whole = new Set([local.name, `&${local.name}`, `${local.name}.data()`, `&${local.name}[0]`]);
  if (!whole.has(from.text.replace(/^\(.*\)/, '')) || isVolatile(to)) return 'clear';
  const bytes = constantOf(size, sight) ?? sizeOf(local.type, sight);
  if (bytes !== undefined && bytes < FEW_BYTES) return 'clear';
  const filling = fillingOf(local, call, sight);
  if (!filling) return 'clear';
  return {
    at: call,
    because: [local.node],
    message: `\`${local.name}\` is ${filling} and then copied whole to \`${to.text}\`, its only use.`,
  };
}

/** Memory that a device reads must not be seen half made. */
function isVolatile(to: Node): boolean {
  const root = rootOf(to);
  const target = root ? findLocal(root.text, root) : undefined;
  return target?.type.isVolatile === true;
}

/** How the local gets its bytes, where the copy is all that ever looks at them; undefined where something else does, or the copy is conditional. */
function fillingOf(local: Declaration, copy: Node, sight: Sight): string | undefined {
  const fields = new Set<string>();
  let read: string | undefined;
  for (const use of usesOf(local)) {
    if (isWithin(use, copy) || isMeasured(use)) continue;
    if (use.start > copy.start) return undefined;
    const call = ancestor(use, 'argument_list')?.parent;
    const transfer = call ? transferThrough(call, sight) : undefined;
    const field = assignedField(use);
    if (field) fields.add(field);
    else if (transfer?.direction === 'read' && isWithin(use, transfer.buffer) && blockOf(transfer.call) === blockOf(copy))
      read = transfer.name;
    else if (!call || !/^(?:std::|::)?(?:memset|bzero)$/.test(calleeText(call))) return undefined;
  }
  if (read) return fields.size === 0 ? `filled by \`${read}\`` : undefined;
  return fields.size >= FEW_FIELDS && blockOf(local.statement) === blockOf(copy) ? 'filled field by field' : undefined;
}

/** What runs as often as the node: a loop without braces is a block of its own. */
function blockOf(node: Node): Node | undefined {
  return ancestor(node, 'compound_statement', 'case_statement', 'for_statement', 'for_range_loop', 'while_statement', 'do_statement');
}

function isMeasured(use: Node): boolean {
  return (
    ancestor(use, 'sizeof_expression', 'expression_statement', 'declaration')?.kind === 'sizeof_expression' ||
    /^\s*\.\s*size\(/.test(use.tree.text.slice(use.end, use.end + 12))
  );
}

/** `f` of `x.f = …`. */
function assignedField(use: Node): string | undefined {
  const access = use.parent;
  if (access?.kind !== 'field_expression' || use.field !== 'argument') return undefined;
  return access.parent?.kind === 'assignment_expression' && access.field === 'left' ? access.child('field')?.text : undefined;
}
