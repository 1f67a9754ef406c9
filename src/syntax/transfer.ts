import { argumentsOf, calleeName, calleeObject, calleeText, isLibraryCall } from './calls.ts';
import { constantOf } from './constants.ts';
import { enclosingFunction, findLocal, parametersOf } from './declarations.ts';
import { type Node, walk } from './node.ts';
import { type Func, findFunctions, type Sight } from './sight.ts';
import { typeOf } from './type-of.ts';

/** One call that moves bytes between a buffer and an open file or socket. */
export interface Transfer {
  readonly direction: 'read' | 'write';
  readonly call: Node;
  /** What is called, for people. */
  readonly name: string;
  /** `call`: one system call. `stdio`, `stream`: through a user-space buffer. */
  readonly layer: 'call' | 'stdio' | 'stream';
  /** Descriptor, `FILE*` or stream as written, spaces taken off. */
  readonly target: string;
  readonly targetNode: Node | undefined;
  readonly buffer: Node;
  /** Number of bytes, or of elements where `unit` is given. */
  readonly size: Node | undefined;
  readonly unit: Node | undefined;
  readonly offset: Node | undefined;
  readonly flags: Node | undefined;
}

interface Shape {
  readonly direction: Transfer['direction'];
  readonly layer: 'call' | 'stdio';
  readonly arity: number;
  readonly target: number;
  readonly buffer: number;
  readonly size: number;
  readonly unit?: number;
  readonly offset?: number;
  readonly flags?: number;
  /** The buffer is an `iovec` array with its length. */
  readonly isVector?: true;
}

const plain = { layer: 'call', arity: 3, target: 0, buffer: 1, size: 2 } as const;
const at = { layer: 'call', arity: 4, target: 0, buffer: 1, size: 2, offset: 3 } as const;
const socket = { layer: 'call', arity: 4, target: 0, buffer: 1, size: 2, flags: 3 } as const;
const vector = { layer: 'call', arity: 3, target: 0, buffer: 1, size: 2, isVector: true } as const;
const stdio = { layer: 'stdio', arity: 4, target: 3, buffer: 0, size: 2, unit: 1 } as const;
/** Prototypes of POSIX.1-2017 (read, pread, recv, readv, fread and their counterparts), and of OSv's fs/vfs/vfs.h (sys_read, sys_write). */
const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ['read', { direction: 'read', ...plain }],
  ['write', { direction: 'write', ...plain }],
  ['pread', { direction: 'read', ...at }],
  ['pread64', { direction: 'read', ...at }],
  ['pwrite', { direction: 'write', ...at }],
  ['pwrite64', { direction: 'write', ...at }],
  ['recv', { direction: 'read', ...socket }],
  ['send', { direction: 'write', ...socket }],
  ['readv', { direction: 'read', ...vector }],
  ['writev', { direction: 'write', ...vector }],
  ['preadv', { direction: 'read', ...vector, arity: 4, offset: 3 }],
  ['pwritev', { direction: 'write', ...vector, arity: 4, offset: 3 }],
  ['sys_read', { direction: 'read', ...vector, arity: 5, offset: 3 }],
  ['sys_write', { direction: 'write', ...vector, arity: 5, offset: 3 }],
  ['fread', { direction: 'read', ...stdio }],
  ['fwrite', { direction: 'write', ...stdio }],
]);
const NAMES = new Set(SHAPES.keys());

/** The transfer of one buffer that a call is: a POSIX or stdio call, `asio::read` or `write`, or `read` or `write` of a standard file stream. */
export function transferOf(call: Node, sight: Sight): Transfer | undefined {
  const name = calleeName(call);
  const shape = SHAPES.get(name);
  if (!shape) return undefined;
  const args = argumentsOf(call);
  const text = calleeText(call);
  if (args.length === 2 && /^(?:boost::)?asio::(?:read|write)$/.test(text)) return shaped(call, text, { ...shape, size: 2 }, args);
  const object = calleeObject(call);
  if (object) return streamTransfer(call, name, object, args, sight);
  if (args.length !== shape.arity || !isLibraryCall(call, NAMES, sight)) return undefined;
  return shape.isVector ? vectorTransfer(call, name, shape, args) : shaped(call, name, shape, args);
}

/** The transfer through a vector of one: `iovec iov = {buffer, size}; readv(fd, &iov, 1)`. */
function vectorTransfer(call: Node, name: string, shape: Shape, args: readonly Node[]): Transfer | undefined {
  const vector = args[shape.buffer];
  const local = vector ? findLocal(vector.text.replace(/^&/, ''), call) : undefined;
  const [buffer, size] = local?.value?.kind === 'initializer_list' ? local.value.namedChildren : [];
  const whole = shaped(call, name, shape, args);
  return whole && buffer && size && args[shape.size]?.text === '1' ? { ...whole, buffer, size } : undefined;
}

function shaped(call: Node, name: string, shape: Shape, args: readonly Node[]): Transfer | undefined {
  const buffer = args[shape.buffer];
  const target = args[shape.target];
  if (!buffer || !target) return undefined;
  const optional = (index: number | undefined) => (index === undefined ? undefined : args[index]);
  return {
    direction: shape.direction,
    call,
    name,
    layer: shape.layer,
    target: target.text.replace(/\s+/g, ''),
    targetNode: target,
    buffer,
    size: args[shape.size],
    unit: optional(shape.unit),
    offset: optional(shape.offset),
    flags: optional(shape.flags),
  };
}

function streamTransfer(call: Node, name: string, object: Node, args: readonly Node[], sight: Sight): Transfer | undefined {
  const [buffer, size] = args;
  if ((name !== 'read' && name !== 'write') || !buffer || !size || args.length !== 2) return undefined;
  const type = typeOf(object, sight);
  if (!type || !/^(?:std::)?(?:basic_)?(?:i|o)?(?:f|io)?stream$/.test(type.name)) return undefined;
  return {
    direction: name,
    call,
    name: `${object.text}.${name}`,
    layer: 'stream',
    target: object.text.replace(/\s+/g, ''),
    targetNode: object,
    buffer,
    size,
    unit: undefined,
    offset: undefined,
    flags: undefined,
  };
}

/** The transfer that a call is, or that a function in sight does for it with the descriptor and buffer it is given. */
export function transferThrough(call: Node, sight: Sight): Transfer | undefined {
  const direct = transferOf(call, sight);
  if (direct) return direct;
  const callee = call.child('function');
  if (callee?.kind !== 'identifier' && callee?.kind !== 'qualified_identifier') return undefined;
  const args = argumentsOf(call);
  if (args.length < 2) return undefined;
  const name = calleeName(call);
  if (!WRAPPER_NAME.test(name)) return undefined;
  const [definition, ...others] = findFunctions(name, sight).filter((each) => each.body);
  if (!definition || others.length > 0) return undefined;
  const shape = wrapperShape(definition, sight);
  return shape && args.length === shape.arity ? shaped(call, name, shape, args) : undefined;
}

/** What people call such functions; asking for it first keeps other calls cheap. */
const WRAPPER_NAME = /read|write|send|recv|receive|put|emit|output/i;

const wrappers = new WeakMap<Node, Shape | null>();

/** Which of its parameters a function hands to a system call as the descriptor and the buffer: `write_all(fd, p, n)`. */
function wrapperShape({ node, body }: Func, sight: Sight): Shape | undefined {
  const known = wrappers.get(node);
  if (known !== undefined) return known ?? undefined;
  let shape: Shape | undefined;
  const parameters = parametersOf(node).map((parameter) => parameter.name);
  if (body && parameters.length >= 2 && body.end - body.start < MOST_OF_A_WRAPPER)
    walk(body, (inner) => {
      const transfer = inner.kind === 'call_expression' && !shape ? transferOf(inner, sight) : undefined;
      if (transfer?.layer !== 'call') return;
      const target = parameters.indexOf(transfer.target);
      const buffer = parameters.indexOf(rootName(transfer.buffer, inner) ?? '');
      if (target < 0 || buffer < 0) return;
      const size = parameters.findIndex(
        (parameter, i) =>
          i > buffer && i !== target && /^(?:n|len|length|size|count|nbytes|bytes|sz|cnt|\w+_(?:len|size))$/i.test(parameter),
      );
      shape = { direction: transfer.direction, layer: 'call', arity: parameters.length, target, buffer, size };
    });
  wrappers.set(node, shape ?? null);
  return shape;
}

/** A function that does more than hand its arguments on is longer. */
const MOST_OF_A_WRAPPER = 1200;

/** The variable that a buffer expression starts from, followed once through the local that was set from it. */
function rootName(buffer: Node, call: Node): string | undefined {
  const name = rootOf(buffer)?.text;
  const fn = enclosingFunction(call);
  const local = name && fn ? findLocal(name, call) : undefined;
  if (local?.kind === 'local' && local.value) return rootOf(local.value)?.text;
  return name;
}

/** `buf` of `buf`, `&buf`, `buf + n`, `&buf[n]`, `buf.data()`, `(char*)buf`, `static_cast<char*>(buf)`; undefined where no one name leads. */
export function rootOf(expression: Node): Node | undefined {
  let node: Node | undefined = expression;
  for (let depth = 0; node && depth < 8; depth++) {
    switch (node.kind) {
      case 'identifier':
      case 'this':
        return node;
      case 'pointer_expression':
      case 'subscript_expression':
      case 'field_expression':
        node = node.child('argument');
        break;
      case 'parenthesized_expression':
        node = node.namedChildren[0];
        break;
      case 'cast_expression':
        node = node.child('value');
        break;
      case 'binary_expression':
        node = node.child('left');
        break;
      case 'call_expression':
        node = /_cast$/.test(calleeName(node)) ? argumentsOf(node)[0] : calleeObject(node);
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}

/** Number of bytes of the transfer where it is a constant in sight; 0 where its size is not given by one. */
export function bytesOf({ size, unit }: Transfer, sight: Sight): number | undefined {
  const count = constantOf(size, sight);
  if (!unit || count === undefined) return count;
  const each = constantOf(unit, sight);
  return each === undefined ? undefined : each * count;
}

/** Whether the target is the standard input, output or error. */
export function isStandardStream({ target }: Transfer): boolean {
  return /^(?:[012]|STD(?:IN|OUT|ERR)_FILENO|std(?:in|out|err)|fileno\(std\w+\)|std::c(?:in|out|err|log)|c(?:in|out|err|log))$/.test(
    target,
  );
}
