import type { Finding, Severity } from '../findings.ts';
import type { Review } from '../review.ts';
import { jsonText, oneLine } from './escape.ts';
import { newFindings } from './reported.ts';
import type { SourceLines } from './source-lines.ts';

const SEVERITY: Readonly<Record<Severity, 'ERROR' | 'WARNING' | 'INFO'>> = { error: 'ERROR', warning: 'WARNING', note: 'INFO' };

/**
 * New findings in reviewdog's diagnostic format. It counts columns in UTF-8 bytes, so they are given only where `lines` has the text;
 * without columns a range means whole lines, which is what a suggestion replaces.
 */
export function renderRdjson(review: Pick<Review, 'findings'>, lines: SourceLines = () => undefined): string {
  return jsonText({
    source: { name: 'perf-review' },
    diagnostics: newFindings(review).map((finding) => ({
      message: [finding.message, finding.why, finding.instead].map((text) => oneLine(text)).join('\n'),
      location: { path: finding.path, range: rangeOf(finding, lines(finding.path)) },
      severity: SEVERITY[finding.severity],
      code: { value: finding.rule },
      suggestions:
        finding.suggestion === null
          ? []
          : [
              {
                range: { start: { line: finding.suggestion.startLine }, end: { line: finding.suggestion.endLine } },
                text: finding.suggestion.replacement,
              },
            ],
    })),
  });
}

interface Position {
  readonly line: number;
  readonly column?: number;
}

function rangeOf(finding: Finding, lines: readonly string[] | undefined): { readonly start: Position; readonly end: Position } {
  const first = lines?.[finding.line - 1];
  const last = lines?.[finding.endLine - 1];
  if (first === undefined || last === undefined) return { start: { line: finding.line }, end: { line: finding.endLine } };
  return {
    start: { line: finding.line, column: byteColumn(first, finding.column) },
    end: { line: finding.endLine, column: byteColumn(last, finding.endColumn) },
  };
}

function byteColumn(line: string, column: number): number {
  return new TextEncoder().encode(line.slice(0, column - 1)).length + 1;
}
