import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** HTML that GitHub's dialect makes of Markdown, raw HTML kept as it would be before GitHub's sanitiser. */
export function githubHtml(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

/** Text of the HTML outside code, where GitHub looks for mentions and references; tags and comments are dropped. */
export function linkableText(html: string): string {
  return html.replace(/<code[^>]*>[^<]*<\/code>/g, ' ').replace(/<[^>]*>/g, ' ');
}

/** Names of the tags in the HTML, each once, sorted. */
export function tagsOf(html: string): readonly string[] {
  return [...new Set([...html.matchAll(/<\/?([a-zA-Z!][\w-]*)/g)].map((match) => (match[1] ?? '').toLowerCase()))].sort();
}

/** What a reader sees of the HTML: text with entities resolved. */
export function seenText(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
