/** The part of d3-flame-graph 5 that the report uses; the package has no types of its own. */
declare module 'd3-flame-graph' {
  import type { Selection } from 'd3-selection';

  interface Frame {
    readonly data: { readonly name: string; readonly value: number };
  }

  interface FlameGraph {
    // biome-ignore lint/suspicious/noExplicitAny: d3-selection's own way to say a selection of whatever kind
    (selection: Selection<any, any, any, any>): void;
    width(pixels: number): FlameGraph;
    cellHeight(pixels: number): FlameGraph;
    inverted(isRootOnTop: boolean): FlameGraph;
    minFrameSize(pixels: number): FlameGraph;
    transitionDuration(milliseconds: number): FlameGraph;
    setLabelHandler(label: (frame: Frame) => string): FlameGraph;
    setSearchMatch(matches: (frame: Frame, term: string) => boolean): FlameGraph;
    setSearchHandler(handle: () => void): FlameGraph;
    setDetailsElement(element: Element): FlameGraph;
    search(term: string): void;
    clear(): void;
  }

  export default function flamegraph(): FlameGraph;
}
