import type { Node } from './node.ts';
import { printType, type Type } from './types.ts';

const MOST_CHARACTERS = 60;

/** Code for a message: on one line, cut to 60 characters, between backticks. */
export function quote(code: Node | Type | string): string {
  const text = typeof code === 'string' ? code : 'kind' in code ? code.text : printType({ ...code, isConst: false, reference: '' });
  const line = text.replace(/\s+/g, ' ').replaceAll('`', "'").trim();
  return `\`${line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line}\``;
}
