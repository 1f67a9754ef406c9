import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parse } from 'yaml';
import { indexPaths, resolveIncludes } from './includes.ts';
import { type Change, isCpp, type PullRequest, type Source } from './pull-request.ts';

/** A pull request as a folder: `base/`, `head/`, `pull-request.md`, and `profile-before.folded` and `profile-after.folded` where there are any. */
export interface Scenario {
  readonly pullRequest: PullRequest;
  /** Paths of its profiles. */
  readonly profileBefore: readonly string[];
  readonly profileAfter: readonly string[];
}

/** Reads a scenario. The description begins with YAML between `---` lines: title, labels, author. */
export async function readScenario(folder: string): Promise<Scenario> {
  const [base, head] = await Promise.all([readTree(join(folder, 'base')), readTree(join(folder, 'head'))]);
  const description = await readFile(join(folder, 'pull-request.md'), 'utf8');
  const [, about = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(description) ?? [undefined, '', description];
  const { title = '', labels = [], author = null } = (parse(about) ?? {}) as Partial<Pick<PullRequest, 'title' | 'labels' | 'author'>>;
  const changes = [...new Set([...base.keys(), ...head.keys()])].sort().flatMap((path): Change[] => {
    const before = base.get(path) ?? null;
    const after = head.get(path) ?? null;
    if (before === after) return [];
    const status = before === null ? 'added' : after === null ? 'deleted' : 'modified';
    return [{ path, previousPath: null, status, kind: 'file', before, after, unread: null }];
  });
  const names = await readdir(folder);
  const profile = (side: string) => names.filter((name) => name === `profile-${side}.folded`).map((name) => join(folder, name));
  return {
    pullRequest: {
      repository: 'sample/kernel',
      number: 1,
      title,
      body: body.trim(),
      labels,
      author,
      base: 'base',
      head: 'head',
      commits: [],
      comments: [],
      changes,
      headers: unchangedHeaders(head, changes),
      diffSource: 'files',
    },
    profileBefore: profile('before'),
    profileAfter: profile('after'),
  };
}

function unchangedHeaders(head: ReadonlyMap<string, string>, changes: readonly Change[]): readonly Source[] {
  const changed = new Set(changes.map((change) => change.path));
  const sources = changes.flatMap(({ path, after }) => (after !== null && isCpp(path) ? [{ path, text: after }] : []));
  const others = [...head.keys()].filter((path) => !changed.has(path));
  return resolveIncludes(sources, indexPaths(others), others.length).map((path) => ({ path, text: head.get(path) ?? '' }));
}

async function readTree(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return new Map(files.map((file, i) => [relative(folder, file).split(sep).join('/'), texts[i] ?? '']));
}
