import type { Node } from './node.ts';
import type { Type } from './types.ts';

const parametersByTemplate = new WeakMap<Node, ReadonlySet<string>>();

/** Names of the parameters of one `template_declaration`. */
function parametersOf(template: Node): ReadonlySet<string> {
  let names = parametersByTemplate.get(template);
  if (!names) {
    const found = new Set<string>();
    for (const parameter of template.child('parameters')?.namedChildren ?? []) {
      const name = parameter.child('name') ?? parameter.child('declarator') ?? parameter.namedChildren.at(-1);
      const word = /\w+$/.exec(name?.text ?? '')?.[0];
      if (word) found.add(word);
    }
    names = found;
    parametersByTemplate.set(template, names);
  }
  return names;
}

/** Whether the name is a parameter of a template around the node. */
export function isTemplateParameter(name: string, at: Node): boolean {
  for (let up: Node | undefined = at; up; up = up.parent) if (up.kind === 'template_declaration' && parametersOf(up).has(name)) return true;
  return false;
}

/** The type with an empty name, which nothing knows, in place of each template parameter and each member of one. */
export function withoutParameters(type: Type, at: Node): Type {
  const [root = ''] = type.name.split('::');
  const isDependent = root !== 'std' && isTemplateParameter(root, at);
  const args = type.args.map((arg) => withoutParameters(arg, at));
  if (!isDependent && args.every((arg, i) => arg === type.args[i])) return type;
  return { ...type, name: isDependent ? '' : type.name, args };
}
