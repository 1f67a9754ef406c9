/** GitHub's own description of its REST interface, held against every request and every answer. */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Content {
  readonly $ref?: string;
  readonly content?: { readonly 'application/json'?: { readonly schema: Schema } };
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationDescription>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface OperationDescription {
  readonly parameters: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Content>>;
}

/** One described operation. */
export interface Operation {
  /** `GET /repos/{owner}/…`, as in the description. */
  readonly route: string;
  readonly pattern: RegExp;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  readonly isBodyRequired: boolean;
  /** Schema of each answer that has one, by status. */
  readonly answers: ReadonlyMap<number, Schema>;
}

const description = JSON.parse(readFileSync(new URL('../schema/rest.json', import.meta.url), 'utf8')) as Description;
const ajv = new Ajv({ strict: false, allErrors: true });
ajvFormats.default(ajv);
ajv.addSchema({ $id: 'github', components: toJsonSchema(description.components) });

/** Every operation of the extract. */
export const OPERATIONS: readonly Operation[] = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => toOperation(method, path, operation)),
);

/** The operation and the values in its path; undefined when GitHub describes none such, or the extract does not have it. */
export function findOperation(
  method: string,
  path: string,
): { readonly operation: Operation; readonly values: Readonly<Record<string, string>> } | undefined {
  for (const operation of OPERATIONS) {
    const match = operation.route.startsWith(`${method} `) ? operation.pattern.exec(path) : null;
    if (match === null) continue;
    const values = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { operation, values: Object.fromEntries(values) };
  }
  return undefined;
}

/** What is wrong with a request; nothing when the list is empty. */
export function checkRequest(
  operation: Operation,
  values: Readonly<Record<string, string>>,
  query: URLSearchParams,
  body: unknown,
): readonly string[] {
  const problems: string[] = [];
  for (const parameter of operation.parameters) {
    const text = parameter.in === 'path' ? values[parameter.name] : (query.get(parameter.name) ?? undefined);
    if (text === undefined) {
      if (parameter.required === true) problems.push(`${parameter.name} is missing`);
    } else problems.push(...problemsOf(parameter.schema, coerce(text, parameter.schema), parameter.name));
  }
  for (const name of query.keys()) {
    if (!operation.parameters.some((parameter) => parameter.in === 'query' && parameter.name === name)) problems.push(`unknown ${name}`);
  }
  if (operation.body === undefined) return body === undefined ? problems : [...problems, 'a body where none is described'];
  if (body === undefined) return operation.isBodyRequired ? [...problems, 'no body'] : problems;
  const known = Object.keys(operation.body.properties ?? {});
  const unknown = Object.keys(body as object).filter((name) => !known.includes(name));
  return [...problems, ...problemsOf(operation.body, body, 'body'), ...unknown.map((name) => `unknown body.${name}`)];
}

/** What is wrong with an answer. Server errors and refusals may have any form, as with GitHub. */
export function checkAnswer(operation: Operation, status: number, body: unknown): readonly string[] {
  const schema = operation.answers.get(status);
  if (schema !== undefined) return problemsOf(schema, body, `answer ${status}`);
  return status < 400 ? [`an answer of status ${status} is not described`] : [];
}

/**
 * An object of a schema of the description: `values`, and for every other required property the plainest value of its type. GitHub's
 * objects are mostly links, which nobody here follows.
 */
export function example(name: string, values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { ...(plainest({ $ref: `#/components/schemas/${name}` }) as Readonly<Record<string, unknown>>), ...values };
}

function plainest(schema: Schema): unknown {
  if (schema.$ref !== undefined) return plainest(resolve(schema.$ref) as Schema);
  const choice = schema.anyOf?.[0] ?? schema.allOf?.[0];
  if (schema.nullable === true) return null;
  if (choice !== undefined) return plainest(choice);
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'string') {
    if (schema.format === 'date-time') return '2026-01-01T00:00:00Z';
    return schema.format === 'uri' ? 'https://github.example/' : '';
  }
  if (schema.type === 'integer' || schema.type === 'number') return 0;
  if (schema.type === 'boolean') return false;
  if (schema.type === 'array') return [];
  return Object.fromEntries((schema.required ?? []).map((name) => [name, plainest(schema.properties?.[name] ?? {})]));
}

function toOperation(method: string, path: string, operation: OperationDescription): Operation {
  const body = follow(operation.requestBody)?.content?.['application/json']?.schema;
  const answers = Object.entries(operation.responses).flatMap(([status, answer]): [number, Schema][] => {
    const schema = follow(answer)?.content?.['application/json']?.schema;
    return schema === undefined ? [] : [[Number(status), schema]];
  });
  return {
    route: `${method.toUpperCase()} ${path}`,
    pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
    parameters: operation.parameters.map((parameter) => ('$ref' in parameter ? (resolve(parameter.$ref) as Parameter) : parameter)),
    body,
    isBodyRequired: operation.requestBody?.required === true,
    answers: new Map(answers),
  };
}

function follow(content: Content | undefined): Content | undefined {
  return content?.$ref === undefined ? content : (resolve(content.$ref) as Content);
}

function resolve(reference: string): unknown {
  const [, , kind = '', name = ''] = reference.split('/');
  return description.components[kind]?.[name];
}

function coerce(text: string, schema: Schema): unknown {
  if (schema.type === 'integer') return /^-?\d+$/.test(text) ? Number(text) : text;
  if (schema.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

const validators = new WeakMap<Schema, ValidateFunction>();

function problemsOf(schema: Schema, value: unknown, name: string): readonly string[] {
  const validate = validators.get(schema) ?? ajv.compile(toJsonSchema(schema) as object);
  validators.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath} ${message}`);
}

/** In JSON Schema, as it is compiled: references are to the document, and null is what `nullable` (OpenAPI 3.0) says it is. */
function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Schema;
  // GitHub leaves null out of the list of values.
  if (nullable === true && (rest.type === undefined || rest.enum !== undefined)) return { anyOf: [toJsonSchema(rest), { type: 'null' }] };
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === '$ref' && typeof each === 'string' && each.startsWith('#') ? `github${each}` : toJsonSchema(each),
    ]),
  );
}
