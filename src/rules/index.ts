import { adjacentAtomics } from './adjacent-atomics.ts';
import { allocationInLoop } from './allocation-in-loop.ts';
import { invalidMemoryOrder } from './invalid-memory-order.ts';
import { reserveBeforeFill } from './reserve-before-fill.ts';
import type { Rule } from './rule.ts';

/** Every rule, in the order of the guide's checklist. */
export const RULES: readonly Rule[] = [allocationInLoop, adjacentAtomics, invalidMemoryOrder, reserveBeforeFill];

const byId = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of this id; undefined when there is none. */
export function findRule(id: string): Rule | undefined {
  return byId.get(id);
}
