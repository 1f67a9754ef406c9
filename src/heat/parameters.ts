import type { Node } from '../syntax/node.ts';

/** Types of a function declarator's parameters as written, the names and default values taken out; `...` for what may be more. */
export function writtenParameters(declarator: Node): string[] {
  const found: string[] = [];
  for (const child of declarator.child('parameters')?.children ?? []) {
    if (child.text === '...') found.push('...');
    if (/^variadic_parameter/.test(child.kind)) found.push('...');
    if (!/^(?:optional_)?parameter_declaration$/.test(child.kind)) continue;
    const inner = child.child('declarator');
    const name = inner ? nameIn(inner) : undefined;
    const end = child.child('default_value')?.start ?? child.end;
    const before = child.tree.text.slice(child.start, name?.start ?? end);
    const after = name ? child.tree.text.slice(name.end, end) : '';
    found.push(`${before}${after}`.replace(/=\s*$/, '').trim());
  }
  return found.length === 1 && found[0] === 'void' ? [] : found;
}

function nameIn(declarator: Node): Node | undefined {
  for (let at: Node | undefined = declarator; at; at = at.child('declarator') ?? at.namedChildren.at(-1)) {
    if (at.kind === 'identifier') return at;
    if (/^abstract_/.test(at.kind) || at.children.length === 0) return undefined;
  }
  return undefined;
}

/** Names of the template parameters around a function, its class's too. */
export function templateParameters(fn: Node): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = fn.parent; at; at = at.parent) {
    if (at.kind !== 'template_declaration') continue;
    for (const child of at.child('parameters')?.namedChildren ?? []) {
      const name = /(\w+)\s*(?:=.*)?$/s.exec(child.text)?.[1];
      if (name !== undefined) names.add(name);
    }
  }
  return names;
}
