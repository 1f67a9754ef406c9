/** A pull request as plain data: what both front ends hand to the review. */
export interface PullRequest {
  /** `owner/name` on GitHub, the folder's name on the command line. */
  readonly repository: string;
  /** Null for a git range. */
  readonly number: number | null;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  /** Login of the author; null for a git range. */
  readonly author: string | null;
  /** Commit the change is compared with: the merge base on GitHub. Full SHA. */
  readonly base: string;
  /** Commit under review. Full SHA. */
  readonly head: string;
  /** Messages of the commits between base and head, oldest first. */
  readonly commits: readonly Commit[];
  /** Comments of the conversation, oldest first, with bots and the reviewer's own left out. */
  readonly comments: readonly Comment[];
  /** Every changed file, also those that are not C++. */
  readonly changes: readonly Change[];
  /** Unchanged headers that changed files include, as far as the bounds of the reader allow. */
  readonly headers: readonly Source[];
  readonly diffSource: 'git' | 'api' | 'files';
}

export interface Commit {
  readonly sha: string;
  readonly message: string;
}

export interface Comment {
  readonly author: string;
  readonly body: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** One file's text at one commit. */
export interface Source {
  /** Relative to the repository root, `/`-separated. */
  readonly path: string;
  readonly text: string;
}

/** One changed file. */
export interface Change {
  /** Path at the head; at the base for a deleted file. */
  readonly path: string;
  /** Path at the base where it differs. */
  readonly previousPath: string | null;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed';
  /** Only `file` is ever reviewed. */
  readonly kind: 'file' | 'binary' | 'symlink' | 'submodule';
  /** Text at the base: null when the file did not exist there, or was not read. */
  readonly before: string | null;
  /** Text at the head: null when the file does not exist there, or was not read. */
  readonly after: string | null;
  /** Why a text that exists could not be read; null when all was read or nothing had to be (not C++, binary, …). */
  readonly unread: string | null;
}

/** Endings of the files that are reviewed; contract: `.cc .hh .h .c .cpp .hpp` and their usual relatives. */
const CPP_FILE = /\.(?:c|cc|cpp|cxx|c\+\+|h|hh|hpp|hxx|h\+\+|ipp|inl|tcc|tpp|ixx|cppm)$/i;

/** Whether the path names a C or C++ file. */
export function isCpp(path: string): boolean {
  return CPP_FILE.test(path);
}
