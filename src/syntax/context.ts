import { enclosingFunction, functionDeclarator, functionName } from './declarations.ts';
import { ancestor, descendants, isWithin, type Node } from './node.ts';
import { unqualified } from './sight.ts';

/** Functions that run once, or to show something to people: their cost is not felt. OSv's drivers add `probe` and `setup` to the usual names. */
const COLD_NAME =
  /^(?:main|init|setup|usage|help|dump|print|debug|probe|startup|shutdown|terminate|cleanup|teardown|register|configure|~.*|parse_(?:args|options|cmdline|command_line|config)|osv_main|(?:call|pthread)_once|parse_\w*config(?:_file)?)$|^(?:init|setup|print|dump|debug|usage|probe|register|configure|parse_arg|parse_option|parse_config|test(?!_and_)|bench)_|_(?:init|setup|probe|usage|main|shutdown|dump|debug|startup)$|^(?:[Ii]nit(?:ialize)?|[Ss]etup|[Pp]rint|[Dd]ump|[Pp]arse(?:Args|Options|Config|Flags))(?=[A-Z]|$)|^TEST_|_for_tests?$|_for_testing$|ForTest(?:s|ing)?$/;

/** Whether the node lies where its cost does not count: error paths, assertions, destructors, start-up and printing. */
export function isCold(node: Node): boolean {
  const fn = enclosingFunction(node);
  if (fn && isColdFunction(fn)) return true;
  if (ancestor(node, 'catch_clause', 'static_assert_declaration')) return true;
  for (let at: Node | undefined = node; at && at !== fn; at = at.parent) {
    if (
      at.kind === 'call_expression' &&
      /^(?:[a-z_]*assert|[A-Z_]*(?:ASSERT|CHECK)[A-Z_]*)$/.test(at.child('function')?.text ?? '') &&
      at !== node
    )
      return true;
    if (at.kind === 'throw_statement' && at !== node) return true;
    if (isErrorBranch(at)) return true;
  }
  return false;
}

const coldByFunction = new WeakMap<Node, boolean>();

function isColdFunction(fn: Node): boolean {
  let isCold = coldByFunction.get(fn);
  if (isCold === undefined) {
    isCold = COLD_NAME.test(unqualified(functionName(fn))) || isColdMarked(fn);
    coldByFunction.set(fn, isCold);
  }
  return isCold;
}

function isColdMarked(fn: Node): boolean {
  const { text } = fn.tree;
  // The attribute may stand before what the parser takes for the function.
  const before = text.slice(Math.max(0, fn.start - 120), fn.start);
  const head =
    before.slice(1 + Math.max(...[';', '{', '}'].map((end) => before.lastIndexOf(end)))) +
    text.slice(fn.start, fn.child('body')?.start ?? fn.start);
  return /\[\[\s*gnu::cold\s*\]\]|__attribute__\s*\(\(\s*(?:__)?cold/.test(head);
}

/** Ends the program; OSv's shutdown (include/osv/power.hh) among it. */
const ENDS_PROGRAM =
  /^(?:std::)?(?:abort|exit|_exit|_Exit|quick_exit|terminate|panic|__builtin_unreachable)\s*\(|^(?:osv::)?(?:poweroff|reboot|halt)\s*\(/;
/** A value that says that something failed: `-EINVAL`, `EINVAL`, `make_error(…)`, `Status::Corruption(…)`. */
const FAILURE = /^(?:-\s*\w+|-?E[A-Z]{2,}|false|nullptr|NULL|(?:make_|std::)?\w*[Ee]rr\w*.*|(?:\w+::)?Status::(?!OK\b)\w+\(.*)$/s;
const TELLS = /\b(?:\w*log\w*|\w*warn\w*|\w*err\w*|printf|fprintf|perror|debug\w*|kprintf|cerr|LOG|ROCKS_LOG_\w+)\b/i;

/** A message of the level of an error, whatever is done about it: `LOG_ERROR(…)`, `LOG(FATAL)`, `log.error(…)`. */
const TELLS_ERROR =
  /^(?:[A-Z]+_)*LOG_(?:ERROR|FATAL|CRITICAL)\s*\(|^(?:\w+_)?LOG\s*\(\s*(?:ERROR|FATAL)\b|^\w*log(?:ger)?_?\s*(?:\.|->)\s*(?:error|fatal|critical)\s*\(/;

/** A branch that tells of an error, or that ends in throw, in the end of the program, or after a log call in the return of a failure: it runs when something went wrong. */
function isErrorBranch(node: Node): boolean {
  if (node.parent?.kind !== 'if_statement' && node.parent?.kind !== 'else_clause') return false;
  if (node.field === 'condition') return false;
  const statements = node.kind === 'compound_statement' ? node.namedChildren.filter((child) => child.kind !== 'comment') : [node];
  const last = statements.at(-1);
  if (!last) return false;
  if (statements.some((statement) => statement.kind === 'expression_statement' && TELLS_ERROR.test(statement.text))) return true;
  if (last.kind === 'throw_statement' || ENDS_PROGRAM.test(last.text)) return true;
  if (last.kind !== 'return_statement' || statements.length < 2) return false;
  const value = last.namedChildren[0];
  return value !== undefined && FAILURE.test(assignedLast(value, statements) ?? value.text) && TELLS.test(node.text.slice(0, 2000));
}

/** What the block itself gave the variable last: the failure of `s = Status::Busy(); return s;`. */
function assignedLast(variable: Node, statements: readonly Node[]): string | undefined {
  if (variable.kind !== 'identifier') return undefined;
  return statements
    .flatMap((statement) => (statement.kind === 'expression_statement' ? statement.namedChildren : []))
    .findLast((each) => each.kind === 'assignment_expression' && each.child('left')?.text === variable.text)
    ?.child('right')?.text;
}

const errorsByFunction = new WeakMap<Node, boolean>();

/** Whether the function has a part that did not parse: nothing in it is judged. */
export function hasParseError(fn: Node): boolean {
  if (fn.tree.errors.length === 0) return false;
  let has = errorsByFunction.get(fn);
  if (has === undefined) {
    has = fn.tree.errors.some((error) => isWithin(error, fn));
    errorsByFunction.set(fn, has);
  }
  return has;
}

/** Whether the function is a constructor or destructor. */
export function isConstructorOrDestructor(fn: Node): boolean {
  const name = functionDeclarator(fn)?.child('declarator')?.text ?? '';
  if (name.includes('~')) return true;
  const parts = functionName(fn).split('::');
  return parts.length > 1 && parts.at(-1) === parts.at(-2)?.replace(/<.*$/, '');
}

/** Whether the function is a coroutine. */
export function isCoroutine(fn: Node): boolean {
  return descendants(fn, 'co_await_expression', 'co_return_statement', 'co_yield_statement').length > 0;
}
