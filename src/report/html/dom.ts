/// <reference lib="dom" />
import { codeSpans } from '../escape.ts';

type Child = Node | string;

/** A new element with attributes and children; a string child is text, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  created.append(...children);
  return created;
}

/** The element with the id, which the page is known to hold. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element ${id}`);
  return found;
}

/** A sentence as nodes: its code spans become `<code>`. */
export function prose(text: string): readonly Node[] {
  return codeSpans(text).map((span) => (span.code ? element('code', {}, span.text) : document.createTextNode(span.text)));
}
