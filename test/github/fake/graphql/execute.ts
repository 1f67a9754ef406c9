/** A GraphQL request held against GitHub's schema and limits, then carried out. */
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type DocumentNode,
  execute,
  type FieldNode,
  type GraphQLError,
  getNamedType,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  validate,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { isAllowed, MUTATION_NEEDS, REFUSAL } from '../permissions.ts';
import { NODE_LIMIT } from '../rules.ts';
import { failure } from './connection.ts';
import { MUTATIONS } from './mutations.ts';
import { type Context, repositoryNode } from './objects.ts';

const schema = buildSchema(readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8'));

/** A request as it arrives. */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A parsed request: its name (`query PullRequest`), whether it writes, and what GitHub would reject it for. */
export interface PreparedRequest {
  readonly name: string;
  readonly isWrite: boolean;
  readonly document: DocumentNode | undefined;
  readonly problems: readonly string[];
}

/** Parses and checks the document. */
export function prepare({ query }: GraphqlRequest): PreparedRequest {
  try {
    const document = parse(query);
    const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
    const isWrite = operation?.operation === 'mutation';
    const problems = validate(schema, document).map((error) => error.message);
    const nodes = problems.length === 0 ? countNodes(document) : 0;
    return {
      name: `${isWrite ? 'mutation' : 'query'} ${operation?.name?.value ?? ''}`,
      isWrite,
      document,
      problems: nodes > NODE_LIMIT ? [...problems, `the query may bring ${nodes} nodes, more than ${NODE_LIMIT}`] : problems,
    };
  } catch (error) {
    return { name: 'query', isWrite: false, document: undefined, problems: [String(error)] };
  }
}

/** The answer: data, and errors as GitHub writes them, with their `type` beside the message. */
export async function answer(context: Context, { document }: PreparedRequest, variables: GraphqlRequest['variables']): Promise<unknown> {
  if (document === undefined) return { errors: [{ message: 'not a GraphQL document' }] };
  const mutations = Object.entries(MUTATIONS).map(([name, mutation]) => [
    name,
    ({ input }: { readonly input: Readonly<Record<string, string>> }) => {
      if (!isAllowed(context.token, MUTATION_NEEDS[name] ?? [])) throw failure('FORBIDDEN', REFUSAL);
      return mutation(context, input);
    },
  ]);
  const repository = ({ owner, name }: { readonly owner: string; readonly name: string }) => {
    const { world, token } = context;
    const isKnown = owner.toLowerCase() === world.owner && name.toLowerCase() === world.name;
    if (!isKnown) throw failure('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
    if (!isAllowed(token, [['pull-requests', 'read']]) || !isAllowed(token, [['contents', 'read']])) throw failure('FORBIDDEN', REFUSAL);
    return repositoryNode(context);
  };
  const result = await execute({
    schema,
    document,
    rootValue: { repository, ...Object.fromEntries(mutations) },
    variableValues: variables,
  });
  const errors = result.errors?.map(toGithubError);
  return { ...(result.data === undefined ? {} : { data: result.data }), ...(errors === undefined ? {} : { errors }) };
}

function toGithubError(error: GraphQLError): unknown {
  const { type, ...extensions } = error.extensions;
  const where = { path: error.path, locations: error.locations, message: error.message };
  return type === undefined ? { ...where, extensions } : { type, ...where };
}

/** The nodes that a document may bring at most: the pages of each list times those of the lists around it. */
function countNodes(document: DocumentNode): number {
  const info = new TypeInfo(schema);
  let total = 0;
  const factors: number[] = [1];
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        enter: (field) => {
          const type = getNamedType(info.getType());
          const isList = isObjectType(type) && type.name.endsWith('Connection');
          const size = isList ? sizeOf(field) : 1;
          const factor = (factors.at(-1) ?? 1) * size;
          factors.push(factor);
          if (isList) total += factor;
        },
        leave: () => void factors.pop(),
      },
    }),
  );
  return total;
}

function sizeOf(field: FieldNode): number {
  const size = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last');
  return size === undefined ? 1 : Number(valueFromASTUntyped(size.value)) || 100;
}
