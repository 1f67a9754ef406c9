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

/** Whether a flush of this stream writes: not for one in memory; undefined where its type is not known. */
export function writesWhenFlushed(stream: Node, sight: Sight): boolean | undefined {
  const type = typeOf(stream, sight);
  return type && /^(?:std::)?(?:basic_)?(?:ofstream|fstream|ostream|iostream)$/.test(type.name);
}
