/** Lists in GraphQL, and what GitHub says in errors. */
import { GraphQLError } from 'graphql';
import { PAGE_LIMIT } from '../rules.ts';

/** Arguments of a list. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** An error with the `type` that GitHub puts beside its message. */
export function failure(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/**
 * One page of the items. Source: docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api: either `first` or
 * `last` is needed, of 1 to 100. `last` with `after` does what it says, and not what who writes it hopes (git-bot-feedback).
 */
export function connection<Item>(items: readonly Item[], { first, last, after, before }: PageArguments): unknown {
  const size = first ?? last ?? undefined;
  if (size === undefined) throw failure('MISSING_PAGINATION_BOUNDARIES', 'You must provide a `first` or `last` value to properly paginate');
  if (size < 1 || size > PAGE_LIMIT) throw failure('EXCESSIVE_PAGINATION', `Requesting ${size} records exceeds the limit of ${PAGE_LIMIT}`);
  const from = after === null || after === undefined ? 0 : indexOf(after) + 1;
  const to = before === null || before === undefined ? items.length : indexOf(before);
  const range = items.slice(from, to);
  const isFirst = typeof first === 'number';
  const nodes = isFirst ? range.slice(0, size) : range.slice(-size);
  const start = isFirst ? from : from + range.length - nodes.length;
  return {
    totalCount: items.length,
    nodes,
    pageInfo: {
      hasNextPage: isFirst ? range.length > size : to < items.length,
      endCursor: nodes.length === 0 ? null : cursorOf(start + nodes.length - 1),
    },
  };
}

function cursorOf(index: number): string {
  return Buffer.from(`cursor:v2:${index}`).toString('base64');
}

function indexOf(cursor: string): number {
  const index = /^cursor:v2:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
  if (index === undefined) throw failure('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`);
  return Number(index);
}
