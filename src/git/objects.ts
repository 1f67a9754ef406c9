import { startGit } from './git.ts';

/** What git answers for a name. `absent`: no such object, or one that a shallow or partial clone lacks. */
export type GitObject =
  | { readonly state: 'read'; readonly id: string; readonly type: string; readonly bytes: Buffer }
  | { readonly state: 'large'; readonly id: string; readonly type: string; readonly size: number }
  | { readonly state: 'absent' }
  | { readonly state: 'ambiguous' };

/** Objects of one repository, all read through one process. */
export interface Objects {
  /** The object with this SHA or revision (`main^{commit}`). */
  read(name: string): Promise<GitObject>;
  close(): void;
}

/** Bytes above which an object is not kept. */
export const MOST_BYTES = 2 * 1024 * 1024;

/** How often git may end early; above it the clone lacks so much that the rest is taken for absent. */
const MOST_RESTARTS = 500;

/** Opens `git cat-file --batch`. In a partial clone git ends at each object that is not there; the rest is then asked of a new process. */
export function openObjects(directory: string): Objects {
  const waiting: { readonly name: string; readonly settle: (object: GitObject) => void }[] = [];
  let closed = false;
  let isRunning = true;
  let restarts = 0;
  let child = start();

  function start(): ReturnType<typeof startGit> {
    const started = startGit(directory, ['cat-file', '--batch']);
    const parse = answers((object) => waiting.shift()?.settle(object));
    started.stdout.on('data', parse);
    started.stderr.resume();
    started.stdin.on('error', () => {}); // it has ended; 'close' deals with that
    started.on('error', () => {});
    started.on('close', () => {
      isRunning = false;
      waiting.shift()?.settle({ state: 'absent' });
      restarts += 1;
      if (closed || restarts > MOST_RESTARTS) {
        closed = true;
        for (const request of waiting.splice(0)) request.settle({ state: 'absent' });
        return;
      }
      if (waiting.length > 0) restart();
    });
    return started;
  }

  function restart(): void {
    child = start();
    isRunning = true;
    child.stdin.write(waiting.map((request) => `${request.name}\n`).join(''));
  }

  return {
    read: (name) =>
      new Promise((resolve) => {
        if (closed || name.includes('\n')) return resolve({ state: 'absent' });
        waiting.push({ name, settle: resolve });
        if (isRunning) child.stdin.write(`${name}\n`);
        else restart();
      }),
    close: () => {
      closed = true;
      child.stdin.end();
    },
  };
}

/** Cuts git's output into objects: a line `<id> <type> <size>`, the bytes, a newline; or `<name> missing`. */
function answers(emit: (object: GitObject) => void): (chunk: Buffer) => void {
  let header = '';
  let body: { readonly id: string; readonly type: string; readonly size: number; left: number; readonly parts: Buffer[] } | undefined;

  const begin = (): void => {
    const [, id, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(header) ?? [];
    if (id !== undefined && type !== undefined && size !== undefined)
      body = { id, type, size: Number(size), left: Number(size) + 1, parts: [] };
    else emit({ state: header.endsWith(' ambiguous') ? 'ambiguous' : 'absent' });
    header = '';
  };

  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      if (body === undefined) {
        const end = chunk.indexOf(10, at);
        header += chunk.toString('latin1', at, end === -1 ? chunk.length : end);
        at = end === -1 ? chunk.length : end + 1;
        if (end !== -1) begin();
        continue;
      }
      const taken = Math.min(body.left, chunk.length - at);
      if (body.size <= MOST_BYTES) body.parts.push(chunk.subarray(at, at + taken));
      body.left -= taken;
      at += taken;
      if (body.left > 0) continue;
      const { id, type, size, parts } = body;
      body = undefined;
      emit(
        size > MOST_BYTES ? { state: 'large', id, type, size } : { state: 'read', id, type, bytes: Buffer.concat(parts).subarray(0, size) },
      );
    }
  };
}
