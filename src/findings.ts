/** Severities from mildest to gravest. */
export const SEVERITIES = ['note', 'warning', 'error'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Items of the guide's checklist, in its order, with the title that people see. */
export const ITEMS = {
  profile: 'Profile to identify actual bottlenecks',
  'hot-paths': 'Focus on hot paths (top 20% of time)',
  allocations: 'Reduce memory allocations in critical sections',
  'lock-granularity': 'Use appropriate locking granularity',
  'false-sharing': 'Avoid false sharing with cache line alignment',
  'lock-free': 'Use lock-free structures where appropriate',
  batching: 'Batch operations to reduce overhead',
  'buffer-reuse': 'Pre-allocate and reuse buffers',
  'const-references': 'Use const references to avoid copies',
  'zero-copy': "Leverage OSv's zero-copy capabilities",
  'cache-metrics': 'Monitor cache hit rates',
  'cpu-pinning': 'Pin threads to CPUs for cache locality',
  'vectored-io': 'Use vectorized I/O for multiple operations',
  'read-ahead': 'Consider read-ahead for sequential access',
  caching: 'Implement appropriate caching strategies',
  'async-io': 'No synchronous I/O in an event loop, callback or interrupt handler',
  'direct-io': 'Direct I/O for large transfers',
  ownership: 'RAII and smart pointers',
  connections: 'Reuse connections',
  'data-structures': 'Use appropriate data structures',
} as const;
export type Item = keyof typeof ITEMS;

/** How hot the code around a finding is, and how that is known. */
export interface Hot {
  readonly source: 'profile' | 'annotation' | 'config' | 'structure';
  /** Share of the profile's samples, 0 to 1; null when no profile says. */
  readonly share: number | null;
}

/** An edit of whole lines: `startLine` to `endLine` (1-based, inclusive) become `replacement` (no trailing newline). */
export interface Suggestion {
  readonly startLine: number;
  readonly endLine: number;
  readonly replacement: string;
}

/** What a rule found at one place. Lines and columns are 1-based, columns in UTF-16 units, the end exclusive. */
export interface Finding {
  readonly rule: string;
  readonly item: Item;
  readonly severity: Severity;
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
  /** What is here. */
  readonly message: string;
  /** What it costs. */
  readonly why: string;
  /** What to write. */
  readonly instead: string;
  /** Section of the guide. */
  readonly guide: string;
  /** Qualified name of the enclosing function; null at file or class scope. */
  readonly function: string | null;
  readonly hot: Hot | null;
  readonly suggestion: Suggestion | null;
  /** Stable when lines shift, code is re-indented, or the file is renamed. */
  readonly fingerprint: string;
  readonly state: 'new' | 'existing' | 'suppressed' | 'baseline';
}
