import { blockingCall } from './blocking.ts';
import { argumentsOf, calleeName, calleeObject } from './calls.ts';
import { identifiersIn, isLoop } from './loops.ts';
import { descendants, type Node, walk } from './node.ts';
import type { Sight } from './sight.ts';
import { isStandardStream, rootOf, type Transfer, transferThrough } from './transfer.ts';
import { findDeclaration } from './type-of.ts';

/** Writes to the same descriptor that follow each other in a block, nothing between them that looks at it. */
export function writeRuns(block: Node, sight: Sight): Transfer[][] {
  const runs: Transfer[][] = [];
  let run: Transfer[] = [];
  const close = () => {
    if (run.length > 1 && new Set(run.map(bufferKey)).size > 1) runs.push(run);
    run = [];
  };
  for (const statement of block.namedChildren) {
    if (isLoop(statement)) close();
    for (const call of callsAtLevel(statement)) {
      const write = writeOf(call, sight);
      if (write && run.every((before) => before.target === write.target && before.name === write.name)) {
        const [last] = run.slice(-1);
        if (last && !continues(last, write)) close();
        run.push(write);
      } else if (run[0] && disturbs(call, run[0], sight)) close();
    }
    const [first] = run;
    if (first && branchesThatGoOn(statement).some((call) => disturbs(call, first, sight))) close();
  }
  close();
  return runs;
}

/** Calls that run whenever the statement does, in the order in which they do: those of nested blocks and loops left out. */
function callsAtLevel(statement: Node): Node[] {
  const calls: Node[] = [];
  walk(statement, (node) => {
    if (node.kind === 'compound_statement' || node.kind === 'lambda_expression' || isLoop(node)) return false;
    if (node.parent?.kind === 'if_statement' && (node.field === 'consequence' || node.field === 'alternative')) return false;
    if (node.kind === 'call_expression') calls.push(node);
    return true;
  });
  return calls.sort((a, b) => a.end - b.end);
}

/** Calls in the branches of an `if` after which the block goes on: what leaves it comes before no write. */
function branchesThatGoOn(statement: Node): Node[] {
  if (statement.kind !== 'if_statement') return [];
  return [statement.child('consequence'), statement.child('alternative')].flatMap((branch) => {
    const last = branch?.kind === 'compound_statement' ? branch.namedChildren.at(-1) : branch;
    return branch && last && !/^(?:return|throw|break|continue|goto|co_return)_statement$/.test(last.kind)
      ? descendants(branch, 'call_expression')
      : [];
  });
}

/** The write to a file or socket that a call is; those to the standard streams left out. */
export function writeOf(call: Node, sight: Sight): Transfer | undefined {
  const transfer = transferThrough(call, sight);
  return transfer?.direction === 'write' && transfer.layer === 'call' && !isStandardStream(transfer) ? transfer : undefined;
}

/** Two writes at offsets of their own follow each other only where the second starts at the end of the first. */
function continues(before: Transfer, after: Transfer): boolean {
  if (!before.offset && !after.offset) return true;
  const from = before.offset?.text ?? '';
  const to = after.offset?.text ?? '';
  return to.startsWith(from) && to.includes('+') && to.includes(before.size?.text ?? '');
}

/** Refilling one buffer is no case for a vector. */
function bufferKey({ buffer }: Transfer): string {
  const isPart =
    buffer.kind === 'binary_expression' ||
    (buffer.kind === 'pointer_expression' && buffer.child('argument')?.kind === 'subscript_expression');
  return isPart ? (rootOf(buffer)?.text ?? buffer.text) : buffer.text;
}

const HARMLESS =
  /^(?:str\w*|mem\w+|snprintf|sprintf|size|length|data|c_str|sizeof|min|max|begin|end|front|back|get|hton\w+|hto[bl]e\d+|str|move|reinterpret_cast|static_cast|printf|fprintf|perror)$/;

/** Whether a call between two writes may wait for the other side, move the descriptor or depend on what was written. */
function disturbs(call: Node, write: Transfer, sight: Sight): boolean {
  if (blockingCall(call, sight)) return true;
  const root = write.targetNode ? rootOf(write.targetNode) : undefined;
  const args = argumentsOf(call);
  if (root && args.some((arg) => identifiersIn(arg).includes(root.text))) return true;
  if (HARMLESS.test(calleeName(call))) return false;
  const declaration = root ? findDeclaration(root.text, root, sight) : undefined;
  const isOwn = declaration?.kind === 'local' || declaration?.kind === 'parameter';
  return !isOwn && (calleeObject(call) === undefined || calleeObject(call)?.text === root?.text);
}
