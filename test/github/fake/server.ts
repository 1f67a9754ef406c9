/** The HTTP side: routes, permissions, faults and the log. Answers in both shapes: of github.com and of a server of one's own. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkAnswer, checkRequest, findOperation } from './contract.ts';
import type { Fault, Interceptor, LoggedRequest } from './faults.ts';
import { answer, type GraphqlRequest, prepare } from './graphql/execute.ts';
import { isAllowed, REFUSAL, REST_NEEDS, type Token } from './permissions.ts';
import { ACTIONS_HANDLERS } from './rest/actions.ts';
import { CHECK_HANDLERS } from './rest/checks.ts';
import { GIT_HANDLERS } from './rest/git.ts';
import { type Handler, type RestAnswer, refuse } from './rest/handler.ts';
import { PEOPLE_HANDLERS } from './rest/people.ts';
import { PULL_HANDLERS } from './rest/pulls.ts';
import type { World } from './world.ts';

const HANDLERS: Readonly<Record<string, Handler>> = {
  ...GIT_HANDLERS,
  ...PULL_HANDLERS,
  ...PEOPLE_HANDLERS,
  ...ACTIONS_HANDLERS,
  ...CHECK_HANDLERS,
};

/** What the server works on, and what it writes down. */
export interface ServerState {
  readonly world: World;
  readonly tokens: ReadonlyMap<string, Token>;
  readonly requests: LoggedRequest[];
  /** Requests that GitHub would not understand, and answers that it would not give; a test with one has failed. */
  readonly violations: string[];
  intercept: Interceptor | undefined;
  /** Ends the process under test. */
  kill: (() => void) | undefined;
}

/** A request that is understood: what it is called, and how it is carried out. */
interface Task {
  readonly name: string;
  readonly isWrite: boolean;
  readonly run: () => Promise<RestAnswer> | RestAnswer;
}

/** Where the interfaces stand: at the root of a host of their own, or below `/api` of a server of one's own. */
export type Shape = 'dotcom' | 'enterprise';

/** Starts the server on a free port. */
export async function listen(state: ServerState, shape: Shape): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, response) => {
    respond(state, shape, request, response).catch((error: unknown) => {
      state.violations.push(`the fake failed: ${error instanceof Error ? error.stack : error}`);
      send(state, response, refuse(500, 'the fake failed'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function respond(state: ServerState, shape: Shape, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const key = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const token = state.tokens.get(key);
  const task = understand(state, shape, request, body, token);
  const logged: LoggedRequest = { index: state.requests.length, token: key, name: task.name, isWrite: task.isWrite, body };
  state.requests.push(logged);
  const fault = await state.intercept?.(logged);
  if (fault !== undefined) return misbehave(state, fault, task, request, response);
  send(state, response, await task.run());
}

async function misbehave(state: ServerState, fault: Fault, task: Task, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const result = fault.kind === 'cut' || fault.isApplied ? await task.run() : undefined;
  switch (fault.kind) {
    case 'answer':
      response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers, date: httpDate(state) });
      response.end(fault.body);
      return;
    case 'cut': {
      const text = JSON.stringify(result?.body);
      response.writeHead(result?.status ?? 200, { 'content-type': 'application/json', date: httpDate(state) });
      response.write(text.slice(0, text.length >> 1), () => request.socket.destroy());
      return;
    }
    case 'reset':
      request.socket.destroy();
      return;
    case 'kill':
      state.kill?.();
      request.socket.destroy();
      return;
    case 'hang':
      return;
  }
}

/** Also what is not understood becomes a task, one that is refused, so that it has its place in the log. */
function understand(state: ServerState, shape: Shape, request: IncomingMessage, body: unknown, token: Token | undefined): Task {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const method = request.method ?? 'GET';
  const reject = (problems: readonly string[], answered: RestAnswer): Task => {
    state.violations.push(`${method} ${url.pathname}: ${problems.join('; ')}`);
    return { name: `${method} ${url.pathname}`, isWrite: method !== 'GET', run: () => answered };
  };
  // docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api: requests without a user agent are rejected.
  if (request.headers['user-agent'] === undefined)
    return reject(['no user agent'], refuse(403, 'Request forbidden by administrative rules.'));
  if (token === undefined) return { name: `${method} ${url.pathname}`, isWrite: false, run: () => refuse(401, 'Bad credentials') };
  if (url.pathname === (shape === 'dotcom' ? '/graphql' : '/api/graphql')) {
    const graphql = body as GraphqlRequest;
    const prepared = prepare(graphql);
    if (prepared.problems.length > 0)
      return reject(prepared.problems, { status: 200, body: { errors: [{ message: prepared.problems[0] }] } });
    const run = async () => ({ status: 200, body: await answer({ world: state.world, token }, prepared, graphql.variables) });
    return { name: prepared.name, isWrite: prepared.isWrite, run };
  }
  const prefix = shape === 'dotcom' ? '' : '/api/v3';
  const found = url.pathname.startsWith(prefix) ? findOperation(method, url.pathname.slice(prefix.length)) : undefined;
  const handler = found === undefined ? undefined : HANDLERS[found.operation.route];
  if (found === undefined || handler === undefined) return reject(['no such operation'], refuse(404, 'Not Found'));
  const { operation, values } = found;
  const problems = [...checkRequest(operation, values, url.searchParams, body)];
  if (request.headers['x-github-api-version'] !== '2022-11-28') problems.push('no API version');
  if (problems.length > 0) return reject(problems, refuse(422, 'Invalid request.', problems));
  const run = (): RestAnswer => {
    if (!isAllowed(token, REST_NEEDS[operation.route] ?? [])) return refuse(403, REFUSAL);
    const isHere = values.owner?.toLowerCase() === state.world.owner && values.repo?.toLowerCase() === state.world.name;
    if (!isHere) return refuse(404, 'Not Found');
    const bodyObject = (body ?? {}) as Readonly<Record<string, unknown>>;
    const result = handler({ world: state.world, token, values, query: url.searchParams, body: bodyObject });
    // The wire loses what is undefined.
    const wrong = checkAnswer(operation, result.status, JSON.parse(JSON.stringify(result.body)));
    if (wrong.length > 0) state.violations.push(`answer to ${operation.route}: ${wrong.join('; ')}`);
    return result;
  };
  return { name: operation.route, isWrite: method !== 'GET', run };
}

function send(state: ServerState, response: ServerResponse, { status, body }: RestAnswer): void {
  if (response.writableEnded) return;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', date: httpDate(state) });
  response.end(JSON.stringify(body));
}

function httpDate({ world }: ServerState): string {
  return new Date(world.now()).toUTCString();
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}
