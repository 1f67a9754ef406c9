import { type Declaration, enclosingNames, withoutTemplateArguments } from './declarations.ts';
import { type Alias, type Class, type FileIndex, type Func, indexOf, unqualified } from './file-index.ts';
import type { Tree } from './node.ts';
import { printType, type Type } from './types.ts';

export { type Class, type FileIndex, type Func, indexOf, unqualified } from './file-index.ts';

/** The headers that a file includes, itself or through others. */
export interface Headers {
  /** Always in sight: the file's own header before all. */
  readonly near: readonly Tree[];
  /** Of the others, those that declare the name, nearest first. */
  readonly declaring: (name: string) => readonly Tree[];
}

/** The file under review with the headers that it includes: where rules look names up. The file itself comes first. */
export interface Sight {
  readonly files: readonly FileIndex[];
  /** Further headers in which the name is declared. */
  readonly declaring: (name: string) => readonly FileIndex[];
}

const NO_HEADERS: Headers = { near: [], declaring: () => [] };

/** Builds what a file has in sight. */
export function sightOf(tree: Tree, headers: Headers = NO_HEADERS): Sight {
  const files = [indexOf(tree), ...headers.near.filter((header) => header !== tree).map(indexOf)];
  const known = new Map<string, readonly FileIndex[]>();
  return {
    files,
    declaring(name) {
      let found = known.get(name);
      if (!found) {
        found = headers
          .declaring(name)
          .map(indexOf)
          .filter((file) => !files.includes(file));
        known.set(name, found);
      }
      return found;
    },
  };
}

/** What the first file in sight says for the name; the further headers are asked where those at hand say nothing. */
function firstSaid<T>(name: string, sight: Sight, say: (file: FileIndex) => T | undefined): T | undefined {
  for (const file of sight.files) {
    const said = say(file);
    if (said !== undefined) return said;
  }
  for (const file of sight.declaring(name)) {
    const said = say(file);
    if (said !== undefined) return said;
  }
  return undefined;
}

/** The class of this name; undefined where none or more than one is in sight. A qualified name means a class in that scope only. */
export function findClass(name: string, sight: Sight): Class | undefined {
  const plain = withoutTemplateArguments(name);
  const short = unqualified(plain);
  const scope = plain === short ? undefined : unqualified(plain.slice(0, plain.length - short.length - 2));
  const classes = firstSaid(short, sight, (file) => {
    const named = file.classes.get(short) ?? [];
    const found = scope ? named.filter((each) => isIn(each, scope)) : named;
    return found.length > 0 ? found : undefined;
  });
  return classes?.length === 1 ? classes[0] : undefined;
}

function isIn({ node }: Class, scope: string): boolean {
  return enclosingNames(node).includes(scope) || new RegExp(`\\b${scope.replace(/\W/g, '')}\\s*::`).test(node.child('name')?.text ?? '');
}

/** Functions of this unqualified name in sight; of this class when one is given (an empty string asks for free functions). */
export function findFunctions(name: string, sight: Sight, className?: string): Func[] {
  const found = sight.files.flatMap((file) => file.functions.get(name) ?? []);
  if (className === undefined) return found;
  return found.filter((each) => (each.className ?? '') === className);
}

/** Free functions of this unqualified name, those of further headers too. */
export function findFreeFunctions(name: string, sight: Sight): readonly Func[] {
  const near = findFunctions(name, sight, '');
  if (near.length > 0) return near;
  return sight.declaring(name).flatMap((file) => (file.functions.get(name) ?? []).filter((each) => each.className === undefined));
}

const MOST_BASES = 4;

/** Member functions of this name of the class, or else of the nearest bases in sight that have one. */
export function findMethods(className: string, name: string, sight: Sight, depth = 0): readonly Func[] {
  const near = findFunctions(name, sight, unqualified(className));
  if (near.length > 0 || depth > MOST_BASES) return near;
  const found = findClass(className, sight);
  const own = found ? (indexOf(found.node.tree).functions.get(name) ?? []).filter((each) => each.className === found.name) : [];
  if (own.length > 0) return own;
  return (found?.bases ?? []).flatMap((base) => findMethods(base, name, sight, depth + 1));
}

/** A member of the class or of its bases in sight. */
export function findMember(className: string, member: string, sight: Sight, depth = 0): Declaration | undefined {
  const found = findClass(className, sight);
  if (!found || depth > MOST_BASES) return undefined;
  const own = found.members.get(member);
  if (own) return own;
  for (const base of found.bases) {
    const inherited = findMember(base, member, sight, depth + 1);
    if (inherited) return inherited;
  }
  return undefined;
}

/** A variable at file or namespace scope. */
export function findGlobal(name: string, sight: Sight): Declaration | undefined {
  for (const file of sight.files) {
    const found = file.globals.get(unqualified(name));
    if (found) return found[0];
  }
  return undefined;
}

const MOST_ALIASES = 6;

/** Most types of most functions: names that nobody gives another meaning. */
const NO_ALIAS: ReadonlySet<string> = new Set(
  'auto,void,bool,char,short,int,long,unsigned,float,double,unsigned char,unsigned short,unsigned int,unsigned long,size_t,ssize_t,off_t,int8_t,int16_t,int32_t,int64_t,uint8_t,uint16_t,uint32_t,uint64_t,uintptr_t'.split(
    ',',
  ),
);

/** The type that a name stands for after typedefs and `using`, qualifiers kept; the type itself where it is no alias. */
export function resolveAlias(type: Type, sight: Sight, depth = 0): Type {
  if (depth > MOST_ALIASES || type.args.length > 0 || NO_ALIAS.has(type.name) || type.name.startsWith('std::')) return type;
  const target = findAlias(type.name, sight);
  if (!target) return type;
  return resolveAlias(
    {
      ...target,
      isConst: target.isConst || type.isConst,
      isVolatile: target.isVolatile || type.isVolatile,
      pointers: target.pointers + type.pointers,
      reference: type.reference || target.reference,
      extents: [...type.extents, ...target.extents],
    },
    sight,
    depth + 1,
  );
}

/** Names such as `value_type` stand for many types: only those that one alias explains are followed. */
function findAlias(name: string, sight: Sight): Type | undefined {
  const short = unqualified(name);
  const scope = name === short ? undefined : unqualified(name.slice(0, name.length - short.length - 2));
  const aliases = firstSaid(short, sight, (file) => {
    const named = file.aliases.get(short) ?? [];
    const outside = named.filter((alias) => !alias.isInClass);
    const found = scope ? named.filter((alias) => alias.owner === scope) : outside.length > 0 ? outside : named;
    return found.length > 0 ? found : undefined;
  });
  return aliases && isOneType(aliases) ? aliases[0]?.type : undefined;
}

function isOneType([first, ...others]: readonly Alias[]): boolean {
  return first !== undefined && others.every(({ type }) => printType(type) === printType(first.type));
}

/** Whether the name is an enumeration in sight. */
export function isEnum(name: string, sight: Sight): boolean {
  const short = unqualified(name);
  return firstSaid(short, sight, (file) => (file.enums.has(short) ? true : undefined)) ?? false;
}
