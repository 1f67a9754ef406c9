import type { Comparison } from './evidence/evidence.ts';
import type { OutputFormat } from './options.ts';
import { renderGcc } from './report/gcc.ts';
import { renderGitlab } from './report/gitlab.ts';
import { type HtmlOptions, renderHtml } from './report/html.ts';
import { intervalBars } from './report/interval-bars.ts';
import { renderJson } from './report/json.ts';
import { renderRdjson } from './report/rdjson.ts';
import { renderSarif } from './report/sarif.ts';
import type { SourceLines } from './report/source-lines.ts';
import { renderSummary } from './report/summary.ts';
import { renderText, type TextOptions } from './report/text.ts';
import type { Review } from './review.ts';
import { RULES } from './rules/index.ts';

/** Web page of the tool. */
export const HOME_PAGE = 'https://github.com/perf-review/perf-review';

/** What the forms of the output need beside the review. */
export interface RenderOptions extends TextOptions, Pick<HtmlOptions, 'floor' | 'profile' | 'moved' | 'serverUrl'> {
  readonly lines?: SourceLines;
}

/** The review in one of the forms of `--format`. */
export function render(review: Review, format: OutputFormat, given: RenderOptions): string {
  const options = { floor: (row: Comparison) => row.floor, bars: intervalBars(review.evidence.comparisons), ...given };
  switch (format) {
    case 'text':
      return renderText(review, options);
    case 'json':
      return renderJson(review);
    case 'sarif':
      return renderSarif(review, { rules: RULES, informationUri: HOME_PAGE, ...pick(options, 'serverUrl') });
    case 'markdown':
      return renderSummary(review, { target: 'job-summary', ...pick(options, 'serverUrl', 'bars', 'lines', 'moved') });
    case 'html':
      return renderHtml(review, options);
    case 'rdjson':
      return renderRdjson(review, options.lines);
    case 'gitlab':
      return renderGitlab(review);
    case 'gcc':
      return renderGcc(review);
  }
}

function pick<Options extends object, Key extends keyof Options>(options: Options, ...keys: readonly Key[]): Pick<Options, Key> {
  return Object.fromEntries(keys.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]]))) as Pick<Options, Key>;
}
