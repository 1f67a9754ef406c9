/** The text with HTML tables written as rows of cells between bars; what is no whole table stays. Linear in the text. */
export function withoutHtmlTables(text: string): string {
  const pieces: string[] = [];
  let at = 0;
  for (let start = indexOfTag(text, '<table', 0); start !== -1; start = indexOfTag(text, '<table', at)) {
    const end = indexOfTag(text, '</table', start);
    if (end === -1) break;
    pieces.push(text.slice(at, start), '\n', rowsOf(text.slice(start, end)), '\n');
    const close = text.indexOf('>', end);
    at = close === -1 ? text.length : close + 1;
  }
  return [...pieces, text.slice(at)].join('');
}

function indexOfTag(text: string, tag: string, from: number): number {
  const lower = text.indexOf(tag, from);
  const upper = text.indexOf(tag.toUpperCase(), from);
  return lower === -1 || upper === -1 ? Math.max(lower, upper) : Math.min(lower, upper);
}

function rowsOf(table: string): string {
  const rows = table.split(/<tr(?:\s[^<>]{0,300})?>/i).slice(1);
  return rows.map((row) => `| ${cellsOf(row).join(' | ')} |`).join('\n');
}

function cellsOf(row: string): readonly string[] {
  const cells = row.split(/<t[dh](?:\s[^<>]{0,300})?>/i).slice(1);
  return cells.map((cell) =>
    cell
      .replace(/<[^<>]{0,300}>/g, ' ')
      .replace(/&nbsp;/g, ' ')
      .replace(/\||\s+/g, ' ')
      .trim(),
  );
}
