/**
 * Cuts GitHub's own descriptions of its interfaces down to what `test/github/schema/operations.json` names, without prose, for the fake
 * GitHub of the tests. The descriptions are large and needed only here:
 *
 *   npm install --no-save @octokit/openapi@23.0.2 @octokit/graphql-schema@15.26.1
 *   node scripts/github-schema.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, Kind, parse, print, visit } from 'graphql';

const folder = new URL('../test/github/schema/', import.meta.url);
const packages = new URL('../node_modules/@octokit/', import.meta.url);
const operations = JSON.parse(readFileSync(new URL('operations.json', folder), 'utf8'));

const openapi = JSON.parse(readFileSync(new URL('openapi/generated/api.github.com.json', packages), 'utf8'));
writeFileSync(new URL('rest.json', folder), `${JSON.stringify(cutRest(openapi, operations.rest), null, 1)}\n`);

const sdl = readFileSync(new URL('graphql-schema/schema.graphql', packages), 'utf8');
writeFileSync(new URL('schema.graphql', folder), cutGraphql(parse(sdl, { noLocation: true }), operations.graphql));

/** Parameters, body and answers of each operation, and the components that they refer to. */
function cutRest(description, routes) {
  const paths = {};
  const components = {};
  const include = (value) => {
    for (const reference of references(value)) {
      const [, , kind, name] = reference.split('/');
      components[kind] ??= {};
      if (components[kind][name] !== undefined) continue;
      components[kind][name] = withoutProse(description.components[kind][name]);
      include(components[kind][name]);
    }
  };
  for (const route of routes) {
    const [method, path] = route.split(' ');
    const operation = description.paths[path]?.[method.toLowerCase()];
    if (operation === undefined) throw new Error(`GitHub does not describe ${route}`);
    const { parameters = [], requestBody, responses } = withoutProse(operation);
    paths[path] ??= {};
    paths[path][method.toLowerCase()] = { parameters, ...(requestBody === undefined ? {} : { requestBody }), responses };
    include(paths[path][method.toLowerCase()]);
  }
  return { openapi: description.openapi, info: { title: description.info.title, version: description.info.version }, paths, components };
}

function references(value) {
  if (typeof value !== 'object' || value === null) return [];
  const own = typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(references)];
}

/** A property may be called `description` or `examples`: those of schemas are objects where the prose would be text or a list. */
function withoutProse(value, isMapOfNames = false) {
  if (Array.isArray(value)) return value.map((each) => withoutProse(each));
  if (typeof value !== 'object' || value === null) return value;
  const prose = new Set(['description', 'summary', 'example', 'examples', 'externalDocs', 'title', 'headers']);
  const kept = Object.entries(value).filter(([key]) => isMapOfNames || (!prose.has(key) && !key.startsWith('x-')));
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutProse(each, !isMapOfNames && key === 'properties')]));
}

/** The named types with the named fields, and every input, enum and scalar that those need. */
function cutGraphql(document, wanted) {
  const definitions = new Map(document.definitions.flatMap((node) => ('name' in node ? [[node.name.value, node]] : [])));
  const kept = new Map();
  for (const name of Object.keys(wanted)) {
    const definition = definitions.get(name);
    if (definition === undefined) throw new Error(`GitHub has no type ${name}`);
    const interfaces = definition.interfaces.filter((each) => Object.hasOwn(wanted, each.name.value));
    const names = new Set([...wanted[name], ...interfaces.flatMap((each) => wanted[each.name.value])]);
    const fields = definition.fields.filter((field) => names.has(field.name.value));
    if (fields.length !== names.size) throw new Error(`GitHub's ${name} does not have all of ${[...names].join(', ')}`);
    kept.set(name, bare({ ...definition, interfaces, fields }));
  }
  for (const node of kept.values()) {
    for (const name of typeNames(node)) {
      const definition = definitions.get(name);
      if (definition === undefined || kept.has(name)) continue;
      if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) {
        throw new Error(`${node.name.value} needs the type ${name}, of which no fields are named`);
      }
      kept.set(name, bare(definition));
    }
  }
  const text = [...kept.values()].map(print).join('\n\n');
  buildSchema(text);
  return `# Made by scripts/github-schema.mjs from @octokit/graphql-schema.\n${text}\n`;
}

function bare(node) {
  const remove = () => null;
  return visit(
    { ...node, description: undefined },
    { StringValue: (_, key) => (key === 'description' ? null : undefined), Directive: remove },
  );
}

function typeNames(node) {
  const names = [];
  visit(node, { NamedType: (type) => void names.push(type.name.value) });
  return names;
}
