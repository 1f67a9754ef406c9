import { argumentsOf, calleeName, calleeText } from '../syntax/calls.ts';
import { constantOf } from '../syntax/constants.ts';
import { classNameOf, type Declaration, enclosingFunction } from '../syntax/declarations.ts';
import { descendants, type Node } from '../syntax/node.ts';
import type { Scope } from '../syntax/scope.ts';
import { findClass, type Sight } from '../syntax/sight.ts';
import { rootOf, type Transfer, transferThrough } from '../syntax/transfer.ts';
import { declaredType, findDeclaration } from '../syntax/type-of.ts';
import { isSequence, isString } from '../syntax/types.ts';
import { usesOf } from '../syntax/uses.ts';
import type { Hit, Outcome, Rule } from './rule.ts';

/** Direct I/O on memory, or by a size, that the device cannot take. */
export const unalignedDirectIo: Rule = {
  id: 'unaligned-direct-io',
  item: 'direct-io',
  title: 'Direct I/O with an unaligned buffer or size',
  guide: 'I/O Performance, Optimization Strategies § 2',
  severity: 'warning',
  why: 'O_DIRECT wants address, size and offset in multiples of the logical block (open(2)); else the call fails with EINVAL or goes through a copy.',
  instead: 'Align the buffer to 4096 bytes: `alignas(4096)`, `posix_memalign`, `std::aligned_alloc` or `mmap`.',
  bad: `#include <fcntl.h>
#include <unistd.h>
ssize_t first_block(const char* path) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  char block[4096];
  return read(fd, block, sizeof(block));
}`,
  good: `#include <fcntl.h>
#include <unistd.h>
ssize_t first_block(const char* path) {
  int fd = open(path, O_RDONLY | O_DIRECT);
  alignas(4096) char block[4096];
  return read(fd, block, sizeof(block));
}`,
  kinds: ['call_expression'],
  check,
  everywhere: true,
};

/** The smallest logical block of a device. */
const SECTOR = 512;

function check(call: Node, scope: Scope): Outcome {
  const transfer = transferThrough(call, scope.sight);
  if (transfer?.layer !== 'call' || !scope.tree.normalised.code.includes('O_DIRECT')) return undefined;
  const opened = directOpen(transfer, scope);
  if (!opened) return undefined;
  const bytes = constantOf(transfer.size, scope.sight);
  if (bytes !== undefined && bytes > 0 && bytes % SECTOR !== 0) {
    return {
      at: call,
      because: [opened],
      message: `\`${transfer.name}\` moves ${bytes} bytes on \`${transfer.target}\`, which is open for direct I/O.`,
      instead: `Move a multiple of the logical block size: ${Math.ceil(bytes / SECTOR) * SECTOR} bytes at least.`,
    };
  }
  return judgeBuffer(transfer, opened, scope.sight);
}

/** The `open` with O_DIRECT that the descriptor came from: in this function, or anywhere in the file for a member or global. */
function directOpen({ targetNode, target }: Transfer, { sight, tree }: Scope): Node | undefined {
  const root = targetNode ? rootOf(targetNode) : undefined;
  const declaration = root ? findDeclaration(root.text, root, sight) : undefined;
  const fn = root ? enclosingFunction(root) : undefined;
  const within = declaration?.kind === 'local' || declaration?.kind === 'parameter' ? fn : tree.root;
  const owner = fn ? classNameOf(fn) : undefined;
  if (!within || !declaration) return undefined;
  for (const set of descendants(within, 'init_declarator', 'assignment_expression')) {
    const value = set.child('value') ?? set.child('right');
    if ((set.child('declarator') ?? set.child('left'))?.text.replace(/^this->/, '') !== target.replace(/^this->/, '') || !value) continue;
    const setter = enclosingFunction(set);
    if (declaration.kind === 'member' && (!setter || classNameOf(setter) !== owner)) continue;
    const opened = descendants(value, 'call_expression').find((each) => /^open(?:64|at)?$/.test(calleeName(each)));
    const flags = opened ? argumentsOf(opened)[calleeName(opened) === 'openat' ? 2 : 1] : undefined;
    if (opened && flags && isDirect(flags, sight)) return opened;
  }
  return undefined;
}

/** Whether the flags hold O_DIRECT whatever happens: no `?:`, and a variable only by its initial value. */
function isDirect(flags: Node, sight: Sight): boolean {
  if (/\?/.test(flags.text)) return false;
  if (/\bO_DIRECT\b/.test(flags.text)) return true;
  const declaration = flags.kind === 'identifier' ? findDeclaration(flags.text, flags, sight) : undefined;
  const value = declaration?.value;
  return value !== undefined && value.kind === 'binary_expression' && !/\?/.test(value.text) && /\bO_DIRECT\b/.test(value.text);
}

function judgeBuffer(transfer: Transfer, opened: Node, sight: Sight): Outcome {
  const root = rootOf(transfer.buffer);
  const buffer = root ? findDeclaration(root.text, root, sight) : undefined;
  const type = buffer ? declaredType(buffer, sight) : undefined;
  if (!buffer || !type || buffer.kind !== 'local') return 'undecided';
  const hit = (what: string, extra: Partial<Hit> = {}): Hit => ({
    at: transfer.call,
    because: [opened, buffer.node],
    message: `\`${transfer.target}\` is open for direct I/O, and \`${buffer.name}\` ${what}.`,
    ...extra,
  });
  if (type.extents.length > 0 || /&/.test(transfer.buffer.text)) {
    if (type.pointers > 0 || type.reference) return 'undecided';
    if (isAligned(buffer, type.name, sight)) return 'clear';
    if (type.extents.length === 0 && !findClass(type.name, sight)) return 'undecided';
    return hit('is aligned for its type only', alignFix(buffer));
  }
  if ((isSequence(type) && /vector$/.test(type.name)) || isString(type)) {
    return type.args.length > 1 ? 'undecided' : hit('allocates by `operator new`, aligned to 16 bytes');
  }
  const value = buffer.value;
  if (!value || isReassigned(buffer)) return 'undecided';
  if (value.kind === 'new_expression') {
    return value.child('placement') ? 'undecided' : hit('comes from `new`, aligned to 16 bytes');
  }
  const made = value.kind === 'cast_expression' ? value.child('value') : value;
  const call = made?.kind === 'call_expression' && /_cast$/.test(calleeName(made)) ? argumentsOf(made)[0] : made;
  if (call?.kind !== 'call_expression') return 'undecided';
  if (/^(?:std::)?(?:malloc|calloc)$/.test(calleeText(call))) return hit(`comes from \`${calleeName(call)}\`, aligned to 16 bytes`);
  if (calleeName(call) === 'make_unique' && /\[\s*\]/.test(call.child('function')?.text ?? ''))
    return hit('comes from `make_unique`, aligned to 16 bytes');
  return /^(?:posix_memalign|aligned_alloc|memalign|valloc|pvalloc|mmap|aligned_new|alloc_page|alloc_huge_page|alloc_phys_contiguous_aligned)$/.test(
    calleeName(call),
  )
    ? 'clear'
    : 'undecided';
}

function isAligned({ statement }: Declaration, type: string, sight: Sight): boolean {
  const aligned = /\balignas\b|\baligned\b|ALIGN/;
  return aligned.test(statement.text) || aligned.test(findClass(type, sight)?.node.text ?? '');
}

/** Whether the pointer is set again, say to an aligned place in what was allocated. */
function isReassigned(buffer: Declaration): boolean {
  return usesOf(buffer).some((use) => {
    const parent = use.parent;
    return (
      (parent?.kind === 'assignment_expression' && use.field === 'left') ||
      parent?.kind === 'pointer_expression' ||
      parent?.kind === 'update_expression'
    );
  });
}

function alignFix({ statement }: Declaration): Partial<Hit> {
  const declares = statement.children.filter((child) => child.field === 'declarator').length;
  return statement.kind === 'declaration' && declares === 1
    ? { fix: [{ start: statement.start, end: statement.start, text: 'alignas(4096) ' }] }
    : {};
}
