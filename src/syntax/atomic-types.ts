import { type Declaration, findLocal } from './declarations.ts';
import type { Node } from './node.ts';
import { type FileIndex, resolveAlias, type Sight } from './sight.ts';
import { typeOf } from './type-of.ts';
import type { Type } from './types.ts';

/** Whether the expression is a declared atomic in sight. */
export function isAtomicObject(expression: Node, sight: Sight): boolean {
  const type = mayBe('atomic', expression, sight) ? typeOf(expression, sight) : undefined;
  return type !== undefined && isAtomicType(type, sight);
}

/** Whether the expression is a variable in sight that is declared volatile itself: no pointer to such, and no array. */
export function isVolatileObject(expression: Node, sight: Sight): boolean {
  const type = mayBe('volatile', expression, sight) ? typeOf(expression, sight) : undefined;
  return type?.isVolatile === true && type.pointers === 0 && type.extents.length === 0;
}

/** Whether a member or global of this name in the file is declared atomic, or holds atomics. */
export function isNameOfAtomic(name: string, file: FileIndex): boolean {
  return namesIn(file).atomic.has(name);
}

interface SharedNames {
  readonly atomic: Set<string>;
  readonly volatile: Set<string>;
}

const namesByFile = new WeakMap<FileIndex, SharedNames>();

/** A first look by the name alone: most variables are neither, and their types are dear to find. */
function mayBe(what: keyof SharedNames, expression: Node, sight: Sight): boolean {
  const name = lastName(expression);
  if (name === undefined) return false;
  const local = expression.kind === 'identifier' ? findLocal(name, expression) : undefined;
  if (local) return local.type.name === 'auto' || (what === 'volatile' ? local.type.isVolatile : isNamedAtomic(local.type));
  return sight.files.some((file) => namesIn(file)[what].has(name));
}

function namesIn(file: FileIndex): SharedNames {
  const known = namesByFile.get(file);
  if (known) return known;
  const names: SharedNames = { atomic: new Set(), volatile: new Set() };
  namesByFile.set(file, names);
  const note = ({ name, type }: Declaration) => {
    if (holdsAtomics(type, file)) names.atomic.add(name);
    if (type.isVolatile) names.volatile.add(name);
  };
  for (const list of file.classes.values()) for (const { members } of list) for (const member of members.values()) note(member);
  for (const list of file.globals.values()) list.forEach(note);
  return names;
}

function holdsAtomics(type: Type, file: FileIndex): boolean {
  const isOwn = (each: Type): boolean => isNamedAtomic(each) || each.args.some(isOwn);
  return isOwn(type) || (file.aliases.get(type.name)?.some((alias) => isOwn(alias.type)) ?? false);
}

function isNamedAtomic({ name }: Type): boolean {
  return /atomic/i.test(name);
}

/** `std::atomic<T>`, `atomic_int`, `boost::atomic<T>` and templates of one argument that are named for it: `relaxed_atomic<T>`. */
export function isAtomicType(type: Type, sight: Sight): boolean {
  const { name, args, pointers, extents } = resolveAlias(type, sight);
  if (pointers > 0 || extents.length > 0) return false;
  if (args.length === 1) return /(?:^|::|_)atomic$|Atomic$/.test(name);
  return /^(?:std::)?atomic_(?:flag|bool|u?char|u?short|u?int|u?long|u?llong|u?int(?:_least|_fast)?\d+_t|u?intptr_t|size_t|ptrdiff_t|uintmax_t)$/.test(
    name,
  );
}

/** Last name of an access path: `_head` of `q->_head`, `(*this)._head[i]`; undefined where there is none. */
export function lastName(expression: Node): string | undefined {
  let at: Node | undefined = expression;
  while (at) {
    if (at.kind === 'identifier' || at.kind === 'qualified_identifier') return at.text.slice(at.text.lastIndexOf(':') + 1);
    if (at.kind === 'field_expression') return at.child('field')?.text;
    at = at.kind === 'parenthesized_expression' ? at.namedChildren[0] : at.child('argument');
  }
  return undefined;
}
