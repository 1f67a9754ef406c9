/** A demangled C++ name taken apart. */
export interface SymbolPath {
  /** Namespaces, classes and the function, outermost first, without template arguments; anonymous namespaces are left out. */
  readonly parts: readonly string[];
  /** Template arguments of each part, with their brackets; empty where there are none. */
  readonly templates: readonly string[];
  /** Types of the parameters; undefined where the symbol does not carry them (C functions, stripped names). */
  readonly parameters: readonly string[] | undefined;
  readonly isConst: boolean;
  /** The symbol is code of a lambda (or local class) in the function that `parts` names; no parts where it does not say which. */
  readonly isLambda: boolean;
}

const OPERATOR =
  /operator\s*(?:\(\)|\[\]|<=>|<<=|>>=|->\*|->|\+\+|--|&&|\|\||[-+*/%^&|=!<>]=|<<|>>|[-+*/%^&|~!=<>,]|""\s*\w{1,60}|(?:new|delete)\b(?:\s*\[\])?)/y;
const THUNK =
  /^(?:(?:non-)?virtual thunk to|covariant return thunk to|guard variable for|TLS (?:init|wrapper) function for|transaction clone for) /;
/** Names that lambdas go by: GCC and binutils, LLVM, and what debug information calls their call operator. */
const LAMBDA = /^(?:\{lambda|'lambda|\$_\d|<lambda|__lambda\d|\(lambda at|\{unnamed|'unnamed|\{closure)/;
const LAMBDA_CALL = /^(?:operator\(\)|_FUN|__invoke|operator.+\(\*\)|_M_invoke)$/;
/** A longer name is no name: the depth of nested templates is bounded with it. */
const LONGEST = 16_384;

/** Takes a symbol apart, as `c++filt` and `llvm-cxxfilt` spell it. Linear in its length. */
export function symbolPath(symbol: string): SymbolPath {
  const text = symbol.slice(0, LONGEST).replace(THUNK, '');
  const path = split(text);
  // What wraps a callable holds its type as an argument: std::function, std::thread and std::bind run the lambda's body as their own.
  const owner = path.parts[0] === 'std' ? lambdaOwner(text) : undefined;
  return owner === undefined ? path : { ...split(owner), isLambda: true };
}

function split(text: string): SymbolPath {
  let parts: string[] = [];
  let templates: string[] = [];
  let part = '';
  let template = '';
  let parameters: string[] | undefined;
  let isConst = false;
  let outer: Pick<SymbolPath, 'parameters' | 'isConst'> = { parameters, isConst };
  let owner: SymbolPath | undefined;
  let i = 0;
  const close = () => {
    if (part === '') return;
    if (LAMBDA.test(part)) owner ??= { parts: [...parts], templates: [...templates], ...outer, isLambda: true };
    if (part !== '{anonymous}') {
      parts.push(part);
      templates.push(template);
    }
    part = '';
    template = '';
  };
  while (i < text.length) {
    const c = text.charAt(i);
    if (c === ':' && text.charAt(i + 1) === ':') {
      close();
      // What has parameters and goes on is the function around a local name.
      outer = { parameters, isConst };
      parameters = undefined;
      isConst = false;
      i += 2;
    } else if (c === 'o' && part === '' && startsOperator(text, i)) {
      OPERATOR.lastIndex = i;
      const found = OPERATOR.exec(text)?.[0];
      const end = found === undefined ? endOfConversion(text, i) : i + found.length;
      part = text.slice(i, end).replace(/\s+/g, '');
      i = end;
    } else if (c === '<' && part !== '') {
      const end = closing(text, i);
      template = text.slice(i, end);
      i = end;
    } else if (c === '[') {
      i = closing(text, i);
    } else if (c === '{' || c === "'" || c === '<') {
      const end = c === "'" ? Math.max(text.indexOf("'", i + 1) + 1, i + 1) : closing(text, i);
      part += text.slice(i, end);
      i = end;
    } else if (c === '(') {
      const end = closing(text, i);
      const inner = text.slice(i + 1, end - 1);
      if (/^anonymous(?: namespace| class|)$/.test(inner)) {
        // left out
      } else if (part === '' && LAMBDA.test(`(${inner}`)) part = `(${inner})`;
      else if (part === '') {
        // The declarator of a function that returns a pointer to one: `void (*name(int))(long)`; else the rest of a `decltype (…)`.
        if (inner.startsWith('*')) return split(inner.slice(1));
      } else if (parameters === undefined) parameters = splitArguments(inner);
      i = end;
    } else if (c === ' ') {
      if (part !== '' && parameters === undefined && !(part.startsWith('operator') && text.charAt(i + 1) === '<')) {
        // A return type stood here.
        parts = [];
        templates = [];
        part = '';
        template = '';
        owner = undefined;
      } else if (text.startsWith('const', i + 1)) isConst = true;
      i++;
    } else if (parameters !== undefined) i++;
    else {
      part += c;
      i++;
    }
  }
  close();
  if (owner) return owner;
  if (parts.length === 1 && LAMBDA_CALL.test(parts[0] ?? ''))
    return { parts: [], templates: [], parameters: undefined, isConst: false, isLambda: true };
  return { parts, templates, parameters, isConst, isLambda: false };
}

function startsOperator(text: string, at: number): boolean {
  return text.startsWith('operator', at) && !/\w/.test(text.charAt(at + 8));
}

/** `operator std::string() const`: the type goes on to the parameters. */
function endOfConversion(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    if (text.charAt(i) === '<') i = closing(text, i) - 1;
    else if (text.charAt(i) === '(') return i;
  }
  return text.length;
}

/** Offset behind the bracket that closes the one at `from`; the end where none does. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '(' || c === '{' || c === '[' || c === '<') depth++;
    else if (c === '>' && text.charAt(i - 1) === '-') continue;
    else if (c === ')' || c === '}' || c === ']' || c === '>') {
      if (--depth === 0) return i + 1;
    } else if (c === 'o' && startsOperator(text, i)) {
      OPERATOR.lastIndex = i;
      i += Math.max(0, (OPERATOR.exec(text)?.[0].length ?? 1) - 1);
    }
  }
  return text.length;
}

/** The arguments of a list without its brackets; none for `()` and `(void)`. */
export function splitArguments(list: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (let i = 0; i < list.length; i++) {
    const c = list.charAt(i);
    if (c === '(' || c === '<' || c === '{' || c === '[') i = closing(list, i) - 1;
    else if (c === ',') {
      found.push(list.slice(start, i).trim());
      start = i + 1;
    }
  }
  const last = list.slice(start).trim();
  if (last !== '' && !(found.length === 0 && last === 'void')) found.push(last);
  return found;
}

/** The function around the first lambda among the arguments of a name: `foo(int)` in `std::function<void (), foo(int)::{lambda()#1}>`. */
function lambdaOwner(text: string): string | undefined {
  const lambda = /::(?:\{lambda\(|'lambda|\$_\d)/.exec(text)?.index;
  if (lambda === undefined) return undefined;
  const starts: number[] = [];
  let start = 0;
  for (let i = 0; i < lambda; i++) {
    const c = text.charAt(i);
    if (c === '<' || c === '(') {
      starts.push(start);
      start = i + 1;
    } else if ((c === '>' && text.charAt(i - 1) !== '-') || c === ')') start = starts.pop() ?? 0;
    else if (c === ',') start = i + 1;
  }
  return start === 0 ? undefined : text.slice(start, lambda).trim();
}
