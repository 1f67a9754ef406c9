import type { Finding } from '../findings.ts';
import { hasHiddenText, inlineCode, markdownProse, oneLine, suggestionBlock } from './escape.ts';

/**
 * Markdown of an inline comment: what is here, what it costs, what to write, the suggestion, the guide's section, how to silence it.
 * `guideUrl` makes the section a link. Carries no hidden mark; who posts it adds one.
 */
export function renderComment(finding: Finding, guideUrl?: string): string {
  const sentences = [sentence(finding.message), [sentence(finding.why), sentence(finding.instead)].filter((text) => text !== '').join(' ')];
  const blocks = sentences.filter((text) => text !== '');
  if (finding.suggestion !== null && !hasHiddenText(finding.suggestion.replacement))
    blocks.push(suggestionBlock(finding.suggestion.replacement));
  const guide = markdownProse(finding.guide);
  blocks.push(
    `Guide: ${guideUrl === undefined ? guide : `[${guide}](${guideUrl})`}. Silence it: ${inlineCode(silencingComment(finding.rule))} on the line above.`,
  );
  return blocks.join('\n\n');
}

/** The comment that silences a rule in the source, with the reason it must carry left open. */
export function silencingComment(rule: string): string {
  return `// perf-review: ignore ${rule} -- <reason>`;
}

/** The text as Markdown, closed by a full stop where it has no end of its own; empty for empty text. */
export function sentence(text: string, limit?: number): string {
  const line = oneLine(text, limit);
  return markdownProse(line === '' || /[.!?:…]$/.test(line) ? line : `${line}.`, limit);
}
