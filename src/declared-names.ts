/** Types with a body, aliases and functions, as headers write them. */
const TYPE =
  /\b(?:class|struct|union|enum(?:[ \t]+(?:class|struct))?)[ \t]+(?:alignas\([^()]*\)[ \t]*|\[\[[^\]]*\]\][ \t]*|[A-Z_]+[ \t]+)?(\w+)[ \t]*(?:final[ \t]*)?[:{\n\r]/g;
const ALIAS = /\busing[ \t]+(\w+)[ \t]*=|\btypedef\b[^;{}]{1,300}?\b(\w+)[ \t]*;|\}[ \t]*(\w+)[ \t]*;/g;
const FUNCTION = /(?:\b(\w+)|[>&*])[ \t\n]+[&*]*(\w+)[ \t]*\(/g;
const NO_TYPE = /^(?:return|else|new|delete|throw|case|co_return|co_await|co_yield|goto)$/;
const NO_FUNCTION = /^(?:if|for|while|switch|return|sizeof|catch|decltype|alignas|noexcept|static_assert|defined)$/;

/**
 * Names of the types, aliases and functions that the text of a header seems to declare: a lexical guess that costs no parse. A name too
 * many costs the parse of a header, a name too few leaves a type unknown.
 */
export function declaredNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, name] of text.matchAll(TYPE)) if (name) names.add(name);
  for (const [, used, defined, closing] of text.matchAll(ALIAS)) names.add(used ?? defined ?? closing ?? '');
  for (const [, type, name] of text.matchAll(FUNCTION))
    if (name && !(type && NO_TYPE.test(type)) && !NO_FUNCTION.test(name)) names.add(name);
  return names;
}
