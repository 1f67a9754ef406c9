import type { Passage } from './passages.ts';

/** A sentence and the line it begins on. */
export interface Sentence {
  readonly text: string;
  /** 1-based line. */
  readonly line: number;
  /** Lines of its paragraph. */
  readonly lines: readonly number[];
}

const LONGEST = 2000;

/** Paragraphs cut into sentences; a wrapped line goes on, a list item begins anew. */
export function sentencesOf(passage: Passage): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let text = '';
  let lines: number[] = [];
  const close = (): void => {
    for (const sentence of text.split(/(?<=[.!?])\s+(?=[A-Z0-9"`(*])/)) {
      if (sentence.trim() !== '') sentences.push({ text: sentence.trim(), line: lines[0] ?? 1, lines });
    }
    text = '';
    lines = [];
  };
  for (const line of passage.lines) {
    if (line.text.trim() === '' || /^\s*(?:[-*+•]|\d{1,3}[.)])\s/.test(line.text) || text.length > LONGEST) close();
    if (line.text.trim() === '') continue;
    text = `${text} ${line.text.trim()}`;
    lines.push(line.number);
  }
  close();
  return sentences;
}
