import type { PageFinding } from './data.ts';

/** What the reader asked to see; an empty set asks for all. */
export interface Filter {
  readonly text: string;
  readonly severity: ReadonlySet<string>;
  readonly heat: ReadonlySet<string>;
  readonly item: ReadonlySet<string>;
  readonly rule: ReadonlySet<string>;
  readonly state: ReadonlySet<string>;
}

/** Properties that a reader filters by, in the order they are shown. */
export const FACETS = ['severity', 'heat', 'item', 'rule', 'state'] as const;
export type Facet = (typeof FACETS)[number];

/** The value of a finding under a facet. */
export function facetValue(finding: PageFinding, facet: Facet): string {
  if (facet !== 'heat') return finding[facet];
  if (finding.hot === null) return 'not known';
  return finding.hot.source === 'profile' ? 'in the profile' : finding.hot.source === 'structure' ? 'by its place' : 'marked';
}

/** The text of a finding that a search looks through, in lower case. */
export function searchText(finding: PageFinding): string {
  return [finding.path, finding.function ?? '', finding.rule, finding.message].join('\n').toLowerCase();
}

/**
 * Which findings pass, and how many there are for each value of each facet when all other facets apply: the number beside a value says
 * what choosing it would show.
 */
export function applyFilter(
  findings: readonly PageFinding[],
  searchTexts: readonly string[],
  filter: Filter,
): { readonly visible: readonly boolean[]; readonly counts: Readonly<Record<Facet, ReadonlyMap<string, number>>> } {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const counts = { severity: new Map(), heat: new Map(), item: new Map(), rule: new Map(), state: new Map() } as Record<
    Facet,
    Map<string, number>
  >;
  const visible = findings.map((finding, index) => {
    const searched = searchTexts[index] ?? '';
    if (!words.every((word) => searched.includes(word))) return false;
    const failing = FACETS.filter((facet) => filter[facet].size > 0 && !filter[facet].has(facetValue(finding, facet)));
    for (const facet of FACETS) {
      if (failing.length > 1 || (failing.length === 1 && failing[0] !== facet)) continue;
      const value = facetValue(finding, facet);
      counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
    }
    return failing.length === 0;
  });
  return { visible, counts };
}
