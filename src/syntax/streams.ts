import type { Node } from './node.ts';
import type { Sight } from './sight.ts';
import { typeOf } from './type-of.ts';

/** A manipulator that flushes, and the stream at the left end of its chain: `out << x << std::endl`. */
export interface FlushingManipulator {
  readonly name: 'endl' | 'flush';
  readonly stream: Node;
}

/** The flush that this name is, if it is one. */
export function flushingManipulator(node: Node): FlushingManipulator | undefined {
  if (node.end - node.start > 'std::flush'.length || node.field !== 'right' || node.parent?.kind !== 'binary_expression') return undefined;
  const name = /^(?:std::)?(endl|flush)$/.exec(node.text)?.[1];
  let stream: Node | undefined = node.parent;
  while (stream?.kind === 'binary_expression') stream = stream.child('left');
  return stream && (name === 'endl' || name === 'flush') ? { name, stream } : undefined;
}

const CONSOLE = /^(?:std::)?w?(?:cout|cerr|clog)$|^std(?:out|err)$/;

/** Whether this is a stream of the C or C++ library that people read along: each line is wanted as it comes. */
export function isConsole(stream: Node): boolean {
  return CONSOLE.test(stream.text);
}

/**
 * Whether a flush of this stream writes to a file. Undefined where its type does not say: a `std::ostream&` may be the console, a file
 * or a string, as the caller chose.
 */
export function flushesFile(stream: Node, sight: Sight): boolean | undefined {
  if (isConsole(stream)) return false;
  const type = typeOf(stream, sight);
  if (!type || /^(?:std::)?(?:basic_)?w?(?:ostream|iostream)$/.test(type.name)) return undefined;
  return /^(?:std::)?(?:basic_)?w?(?:ofstream|fstream)$/.test(type.name);
}
