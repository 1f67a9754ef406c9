/** What the handlers of REST operations have in common. */
import { example } from '../contract.ts';
import type { Token } from '../permissions.ts';
import type { World } from '../world.ts';

/** A request that the description, the token and the path have let through. */
export interface RestRequest {
  readonly world: World;
  readonly token: Token;
  readonly values: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The described body; an empty object when there is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** A status and JSON. */
export interface RestAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Carries out one operation. */
export type Handler = (request: RestRequest) => RestAnswer;

/** A refusal in the form that GitHub gives it. */
export function refuse(status: number, message: string, errors?: readonly unknown[]): RestAnswer {
  const body = {
    message,
    ...(errors === undefined ? {} : { errors }),
    documentation_url: 'https://docs.github.com/rest',
    status: `${status}`,
  };
  return { status, body };
}

/** An account as REST names it: a bot's login has the suffix that GraphQL leaves out (platisd/clang-tidy-pr-comments). */
export function userOf(world: World, login: string): Readonly<Record<string, unknown>> {
  const { type = 'User' } = world.accounts.get(login) ?? {};
  return example('simple-user', { login: type === 'Bot' ? `${login}[bot]` : login, id: 1, type });
}

/** The page of a list that a request asks for, with GitHub's sizes. */
export function pageOf<Item>(items: readonly Item[], query: URLSearchParams): readonly Item[] {
  const size = Math.min(100, Number(query.get('per_page') ?? 30));
  const page = Number(query.get('page') ?? 1);
  return items.slice((page - 1) * size, page * size);
}
