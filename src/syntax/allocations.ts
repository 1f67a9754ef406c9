import { argumentsOf, calleeName, calleeObject, calleeText, isLibraryCall } from './calls.ts';
import type { Node } from './node.ts';
import type { Sight } from './sight.ts';

/** A memory allocation that is written out. */
export interface Allocation {
  /** `new`, `malloc`, `std::make_unique`, … for people. */
  readonly name: string;
  /** Size or element count expression where one is given. */
  readonly size: Node | undefined;
  /** What releases it. */
  readonly releasedBy: 'delete' | 'delete[]' | 'free' | 'scope' | 'munmap' | 'other';
}

/** The allocation that a `new` expression or a call makes; undefined for anything else. Placement new allocates nothing. */
export function allocationAt(node: Node, sight: Sight): Allocation | undefined {
  if (node.kind === 'new_expression') {
    const placement = node.child('placement');
    if (placement && !/nothrow/.test(placement.text)) return undefined;
    const declarator = node.child('declarator');
    return {
      name: 'new',
      size: declarator?.kind === 'new_declarator' ? declarator.child('length') : undefined,
      releasedBy: declarator ? 'delete[]' : 'delete',
    };
  }
  if (node.kind !== 'call_expression') return undefined;
  const name = calleeName(node);
  const args = argumentsOf(node);
  if (/^(?:malloc|calloc|realloc|aligned_alloc|memalign|posix_memalign|valloc|strdup|strndup)$/.test(name)) {
    return isLibraryCall(node, /^(?:malloc|calloc|realloc|aligned_alloc|memalign|posix_memalign|valloc|strdup|strndup)$/, sight)
      ? { name, size: args.at(-1), releasedBy: 'free' }
      : undefined;
  }
  if (
    /^(?:make_unique|make_shared|make_unique_for_overwrite|allocate_shared|make_lw_shared|make_intrusive)$/.test(name) &&
    !calleeObject(node)
  )
    return { name: calleeText(node), size: args[0], releasedBy: 'scope' };
  if (/^(?:alloc_page|alloc_huge_page|alloc_phys_contiguous_aligned)$/.test(name) && /^(?:memory::)?\w+$/.test(calleeText(node)))
    return { name: calleeText(node), size: args[0], releasedBy: 'other' };
  if (/^(?:aligned_new|aligned_array_new)$/.test(name)) return { name, size: args[0], releasedBy: 'delete' };
  return undefined;
}
