/** A real bare repository behind the fake GitHub: what it says about commits, trees and differences is what git says. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file, folder, symlink or submodule in a tree; `size` is null where there is no blob. */
export interface StoredEntry {
  readonly path: string;
  /** As git writes it: `100644`, `120000`, … */
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  readonly size: number | null;
}

/** What a commit makes of a path: text or bytes, null to delete it, or an entry of another mode (a symlink's content is its target). */
export type Content =
  | string
  | Buffer
  | null
  | { readonly mode: '120000' | '100755'; readonly content: string }
  | { readonly submodule: string };

/** One changed file of a comparison, as GitHub's `diff-entry` has it. */
export interface StoredDifference {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** Undefined for binary files and renames without changes. */
  readonly patch: string | undefined;
}

/** First line and number of lines of both sides of a hunk. */
export interface StoredHunk {
  readonly beforeStart: number;
  readonly beforeCount: number;
  readonly afterStart: number;
  readonly afterCount: number;
}

/**
 * A bare repository; every method answers at once, and those that look something up give undefined when it is not there. Commits are named
 * by their full SHA, except for `resolve`.
 */
export interface GitStore {
  readonly directory: string;
  /** Makes a commit on top of `parent` (an orphan without one) and gives its SHA. */
  commit(parent: string | undefined, files: Readonly<Record<string, Content>>, message?: string): string;
  setRef(name: string, sha: string): void;
  /** SHA of a commit by its SHA, branch or ref. */
  resolve(name: string): string | undefined;
  mergeBase(a: string, b: string): string | undefined;
  isAncestor(ancestor: string, descendant: string): boolean;
  /** Commits of `head` that `base` does not have, oldest first. */
  commits(base: string, head: string): readonly string[];
  /** The commit and those before it, the latest first; 100 at most. */
  history(commit: string): readonly string[];
  /** Message, tree and parents of a commit. */
  about(commit: string): { readonly message: string; readonly tree: string; readonly parents: readonly string[] };
  /** What an object is, by its full SHA. */
  kindOf(sha: string): string | undefined;
  /** Every entry below a commit or tree, by its full SHA; folders included. */
  entries(sha: string): ReadonlyMap<string, StoredEntry>;
  blob(sha: string): Buffer | undefined;
  differences(base: string, head: string): readonly StoredDifference[];
  /** Hunks of one file between two commits with so many lines of context. */
  hunks(base: string, head: string, path: string, context: number): readonly StoredHunk[];
  remove(): void;
}

const FULL_SHA = /^[0-9a-f]{40}$/;
const WHO = 'Mona <mona@example.org> 1767225600 +0000';

/** Makes an empty repository in a folder for temporary files. */
export function createGitStore(): GitStore {
  const directory = mkdtempSync(join(tmpdir(), 'fake-github-'));
  const git = (args: readonly string[], input?: string | Buffer): Buffer =>
    execFileSync('git', ['--literal-pathspecs', '-c', 'core.quotePath=false', ...args], {
      cwd: directory,
      input,
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
      stdio: ['pipe', 'pipe', 'ignore'],
      maxBuffer: 1 << 30,
    });
  const line = (args: readonly string[]): string | undefined => {
    try {
      return git(args).toString('utf8').trim();
    } catch {
      return undefined;
    }
  };
  git(['init', '--quiet', '--bare', '--initial-branch=main']);
  const trees = new Map<string, ReadonlyMap<string, StoredEntry>>();
  const kinds = new Map<string, string>();
  const blobs = new Map<string, Buffer>();

  const entries: GitStore['entries'] = (sha) => {
    const known = trees.get(sha) ?? parseTree(git(['ls-tree', '-r', '-t', '-l', '-z', sha]).toString('utf8'));
    trees.set(sha, known);
    return known;
  };

  return {
    directory,
    entries,
    kindOf: (sha) => {
      const kind = kinds.get(sha) ?? (FULL_SHA.test(sha) ? line(['cat-file', '-t', sha]) : undefined);
      if (kind !== undefined) kinds.set(sha, kind);
      return kind;
    },
    commit: (parent, files, message = 'Change') =>
      git(['fast-import', '--quiet', '--force', '--done'], toFastImport(parent, files, message))
        .toString('utf8')
        .trim(),
    setRef: (name, sha) => void git(['update-ref', name, sha]),
    resolve: (name) => line(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]),
    mergeBase: remembered((a, b) => line(['merge-base', a, b])),
    isAncestor: remembered((ancestor, descendant) => line(['merge-base', '--is-ancestor', ancestor, descendant]) !== undefined),
    commits: remembered((base, head) =>
      (line(['rev-list', '--reverse', `${base}..${head}`]) ?? '').split('\n').filter((sha) => sha !== ''),
    ),
    history: (commit) => (line(['rev-list', '--max-count=100', commit]) ?? '').split('\n').filter((sha) => sha !== ''),
    about: remembered((commit) => {
      const [tree = '', parents = '', message = ''] = git(['show', '-s', '--format=%T%x00%P%x00%B', commit]).toString('utf8').split('\0');
      return { tree, parents: parents.split(' ').filter((sha) => sha !== ''), message: message.trimEnd() };
    }),
    blob: (sha) => {
      if (!blobs.has(sha)) {
        // One process for all that may be asked for next: thousands of files would need thousands.
        const seen = [...trees.values()].flatMap((tree) =>
          [...tree.values()].flatMap((entry) => (entry.type === 'blob' ? [entry.sha] : [])),
        );
        const wanted = [...new Set([sha, ...seen])].filter((each) => !blobs.has(each));
        for (const [each, bytes] of parseBatch(git(['cat-file', '--batch'], `${wanted.join('\n')}\n`))) blobs.set(each, bytes);
      }
      return blobs.get(sha);
    },
    differences: remembered((base, head) => {
      const raw = git(['diff', '--raw', '--numstat', '-z', '--abbrev=64', '-M', base, head]).toString('utf8');
      const patch = git(['diff', '-M', '-U3', '--no-color', base, head]).toString('utf8');
      return parseDifferences(raw, patch);
    }),
    hunks: remembered((base, head, path, context) =>
      parseHunks(git(['diff', `-U${context}`, '-M', base, head, '--', path]).toString('utf8')),
    ),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The function, each answer given once: what commits say of each other never changes. */
function remembered<Arguments extends readonly (string | number)[], Result>(
  ask: (...about: Arguments) => Result,
): (...about: Arguments) => Result {
  const known = new Map<string, Result>();
  return (...about) => {
    const key = about.join('\0');
    const answer = known.has(key) ? (known.get(key) as Result) : ask(...about);
    known.set(key, answer);
    return answer;
  };
}

function toFastImport(parent: string | undefined, files: Readonly<Record<string, Content>>, message: string): Buffer {
  const parts: Buffer[] = [];
  const write = (text: string): void => void parts.push(Buffer.from(text, 'utf8'));
  const data = (bytes: Buffer): void => {
    write(`data ${bytes.length}\n`);
    parts.push(bytes, Buffer.from('\n'));
  };
  write(`commit refs/heads/imported\nmark :1\ncommitter ${WHO}\n`);
  data(Buffer.from(message, 'utf8'));
  // Without this, the commit would go on top of the last one that was imported.
  write(parent === undefined ? 'deleteall\n' : `from ${parent}\n`);
  for (const [path, content] of Object.entries(files)) {
    const quoted = `"${path.replace(/["\\\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))}"`;
    if (content === null) write(`D ${quoted}\n`);
    else if (typeof content === 'object' && 'submodule' in content) write(`M 160000 ${content.submodule} ${quoted}\n`);
    else {
      const { mode, content: bytes } = typeof content === 'string' || Buffer.isBuffer(content) ? { mode: '100644', content } : content;
      write(`M ${mode} inline ${quoted}\n`);
      data(typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes);
    }
  }
  write('get-mark :1\ndone\n');
  return Buffer.concat(parts);
}

function parseTree(text: string): ReadonlyMap<string, StoredEntry> {
  const entries = new Map<string, StoredEntry>();
  for (const row of text.split('\0')) {
    const [, mode = '', type = '', sha = '', size = '', path = ''] = /^(\d+) (\w+) (\w+) +(-|\d+)\t([\s\S]*)$/.exec(row) ?? [];
    if (path === '') continue;
    entries.set(path, { path, mode, type: type as StoredEntry['type'], sha, size: size === '-' ? null : Number(size) });
  }
  return entries;
}

/** `<sha> <type> <size>`, the bytes, and a line feed; `<sha> missing` for what is not there. */
function parseBatch(output: Buffer): readonly (readonly [string, Buffer])[] {
  const found: [string, Buffer][] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [sha = '', type, size] = output.toString('utf8', at, end).split(' ');
    const length = type === 'missing' ? -1 : Number(size);
    if (type === 'blob') found.push([sha, output.subarray(end + 1, end + 1 + length)]);
    at = end + length + 2;
  }
  return found;
}

const STATUS: Readonly<Record<string, StoredDifference['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
};

/** `raw` is `--raw --numstat -z`: rows that begin with a colon, then rows of counts, each followed by its paths. */
function parseDifferences(raw: string, patch: string): readonly StoredDifference[] {
  const fields = raw.split('\0');
  const rows: { letter: string; sha: string; previousPath: string | undefined; path: string }[] = [];
  let at = 0;
  for (; fields[at]?.startsWith(':') === true; ) {
    const [, , before = '', after = '', code = ''] = (fields[at] ?? '').split(' ');
    const letter = code.charAt(0);
    const isRename = letter === 'R';
    const previousPath = isRename ? fields[at + 1] : undefined;
    rows.push({ letter, sha: letter === 'D' ? before : after, previousPath, path: fields[at + (isRename ? 2 : 1)] ?? '' });
    at += isRename ? 3 : 2;
  }
  const patches = patch.split(/^(?=diff --git )/m).filter((part) => part !== '');
  return rows.map(({ letter, sha, previousPath, path }, n) => {
    const [additions = '', deletions = ''] = (fields[at] ?? '').split('\t');
    at += previousPath === undefined ? 1 : 3;
    const start = patches[n]?.search(/^@@ /m) ?? -1;
    return {
      path,
      previousPath,
      sha,
      status: STATUS[letter] ?? 'modified',
      additions: Number(additions) || 0,
      deletions: Number(deletions) || 0,
      patch: start === -1 ? undefined : patches[n]?.slice(start).trimEnd(),
    };
  });
}

function parseHunks(patch: string): readonly StoredHunk[] {
  const count = (text: string | undefined): number => (text === undefined ? 1 : Number(text));
  return [...patch.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)].map(([, beforeStart, before, afterStart, after]) => ({
    beforeStart: Number(beforeStart),
    beforeCount: count(before),
    afterStart: Number(afterStart),
    afterCount: count(after),
  }));
}
